//! What the program does by itself, at its start and once a day.

use tokio::task::JoinHandle;
use tracing::{info, warn};

use crate::domain::time::Millis;
use crate::live::{Clock, RoomClock};
use crate::store::Store;

const DAY: Millis = Millis::seconds(24 * 60 * 60);
/// Work that nobody has come back to for so long is thrown away; the pages say so.
const DRAFT_LIFETIME: Millis = Millis::seconds(30 * 24 * 60 * 60);

/// Begins the daily round; it ends with its task.
pub fn begin(store: Store, clock: Clock) -> JoinHandle<()> {
    tokio::runtime::Handle::current().spawn(async move {
        let time = RoomClock::not_before(&clock, clock.now());
        loop {
            throw_old_drafts_away(&store, &clock).await;
            time.sleep_until(time.now() + DAY).await;
        }
    })
}

async fn throw_old_drafts_away(store: &Store, clock: &Clock) {
    match store.delete_drafts_before(clock.now() - DRAFT_LIFETIME).await {
        Ok(0) => {}
        Ok(gone) => info!(gone, "{gone} drafts that nobody came back to are thrown away"),
        // Tomorrow is another day.
        Err(error) => warn!(%error, "old drafts could not be thrown away"),
    }
}
