//! `/units/{unit}/contests/new`, and calling a contest off.

use khacsau::domain::contest::{Mode, Pacing};
use khacsau::domain::identity::ContestId;
use khacsau::domain::question::Difficulty;
use khacsau::domain::ranking::TieRule;
use khacsau::domain::time::Millis;
use khacsau::store::{NewQuestion, Preparation};
use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::api::visitor::Reply;

/// Three days after the tests' noon.
const DAY: &str = "5/2/2026";

/// What a secretary leaves as it is offered, and the day.
const GOOD: [(&str, &str); 18] = [
    ("title", "Kỳ thi tháng 2/2026"),
    ("theme", "Học tập và làm theo"),
    ("on", DAY),
    ("at", "19h30"),
    ("place", "Phòng họp"),
    ("count", "6"),
    ("document", ""),
    ("topic", ""),
    ("difficulty", ""),
    ("weight", "1"),
    ("mode", "live"),
    ("pacing", "host"),
    ("limit", "20"),
    ("tie", "elapsed"),
    ("tie", ""),
    ("prize_places", "3"),
    ("unit_threshold", "70"),
    ("network", "hall"),
];

fn with<'a>(name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut found = false;
    let mut typed: Vec<(&'a str, &'a str)> = Vec::new();
    for (own, kept) in GOOD {
        let first = own == name && !found;
        found |= first;
        typed.push((own, if first { value } else { kept }));
    }
    typed
}

fn and<'a>(mut fields: Vec<(&'a str, &'a str)>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    fields.extend_from_slice(more);
    fields
}

async fn place(demo: &Demo) -> String {
    format!("/units/{}/contests/new", demo.cell().await)
}

async fn send(demo: &Demo, fields: &[(&str, &str)]) -> Reply {
    demo.secretary().fill_in(&place(demo).await, fields).await
}

/// From the form to the preview, whose address is returned.
async fn previewed(demo: &Demo, fields: &[(&str, &str)]) -> String {
    let fields = and(fields.to_vec(), &[("act", "preview")]);
    send(demo, &fields).await.see_other().to_owned()
}

/// From the preview to the contest.
async fn published(demo: &Demo, preview: &str) -> String {
    let reply = demo.secretary().submit(&format!("{preview}/publish")).await;
    let (path, done) = reply.see_other().split_once('?').expect("a page that says what was done");
    assert_eq!(done, "done=published");
    path.to_owned()
}

async fn preparation(demo: &Demo, path: &str) -> Preparation {
    let id: ContestId = path.rsplit('/').next().unwrap().parse().unwrap();
    demo.house().store.preparation(id).await.unwrap()
}

async fn contests(demo: &Demo) -> usize {
    demo.house().store.contests_concerning(demo.cell().await).await.unwrap().len()
}

fn words_of<'a>(page: &'a str, id: &str) -> &'a str {
    let rest = page.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_else(|| panic!("{id}: {page}"));
    rest.split_once('>').unwrap().1.split("</p>").next().unwrap()
}

