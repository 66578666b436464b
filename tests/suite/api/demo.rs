//! The evening in this process, and everybody who may ask for something: who they are, and what they may see.

use std::ops::Deref;

use khacsau::domain::bank::ReviewState;
use khacsau::domain::contest::Contest;
use khacsau::domain::document::{DocumentEntry, DocumentStanding};
use khacsau::domain::identity::{ContestId, DocumentId, MemberId, QuestionId, SessionId, UnitId};
use khacsau::domain::question::{QuestionKind, Revision, RevisionOption};
use khacsau::domain::role::{Grant, Role};
use khacsau::domain::time::Millis;
use khacsau::http::House;
use khacsau::live::{Attached, Bell, Seat, Visitor as Guest};
use khacsau::store::{Member, NewQuestion, RosterMember};
use serde_json::{Value, json};

use super::visitor::{Reply, Visitor};
use crate::harness::{Engine, Evening, NOON};

pub struct Demo(Evening);

impl Deref for Demo {
    type Target = Evening;

    fn deref(&self) -> &Evening {
        &self.0
    }
}

impl From<Evening> for Demo {
    fn from(evening: Evening) -> Self {
        Self(evening)
    }
}

impl Demo {
    pub async fn on(engine: Engine) -> Self {
        Self(Evening::on(engine).await)
    }

    /// The same after the program was stopped for a while.
    pub async fn start_again_after(self, pause: i64) -> Self {
        Self(self.0.start_again_after(pause).await)
    }

    pub fn house(&self) -> &House {
        &self.app.house
    }

    pub fn stranger(&self) -> Visitor {
        Visitor::stranger(&self.app.url)
    }

    pub fn secretary(&self) -> Visitor {
        self.bearer(&self.host.token)
    }

    pub fn committee(&self) -> Visitor {
        self.bearer(&self.committee.token)
    }

    /// The second committee member.
    pub fn colleague(&self) -> Visitor {
        self.bearer(&self.members.last().expect("members").token)
    }

    /// A member without any role.
    pub fn member(&self) -> Visitor {
        self.bearer(&self.members[0].token)
    }

    pub fn bearer(&self, token: &str) -> Visitor {
        Visitor::with_token(&self.app.url, token)
    }

    /// A browser that holds this session.
    pub fn browser(&self, token: &str) -> Visitor {
        Visitor::with_cookie(&self.app.url, &format!("khacsau_session={token}"))
    }

    pub async fn as_member(&self, member: MemberId) -> Visitor {
        self.bearer(&self.house().auth.sign_in(member).await.expect("a session"))
    }

    /// The unit that holds both contests.
    pub async fn cell(&self) -> UnitId {
        self.contest_row(&self.contest).await.unit
    }

    /// The unit above the three cells.
    pub async fn commune(&self) -> UnitId {
        let cell = self.house().store.unit(self.cell().await).await.expect("a unit").expect("the cell");
        cell.parent.expect("the commune")
    }

    pub async fn roster(&self) -> Vec<RosterMember> {
        self.house().store.roster_of(self.cell().await).await.expect("a roster")
    }

    pub async fn find(&self, name: &str) -> Member {
        let roster = self.roster().await;
        let line = roster.iter().find(|line| line.name == name).expect("a member of the cell");
        self.house().store.member(line.id).await.expect("a member").expect("a member")
    }

    /// Somebody of another cell without a role.
    pub async fn neighbour(&self) -> RosterMember {
        self.neighbour_with(|grants| grants.is_empty()).await
    }

    /// The secretary of another cell.
    pub async fn neighbouring_secretary(&self) -> RosterMember {
        self.neighbour_with(|grants| grants.iter().any(|grant| grant.role == Role::Secretary)).await
    }

    async fn neighbour_with(&self, fits: impl Fn(&[Grant]) -> bool) -> RosterMember {
        let (cell, commune) = (self.cell().await, self.commune().await);
        for line in self.house().store.roster_of(commune).await.expect("a roster") {
            let grants = self.house().store.grants_of(line.id).await.expect("roles");
            if line.unit != cell && line.unit != commune && fits(&grants) {
                return line;
            }
        }
        panic!("nobody of another cell fits");
    }

    /// Whoever supervises all cells of the commune, signed in now.
    pub async fn supervisor(&self) -> Visitor {
        let commune = self.commune().await;
        let roster = self.house().store.roster_of(commune).await.expect("a roster");
        let is_theirs = |line: &&RosterMember| line.unit == commune && line.name == self.supervisor.name;
        self.as_member(roster.iter().find(is_theirs).expect("the commune's own office").id).await
    }

    /// A document that the cell has registered itself.
    pub async fn document_of_the_cell(&self) -> DocumentId {
        let entry = DocumentEntry {
            symbol: "12-NQ/CB".to_owned(),
            issued_on: "2026-01-05".to_owned(),
            issuer: "Chi bộ".to_owned(),
            title: "Nghị quyết tháng 1".to_owned(),
            ..DocumentEntry::default()
        };
        let document = entry.document(DocumentId(uuid::Uuid::now_v7()), DocumentStanding::InForce);
        let store = &self.house().store;
        store.insert_document(self.cell().await, &document, "Điều 1. Học tập.").await.expect("a document");
        document.id
    }

