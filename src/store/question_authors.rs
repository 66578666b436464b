//! Who worked on what is to be reviewed, and who holds which role beside them: what a review asks before it is taken.

use std::collections::HashMap;

use sqlx::FromRow;

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{MemberId, QuestionId, UnitId};
use crate::domain::review::Authorship;
use crate::domain::role::Role;

#[derive(FromRow)]
struct AuthorRow {
    question_id: String,
    author_id: String,
}

#[derive(FromRow)]
struct HolderRow {
    member_id: String,
    role: String,
}

impl Store {
    /// The authorship of every question of this unit, those taken out of the bank included.
    pub async fn authorship_at(&self, unit: UnitId) -> Result<HashMap<QuestionId, Authorship>, StoreError> {
        // Since the last revision that was approved; that one's own author, if none was saved since.
        const AUTHORS: &str = "
            SELECT DISTINCT question_revision.question_id, question_revision.author_id
            FROM question
            JOIN question_revision ON question_revision.question_id = question.id
            WHERE question.unit_id = $1
              AND (question_revision.number > (
                       SELECT COALESCE(MAX(question_review.revision_number), 0) FROM question_review
                       WHERE question_review.question_id = question.id AND question_review.approved)
                   OR question_revision.number = (
                       SELECT MAX(latest.number) FROM question_revision AS latest
                       WHERE latest.question_id = question.id))
            ORDER BY question_revision.question_id, question_revision.author_id";
        const HOLDERS: &str = "
            SELECT role_grant.member_id, role_grant.role
            FROM role_grant
            JOIN member ON member.id = role_grant.member_id AND member.disabled_at IS NULL
            WHERE role_grant.unit_id = $1 AND role_grant.role IN ('committee', 'secretary')
            ORDER BY role_grant.member_id, role_grant.role";
        let id = unit.to_string();
        let mut reader = self.engine.read().await?;
        let (authors, holders) = on_engine!(reader, db => (
            sqlx::query_as::<_, AuthorRow>(AUTHORS).bind(&id).fetch_all(&mut *db).await?,
            sqlx::query_as::<_, HolderRow>(HOLDERS).bind(&id).fetch_all(&mut *db).await?,
        ));
        let (mut committee, mut secretaries) = (Vec::new(), Vec::new());
        for HolderRow { member_id, role } in holders {
            let member: MemberId = at("role_grant", "member_id", &member_id).parse(&member_id)?;
            if role == Role::Secretary.name() { secretaries.push(member) } else { committee.push(member) }
        }
        let mut known: HashMap<QuestionId, Authorship> = HashMap::new();
        for AuthorRow { question_id, author_id } in authors {
            let place = |column| at("question_revision", column, &question_id);
            let authorship = known.entry(place("question_id").parse(&question_id)?).or_insert_with(|| Authorship {
                authors: Vec::new(),
                committee: committee.clone(),
                secretaries: secretaries.clone(),
            });
            authorship.authors.push(place("author_id").parse(&author_id)?);
        }
        Ok(known)
    }
}
