//! `khacsau season rebuild`: all boards again from the journals alone, and what of them differs.

use std::error::Error;

use super::logging;
use crate::app;
use crate::live::{self, Clock};
use crate::settings::Settings;
use crate::store::TableDifference;

/// With `check`, nothing is kept, and a difference is a failure.
pub async fn rebuild(settings: Settings, check: bool) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let house = app::open(&settings, Clock::system()).await?;
    let differences = live::rebuild_season(&house.store, !check).await?;
    house.store.close().await;
    print!("{}", report(&differences));
    let differ = differences.iter().any(|table| !table.is_none());
    let outcome = match (check, differ) {
        (true, true) => {
            return Err("the boards are not what the journals say; `khacsau season rebuild` mends them".into());
        }
        (true, false) => "the boards are what the journals say",
        (false, true) => "mended: the boards are now what the journals say",
        (false, false) => "rebuilt: the boards were what the journals say",
    };
    println!("{outcome}");
    Ok(())
}

fn report(differences: &[TableDifference]) -> String {
    let line = |table: &TableDifference| {
        let TableDifference { table, rows, missing, surplus } = table;
        format!("{table:<20}{rows:>9} rows{missing:>9} missing{surplus:>9} surplus\n")
    };
    differences.iter().map(line).collect()
}
