//! How fast the pages of a bank are, and how heavy: a unit with 2,000 questions beside one with 200. What grows with the
//! bank is read anew for every page; what a phone is sent must not grow with it.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use khacsau::app::App;
use khacsau::commands::demo;
use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::{DocumentId, DraftId, QuestionId};
use khacsau::domain::question::{Difficulty, QuestionEntry, RevisionOption};
use khacsau::live::Clock;
use khacsau::settings::Settings;
use khacsau::store::{Draft, DraftKind, ImportedQuestion, QuestionImport};
use reqwest::{Client, Method, redirect};
use uuid::Uuid;

/// The best of so many: the machine's other work only ever adds time.
const ROUNDS: usize = 5;
const SIZES: [usize; 2] = [200, 2_000];

/// What is asked for: its name, the address below the unit, and what is filled in where a form is sent.
type Asked = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// As a desk asks.
const PAGES: [Asked; 13] = [
    ("the list", "bank", &[]),
    ("its last page", "bank?page=9999", &[]),
    ("searched", "bank?q=nghi quyet", &[]),
    ("by a remark", "bank?note=longest", &[]),
    ("looked over", "bank/lint", &[]),
    ("waiting", "bank/review", &[]),
    ("a new question", "questions/new", &[]),
    ("an import", "bank/import", &[]),
    ("what Kahoot takes", "bank/export?format=kahoot", &[]),
    ("as Excel", "bank/export", &[("format", "xlsx")]),
    ("as Word", "bank/export", &[("format", "docx")]),
    ("a contest's form", "contests/new", &[]),
    ("its supply", "contests/check", &[("count", "10"), ("topic", "Chủ đề 3")]),
];

struct Desk {
    url: String,
    unit: String,
    token: String,
    client: Client,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut measured: BTreeMap<&str, Vec<(Duration, usize)>> = BTreeMap::new();
    for size in SIZES {
        let place = Place::make()?;
        let (app, desk) = open(&place, size).await?;
        for (name, below, fields) in PAGES {
            measured.entry(name).or_default().push(desk.best(below, fields).await?);
        }
        app.stop().await;
    }
    println!("{:<20}{:>10}{:>12}{:>10}{:>12}{:>10}", "page", "of 200", "of 2,000", "times", "kB", "times");
    for (name, ..) in PAGES {
        let [(few, light), (many, heavy)] = measured[name][..] else { continue };
        let times = many.as_secs_f64() / few.as_secs_f64();
        let weight = heavy as f64 / light as f64;
        let (few, many) = (few.as_millis(), many.as_millis());
        println!("{name:<20}{few:>7} ms{many:>9} ms{times:>9.1}×{:>12}{weight:>9.1}×", heavy / 1_000);
    }
    Ok(())
}

impl Desk {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    async fn best(&self, below: &str, fields: &[(&str, &str)]) -> Result<(Duration, usize), Box<dyn Error>> {
        let address = format!("{}/units/{}/{}", self.url, self.unit, below.replace(' ', "%20"));
        let mut best = (Duration::MAX, 0);
        for _ in 0..ROUNDS {
            let method = if fields.is_empty() { Method::GET } else { Method::POST };
            let form: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let request = self.client.request(method, &address).bearer_auth(&self.token);
            let request = request.header("content-type", "application/x-www-form-urlencoded").body(form.join("&"));
            let began = Instant::now();
            let reply = request.send().await?.error_for_status()?.bytes().await?;
            best = (best.0.min(began.elapsed()), reply.len());
        }
        Ok(best)
    }
}

/// The sample organisation, whose first cell has so many questions more.
async fn open(place: &Place, size: usize) -> Result<(App, Desk), Box<dyn Error>> {
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: place.0.clone(),
        database: None,
        database_connections: 4,
        connections: 100,
        public_url: None,
        tls: None,
        trusted_proxies: Vec::new(),
        connections_per_address: 100,
        metrics: None,
        log: "warn".to_owned(),
        program: None,
    };
    let (app, links) = demo::start(settings, Clock::system(), demo::Extent { members: None, months: 1 }).await?;
    let store = &app.house.store;
    let contest = store.contest(links.contest).await?.ok_or("the sample has no contest")?;
    let author = store.roster_of(contest.unit).await?.into_iter().find(|member| member.name == links.committee.name);
    let author = author.ok_or("the sample has no committee")?.id;
    let document = store.documents_for(contest.unit).await?.first().ok_or("the sample has no document")?.id;
    let now = app.house.auth.now();
    let id = DraftId(Uuid::now_v7());
    let draft = Draft {
        id,
        kind: DraftKind::BankImport,
        unit: contest.unit,
        member: author,
        version: 1,
        body: "{}".to_owned(),
        saved_at: now,
    };
    store.insert_draft(&draft).await?;
    let import = QuestionImport { id, unit: contest.unit, member: author, file: String::new(), imported_at: now };
    let questions: Vec<ImportedQuestion> = (0..size).map(|number| question(number, document)).collect();
    if !store.keep_import(&import, 1, ReviewState::Approved, &questions).await? {
        return Err("the questions were not kept".into());
    }
    let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build()?;
    let desk = Desk { url: app.url.clone(), unit: contest.unit.to_string(), token: links.secretary.token, client };
    Ok((app, desk))
}

fn question(number: usize, document: DocumentId) -> ImportedQuestion {
    let option = |text: &str, correct| RevisionOption { text: text.to_owned(), correct };
    let entry = QuestionEntry {
        stem: format!(
            "Theo Quy định số {number}-QĐ/TW, đảng viên có trách nhiệm nào trong sinh hoạt chi bộ thường kỳ?"
        ),
        options: vec![
            option("Phát biểu ý kiến", false),
            option("Thực hiện nghị quyết của chi bộ và báo cáo kết quả đúng hạn", true),
            option("Đóng đảng phí", false),
            option("Giữ mối liên hệ nơi cư trú", false),
        ],
        explanation: "Đảng viên có nhiệm vụ thực hiện nghị quyết, tham gia sinh hoạt và đóng đảng phí.".to_owned(),
        source: format!("Điều {number}"),
        ..QuestionEntry::empty()
    };
    ImportedQuestion {
        id: QuestionId(Uuid::now_v7()),
        document,
        topic: format!("Chủ đề {}", number % 20),
        difficulty: Difficulty::from_name("easy"),
        revision: entry.revision(),
    }
}

/// A data directory that goes with this value.
struct Place(PathBuf);

impl Place {
    fn make() -> std::io::Result<Self> {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bank-pages-{}", Uuid::now_v7().simple()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
