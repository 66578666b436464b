use proptest::prelude::*;

use super::*;

const OPENED: Timestamp = Timestamp(1_800_000_000_000);
/// A frame of a 60 Hz screen, rounded up: the phone's own measure is this good.
const FRAME: i64 = 17;

/// Every rule a contest may print.
fn rules() -> impl Strategy<Value = TimingRules> {
    (0..=2_000_i64, 0..=500_i64, 0..=2_000_i64, 0..=2_000_i64).prop_map(|(allowance, handling, delivery, floor)| {
        TimingRules {
            allowance_max: Millis(allowance),
            handling: Millis(handling),
            delivery_max: Millis(delivery),
            floor: Millis(floor),
        }
    })
}

/// Every clock: a lock may bring a limit down to nothing.
fn window() -> impl Strategy<Value = Window> {
    let limit = prop_oneof![0..=2_000_i64, 5_000..=60_000_i64, 5_000..=600_000_i64];
    (limit, prop::sample::select(vec![100_u32, 125, 150])).prop_map(|(limit, time_factor)| Window {
        opened_at: OPENED,
        limit: Millis(limit),
        time_factor,
    })
}

fn round_trip() -> impl Strategy<Value = Option<Millis>> {
    prop::option::weighted(0.8, prop_oneof![4 => 0..=800_i64, 1 => -50..=50_000_i64, 1 => any::<i64>()])
        .prop_map(|value| value.map(Millis))
}

fn claim() -> impl Strategy<Value = Option<Millis>> {
    prop::option::weighted(0.8, prop_oneof![2 => Just(0), 4 => 0..=60_000_i64, 1 => any::<i64>()])
        .prop_map(|value| value.map(Millis))
}

/// Whatever a server could find on record about an answer.
fn evidence() -> impl Strategy<Value = Evidence> {
    let delivered = prop::option::weighted(0.9, prop_oneof![4 => 0..=2_000_i64, 1 => -5_000..=20_000_i64]);
    let received = prop_oneof![4 => 0..=60_000_i64, 1 => -5_000..=2_000_000_i64];
    (delivered, received, claim(), round_trip(), round_trip(), round_trip()).prop_map(
        |(delivered, received, claim, least, open, answer)| Evidence {
            delivered_at: delivered.map(|after| OPENED + Millis(after)),
            received_at: OPENED + Millis(received),
            claim,
            round_trip_min: least,
            round_trip_open: open,
            round_trip_answer: answer,
        },
    )
}

/// What a cheat cannot bend: when the frame was written, how long the line took, how long the
/// member truly had the question before the answer left.
#[derive(Clone, Copy, Debug)]
struct Truth {
    written_after: Millis,
    down: Millis,
    response: Millis,
    up: Millis,
}

impl Truth {
    fn delay(&self) -> Millis {
        self.down + self.up
    }

    fn tell(&self, evidence: Evidence) -> Evidence {
        let delivered_at = OPENED + self.written_after;
        let received_at = delivered_at + self.delay() + self.response;
        Evidence { delivered_at: Some(delivered_at), received_at, ..evidence }
    }
}

fn truth() -> impl Strategy<Value = Truth> {
    (0..=3_000_i64, 0..=1_500_i64, 0..=60_000_i64, 0..=1_500_i64).prop_map(|(written, down, response, up)| Truth {
        written_after: Millis(written),
        down: Millis(down),
        response: Millis(response),
        up: Millis(up),
    })
}

/// An honest phone on a line whose least one-way delays are known to nobody: what delays the
/// question delays its ping, what delays the answer delays the pong before it.
#[derive(Clone, Copy, Debug)]
struct Honest {
    least: (i64, i64),
    excess: (i64, i64),
    paint: i64,
    response: i64,
    misread: i64,
}

impl Honest {
    fn delay(&self) -> Millis {
        Millis(self.least.0 + self.least.1 + self.excess.0 + self.excess.1 + self.paint)
    }

