//! What published contests say of each person: written with the publication itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::engine::{Handle, Writer};
use super::error::{StoreError, at};
use super::journal::{self, Batch};
use super::season_board::{self, Scope};
use super::{Store, contest_act, on_engine};
use crate::domain::identity::{ContestId, MemberId, UnitId};
use crate::domain::season::{ContestOutcomes, MemberOutcome, UnitTally};

impl Store {
    /// [`Store::append`] of a batch that publishes a contest: its season is entered in the same transaction.
    pub async fn append_publication(
        &self,
        contest: ContestId,
        batch: &Batch,
        outcomes: &ContestOutcomes,
    ) -> Result<(), StoreError> {
        let publication = async {
            let mut writer = self.engine.write_journal().await?;
            journal::insert(&mut writer, contest, &batch.rows, &batch.remarks).await?;
            contest_act::insert_actors(&mut writer, contest, &batch.actors).await?;
            enter(&mut writer, outcomes).await?;
            writer.commit().await
        };
        publication.await.map_err(StoreError::or_fault)
    }

    /// Contests that were published, or published again, without their season being entered: before there were seasons.
    pub async fn contests_to_enter(&self) -> Result<Vec<ContestId>, StoreError> {
        const OPEN: &str = "
            SELECT journal.contest_id FROM journal
            LEFT JOIN season_contest ON season_contest.contest_id = journal.contest_id
            WHERE journal.kind = 'published'
            GROUP BY journal.contest_id, season_contest.seq
            HAVING season_contest.seq IS NULL OR MAX(journal.seq) > season_contest.seq
            ORDER BY journal.contest_id";
        self.contest_ids(OPEN).await
    }

    /// Contests that were ever published.
    pub async fn published_contests(&self) -> Result<Vec<ContestId>, StoreError> {
        const PUBLISHED: &str = "SELECT DISTINCT contest_id FROM journal WHERE kind = 'published' ORDER BY contest_id";
        self.contest_ids(PUBLISHED).await
    }

    async fn contest_ids(&self, sql: &'static str) -> Result<Vec<ContestId>, StoreError> {
        let mut reader = self.engine.read().await?;
        let ids: Vec<String> = on_engine!(reader, db => sqlx::query_scalar(sql).fetch_all(db).await)?;
        ids.iter().map(|id| at("journal", "contest_id", id).parse(id)).collect()
    }

    /// Enters a publication that stands in the journal already.
    pub async fn enter_season(&self, outcomes: &ContestOutcomes) -> Result<(), StoreError> {
        let mut writer = self.engine.write().await?;
        enter(&mut writer, outcomes).await?;
        writer.commit().await
    }
}

/// Puts what a publication says in the place of what the one before said, and follows it up on all boards.
async fn enter(writer: &mut Writer, outcomes: &ContestOutcomes) -> Result<(), StoreError> {
    season_board::lock(writer).await?;
    are_due(writer, outcomes.contest).await?;
    record(writer, outcomes).await?;
    are_due(writer, outcomes.contest).await?;
    season_board::refresh(writer, &Scope::of_contest(outcomes)).await
}

async fn are_due(writer: &mut Writer, contest: ContestId) -> Result<(), StoreError> {
    const DUE: &str = "
        INSERT INTO season_due (member_id) SELECT member_id FROM season_result WHERE contest_id = $1
        ON CONFLICT (member_id) DO NOTHING";
    on_engine!(*writer, db => sqlx::query(DUE).bind(contest.to_string()).execute(db).await.map(drop))?;
    Ok(())
}

