//! `/units/{unit}/leaderboard`: who leads the year, and how it adds up.

use khacsau::domain::contest::Rules;
use khacsau::domain::draw::Blueprint;
use khacsau::domain::identity::UnitId;
use khacsau::domain::name::initials;
use khacsau::domain::season::Months;
use khacsau::domain::time::Millis;
use khacsau::live::{self, Preparation, Proposal};
use khacsau::store::KeptBoard;
use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::harness::{A, NOON};

const DAY: i64 = 24 * 60 * 60 * 1_000;

async fn place(demo: &Demo) -> String {
    format!("/units/{}/leaderboard", demo.cell().await)
}

/// What stands in a table, row by row.
fn rows(page: &str, table: &str) -> Vec<String> {
    let (_, table) = page.split_once(&format!("data-testid=\"{table}\"")).unwrap_or_else(|| panic!("{table}: {page}"));
    let body = table.split("</table>").next().unwrap();
    body.split("<tr role=\"row\" class=").skip(1).map(str::to_owned).collect()
}

/// The ranked lines of a published contest.
async fn ranked(demo: &Demo, contest: &str) -> Vec<Value> {
    let results = demo.secretary().get(&format!("/api/contests/{contest}/results")).await.ok();
    results["standings"].as_array().unwrap().iter().filter(|line| !line["place"].is_null()).cloned().collect()
}

/// A contest of a unit that was held and published so many days ago.
async fn held(demo: &Demo, unit: UnitId, days: i64) {
    let starts_at = NOON - Millis(days * DAY);
    let (title, rules, blueprint) = ("Khắc sâu".to_owned(), Rules::live(100), Blueprint::of(5));
    let proposal = Proposal { unit, title, starts_at, rules, blueprint };
    let store = &demo.house().store;
    let contest = live::schedule(store, starts_at - Millis(DAY), proposal).await.unwrap();
    let prepared = |_| Preparation { known: 60, quickest: Millis(4_000) };
    live::rehearse(store, &demo.house().signer, contest, prepared).await.unwrap();
}

/// The demo's own contest with one answered question, confirmed and published.
async fn published(demo: &Demo) {
    let (host, [an]) = demo.with_members(["An"]).await;
    host.ask().await;
    an.hear("question").await;
    an.answer(A).await;
    demo.advance(31_000).await;
    host.hear("closed").await;
    demo.command(&demo.contest, json!({"type": "end", "reason": "hết giờ họp"})).await.done();
    for step in ["confirm", "publish"] {
        demo.command(&demo.contest, json!({"type": step})).await.done();
    }
}

