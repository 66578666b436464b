//! The page on which a contest is filled in.

use std::collections::BTreeMap;

use askama::Template;

use super::super::SignedIn;
use super::blueprint::{LineSupply, Supply};
use super::wording::{field, words};
use super::{Desk, change};
use crate::domain::contest::{Excuse, Mode, Pacing};
use crate::domain::contest_entry::{ContestEntry, ContestProblem, HoursEntry, MOST_LINES, PLACE_LENGTH, TITLE_LENGTH};
use crate::domain::identity::DraftId;
use crate::domain::name::is_found_by;
use crate::domain::question::Difficulty;
use crate::domain::ranking::{Predicted, TieRule};
use crate::domain::role::Action;
use crate::domain::year_plan::THEME_LENGTH;
use crate::http::error::Refusal;
use crate::http::form::Field;
use crate::http::house::House;
use crate::http::wording;
use crate::store::{DraftKind, RosterMember};

/// So many of those that are found by name are shown.
const FOUND: usize = 30;
/// The most that is typed of a name.
const FIND_LENGTH: usize = 100;
/// People whose excuses are shown on the page; of a larger unit, only those who have one.
const SHOWN: usize = 150;
/// Orders of tie rules that may be chosen one after another.
const TIES: [&str; 3] = ["Trước hết", "Sau đó", "Sau cùng"];

#[derive(Template)]
#[template(path = "contest_form.html", config = ".askama.toml")]
pub(super) struct ContestForm {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    unit: String,
    unit_id: String,
    /// Of the draft it is kept in: id and version.
    draft: Option<(String, u32)>,
    period: Option<(i16, String)>,
    replaces: Option<Replaces>,
    refused: bool,
    note: Option<&'static str>,
    names: Vec<Field>,
    times: Vec<Field>,
    window: bool,
    closing: Vec<Field>,
    hours: HoursPart,
    auto: bool,
    documents: Vec<DocumentTick>,
    lines: Vec<LineRow>,
    lines_error: bool,
    total: LineSupply,
    may_add: bool,
    limit: Field,
    hall: bool,
    ties: Vec<TieRow>,
    tie_error: Option<String>,
    predicted: Vec<Choice>,
    numbers: Vec<Field>,
    insiders_ranked: bool,
    two_confirm: bool,
    roster: RosterPart,
    drafts: Vec<DraftLine>,
}

/// The contest whose place this one takes.
struct Replaces {
    id: String,
    when: String,
    /// Where that one is still to be called off.
    reason: Option<Field>,
}

struct DocumentTick {
    id: String,
    name: String,
    title: String,
    /// Approved questions on it.
    questions: usize,
    ticked: bool,
}

/// One choice of a list.
struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

struct LineRow {
    /// From 1, as it is read.
    number: usize,
    count: String,
    documents: Vec<Choice>,
    topics: Vec<Choice>,
    difficulties: Vec<Choice>,
    weight: String,
    supply: LineSupply,
}

struct TieRow {
    number: usize,
    label: &'static str,
    choices: Vec<Choice>,
}

