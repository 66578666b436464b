//! Pictures in questions: who may see one, how one comes in, and how it is sent.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use tokio::sync::Semaphore;

use super::error::Refusal;
use super::house::House;
use crate::auth::Person;
use crate::domain::bank::ReviewState;
use crate::domain::identity::{QuestionId, UnitId};
use crate::domain::ledger::Hash;
use crate::domain::question::QuestionImage;
use crate::domain::role::Action;
use crate::exchange::picture::{self, Picture, PictureRefusal};
use crate::store::KeptImage;

/// Pictures that are unpacked at once: each takes some hundred megabytes while it lasts, and the next one waits.
static UNPACKING: Semaphore = Semaphore::const_new(1);

/// For an hour, on this device alone: long enough for the review, short for a device that others use too.
const KEPT: &str = "private, max-age=3600";

impl House {
    /// Whether somebody may see a picture because they brought it, or work on a question that shows it. Whoever is on
    /// the roster of a contest under way does not see what it may ask.
    pub async fn may_see_image(&self, person: &Person, hash: Hash) -> Result<bool, Refusal> {
        if self.store.has_brought_image(person.member, hash).await? {
            return Ok(true);
        }
        let withheld = self.withheld(person).await?;
        let mut seen = Vec::new();
        for (question, unit) in self.store.questions_with_image(hash).await? {
            if !withheld.contains(&question) && self.may_see_picture_of(person, question, unit).await? {
                seen.push(question);
            }
        }
        // That they have read it is on record before they do.
        self.store.record_seen(person.member, &seen, self.auth.now()).await?;
        Ok(!seen.is_empty())
    }

    /// What a committee above is still working on is its own, pictures included.
    async fn may_see_picture_of(&self, person: &Person, question: QuestionId, unit: UnitId) -> Result<bool, Refusal> {
        if person.may(&self.store, Action::WriteQuestions, unit).await? {
            return Ok(true);
        }
        let kept = self.store.question(question).await?;
        let is_approved = kept.is_some_and(|kept| kept.state == ReviewState::Approved);
        Ok(is_approved && self.may_read_bank(person, unit).await?)
    }

    /// The picture that a form names, in its true size; `None` if it is not theirs to use.
    pub async fn known_image(&self, person: &Person, named: &QuestionImage) -> Result<Option<QuestionImage>, Refusal> {
        if !self.may_see_image(person, named.hash).await? {
            return Ok(None);
        }
        let kept = self.store.image(named.hash).await?;
        Ok(kept.map(|KeptImage { width, height, .. }| QuestionImage { width, height, ..named.clone() }))
    }

    /// Makes a picture of a file and keeps it.
    pub async fn bring_image(
        &self,
        person: &Person,
        file: Vec<u8>,
    ) -> Result<Result<QuestionImage, PictureRefusal>, Refusal> {
        let turn = UNPACKING.acquire().await.map_err(|_| Refusal::Busy)?;
        let made = web::block(move || picture::picture(&file)).await;
        drop(turn);
        let made = match made.map_err(|error| Refusal::Broken(error.into()))? {
            Ok(made) => made,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let kept = KeptImage { width: made.width, height: made.height, bytes: made.bytes };
        let hash = self.store.insert_image(&kept, person.member, self.auth.now()).await?;
        Ok(Ok(QuestionImage { hash, width: kept.width, height: kept.height, alt: String::new() }))
    }

    /// Keeps the pictures that a file has brought, small as they are by now.
    pub async fn bring_images(&self, person: &Person, pictures: Vec<Picture>) -> Result<(), Refusal> {
        if pictures.is_empty() {
            return Ok(());
        }
        let kept = pictures.into_iter().map(|Picture { width, height, bytes }| KeptImage { width, height, bytes });
        let kept: Vec<KeptImage> = kept.collect();
        Ok(self.store.insert_images(&kept, person.member, self.auth.now()).await?)
    }

    /// A kept picture as a reply, once it is known that it may be seen.
    pub async fn send_image(&self, hash: Hash) -> Result<HttpResponse, Refusal> {
        let image = self.store.image(hash).await?.ok_or(Refusal::NotFound)?;
        let mut reply = HttpResponse::Ok();
        Ok(reply.insert_header((CONTENT_TYPE, "image/jpeg")).insert_header((CACHE_CONTROL, KEPT)).body(image.bytes))
    }
}

/// Why a file became no picture, in the words of whoever chose it.
pub const fn words(refusal: PictureRefusal) -> &'static str {
    match refusal {
        PictureRefusal::Kind => "Tệp này không phải ảnh JPEG, PNG hoặc WebP. Đồng chí hãy chọn tệp ảnh khác.",
        PictureRefusal::Large => "Ảnh này quá lớn. Đồng chí hãy chụp lại màn hình hoặc cắt bớt ảnh, rồi chọn lại.",
        PictureRefusal::Broken => "Ảnh này bị hỏng nên không đọc được đến hết. Đồng chí hãy chọn tệp ảnh khác.",
    }
}
