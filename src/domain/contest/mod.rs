//! One contest: commands are decided into events, events evolve the state, and nothing else does.

mod answering;
mod command;
mod corrections;
mod decide;
mod event;
mod evolve;
mod hours;
mod incident;
mod phase;
mod results;
mod roster;
mod rules;
mod signals;
mod state;
#[cfg(test)]
mod tests;
mod ties;
mod view;
mod window;

pub use command::{AnswerAttempt, Command, Rejection};
pub use corrections::{Decision, Publication, Taken};
pub use event::{Event, FinishCause, PacingCause, PauseReason, VoidCause};
pub use hours::{DailyHours, Weekdays};
pub use incident::Incident;
pub use phase::{Continuation, Phase};
pub use results::{Results, Standing, Table};
pub use roster::{Excuse, Roster, RosterEntry, TIME_FACTORS};
pub use rules::{Confirmation, Mode, Pacing, Rules, RulesProblem, WindowRules};
pub use signals::Signal;
pub use state::{Answer, Contest, Enrolment, Plan, ReplayError, Sealed, SealedCandidate, Slot};
pub use ties::Contested;
pub use view::{Audience, Disclosed, QuestionView, RevealView, Scene};
