//! Who may call whom, held against every file under `src/`. The map is in the README; a new room,
//! or a new arrow between two, is a decision and gets its line in [`ROOMS`].

#[path = "architecture/source.rs"]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use source::Source;

/// A top-level module, and what it may look at. Every room may look at itself.
struct Room {
    name: &'static str,
    sees: &'static [&'static str],
}

/// The house, from the ground up.
const ROOMS: &[Room] = &[
    Room { name: "domain", sees: &[] },
    Room { name: "protocol", sees: &["domain"] },
    Room { name: "store", sees: &["domain"] },
    Room { name: "exchange", sees: &["domain"] },
    Room { name: "report", sees: &["domain"] },
    Room { name: "live", sees: &["protocol", "store", "domain"] },
    Room { name: "auth", sees: &["store", "domain"] },
    Room { name: "ws", sees: &["live", "auth", "protocol", "domain"] },
    Room { name: "http", sees: &["live", "auth", "exchange", "report", "store", "protocol", "domain"] },
    Room { name: "settings", sees: &[] },
    Room { name: "tls", sees: &["settings"] },
    Room {
        name: "app",
        sees: &["http", "ws", "live", "auth", "exchange", "report", "store", "protocol", "domain", "settings", "tls"],
    },
    Room {
        name: "commands",
        sees: &["app", "http", "ws", "live", "auth", "exchange", "report", "store", "protocol", "domain", "settings"],
    },
    Room { name: "cli", sees: &["commands", "settings"] },
    Room { name: "main", sees: &["cli"] },
];

/// Single names that a room may look at beside what [`ROOMS`] gives it, and why.
const DOORS: &[(&str, &str, &str)] = &[
    ("ws", "http::Api", "a refusal at the upgrade is an HTTP reply, and errors become replies in one place only"),
    ("ws", "http::Refusal", "the same"),
    ("ws", "http::House", "what a handler may reach is one value, for pages, API and sockets alike"),
    ("ws", "http::SeatQuery", "a seat is asked for in the same words of a socket and of an event stream"),
    ("ws", "http::Outflow", "a connection's loop runs inside its response, whatever it writes"),
    ("auth", "live::Clock", "there is one clock, and it is handed in"),
];

/// Names that only some rooms may use.
struct Reserved {
    /// A path and everything below it; a single word stands for itself wherever it occurs.
    name: &'static str,
    allowed: &'static [&'static str],
    why: &'static str,
}

const RESERVED: &[Reserved] = &[
    Reserved { name: "sqlx", allowed: &["store"], why: "only store knows SQL" },
    Reserved { name: "actix_web", allowed: &["http", "ws", "auth", "app"], why: "HTTP ends at the doors" },
    Reserved { name: "actix_ws", allowed: &["ws"], why: "sockets end at the doors" },
];

/// What the domain never names: it has no I/O, no clock and no chance of its own.
const FORBIDDEN_IN_DOMAIN: &[&str] = &[
    "tokio",
    "sqlx",
    "actix_web",
    "actix_ws",
    "actix_rt",
    "rand",
    "std::fs",
    "std::net",
    "std::io",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant",
];

const SQL: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE FROM"];

/// Beyond this, a file holds a second noun.
const LINES: usize = 450;

#[test]
fn every_room_looks_only_where_it_may() {
    hold(imports);
}

#[test]
fn names_stay_in_their_rooms() {
    hold(names);
}

#[test]
fn only_the_store_speaks_sql() {
    hold(sql);
}

#[test]
fn no_file_is_longer_than_a_noun() {
    hold(|file| {
        let lines = file.text.lines().count();
        let long = lines > LINES;
        long.then(|| format!("{} has {lines} lines, more than {LINES}: look for the second noun", file.name))
            .into_iter()
            .collect()
    });
}

#[test]
fn every_folder_says_what_it_is() {
    hold(|file| {
        let silent = file.name.ends_with("/mod.rs") && !file.text.trim_start().starts_with("//!");
        silent.then(|| format!("{} does not begin with a `//!` line", file.name)).into_iter().collect()
    });
}

