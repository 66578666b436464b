//! One decision on a result: what it would change is shown, a reason is given, then it is taken. Nothing is kept
//! before that.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{SignedIn, html, see_other};
use super::access::Desk;
use super::asked::{self, Asked};
use super::effect::Effect;
use super::words::{self, Reader, name};
use crate::domain::contest::{Command, Contest, Decision, Excuse, Rejection};
use crate::domain::text::line;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::wording;
use crate::live::{CommandError, People};

/// A reason of 500 letters, each up to nine bytes, and an order of some dozens.
const BODY: usize = 8 * 1_024;
const REASON: usize = 500;

#[derive(Template)]
#[template(path = "decision.html", config = ".askama.toml")]
struct DecisionPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    contest_id: String,
    contest_title: String,
    unit: String,
    heading: String,
    explanation: &'static str,
    /// What is still to be chosen, if anything is.
    choice: Option<StillToChoose>,
    effect: Option<Effect>,
    /// Why it cannot be taken.
    refused: Option<&'static str>,
    /// Changed by somebody else since it was looked at.
    outdated: bool,
    /// What is sent with the reason.
    fields: Vec<(&'static str, String)>,
    reason: Field,
    seen: u64,
}

/// A choice that comes before there is an effect to show.
struct StillToChoose {
    fields: Vec<(&'static str, String)>,
    selects: Vec<Select>,
    wrong: bool,
}

struct Select {
    name: String,
    label: String,
    choices: Vec<Choice>,
}

/// The decision that an address names, with what it would change.
pub async fn look(house: web::Data<House>, request: HttpRequest, id: web::Path<String>) -> Result<HttpResponse, Page> {
    let desk = Desk::deciding(&house, &request, &id).await?;
    let page = page(&desk, Form::of_query(&request), Sent::default()).await?;
    Ok(html(&page)?)
}

/// What came with a form that was not taken.
#[derive(Default)]
struct Sent {
    reason: String,
    rejection: Option<Rejection>,
}

async fn page(desk: &Desk, form: Form, sent: Sent) -> Result<DecisionPage, Refusal> {
    let page = desk.visit.ask(move |contest, people| build(contest, people, &form, sent)).await??;
    Ok(DecisionPage { signed_in: Some(SignedIn::of(&desk.person)), ..page })
}

fn build(contest: &Contest, people: &People, form: &Form, sent: Sent) -> Result<DecisionPage, Refusal> {
    if !contest.phase().is_over() {
        return Err(Refusal::NotOver);
    }
    let asked = Asked::read(form, contest).ok_or(Refusal::NotFound)?;
    let published = !contest.publications().is_empty();
    let mut page = DecisionPage {
        assets: crate::http::assets::prefix(),
        title: String::new(),
        signed_in: None,
        contest_id: contest.plan().contest.to_string(),
        contest_title: wording::inert(&contest.plan().title),
        unit: wording::inert(&contest.plan().unit),
        heading: String::new(),
        explanation: "",
        choice: None,
        effect: None,
        refused: None,
        outdated: sent.rejection == Some(Rejection::Outdated),
        fields: Vec::new(),
        reason: reason_field(&sent, published),
        seen: contest.head().seq,
    };
    match asked {
        Asked::Whole(decision) => {
            page.heading = words::decision(&decision, people, Reader::Desk);
            page.explanation = explanation(&decision);
            page.fields = asked::fields(&decision);
            let command = Command::Decide { decision, reason: "xem trước".to_owned() };
            match contest.preview(contest.last_at(), &command) {
                Ok(after) => page.effect = Some(Effect::of(&contest.table().results, &after, people)),
                Err(rejection) => page.refused = Some(words::refusal(rejection)),
            }
        }
        Asked::Order { group, wrong } => {
            page.heading = format!("Quyết định thứ tự ở hạng {}", group.place);
            page.explanation = "Chọn thứ tự cho từng đồng chí. Thứ tự này chỉ áp dụng giữa các đồng chí dưới đây.";
            let positions = 1..=group.people.len();
            let selects = group.people.iter().map(|one| Select {
                name: asked::position_name(*one),
                label: format!("Đồng chí {}", name(people, *one)),
                choices: positions.clone().map(|position| position_choice(position, group.place, form, *one)).collect(),
            });
            let fields = vec![("kind", "order".to_owned()), ("place", group.place.to_string())];
            page.choice = Some(StillToChoose { fields, selects: selects.collect(), wrong });
        }
        Asked::Excuse { participant } => {
            let enrolment = contest.enrolment(participant).ok_or(Refusal::NotFound)?;
            page.heading = format!("Lý do vắng của đồng chí {}", name(people, participant));
            page.explanation = "Ốm và đi công tác vẫn tính vào số phải tham gia; các lý do khác thì không.";
            let is_now = enrolment.entry.excuse;
            let none = is_now.map(|_| (asked::NONE.to_owned(), "không có lý do".to_owned()));
            let classes = Excuse::ALL.into_iter().filter(|class| Some(*class) != is_now);
            let classes = classes.map(|class| (class.name().to_owned(), wording::excuse(class).to_owned()));
            let choices = none.into_iter().chain(classes);
            let choices = choices.map(|(value, words)| Choice { value, words, chosen: false }).collect();
            let fields = vec![("kind", "excuse".to_owned()), ("participant", participant.to_string())];
            let select = Select { name: "excuse".to_owned(), label: "Lý do".to_owned(), choices };
            page.choice = Some(StillToChoose { fields, selects: vec![select], wrong: false });
        }
    }
    page.title = format!("{}: {}", page.heading, page.contest_title);
    Ok(page)
}

fn position_choice(
    position: usize,
    first: u32,
    form: &Form,
    participant: crate::domain::identity::Participant,
) -> Choice {
    let value = position.to_string();
    let words = format!("hạng {}", first as usize + position - 1);
    Choice { chosen: form.text(&asked::position_name(participant)) == value, value, words }
}

fn reason_field(sent: &Sent, published: bool) -> Field {
    let hint = match published {
        true => {
            "Lý do được in trong bản đính chính, mọi đồng chí trong đơn vị đọc được. Không ghi chuyện riêng của ai."
        }
        false => "Lý do được lưu cùng biên bản, cho những đồng chí có trách nhiệm xem lại.",
    };
    let missing = sent.rejection == Some(Rejection::ReasonRequired);
    Field::new("reason", "Lý do", &sent.reason, REASON)
        .hint(hint)
        .rows(3)
        .required()
        .error(missing.then_some("Đồng chí hãy ghi lý do, từ 3 đến 500 ký tự."))
}

const fn explanation(decision: &Decision) -> &'static str {
    match decision {
        Decision::VoidQuestion { .. } => {
            "Câu này sẽ không tính điểm, không tính thời gian cho ai; mọi người được tính lại."
        }
        Decision::RestoreQuestion { .. } => "Câu này lại được tính điểm và thời gian cho mọi người.",
        Decision::AnnulAttempt { .. } => {
            "Bài này sẽ không có hạng và không tính là đã tham gia. Câu trả lời vẫn còn nguyên trong biên bản."
        }
        Decision::RestoreAttempt { .. } => "Bài này lại được xếp hạng và tính là đã tham gia.",
        Decision::DecideTie { .. } => "Thứ tự này chỉ áp dụng giữa các đồng chí đồng hạng hoặc sát nút với nhau.",
        Decision::ExcuseAbsence { .. } => "Việc này chỉ đổi danh sách vắng và tỷ lệ tham gia.",
    }
}

