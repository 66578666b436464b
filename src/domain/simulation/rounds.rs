//! One round: a minute of pings, a question, an answer, and what the answer is credited with.

use super::line::{Dice, Line, NETWORKS, Network};
use super::report::{CheatReport, NetworkReport, Report, Spread};
use crate::domain::time::{Millis, Timestamp};
use crate::domain::timing::{Credit, Evidence, TimingRules, Window, credit};

/// A frame of a 60 Hz screen, rounded up.
const FRAME: i64 = 17;
/// How long the text takes to be painted on a cheap phone.
const PAINT: (i64, i64) = (16, 90);
/// How long a member thinks; always within the limit.
const THINKING: (i64, i64) = (1_500, 20_000);
/// How long the server takes until a member's frame is written.
const FAN_OUT: (i64, i64) = (0, 40);
const LIMIT: Millis = Millis::seconds(30);
const SECOND: i64 = 1_000;

/// How a cheat tries to look faster. All of them claim to have answered at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Edits the phone's own measure, nothing else.
    ClaimZero,
    /// Holds back the pongs from the question on, so that its line looks held up just then.
    HoldQuestion,
    /// Holds back every pong, so that its line looks slow altogether.
    HoldAll,
    /// Holds back every pong, and those from the question on even longer.
    HoldBoth,
    /// Connects anew with the question before it, and holds back every pong of the new connection.
    Reconnect,
}

impl Strategy {
    pub const ALL: [Self; 5] = [Self::ClaimZero, Self::HoldQuestion, Self::HoldAll, Self::HoldBoth, Self::Reconnect];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ClaimZero => "claims 0",
            Self::HoldQuestion => "claims 0, holds back the question's pongs",
            Self::HoldAll => "claims 0, holds back all pongs",
            Self::HoldBoth => "claims 0, holds back all, the question's longer",
            Self::Reconnect => "claims 0, reconnects and holds back all pongs",
        }
    }

    /// How long a pong is held back: before the question, and from it on.
    fn holds(self, allowance: i64) -> (i64, i64) {
        match self {
            Self::ClaimZero => (0, 0),
            Self::HoldQuestion | Self::Reconnect => (0, allowance),
            Self::HoldAll => (allowance, allowance),
            Self::HoldBoth => (allowance / 2, allowance),
        }
    }
}

/// What was true in a round, and what came of it.
struct Round {
    response: Millis,
    /// From the writing of the question to the receipt of the answer, without the response.
    delay: Millis,
    credit: Credit,
}

/// Plays `rounds` of every kind of member on every kind of network. The same seed gives the same report.
pub fn simulate(seed: u64, rounds: u32, rules: &TimingRules) -> Report {
    let mut dice = Dice::new(seed);
    let networks = NETWORKS.iter().map(|network| try_network(*network, &mut dice, rounds, rules)).collect();
    Report { seed, rounds, rules: *rules, networks }
}

fn try_network(network: Network, dice: &mut Dice, rounds: u32, rules: &TimingRules) -> NetworkReport {
    let honest: Vec<Round> = (0..rounds).map(|_| play(network, dice.fork(), None, rules)).collect();
    let error = |round: &Round| Millis((round.credit.response_time - round.response).0.abs());
    let within = honest.iter().filter(|round| error(round).0 <= FRAME).count();
    NetworkReport {
        network: network.name,
        server_time: Spread::of(honest.iter().map(|round| round.credit.server_time - round.response)),
        honest: Spread::of(honest.iter().map(error)),
        within_frame: (within * 10_000 / honest.len().max(1)) as u32,
        cheats: Strategy::ALL.iter().map(|strategy| try_cheat(network, dice, *strategy, rounds, rules)).collect(),
    }
}

fn try_cheat(network: Network, dice: &mut Dice, strategy: Strategy, rounds: u32, rules: &TimingRules) -> CheatReport {
    let played: Vec<Round> = (0..rounds).map(|_| play(network, dice.fork(), Some(strategy), rules)).collect();
    let gain = |round: &Round| round.response - round.credit.response_time;
    let bound = |round: &Round| rules.allowance_max - round.delay;
    let gains = Spread::of(played.iter().map(gain));
    CheatReport {
        strategy,
        gain_median: gains.p50,
        gain_max: gains.max,
        bound: played.iter().map(bound).max().unwrap_or_default(),
        beyond_bound: played.iter().filter(|round| gain(round) > bound(round)).count() as u32,
    }
}

/// Plays one round on a line of its own. The question opens at 0 on the server's clock.
fn play(network: Network, mut dice: Dice, cheat: Option<Strategy>, rules: &TimingRules) -> Round {
    let mut line = Line::new(network, dice.fork());
    let (hold_before, hold_after) = cheat.map_or((0, 0), |strategy| strategy.holds(rules.allowance_max.0));
    let written = dice.between(FAN_OUT);
    let response = dice.between(THINKING);

    let mut pongs = Pongs::default();
    // One ping a second, four in the countdown.
    for sent in (-60..-3).map(|at| at * SECOND).chain((-12..0).map(|at| at * SECOND / 4)) {
        let arrived = line.down(sent);
        pongs.add(sent, line.up(arrived + hold_before));
    }
    // The question's ping travels just ahead of it.
    let shown = line.down(written);
    let paint = if cheat.is_some() { 0 } else { dice.between(PAINT) };
    let answered = shown + paint + response;
    let reconnects = cheat == Some(Strategy::Reconnect);
    let mut open = None;
    if reconnects {
        line.reconnect();
        pongs = Pongs::default();
    } else {
        let back = line.up(shown + hold_after);
        open = Some(Millis(back - written));
        pongs.add(written, back);
    }
    for sent in (1..).map(|at| written + at * SECOND) {
        let held_until = line.down(sent) + hold_after;
        if held_until >= answered {
            break;
        }
        pongs.add(sent, line.up(held_until));
    }
    let received = line.up(answered);

    let misread = dice.between((-FRAME, FRAME));
    let claim = if cheat.is_some() { 0 } else { response + misread };
    let evidence = Evidence {
        delivered_at: Some(Timestamp(written)),
        received_at: Timestamp(received),
        claim: Some(Millis(claim)),
        round_trip_min: pongs.least(received),
        round_trip_open: open,
        round_trip_answer: pongs.newest(),
    };
    let window = Window { opened_at: Timestamp(0), limit: LIMIT, time_factor: 100 };
    Round {
        response: Millis(response),
        delay: Millis(received - written - response),
        credit: credit(rules, &window, &evidence),
    }
}

/// The pongs of one connection, as (when, round trip), oldest first.
#[derive(Debug, Default)]
struct Pongs(Vec<(i64, i64)>);

impl Pongs {
    fn add(&mut self, sent: i64, back: i64) {
        self.0.push((back, back - sent));
    }

    fn least(&self, now: i64) -> Option<Millis> {
        let recent = self.0.iter().filter(|(back, _)| *back >= now - 60 * SECOND);
        recent.map(|(_, round_trip)| Millis(*round_trip)).min()
    }

    fn newest(&self) -> Option<Millis> {
        self.0.last().map(|(_, round_trip)| Millis(*round_trip))
    }
}
