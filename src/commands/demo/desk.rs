//! What lies on the sample cell's desk: questions that are being written, wait for a colleague, came back, or hang on a
//! document that was replaced. None of them can be drawn.

use uuid::Uuid;

use super::bank;
use crate::domain::bank::ReviewState;
use crate::domain::document::{Document, DocumentStanding, Supersession};
use crate::domain::identity::{DocumentId, MemberId, QuestionId, UnitId};
use crate::domain::question::Difficulty;
use crate::http::House;
use crate::store::{NewQuestion, NewReview, StoreError};

/// Waits for the secretary.
const SUBMITTED: &str = "Câu 1: Theo Quy chế làm việc của chi bộ, chi bộ sinh hoạt thường kỳ vào thời gian nào?
A. Ngày 3 hằng tháng
B. Ngày 15 hằng tháng
C. Tuần cuối của mỗi quý
D. Khi chi ủy triệu tập
Đáp án: A
Nguồn: Điều 4 Quy chế số 02-QC/CB, ngày 20/7/2025";

/// Waits for a committee member: the secretary has written it.
const BY_THE_SECRETARY: &str = "Câu 2: Ai chuẩn bị dự thảo nghị quyết trước buổi sinh hoạt chi bộ?
A. Bí thư chi bộ
B. Chi ủy
C. Đảng viên được phân công
Đáp án: B
Nguồn: Điều 5 Quy chế số 02-QC/CB, ngày 20/7/2025";

const DRAFT: &str = "Câu 3: Đảng viên vắng mặt có lý do báo cáo với ai trước buổi sinh hoạt?
A. Bí thư hoặc phó bí thư chi bộ
B. Tổ trưởng chuyên môn
Đáp án: A
Nguồn: Điều 6 Quy chế số 02-QC/CB, ngày 20/7/2025";

const RETURNED: &str = "Câu 4: Nội dung nào được ghi trong biên bản sinh hoạt chi bộ?
A. Thành phần dự họp
B. Ý kiến phát biểu
C. Kết luận của chủ trì
D. Tất cả các phương án trên
Đáp án: D
Nguồn: Điều 7 Quy chế số 02-QC/CB, ngày 20/7/2025";
const WHY: &str = "Đồng chí thay phương án D bằng một nội dung cụ thể: khi thi, thứ tự phương án được xáo trộn.";

const OUTDATED: &str = "Câu 5: Chi ủy họp ít nhất mấy lần trong một tháng?
A. Một lần
B. Hai lần
C. Ba lần
Đáp án: A
Nguồn: Điều 3 Quy chế số 05-QC/CB, ngày 10/8/2023";

/// Who works at the desk.
pub struct Desk {
    pub unit: UnitId,
    pub committee: MemberId,
    pub secretary: MemberId,
}

impl Desk {
    pub async fn lay_out(&self, house: &House) -> Result<(), StoreError> {
        let old = document("05-QC/CB", "2023-08-10", DocumentStanding::InForce);
        let new = document("02-QC/CB", "2025-07-20", DocumentStanding::InForce);
        for document in [&old, &new] {
            house.store.insert_document(self.unit, document, "").await?;
        }
        let supersession =
            Supersession { by: new.symbol.clone(), on: Some(new.issued_on.clone()), successor: Some(new.id) };
        house.store.set_standing(old.id, &DocumentStanding::Superseded(supersession)).await?;

        self.enter(house, SUBMITTED, new.id, self.committee, ReviewState::Submitted).await?;
        self.enter(house, BY_THE_SECRETARY, new.id, self.secretary, ReviewState::Submitted).await?;
        self.enter(house, DRAFT, new.id, self.committee, ReviewState::Draft).await?;
        let returned = self.enter(house, RETURNED, new.id, self.committee, ReviewState::Submitted).await?;
        self.review(house, returned, ReviewState::Draft, WHY).await?;
        let outdated = self.enter(house, OUTDATED, old.id, self.committee, ReviewState::Submitted).await?;
        self.review(house, outdated, ReviewState::Approved, "").await
    }

    async fn enter(
        &self,
        house: &House,
        block: &str,
        document: DocumentId,
        author: MemberId,
        state: ReviewState,
    ) -> Result<Option<QuestionId>, StoreError> {
        let Some(revision) = bank::revision(block) else { return Ok(None) };
        let id = QuestionId(Uuid::now_v7());
        let new = NewQuestion {
            id,
            unit: self.unit,
            document,
            topic: "Sinh hoạt chi bộ".to_owned(),
            difficulty: Some(Difficulty::Easy),
            state,
            author,
            revision,
            created_at: house.auth.now(),
        };
        house.store.insert_question(&new).await?;
        Ok(Some(id))
    }

    /// The secretary's word on what the committee member wrote.
    async fn review(
        &self,
        house: &House,
        question: Option<QuestionId>,
        to: ReviewState,
        comment: &str,
    ) -> Result<(), StoreError> {
        let Some(question) = question else { return Ok(()) };
        let review = NewReview {
            question,
            revision: 1,
            reviewer: self.secretary,
            from: ReviewState::Submitted,
            to,
            comment: comment.to_owned(),
            alone: false,
            reviewed_at: house.auth.now(),
        };
        house.store.record_review(&review).await?;
        Ok(())
    }
}

fn document(symbol: &str, issued_on: &str, standing: DocumentStanding) -> Document {
    Document {
        id: DocumentId(Uuid::now_v7()),
        symbol: symbol.to_owned(),
        issued_on: issued_on.to_owned(),
        issuer: "Chi bộ Trường Tiểu học Hòa Mỹ".to_owned(),
        title: "Quy chế làm việc của chi bộ".to_owned(),
        link: String::new(),
        standing,
    }
}
