//! `khacsau check-config`.

use std::fs;

use super::process::{khacsau, run};
use crate::harness::Directory;

/// What is printed of one setting: value, meaning, origin.
#[track_caller]
fn setting<'a>(output: &'a str, key: &str) -> (&'a str, &'a str, &'a str) {
    let mut lines = output.lines().skip_while(|line| !line.starts_with(&format!("{key} = ")));
    let mut next = || lines.next().unwrap_or_else(|| panic!("{key} is not printed whole:\n{output}")).trim();
    let (value, meaning, origin) = (next(), next(), next());
    (value.split_once(" = ").unwrap().1, meaning, origin.strip_prefix("from ").expect("an origin"))
}

#[test]
fn each_setting_is_printed_with_its_meaning_value_and_origin() {
    let output = run(khacsau(["check-config"])).well();
    for (key, value) in [
        ("listen", "\"127.0.0.1:8080\""),
        ("data", "\"data\""),
        ("database", "\"\""),
        ("database_connections", "\"8\""),
        ("connections", "\"5000\""),
        ("public_url", "\"\""),
        ("metrics", "\"\""),
        ("log", "\"info\""),
    ] {
        let (shown, meaning, origin) = setting(&output, key);
        assert_eq!((shown, origin), (value, "default"), "{key}");
        assert!(meaning.split(' ').count() > 3, "{key}: {meaning}");
    }
    assert_eq!(output.lines().count(), 3 * khacsau::settings::SETTINGS.len(), "every setting, and nothing else");
}

#[test]
fn a_file_is_weaker_than_the_environment_and_that_than_a_flag() {
    let place = Directory::make();
    let file = place.0.join("khacsau.toml");
    fs::write(&file, "listen = \"127.0.0.1:1\"\nconnections = 300\nlog = \"warn\"\n").unwrap();
    let path = file.to_str().unwrap();

    let mut command = khacsau(["check-config", "--config", path, "--listen", "127.0.0.1:3"]);
    command
        .env("KHACSAU_LISTEN", "127.0.0.1:2")
        .env("KHACSAU_CONNECTIONS", "400")
        .env("KHACSAU_METRICS", "127.0.0.1:9");
    let output = run(command).well();
    let from = |key| {
        let (value, _, origin) = setting(&output, key);
        (value, origin)
    };
    assert_eq!(from("listen"), ("\"127.0.0.1:3\"", "flag --listen"));
    assert_eq!(from("connections"), ("\"400\"", "environment KHACSAU_CONNECTIONS"));
    assert_eq!(from("metrics"), ("\"127.0.0.1:9\"", "environment KHACSAU_METRICS"));
    assert_eq!(from("log"), ("\"warn\"", format!("file {path}").as_str()));
    assert_eq!(from("data"), ("\"data\"", "default"));

    let mut command = khacsau(["check-config"]);
    command.env("KHACSAU_CONFIG", path);
    assert_eq!(
        setting(&run(command).well(), "log").2,
        format!("file {path}"),
        "the file is named by the environment, too"
    );
    let flags = khacsau(["--public-url", "https://thi.example.vn/", "check-config", "--database-connections", "3"]);
    let output = run(flags).well();
    assert_eq!(setting(&output, "public_url").2, "flag --public-url");
    assert_eq!(setting(&output, "database_connections").2, "flag --database-connections");
}

#[test]
fn an_unknown_setting_is_refused_by_name() {
    let place = Directory::make();
    let file = place.0.join("khacsau.toml");
    fs::write(&file, "log = \"warn\"\nlisen = \"127.0.0.1:1\"\n").unwrap();
    let path = file.to_str().unwrap();
    // The other commands read the same file, and refuse it too.
    for command in ["check-config", "serve", "admin-link"] {
        let said = run(khacsau([command, "--config", path])).refused();
        assert!(said.starts_with(&format!("unknown setting `lisen` in file {path}")), "{command}: {said}");
        assert!(said.contains("the settings are listen, data, database"), "{said}");
    }
    fs::write(&file, "[server]\nlisten = \"127.0.0.1:1\"\n").unwrap();
    assert!(run(khacsau(["check-config", "--config", path])).refused().contains("unknown setting `server`"));

    let mut command = khacsau(["check-config"]);
    command.env("KHACSAU_LISEN", "127.0.0.1:1");
    let said = run(command).refused();
    assert!(said.starts_with("unknown setting `lisen` in environment KHACSAU_LISEN"), "{said}");
    let place = Directory::make();
    let mut command = khacsau(["admin-link", "--connections", "100", "--data", place.0.to_str().unwrap()]);
    command.env("KHACSAU_LISEN", "127.0.0.1:1");
    let ended = run(command);
    assert!(ended.errors.contains("ignored: unknown setting `lisen`"), "elsewhere it is only said: {ended:?}");
    ended.well();
    assert_eq!(run(khacsau(["check-config", "--lisen", "127.0.0.1:1"])).code, Some(2), "a flag is refused at once");
}

#[test]
fn a_bad_value_is_named_with_where_it_comes_from() {
    for (key, value, expected) in [
        ("listen", "8080", "an address and port such as"),
        ("listen", "localhost", "an address and port such as"),
        ("connections", "9", "a number from 10 to 100000"),
        ("connections", "100001", "a number from 10 to 100000"),
        ("connections", "many", "a number from 10 to 100000"),
        ("database_connections", "0", "a number from 1 to 200"),
        ("metrics", ":9090", "an address and port such as"),
        ("public_url", "thi.example.vn", "scheme and host only"),
        ("public_url", "https://thi.example.vn/thi", "scheme and host only"),
        ("log", "khacsau=loud", "log"),
    ] {
        let name = format!("KHACSAU_{}", key.to_uppercase());
        let mut command = khacsau(["check-config"]);
        command.env(&name, value);
        let said = run(command).refused();
        assert!(said.starts_with(&format!("`{key}` (environment {name})")), "{key} = {value}: {said}");
        assert!(said.contains(expected), "{said}");
        let flag = format!("--{}", key.replace('_', "-"));
        let said = run(khacsau(["check-config", &flag, value])).refused();
        assert!(said.starts_with(&format!("`{key}` (flag {flag})")), "{key} = {value}: {said}");
    }
}

#[test]
fn a_file_that_is_missing_or_no_toml_is_named() {
    let place = Directory::make();
    let file = place.0.join("khacsau.toml");
    let path = file.to_str().unwrap();
    let said = run(khacsau(["check-config", "--config", path])).refused();
    assert!(said.contains(path) && said.contains("No such file"), "{said}");
    fs::write(&file, "listen: 127.0.0.1\n").unwrap();
    // The parser shows the place over several lines.
    let ended = run(khacsau(["check-config", "--config", path]));
    assert_eq!(ended.code, Some(1));
    assert!(
        ended.errors.contains(&format!("{path} is not TOML")) && ended.errors.contains("line 1"),
        "{}",
        ended.errors
    );
}

#[test]
fn the_databases_password_is_never_shown() {
    let secret = "postgres://khacsau:mat-khau@db.example.vn/khacsau";
    let place = Directory::make();
    let file = place.0.join("khacsau.toml");
    fs::write(&file, format!("database = \"{secret}\"\n")).unwrap();
    let output = run(khacsau(["check-config", "--config", file.to_str().unwrap()])).well();
    assert!(!output.contains("mat-khau") && !output.contains("db.example.vn"), "{output}");
    assert_eq!(setting(&output, "database").0, "\"(set, not shown)\"");
}
