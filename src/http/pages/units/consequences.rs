//! What a change would make true, in sentences, before it is made.

use std::collections::BTreeMap;

use crate::domain::contest::Phase;
use crate::domain::identity::UnitId;
use crate::domain::organisation::{Attendance, Fact, Foreseen};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::wording::{inert, moment};

/// Who would come to a unit.
#[derive(Default)]
struct Arrivals {
    members: usize,
    guests: usize,
    units: Vec<String>,
}

pub fn of(foreseen: &Foreseen) -> Vec<String> {
    let Foreseen { before: organisation, facts } = foreseen;
    let now = &organisation.units;
    let founded: BTreeMap<UnitId, &str> = facts.iter().filter_map(founded_name).collect();
    let name = |unit: &UnitId| {
        let known = now.get(unit).map(|unit| unit.name.as_str());
        inert(known.or_else(|| founded.get(unit).copied()).unwrap_or_default())
    };
    let passes_its_bank =
        |unit: &UnitId| facts.iter().any(|fact| matches!(fact, Fact::BankPassed { from, .. } if from == unit));
    let (mut sentences, mut endings) = (Vec::new(), Vec::new());
    let mut arrivals: BTreeMap<UnitId, Arrivals> = BTreeMap::new();
    for fact in facts {
        match fact {
            Fact::UnitFounded { parent: Some(parent), name: own, .. } => {
                sentences.push(format!("Lập {}, trực thuộc {}.", inert(own), name(parent)));
            }
            Fact::UnitFounded { parent: None, name: own, .. } => sentences.push(format!("Lập {}.", inert(own))),
            Fact::UnitChanged { unit, parent, kind, name: new } => {
                let before = now.get(unit);
                if before.is_some_and(|before| before.name != *new) {
                    sentences.push(format!("{} đổi tên thành {}.", name(unit), inert(new)));
                }
                if before.is_some_and(|before| before.kind != *kind) {
                    sentences.push(format!("{} đổi loại tổ chức.", name(unit)));
                }
                if let Some(parent) = parent.filter(|parent| before.is_some_and(|it| it.parent != Some(*parent))) {
                    arrivals.entry(parent).or_default().units.push(name(unit));
                }
            }
            Fact::MembershipBegan { unit, attendance, .. } => {
                let arrivals = arrivals.entry(*unit).or_default();
                match attendance {
                    Attendance::Regular => arrivals.members += 1,
                    Attendance::Temporary => arrivals.guests += 1,
                }
            }
            Fact::UnitClosed { unit } => endings.push(format!(
                "{} kết thúc hoạt động. Danh sách, kỳ thi và kết quả đã có vẫn được giữ nguyên để tra cứu{}.",
                name(unit),
                if passes_its_bank(unit) { "" } else { ", cùng văn bản và câu hỏi" }
            )),
            Fact::Succeeded { predecessor, successor } => endings.push(format!(
                "{} kế tục {}: ai phụ trách ở đó thì xem được những gì đã có của {}.",
                name(successor),
                name(predecessor),
                name(predecessor)
            )),
            Fact::BankPassed { from, to } => endings.push(format!(
                "Văn bản và câu hỏi của {} chuyển sang ngân hàng của {}. Đề của các kỳ thi trước giữ nguyên.",
                name(from),
                name(to)
            )),
            Fact::MembershipEnded { .. } => {}
        }
    }
    sentences.extend(arrivals.iter().map(|(unit, arrivals)| arrivals.words(&name(unit))));
    sentences.extend(endings);
    sentences
}

/// What is planned in a unit that closes, and would have nobody to take part.
pub async fn stranded(house: &House, foreseen: &Foreseen) -> Result<Vec<String>, Refusal> {
    let mut sentences = Vec::new();
    let unfinished = house.store.unfinished_contests().await?;
    for fact in &foreseen.facts {
        let Fact::UnitClosed { unit } = fact else { continue };
        let own = house.store.contests_concerning(*unit).await?.into_iter();
        for row in own.filter(|row| row.unit == *unit && unfinished.contains(&row.id)) {
            let room = house.registry.room(row.id).await?;
            if room.ask(|contest, _| *contest.phase() == Phase::Scheduled).await? {
                sentences.push(format!(
                    "{} ({}) của {} chưa diễn ra và sẽ không còn ai để dự thi. Đồng chí hủy kỳ thi ấy, rồi lên lịch lại ở tổ chức mới.",
                    inert(&row.title),
                    moment(row.starts_at),
                    inert(&row.unit_name)
                ));
            }
        }
    }
    Ok(sentences)
}

impl Arrivals {
    /// `12 đảng viên và 2 tổ chức (…) chuyển sang Chi bộ A.`
    fn words(&self, to: &str) -> String {
        let mut who = Vec::new();
        if self.members > 0 {
            who.push(format!("{} đảng viên", self.members));
        }
        if self.guests > 0 {
            who.push(format!("{} đồng chí sinh hoạt tạm thời", self.guests));
        }
        if !self.units.is_empty() {
            who.push(format!("{} tổ chức ({})", self.units.len(), self.units.join(", ")));
        }
        format!("{} chuyển sang {to}.", who.join(" và "))
    }
}

fn founded_name(fact: &Fact) -> Option<(UnitId, &str)> {
    match fact {
        Fact::UnitFounded { unit, name, .. } => Some((*unit, name)),
        _ => None,
    }
}
