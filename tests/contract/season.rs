//! Seasons: boards that are kept up with every publication, transfer, merge and split, held against the journals.

use std::collections::BTreeMap;

use khacsau::domain::calendar::{local, new_year};
use khacsau::domain::contest::{Contest, Excuse, Rules};
use khacsau::domain::draw::{Blueprint, Seed, Stream};
use khacsau::domain::identity::{ContestId, MemberId, UnitId};
use khacsau::domain::ledger::{Hash, Signer};
use khacsau::domain::organisation::{Attendance, Change, Ending, NewUnit, Part, Target};
use khacsau::domain::season::{Measure, Months, SeasonRule};
use khacsau::domain::time::{Millis, Timestamp};
use khacsau::live::{self, Preparation, Proposal};
use khacsau::store::KeptBoard;

use crate::bench::{Bench, CELL, COMMUNE, GROUP, NOON, OTHER_CELL, asked, directive, later, person, unit};

const DAY: i64 = 24 * 60 * 60 * 1_000;
const QUESTIONS: u32 = 5;

/// A commune with a bank of its own, whose questions An wrote.
async fn organisation(bench: &Bench) {
    bench.people().await;
    let more = [(5, "Vũ Em", CELL), (6, "Bùi Giang", OTHER_CELL), (7, "Đỗ Hà", GROUP), (8, "Lý Kim", COMMUNE)];
    let more = more.map(|(n, name, at)| person(n, name, name, at));
    bench.insert_members(&more, NOON).await.unwrap();
    bench.insert_document(unit(COMMUNE), &directive(1, "05-CT/TW"), "").await.unwrap();
    for n in 1..=8 {
        bench.insert_question(&asked(n, COMMUNE, &format!("Câu hỏi số {n}?"))).await.unwrap();
    }
}

/// A contest that was held and published on a day.
async fn held(bench: &Bench, of: UnitId, at: Timestamp) -> ContestId {
    let proposal = Proposal {
        unit: of,
        title: "Khắc sâu".into(),
        starts_at: at,
        rules: Rules::live(10),
        blueprint: Blueprint::of(QUESTIONS),
    };
    let contest = live::schedule(bench, at - Millis(DAY), proposal).await.unwrap();
    let prepared = |_| Preparation { known: 60, quickest: Millis(4_000) };
    live::rehearse(bench, &Signer::from_bytes(&[9; 32]), contest, prepared).await.unwrap();
    contest
}

/// What the journals alone say of one person in one contest.
struct Told {
    year: i16,
    month: i8,
    ranked: bool,
    place: Option<u32>,
    points: i64,
    elapsed: i64,
}

/// By member, from every journal there is.
async fn told(bench: &Bench, contests: &[ContestId]) -> BTreeMap<MemberId, Vec<Told>> {
    let mut all: BTreeMap<MemberId, Vec<Told>> = BTreeMap::new();
    for id in contests {
        let contest = Contest::replay(&live::journal(bench, *id).await.unwrap()).unwrap();
        let day = local(contest.plan().starts_at).date();
        let results = contest.results();
        for row in bench.participants(*id).await.unwrap() {
            let entry = &contest.roster().nth(row.number as usize - 1).unwrap().1.entry;
            let standing = results.standings.iter().find(|standing| standing.participant.0 == row.number);
            let standing = standing.filter(|standing| standing.answered > 0);
            all.entry(row.member).or_default().push(Told {
                year: day.year(),
                month: day.month(),
                ranked: entry.excuse.is_none() && entry.insider_of.is_empty(),
                place: standing.and_then(|standing| standing.place),
                points: standing.map_or(0, |standing| i64::from(standing.score_hundredths)),
                elapsed: standing.map_or(0, |standing| standing.elapsed.0),
            });
        }
    }
    all
}

