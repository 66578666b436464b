//! From the form to an entry, whatever was sent.

use crate::domain::contest::{Excuse, Mode, Pacing};
use crate::domain::contest_entry::{ContestEntry, HoursEntry, LineEntry, MOST_LINES};
use crate::domain::question::Difficulty;
use crate::domain::ranking::Predicted;
use crate::domain::year_plan::Period;
use crate::http::form::Form;
use crate::store::RosterMember;

pub(super) fn entry(form: &Form, roster: &[RosterMember]) -> ContestEntry {
    // More than any field takes is nobody's typing.
    let text = |name: &str| form.text(name).chars().take(500).collect::<String>();
    let period = Period::from_name(form.text("period"));
    ContestEntry {
        title: text("title"),
        theme: text("theme"),
        place: text("place"),
        on: text("on"),
        at: text("at"),
        mode: if form.text("mode") == "window" { Mode::Window } else { Mode::Live },
        closes_on: text("closes_on"),
        closes_at: text("closes_at"),
        hours: HoursEntry {
            kept: !form.text("daily").is_empty(),
            days: form.all("day").filter_map(|day| day.parse().ok()).filter(|day| (1..=7).contains(day)).collect(),
            from: text("hours_from"),
            to: text("hours_to"),
        },
        pacing: if form.text("pacing") == "auto" { Pacing::Auto } else { Pacing::Host },
        reading: form.all("reading").filter_map(|id| id.parse().ok()).collect(),
        lines: lines(form),
        limit: text("limit"),
        hall: form.text("network") == "hall",
        ties: form.all("tie").filter(|name| !name.is_empty()).take(3).map(str::to_owned).collect(),
        predicted: Predicted::from_name(form.text("predicted")).unwrap_or_default(),
        prize_places: text("prize_places"),
        unit_threshold: text("unit_threshold"),
        insiders_ranked: !form.text("insiders_ranked").is_empty(),
        two_confirm: !form.text("two_confirm").is_empty(),
        excuses: form
            .all("member")
            .zip(form.all("excuse"))
            .filter_map(|(id, excuse)| {
                let member = roster.iter().find(|member| Some(member.id) == id.parse().ok())?;
                let known = excuse.is_empty() || Excuse::from_name(excuse).is_some();
                let changed = member.excuse.as_deref().unwrap_or_default() != excuse;
                (known && changed).then(|| (member.id, excuse.to_owned()))
            })
            .collect(),
        period: form.text("year").parse().ok().zip(period),
        replaces: form.text("replaces").parse().ok(),
        reason: text("reason"),
    }
}

/// The five inputs of every line come in the order of the lines.
fn lines(form: &Form) -> Vec<LineEntry> {
    let fields = ["document", "topic", "difficulty", "weight"].map(|name| form.all(name).collect::<Vec<_>>());
    let short = |text: &str| text.chars().take(200).collect::<String>();
    let line = |(at, count): (usize, &str)| {
        let [document, topic, difficulty, weight] =
            [0, 1, 2, 3].map(|field: usize| fields[field].get(at).copied().unwrap_or_default());
        LineEntry {
            count: short(count),
            document: document.parse().ok(),
            topic: short(topic),
            difficulty: Difficulty::from_name(difficulty),
            weight: short(weight),
        }
    };
    form.all("count").enumerate().take(MOST_LINES).map(line).collect()
}
