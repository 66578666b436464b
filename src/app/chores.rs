//! What the program does by itself: at its start, as each day begins, and once an hour in between.

use tokio::task::JoinHandle;
use tracing::{error, info, warn};

use crate::domain::organisation::Change;
use crate::domain::time::Millis;
use crate::http::{House, next_day};
use crate::live::{RoomClock, Whom};
use crate::store::DueChange;

/// A machine that slept, or whose clock was put right, is late by so much at most.
const HOUR: Millis = Millis::seconds(60 * 60);
/// Work that nobody has come back to for so long is thrown away; the pages say so.
const DRAFT_LIFETIME: Millis = Millis::seconds(30 * 24 * 60 * 60);
/// A picture that was brought and is in no question: whoever brought it may have its form still open.
const PICTURE_GRACE: Millis = Millis::seconds(7 * 24 * 60 * 60);

/// Begins the rounds; they end with their task.
pub fn begin(house: House) -> JoinHandle<()> {
    tokio::runtime::Handle::current().spawn(async move {
        let time = RoomClock::not_before(&house.auth.clock, house.auth.now());
        loop {
            // Read before the round: a day that begins while it is made is not slept through.
            let (begun, now) = (time.now(), house.auth.now());
            make_due_changes(&house).await;
            throw_old_drafts_away(&house).await;
            throw_unused_pictures_away(&house).await;
            time.sleep_until(begun + HOUR.min(next_day(now) - now)).await;
        }
    })
}

/// Makes what was decided for a day that has come.
pub async fn make_due_changes(house: &House) {
    loop {
        match house.store.make_due_change(house.auth.now()).await {
            Ok(Some(due)) => tell(house, due).await,
            Ok(None) => return,
            // What is due is due still in the next round.
            Err(error) => return error!(%error, "changes of the organisation that are due cannot be made"),
        }
    }
}

async fn tell(house: &House, DueChange { coming, made }: DueChange) {
    match made {
        Ok(_) => info!(change = %coming.id, unit = %coming.unit, "a change of the organisation has taken effect"),
        // Whoever may take it back reads why on the unit's page.
        Err(refused) => {
            return warn!(
                change = %coming.id, unit = %coming.unit,
                "a change of the organisation could not be made on its day, and waits to be taken back: {refused}"
            );
        }
    }
    if let Change::Leave { member, .. } = coming.change {
        if let Err(error) = house.auth.sign_out_everywhere(member).await {
            // They are let in nowhere all the same: they belong to no unit.
            warn!(%error, "the devices of somebody who has left are not signed out");
        }
        house.registry.kick(Whom::Member(member)).await;
    }
}

async fn throw_old_drafts_away(house: &House) {
    match house.store.delete_drafts_before(house.auth.now() - DRAFT_LIFETIME).await {
        Ok(0) => {}
        Ok(gone) => info!(gone, "{gone} drafts that nobody came back to are thrown away"),
        // The next hour is another one.
        Err(error) => warn!(%error, "old drafts could not be thrown away"),
    }
}

async fn throw_unused_pictures_away(house: &House) {
    match house.store.delete_unused_images(house.auth.now() - PICTURE_GRACE).await {
        Ok(0) => {}
        Ok(gone) => info!(gone, "{gone} pictures that no question shows are thrown away"),
        Err(error) => warn!(%error, "unused pictures could not be thrown away"),
    }
}
