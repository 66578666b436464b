//! One person: where they belong and belonged, what they may do, and everything that can be entered about them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::super::ahead::{self, AheadLine};
use super::super::blocks::{Block, Select, Ticks, refuse};
use super::super::roster::{DetailLine, detail_lines, label};
use super::super::units::change::choice;
use super::super::{SignedIn, html, people_words};
use super::details::correction;
use super::roles;
use crate::auth::Person;
use crate::domain::contest::Excuse;
use crate::domain::organisation::{Ending, Membership};
use crate::domain::role::Action;
use crate::domain::roster::MemberDetails;
use crate::domain::time::Timestamp;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::form::{Choice, Field, Form};
use crate::http::house::House;
use crate::http::people_access::MemberVisit;
use crate::http::wording;
use crate::store::{MemberEdit, Unit};

/// How many of the last corrections are shown.
const EDITS: u32 = 5;

#[derive(Template)]
#[template(path = "member.html", config = ".askama.toml")]
struct MemberPage {
    assets: String,
    title: String,
    signed_in: Option<SignedIn>,
    member_id: String,
    name: String,
    done: Option<&'static str>,
    /// What was refused and can no longer be filled in.
    error: Option<String>,
    /// Label and words.
    facts: Vec<(&'static str, String)>,
    /// Of somebody whom one keeps on the roster.
    details: Vec<DetailLine>,
    /// Who changed which of them by hand.
    edits: Vec<String>,
    unit_id: Option<String>,
    roles: Vec<RoleLine>,
    ahead: Vec<AheadLine>,
    /// What can be entered, each as a form of its own.
    acts: Vec<Act>,
    past: Vec<String>,
}

struct RoleLine {
    words: String,
    role: &'static str,
    unit: String,
    /// Theirs to take back.
    may_withdraw: bool,
}

/// One thing that can be entered about somebody.
struct Act {
    /// The last part of its address.
    below: &'static str,
    title: &'static str,
    intro: &'static str,
    blocks: Vec<Block>,
    go: &'static str,
    /// Filled in and refused.
    open: bool,
}

/// A form that was filled in and refused.
pub(super) struct Refused<'a> {
    pub below: &'static str,
    pub form: &'a Form,
    /// By the names of the fields.
    pub errors: Vec<(&'static str, String)>,
}

#[derive(Deserialize)]
pub struct MemberQuery {
    #[serde(default)]
    done: String,
}

pub async fn show(
    house: web::Data<House>,
    request: HttpRequest,
    id: web::Path<String>,
    query: web::Query<MemberQuery>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let visit = house.member_for(&person, &id).await?;
    let done = match query.done.as_str() {
        "added" => Some("Đã thêm vào danh sách. Đồng chí có thể làm thẻ mời ngay dưới đây."),
        "corrected" => Some("Đã sửa thông tin. Kết quả đã công bố giữ nguyên tên đã in."),
        "excused" => Some("Đã ghi lý do vắng."),
        "back" => Some("Đã bỏ lý do vắng."),
        "official" => Some("Đã ghi là đảng viên chính thức."),
        "transferred" => Some("Đã chuyển sinh hoạt. Nơi cũ vẫn được giữ trong lịch sử."),
        "lent" => Some("Đã ghi sinh hoạt tạm thời."),
        "returned" => Some("Đã ghi việc trở về."),
        "left" => Some("Đã đưa ra khỏi danh sách. Các máy của đồng chí ấy đã được đăng xuất."),
        "admitted" => Some("Đã tiếp nhận vào danh sách."),
        "granted" => Some("Đã giao vai trò."),
        "withdrawn" => Some("Đã thôi vai trò."),
        "disabled" => Some("Đã ngừng tài khoản và đăng xuất mọi máy."),
        "enabled" => Some("Đã mở lại tài khoản. Đồng chí ấy đăng nhập lại bằng thẻ mời."),
        other => ahead::done(other),
    };
    Ok(html(&page(&house, &person, &visit, done, None).await?)?)
}

/// The page with what was filled in, and what was wrong with it beside its field.
pub(super) async fn refused(
    house: &House,
    person: &Person,
    visit: &MemberVisit,
    refused: Refused<'_>,
) -> Result<HttpResponse, Refusal> {
    let mut response = html(&page(house, person, visit, None, Some(refused)).await?)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

async fn page(
    house: &House,
    person: &Person,
    visit: &MemberVisit,
    done: Option<&'static str>,
    refused: Option<Refused<'_>>,
) -> Result<MemberPage, Refusal> {
    let grants = house.store.grants_of(visit.record.id).await?;
    let named = visit.memberships.iter().map(|known| known.unit).chain(grants.iter().map(|grant| grant.unit));
    let named = house.unit_names(named).await?;
    let unit = |id| named.get(&id).map(|unit: &Unit| wording::inert(&unit.name)).unwrap_or_default();
    let name = wording::inert(&visit.record.name);
    let mut facts = Vec::new();
    let home = visit.memberships.iter().find(|known| known.until.is_none() && Some(known.unit) == visit.home);
    match home {
        Some(home) => {
            facts.push(("Sinh hoạt tại", unit(home.unit)));
            facts.push(("Đảng viên", if home.official { "Chính thức" } else { "Dự bị" }.to_owned()));
        }
        None => facts.push(("Sinh hoạt tại", "Hiện không còn trong danh sách".to_owned())),
    }
    if let Some(stay) = visit.stay {
        facts.push(("Tạm thời tại", unit(stay)));
    }
    if let Some(excuse) = visit.record.excuse.as_deref().and_then(Excuse::from_name) {
        let words = format!("{} ({})", people_words::excuse(excuse), people_words::excuse_effect(excuse));
        facts.push(("Lý do vắng", words));
    }
    if visit.may_manage {
        facts.push(("Tài khoản", account_words(house, visit).await?));
    }
    let mut roles = Vec::new();
    for grant in grants {
        roles.push(RoleLine {
            words: format!("{} tại {}", people_words::role(grant.role), unit(grant.unit)),
            role: grant.role.name(),
            unit: grant.unit.to_string(),
            may_withdraw: visit.may_let_in && person.may_grant(&house.store, grant).await?,
        });
    }
    let (details, edits) = match visit.may_manage {
        true => (house.store.details_of(visit.record.id).await?, house.store.edits_of(visit.record.id, EDITS).await?),
        false => (MemberDetails::default(), Vec::new()),
    };
    let acts = acts(house, person, visit, (home, &details), refused.as_ref()).await?;
    let error = refused
        .filter(|_| !acts.iter().any(|act| act.open))
        .map(|refused| refused.errors.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(" "));
    let past = visit.memberships.iter().rev().map(|known| membership_words(known, &unit(known.unit)));
    Ok(MemberPage {
        assets: crate::http::assets::prefix(),
        title: name.clone(),
        signed_in: Some(SignedIn::of(person)),
        member_id: visit.record.id.to_string(),
        name,
        done,
        facts,
        details: detail_lines(&details),
        edits: edits.iter().map(edit_words).collect(),
        unit_id: visit.home.map(|unit| unit.to_string()),
        roles,
        error,
        ahead: ahead::of_member(house, person, visit.record.id).await?,
        acts,
        past: past.collect(),
    })
}

async fn account_words(house: &House, visit: &MemberVisit) -> Result<String, Refusal> {
    if let Some(since) = visit.record.disabled_at {
        return Ok(format!("Đã ngừng từ ngày {}", Day::of(since).words()));
    }
    let devices = house.store.devices_of(visit.record.id, house.auth.now()).await?.len();
    Ok(match devices {
        0 => "Chưa đăng nhập trên máy nào".to_owned(),
        count => format!("Đang đăng nhập trên {count} máy"),
    })
}

/// `Từ 01/01/2026 đến 01/03/2026: Chi bộ A, sinh hoạt chính thức, dự bị (chuyển sinh hoạt)`.
fn membership_words(known: &Membership, unit: &str) -> String {
    let since = if known.since == Timestamp(0) {
        "Từ đầu".to_owned()
    } else {
        format!("Từ {}", Day::of(known.since).words())
    };
    let until = known.until.map(|until| format!(" đến {}", Day::of(until).words())).unwrap_or_default();
    let attendance = people_words::attendance(known.attendance).to_lowercase();
    let probation = if known.official { "" } else { ", dự bị" };
    let ending = known.ending.map(|ending| format!(" ({})", people_words::ending(ending))).unwrap_or_default();
    format!("{since}{until}: {unit}, {attendance}{probation}{ending}")
}

/// `02/02/2026, Nguyễn Văn An sửa: Ngày sinh, Số điện thoại`.
fn edit_words(edit: &MemberEdit) -> String {
    let fields = edit.fields.iter().map(|field| label(*field)).collect::<Vec<_>>().join(", ");
    format!("{}, {} sửa: {fields}", Day::of(edit.at).words(), wording::inert(&edit.by_name))
}

async fn acts(
    house: &House,
    person: &Person,
    visit: &MemberVisit,
    (home, details): (Option<&Membership>, &MemberDetails),
    refused: Option<&Refused<'_>>,
) -> Result<Vec<Act>, Refusal> {
    let today = Day::of(house.auth.now()).words();
    let blank = Form::default();
    let typed = |below: &str| refused.filter(|refused| refused.below == below);
    let form = |below: &str| typed(below).map_or(&blank, |refused| refused.form);
    let act = |below, title, intro, blocks: Vec<Block>, go| {
        let mut act = Act { below, title, intro, blocks, go, open: false };
        if let Some(refused) = typed(below) {
            act.open = true;
            for (field, words) in &refused.errors {
                refuse(&mut act.blocks, field, words);
            }
        }
        act
    };
    let date = |below: &str, name: &'static str, label: &'static str| {
        let value = if typed(below).is_some() { form(below).text(name) } else { &today };
        Block::Text(Field::new(name, label, value, 20).hint("Ví dụ 15/5/2016."))
    };
    let reach = house.units_to(person, Action::ManageMembers).await?;
    let units = |below: &str, name: &str, label: &str| {
        let others = reach.iter().filter(|unit| Some(unit.id) != visit.home && Some(unit.id) != visit.stay);
        let choices = others.map(|unit| choice(unit, form(below).text(name) == unit.id.to_string()));
        select(name, label, choices.collect())
    };
    let mut acts = Vec::new();
    if visit.may_let_in && visit.record.disabled_at.is_none() {
        let forget = Choice {
            value: "yes".to_owned(),
            words: "Quên mã PIN hoặc mật khẩu: cho đặt lại".to_owned(),
            chosen: form("card").text("forget") == "yes",
        };
        let forget =
            Ticks { name: "forget", legend: "Đặt lại mã PIN", hint: "", choices: vec![forget], error: None };
        acts.push(act(
            "card",
            "Làm thẻ mời mới",
            "Dùng khi chưa có thẻ, mất thẻ hoặc mất điện thoại. Thẻ cũ mất hiệu lực ngay và các máy đang dùng bị đăng xuất. Thẻ mới chỉ hiện một lần.",
            vec![Block::Ticks(forget)],
            "Làm thẻ mới",
        ));
    }
    if let Some(home) = home.filter(|_| visit.may_manage) {
        let chosen = match typed("excuse") {
            Some(refused) => refused.form.text("excuse"),
            None => visit.record.excuse.as_deref().unwrap_or_default(),
        };
        let nothing = Choice { value: String::new(), words: "Không vắng".to_owned(), chosen: false };
        let excuses = Excuse::ALL.map(|excuse| Choice {
            value: excuse.name().to_owned(),
            words: format!("{}: {}", people_words::excuse(excuse), people_words::excuse_effect(excuse)),
            chosen: excuse.name() == chosen,
        });
        acts.push(act(
            "excuse",
            "Ghi lý do vắng",
            "Dùng cho các kỳ thi mở từ nay; danh sách đã chốt không đổi.",
            vec![Block::Select(select("excuse", "Lý do", [nothing].into_iter().chain(excuses).collect()))],
            "Ghi lý do",
        ));
        acts.push(act(
            "correct",
            "Sửa thông tin",
            "Ô nào không biết, đồng chí để trống. Kết quả đã công bố giữ nguyên tên đã in.",
            correction(&visit.record.name, details, typed("correct").map(|refused| refused.form)),
            "Lưu thông tin",
        ));
        if !home.official {
            let on = date("official", "official-on", "Chính thức từ ngày");
            acts.push(act("official", "Ghi là đảng viên chính thức", "", vec![on], "Ghi chính thức"));
        }
        if reach.len() > 1 {
            let to = units("transfer", "transfer-to", "Chuyển sang");
            let on = date("transfer", "transfer-on", "Từ ngày");
            acts.push(act(
                "transfer",
                "Chuyển sinh hoạt chính thức",
                "Trước ngày chuyển, đồng chí ấy vẫn thuộc nơi cũ trong mọi bảng kết quả.",
                vec![Block::Select(to), on],
                "Chuyển sinh hoạt",
            ));
            if visit.stay.is_none() {
                let to = units("lend", "lend-to", "Sinh hoạt tạm thời tại");
                let on = date("lend", "lend-on", "Từ ngày");
                acts.push(act(
                    "lend",
                    "Sinh hoạt tạm thời nơi khác",
                    "Vẫn thuộc nơi chính thức; dự thi cùng nơi tạm thời.",
                    vec![Block::Select(to), on],
                    "Ghi sinh hoạt tạm thời",
                ));
            }
        }
    }
    if visit.stay.is_some() {
        let on = date("return", "return-on", "Trở về từ ngày");
        acts.push(act("return", "Trở về nơi sinh hoạt chính thức", "", vec![on], "Ghi trở về"));
    }
    if home.is_none() && visit.may_manage {
        let to = units("admit", "admit-to", "Tiếp nhận vào");
        let on = date("admit", "admit-on", "Từ ngày");
        acts.push(act(
            "admit",
            "Tiếp nhận lại",
            "Khi đồng chí ấy trở lại, hoặc đã bị đưa ra khỏi danh sách do ghi nhầm.",
            vec![Block::Select(to), on],
            "Tiếp nhận",
        ));
    }
    if visit.may_let_in {
        acts.extend(
            roles::choices(house, person, visit, form("roles"))
                .await?
                .map(|(blocks, intro)| act("roles", "Giao vai trò", intro, blocks, "Giao vai trò")),
        );
        let endings = Ending::FINAL.map(|ending| Choice {
            value: ending.name().to_owned(),
            words: people_words::ending(ending).to_owned(),
            chosen: form("leave").text("leave-ending") == ending.name(),
        });
        let nothing = Choice { value: String::new(), words: "Chọn lý do".to_owned(), chosen: false };
        let ending = select("leave-ending", "Lý do", [nothing].into_iter().chain(endings).collect());
        let on = date("leave", "leave-on", "Từ ngày");
        acts.push(act(
            "leave",
            "Đưa ra khỏi danh sách",
            "Đồng chí ấy không dự thi nữa và bị đăng xuất khỏi mọi máy. Kết quả và lịch sử đã có được giữ nguyên. Ai chuyển sang một chi bộ khác trong cùng đảng bộ thì không dùng mục này mà ghi là chuyển sinh hoạt, để kết quả đi theo; bí thư chi bộ nhờ cấp ủy cấp trên ghi.",
            vec![Block::Select(ending), on],
            "Đưa ra khỏi danh sách",
        ));
        acts.push(match visit.record.disabled_at {
            None => act(
                "disable",
                "Ngừng tài khoản",
                "Đăng xuất mọi máy ngay và không cho đăng nhập nữa, nhưng vẫn giữ trong danh sách. Có thể mở lại.",
                Vec::new(),
                "Ngừng tài khoản",
            ),
            Some(_) => act("enable", "Mở lại tài khoản", "", Vec::new(), "Mở lại tài khoản"),
        });
    }
    Ok(acts)
}

pub(super) fn select(name: &str, label: &str, choices: Vec<Choice>) -> Select {
    Select { name: name.to_owned(), label: label.to_owned(), hint: "", choices, error: None }
}
