//! What was decided for a day to come, as the pages of a unit and of a member show it, and how it is taken back.

use actix_web::{HttpRequest, HttpResponse, web};

use super::units::consequences;
use super::{people_words, see_other};
use crate::auth::Person;
use crate::domain::identity::{MemberId, UnitId};
use crate::domain::organisation::{Change, ChangeRefused, Foreseen, Target};
use crate::domain::role::Action;
use crate::http::calendar::Day;
use crate::http::error::{Page, Refusal};
use crate::http::house::House;
use crate::http::people_access::UnitVisit;
use crate::http::wording::inert;
use crate::store::ComingChange;

/// For `changes_ahead.html`.
pub struct AheadLine {
    pub on: String,
    pub title: String,
    pub sentences: Vec<String>,
    /// Why it was not made on its day.
    pub refused: Option<String>,
    /// Why it could not be made as things stand.
    pub doubtful: Option<String>,
    pub entered_by: String,
    /// Where it is taken back, for whoever may.
    pub withdraw: Option<String>,
}

/// A change, and what it would make true.
type Ahead = (ComingChange, Result<Foreseen, ChangeRefused>);

/// What concerns a unit, for those whose role reaches it; of single members only what was entered there, for whoever
/// keeps its roster.
pub(super) async fn of_unit(house: &House, person: &Person, visit: &UnitVisit) -> Result<Vec<AheadLine>, Refusal> {
    if !visit.reaches {
        return Ok(Vec::new());
    }
    let is_shown = |coming: &ComingChange| match coming.change.member() {
        Some(_) => visit.may_manage_members && coming.unit == visit.unit.id,
        None => coming.unit == visit.unit.id || coming.change.named().contains(&visit.unit.id),
    };
    lines(house, person, is_shown).await
}

pub(super) async fn of_member(house: &House, person: &Person, member: MemberId) -> Result<Vec<AheadLine>, Refusal> {
    lines(house, person, |coming| coming.change.member() == Some(member)).await
}

/// What could not be made on its day, wherever this person may take it back.
pub(super) async fn in_vain(house: &House, person: &Person) -> Result<Vec<AheadLine>, Refusal> {
    let lines = lines(house, person, |coming| coming.refusal.is_some()).await?;
    Ok(lines.into_iter().filter(|line| line.withdraw.is_some()).collect())
}

async fn lines(
    house: &House,
    person: &Person,
    is_shown: impl Fn(&ComingChange) -> bool,
) -> Result<Vec<AheadLine>, Refusal> {
    let all = house.store.coming_changes().await?;
    let shown: Vec<Ahead> = all.into_iter().filter(|(coming, _)| is_shown(coming)).collect();
    let mut lines = Vec::with_capacity(shown.len());
    for (coming, outlook) in shown {
        let title = title(house, &coming.change).await?;
        let entered_by = house.store.member_record(coming.entered_by).await?;
        let is_about_units = coming.change.member().is_none();
        let (sentences, problem) = match &outlook {
            Ok(foreseen) if is_about_units => (consequences::of(foreseen), None),
            Ok(_) => (Vec::new(), None),
            Err(refused) => (Vec::new(), Some(people_words::refused(refused))),
        };
        let (refused, doubtful) = if coming.refusal.is_some() { (problem, None) } else { (None, problem) };
        let withdraw = may_withdraw(house, person, &coming).await?;
        lines.push(AheadLine {
            on: Day::of(coming.on).words(),
            title,
            sentences,
            refused,
            doubtful,
            entered_by: entered_by.map(|by| inert(&by.name)).unwrap_or_default(),
            withdraw: withdraw.then(|| format!("/units/{}/coming/{}/withdraw", coming.unit, coming.id)),
        });
    }
    Ok(lines)
}

