//! What one published contest says of each person on its roster.

use crate::domain::calendar::{local, new_year};
use crate::domain::contest::{Contest, Enrolment, Excuse};
use crate::domain::identity::{ContestId, MemberId, Participant, UnitId};
use crate::domain::time::{Millis, Timestamp};

/// How somebody stood to a contest's ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Footing {
    Ranked,
    /// Wrote, reviewed or saw a question.
    Insider,
    /// Had a reason to be absent, and is counted in the rate.
    Excused,
    /// Is not counted in the rate either.
    Exempt,
}

impl Footing {
    pub const ALL: [Self; 4] = [Self::Ranked, Self::Insider, Self::Excused, Self::Exempt];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ranked => "ranked",
            Self::Insider => "insider",
            Self::Excused => "excused",
            Self::Exempt => "exempt",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|footing| footing.name() == name)
    }

    /// Whether the rate counts this person.
    pub const fn in_denominator(self) -> bool {
        !matches!(self, Self::Exempt)
    }
}

/// One person in one contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// 1 to 12: of the day for which the contest was set.
    pub month: i8,
    pub footing: Footing,
    /// Answered at least one question that counts.
    pub taken: bool,
    pub place: Option<u32>,
    /// Hundredths, as published.
    pub points: u32,
    /// As published: floored to 0.1 s.
    pub elapsed: Millis,
}

/// An outcome with whose it is, and the unit they took part with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberOutcome {
    pub member: MemberId,
    pub unit: UnitId,
    pub outcome: Outcome,
}

/// What one publication of a contest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestOutcomes {
    pub contest: ContestId,
    /// The journal's entry that published it.
    pub seq: u64,
    pub year: i16,
    pub month: i8,
    pub members: Vec<MemberOutcome>,
}

/// The outcomes of a contest as its state is at its entry `seq`, by participant. `who` says who stands behind a number and with which
/// unit they took part; nobody is left out but those it does not know.
pub fn outcomes(
    contest: &Contest,
    seq: u64,
    who: impl Fn(Participant) -> Option<(MemberId, UnitId)>,
) -> ContestOutcomes {
    let day = local(contest.plan().starts_at).date();
    let table = contest.table();
    let outcome = |(participant, enrolment): (Participant, &Enrolment)| {
        let (member, unit) = who(participant)?;
        let footing = footing(contest, enrolment);
        // Whoever could have a place and has none did not take part, whatever they answered.
        let standing = table.of(participant).filter(|standing| standing.answered > 0);
        let standing = standing.filter(|standing| standing.place.is_some() || footing != Footing::Ranked);
        let outcome = Outcome {
            month: day.month(),
            footing,
            taken: standing.is_some(),
            place: standing.and_then(|standing| standing.place),
            points: standing.map_or(0, |standing| standing.score_hundredths),
            elapsed: standing.map_or(Millis::ZERO, |standing| standing.elapsed),
        };
        Some(MemberOutcome { member, unit, outcome })
    };
    ContestOutcomes {
        contest: contest.plan().contest,
        seq,
        year: day.year(),
        month: day.month(),
        members: contest.roster().filter_map(outcome).collect(),
    }
}

fn footing(contest: &Contest, enrolment: &Enrolment) -> Footing {
    match enrolment.entry.excuse {
        Some(excuse) if Excuse::in_denominator(excuse) => Footing::Excused,
        Some(_) => Footing::Exempt,
        // Nothing of theirs counts: as whoever could have taken part and did not.
        None if enrolment.annulled || contest.is_ranked(enrolment) => Footing::Ranked,
        None => Footing::Insider,
    }
}

/// The first instant after a season, as Vietnam counts it: its board is of those who belong to a unit then, or now for
/// as long as it runs.
pub fn season_end(year: i16) -> Timestamp {
    new_year(year.saturating_add(1))
}