on_both_engines! {
    async fn the_form_offers_next_months_contest_and_one_press_shows_the_rules_members_will_read(demo: Demo) {
        let secretary = demo.secretary();
        let home = secretary.get("/").await.page(200);
        assert!(home.contains(&place(&demo).await) && home.contains("Kỳ thi mới"));
        let form = secretary.get(&place(&demo).await).await.page(200);
        let value = |name: &str| {
            let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {form}"));
            rest.split('"').next().unwrap().to_owned()
        };
        // The demo's contest is on Monday, 2 February, the first of its month.
        assert_eq!((value("title").as_str(), value("on").as_str()), ("Kỳ thi tháng 3/2026", "02/03/2026"));
        assert_eq!((value("count").as_str(), value("limit").as_str()), ("10", "30"));

        let preview = previewed(&demo, &GOOD).await;
        let page = secretary.get(&preview).await.page(200);
        for words in ["19:30 thứ Năm, 05/02/2026", "Phòng họp", "Học tập và làm theo", "6 câu", "24 trong 24 đồng chí", "Công bố kỳ thi"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(page.contains("được chọn và in ở đây lúc công bố"), "no seed yet: {page}");
        let before = contests(&demo).await;
        let contest = published(&demo, &preview).await;
        assert_eq!(contests(&demo).await, before + 1);

        let rules = demo.member().get(&format!("{contest}/rules")).await.page(200);
        let commitment = demo.behind(contest.rsplit('/').next().unwrap(), |it| it.plan().seed_commitment.to_string()).await;
        assert!(rules.contains(&commitment), "the hash of the seed");
        // Word for word what was looked at, but for the seed.
        let sections = |page: &str| page.split("<section aria-labelledby=\"paper\"").nth(1).unwrap().split("id=\"record\"").next().unwrap().to_owned();
        assert_eq!(sections(&page), sections(&rules));
        let told = secretary.get(&format!("{contest}?done=published")).await.page(200);
        assert!(told.contains("Đã công bố kỳ thi") && told.contains("Mã kỳ thi"), "{told}");
    }

    async fn everything_that_is_chosen_is_in_the_contest(demo: Demo) {
        let store = &demo.house().store;
        let document = store.documents_for(demo.cell().await).await.unwrap().into_iter().find(|it| it.symbol == "05-CT/TW").unwrap().id.to_string();
        let fields = and(
            GOOD.iter().copied().filter(|(name, _)| !["count", "document", "topic", "difficulty", "weight", "pacing", "tie"].contains(name)).collect(),
            &[
                ("pacing", "auto"), ("insiders_ranked", "yes"), ("reading", &document),
                ("tie", "submitted"), ("tie", "elapsed"), ("tie", ""),
                ("count", "2"), ("document", &document), ("topic", ""), ("difficulty", ""), ("weight", "3"),
                ("count", ""), ("document", ""), ("topic", ""), ("difficulty", ""), ("weight", ""),
                ("count", "3"), ("document", ""), ("topic", ""), ("difficulty", ""), ("weight", "1"),
            ],
        );
        let contest = published(&demo, &previewed(&demo, &fields).await).await;
        let (rules, lines) = demo.behind(contest.rsplit('/').next().unwrap(), |it| (it.rules().clone(), it.plan().blueprint.lines.clone())).await;
        assert_eq!((rules.mode, rules.pacing, rules.question_limit), (Mode::Live, Pacing::Auto, Millis::seconds(20)));
        assert_eq!(rules.tie_rules, [TieRule::Submitted, TieRule::Elapsed]);
        assert_eq!((rules.prize_places, rules.unit_threshold, rules.insiders_ranked), (3, 70, true));
        assert_eq!(rules.timing.allowance_max, Millis(300), "a hall's Wi-Fi");
        let lines: Vec<_> = lines.iter().map(|line| (line.count, line.weight, line.document.map(|id| id.to_string()))).collect();
        assert_eq!(lines, [(2, 3, Some(document.clone())), (3, 1, None)], "an empty line is none");
        let kept = preparation(&demo, &contest).await;
        assert_eq!((kept.theme.as_str(), kept.place.as_str()), ("Học tập và làm theo", "Phòng họp"));
        assert_eq!(kept.reading, [document.parse().unwrap()]);
        let page = demo.member().get(&contest).await.page(200);
        assert!(page.contains("Đọc trước") && page.contains(&format!("/documents/{document}")), "{page}");
        assert!(!page.contains("Hủy kỳ thi") && !page.contains("plan.docx"), "nothing to press for who may not");
        let stranger = demo.stranger().get(&contest).await.page(200);
        assert!(!stranger.contains("/documents/"), "{stranger}");
    }

    async fn what_cannot_be_published_is_said_beside_its_field_and_nothing_is_lost_or_kept(demo: Demo) {
        let before = contests(&demo).await;
        for (name, value, id, words) in [
            ("title", " ", "title-error", "hãy nhập tên"),
            ("on", "5/1/2026", "at-error", "đã qua"),
            ("on", "31/2/2026", "on-error", "theo mẫu"),
            ("at", "tối", "at-error", "theo mẫu 19:30"),
            ("count", "4", "total", "từ 5 đến 10 câu"),
            ("count", "x", "supply-1", "một số từ 1 đến 10"),
            ("weight", "0", "supply-1", "một số từ 1 đến 100"),
            ("limit", "2", "limit-error", "từ 5 đến 600"),
            ("prize_places", "0", "prize_places-error", "từ 1 đến 100"),
            ("unit_threshold", "101", "unit_threshold-error", "từ 0 đến 100"),
            ("theme", "TỐI MẬT", "title-error", "độ mật"),
            ("mode", "window", "closes_on-error", "hết hạn"),
        ] {
            let page = send(&demo, &and(with(name, value), &[("act", "preview")])).await.page(422);
            assert!(words_of(&page, id).contains(words), "{name}={value}: {}", words_of(&page, id));
            for (other, kept) in with(name, value).into_iter().filter(|(own, kept)| *own != "mode" && !kept.trim().is_empty()) {
                assert!(page.contains(kept), "{other} is still there: {page}");
            }
        }
        let two = GOOD.map(|(name, value)| (name, if name == "tie" { "elapsed" } else { value }));
        let page = send(&demo, &and(two.to_vec(), &[("act", "preview")])).await.page(422);
        assert!(words_of(&page, "tie-error").contains("chọn hai lần"), "{page}");
        assert_eq!(contests(&demo).await, before);
    }

    async fn a_bank_that_cannot_serve_a_line_is_named_at_once(demo: Demo) {
        let own = demo.document_of_the_cell().await;
        add_question(&demo, own, 1).await;
        add_question(&demo, own, 2).await;
        let own = own.to_string();
        let hard = |count: &'static str| and(with("count", "5"), &[
            ("count", count), ("document", ""), ("topic", "Điều lệ"), ("difficulty", "hard"), ("weight", "1"),
        ]);
        let page = send(&demo, &and(hard("3"), &[("act", "check")])).await.page(422);
        assert_eq!(words_of(&page, "supply-2"), "Cần 3, ngân hàng có 2 câu đã duyệt cho dòng này.");
        assert!(words_of(&page, "supply-1").starts_with("Đủ"));
        assert!(page.contains("Điều lệ (2 câu)") && page.contains("12-NQ/CB (2 câu)"), "{page}");
        // The same while it is typed, and nothing of it is kept.
        let place = format!("/units/{}/contests/check", demo.cell().await);
        let drafts = async || demo.house().store.drafts_of(demo.find(&demo.host.name).await.id, khacsau::store::DraftKind::Contest).await.unwrap().len();
        let before = drafts().await;
        let said: Value = demo.secretary().fill_in(&place, &hard("3")).await.ok();
        assert_eq!(said["lines"][1], json!({"words": "Cần 3, ngân hàng có 2 câu đã duyệt cho dòng này.", "short": true}));
        assert_eq!(said["total"], json!({"words": "Tổng cộng 8 câu.", "short": false}));
        assert_eq!(drafts().await, before);
        let contest = published(&demo, &previewed(&demo, &hard("2")).await).await;
        let rules = demo.member().get(&format!("{contest}/rules")).await.page(200);
        assert!(rules.contains("Trong đó 2 câu thuộc chủ đề “Điều lệ”, mức khó, trọng số mỗi câu 1."), "{rules}");
        let drawn = demo.behind(contest.rsplit('/').next().unwrap(), |it| it.plan().pool.iter().filter(|one| one.difficulty == Some(Difficulty::Hard)).count()).await;
        assert_eq!(drawn, 2);

        // Spread over what is ticked, as far as each has questions.
        let page = send(&demo, &and(with("title", "x"), &[("reading", &own), ("act", "spread")])).await.page(200);
        assert!(page.contains("id=\"count-1\" name=\"count\" value=\"2\"") && !page.contains("count-2"), "{page}");
        let page = send(&demo, &and(GOOD.to_vec(), &[("act", "add")])).await.page(200);
        assert!(page.contains("id=\"count-2\"") && !page.contains("id=\"count-3\""), "{page}");
    }

    async fn a_draft_survives_and_is_ones_own_and_pressing_twice_makes_one_contest(demo: Demo) {
        let (secretary, place) = (demo.secretary(), place(&demo).await);
        let saved = send(&demo, &and(with("title", "Nháp của tôi"), &[("act", "save")])).await.see_other().to_owned();
        assert!(secretary.get(&place).await.page(200).contains("Nháp của tôi"), "offered again");
        let form = secretary.get(&saved).await.page(200);
        assert!(form.contains("Nháp của tôi") && form.contains("Đã lưu bản nháp"));
        let draft = saved.split("draft=").nth(1).unwrap().split('&').next().unwrap().to_owned();
        let preview = format!("{place}/{draft}");
        let supervisor = demo.supervisor().await;
        supervisor.get(&preview).await.page(404);
        supervisor.submit(&format!("{preview}/publish")).await.page(404);

        // Two tabs: the later one keeps what it has beside the other.
        let tab = |title: &'static str| and(with("title", title), &[("act", "preview")]);
        let versioned = |title| and(tab(title), &[("draft", &draft), ("version", "1")]).iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>();
        let send_versioned = async |title| {
            let fields = versioned(title);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            send(&demo, &fields).await.see_other().to_owned()
        };
        assert_eq!(send_versioned("Bản thứ nhất").await, preview);
        let other = send_versioned("Bản thứ hai").await;
        assert_ne!(other, preview);
        assert!(secretary.get(&preview).await.page(200).contains("Bản thứ nhất"));
        assert!(secretary.get(&other).await.page(200).contains("Bản thứ hai"));

        let before = contests(&demo).await;
        let (one, two) = (published(&demo, &preview).await, published(&demo, &preview).await);
        assert_eq!((one.as_str(), contests(&demo).await), (two.as_str(), before + 1));
        secretary.get(&preview).await.page(404);
        secretary.submit(&format!("{other}/discard")).await.see_other();
        secretary.get(&other).await.page(404);
        secretary.submit(&format!("{other}/publish")).await.page(404);
    }

    async fn excuses_are_set_with_the_contest_and_count_as_the_rules_say(demo: Demo) {
        let (one, two) = (demo.find(&demo.members[3].name).await, demo.find(&demo.members[4].name).await);
        let neighbour = demo.neighbour().await;
        let (first, second, third) = (one.id.to_string(), two.id.to_string(), neighbour.id.to_string());
        let fields = and(GOOD.to_vec(), &[
            ("member", &first), ("excuse", "exempt"), ("member", &second), ("excuse", "ill"), ("member", &third), ("excuse", "exempt"),
        ]);
        let preview = previewed(&demo, &fields).await;
        let page = demo.secretary().get(&preview).await.page(200);
        assert!(page.contains("23 trong 24 đồng chí") && page.contains(&format!("{}: miễn sinh hoạt", one.name)), "{page}");
        let excuse = async |name: &str| demo.roster().await.into_iter().find(|line| line.name == name).unwrap().excuse;
        assert_eq!(excuse(&one.name).await, None, "nothing before it is published");
        published(&demo, &preview).await;
        assert_eq!((excuse(&one.name).await.as_deref(), excuse(&two.name).await.as_deref()), (Some("exempt"), Some("ill")));
        let beside = demo.house().store.roster_of(neighbour.unit).await.unwrap();
        assert_eq!(beside.iter().find(|line| line.id == neighbour.id).unwrap().excuse, None);
    }

    async fn what_changed_since_the_preview_is_said_and_nothing_is_published(demo: Demo) {
        let preview = previewed(&demo, &GOOD).await;
        let before = contests(&demo).await;
        // Beyond the planned day, and before a draft is thrown away.
        demo.clock.advance(Millis::seconds(29 * 24 * 3_600));
        let late = demo.bearer(&demo.house().auth.sign_in(demo.find(&demo.host.name).await.id).await.unwrap());
        let page = late.submit(&format!("{preview}/publish")).await.page(422);
        assert!(words_of(&page, "at-error").contains("đã qua"), "{page}");
        let back = late.get(&preview).await.see_other().to_owned();
        assert!(late.get(&back).await.page(200).contains("đã qua"));
        assert_eq!(contests(&demo).await, before);
    }

    async fn a_contest_is_called_off_before_its_lobby_with_a_reason_that_members_read(demo: Demo) {
        let id = demo.scheduled().await;
        let path = format!("/contests/{id}");
        let cancel = format!("{path}/cancel");
        demo.member().fill_in(&cancel, &[("reason", "Tôi bận")]).await.page(403);
        let refused = demo.secretary().fill_in(&cancel, &[("reason", " x ")]).await.see_other().to_owned();
        let page = demo.secretary().get(&refused).await.page(200);
        assert!(words_of(&page, "reason-error").contains("ghi lý do"), "{page}");
        assert_eq!(demo.phase_of(&id).await, "scheduled");

        let done = demo.secretary().fill_in(&cancel, &[("reason", "Họp đột xuất với xã")]).await.see_other().to_owned();
        assert!(demo.secretary().get(&done).await.page(200).contains("Đã hủy kỳ thi"));
        assert_eq!(demo.phase_of(&id).await, "cancelled");
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Đã hủy") && page.contains("Họp đột xuất với xã") && !page.contains("/play"), "{page}");
        let stranger = demo.stranger().get(&path).await.page(200);
        assert!(stranger.contains("Đã hủy") && !stranger.contains("Họp đột xuất"), "{stranger}");
        assert!(demo.member().get("/").await.page(200).contains("Đã hủy"));

        // Its code leads to what happened, and in there is no way.
        let code = demo.contest_row(&id).await.code;
        assert_eq!(demo.stranger().get(&format!("/k/{code}")).await.see_other(), path);
        for (visitor, seat) in [(demo.member(), "play"), (demo.secretary(), "host"), (demo.committee(), "screen")] {
            assert_eq!(visitor.get(&format!("{path}/{seat}")).await.see_other(), path, "{seat}");
        }
        demo.command(&id, json!({"type": "lobby"})).await.problem(409, "wrong_phase");
        demo.clock.advance(Millis::seconds(2 * 3_600));
        assert_eq!(demo.phase_of(&id).await, "cancelled", "no lobby opens");
        assert_eq!(demo.secretary().fill_in(&cancel, &[("reason", "Lần nữa")]).await.see_other(), path);
        let store = &demo.house().store;
        let unfinished = store.unfinished_contests().await.unwrap();
        assert!(!unfinished.contains(&id.parse().unwrap()), "no room waits for it after a restart");
        let rows = store.journal(id.parse().unwrap()).await.unwrap();
        let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
        assert_eq!(kinds, ["scheduled", "cancelled", "checkpoint"], "on record, signed");
        assert!(rows.iter().all(|row| !row.body.contains("Họp")), "the reason stands beside it");
    }

    async fn a_contest_whose_lobby_is_open_cannot_be_called_off(demo: Demo) {
        let path = format!("/contests/{}", demo.contest);
        let page = demo.secretary().get(&path).await.page(200);
        assert!(!page.contains(&format!("{path}/cancel")), "{page}");
        assert_eq!(demo.secretary().fill_in(&format!("{path}/cancel"), &[("reason", "Quá muộn")]).await.see_other(), path);
        assert_eq!(demo.phase_of(&demo.contest).await, "lobby");
    }

    async fn the_plan_is_printed_with_the_rules_annexed_before_and_after(demo: Demo) {
        let preview = previewed(&demo, &GOOD).await;
        let printed = async |path: &str| {
            let reply = demo.secretary().get(&format!("{path}/plan.docx")).await;
            assert_eq!((reply.status, reply.header("cache-control")), (200, "no-store"), "{}", reply.status);
            assert!(reply.header("content-type").ends_with("wordprocessingml.document"));
            assert!(reply.header("content-disposition").starts_with("attachment"));
            let mut file = zip::ZipArchive::new(std::io::Cursor::new(reply.bytes)).unwrap();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut file.by_name("word/document.xml").unwrap(), &mut text).unwrap();
            text
        };
        let before = printed(&preview).await;
        let contest = published(&demo, &preview).await;
        let after = printed(&contest).await;
        let commitment = demo.behind(contest.rsplit('/').next().unwrap(), |it| it.plan().seed_commitment.to_string()).await;
        for words in [
            "ĐẢNG ỦY XÃ HÒA MỸ", "CHI BỘ TRƯỜNG TIỂU HỌC HÒA MỸ", "-KH/CB", "Hòa Mỹ, ngày 02 tháng 02 năm 2026", "KẾ HOẠCH",
            "tổ chức kỳ thi tháng 2/2026", "Học tập và làm theo", "19:30 thứ Năm, 05/02/2026", "Phòng họp",
            "24 đồng chí phải tham gia", "T/M CHI BỘ", demo.host.name.as_str(), "PHỤ LỤC", "Điểm cao hơn xếp trên.",
        ] {
            assert!(before.contains(words) && after.contains(words), "{words}: {after}");
        }
        assert!(after.contains(&commitment) && !before.contains(&commitment));
        demo.committee().get(&format!("{contest}/plan.docx")).await.page(403);
    }

    async fn daily_hours_are_offered_checked_and_printed(demo: Demo) {
        let window = |more: &[(&'static str, &'static str)]| {
            let kept: Vec<_> = GOOD.iter().copied().filter(|(name, _)| *name != "mode").collect();
            and(and(kept, &[("mode", "window"), ("closes_on", "12/2/2026"), ("closes_at", "17:00"), ("daily", "yes")]), more)
        };
        let wrong = window(&[("day", "1"), ("hours_from", "17h30"), ("hours_to", "7h30"), ("act", "preview")]);
        let page = send(&demo, &wrong).await.page(422);
        assert!(words_of(&page, "hours-error").contains("chọn ít nhất một ngày"), "{page}");
        assert!(page.contains("value=\"17h30\""), "nothing is lost: {page}");
        let none = window(&[("hours_from", "7h30"), ("hours_to", "17h30"), ("act", "preview")]);
        assert!(words_of(&send(&demo, &none).await.page(422), "hours-error").contains("ít nhất một ngày"));
        // From Thursday evening to the next Thursday there is no Thursday morning but one that is too late.
        let never = window(&[("day", "4"), ("hours_from", "18:00"), ("hours_to", "19:00"), ("act", "preview")]);
        assert!(words_of(&send(&demo, &never).await.page(422), "hours-error").contains("không có giờ nào như vậy"));

        let good = window(&[("day", "1"), ("day", "2"), ("hours_from", "7h30"), ("hours_to", "17h30"), ("tie", "prediction"), ("predicted", "all_correct")]);
        let preview = previewed(&demo, &good).await;
        let page = demo.secretary().get(&preview).await.page(200);
        for words in [
            "Chỉ được bắt đầu từ 07:30 đến 17:30, thứ Hai và thứ Ba.",
            "Câu hỏi phụ: đồng chí dự đoán có bao nhiêu người trả lời đúng tất cả các câu",
            "dự đoán số đồng chí trả lời đúng tất cả các câu gần đúng hơn xếp trên",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        published(&demo, &preview).await;
    }

    async fn neighbours_and_the_committee_plan_nothing_here(demo: Demo) {
        let place = place(&demo).await;
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        for visitor in [demo.committee(), demo.member(), neighbour] {
            visitor.get(&place).await.page(403);
            visitor.fill_in(&place, &GOOD).await.page(403);
        }
        let foreign = demo.browser(&demo.host.token).without_origin(reqwest::Method::POST, &place).body("title=x");
        assert_eq!(foreign.send().await.unwrap().status(), 403);
        assert!(!demo.committee().get("/").await.page(200).contains("contests/new"));
    }
}

/// An approved hard question of the cell on this document.
async fn add_question(demo: &Demo, document: khacsau::domain::identity::DocumentId, number: u32) {
    use khacsau::domain::bank::ReviewState;
    use khacsau::domain::identity::QuestionId;
    let store = &demo.house().store;
    let mut revision = store.bank_for(demo.cell().await).await.unwrap().remove(0).revision;
    revision.stem = format!("{} ({number})", revision.stem);
    let question = NewQuestion {
        id: QuestionId(uuid::Uuid::now_v7()),
        unit: demo.cell().await,
        document,
        topic: "Điều lệ".to_owned(),
        difficulty: Some(Difficulty::Hard),
        state: ReviewState::Approved,
        author: demo.find(&demo.committee.name).await.id,
        revision,
        created_at: crate::harness::NOON,
    };
    store.insert_question(&question).await.unwrap();
}
