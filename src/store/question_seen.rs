//! Who has read which question in the bank: they know what will be asked.

use std::collections::{BTreeSet, HashMap};

use super::error::{StoreError, at};
use super::{Store, on_engine};
use crate::domain::identity::{ContestId, MemberId, QuestionId};
use crate::domain::time::Timestamp;

impl Store {
    /// Records that somebody reads these questions now; who has read one before is left as it was.
    pub async fn record_seen(
        &self,
        member: MemberId,
        questions: &[QuestionId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        const KNOWN: &str = "SELECT question_id FROM question_seen WHERE member_id = $1";
        const SEEN: &str = "
            INSERT INTO question_seen (question_id, member_id, seen_at) VALUES ($1, $2, $3)
            ON CONFLICT (question_id, member_id) DO NOTHING";
        let member = member.to_string();
        let mut reader = self.engine.read().await?;
        let known: Vec<String> = on_engine!(reader, db => sqlx::query_scalar(KNOWN).bind(&member).fetch_all(db).await)?;
        drop(reader);
        let known: BTreeSet<String> = known.into_iter().collect();
        let mut unread: Vec<String> = questions.iter().map(QuestionId::to_string).collect();
        unread.retain(|question| !known.contains(question));
        if unread.is_empty() {
            return Ok(());
        }
        // In one order for everybody, so that two readers at once never wait for each other.
        unread.sort();
        let mut writer = self.engine.write().await?;
        on_engine!(*writer, db => {
            for question in &unread {
                sqlx::query(SEEN).bind(question).bind(&member).bind(now.0).execute(&mut *db).await?;
            }
        });
        writer.commit().await
    }

    /// The questions that this person must not read now and has not read yet: they are on the
    /// frozen roster of a contest that is not over, which may ask them.
    pub async fn withheld_from(&self, member: MemberId) -> Result<BTreeSet<QuestionId>, StoreError> {
        const WITHHELD: &str = "
            SELECT DISTINCT contest_candidate.question_id
            FROM contest_participant
            JOIN contest_candidate ON contest_candidate.contest_id = contest_participant.contest_id
            WHERE contest_participant.member_id = $1
              AND EXISTS (SELECT 1 FROM journal
                          WHERE journal.contest_id = contest_participant.contest_id AND journal.kind = 'lobby_opened')
              AND NOT EXISTS (SELECT 1 FROM journal
                              WHERE journal.contest_id = contest_participant.contest_id AND journal.kind = 'finished')
              AND NOT EXISTS (SELECT 1 FROM question_seen
                              WHERE question_seen.question_id = contest_candidate.question_id
                                AND question_seen.member_id = $1)
              AND NOT EXISTS (SELECT 1 FROM question_revision
                              WHERE question_revision.question_id = contest_candidate.question_id
                                AND question_revision.author_id = $1)
              AND NOT EXISTS (SELECT 1 FROM question_review
                              WHERE question_review.question_id = contest_candidate.question_id
                                AND question_review.reviewer_id = $1)";
        let mut reader = self.engine.read().await?;
        let ids: Vec<String> = on_engine!(reader, db => {
            sqlx::query_scalar(WITHHELD).bind(member.to_string()).fetch_all(db).await
        })?;
        ids.iter().map(|id| at("contest_candidate", "question_id", &member).parse(id)).collect()
    }

    /// Whoever wrote, reviewed or read a question that this contest may ask, as of now.
    pub async fn insiders_of(&self, contest: ContestId) -> Result<HashMap<QuestionId, Vec<MemberId>>, StoreError> {
        const INSIDERS: &str = "
            SELECT contest_candidate.question_id, question_revision.author_id
            FROM contest_candidate
            JOIN question_revision ON question_revision.question_id = contest_candidate.question_id
            WHERE contest_candidate.contest_id = $1
            UNION
            SELECT contest_candidate.question_id, question_review.reviewer_id
            FROM contest_candidate
            JOIN question_review ON question_review.question_id = contest_candidate.question_id
            WHERE contest_candidate.contest_id = $1
            UNION
            SELECT contest_candidate.question_id, question_seen.member_id
            FROM contest_candidate
            JOIN question_seen ON question_seen.question_id = contest_candidate.question_id
            WHERE contest_candidate.contest_id = $1";
        let mut reader = self.engine.read().await?;
        let rows: Vec<(String, String)> = on_engine!(reader, db => {
            sqlx::query_as(INSIDERS).bind(contest.to_string()).fetch_all(db).await
        })?;
        let mut insiders: HashMap<QuestionId, Vec<MemberId>> = HashMap::new();
        for (question, member) in rows {
            let place = |column| at("question_seen", column, &question);
            insiders
                .entry(place("question_id").parse(&question)?)
                .or_default()
                .push(place("member_id").parse(&member)?);
        }
        Ok(insiders)
    }
}
