//! What a file would change, line by line, before anything is saved.

use std::collections::{BTreeMap, BTreeSet};

use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

use super::super::{SignedIn, html, see_other};
use super::choice::{Absence, Choices, out_of_reach};
use super::{Brought, brought, desk, words};
use crate::auth::Person;
use crate::domain::identity::{DraftId, MemberId, UnitId};
use crate::domain::ledger::Hash;
use crate::domain::roster::{Answer, Doubt, Field, Known, Plan, Standing, Trouble, Verdict, plan};
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::wording;
use crate::store::{RosterGround, Unit};

/// So many who are not in the file are asked about one by one; with more of them it is rather another file.
const ASKED: usize = 100;

#[derive(Template)]
#[template(path = "roster_preview.html", config = ".askama.toml")]
struct PreviewPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    /// Where the import begins, and where this one is.
    import: String,
    draft: String,
    file: String,
    notice: Option<&'static str>,
    skipped: Vec<String>,
    has_national_ids: bool,
    counts: Vec<String>,
    wrong: Vec<LineView>,
    doubtful: Vec<DoubtView>,
    updates: Vec<LineView>,
    new: Vec<LineView>,
    guests: Vec<LineView>,
    unchanged: Vec<LineView>,
    missing: Vec<MissingView>,
    /// Too many to be asked about.
    absent: Vec<String>,
    seen: String,
    /// What the button does.
    save: Option<String>,
}

/// A line of the file and what becomes of it.
struct LineView {
    place: String,
    name: String,
    words: Vec<String>,
}

struct DoubtView {
    id: usize,
    line: LineView,
    question: String,
    options: Vec<OptionView>,
    error: Option<&'static str>,
}

struct OptionView {
    value: String,
    words: String,
    chosen: bool,
}

struct MissingView {
    id: MemberId,
    name: String,
    facts: String,
    /// None where nothing can be chosen here.
    options: Vec<OptionView>,
}

/// Why a confirmation did not save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    Stale,
    Unanswered,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let unit = desk(&house, &person, &path.0).await?;
    let Some((draft, brought)) = brought(&house, &person, &unit, &path.1).await? else {
        return Ok(see_other(&format!("/units/{}/roster/import?done=gone", unit.id)));
    };
    Ok(page(&house, &person, &unit, (draft, &brought), &Choices::default(), None).await?)
}

/// Of what a page showed: the same as long as nobody changes what it was about.
pub fn fingerprint(plan: &Plan) -> String {
    Hash::of_parts(&[b"khacsau.roster-preview.v1", &serde_json::to_vec(plan).unwrap_or_default()]).to_string()
}

pub async fn page(
    house: &House,
    person: &Person,
    unit: &Unit,
    (draft, brought): (DraftId, &Brought),
    choices: &Choices,
    notice: Option<Notice>,
) -> Result<HttpResponse, Refusal> {
    let ground = house.store.roster_ground(unit.id, &brought.cards()).await?;
    let lines = brought.lines();
    let shown = plan(&lines, &ground.ground(), &BTreeMap::new());
    let settled = plan(&lines, &ground.ground(), &choices.answers);
    let kept = out_of_reach(house, person, &shown.missing).await?;
    let view = View::new(brought, &ground, choices, notice == Some(Notice::Unanswered));
    let mut page = PreviewPage {
        assets: crate::http::assets::prefix(),
        title: "Xem trước danh sách".to_owned(),
        signed_in: Some(SignedIn::of(person)),
        unit: wording::inert(&unit.name),
        import: format!("/units/{}/roster/import", unit.id),
        draft: format!("/units/{}/roster/import/{draft}", unit.id),
        file: brought.file.clone(),
        notice: notice.map(words_of),
        skipped: brought.preview.skipped.iter().map(|heading| wording::inert(heading)).collect(),
        has_national_ids: brought.preview.has_national_ids,
        counts: Vec::new(),
        wrong: Vec::new(),
        doubtful: Vec::new(),
        updates: Vec::new(),
        new: Vec::new(),
        guests: Vec::new(),
        unchanged: Vec::new(),
        missing: Vec::new(),
        absent: Vec::new(),
        seen: fingerprint(&shown),
        save: None,
    };
    for (at, verdict) in shown.verdicts.iter().enumerate() {
        let still = matches!(settled.verdicts[at], Verdict::Doubtful(_));
        view.put(&mut page, at, verdict, still.then_some(&settled.verdicts[at]));
    }
    if shown.missing.len() > ASKED {
        page.absent =
            shown.missing.iter().filter_map(|id| view.known.get(id)).map(|known| wording::inert(&known.name)).collect();
    } else {
        page.missing = shown.missing.iter().filter_map(|id| view.missing(*id, &kept)).collect();
    }
    page.counts = page.count();
    page.save = page.may_save();
    html(&page)
}

