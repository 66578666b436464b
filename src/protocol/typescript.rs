//! Generates `web/js/protocol.d.ts`; the test fails when the committed file is not what comes out.
//! `UPDATE=1 cargo test protocol::typescript` writes it.

use ts_rs::{Config, TS};

use super::client::ClientMessage;
use super::desk::{Attendance, DeskState, HostHere, IncidentShown, Named, PhotoFinishShown, RosterLine, Setup};
use super::server::{
    ContestInfo, DistributionEntry, ImageShown, Leader, OptionText, OwnAnswer, Receipt, ServerMessage, You,
};
use crate::domain::contest::{Incident, Rejection};

fn declarations() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// Generated from src/protocol by `UPDATE=1 cargo test protocol::typescript`. Do not edit.\n\
         // Times are milliseconds since the epoch, durations milliseconds, scores hundredths of a point.\n",
    );
    let all = [
        ServerMessage::decl(&config),
        ContestInfo::decl(&config),
        You::decl(&config),
        OptionText::decl(&config),
        ImageShown::decl(&config),
        Receipt::decl(&config),
        DistributionEntry::decl(&config),
        OwnAnswer::decl(&config),
        Leader::decl(&config),
        DeskState::decl(&config),
        HostHere::decl(&config),
        Setup::decl(&config),
        PhotoFinishShown::decl(&config),
        Named::decl(&config),
        RosterLine::decl(&config),
        Attendance::decl(&config),
        Incident::decl(&config),
        IncidentShown::decl(&config),
        Rejection::decl(&config),
        ClientMessage::decl(&config),
    ];
    for declaration in all {
        text.push_str("\nexport ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text
}

#[test]
fn committed_types_are_fresh() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/web/js/protocol.d.ts");
    let generated = declarations();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(committed, generated, "run `UPDATE=1 cargo test protocol::typescript` and commit the file");
}
