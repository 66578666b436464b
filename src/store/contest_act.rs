//! Who was behind a row of a contest's journal, and what they wrote: beside the record, where it can be erased.

use sqlx::FromRow;

use super::engine::Writer;
use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, MemberId};

/// What stands beside one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub seq: u64,
    pub remark: Option<String>,
    pub by: Option<MemberId>,
    /// Of whoever it was, as they are called today.
    pub name: Option<String>,
}

#[derive(FromRow)]
struct ActRow {
    seq: i64,
    remark: Option<String>,
    member_id: Option<String>,
    name: Option<String>,
}

impl ActRow {
    fn read(self, contest: ContestId) -> Result<Act, StoreError> {
        let place = |column| at("contest_actor", column, &contest);
        Ok(Act {
            seq: place("seq").number(self.seq)?,
            remark: self.remark,
            by: self.member_id.as_deref().map(|member| place("member_id").parse(member)).transpose()?,
            name: self.name,
        })
    }
}

impl Store {
    /// Everything that stands beside rows of the journal, in their order.
    pub async fn acts(&self, contest: ContestId) -> Result<Vec<Act>, StoreError> {
        const ACTS: &str = "
            SELECT act.seq, contest_remark.remark, contest_actor.member_id, member.name
            FROM (
                SELECT seq FROM contest_remark WHERE contest_id = $1
                UNION SELECT seq FROM contest_actor WHERE contest_id = $1
            ) AS act
            LEFT JOIN contest_remark ON contest_remark.contest_id = $1 AND contest_remark.seq = act.seq
            LEFT JOIN contest_actor ON contest_actor.contest_id = $1 AND contest_actor.seq = act.seq
            LEFT JOIN member ON member.id = contest_actor.member_id
            ORDER BY act.seq";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, ActRow>(ACTS).bind(contest.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(|row| row.read(contest)).collect()
    }
}

pub(super) async fn insert_actors(
    writer: &mut Writer,
    contest: ContestId,
    actors: &[(u64, MemberId)],
) -> Result<(), StoreError> {
    const ACTOR: &str = "INSERT INTO contest_actor (contest_id, seq, member_id) VALUES ($1, $2, $3)";
    let contest = contest.to_string();
    // One or two in an evening: a statement each.
    for (seq, member) in actors {
        let (seq, member) = (seq.cast_signed(), member.to_string());
        on_engine!(*writer, db => {
            sqlx::query(ACTOR).bind(&contest).bind(seq).bind(&member).execute(db).await.map(drop)
        })?;
    }
    Ok(())
}
