//! Sign-in links and tokens of the sample's people: printed, and as JSON.

use std::collections::HashMap;
use std::error::Error;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::Serialize;

use super::organisation::Sample;
use crate::app::App;
use crate::auth::{link_hash, new_link_token};
use crate::domain::identity::{ContestId, MemberId, UnitId};
use crate::domain::time::Millis;
use crate::http::House;
use crate::store::{LinkKind, NewLink};

/// Demo links outlive the demo.
const LIFETIME: Millis = Millis::seconds(365 * 24 * 60 * 60);
/// Members whose links are printed; the file has all.
const PRINTED: usize = 4;

#[derive(Serialize)]
pub struct Links {
    pub url: String,
    /// The contest that is ready to run.
    pub contest: ContestId,
    pub secretary: Person,
    pub committee: Person,
    /// Sees the cells of the commune, and arranges them.
    pub supervisor: Person,
    pub members: Vec<Person>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hall: Option<HallLinks>,
}

#[derive(Serialize)]
pub struct HallLinks {
    pub contest: ContestId,
    pub host: Person,
    pub members: Vec<Person>,
}

#[derive(Serialize)]
pub struct Person {
    pub name: String,
    pub unit: String,
    /// Signs in any number of times, without a PIN.
    pub link: String,
    /// A bearer token, good for 24 hours.
    pub token: String,
}

impl Links {
    pub async fn make(
        app: &App,
        sample: &Sample,
        contest: ContestId,
        hall_contest: Option<ContestId>,
    ) -> Result<Self, Box<dyn Error>> {
        let heads = [sample.supervisor, sample.secretary, sample.committee];
        let mut cell = people(app, sample.cell, &[&heads[..], &sample.members].concat()).await?;
        let members = cell.split_off(heads.len());
        let (committee, secretary, supervisor) = (cell.pop(), cell.pop(), cell.pop());
        let hall = match sample.hall.as_ref().zip(hall_contest) {
            Some((hall, contest)) => {
                let mut all = people(app, hall.unit, &[&[hall.host][..], &hall.members].concat()).await?;
                let members = all.split_off(1);
                all.pop().map(|host| HallLinks { contest, host, members })
            }
            None => None,
        };
        let missing = "the sample organisation in this data directory is not complete; choose another with --data";
        let ((secretary, committee), supervisor) = secretary.zip(committee).zip(supervisor).ok_or(missing)?;
        Ok(Self { url: app.url.clone(), contest, secretary, committee, supervisor, members, hall })
    }

    pub fn print(&self) {
        println!("Khắc Sâu demo: {}", self.url);
        println!("  contest    {}/contests/{}", self.url, self.contest);
        println!("  secretary  {}  {}", self.secretary.link, self.secretary.name);
        println!("  committee  {}  {}", self.committee.link, self.committee.name);
        println!("  supervisor {}  {}", self.supervisor.link, self.supervisor.name);
        for member in self.members.iter().take(PRINTED) {
            println!("  member     {}  {}", member.link, member.name);
        }
        if let Some(hall) = &self.hall {
            println!("  hall of {}: {}/contests/{}", hall.members.len(), self.url, hall.contest);
            println!("  hall host  {}  {}", hall.host.link, hall.host.name);
        }
    }

    /// Written whole: a reader sees the old file or the new one, never half of one.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let temporary = path.with_file_name(name);
        // Left over from a start that was killed while it wrote.
        std::fs::remove_file(&temporary).ok();
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    }
}

/// Links and tokens for `members`, nearly all of them of `unit`.
async fn people(app: &App, unit: UnitId, members: &[MemberId]) -> Result<Vec<Person>, Box<dyn Error>> {
    let House { store, auth, .. } = &app.house;
    let roster = store.roster_of(unit).await?;
    let named: HashMap<_, _> = roster.into_iter().map(|member| (member.id, (member.name, member.unit_name))).collect();
    let tokens = auth.sign_in_all(members).await?;
    let secrets: Vec<String> = members.iter().map(|_| new_link_token()).collect();
    let expires_at = auth.now() + LIFETIME;
    let link = |(member, secret): (&MemberId, &String)| NewLink {
        token_hash: link_hash(secret),
        member: *member,
        kind: LinkKind::Open,
        expires_at,
    };
    let links: Vec<NewLink> = members.iter().zip(&secrets).map(link).collect();
    store.insert_links(&links).await?;
    let mut people = Vec::with_capacity(members.len());
    for ((member, token), secret) in members.iter().zip(tokens).zip(secrets) {
        let (name, unit) = match named.get(member) {
            Some(named) => named.clone(),
            None => {
                let row = store.member(*member).await?.ok_or("a sample member is missing; choose another --data")?;
                (row.name, row.unit_name)
            }
        };
        people.push(Person { name, unit, link: format!("{}/sign-in/{secret}", app.url), token });
    }
    Ok(people)
}
