//! Changes of the organisation for a day to come: entered, taken back, and made on their day.

use sqlx::FromRow;
use uuid::Uuid;

use super::engine::Link;
use super::error::{StoreError, at};
use super::organisation::{carry_out, load, take_turn};
use super::{ChangeError, Store, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{Change, ChangeRefused, Coming, Fact, Foreseen, foresee};
use crate::domain::time::Timestamp;

/// A change that waits for its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingChange {
    pub id: Uuid,
    /// Where it was entered.
    pub unit: UnitId,
    pub on: Timestamp,
    pub change: Change,
    pub entered_by: MemberId,
    /// Its day has come, and it could not be made.
    pub refusal: Option<ChangeRefused>,
}

/// One that was due, and what became of it.
#[derive(Clone, Debug)]
pub struct DueChange {
    pub coming: ComingChange,
    pub made: Result<Vec<Fact>, ChangeRefused>,
}

#[derive(FromRow)]
struct ComingRow {
    id: String,
    unit_id: String,
    body: String,
    on_at: i64,
    entered_by: String,
    refusal: Option<String>,
}

impl ComingRow {
    fn read(self) -> Result<ComingChange, StoreError> {
        let place = |column| at("coming_change", column, &self.id);
        let refusal = |text: &String| place("refusal").json(text);
        Ok(ComingChange {
            id: Uuid::try_parse(&self.id).map_err(|_| place("id").broken())?,
            unit: place("unit_id").parse(&self.unit_id)?,
            on: Timestamp(self.on_at),
            change: place("body").json(&self.body)?,
            entered_by: place("entered_by").parse(&self.entered_by)?,
            refusal: self.refusal.as_ref().map(refusal).transpose()?,
        })
    }
}

macro_rules! coming {
    ($which:literal) => {
        concat!(
            "SELECT id, unit_id, body, on_at, entered_by, refusal FROM coming_change
             WHERE settled_at IS NULL AND ",
            $which,
            // Those of one day in the order in which they were entered.
            " ORDER BY on_at, entered_at, id"
        )
    };
}

impl Store {
    /// What a change would make true, today or on a day to come; nothing of it is.
    pub async fn foresee_change(
        &self,
        now: Timestamp,
        on: Timestamp,
        change: &Change,
    ) -> Result<Foreseen, ChangeError> {
        foreseen(self.engine.read().await?.lend(), now, on, change).await
    }

    /// Enters a change for a day to come, if it could be made then as far as can be said today. One that waits for that
    /// day already, or was taken back since it was shown, is entered no second time: false if it was taken back or made.
    pub async fn enter_coming_change(&self, now: Timestamp, coming: &ComingChange) -> Result<bool, ChangeError> {
        const KNOWN: &str = "
            SELECT settled_at IS NULL FROM coming_change
            WHERE id = $1 OR (settled_at IS NULL AND refusal IS NULL AND on_at = $2 AND body = $3)
            ORDER BY settled_at IS NULL LIMIT 1";
        const ENTER: &str = "
            INSERT INTO coming_change (id, unit_id, body, on_at, entered_by, entered_at)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let ComingChange { id, unit, on, change, entered_by, .. } = coming;
        let mut writer = self.engine.write().await?;
        take_turn(&mut writer).await?;
        let body = serde_json::to_string(change).map_err(|_| at("coming_change", "body", id).broken())?;
        let known: Option<bool> = on_engine!(*writer, db => {
            sqlx::query_scalar(KNOWN).bind(id.to_string()).bind(on.0).bind(&body).fetch_optional(db).await
        })
        .map_err(StoreError::from)?;
        if let Some(waits) = known {
            return Ok(waits);
        }
        foreseen(writer.lend(), now, *on, change).await?;
        on_engine!(*writer, db => {
            let enter = sqlx::query(ENTER).bind(id.to_string()).bind(unit.to_string()).bind(&body).bind(on.0);
            enter.bind(entered_by.to_string()).bind(now.0).execute(db).await.map(drop)
        })
        .map_err(StoreError::from)?;
        writer.commit().await?;
        Ok(true)
    }

