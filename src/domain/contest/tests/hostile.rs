//! Bundles made to break the reader: whatever is in them, `verify` answers.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::audit::{bundle, evening, signer, story};
use crate::domain::ledger::{Hash, Head, canonical_json, entry_hash};
use crate::domain::time::Timestamp;
use crate::domain::verify::verify;

static BUNDLE: LazyLock<String> = LazyLock::new(|| bundle(&story(&evening())));

#[derive(Clone, Debug)]
enum Blow {
    /// Another byte somewhere in the text of an event.
    Byte {
        line: usize,
        at: usize,
        byte: u8,
    },
    /// Another value in place of the n-th value of an event.
    Value {
        line: usize,
        nth: usize,
        value: Value,
    },
    /// An element of the n-th list once more, many times.
    Swell {
        line: usize,
        nth: usize,
        times: usize,
    },
    Time {
        line: usize,
        at: i64,
    },
    Copy {
        from: usize,
        to: usize,
    },
    Drop {
        line: usize,
    },
}

fn blow() -> impl Strategy<Value = Blow> {
    let numbers = [0, 1, -1, 4, 9, 255, 256, 30_000, i64::from(u32::MAX), i64::MAX, i64::MIN];
    let mut values: Vec<Value> = numbers.into_iter().map(|number| json!(number)).collect();
    values.extend([json!(u64::MAX), json!(0.5), json!(null), json!(""), json!([]), json!({}), json!(true)]);
    let number = any::<i64>();
    prop_oneof![
        2 => (any::<usize>(), any::<usize>(), any::<u8>()).prop_map(|(line, at, byte)| Blow::Byte { line, at, byte }),
        6 => (any::<usize>(), any::<usize>(), prop_oneof![prop::sample::select(values), number.prop_map(|number| json!(number))])
            .prop_map(|(line, nth, value)| Blow::Value { line, nth, value }),
        2 => (any::<usize>(), any::<usize>(), 1..300_usize).prop_map(|(line, nth, times)| Blow::Swell { line, nth, times }),
        1 => (any::<usize>(), any::<i64>()).prop_map(|(line, at)| Blow::Time { line, at }),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(from, to)| Blow::Copy { from, to }),
        1 => any::<usize>().prop_map(|line| Blow::Drop { line }),
    ]
}

/// Every value in a tree, in some order, visited until `change` returns true.
fn visit(value: &mut Value, change: &mut impl FnMut(&mut Value) -> bool) -> bool {
    if change(value) {
        return true;
    }
    match value {
        Value::Array(items) => items.iter_mut().any(|item| visit(item, change)),
        Value::Object(fields) => fields.values_mut().any(|field| visit(field, change)),
        _ => false,
    }
}

fn change_nth(event: &mut Value, nth: usize, wanted: fn(&Value) -> bool, change: impl Fn(&mut Value)) {
    let mut count = 0_usize;
    visit(event, &mut |value| {
        count += usize::from(wanted(value));
        false
    });
    let mut left = nth % count.max(1);
    visit(event, &mut |value| {
        if !wanted(value) {
            return false;
        }
        if left == 0 {
            change(value);
            return true;
        }
        left -= 1;
        false
    });
}

/// Strikes, and chains and signs what is left, so that the content is reached.
fn struck(blows: &[Blow]) -> Vec<u8> {
    let lines: Vec<&str> = BUNDLE.lines().collect();
    let (header, results) = (lines[0], lines[lines.len() - 2]);
    let contest = serde_json::from_str::<Value>(header).unwrap()["contest"].as_str().unwrap().to_owned();
    let entry = |line: &&str| {
        let line: Value = serde_json::from_str(line).unwrap();
        (line["at"].as_i64().unwrap(), canonical_json(&line["event"]).unwrap().into_bytes())
    };
    let mut entries: Vec<(i64, Vec<u8>)> = lines[1..lines.len() - 2].iter().map(entry).collect();
    for blow in blows {
        let count = entries.len();
        let edit = |text: &mut Vec<u8>, change: &dyn Fn(&mut Value)| {
            if let Ok(mut event) = serde_json::from_slice::<Value>(text) {
                change(&mut event);
                *text = canonical_json(&event).unwrap().into_bytes();
            }
        };
        match blow {
            Blow::Byte { line, at, byte } => {
                let text = &mut entries[line % count].1;
                let at = at % text.len();
                text[at] = *byte;
            }
            Blow::Value { line, nth, value } => edit(&mut entries[line % count].1, &|event| {
                change_nth(event, *nth, |value| !value.is_object(), |place| *place = value.clone());
            }),
            Blow::Swell { line, nth, times } => edit(&mut entries[line % count].1, &|event| {
                change_nth(event, *nth, Value::is_array, |place| {
                    let Value::Array(items) = place else { return };
                    let one = items.first().cloned().unwrap_or(json!(7));
                    items.extend(std::iter::repeat_n(one, *times));
                });
            }),
            Blow::Time { line, at } => entries[line % count].0 = *at,
            Blow::Copy { from, to } => {
                let copy = entries[from % count].clone();
                entries.insert(to % count, copy);
            }
            Blow::Drop { line } => drop(entries.remove(line % count)),
        }
    }
    let mut bytes =
        header.replace(&format!("\"entries\":{}", lines.len() - 3), &format!("\"entries\":{}", entries.len()));
    let mut bytes = {
        bytes.push('\n');
        bytes.into_bytes()
    };
    let mut head = Head::default();
    for (at, mut text) in entries {
        let event = serde_json::from_slice::<Value>(&text).unwrap_or_default();
        let kind = event["kind"].as_str().unwrap_or("checkpoint").to_owned();
        if kind == "checkpoint" && event["head"].is_object() {
            let signature = signer().sign_head(&contest, head);
            text = canonical_json(&json!({"kind": kind, "head": head, "signature": signature})).unwrap().into_bytes();
        }
        let seq = head.seq + 1;
        let hash = match std::str::from_utf8(&text) {
            Ok(text) => entry_hash(head.hash, seq, Timestamp(at), &kind, text),
            Err(_) => Hash::default(),
        };
        head = Head { seq, hash };
        bytes.extend_from_slice(format!("{{\"at\":{at},\"event\":").as_bytes());
        bytes.extend_from_slice(&text);
        let kind = canonical_json(&kind).unwrap();
        bytes.extend_from_slice(format!(",\"hash\":\"{hash}\",\"kind\":{kind},\"seq\":{seq}}}\n").as_bytes());
    }
    bytes.extend_from_slice(results.as_bytes());
    bytes.push(b'\n');
    let signature = signer().sign_bundle(&bytes);
    bytes.extend_from_slice(format!("{}\n", json!({ "signature": signature })).as_bytes());
    bytes
}

#[test]
fn without_a_blow_it_is_the_bundle() {
    assert_eq!(String::from_utf8(struck(&[])).unwrap(), *BUNDLE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bundle_makes_the_reader_panic(blows in prop::collection::vec(blow(), 1..4)) {
        drop(verify(&struck(&blows), None));
    }

    #[test]
    fn nor_do_any_bytes(at in any::<usize>(), bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut bundle = BUNDLE.clone().into_bytes();
        let at = at % bundle.len();
        bundle.splice(at..(at + bytes.len()).min(bundle.len()), bytes.iter().copied());
        drop(verify(&bundle, None));
        drop(verify(&bytes, None));
    }
}