/// Writes the outcomes themselves, and what they add up to for each unit; no board.
pub(super) async fn record(writer: &mut Writer, outcomes: &ContestOutcomes) -> Result<(), StoreError> {
    const NO_RESULTS: &str = "DELETE FROM season_result WHERE contest_id = $1";
    const NO_UNITS: &str = "DELETE FROM season_unit_result WHERE contest_id = $1";
    const CONTEST: &str = "
        INSERT INTO season_contest (contest_id, seq, year, month) VALUES ($1, $2, $3, $4)
        ON CONFLICT (contest_id) DO UPDATE SET seq = excluded.seq, year = excluded.year, month = excluded.month";
    const UNIT: &str = "
        INSERT INTO season_unit_result (unit_id, contest_id, year, month, eligible, completed, ranked, points)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let id = outcomes.contest.to_string();
    let (year, month) = (i64::from(outcomes.year), i64::from(outcomes.month));
    on_engine!(*writer, db => {
        sqlx::query(NO_RESULTS).bind(&id).execute(&mut *db).await?;
        sqlx::query(NO_UNITS).bind(&id).execute(&mut *db).await?;
        let contest = sqlx::query(CONTEST).bind(&id).bind(outcomes.seq.cast_signed());
        contest.bind(year).bind(month).execute(&mut *db).await?;
        for (unit, tally) in tallies(outcomes) {
            let query = sqlx::query(UNIT).bind(unit.to_string()).bind(&id).bind(year).bind(month);
            let query = query.bind(tally.eligible.cast_signed()).bind(tally.completed.cast_signed());
            query.bind(tally.ranked.cast_signed()).bind(tally.points.cast_signed()).execute(&mut *db).await?;
        }
    });
    insert(writer, outcomes).await
}

fn tallies(outcomes: &ContestOutcomes) -> BTreeMap<UnitId, UnitTally> {
    let mut tallies = BTreeMap::new();
    for member in &outcomes.members {
        let tally: &mut UnitTally = tallies.entry(member.unit).or_default();
        tally.enter(&member.outcome);
    }
    tallies
}

async fn insert(writer: &mut Writer, outcomes: &ContestOutcomes) -> Result<(), StoreError> {
    let id = outcomes.contest.to_string();
    let (year, month) = (i64::from(outcomes.year), i64::from(outcomes.month));
    let members = &outcomes.members;
    match writer {
        Handle::Sqlite(db) => {
            const RESULTS: &str = "
                INSERT INTO season_result
                    (member_id, contest_id, unit_id, year, month, footing, taken, place, points, elapsed)
                SELECT value ->> 0, $2, value ->> 1, $3, $4, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                       value ->> 6
                FROM json_each($1)";
            let row = |line: &MemberOutcome| {
                let outcome = &line.outcome;
                let footing = outcome.footing.name();
                json!([line.member, line.unit, footing, outcome.taken, outcome.place, outcome.points, outcome.elapsed])
            };
            let rows = serde_json::Value::from_iter(members.iter().map(row)).to_string();
            sqlx::query(RESULTS).bind(rows).bind(&id).bind(year).bind(month).execute(&mut **db).await?;
        }
        Handle::Postgres(db) => {
            const RESULTS: &str = "
                INSERT INTO season_result
                    (member_id, contest_id, unit_id, year, month, footing, taken, place, points, elapsed)
                SELECT member_id, $8, unit_id, $9, $10, footing, taken, place, points, elapsed
                FROM UNNEST($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[], $7::bigint[])
                    AS row (member_id, unit_id, footing, taken, place, points, elapsed)";
            sqlx::query(RESULTS)
                .bind(members.iter().map(|line| line.member.to_string()).collect::<Vec<_>>())
                .bind(members.iter().map(|line| line.unit.to_string()).collect::<Vec<_>>())
                .bind(members.iter().map(|line| line.outcome.footing.name()).collect::<Vec<_>>())
                .bind(members.iter().map(|line| line.outcome.taken).collect::<Vec<_>>())
                .bind(members.iter().map(|line| line.outcome.place.map(i64::from)).collect::<Vec<_>>())
                .bind(members.iter().map(|line| i64::from(line.outcome.points)).collect::<Vec<_>>())
                .bind(members.iter().map(|line| line.outcome.elapsed.0).collect::<Vec<_>>())
                .bind(&id)
                .bind(year)
                .bind(month)
                .execute(&mut **db)
                .await?;
        }
    }
    Ok(())
}

/// Whoever's boards may have changed with where they belong, or with what lies above it.
pub(super) async fn follow(
    writer: &mut Writer,
    members: &BTreeSet<MemberId>,
    units: &BTreeSet<UnitId>,
) -> Result<(), StoreError> {
    const MEMBER: &str = "
        INSERT INTO season_due (member_id) SELECT DISTINCT member_id FROM season_result WHERE member_id = $1
        ON CONFLICT (member_id) DO NOTHING";
    season_board::lock(writer).await?;
    on_engine!(*writer, db => {
        for member in members {
            sqlx::query(MEMBER).bind(member.to_string()).execute(&mut *db).await?;
        }
    });
    for unit in units {
        season_board::are_due_within(writer, *unit).await?;
    }
    season_board::refresh(writer, &Scope::default()).await
}