    /// All that is to come, in the order in which it will be made, and what each would make true; for one whose day
    /// has come in vain, why.
    pub async fn coming_changes(&self) -> Result<Vec<(ComingChange, Result<Foreseen, ChangeRefused>)>, StoreError> {
        const ALL: &str = coming!("true");
        let mut reader = self.engine.read().await?;
        let waiting = read(reader.lend(), ALL, None).await?;
        let ahead: Vec<Coming> =
            waiting.iter().filter(|coming| coming.refusal.is_none()).map(ComingChange::ahead).collect();
        let organisation = load(reader.lend(), ahead.iter().map(|coming| &coming.change)).await?;
        let mut foreseen = foresee(&organisation, &ahead).into_iter();
        let with_outlook = |coming: ComingChange| {
            let outlook = match &coming.refusal {
                Some(refusal) => Err(refusal.clone()),
                None => foreseen.next().unwrap_or(Err(ChangeRefused::Nothing)),
            };
            (coming, outlook)
        };
        Ok(waiting.into_iter().map(with_outlook).collect())
    }

    /// One that is still to come.
    pub async fn coming_change(&self, id: Uuid) -> Result<Option<ComingChange>, StoreError> {
        const ONE: &str = coming!("id = $1");
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, ComingRow>(ONE).bind(id.to_string()).fetch_optional(db).await
        })?;
        row.map(ComingRow::read).transpose()
    }

    /// Takes one back: false if it was made or taken back before.
    pub async fn withdraw_coming_change(&self, id: Uuid, by: MemberId, now: Timestamp) -> Result<bool, StoreError> {
        const WITHDRAW: &str =
            "UPDATE coming_change SET settled_at = $2, withdrawn_by = $3 WHERE id = $1 AND settled_at IS NULL";
        let mut writer = self.engine.write().await?;
        let withdrawn = on_engine!(*writer, db => {
            let withdraw = sqlx::query(WITHDRAW).bind(id.to_string()).bind(now.0).bind(by.to_string());
            withdraw.execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(withdrawn > 0)
    }

    /// Makes the first change whose day has come, or writes down why it cannot be made; none if nothing is due.
    pub async fn make_due_change(&self, now: Timestamp) -> Result<Option<DueChange>, StoreError> {
        const DUE: &str = coming!("refusal IS NULL AND on_at <= $1");
        const SETTLE: &str = "UPDATE coming_change SET settled_at = $2 WHERE id = $1";
        const REFUSE: &str = "UPDATE coming_change SET refusal = $2 WHERE id = $1";
        let mut writer = self.engine.write().await?;
        take_turn(&mut writer).await?;
        let Some(coming) = read(writer.lend(), DUE, Some(now)).await?.into_iter().next() else { return Ok(None) };
        let id = coming.id.to_string();
        let made = match carry_out(&mut writer, now, coming.on, &coming.change).await {
            Ok(facts) => {
                on_engine!(*writer, db => sqlx::query(SETTLE).bind(&id).bind(now.0).execute(db).await.map(drop))?;
                Ok(facts)
            }
            Err(ChangeError::Refused(refused)) => {
                let why = serde_json::to_string(&refused).map_err(|_| at("coming_change", "refusal", &id).broken())?;
                on_engine!(*writer, db => sqlx::query(REFUSE).bind(&id).bind(&why).execute(db).await.map(drop))?;
                Err(refused)
            }
            Err(ChangeError::Store(error)) => return Err(error),
        };
        writer.commit().await?;
        Ok(Some(DueChange { coming, made }))
    }
}

impl ComingChange {
    fn ahead(&self) -> Coming {
        Coming { on: self.on, change: self.change.clone() }
    }
}

async fn read(
    mut link: Link<'_>,
    sql: &'static str,
    until: Option<Timestamp>,
) -> Result<Vec<ComingChange>, StoreError> {
    let rows = on_engine!(link, db => {
        let mut query = sqlx::query_as::<_, ComingRow>(sql);
        if let Some(until) = until {
            query = query.bind(until.0);
        }
        query.fetch_all(&mut *db).await
    })?;
    rows.into_iter().map(ComingRow::read).collect()
}

async fn foreseen(mut link: Link<'_>, now: Timestamp, on: Timestamp, change: &Change) -> Result<Foreseen, ChangeError> {
    const UNTIL: &str = coming!("refusal IS NULL AND on_at <= $1");
    let earlier = if on > now { read(link.lend(), UNTIL, Some(on)).await? } else { Vec::new() };
    let earlier: Vec<Coming> = earlier.iter().map(ComingChange::ahead).collect();
    let organisation = load(link, earlier.iter().map(|coming| &coming.change).chain([change])).await?;
    Ok(organisation.foresee_after(now, &earlier, on, change)?)
}
