//! The bundle: everything a member of the unit needs to recompute a contest, in one text file.
//!
//! One canonical JSON object a line, each line ended by `\n`: a header, the journal's entries in
//! order, the results, and a signature over all bytes before its own line. There is one spelling
//! of every bundle, so any changed byte is found.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::contest::{Contest, Results};
use super::identity::ContestId;
use super::ledger::{Entry, Hash, SignatureText, Signer, canonical_json};
use super::time::Timestamp;

pub const FORMAT: &str = "khacsau.bundle.v1";

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderLine {
    pub format: String,
    pub contest: ContestId,
    /// The organisation's Ed25519 public key, in hexadecimal.
    pub public_key: String,
    pub entries: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryLine {
    pub seq: u64,
    pub at: Timestamp,
    pub kind: String,
    pub event: Value,
    pub hash: Hash,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultsLine {
    /// As the record leaves them: the newest published version, unless one is being made.
    pub results: Results,
    /// Versions that were published before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<EarlierResults>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierResults {
    /// The entry that published them.
    pub seq: u64,
    pub results: Results,
}

impl ResultsLine {
    pub fn of(contest: &Contest) -> Self {
        let earlier = contest.earlier_publications().iter();
        Self {
            results: contest.results(),
            earlier: earlier
                .map(|version| EarlierResults { seq: version.seq, results: version.table.results.clone() })
                .collect(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureLine {
    pub signature: SignatureText,
}

/// Writes a bundle. The contest, which its entries make, must be over: they contain the seed and
/// the keys of all drawn questions.
pub fn write(contest: &Contest, entries: &[Entry], signer: &Signer) -> Result<String, serde_json::Error> {
    let header = HeaderLine {
        format: FORMAT.to_owned(),
        contest: contest.plan().contest,
        public_key: signer.public().to_hex(),
        entries: entries.len() as u64,
    };
    let mut text = line(&header)?;
    for entry in entries {
        text.push_str(&line(&EntryLine {
            seq: entry.seq,
            at: entry.at,
            kind: entry.event.kind().to_owned(),
            event: serde_json::from_str(&entry.text)?,
            hash: entry.hash,
        })?);
    }
    text.push_str(&line(&ResultsLine::of(contest))?);
    let signature = signer.sign_bundle(text.as_bytes());
    text.push_str(&line(&SignatureLine { signature })?);
    Ok(text)
}

fn line(value: &impl Serialize) -> Result<String, serde_json::Error> {
    canonical_json(value).map(|text| text + "\n")
}