    fn evidence(&self) -> Evidence {
        let least = self.least.0 + self.least.1;
        Evidence {
            delivered_at: Some(OPENED),
            received_at: OPENED + self.delay() + Millis(self.response),
            claim: Some(Millis(self.response + self.misread)),
            round_trip_min: Some(Millis(least)),
            round_trip_open: Some(Millis(least + self.excess.0)),
            round_trip_answer: Some(Millis(least + self.excess.1)),
        }
    }
}

/// An honest answer within the limit, with rules that credit a line like this one.
fn honest() -> impl Strategy<Value = (TimingRules, Window, Honest)> {
    let line = (0..=200_i64, 0..=200_i64, 0..=300_i64, 0..=300_i64);
    let rules = (0..=1_000_i64, 0..=300_i64, 0..=2_000_i64);
    (line, rules, window(), 0..=100_i64, 0..=1_000_i64, -FRAME..=FRAME).prop_map(
        |((down, up, late, busy), (allowance, handling, floor), window, paint, share, misread)| {
            let floor = floor.min(window.limit.0);
            let response = floor + (window.limit.0 - floor) * share / 1_000;
            let honest = Honest { least: (down, up), excess: (late, busy), paint, response, misread };
            let rules = TimingRules {
                allowance_max: honest.delay() + Millis(allowance),
                handling: Millis(paint + handling),
                delivery_max: Millis(150),
                floor: Millis(floor),
            };
            (rules, window, honest)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_cheat_gains_at_most_the_allowance_less_the_true_delay(
        rules in rules(), window in window(), lie in evidence(), truth in truth(),
    ) {
        let credit = credit(&rules, &window, &truth.tell(lie));
        // Everybody's time is capped at the limit; below the cap no lie buys more than this.
        let least = (truth.response + truth.delay() - rules.allowance_max).min(window.limit);
        prop_assert!(credit.response_time >= least);
        prop_assert!(credit.response_time >= (truth.response - rules.allowance_max).min(window.limit));
        if credit.response_time < window.limit {
            let gain = truth.response - credit.response_time;
            prop_assert!(gain <= rules.allowance_max - truth.delay());
        }
    }

    #[test]
    fn an_honest_phone_within_the_credit_is_measured_to_a_frame((rules, window, honest) in honest()) {
        let credit = credit(&rules, &window, &honest.evidence());
        prop_assert!(honest.delay() <= credit.allowance, "the evidence covers what the line took");
        prop_assert!((credit.response_time - Millis(honest.response)).0.abs() <= FRAME, "{credit:?}");
        prop_assert!(!credit.late);
    }

    #[test]
    fn waiting_before_sending_never_helps(
        rules in rules(), window in window(), evidence in evidence(), wait in 0..=100_000_i64,
    ) {
        let later = Evidence { received_at: evidence.received_at + Millis(wait), ..evidence };
        let (before, after) = (credit(&rules, &window, &evidence), credit(&rules, &window, &later));
        prop_assert!(after.response_time >= before.response_time);
        prop_assert!(after.late >= before.late, "nothing late becomes timely");
    }

    /// A new connection or device keeps tau and has lost the round trips of the old one.
    #[test]
    fn reconnecting_never_helps(
        rules in rules(), window in window(), evidence in evidence(), wait in 0..=20_000_i64,
        open_lost: bool, answer_lost: bool,
    ) {
        let reconnected = Evidence {
            received_at: evidence.received_at + Millis(wait),
            round_trip_min: None,
            round_trip_open: evidence.round_trip_open.filter(|_| !open_lost),
            round_trip_answer: evidence.round_trip_answer.filter(|_| !answer_lost),
            ..evidence
        };
        let (before, after) = (credit(&rules, &window, &evidence), credit(&rules, &window, &reconnected));
        prop_assert!(after.allowance <= before.allowance);
        prop_assert!(after.response_time >= before.response_time);
        prop_assert!(after.late >= before.late);
    }

    /// A second device may be on a slower line: its round trips are new, its tau is the first one's.
    #[test]
    fn a_second_device_on_a_slow_line_gains_no_more_than_the_allowance(
        rules in rules(), window in window(), truth in truth(), second in evidence(), switch in 0..=20_000_i64,
    ) {
        let mut evidence = truth.tell(second);
        evidence.received_at = evidence.received_at + Millis(switch);
        let credit = credit(&rules, &window, &evidence);
        let spent = truth.response + truth.delay() + Millis(switch);
        prop_assert!(credit.response_time >= (spent - rules.allowance_max).min(window.limit));
    }

    #[test]
    fn losing_a_round_trip_never_helps(rules in rules(), window in window(), evidence in evidence()) {
        let full = credit(&rules, &window, &evidence);
        for lost in [
            Evidence { round_trip_min: None, ..evidence },
            Evidence { round_trip_open: None, ..evidence },
            Evidence { round_trip_answer: None, ..evidence },
            Evidence { claim: None, ..evidence },
        ] {
            let credit = credit(&rules, &window, &lost);
            prop_assert!(credit.response_time >= full.response_time && credit.late >= full.late);
        }
    }

    #[test]
    fn without_evidence_nothing_beyond_handling_is_credited(
        rules in rules(), window in window(), evidence in evidence(),
    ) {
        let credit = credit(&rules, &window, &Evidence { round_trip_min: None, ..evidence });
        prop_assert!(credit.allowance <= rules.handling);
    }

    #[test]
    fn nothing_in_time_arrives_after_the_hard_close(rules in rules(), window in window(), evidence in evidence()) {
        let credit = credit(&rules, &window, &evidence);
        prop_assert!(credit.late || evidence.received_at <= hard_close(&rules, &window));
    }

    #[test]
    fn a_credited_time_lies_between_the_floor_and_the_limit(
        rules in rules(), window in window(), evidence in evidence(),
    ) {
        let credit = credit(&rules, &window, &evidence);
        prop_assert!(credit.response_time <= window.limit);
        prop_assert!(credit.response_time >= rules.floor.min(window.limit));
        prop_assert!((Millis::ZERO..=rules.allowance_max).contains(&credit.allowance));
        prop_assert!(credit.server_time >= Millis::ZERO);
    }

    /// No later than what a plain receipt time would say, and never more than the credit earlier.
    #[test]
    fn the_server_clock_bounds_the_credited_time(rules in rules(), window in window(), evidence in evidence()) {
        let credit = credit(&rules, &window, &evidence);
        prop_assert!(credit.response_time <= credit.server_time.max(rules.floor));
        prop_assert!(credit.response_time >= (credit.server_time - credit.allowance).min(window.limit));
    }
}

#[test]
fn a_granted_factor_moves_the_deadline_and_not_the_credited_time() {
    let rules = TimingRules::for_roster(30);
    let window = Window { opened_at: OPENED, limit: Millis::seconds(20), time_factor: 150 };
    let answer = |received: i64| Evidence {
        delivered_at: Some(OPENED),
        received_at: OPENED + Millis(received),
        claim: None,
        round_trip_min: None,
        round_trip_open: None,
        round_trip_answer: None,
    };
    let last = credit(&rules, &window, &answer(30_100));
    assert!(!last.late);
    assert_eq!(last.response_time, Millis::seconds(20), "capped at the base limit");
    assert!(credit(&rules, &window, &answer(30_101)).late);
    assert_eq!(hard_close(&rules, &window), OPENED + Millis(150 + 30_000 + 600));
}

/// The arithmetic of the printed rules, by hand.
#[test]
fn a_mobile_answer_by_hand() {
    let rules = TimingRules::for_roster(30);
    let window = Window { opened_at: OPENED, limit: Millis::seconds(30), time_factor: 100 };
    let evidence = Evidence {
        delivered_at: Some(OPENED + Millis(12)),
        received_at: OPENED + Millis(12 + 4_310),
        claim: Some(Millis(4_020)),
        round_trip_min: Some(Millis(140)),
        round_trip_open: Some(Millis(190)),
        round_trip_answer: Some(Millis(130)),
    };
    let credit = credit(&rules, &window, &evidence);
    assert_eq!(credit.server_time, Millis(4_310));
    assert_eq!(credit.allowance, Millis(140 + 50 + 100), "the quick last pong takes nothing away");
    assert_eq!(credit.response_time, Millis(4_020), "the claim is as late as the line allows");
}
