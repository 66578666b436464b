//! How a row reads.

use super::evening::*;
use crate::domain::contest::Event;
use crate::domain::ledger::Head;
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::Evidence;

/// The text of a row is part of the record's format; a change here breaks every bundle in print.
#[test]
fn a_row_is_spelled_like_this() {
    let evidence = Evidence {
        delivered_at: Some(Timestamp(1_000)),
        received_at: Timestamp(4_000),
        claim: Some(Millis(2_800)),
        round_trip_min: Some(Millis(90)),
        round_trip_open: None,
        round_trip_answer: Some(Millis(95)),
    };
    let event = Event::AnswerRecorded {
        participant: AN,
        index: 2,
        options: vec!["abcde".into()],
        key: "k".into(),
        evidence,
        allowance: Millis(195),
        response_time: Millis(2_805),
    };
    let entry = Head::default().append(Timestamp(4_002), event).unwrap();
    assert_eq!(
        entry.text,
        r#"{"allowance":195,"evidence":{"claim":2800,"delivered_at":1000,"received_at":4000,"round_trip_answer":95,"round_trip_min":90,"round_trip_open":null},"index":2,"key":"k","kind":"answer_recorded","options":["abcde"],"participant":1,"response_time":2805}"#
    );
}