const fn words_of(notice: Notice) -> &'static str {
    match notice {
        Notice::Stale => {
            "Chưa lưu: trong lúc đồng chí xem, danh sách trên hệ thống đã được người khác sửa. Dưới đây là bản so sánh mới; đồng chí xem lại rồi bấm lưu."
        }
        Notice::Unanswered => {
            "Chưa lưu: còn dòng chưa rõ là đồng chí nào. Đồng chí chọn ở chỗ ghi đỏ dưới đây; những gì đã chọn vẫn còn."
        }
    }
}

/// What the lines are told with.
struct View<'a> {
    brought: &'a Brought,
    known: BTreeMap<MemberId, &'a Known>,
    units: BTreeMap<UnitId, String>,
    choices: &'a Choices,
    /// Whoever did not choose has been asked before.
    again: bool,
}

impl<'a> View<'a> {
    fn new(brought: &'a Brought, ground: &'a RosterGround, choices: &'a Choices, again: bool) -> Self {
        let known = ground.known.iter().map(|known| (known.id, known)).collect();
        Self { brought, known, units: ground.units.iter().cloned().collect(), choices, again }
    }

    fn put(&self, page: &mut PreviewPage, at: usize, verdict: &Verdict, still: Option<&Verdict>) {
        let line = |words: Vec<String>| LineView {
            place: words::place(&self.brought.preview, at),
            name: wording::inert(&self.brought.preview.lines[at].entry.name),
            words,
        };
        let entry = &self.brought.preview.lines[at].entry;
        match verdict {
            Verdict::New { unit } => {
                let mut facts = Vec::new();
                if self.units.len() > 1 && entry.unit.is_none() {
                    let name = self.units.get(unit).map(|name| wording::inert(name)).unwrap_or_default();
                    facts.push(format!("{}: {name}", words::label(Field::Unit)));
                }
                facts.extend(words::facts(entry));
                if entry.official.is_none() {
                    facts.push("Đảng viên: tệp không ghi, được tính là chính thức".to_owned());
                }
                page.new.push(line(facts));
            }
            Verdict::Update { member, changes } => {
                let changes = changes.iter().map(|change| words::change(change, &self.units));
                page.updates.push(line(changes.chain(self.stopped(*member)).collect()));
            }
            Verdict::Unchanged { member } => page.unchanged.push(line(self.stopped(*member).into_iter().collect())),
            Verdict::Guest { .. } => page.guests.push(line(Vec::new())),
            Verdict::Doubtful(doubt) => {
                let taken = matches!(still, Some(Verdict::Doubtful(doubt)) if doubt.taken);
                let error = match still {
                    Some(_) if taken => Some("Đồng chí này đã được chọn cho một dòng khác. Hãy chọn lại."),
                    Some(_) if self.again => Some("Đồng chí chưa chọn cho dòng này."),
                    _ => None,
                };
                page.doubtful.push(self.doubt(at, line(words::facts(entry)), doubt, error));
            }
            Verdict::Wrong(trouble) => page.wrong.push(line(self.wrong(at, trouble))),
            Verdict::LeftOut => {}
        }
    }

    /// A list lets nobody in again whom somebody has stopped.
    fn stopped(&self, member: MemberId) -> Option<String> {
        let known = self.known.get(&member).filter(|known| known.standing == Standing::Disabled);
        known.map(|_| "Đồng chí này đang ngừng dự thi; danh sách gửi lên không thay đổi điều đó.".to_owned())
    }

