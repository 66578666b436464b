//! `khacsau bank export`: a unit's questions as a file, for whoever keeps the data directory.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use super::logging;
use crate::app;
use crate::domain::identity::UnitId;
use crate::exchange::BankFormat;
use crate::http::bank_export::{Export, ExportFilter};
use crate::live::Clock;
use crate::settings::Settings;

pub async fn run(settings: Settings, unit: String, format: String, path: PathBuf) -> Result<(), Box<dyn Error>> {
    logging::begin(&settings.log)?;
    let format = BankFormat::from_name(&format).ok_or_else(|| {
        let known = BankFormat::ALL.map(BankFormat::name).join(", ");
        format!("{format:?} is no format of a bank; there are {known}")
    })?;
    let id: UnitId = unit.parse().map_err(|_| format!("{unit:?} is not the id of a unit"))?;
    let house = app::open_beside(&settings, Clock::system()).await?;
    let unit = house.store.unit(id).await?.ok_or_else(|| format!("there is no unit {id}"))?;
    let documents = house.store.documents_for(id).await?;
    // As the unit's desk sees it: what a committee above is still working on stays with it.
    let questions = house.bank_at(id).await?;
    let everything = ExportFilter::default();
    // Who reads the database reads every question: nothing is kept from them.
    let export = Export::of(&unit, documents, questions, &everything, &BTreeSet::new(), house.auth.now());
    let export = export.with_pictures(&house.store, format).await?;
    house.store.close().await;
    let bytes = export.bank.written(format)?;
    let named = |error| format!("{}: {error}", path.display());
    // It holds keys: for the owner only, and never over another file.
    let mut file = new_file(&path).map_err(named)?;
    file.write_all(&bytes).and_then(|()| file.sync_all()).map_err(named)?;
    println!("{} questions of {} are in {}", export.bank.questions.len(), unit.name, path.display());
    let warnings = export.bank.warnings(format);
    if !warnings.is_empty() {
        let numbers: BTreeSet<u64> = warnings.iter().map(|warning| warning.number).collect();
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        println!("To look at before it is used elsewhere: questions {}", numbers.join(", "));
    }
    Ok(())
}

fn new_file(path: &PathBuf) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}