/// (value, first places, contests taken, elapsed), as the rule has it; only the usual measures, written once more.
fn sum_up(rule: &SeasonRule, told: &[&Told]) -> Option<(i64, u32, u32, i64)> {
    let counted: Vec<_> = told.iter().filter(|told| told.ranked).collect();
    let taken: Vec<_> = counted.iter().filter(|told| told.place.is_some()).collect();
    if taken.is_empty() || (taken.len() as u32) < rule.least {
        return None;
    }
    let mut points: Vec<i64> = taken.iter().map(|told| told.points).collect();
    points.sort_unstable();
    points.reverse();
    let value = match rule.measure {
        Measure::Sum => points.iter().sum(),
        Measure::Mean => points.iter().sum::<i64>() * 1_000_000 / counted.len() as i64,
        Measure::Best(best) => points.iter().take(best as usize).sum(),
    };
    let firsts = taken.iter().filter(|told| told.place == Some(1)).count() as u32;
    Some((value, firsts, taken.len() as u32, taken.iter().map(|told| told.elapsed).sum()))
}

/// Whoever belongs to a unit at the end of a year, or now.
async fn belong(bench: &Bench, of: UnitId, year: i16, people: &[MemberId]) -> Vec<MemberId> {
    let mut belong = Vec::new();
    for id in people {
        let end = new_year(year + 1);
        let memberships = bench.memberships_of(*id).await.unwrap();
        let home = memberships.iter().find(|known| {
            known.attendance == Attendance::Regular && known.since < end && known.until.is_none_or(|until| until >= end)
        });
        if let Some(home) = home
            && bench.is_within(home.unit, of).await.unwrap()
        {
            belong.push(*id);
        }
    }
    belong
}

/// Holds every kept board of a unit, and one of some other months, against the journals.
async fn assert_true(bench: &Bench, of: UnitId, year: i16, all: &BTreeMap<MemberId, Vec<Told>>, odd: Months) {
    let people: Vec<MemberId> = all.keys().copied().collect();
    let belong = belong(bench, of, year, &people).await;
    let rule = bench.season_rule(of, year).await.unwrap();
    for months in Months::KEPT.into_iter().chain([odd]) {
        let total = |id: &MemberId, without: Option<i8>| {
            let within: Vec<_> = all[id]
                .iter()
                .filter(|told| told.year == year && months.contains(told.month) && Some(told.month) != without)
                .collect();
            sum_up(&rule, &within)
        };
        // Better first; the place of a total is one more than how many are better.
        let better = |(value, firsts, taken, elapsed): (i64, u32, u32, i64)| {
            (-value, -i64::from(firsts), -i64::from(taken), elapsed)
        };
        let ranked: BTreeMap<MemberId, _> =
            belong.iter().filter_map(|id| Some((*id, better(total(id, None)?)))).collect();
        let place = |key| 1 + ranked.values().filter(|other| **other < key).count() as u32;

        let lines = match KeptBoard::of(of, year, months) {
            Some(board) => bench.season_top(board, 100).await.unwrap(),
            None => bench.season_board(of, year, months).await.unwrap(),
        };
        let shown: BTreeMap<MemberId, (u32, i64)> =
            lines.iter().map(|line| (line.member.id, (line.place, line.row.total.value))).collect();
        let expected = ranked.iter().map(|(id, key)| (*id, (place(*key), -key.0))).collect();
        assert_eq!(shown, expected, "{of} {year} {months}");

        let Some(board) = KeptBoard::of(of, year, months) else { continue };
        assert_eq!(bench.season_board(of, year, months).await.unwrap(), lines, "computed anew, {of} {year} {months}");
        assert_eq!(bench.season_size(board).await.unwrap() as usize, lines.len());
        let newest = bench.season_newest(board).await.unwrap();
        let counted = |told: &Told| told.year == year && months.contains(told.month) && told.ranked;
        let months_told = ranked.keys().flat_map(|id| &all[id]).filter(|told| counted(told)).map(|told| told.month);
        assert_eq!(newest, months_told.max());
        let first = match newest {
            Some(newest) => bench.season_top_before(board, newest, 100).await.unwrap(),
            None => Default::default(),
        };
        let earlier: Vec<_> = ranked.keys().filter_map(|id| Some((*id, better(total(id, newest)?)))).collect();
        for line in &lines {
            assert_eq!(bench.season_line(board, line.member.id).await.unwrap().as_ref(), Some(line));
            let before = newest.and_then(|newest| line.row.until(newest));
            let place = match before.zip(newest) {
                Some((total, newest)) => Some(bench.season_place_before(board, newest, total).await.unwrap()),
                None => None,
            };
            let own = earlier.iter().find(|(id, _)| *id == line.member.id).map(|(_, key)| *key);
            let expected = own.map(|own| 1 + earlier.iter().filter(|(_, other)| *other < own).count() as u32);
            assert_eq!(first.get(&line.member.id).copied(), place);
            assert_eq!(place, expected, "{} before month {newest:?} of {of} {year} {months}", line.member.name);
        }
    }
}

