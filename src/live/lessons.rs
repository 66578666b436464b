//! What contests that are over taught about their questions: computed from their journals when somebody wants to know,
//! and once.

use std::collections::HashMap;

use tracing::warn;

use super::loading::{LoadError, journal};
use crate::domain::contest::Contest;
use crate::domain::identity::{ContestId, QuestionId, UnitId};
use crate::domain::question_statistics::{QuestionStatistics, observe};
use crate::store::{Lesson, Store, StoreError};

/// Per question what the contests of the unit, above and below it taught, once for each wording it was asked in,
/// newest last.
pub async fn lessons(store: &Store, unit: UnitId) -> Result<HashMap<QuestionId, Vec<QuestionStatistics>>, StoreError> {
    for (contest, seq) in store.contests_to_evaluate(unit).await? {
        match evaluate(store, contest).await {
            Ok(lessons) => store.keep_lessons(contest, seq, &lessons).await?,
            Err(LoadError::Store(error)) => return Err(error),
            // What one contest taught is missing until its record is mended; the bank goes on.
            Err(error) => warn!(contest.id = %contest, %error, "a contest's questions cannot be evaluated"),
        }
    }
    let mut known: HashMap<QuestionId, Vec<QuestionStatistics>> = HashMap::new();
    for (question, statistics) in store.lessons_for(unit).await? {
        let wordings = known.entry(question).or_default();
        if !wordings.iter_mut().any(|wording| wording.merge(&statistics)) {
            wordings.push(statistics);
        }
    }
    Ok(known)
}

async fn evaluate(store: &Store, id: ContestId) -> Result<Vec<Lesson>, LoadError> {
    let contest = Contest::replay(&journal(store, id).await?)?;
    let sealed = store.sealed(id).await?.ok_or(LoadError::NotFound)?;
    let questions: HashMap<u32, QuestionId> =
        sealed.candidates.into_iter().map(|candidate| (candidate.position, candidate.question)).collect();
    let observed = observe(&contest).into_iter();
    Ok(observed.filter_map(|(position, seen)| Some((*questions.get(&position)?, seen))).collect())
}