pub async fn take(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    body: web::Payload,
) -> Result<HttpResponse, Page> {
    let desk = Desk::deciding(&house, &request, &id).await?;
    let form = Form::read(body, BODY).await?;
    let named = form.clone();
    let asked = desk.visit.ask(move |contest, _| Asked::read(&named, contest)).await?;
    let Some(Asked::Whole(decision)) = asked else { return Err(Refusal::NotFound.into()) };
    let reason = line(form.text("reason"));
    let seen = form.text("seen").parse().unwrap_or(0);
    let command = Command::Decide { decision: decision.clone(), reason: reason.clone() };
    let done = format!("{}?done=decided#decided", desk.path());
    let rejection = match desk.visit.room.judge(desk.person.member, seen, command).await {
        Ok(()) => return Ok(see_other(&done)),
        Err(CommandError::Rejected(Rejection::Outdated)) if is_newest(&house, &desk, decision).await? => {
            // Pressed twice.
            return Ok(see_other(&done));
        }
        Err(CommandError::Rejected(rejection)) if rejection != Rejection::Storage => rejection,
        Err(error) => return Err(Refusal::from(error).into()),
    };
    let status = match rejection {
        Rejection::Outdated => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = page(&desk, form, Sent { reason, rejection: Some(rejection) }).await?;
    let mut response = html(&page)?;
    *response.status_mut() = status;
    Ok(response)
}

/// Whether it is what the same person decided last.
async fn is_newest(house: &House, desk: &Desk, decision: Decision) -> Result<bool, Refusal> {
    let newest = desk.visit.ask(|contest, _| contest.decisions().last().cloned()).await?;
    let Some(newest) = newest.filter(|newest| newest.decision == decision) else { return Ok(false) };
    let acts = house.store.acts(desk.visit.row.id).await?;
    Ok(acts.iter().any(|act| act.seq == newest.seq && act.by == Some(desk.person.member)))
}