/// One step of a history nobody planned: a contest, or a change of who belongs where.
async fn step(bench: &Bench, chance: &mut Stream, at: Timestamp, next: &mut u128, contests: &mut Vec<ContestId>) {
    let open: Vec<UnitId> = bench.units_within(unit(COMMUNE)).await.unwrap().into_iter().map(|unit| unit.id).collect();
    let roster = bench.roster_of(unit(COMMUNE)).await.unwrap();
    let mut pick = |of: usize| chance.below(of as u64) as usize;
    let somebody = roster[pick(roster.len())].clone();
    let (one, other) = (open[pick(open.len())], open[pick(open.len())]);
    *next += 1;
    let new = |name: &str| NewUnit { id: unit(*next), kind: "cell".into(), name: format!("{name} {next}") };
    let home = Some(unit(COMMUNE));
    let change = match pick(12) {
        0..5 => {
            // The first entry of a journal says which contest it is; its unit may be empty.
            if !bench.roster_of(one).await.unwrap().is_empty() {
                contests.push(held(bench, one, at).await);
            }
            return;
        }
        5 | 6 => Change::Transfer { member: somebody.id, from: somebody.unit, to: one },
        7 => Change::Merge {
            units: vec![one, other],
            into: Target::New { unit: new("Chi bộ hợp nhất"), parent: home },
        },
        8 => Change::Merge { units: vec![one], into: Target::Existing(other) },
        9 => Change::Split {
            unit: somebody.unit,
            parts: vec![Part { unit: new("Chi bộ tách"), members: vec![somebody.id], children: vec![] }],
        },
        10 => Change::Move { unit: one, parent: other },
        _ => match pick(3) {
            0 => Change::Leave { member: somebody.id, from: somebody.unit, ending: Ending::MovedAway },
            1 => {
                let excuses = [Some(Excuse::Ill), Some(Excuse::Exempt), None];
                let excuse = excuses[pick(3)].map(Excuse::name);
                bench.set_excuse(somebody.id, excuse).await.unwrap();
                return;
            }
            _ => {
                let measures = [Measure::Sum, Measure::Mean, Measure::Best(2)];
                let rule =
                    SeasonRule { measure: measures[pick(3)], least: 1 + pick(2) as u32, ..SeasonRule::default() };
                bench.set_season_rule(one, local(at).date().year(), &rule).await.unwrap();
                return;
            }
        },
    };
    // A change that makes no sense here is refused, and nothing of it happens.
    drop(bench.change_organisation(at, at, &change).await);
}

async fn lived(bench: &Bench, seed: u8) {
    organisation(bench).await;
    let mut chance = Seed(Hash([seed; 32])).stream("history");
    let (mut contests, mut next) = (Vec::new(), 50);
    // Sixteen months, with New Year in between.
    for at in 1..=24 {
        step(bench, &mut chance, later(at * 20 * DAY), &mut next, &mut contests).await;
    }
    contests.push(held(bench, unit(COMMUNE), later(485 * DAY)).await);
    let all = told(bench, &contests).await;
    let odd = Months::of([2, 5, 6, 11]);
    for of in (1..=4).chain(50..=next) {
        if bench.unit(unit(of)).await.unwrap().is_some() {
            for year in [2026, 2027] {
                assert_true(bench, unit(of), year, &all, odd).await;
            }
        }
    }
    let differences = live::rebuild_season(bench, false).await.unwrap();
    assert!(differences.iter().all(|table| table.is_none()), "{differences:?}");
    assert!(differences.iter().all(|table| table.rows > 0), "{differences:?}");
}