on_both_engines! {
    async fn members_see_the_year_with_their_own_place(demo: Demo) {
        let lines = ranked(&demo, &demo.last_month().await).await;
        let first = demo.members.iter().find(|person| lines.iter().any(|line| line["name"] == person.name)).unwrap();
        let own = lines.iter().find(|line| line["name"] == first.name).unwrap();
        let page = demo.bearer(&first.token).get(&place(&demo).await).await.page(200);
        assert!(page.contains("Bảng xếp hạng năm 2026"), "{page}");
        let summary = format!("Đồng chí xếp thứ {} trong {}, được ", own["place"], lines.len());
        assert!(page.contains(&summary), "{summary}: {page}");
        let rows = rows(&page, "members");
        assert_eq!(rows.len(), lines.len());
        for (row, line) in rows.iter().zip(&lines) {
            // With one month, the year is that month; equals stand by name.
            assert!(row.contains(&format!("class=\"place\">{}</td>", line["place"])), "{line}: {row}");
            let score = line["score"].as_u64().unwrap();
            assert!(row.contains(&format!("tháng 1: {},{:02}", score / 100, score % 100)), "{line}: {row}");
            assert!(!row.contains("bậc") && !row.contains("mới có hạng"), "there was no month before: {row}");
        }
        assert_eq!(rows.iter().filter(|row| row.contains("Đồng chí</span>") && row.contains(&first.name)).count(), 1);
        assert!(!page.contains("<form action=\"/units") || !page.contains("/rule\""), "members only read");
        let home = demo.member().get("/").await.page(200);
        assert!(home.contains(&place(&demo).await), "{home}");
    }

    async fn a_publication_is_on_the_board_at_once(demo: Demo) {
        let path = place(&demo).await;
        let before = rows(&demo.secretary().get(&path).await.page(200), "members").len();
        published(&demo).await;
        let page = demo.secretary().get(&path).await.page(200);
        let now = rows(&page, "members");
        assert!(now.len() >= before, "{page}");
        assert!(now.iter().all(|row| row.contains("hạng</span>") || row.contains("bậc</span>")), "{page}");
        assert!(now.iter().any(|row| row.contains("tháng 2: ")), "{page}");
        assert!(now.iter().any(|row| row.contains("tháng 2: không thi")), "whoever did not come: {page}");
        // Any months are as good as the year; what is no month is the year.
        let february = demo.secretary().get(&format!("{path}?year=2026&month=2")).await.page(200);
        assert!(february.contains("Bảng xếp hạng tháng 2 năm 2026"), "{february}");
        assert_eq!(rows(&february, "members").len(), 1, "{february}");
        let both = demo.secretary().get(&format!("{path}?months=1,2")).await.page(200);
        assert_eq!(rows(&both, "members"), now, "computed and kept boards agree");
        assert!(demo.secretary().get(&format!("{path}?months=13")).await.page(200).contains("năm 2026"));
        let earlier = demo.secretary().get(&format!("{path}?year=2025")).await.page(200);
        assert!(earlier.contains("Chưa có kết quả nào được công bố"), "{earlier}");
        let differences = live::rebuild_season(&demo.house().store, false).await.unwrap();
        assert!(differences.iter().all(|table| table.is_none()), "{differences:?}");
    }

    async fn neighbours_are_shown_by_their_initials_to_whoever_has_no_role_above(demo: Demo) {
        let (commune, cell) = (demo.commune().await, demo.cell().await);
        held(&demo, commune, 10).await;
        let board = KeptBoard::of(commune, 2026, Months::YEAR).unwrap();
        let lines = demo.house().store.season_top(board, 100).await.unwrap();
        let of = |fits: &dyn Fn(UnitId) -> bool| lines.iter().map(|line| &line.member).find(|member| fits(member.unit)).unwrap();
        let (own, neighbour) = (of(&|unit| unit == cell), of(&|unit| unit != cell && unit != commune));
        let path = format!("/units/{commune}/leaderboard");
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains(&own.name) && page.contains(&neighbour.unit_name), "{page}");
        assert!(!page.contains(&neighbour.name) && page.contains(&initials(&neighbour.name)), "{page}");
        let units = rows(&page, "units");
        assert_eq!(units.len(), 3, "{page}");
        assert!(units.iter().all(|row| row.contains(" %</td>") && !row.contains("<a ")), "{units:?}");
        let above = demo.supervisor().await.get(&path).await.page(200);
        assert!(above.contains(&neighbour.name), "{above}");
        assert!(rows(&above, "units").iter().all(|row| row.contains("/leaderboard?year=2026")), "{above}");
        demo.as_member(neighbour.id).await.get(&place(&demo).await).await.page(403);
    }

    async fn the_secretary_sets_how_the_year_adds_up(demo: Demo) {
        held(&demo, demo.cell().await, 10).await;
        let path = place(&demo).await;
        let rule = |measure, best, least| [("year", "2026"), ("measure", measure), ("best", best), ("least", least), ("threshold", "80 %")];
        let done = demo.secretary().fill_in(&format!("{path}/rule"), &rule("best", "1", "1")).await.see_other().to_owned();
        let page = demo.secretary().get(&done).await.page(200);
        for words in ["Đã lưu cách tính", "Cộng điểm của 1 kỳ thi cao điểm nhất.", "value=\"80\""] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(rows(&page, "members").iter().all(|row| !row.contains("\"number score\">1") || row.contains(">10,00<")), "{page}");
        let read = demo.member().get(&path).await.page(200);
        assert!(read.contains("Cộng điểm của 1 kỳ thi") && !read.contains("/rule\""), "{read}");
        // Who was there once only has no place any more.
        demo.secretary().fill_in(&format!("{path}/rule"), &rule("mean", "1", "2")).await.see_other();
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Lấy điểm bình quân") && rows(&page, "members").iter().all(|row| row.contains(">2 kỳ")), "{page}");
        // What is wrong stands beside its field, and the rule is what it was.
        for (measure, best, least, words) in [("best", "0", "1", "từ 1 đến 60"), ("best", "ba", "1", "từ 1 đến 60"), ("sum", "3", "61", "từ 1 đến 60")] {
            let refused = demo.secretary().fill_in(&format!("{path}/rule"), &rule(measure, best, least)).await.page(422);
            assert!(refused.contains(words) && refused.contains("những gì đã nhập vẫn còn") && refused.contains(&format!("value=\"{least}\"")), "{refused}");
        }
        assert!(demo.member().get(&path).await.page(200).contains("Lấy điểm bình quân"));
        demo.member().fill_in(&format!("{path}/rule"), &rule("sum", "1", "1")).await.page(403);
    }
}
