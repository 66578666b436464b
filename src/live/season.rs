//! From journals to a season: what the newest publication of each contest says.

use tracing::warn;

use super::loading::{LoadError, journal};
use super::people::People;
use crate::domain::contest::{Contest, Event};
use crate::domain::identity::ContestId;
use crate::domain::season::{ContestOutcomes, outcomes};
use crate::store::{Store, StoreError, TableDifference};

/// What the contest says of everybody behind its numbers, right after the entry that published it.
pub(super) fn published(contest: &Contest, seq: u64, people: &People) -> ContestOutcomes {
    outcomes(contest, seq, |participant| people.home(participant))
}

/// As of the newest publication in its journal; nothing for a contest that was never published. What was decided since
/// is not announced yet.
async fn newest_publication(store: &Store, contest: ContestId) -> Result<Option<ContestOutcomes>, LoadError> {
    let entries = journal(store, contest).await?;
    let Some(last) = entries.iter().rposition(|entry| matches!(entry.event, Event::Published)) else {
        return Ok(None);
    };
    let people = People::new(store.participants(contest).await?);
    let state = Contest::replay(&entries[..=last])?;
    Ok(Some(published(&state, entries[last].seq, &people)))
}

/// Enters the contests that were published before there were seasons. One whose record is broken is left out, and told
/// of.
pub async fn catch_up(store: &Store) -> Result<(), StoreError> {
    for contest in store.contests_to_enter().await? {
        match newest_publication(store, contest).await {
            Ok(Some(outcomes)) => store.enter_season(&outcomes).await?,
            Ok(None) => {}
            Err(LoadError::Store(error)) => return Err(error),
            Err(error) => warn!(contest.id = %contest, %error, "a contest cannot be entered into its season"),
        }
    }
    Ok(())
}

/// Computes all seasons again from the journals alone, says what differs from what was kept, and keeps it if asked to.
pub async fn rebuild(store: &Store, keep: bool) -> Result<Vec<TableDifference>, LoadError> {
    let contests = store.published_contests().await?;
    let mut rebuild = store.rebuild_season().await?;
    for contest in contests {
        if let Some(outcomes) = newest_publication(store, contest).await? {
            rebuild.enter(&outcomes).await?;
        }
    }
    Ok(rebuild.finish(keep).await?)
}
