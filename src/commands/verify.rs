//! `khacsau verify BUNDLE`.

use std::error::Error;
use std::path::Path;

use crate::domain::verify::{Verified, verify};

/// Prints what agrees, or fails with the first difference.
pub fn run(bundle: &Path, key: Option<&str>) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(bundle).map_err(|error| format!("{}: {error}", bundle.display()))?;
    let verified = verify(&bytes, key)
        .map_err(|difference| format!("{} does not agree with itself: {difference}", bundle.display()))?;
    print!("{}", describe(&verified, key.is_some()));
    Ok(())
}

fn describe(verified: &Verified, key_checked: bool) -> String {
    let mut text = format!(
        "{} — {}\n\
         {} entries, {} answers, {} signed heads: draw, chain, signatures, times, scores and places agree\n\
         head {} at entry {}\n\
         key  {}{}\n\n",
        verified.title,
        verified.unit,
        verified.entries,
        verified.answers,
        verified.checkpoints,
        verified.head.hash,
        verified.head.seq,
        verified.fingerprint,
        if key_checked { "" } else { " (compare it with the printed rules, or give it with --key)" },
    );
    for (number, version) in verified.published.iter().enumerate() {
        let agreed = if version.is_countersigned() { "confirmed by two" } else { "confirmed by one" };
        text.push_str(&format!("version {} published by entry {}, {agreed}\n", number + 1, version.seq));
    }
    if verified.corrected {
        text.push_str("the places below are not published yet\n");
    }
    for standing in &verified.results.standings {
        let place = standing.place.map_or("   -".to_owned(), |place| format!("{place:>4}"));
        let score = standing.score_hundredths;
        text.push_str(&format!(
            "{place}  participant {:>5}  {:>2}.{:02} points  {:>6}.{} s\n",
            standing.participant,
            score / 100,
            score % 100,
            standing.elapsed.tenths() / 10,
            standing.elapsed.tenths() % 10,
        ));
    }
    text
}
