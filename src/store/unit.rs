//! The organisation tree, with every ancestor of every unit kept beside it.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::UnitId;
use crate::domain::time::Timestamp;

/// A node of the organisation tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    /// None at the root.
    pub parent: Option<UnitId>,
    /// One of the kinds that are kept as data, such as `cell` or `commune`; it decides nothing.
    pub kind: String,
    pub name: String,
    /// Set for one that is kept for its past only.
    pub closed_at: Option<Timestamp>,
}

/// A unit in a list, with how many belong to it and to all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitLine {
    pub unit: Unit,
    /// Those whose regular place it is.
    pub members: u32,
}

#[derive(FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    unit: UnitRow,
    members: i64,
}

#[derive(FromRow)]
struct UnitRow {
    id: String,
    parent_id: Option<String>,
    kind: String,
    name: String,
    closed_at: Option<i64>,
}

impl UnitRow {
    fn read(self) -> Result<Unit, StoreError> {
        Ok(Unit {
            id: at("unit", "id", &self.id).parse(&self.id)?,
            parent: self.parent_id.map(|parent| at("unit", "parent_id", &self.id).parse(&parent)).transpose()?,
            kind: self.kind,
            name: self.name,
            closed_at: self.closed_at.map(Timestamp),
        })
    }
}

macro_rules! unit_lines {
    ($which:literal) => {
        concat!(
            "SELECT unit.id, unit.parent_id, unit.kind, unit.name, unit.closed_at,
                    (SELECT COUNT(*) FROM unit_closure
                     JOIN membership ON membership.unit_id = unit_closure.descendant
                     WHERE unit_closure.ancestor = unit.id AND membership.ended_at IS NULL
                       AND membership.attendance = 'regular') AS members
             FROM unit ",
            $which,
            " ORDER BY unit.name, unit.id"
        )
    };
}

impl Store {
    /// Adds a unit below its parent, which must exist (`foreign_key`).
    pub async fn insert_unit(&self, unit: &Unit, founded_at: Timestamp) -> Result<(), StoreError> {
        const UNIT: &str = "INSERT INTO unit (id, parent_id, kind, name, founded_at) VALUES ($1, $2, $3, $4, $5)";
        const VERSION: &str =
            "INSERT INTO unit_version (unit_id, since, parent_id, kind, name) VALUES ($1, $5, $2, $3, $4)";
        const CLOSURE: &str = "
            INSERT INTO unit_closure (ancestor, descendant, depth)
            SELECT ancestor, $1, depth + 1 FROM unit_closure WHERE descendant = $2
            UNION ALL SELECT $1, $1, 0";
        let (id, parent) = (unit.id.to_string(), unit.parent.map(|parent| parent.to_string()));
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            for statement in [UNIT, VERSION] {
                let query = sqlx::query(statement).bind(&id).bind(&parent).bind(&unit.kind).bind(&unit.name);
                query.bind(founded_at.0).execute(&mut *db).await?;
            }
            sqlx::query(CLOSURE).bind(&id).bind(&parent).execute(&mut *db).await?;
        });
        writer.commit().await
    }

    pub async fn unit(&self, unit: UnitId) -> Result<Option<Unit>, StoreError> {
        const UNIT: &str = "SELECT id, parent_id, kind, name, closed_at FROM unit WHERE id = $1";
        let mut reader = self.engine.read().await?;
        let row = on_engine!(reader, db => {
            sqlx::query_as::<_, UnitRow>(UNIT).bind(unit.to_string()).fetch_optional(db).await
        })?;
        row.map(UnitRow::read).transpose()
    }

    /// The unit itself and all below it that are not closed: nearest first, then by name.
    pub async fn units_within(&self, ancestor: UnitId) -> Result<Vec<Unit>, StoreError> {
        const WITHIN: &str = "
            SELECT unit.id, unit.parent_id, unit.kind, unit.name, unit.closed_at
            FROM unit_closure JOIN unit ON unit.id = unit_closure.descendant
            WHERE unit_closure.ancestor = $1 AND unit.closed_at IS NULL
            ORDER BY unit_closure.depth, unit.name, unit.id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, UnitRow>(WITHIN).bind(ancestor.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(UnitRow::read).collect()
    }

    /// The open units directly below this one, by name.
    pub async fn units_below(&self, parent: UnitId) -> Result<Vec<UnitLine>, StoreError> {
        const BELOW: &str = unit_lines!("WHERE unit.parent_id = $1 AND unit.closed_at IS NULL");
        self.unit_lines(BELOW, parent).await
    }

    /// The unit itself as a line.
    pub async fn unit_line(&self, unit: UnitId) -> Result<Option<UnitLine>, StoreError> {
        const ITSELF: &str = unit_lines!("WHERE unit.id = $1");
        Ok(self.unit_lines(ITSELF, unit).await?.pop())
    }

    async fn unit_lines(&self, sql: &'static str, unit: UnitId) -> Result<Vec<UnitLine>, StoreError> {
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, LineRow>(sql).bind(unit.to_string()).fetch_all(db).await
        })?;
        let line = |row: LineRow| {
            Ok(UnitLine { unit: row.unit.read()?, members: u32::try_from(row.members).unwrap_or(u32::MAX) })
        };
        rows.into_iter().map(line).collect()
    }

    /// Whether `unit` is `ancestor` or lies below it; one that is closed also lies below its successors.
    pub async fn is_within(&self, unit: UnitId, ancestor: UnitId) -> Result<bool, StoreError> {
        const PAIR: &str = "SELECT depth FROM unit_closure WHERE ancestor = $1 AND descendant = $2";
        let mut reader = self.engine.read().await?;
        let depth: Option<i64> = on_engine!(reader, db => {
            sqlx::query_scalar(PAIR).bind(ancestor.to_string()).bind(unit.to_string()).fetch_optional(db).await
        })?;
        Ok(depth.is_some())
    }

    /// The unit itself, then its parent, up to the root; empty for a unit that does not exist.
    pub async fn ancestors(&self, unit: UnitId) -> Result<Vec<UnitId>, StoreError> {
        const ABOVE: &str = "SELECT ancestor FROM unit_closure WHERE descendant = $1 ORDER BY depth";
        let mut reader = self.engine.read().await?;
        let rows: Vec<String> = on_engine!(reader, db => {
            sqlx::query_scalar(ABOVE).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.iter().map(|id| at("unit_closure", "ancestor", &unit).parse(id)).collect()
    }
}