/// Whoever may enter such a change where this one was entered.
async fn may_withdraw(house: &House, person: &Person, coming: &ComingChange) -> Result<bool, Refusal> {
    let action = match &coming.change {
        Change::Found { .. } | Change::Merge { .. } => Action::FoundUnits,
        Change::Rename { .. } | Change::Move { .. } | Change::Split { .. } | Change::Close { .. } => {
            Action::ManageUnits
        }
        // Nobody keeps themselves, or somebody ranked above them, on a roster.
        Change::Leave { member, .. } => return Ok(person.may_manage(&house.store, *member, coming.unit).await?),
        _ => Action::ManageMembers,
    };
    Ok(person.may(&house.store, action, coming.unit).await?)
}

/// Takes it back before its day, or once it could not be made.
pub async fn withdraw(
    house: web::Data<House>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Page> {
    let person = house.auth.identify(&request).await?;
    let (unit, id) = path.into_inner();
    let unit = house.unit_to(&person, Action::ManageMembers, &unit).await?;
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let coming = house.store.coming_change(id).await.map_err(Refusal::from)?;
    let Some(coming) = coming.filter(|coming| coming.unit == unit.id) else {
        return Ok(see_other(&format!("/units/{}?done=settled", unit.id)));
    };
    if !may_withdraw(&house, &person, &coming).await? {
        return Err(Refusal::Forbidden.into());
    }
    let now = house.auth.now();
    let withdrawn = house.store.withdraw_coming_change(id, person.member, now).await.map_err(Refusal::from)?;
    let done = if withdrawn { "taken-back" } else { "settled" };
    Ok(see_other(&match coming.change.member() {
        Some(member) => format!("/members/{member}?done={done}"),
        None => format!("/units/{}?done={done}", unit.id),
    }))
}

/// What the pages say once a change is entered for a day to come, or taken back.
pub(super) fn done(name: &str) -> Option<&'static str> {
    Some(match name {
        "planned" => {
            "Đã ghi. Việc này tự có hiệu lực vào ngày đã chọn; trước ngày đó đồng chí có thể rút lại ở mục Sắp tới."
        }
        "taken-back" => "Đã rút lại. Không có gì thay đổi vào ngày đó.",
        "settled" => "Việc này đã có hiệu lực, hoặc đã được rút lại từ trước.",
        _ => return None,
    })
}

/// `Chi bộ A kết thúc hoạt động`.
async fn title(house: &House, change: &Change) -> Result<String, Refusal> {
    let names = house.unit_names(change.named()).await?;
    let name = |unit: &UnitId| names.get(unit).map(|unit| inert(&unit.name)).unwrap_or_default();
    let into = |target: &Target| match target {
        Target::Existing(unit) => name(unit),
        Target::New { unit, .. } => inert(&unit.name),
    };
    let who = match change.member() {
        Some(member) => house.store.member_record(member).await?.map(|record| inert(&record.name)).unwrap_or_default(),
        None => String::new(),
    };
    Ok(match change {
        Change::Found { unit, .. } => format!("Lập {}", inert(&unit.name)),
        Change::Rename { unit, name: new, .. } if name(unit) == inert(new) => {
            format!("{} đổi loại tổ chức", name(unit))
        }
        Change::Rename { unit, name: new, .. } => format!("{} đổi tên thành {}", name(unit), inert(new)),
        Change::Move { unit, parent } => format!("{} chuyển về trực thuộc {}", name(unit), name(parent)),
        Change::Merge { units, into: target } => {
            format!("Sáp nhập {} vào {}", units.iter().map(name).collect::<Vec<_>>().join(", "), into(target))
        }
        Change::Split { unit, .. } => format!("Chia tách {}", name(unit)),
        Change::Close { unit } => format!("{} kết thúc hoạt động", name(unit)),
        Change::Admit { to, .. } => format!("{who} được tiếp nhận vào {}", name(to)),
        Change::MakeOfficial { .. } => format!("{who} được công nhận chính thức"),
        Change::Transfer { to, .. } => format!("{who} chuyển sinh hoạt sang {}", name(to)),
        Change::Lend { to, .. } => format!("{who} sinh hoạt tạm thời tại {}", name(to)),
        Change::Return { from, .. } => format!("{who} hết sinh hoạt tạm thời tại {}", name(from)),
        Change::Leave { ending, .. } => format!("{who} ra khỏi danh sách: {}", people_words::ending(*ending)),
    })
}