    fn wrong(&self, at: usize, trouble: &Trouble) -> Vec<String> {
        let problems = self.brought.preview.lines[at].problems.iter();
        let told =
            problems.map(|problem| format!("{}: {}", words::label(problem.field), wording::inert(&problem.sentence)));
        let trouble = Some(words::trouble(trouble, &self.brought.preview)).filter(|words| !words.is_empty());
        told.chain(trouble).collect()
    }

    fn doubt(&self, at: usize, line: LineView, doubt: &Doubt, error: Option<&'static str>) -> DoubtView {
        let chosen = self.choices.answers.get(&at).copied();
        let option = |value: String, words: String, answer| OptionView { value, words, chosen: chosen == Some(answer) };
        let who = |id: &MemberId| {
            let known = self.known.get(id)?;
            let facts = Some(self.facts(known)).filter(|facts| !facts.is_empty());
            let name = wording::inert(&known.name);
            let words = facts.map_or(name.clone(), |facts| format!("{name} ({facts})"));
            Some(option(id.to_string(), format!("Là {words}"), Answer::Is(*id)))
        };
        let mut options: Vec<OptionView> = doubt.candidates.iter().filter_map(who).collect();
        if doubt.may_be_new {
            options.push(option(
                "new".to_owned(),
                "Là một đồng chí khác, chưa có trong danh sách".to_owned(),
                Answer::New,
            ));
        }
        options.push(option("skip".to_owned(), "Bỏ qua dòng này".to_owned(), Answer::Skip));
        let question = match (doubt.repeats, doubt.candidates.as_slice(), doubt.may_be_new) {
            (Some(earlier), _, _) => format!(
                "Dòng này trùng họ tên với {} và không có gì để phân biệt. Đây là ai?",
                words::place(&self.brought.preview, earlier).to_lowercase()
            ),
            (None, [_], false) => "Số thẻ đảng viên này đang là của đồng chí có tên khác. Đây có phải là người đó không?".to_owned(),
            (None, [_], true) => "Trong danh sách đã có một đồng chí giống tên nhưng chưa đủ để chắc chắn. Đây có phải là người đó không?".to_owned(),
            _ => "Trong danh sách có nhiều đồng chí giống tên. Đây là ai?".to_owned(),
        };
        DoubtView { id: at, line, question, options, error }
    }

    /// What tells somebody from their namesakes.
    fn facts(&self, known: &Known) -> String {
        let unit = self.units.get(&known.unit).filter(|_| self.units.len() > 1).map(|name| wording::inert(name));
        let birth = known.details.birth.map(|birth| format!("sinh {birth}"));
        let card = known.details.card.as_ref().map(|card| format!("thẻ {}", wording::inert(card)));
        let phone = known.details.phone.as_ref().map(|phone| format!("điện thoại {phone}"));
        unit.into_iter().chain(birth).chain(card).chain(phone).collect::<Vec<_>>().join(", ")
    }

    fn missing(&self, id: MemberId, kept: &BTreeSet<MemberId>) -> Option<MissingView> {
        let known = self.known.get(&id)?;
        let chosen = self.choices.absences.get(&id);
        let option = |absence: Absence| OptionView {
            value: absence.name().to_owned(),
            words: absence.words().to_owned(),
            chosen: chosen == Some(&absence),
        };
        let options = if kept.contains(&id) { Vec::new() } else { Absence::ALL.map(option).into() };
        Some(MissingView { id, name: wording::inert(&known.name), facts: self.facts(known), options })
    }
}

impl PreviewPage {
    fn count(&self) -> Vec<String> {
        let counts = [
            (self.new.len(), "mới"),
            (self.updates.len(), "cập nhật"),
            (self.unchanged.len() + self.guests.len(), "không đổi"),
            (self.doubtful.len(), "chưa rõ"),
            (self.wrong.len(), "chưa đúng"),
            (self.missing.len() + self.absent.len(), "không có trong tệp"),
        ];
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect()
    }

    /// None where there is nothing to save.
    fn may_save(&self) -> Option<String> {
        let (changes, left) = (self.new.len() + self.updates.len(), self.wrong.len());
        let nothing = changes + self.doubtful.len() + self.missing.len() == 0;
        match (nothing, left) {
            (true, _) => None,
            (false, 0) => Some("Lưu vào danh sách đảng viên".to_owned()),
            (false, left) => Some(format!("Lưu, trừ {left} dòng chưa đúng")),
        }
    }
}
