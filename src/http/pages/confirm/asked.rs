//! A decision as an address or a form names it, complete or not yet.

use crate::domain::contest::{Contest, Contested, Decision, Excuse};
use crate::domain::identity::Participant;
use crate::http::form::Form;

/// The value of an excuse that takes one back.
pub(super) const NONE: &str = "none";

pub(super) enum Asked {
    Whole(Decision),
    /// An order is still to be chosen; `wrong` where one was, and is none.
    Order {
        group: Contested,
        wrong: bool,
    },
    /// A class of excuse is still to be chosen.
    Excuse {
        participant: Participant,
    },
}

impl Asked {
    pub fn read(form: &Form, contest: &Contest) -> Option<Self> {
        let participant = || form.text("participant").parse().ok().map(Participant);
        let question = || form.text("question").parse::<u32>().ok()?.checked_sub(1);
        Some(Self::Whole(match form.text("kind") {
            "void" => Decision::VoidQuestion { index: question()? },
            "count" => Decision::RestoreQuestion { index: question()? },
            "annul" => Decision::AnnulAttempt { participant: participant()? },
            "accept" => Decision::RestoreAttempt { participant: participant()? },
            "excuse" => {
                let participant = participant()?;
                match form.text("excuse") {
                    NONE => Decision::ExcuseAbsence { participant, excuse: None },
                    name => match Excuse::from_name(name) {
                        Some(excuse) => Decision::ExcuseAbsence { participant, excuse: Some(excuse) },
                        None => return Some(Self::Excuse { participant }),
                    },
                }
            }
            "order" => match form.text("order") {
                "" => return Self::order(form, contest),
                order => Decision::DecideTie { order: numbers(order)? },
            },
            _ => return None,
        }))
    }

    fn order(form: &Form, contest: &Contest) -> Option<Self> {
        let place: u32 = form.text("place").parse().ok()?;
        let group = contest.contested().into_iter().find(|group| group.place == place)?;
        let chosen: Vec<(Option<usize>, Participant)> =
            group.people.iter().map(|one| (form.text(&position_name(*one)).parse().ok(), *one)).collect();
        if chosen.iter().all(|(position, _)| position.is_none()) {
            return Some(Self::Order { group, wrong: false });
        }
        let mut sorted = chosen;
        sorted.sort();
        let each_once = sorted.iter().enumerate().all(|(at, (position, _))| *position == Some(at + 1));
        Some(match each_once {
            true => Self::Whole(Decision::DecideTie { order: sorted.into_iter().map(|(_, one)| one).collect() }),
            false => Self::Order { group, wrong: true },
        })
    }
}

/// The same as fields that are sent along.
pub(super) fn fields(decision: &Decision) -> Vec<(&'static str, String)> {
    match decision {
        Decision::VoidQuestion { index } => vec![("kind", "void".into()), ("question", (index + 1).to_string())],
        Decision::RestoreQuestion { index } => vec![("kind", "count".into()), ("question", (index + 1).to_string())],
        Decision::AnnulAttempt { participant } => {
            vec![("kind", "annul".into()), ("participant", participant.to_string())]
        }
        Decision::RestoreAttempt { participant } => {
            vec![("kind", "accept".into()), ("participant", participant.to_string())]
        }
        Decision::DecideTie { order } => {
            let order: Vec<String> = order.iter().map(Participant::to_string).collect();
            vec![("kind", "order".into()), ("order", order.join("-"))]
        }
        Decision::ExcuseAbsence { participant, excuse } => {
            let excuse = excuse.map_or(NONE, Excuse::name).to_owned();
            vec![("kind", "excuse".into()), ("participant", participant.to_string()), ("excuse", excuse)]
        }
    }
}

pub(super) fn position_name(participant: Participant) -> String {
    format!("position-{participant}")
}

fn numbers(text: &str) -> Option<Vec<Participant>> {
    text.split('-').map(|number| number.parse().ok().map(Participant)).collect()
}
