//! Roles held at units.

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::role::{Grant, Role};

#[derive(FromRow)]
struct GrantRow {
    member_id: String,
    role: String,
    unit_id: String,
}

impl GrantRow {
    fn read(self) -> Result<(MemberId, Grant), StoreError> {
        let place = |column| at("role_grant", column, &self.member_id);
        let role = Role::from_name(&self.role).ok_or_else(|| place("role").broken())?;
        let unit = place("unit_id").parse(&self.unit_id)?;
        Ok((place("member_id").parse(&self.member_id)?, Grant { role, unit }))
    }
}

/// Somebody who holds a role at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHolder {
    pub member: MemberId,
    pub name: String,
    pub role: Role,
}

#[derive(FromRow)]
struct HolderRow {
    member_id: String,
    name: String,
    role: String,
}

impl HolderRow {
    fn read(self) -> Result<RoleHolder, StoreError> {
        let place = |column| at("role_grant", column, &self.member_id);
        let role = Role::from_name(&self.role).ok_or_else(|| place("role").broken())?;
        Ok(RoleHolder { member: place("member_id").parse(&self.member_id)?, name: self.name, role })
    }
}

impl Store {
    /// Grants a role at a unit; one held already is refused by `role_grant_pkey`.
    pub async fn insert_grant(&self, member: MemberId, grant: Grant) -> Result<(), StoreError> {
        const GRANT: &str = "INSERT INTO role_grant (member_id, role, unit_id) VALUES ($1, $2, $3)";
        let (member, unit) = (member.to_string(), grant.unit.to_string());
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            sqlx::query(GRANT).bind(&member).bind(grant.role.name()).bind(&unit).execute(db).await.map(drop)
        })?;
        writer.commit().await
    }

    /// Takes a role back: false if it was not held.
    pub async fn delete_grant(&self, member: MemberId, grant: Grant) -> Result<bool, StoreError> {
        const WITHDRAW: &str = "DELETE FROM role_grant WHERE member_id = $1 AND role = $2 AND unit_id = $3";
        let (member, unit) = (member.to_string(), grant.unit.to_string());
        let mut writer = self.engine.write().await?;
        let held = on_engine!(*writer, db => {
            let withdraw = sqlx::query(WITHDRAW).bind(&member).bind(grant.role.name()).bind(&unit);
            withdraw.execute(db).await?.rows_affected()
        });
        writer.commit().await?;
        Ok(held > 0)
    }

    /// What one person holds, in no order that means anything.
    pub async fn grants_of(&self, member: MemberId) -> Result<Vec<Grant>, StoreError> {
        const HELD: &str =
            "SELECT member_id, role, unit_id FROM role_grant WHERE member_id = $1 ORDER BY role, unit_id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, GrantRow>(HELD).bind(member.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(|row| row.read().map(|(_, grant)| grant)).collect()
    }

    /// Who holds a role at the unit itself, in the order of their names.
    pub async fn role_holders(&self, unit: UnitId) -> Result<Vec<RoleHolder>, StoreError> {
        const HOLDERS: &str = "
            SELECT role_grant.member_id, member.name, role_grant.role
            FROM role_grant JOIN member ON member.id = role_grant.member_id
            WHERE role_grant.unit_id = $1 ORDER BY member.sort_key, member.id, role_grant.role";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => {
            sqlx::query_as::<_, HolderRow>(HOLDERS).bind(unit.to_string()).fetch_all(db).await
        })?;
        rows.into_iter().map(HolderRow::read).collect()
    }

    pub async fn all_grants(&self) -> Result<Vec<(MemberId, Grant)>, StoreError> {
        const ALL: &str = "SELECT member_id, role, unit_id FROM role_grant ORDER BY member_id, role, unit_id";
        let mut reader = self.engine.read().await?;
        let rows = on_engine!(reader, db => sqlx::query_as::<_, GrantRow>(ALL).fetch_all(db).await)?;
        rows.into_iter().map(GrantRow::read).collect()
    }
}
