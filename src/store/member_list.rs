//! Who belonged to a unit and to all below it on any date, as a list is made of it.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::Attendance;
use crate::domain::time::Timestamp;

/// One belonging of somebody. Who is at home in one unit and a guest in another stands on two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMember {
    pub id: MemberId,
    pub name: String,
    pub unit: UnitId,
    /// As the unit was called then.
    pub unit_name: String,
    pub attendance: Attendance,
    pub official: bool,
    pub excuse: Option<String>,
    /// May no longer sign in.
    pub disabled: bool,
    /// Has been in on some device.
    pub has_signed_in: bool,
    /// Has a link that can be used then.
    pub has_link: bool,
}

#[derive(FromRow)]
struct ListedRow {
    id: String,
    name: String,
    unit_id: String,
    unit_name: String,
    attendance: String,
    official: bool,
    excuse: Option<String>,
    disabled_at: Option<i64>,
    has_signed_in: bool,
    has_link: bool,
}

impl ListedRow {
    fn read(self) -> Result<ListedMember, StoreError> {
        let place = |column| at("membership", column, &self.id);
        Ok(ListedMember {
            id: place("member_id").parse(&self.id)?,
            unit: place("unit_id").parse(&self.unit_id)?,
            attendance: Attendance::from_name(&self.attendance).ok_or_else(|| place("attendance").broken())?,
            name: self.name,
            unit_name: self.unit_name,
            official: self.official,
            excuse: self.excuse,
            disabled: self.disabled_at.is_some(),
            has_signed_in: self.has_signed_in,
            has_link: self.has_link,
        })
    }
}

impl Store {
    /// The members of a unit and of all that lay below it at an instant, in the order of their names. The tree is that
    /// of the instant, too: what came or went since changes nothing.
    pub async fn members_within(&self, unit: UnitId, instant: Timestamp) -> Result<Vec<ListedMember>, StoreError> {
        const WITHIN: &str = "
            WITH RECURSIVE below (id, name) AS (
                SELECT unit_id, name FROM unit_version
                WHERE unit_id = $1 AND since <= $2 AND (until IS NULL OR $2 < until)
                UNION SELECT version.unit_id, version.name
                FROM unit_version AS version JOIN below ON version.parent_id = below.id
                WHERE version.since <= $2 AND (version.until IS NULL OR $2 < version.until)
            )
            SELECT member.id, member.name, membership.unit_id, below.name AS unit_name, membership.attendance,
                   membership.official, membership.excuse, member.disabled_at,
                   (EXISTS (SELECT 1 FROM session WHERE session.member_id = member.id)
                    OR EXISTS (SELECT 1 FROM credential WHERE credential.member_id = member.id)) AS has_signed_in,
                   EXISTS (SELECT 1 FROM sign_in_link
                           WHERE sign_in_link.member_id = member.id AND sign_in_link.expires_at > $2) AS has_link
            FROM below
            JOIN membership ON membership.unit_id = below.id AND membership.since <= $2
                AND (membership.ended_at IS NULL OR $2 < membership.ended_at)
            JOIN member ON member.id = membership.member_id
            ORDER BY member.sort_key, member.id, membership.attendance";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, ListedRow>(WITHIN).bind(unit.to_string()).bind(instant.0).fetch_all(db).await
        })?;
        rows.into_iter().map(ListedRow::read).collect()
    }
}