#[test]
fn both_engines_take_the_same_steps() {
    let steps = |folder: &str| -> BTreeSet<String> {
        let folder = root().join("migrations").join(folder);
        files(&folder, "sql").iter().filter_map(|file| Some(file.file_name()?.to_str()?.to_owned())).collect()
    };
    let sqlite = steps("sqlite");
    assert!(!sqlite.is_empty(), "migrations/sqlite holds no steps");
    assert_eq!(sqlite, steps("postgres"), "migrations/sqlite and migrations/postgres hold different steps");
    assert_eq!(sqlite, steps("samples"), "each step brings sample data of its name in migrations/samples");
}

/// Applies `check` to every file and shows all it found.
fn hold(check: impl Fn(&SourceFile) -> Vec<String>) {
    let files = source_files();
    assert!(files.iter().any(|file| file.room == "domain"), "src/ was not found or is not what it was");
    let found: Vec<String> = files.iter().flat_map(check).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn imports(file: &SourceFile) -> Vec<String> {
    if file.room == "lib" {
        return Vec::new();
    }
    let Some(room) = ROOMS.iter().find(|room| room.name == file.room) else {
        return vec![format!("{} lies in no room of the table: give `{}` its line in ROOMS", file.name, file.room)];
    };
    let source = Source::read(&file.text);
    let foreign = source.paths.iter().filter_map(|(line, path)| Some((line, file.leaves_for(path)?)));
    let refused = foreign.filter(|(_, target)| {
        let other = target[0].as_str();
        let door = DOORS.iter().any(|(from, name, _)| *from == room.name && begins(target, name));
        !door && !room.sees.contains(&other)
    });
    refused
        .map(|(line, target)| {
            let may = if room.sees.is_empty() { "nothing but itself".to_owned() } else { room.sees.join(", ") };
            format!("{}:{line} imports crate::{}: {} may import {may}", file.name, target.join("::"), room.name)
        })
        .collect()
}

fn names(file: &SourceFile) -> Vec<String> {
    let source = Source::read(&file.text);
    let mut found = Vec::new();
    for (line, path) in &source.paths {
        for reserved in RESERVED {
            if names_it(path, reserved.name) && !reserved.allowed.contains(&file.room.as_str()) {
                let place = format!("{}:{line} names {}", file.name, path.join("::"));
                found.push(format!("{place}: {} ({})", reserved.why, reserved.allowed.join(", ")));
            }
        }
        if file.room == "domain" && FORBIDDEN_IN_DOMAIN.iter().any(|name| names_it(path, name)) {
            let place = format!("{}:{line} names {}", file.name, path.join("::"));
            found.push(format!("{place}: the domain has no I/O, no clock and no chance of its own"));
        }
    }
    found
}

fn sql(file: &SourceFile) -> Vec<String> {
    if file.room == "store" {
        return Vec::new();
    }
    let speaks = |text: &str| SQL.iter().copied().find(|word| has_statement(text, word));
    let strings = Source::read(&file.text).strings;
    strings
        .iter()
        .filter_map(|(line, text)| Some((line, speaks(text)?)))
        .map(|(line, word)| format!("{}:{line} speaks SQL ({word} …): only store does", file.name))
        .collect()
}

/// Whether `word` stands in `text` as a word, with something after it.
fn has_statement(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        before.is_none_or(|letter| !letter.is_alphanumeric()) && after.is_some_and(char::is_whitespace)
    })
}

/// Whether `path` is `name` or lies below it; a single word counts wherever it stands in the path.
fn names_it(path: &[String], name: &str) -> bool {
    if name.contains("::") { begins(path, name) } else { path.iter().any(|word| word == name) }
}

fn begins(path: &[String], name: &str) -> bool {
    let mut words = path.iter();
    name.split("::").all(|part| words.next().is_some_and(|word| word == part))
}

struct SourceFile {
    /// From the repository's root.
    name: String,
    room: String,
    /// The modules below the crate's root that lead to it.
    module: Vec<String>,
    text: String,
}

impl SourceFile {
    fn new(name: &str, text: String) -> Self {
        let inside = name.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Vec<String> = inside.split('/').map(str::to_owned).collect();
        let room = module[0].clone();
        module.pop_if(|last| last == "mod");
        Self { name: name.to_owned(), room, module, text }
    }

