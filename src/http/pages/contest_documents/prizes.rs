//! What the best are given: filled in for each of them, printed in every document.

use actix_web::{HttpRequest, HttpResponse, web};

use super::outcome::{Told, told};
use super::{Desk, page, refused};
use crate::domain::identity::Participant;
use crate::domain::prize::{self, HANDED_BY_LENGTH, KIND_LENGTH, PrizeEntry, PrizeProblem};
use crate::http::error::Page;
use crate::http::form::Form;
use crate::http::house::House;
use crate::http::pages::see_other;
use crate::http::wording;

/// Four short fields each for a hundred places.
const BODY: usize = 512 * 1_024;

/// What cannot be kept, as it was typed.
pub(super) struct Typed(Vec<(Participant, PrizeEntry, Vec<PrizeProblem>)>);

/// One person on the page.
pub(super) struct PrizePart {
    pub name: String,
    /// `Hạng 1`; another word where a correction took the place away.
    pub place: String,
    pub fields: Vec<PrizeField>,
}

pub(super) struct PrizeField {
    /// `kind-3`
    pub name: String,
    pub label: &'static str,
    pub hint: &'static str,
    pub value: String,
    pub most: usize,
    pub error: Option<String>,
}

impl PrizeField {
    /// Ids of what explains the field, for whoever listens.
    pub(super) fn described_by(&self) -> String {
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        [error, hint].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn parts(told: &Told, typed: Option<&Typed>) -> Vec<PrizePart> {
    let part = |receiver: &super::outcome::Receiver| {
        let participant = receiver.participant;
        let typed = typed.and_then(|Typed(all)| all.iter().find(|(own, ..)| *own == participant));
        let (entry, problems) = match typed {
            Some((_, entry, problems)) => (entry.clone(), problems.clone()),
            None => (entry(told, participant), Vec::new()),
        };
        PrizePart {
            name: receiver.name.clone(),
            place: match receiver.place {
                Some(place) => format!("Hạng {place}"),
                None => "Không còn ở hạng được biểu dương".to_owned(),
            },
            fields: fields(participant, &entry, &problems),
        }
    };
    told.receivers.iter().map(part).collect()
}

fn fields(participant: Participant, entry: &PrizeEntry, problems: &[PrizeProblem]) -> Vec<PrizeField> {
    use PrizeProblem as P;
    let error = |own: &[P]| problems.iter().find(|problem| own.contains(problem)).map(|problem| words(*problem));
    let field = |name: &str, label, value: &str, most, hint, own: &[P]| PrizeField {
        name: format!("{name}-{participant}"),
        label,
        hint,
        value: value.to_owned(),
        most,
        error: error(own),
    };
    vec![
        field(
            "kind",
            "Tặng phẩm",
            &entry.kind,
            KIND_LENGTH,
            "Ví dụ 01 cuốn sách.",
            &[P::NoKind, P::KindTooLong, P::Secret],
        ),
        field("value", "Trị giá (đồng)", &entry.value, 20, "Ví dụ 50.000. Có thể để trống.", &[P::Value]),
        field("by", "Người trao", &entry.handed_by, HANDED_BY_LENGTH, "", &[P::HandedByTooLong]),
        field("on", "Ngày trao", &entry.handed_on, 20, "Ví dụ 5/12/2026.", &[P::Date]),
    ]
}

pub async fn save(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::open(&house, &request, &id).await?;
    let form = Form::read(body, BODY).await?;
    let Some(told) = told(&house, &desk).await? else { return Ok(see_other(&desk.path())) };
    let (mut prizes, mut typed, mut refused_one) = (Vec::new(), Vec::new(), false);
    for receiver in &told.receivers {
        let participant = receiver.participant;
        let text = |name: &str| form.text(&format!("{name}-{participant}")).chars().take(500).collect::<String>();
        let entry =
            PrizeEntry { kind: text("kind"), value: text("value"), handed_by: text("by"), handed_on: text("on") };
        let problems = match entry.prize(participant) {
            Ok(prize) => {
                prizes.extend(prize);
                Vec::new()
            }
            Err(problems) => problems,
        };
        refused_one |= !problems.is_empty();
        typed.push((participant, entry, problems));
    }
    if refused_one {
        return Ok(refused(&page(&house, &request, &desk, None, Some(Typed(typed))).await?)?);
    }
    house.store.set_prizes(desk.row.id, &prizes).await?;
    Ok(see_other(&format!("{}?done=prizes", desk.path())))
}

fn entry(told: &Told, participant: Participant) -> PrizeEntry {
    let Some(prize) = told.prizes.iter().find(|prize| prize.participant == participant) else {
        return PrizeEntry::default();
    };
    PrizeEntry {
        kind: prize.kind.clone(),
        value: prize.value.map(prize::amount).unwrap_or_default(),
        handed_by: prize.handed_by.clone(),
        handed_on: prize.handed_on.as_deref().map(wording::day).unwrap_or_default(),
    }
}

fn words(problem: PrizeProblem) -> String {
    use PrizeProblem as P;
    match problem {
        P::NoKind => "Đồng chí hãy ghi tặng phẩm là gì, hoặc xóa các ô bên dưới.".to_owned(),
        P::KindTooLong => format!("Tên tặng phẩm dài quá {KIND_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Secret => "Nội dung có dấu chỉ độ mật không được đưa lên đây. Đồng chí hãy bỏ nội dung ấy.".to_owned(),
        P::Value => "Đồng chí hãy nhập số tiền bằng đồng, ví dụ 50.000, hoặc để trống.".to_owned(),
        P::HandedByTooLong => format!("Tên người trao dài quá {HANDED_BY_LENGTH} ký tự. Đồng chí hãy rút ngắn."),
        P::Date => "Ngày này không có trong lịch. Đồng chí hãy nhập theo mẫu 5/12/2026, hoặc để trống.".to_owned(),
    }
}