/// Daily hours of a contest that each takes alone.
struct HoursPart {
    kept: bool,
    /// Number, name, and whether it is chosen.
    days: Vec<(u8, &'static str, bool)>,
    times: Vec<Field>,
    error: Option<String>,
}

struct RosterPart {
    /// `24 đồng chí, 22 phải tham gia`.
    summary: String,
    may_excuse: bool,
    rows: Vec<RosterRow>,
    /// Not everybody is shown; others are found by name.
    more: bool,
    find: String,
    /// Nobody of that name.
    nobody: bool,
}

struct RosterRow {
    number: usize,
    id: String,
    name: String,
    unit: String,
    excuses: Vec<Choice>,
    /// The excuse in words, for who may not change it.
    words: &'static str,
}

struct DraftLine {
    id: String,
    title: String,
    saved_at: String,
}

pub(super) async fn page(
    house: &House,
    desk: &Desk,
    entry: ContestEntry,
    draft: Option<(DraftId, u32)>,
    problems: &[ContestProblem],
    note: Option<&'static str>,
    find: &str,
) -> Result<ContestForm, Refusal> {
    let unit = desk.unit.id;
    let may_excuse = desk.person.may(&house.store, Action::ManageMembers, unit).await?;
    let roster = roster_part(&entry, &house.store.roster_of(unit).await?, may_excuse, find);
    let standing = change::standing(house, desk, &entry).await?;
    let documents = documents(house, desk, &entry).await?;
    let mut supply = Supply::of(&entry, &desk.pool);
    supply.add(problems);
    let error = |name: &str| problems.iter().find(|problem| field(problem) == name).map(words);
    let drafts = house.store.drafts_of(desk.person.member, DraftKind::Contest).await?;
    let drafts = drafts.into_iter().filter(|kept| kept.unit == unit && Some(kept.id) != draft.map(|(id, _)| id));
    Ok(ContestForm {
        assets: crate::http::assets::prefix(),
        title: match &standing {
            None => "Kỳ thi mới",
            Some((_, change::Standing::CalledOff)) => "Lên lại kỳ thi",
            Some(_) => "Sửa kỳ thi",
        }
        .to_owned(),
        replaces: standing.map(|(row, standing)| Replaces {
            id: row.id.to_string(),
            when: wording::moment(row.starts_at),
            reason: (standing != change::Standing::CalledOff || error("reason").is_some()).then(|| {
                Field::new("reason", "Lý do sửa", &entry.reason, 500)
                    .hint("Đảng viên mở đường dẫn cũ thấy lý do này.")
                    .required()
                    .error(error("reason"))
            }),
        }),
        signed_in: Some(SignedIn::of(&desk.person)),
        unit: wording::inert(&desk.unit.name),
        unit_id: unit.to_string(),
        draft: draft.map(|(id, version)| (id.to_string(), version)),
        period: entry.period.map(|(year, period)| (year, period.name())),
        refused: !problems.is_empty(),
        note,
        names: vec![
            Field::new("title", "Tên kỳ thi", &entry.title, TITLE_LENGTH).required().error(error("title")),
            Field::new("theme", "Chủ đề", &entry.theme, THEME_LENGTH)
                .hint("Ghi trong kế hoạch và trang kỳ thi. Có thể để trống.")
                .error(error("theme")),
        ],
        times: vec![
            Field::new("on", "Ngày thi", &entry.on, 20).hint("Ví dụ 5/12/2026.").required().error(error("on")),
            Field::new("at", "Giờ thi", &entry.at, 20)
                .hint("Phòng chờ tự mở trước đó 15 phút.")
                .required()
                .error(error("at")),
            Field::new("place", "Địa điểm", &entry.place, PLACE_LENGTH)
                .hint("Ghi trong kế hoạch. Có thể để trống.")
                .error(error("place")),
        ],
        window: entry.mode == Mode::Window,
        closing: vec![
            Field::new("closes_on", "Ngày hết hạn bắt đầu", &entry.closes_on, 20)
                .hint("Chỉ cần khi mỗi người tự thi.")
                .error(error("closes_on")),
            Field::new("closes_at", "Giờ hết hạn bắt đầu", &entry.closes_at, 20),
        ],
        hours: hours(&entry.hours, error("hours")),
        auto: entry.pacing == Pacing::Auto,
        lines: lines(desk, &entry, &documents, supply.lines),
        lines_error: problems.iter().any(|problem| field(problem) == "lines"),
        total: supply.total,
        documents,
        may_add: entry.lines.len() < MOST_LINES,
        limit: Field::new("limit", "Thời gian mỗi câu (giây)", &entry.limit, 4)
            .hint("Thường là 30 giây. Câu có thời gian riêng thì theo thời gian riêng.")
            .error(error("limit")),
        hall: entry.hall,
        ties: ties(&entry),
        tie_error: error("tie"),
        predicted: predicted(&entry),
        numbers: vec![
            Field::new("prize_places", "Số hạng được khen", &entry.prize_places, 3).error(error("prize_places")),
            Field::new("unit_threshold", "Tỷ lệ tham gia để đơn vị được xếp hạng (%)", &entry.unit_threshold, 3)
                .error(error("unit_threshold")),
        ],
        insiders_ranked: entry.insiders_ranked,
        two_confirm: entry.two_confirm,
        roster,
        drafts: drafts
            .filter_map(|kept| {
                let entry: ContestEntry = serde_json::from_str(&kept.body).ok()?;
                let title = wording::inert(&entry.title);
                Some(DraftLine { id: kept.id.to_string(), title, saved_at: wording::moment(kept.saved_at) })
            })
            .collect(),
    })
}

async fn documents(house: &House, desk: &Desk, entry: &ContestEntry) -> Result<Vec<DocumentTick>, Refusal> {
    let known = house.store.documents_for(desk.unit.id).await?;
    let tick = |document: &crate::domain::document::Document| DocumentTick {
        id: document.id.to_string(),
        name: wording::inert(document.name()),
        title: if document.symbol.is_empty() { String::new() } else { wording::inert(&document.title) },
        questions: desk.pool.iter().filter(|candidate| candidate.document == document.id).count(),
        ticked: entry.reading.contains(&document.id),
    };
    Ok(known.iter().filter(|document| document.is_in_force()).map(tick).collect())
}

fn lines(desk: &Desk, entry: &ContestEntry, documents: &[DocumentTick], supply: Vec<LineSupply>) -> Vec<LineRow> {
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for candidate in desk.pool.iter().filter(|candidate| !candidate.topic.is_empty()) {
        *topics.entry(candidate.topic.as_str()).or_default() += 1;
    }
    let any = |words: &str, chosen: bool| Choice { value: String::new(), words: words.to_owned(), chosen };
    let rows = entry.lines.iter().zip(supply).zip(1..);
    let row = |((line, supply), number): ((&crate::domain::contest_entry::LineEntry, LineSupply), usize)| {
        let own = line.document.map(|id| id.to_string());
        let mut of = vec![any("Văn bản nào cũng được", own.is_none())];
        of.extend(documents.iter().filter(|document| document.questions > 0).map(|document| Choice {
            value: document.id.clone(),
            words: format!("{} ({} câu)", document.name, document.questions),
            chosen: own.as_ref() == Some(&document.id),
        }));
        // What has no questions any more stays chosen, so that the shortage beside it makes sense.
        if let Some(own) = own.filter(|own| !of.iter().any(|choice| choice.value == *own)) {
            of.push(Choice { value: own, words: "Văn bản đã chọn (0 câu)".to_owned(), chosen: true });
        }
        let mut about = vec![any("Chủ đề nào cũng được", line.topic.is_empty())];
        about.extend(topics.iter().map(|(topic, count)| Choice {
            value: (*topic).to_owned(),
            words: format!("{} ({count} câu)", wording::inert(topic)),
            chosen: line.topic == *topic,
        }));
        if !line.topic.is_empty() && !topics.contains_key(line.topic.as_str()) {
            let words = format!("{} (0 câu)", wording::inert(&line.topic));
            about.push(Choice { value: line.topic.clone(), words, chosen: true });
        }
        let mut hard = vec![any("Mức nào cũng được", line.difficulty.is_none())];
        hard.extend(Difficulty::ALL.map(|difficulty| Choice {
            value: difficulty.name().to_owned(),
            words: format!("Mức {}", wording::difficulty(difficulty)),
            chosen: line.difficulty == Some(difficulty),
        }));
        LineRow {
            number,
            count: line.count.clone(),
            documents: of,
            topics: about,
            difficulties: hard,
            weight: if line.weight.is_empty() { "1".to_owned() } else { line.weight.clone() },
            supply,
        }
    };
    rows.map(row).collect()
}

fn hours(entry: &HoursEntry, error: Option<String>) -> HoursPart {
    HoursPart {
        kept: entry.kept,
        days: (1..=7).map(|day| (day, wording::weekday_name(day), entry.days.contains(&day))).collect(),
        times: vec![
            Field::new("hours_from", "Từ giờ", &entry.from, 20),
            Field::new("hours_to", "Đến giờ", &entry.to, 20),
        ],
        error,
    }
}

fn predicted(entry: &ContestEntry) -> Vec<Choice> {
    let choice = |predicted: Predicted| Choice {
        value: predicted.name().to_owned(),
        words: format!("Bao nhiêu người {}", wording::predicted(predicted)),
        chosen: predicted == entry.predicted,
    };
    Predicted::ALL.map(choice).into()
}

fn ties(entry: &ContestEntry) -> Vec<TieRow> {
    let row = |(at, label): (usize, &'static str)| {
        let own = entry.ties.get(at).map_or("", String::as_str);
        let nothing = if at == 0 { "Không xét gì thêm: cùng hạng" } else { "Không xét gì thêm" };
        let rules = TieRule::ALL.into_iter().map(|rule| {
            let words = match rule {
                TieRule::Elapsed => "Tổng thời gian trả lời ngắn hơn xếp trên",
                TieRule::Submitted => "Gửi câu cuối sớm hơn xếp trên",
                TieRule::Prediction => "Dự đoán gần đúng hơn xếp trên",
            };
            (rule.name(), words)
        });
        let choices = [("", nothing)].into_iter().chain(rules).map(|(value, words)| Choice {
            value: value.to_owned(),
            words: words.to_owned(),
            chosen: value == own,
        });
        TieRow { number: at + 1, label, choices: choices.collect() }
    };
    TIES.into_iter().enumerate().map(row).collect()
}

fn roster_part(entry: &ContestEntry, roster: &[RosterMember], may_excuse: bool, find: &str) -> RosterPart {
    let excuse_of = |member: &RosterMember| {
        let changed = entry.excuses.get(&member.id).map(String::as_str);
        Excuse::from_name(changed.unwrap_or(member.excuse.as_deref().unwrap_or_default()))
    };
    let eligible = roster.iter().filter(|member| excuse_of(member).is_none_or(Excuse::in_denominator)).count();
    let more = roster.len() > SHOWN;
    let find: String = find.trim().chars().take(FIND_LENGTH).collect();
    let found = |member: &RosterMember| !find.is_empty() && is_found_by(&member.name, &find);
    // What was changed here stays in the form, or it would not come back with it.
    let kept = |member: &RosterMember| excuse_of(member).is_some() || entry.excuses.contains_key(&member.id);
    let mut places = FOUND;
    let mut is_shown = |member: &&RosterMember| {
        if !more || kept(member) {
            return true;
        }
        let shown = places > 0 && found(member);
        places -= usize::from(shown);
        shown
    };
    let shown: Vec<&RosterMember> = roster.iter().filter(|member| is_shown(member)).collect();
    let several = roster.iter().any(|member| member.unit != roster[0].unit);
    let row = |(member, number): (&RosterMember, usize)| {
        let own = excuse_of(member);
        let all = [None].into_iter().chain(Excuse::ALL.map(Some));
        RosterRow {
            number,
            id: member.id.to_string(),
            name: wording::inert(&member.name),
            unit: if several { wording::inert(&member.unit_name) } else { String::new() },
            words: own.map_or("dự thi", wording::excuse),
            excuses: all
                .map(|excuse| Choice {
                    value: excuse.map_or("", Excuse::name).to_owned(),
                    words: excuse.map_or("Dự thi".to_owned(), |excuse| format!("Miễn: {}", wording::excuse(excuse))),
                    chosen: excuse == own,
                })
                .collect(),
        }
    };
    RosterPart {
        summary: format!("{} đồng chí, trong đó {eligible} phải tham gia", roster.len()),
        may_excuse,
        rows: shown.into_iter().zip(1..).map(row).collect(),
        more,
        nobody: !find.is_empty() && !roster.iter().any(found),
        find,
    }
}