    /// Where a path leads within the crate, if out of this room: `crate::store::Store` as
    /// `store::Store`, and the same by enough `super`s.
    fn leaves_for(&self, path: &[String]) -> Option<Vec<String>> {
        let supers = path.iter().take_while(|word| *word == "super").count();
        let below = match path[0].as_str() {
            "crate" => 1,
            // The binary sees the library by its name.
            "khacsau" if self.room == "main" => 1,
            "super" if supers >= self.module.len() => supers,
            _ => return None,
        };
        let target = path.get(below..).filter(|target| !target.is_empty())?;
        let is_room = ROOMS.iter().any(|room| room.name == target[0]);
        // With `super`, an inline module is one step more than the file's path shows.
        let counts = target[0] != self.room && (is_room || below == 1 && supers == 0);
        counts.then(|| target.to_vec())
    }
}

fn source_files() -> Vec<SourceFile> {
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        SourceFile::new(&name, text)
    };
    files(&root().join("src"), "rs").into_iter().map(read).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` whose name ends so, in a stable order.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

mod the_checker {
    use super::*;

    fn file(name: &str, text: &str) -> SourceFile {
        SourceFile::new(name, text.to_owned())
    }

    #[test]
    fn finds_a_forbidden_import_however_it_is_written() {
        for text in [
            "use crate::http::Page;",
            "use crate::{domain::time::Millis, http::Page};",
            "use crate::{\n    domain::{time, draw as lot},\n    http,\n};",
            "fn page() -> crate::http::Page { todo!() }",
            "use super::super::http::Page;",
            "macro_rules! m { () => { $crate::http::Page } }",
            "const C: char = '\"'; use crate::http::Page; // \"",
        ] {
            let found = imports(&file("src/live/x.rs", text));
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!(found[0].contains("imports crate::http"), "{found:?}");
            assert!(found[0].ends_with("live may import protocol, store, domain"), "{found:?}");
        }
    }

    #[test]
    fn leaves_what_is_allowed_alone() {
        for text in [
            "use crate::store::Store;\nuse crate::domain::{time::Millis, draw};\nuse super::room::Room;",
            "// use crate::http::Page;\n/* crate::http /* nested */ crate::ws */",
            "const NOTE: &str = \"crate::http\"; const RAW: &str = r#\"crate::\"http\"\"#;",
            "fn f<'a>(x: &'a str) -> &'a str { x }",
            "#[cfg(test)] mod tests { use super::*; use super::super::room::Room; }",
        ] {
            assert_eq!(imports(&file("src/live/x.rs", text)), Vec::<String>::new(), "{text}");
        }
        assert!(imports(&file("src/ws/x.rs", "use crate::http::{Api, Refusal};")).is_empty(), "doors");
        assert!(!imports(&file("src/ws/x.rs", "use crate::http::pages::Page;")).is_empty(), "beside the doors");
    }

    #[test]
    fn asks_for_a_place_for_a_new_room() {
        let found = imports(&file("src/kitchen/mod.rs", "//! Food."));
        assert_eq!(found, ["src/kitchen/mod.rs lies in no room of the table: give `kitchen` its line in ROOMS"]);
        assert_eq!(imports(&file("src/live/x.rs", "use crate::kitchen::Knife;")).len(), 1);
    }

    #[test]
    fn finds_names_out_of_their_rooms() {
        for text in [
            "use std::{collections::BTreeMap, fs};",
            "fn now() -> i64 { std::time::Instant::now(); 0 }",
            "use std::time::SystemTime;",
            "async fn wait() { tokio::time::sleep(D).await }",
            "let number = rand::random();",
        ] {
            assert_eq!(names(&file("src/domain/x.rs", text)).len(), 1, "{text}");
        }
        assert_eq!(names(&file("src/live/x.rs", "use sqlx::FromRow;")).len(), 1);
        assert_eq!(names(&file("src/live/x.rs", "use std::fs; use tokio::sync::mpsc;")), Vec::<String>::new());
    }

    #[test]
    fn finds_sql_out_of_the_store() {
        let text = "const Q: &str = \"\n    SELECT id\n    FROM unit\";";
        assert_eq!(sql(&file("src/http/x.rs", text)), ["src/http/x.rs:1 speaks SQL (SELECT …): only store does"]);
        assert!(sql(&file("src/store/x.rs", text)).is_empty());
        assert!(sql(&file("src/http/x.rs", "const S: &str = \"UPDATE=1 cargo test\"; // SELECT 1 ")).is_empty());
    }
}