on_both_engines! {
    async fn boards_say_what_the_journals_say_after_any_history(bench: &Bench) {
        lived(bench, 1).await;
    }

    async fn and_after_another_one(bench: &Bench) {
        lived(bench, 2).await;
    }

    async fn a_member_who_moves_takes_the_year_along(bench: &Bench) {
        organisation(bench).await;
        // One in ten does not come: of four, somebody has come to one of three.
        for day in 1..=3 {
            held(bench, unit(CELL), later(day * DAY)).await;
        }
        let year = |n| KeptBoard::of(unit(n), 2026, Months::YEAR).unwrap();
        let before = bench.season_top(year(CELL), 1).await.unwrap().remove(0);
        let (member, from) = (before.member.id, before.member.unit);
        let transfer = Change::Transfer { member, from, to: unit(OTHER_CELL) };
        bench.change_organisation(later(4 * DAY), later(4 * DAY), &transfer).await.unwrap();
        assert_eq!(bench.season_line(year(CELL), member).await.unwrap(), None);
        let after = bench.season_line(year(OTHER_CELL), member).await.unwrap().unwrap();
        assert_eq!((after.row, after.member.unit), (before.row, unit(OTHER_CELL)));
        // What the unit did stays with the unit.
        let units = bench.season_units(unit(COMMUNE), 2026).await.unwrap();
        let eligible: Vec<_> =
            units.iter().map(|unit| unit.months.values().map(|tally| tally.eligible).sum::<u64>()).collect();
        assert_eq!(eligible, [15, 0], "An, Bình, Em, and the two of the group, three times");
    }

    async fn merged_cells_answer_for_both_pasts(bench: &Bench) {
        organisation(bench).await;
        held(bench, unit(CELL), later(DAY)).await;
        held(bench, unit(OTHER_CELL), later(2 * DAY)).await;
        let size = async |n| bench.season_size(KeptBoard::of(unit(n), 2026, Months::YEAR).unwrap()).await.unwrap();
        let together = size(CELL).await + size(OTHER_CELL).await;
        let new = NewUnit { id: unit(9), kind: "cell".into(), name: "Chi bộ Trường liên cấp".into() };
        let into = Target::New { unit: new, parent: Some(unit(COMMUNE)) };
        let merge = Change::Merge { units: vec![unit(CELL), unit(OTHER_CELL)], into };
        bench.change_organisation(later(3 * DAY), later(3 * DAY), &merge).await.unwrap();
        let units = bench.season_units(unit(COMMUNE), 2026).await.unwrap();
        assert_eq!(units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>(), ["Chi bộ Trường liên cấp"]);
        assert_eq!(units[0].months[&2].eligible, 7);
        assert_eq!((size(9).await, size(CELL).await), (together, 0));
        assert_eq!(bench.season_years(unit(9)).await.unwrap(), [2026]);
        assert!(bench.season_years(unit(CELL)).await.unwrap().is_empty());
    }

    async fn what_was_tampered_with_is_found_and_mended(bench: &Bench) {
        organisation(bench).await;
        held(bench, unit(COMMUNE), later(DAY)).await;
        let soiled = async || {
            bench.place.execute("UPDATE season_board SET value = value + 1 WHERE period = 20260").await;
            bench.place.execute("DELETE FROM season_unit_result").await;
        };
        soiled().await;
        let found = live::rebuild_season(bench, false).await.unwrap();
        let differ: Vec<_> = found.iter().filter(|table| !table.is_none()).map(|table| table.table).collect();
        assert_eq!(differ, ["season_unit_result", "season_board"]);
        assert_eq!(live::rebuild_season(bench, false).await.unwrap(), found, "looking changes nothing");
        assert_eq!(live::rebuild_season(bench, true).await.unwrap(), found);
        assert!(live::rebuild_season(bench, false).await.unwrap().iter().all(|table| table.is_none()));
    }

    async fn contests_of_before_are_entered_at_the_start(bench: &Bench) {
        organisation(bench).await;
        let contest = held(bench, unit(CELL), later(DAY)).await;
        let board = KeptBoard::of(unit(CELL), 2026, Months::YEAR).unwrap();
        let kept = bench.season_top(board, 100).await.unwrap();
        assert!(!kept.is_empty());
        for table in ["season_contest", "season_result", "season_unit_result", "season_board", "season_step"] {
            bench.place.execute(&format!("DELETE FROM {table}")).await;
        }
        assert_eq!(bench.contests_to_enter().await.unwrap(), [contest]);
        live::catch_up_season(bench).await.unwrap();
        assert_eq!(bench.season_top(board, 100).await.unwrap(), kept);
        assert_eq!(bench.contests_to_enter().await.unwrap(), []);
    }
}
