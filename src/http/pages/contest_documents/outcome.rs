//! A published result as its documents tell it.

use super::Desk;
use crate::domain::contest::{Contest, Excuse, Phase, Standing};
use crate::domain::identity::{DocumentId, Participant};
use crate::domain::prize::{self, Prize};
use crate::http::error::Refusal;
use crate::http::house::House;
use crate::http::pages::plan_document::{full_name, held_at, mode};
use crate::http::pages::results::{HARDEST, most_missed, rows};
use crate::http::wording;
use crate::live::People;
use crate::protocol::Names as _;
use crate::report::{Absent, HardQuestion, Outcome, PrizeLine, ScoreLine};

/// What is told, and to whom something may be given.
pub(super) struct Told {
    pub outcome: Outcome,
    pub receivers: Vec<Receiver>,
    pub prizes: Vec<Prize>,
}

/// In a place that is commended, or given something already.
pub(super) struct Receiver {
    pub participant: Participant,
    pub name: String,
    pub place: Option<u32>,
}

/// None until the result is published, and while it is being corrected.
pub(super) async fn told(house: &House, desk: &Desk) -> Result<Option<Told>, Refusal> {
    let prizes = house.store.prizes(desk.row.id).await?;
    let given: Vec<Participant> = prizes.iter().map(|prize| prize.participant).collect();
    let read = move |contest: &Contest, people: &People| {
        let published = *contest.phase() == Phase::Published;
        published.then(|| (read(contest, people), receivers(contest, people, &given), asked(contest)))
    };
    let Some((outcome, receivers, asked)) = desk.room.ask(read).await? else { return Ok(None) };
    let preparation = house.store.preparation(desk.row.id).await?;
    let known = house.store.documents_for(desk.row.unit).await?;
    let learnt = if preparation.reading.is_empty() { asked } else { preparation.reading };
    let commended =
        |prize: &&Prize| receivers.iter().any(|it| it.participant == prize.participant && it.place.is_some());
    let outcome = Outcome {
        theme: wording::inert(&preparation.theme),
        place: wording::inert(&preparation.place),
        documents: known.iter().filter(|document| learnt.contains(&document.id)).map(full_name).collect(),
        prizes: prizes.iter().filter(commended).map(|prize| prize_line(prize, &receivers)).collect(),
        ..outcome
    };
    Ok(Some(Told { outcome, receivers, prizes }))
}

fn read(contest: &Contest, people: &People) -> Outcome {
    let table = contest.table();
    let results = &table.results;
    let rows = rows(contest, results, people, None, false);
    let lines = results.standings.iter().zip(rows).map(|(standing, row)| ScoreLine {
        place: standing.place,
        name: row.name,
        unit: row.unit,
        hundredths: standing.score_hundredths,
        tenths: standing.elapsed.tenths(),
        score: wording::score(standing.score_hundredths),
        elapsed: row.elapsed,
        note: row.note,
    });
    let (ranked, outside): (Vec<_>, Vec<_>) = lines.partition(|line| line.place.is_some());
    let joined = contest.joined() as u32;
    let hard = most_missed(contest).into_iter().take(HARDEST).map(|(right, index, slot)| HardQuestion {
        number: index + 1,
        stem: wording::inert(&slot.question.revision().stem),
        source: wording::inert(&slot.question.revision().source),
        rate: format!("{right}/{joined} đồng chí trả lời đúng ({})", wording::percent(right, joined)),
    });
    let counted = contest.slots().iter().filter(|slot| slot.opened_at.is_some() || contest.rules().window.is_some());
    Outcome {
        unit: wording::inert(&contest.plan().unit),
        title: wording::inert(&contest.plan().title),
        held_at: held_at(contest),
        mode: mode(contest).to_owned(),
        questions: counted.filter(|slot| slot.voided.is_none()).count(),
        eligible: results.eligible,
        completed: results.completed,
        rate: wording::percent(results.completed, results.eligible),
        mean: mean(&ranked),
        absent: absent(contest, people),
        hardest: hard.collect(),
        prize_places: contest.rules().prize_places,
        head: contest.head().hash.to_string(),
        ranked,
        outside,
        ..Outcome::default()
    }
}

/// In hundredths, half up.
fn mean(ranked: &[ScoreLine]) -> Option<String> {
    let count = u32::try_from(ranked.len()).ok().filter(|count| *count > 0)?;
    let sum: u32 = ranked.iter().map(|line| line.hundredths).sum();
    Some(wording::score((2 * sum + count) / (2 * count)))
}

/// Who counts and answered nothing.
fn absent(contest: &Contest, people: &People) -> Vec<Absent> {
    let table = contest.table();
    let counts = |excuse: Option<Excuse>| excuse.is_none_or(Excuse::in_denominator);
    let answered = |participant| table.of(participant).is_some_and(|standing| standing.answered > 0);
    let away =
        contest.roster().filter(|(participant, enrolment)| counts(enrolment.entry.excuse) && !answered(*participant));
    let line = |(participant, enrolment): (Participant, &crate::domain::contest::Enrolment)| Absent {
        name: wording::inert(people.of(participant).0),
        reason: enrolment.entry.excuse.map(wording::excuse),
    };
    away.map(line).collect()
}

fn receivers(contest: &Contest, people: &People, given: &[Participant]) -> Vec<Receiver> {
    let table = contest.table();
    let commended = |standing: &Standing| standing.place.filter(|place| *place <= contest.rules().prize_places);
    let receiver = |participant, place| Receiver { participant, place, name: wording::inert(people.of(participant).0) };
    let standings = table.results.standings.iter();
    let best = standings.filter_map(|standing| Some(receiver(standing.participant, Some(commended(standing)?))));
    let mut receivers: Vec<Receiver> = best.collect();
    for participant in given {
        if !receivers.iter().any(|receiver| receiver.participant == *participant) {
            receivers.push(receiver(*participant, None));
        }
    }
    receivers
}

/// Documents of the questions that were asked.
fn asked(contest: &Contest) -> Vec<DocumentId> {
    let pool = &contest.plan().pool;
    let document = |position: u32| pool.get(position as usize).map(|candidate| candidate.document);
    contest.slots().iter().filter_map(|slot| document(slot.question.opened.position)).collect()
}

fn prize_line(prize: &Prize, receivers: &[Receiver]) -> PrizeLine {
    let receiver = receivers.iter().find(|receiver| receiver.participant == prize.participant);
    let value = prize.value.map(|value| format!(", trị giá {} đồng", prize::amount(value))).unwrap_or_default();
    let day = prize.handed_on.as_deref().map(wording::day);
    let by = wording::inert(&prize.handed_by);
    PrizeLine {
        name: receiver.map(|receiver| receiver.name.clone()).unwrap_or_default(),
        kind: format!("{}{value}", wording::inert(&prize.kind)),
        handed: match (by.is_empty(), day) {
            (true, None) => String::new(),
            (true, Some(day)) => format!("trao ngày {day}"),
            (false, None) => format!("do {by} trao"),
            (false, Some(day)) => format!("do {by} trao ngày {day}"),
        },
    }
}