    /// A question of the cell's own, written by the committee and not reviewed yet.
    pub async fn question_of_the_cell(&self) -> QuestionId {
        self.question_on(self.document_of_the_cell().await).await
    }

    /// The same, on a document that is registered.
    pub async fn question_on(&self, document: DocumentId) -> QuestionId {
        self.written(document, &self.committee.name, |_| {}).await
    }

    /// The same, by somebody else of the cell.
    pub async fn question_by(&self, author: &str) -> QuestionId {
        self.written(self.document_of_the_cell().await, author, |_| {}).await
    }

    /// The same by the committee, with other words.
    pub async fn question_with(&self, reword: impl FnOnce(&mut Revision)) -> QuestionId {
        self.written(self.document_of_the_cell().await, &self.committee.name, reword).await
    }

    /// A draft about January's resolution, in these words or others.
    pub async fn written(&self, document: DocumentId, author: &str, reword: impl FnOnce(&mut Revision)) -> QuestionId {
        let mut new = NewQuestion {
            id: QuestionId(uuid::Uuid::now_v7()),
            unit: self.cell().await,
            document,
            topic: "Nghị quyết".to_owned(),
            difficulty: None,
            state: ReviewState::Draft,
            author: self.find(author).await.id,
            revision: Revision {
                kind: QuestionKind::Single,
                stem: "Nghị quyết tháng 1 nói về việc gì?".to_owned(),
                options: [("Học tập", true), ("Thể thao", false), ("Du lịch", false)]
                    .map(|(text, correct)| RevisionOption { text: text.to_owned(), correct })
                    .into(),
                explanation: "Điều 1. Học tập.".to_owned(),
                source: "Điều 1 Nghị quyết số 12-NQ/CB".to_owned(),
                limit: None,
                keep_order: false,
                image: None,
            },
            created_at: NOON,
        };
        reword(&mut new.revision);
        self.house().store.insert_question(&new).await.expect("a question");
        new.id
    }

    /// The one that was held last month.
    pub async fn last_month(&self) -> String {
        let list = self.secretary().get("/api/contests").await.ok();
        let oldest = list["contests"].as_array().and_then(|lines| lines.last()).expect("a list, newest first");
        assert_ne!(oldest["id"], *self.contest);
        oldest["id"].as_str().expect("an id").to_owned()
    }

    pub async fn contest_row(&self, id: &str) -> khacsau::store::ContestRow {
        let id: ContestId = id.parse().expect("an id");
        self.house().store.contest(id).await.expect("a contest").expect("a contest")
    }

    /// Looks at a contest behind the doors.
    pub async fn behind<T: Send + 'static>(&self, id: &str, look: impl FnOnce(&Contest) -> T + Send + 'static) -> T {
        let room = self.house().registry.room(id.parse().expect("an id")).await.expect("a room");
        room.ask(move |contest, _| look(contest)).await.expect("an open room")
    }

    /// The stem of every question that was drawn.
    pub async fn paper(&self, id: &str) -> Vec<String> {
        let texts = |contest: &Contest| {
            let slots = contest.slots().iter().map(|slot| &slot.question);
            slots.map(|question| question.revision().stem.clone()).collect()
        };
        self.behind(id, texts).await
    }

    /// Takes a member's seat in the room, as their phone does.
    pub async fn take_seat(&self, member: &Member, contest: &str) -> Attached {
        let room = self.house().registry.room(contest.parse().expect("an id")).await.expect("a room");
        let guest = Guest {
            member: member.id,
            name: member.name.clone(),
            unit: member.unit_name.clone(),
            seat: Seat::Play,
            session: SessionId(uuid::Uuid::now_v7()),
        };
        room.attach(guest, Bell::default()).await.expect("a seat")
    }

    /// Gives the secretary's command to a contest.
    pub async fn command(&self, contest: &str, command: Value) -> Reply {
        self.secretary().post(&format!("/api/contests/{contest}/commands"), &command).await
    }

    pub async fn phase_of(&self, contest: &str) -> String {
        let shown = self.secretary().get(&format!("/api/contests/{contest}")).await.ok();
        shown["phase"].as_str().expect("a phase").to_owned()
    }

    /// Each look gives the room a turn in which it takes what its clock has due.
    pub async fn until_phase(&self, contest: &str, phase: &str) {
        for _ in 0..1_000 {
            if self.phase_of(contest).await == phase {
                return;
            }
        }
        panic!("{phase} was not reached; the contest is {}", self.phase_of(contest).await);
    }

    /// From the lobby or the standings to the standings of the next question.
    pub async fn play_question(&self, contest: &str) {
        for command in ["open", "open", "lock"] {
            self.command(contest, json!({"type": command})).await.done();
        }
        self.clock.advance(Millis::seconds(2));
        self.until_phase(contest, "closed").await;
        for command in ["reveal", "next"] {
            self.command(contest, json!({"type": command})).await.done();
        }
    }

    /// Schedules a contest of five questions for an hour from now.
    pub async fn scheduled(&self) -> String {
        let starts_at = (NOON + Millis::seconds(3_600)).0;
        let asked = json!({"title": "Kỳ thi chuyên đề", "starts_at": starts_at, "blueprint": [{"count": 5}]});
        let reply = self.secretary().post("/api/contests", &asked).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let scheduled: Value = serde_json::from_slice(&reply.bytes).expect("JSON");
        scheduled["id"].as_str().expect("an id").to_owned()
    }
}
