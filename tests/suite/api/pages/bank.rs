//! `/units/{unit}/bank` and what lies below it.

use khacsau::domain::bank::{QuestionStanding, ReviewState};
use khacsau::domain::identity::{DocumentId, QuestionId};
use khacsau::domain::question_statistics::{Group, OptionChoices, QuestionStatistics};
use khacsau::domain::time::Millis;
use khacsau::store::{KeptQuestion, NewReview, NewRevision};

use crate::api::browser::percent;
use crate::api::demo::Demo;
use crate::api::visitor::Visitor;
use crate::harness::NOON;

async fn bank(demo: &Demo, below: &str) -> String {
    format!("/units/{}/bank{below}", demo.cell().await)
}

async fn look(demo: &Demo, visitor: &Visitor, below: &str) -> String {
    visitor.get(&bank(demo, below).await).await.page(200)
}

async fn questions(demo: &Demo) -> Vec<KeptQuestion> {
    demo.house().store.questions_for(demo.cell().await).await.unwrap()
}

/// The sample's one question of the cell that stands so.
async fn standing(demo: &Demo, standing: QuestionStanding) -> KeptQuestion {
    let cell = demo.cell().await;
    questions(demo).await.into_iter().find(|it| it.unit == cell && it.standing() == standing).unwrap()
}

async fn kept(demo: &Demo, id: QuestionId) -> KeptQuestion {
    demo.house().store.question(id).await.unwrap().unwrap()
}

/// How many lines a list shows.
fn lines(page: &str) -> usize {
    page.split("id=\"found\"").nth(1).unwrap().matches("<li>").count()
}

async fn document(demo: &Demo, symbol: &str) -> DocumentId {
    let known = demo.house().store.documents_for(demo.cell().await).await.unwrap();
    known.into_iter().find(|document| document.symbol == symbol).unwrap().id
}

async fn approved(demo: &Demo, id: QuestionId) {
    let store = &demo.house().store;
    store.move_question(id, 1, ReviewState::Draft, ReviewState::Submitted).await.unwrap();
    let review = NewReview {
        question: id,
        revision: 1,
        reviewer: demo.find(&demo.host.name).await.id,
        from: ReviewState::Submitted,
        to: ReviewState::Approved,
        comment: String::new(),
        alone: false,
        reviewed_at: NOON,
    };
    assert!(store.record_review(&review).await.unwrap());
}

on_both_engines! {
    async fn the_bank_shows_where_every_question_stands_and_what_waits(demo: Demo) {
        let page = look(&demo, &demo.secretary(), "").await;
        for words in ["Nháp: 1", "Chờ duyệt: 2", "Đã duyệt: 1", "Bị trả lại: 1", "Của cấp trên: 27", "32 câu hỏi"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        for queue in ["Chờ đồng chí duyệt (1)", "Bị trả lại (1)", "Văn bản đã thay (1)"] {
            assert!(page.contains(queue), "{queue}: {page}");
        }
        assert_eq!(lines(&page), 32);
        let draft = standing(&demo, QuestionStanding::Draft).await;
        let line = page.split(&format!("href=\"/questions/{}\"", draft.id)).nth(1).unwrap().split("</li>").next().unwrap();
        for words in [&format!("Câu {}. Đảng viên vắng mặt", draft.number), "02-QC/CB · Sinh hoạt chi bộ · Dễ", demo.committee.name.as_str(), ">Nháp<", "1 điều nên xem lại"] {
            assert!(line.contains(words), "{words}: {line}");
        }
        assert!(page.contains("Của Đảng ủy xã Hòa Mỹ"));
        let home = demo.browser(&demo.committee.token).get("/").await.page(200);
        assert!(home.contains(&format!("href=\"{}\"", bank(&demo, "").await)), "{home}");
    }

    async fn questions_are_found_by_state_document_topic_difficulty_and_words_without_marks(demo: Demo) {
        let old = document(&demo, "05-QC/CB").await;
        for (query, found) in [
            ("state=draft".to_owned(), 1),
            ("state=returned".to_owned(), 1),
            ("state=retired".to_owned(), 0),
            (format!("document={old}"), 1),
            ("topic=Sinh+ho%E1%BA%A1t+chi+b%E1%BB%99".to_owned(), 5),
            ("difficulty=easy".to_owned(), 5),
            ("difficulty=hard".to_owned(), 0),
            ("q=dang+vien+vang+mat".to_owned(), 1),
            (format!("q={}", percent("bien ban SINH HOẠT")), 1),
            ("q=28".to_owned(), 1),
            (format!("q={}", percent("câu 28")), 1),
            ("note=refers".to_owned(), 1),
            ("note=superseded".to_owned(), 2),
            ("state=draft&q=xin+chao".to_owned(), 0),
        ] {
            let page = look(&demo, &demo.secretary(), &format!("?{query}")).await;
            assert_eq!(lines(&page), found, "{query}: {page}");
            assert!(page.contains(&format!("Tìm thấy {found} câu")), "{query}");
        }
        let page = look(&demo, &demo.secretary(), "?state=draft&q=%3Cscript%3E").await;
        assert!(page.contains("value=\"<script>\"") && page.contains("value=\"draft\" selected"), "{page}");
    }

    async fn a_long_bank_is_read_page_by_page_and_only_what_was_shown_counts_as_read(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        let mut all = Vec::new();
        for number in 0..60 {
            all.push(demo.written(document, &demo.committee.name, |it| it.stem = format!("Câu hỏi thứ {number} là gì?")).await);
        }
        let query = |page: &str| format!("?document={document}&page={page}");
        let first = look(&demo, &demo.colleague(), &query("1")).await;
        assert_eq!(lines(&first), 50);
        assert!(first.contains("Trang 1/2") && !first.contains("Trang trước"), "{first}");
        let read_by = async |name: &str| {
            let member = demo.find(name).await.id;
            let bank = demo.house().store.bank_for(demo.cell().await).await.unwrap();
            bank.into_iter().filter(|it| it.document == document && it.insiders.contains(&member)).map(|it| it.id).collect::<Vec<_>>()
        };
        let colleague = demo.members.last().unwrap().name.clone();
        assert_eq!(read_by(&colleague).await, all[..50]);
        let href = first.split("Trang sau").next().unwrap().rsplit("href=\"").next().unwrap().split('"').next().unwrap().to_owned();
        let second = demo.colleague().get(&href).await.page(200);
        assert_eq!(lines(&second), 10);
        assert!(second.contains("Trang 2/2") && !second.contains("Trang sau"), "{second}");
        assert_eq!(read_by(&colleague).await, all);
        assert_eq!(lines(&look(&demo, &demo.secretary(), &query("99")).await), 10, "there is no page after the last");
    }

    async fn what_a_contest_under_way_may_ask_is_neither_shown_nor_found_nor_recorded(demo: Demo) {
        let page = look(&demo, &demo.colleague(), "").await;
        assert_eq!(page.matches("Đang dùng trong kỳ thi").count(), 26, "{page}");
        let above = demo.house().store.bank_for(demo.commune().await).await.unwrap();
        let drawable: Vec<_> = above.iter().filter(|it| !it.revision.source.contains("37-QĐ/TW")).collect();
        assert_eq!(drawable.len(), 26);
        for below in ["", "/lint", "/review", "/superseded", "?q=chi+thi"] {
            let page = look(&demo, &demo.colleague(), below).await;
            for question in &drawable {
                let begins: String = question.revision.stem.chars().take(60).collect();
                assert!(!page.contains(&begins) && !page.contains(&question.id.to_string()), "{below}: {begins}");
            }
        }
        let member = demo.find(&demo.members.last().unwrap().name).await.id;
        let above = demo.house().store.bank_for(demo.commune().await).await.unwrap();
        let read = above.iter().filter(|question| question.insiders.contains(&member));
        assert!(read.count() <= 1, "nothing but what cannot be drawn");
    }

    async fn a_neighbours_questions_and_unfinished_work_above_are_not_in_the_list(demo: Demo) {
        let neighbour = demo.neighbouring_secretary().await;
        let page = demo.as_member(neighbour.id).await.get(&format!("/units/{}/bank", neighbour.unit)).await.page(200);
        assert!(page.contains("Của cấp trên: 27") && !page.contains("Quy chế làm việc"), "{page}");
        let store = &demo.house().store;
        let above = store.bank_for(demo.commune().await).await.unwrap()[0].id;
        store.move_question(above, 1, ReviewState::Approved, ReviewState::Draft).await.unwrap();
        let page = look(&demo, &demo.secretary(), "").await;
        assert!(page.contains("Của cấp trên: 26") && !page.contains(&above.to_string()), "{page}");
        let page = demo.supervisor().await.get(&format!("/units/{}/bank", demo.commune().await)).await.page(200);
        assert!(page.contains("Nháp: 1") && page.contains(&above.to_string()), "{page}");
    }

    async fn of_what_waits_only_the_ticked_are_approved(demo: Demo) {
        let document = demo.document_of_the_cell().await;
        let mut ids = Vec::new();
        for number in 0..3 {
            let id = demo.written(document, &demo.committee.name, |it| it.stem = format!("Việc thứ {number} là gì?")).await;
            demo.house().store.move_question(id, 1, ReviewState::Draft, ReviewState::Submitted).await.unwrap();
            ids.push(id);
        }
        let page = look(&demo, &demo.secretary(), "/review").await;
        assert_eq!(page.matches("name=\"tick\"").count(), 4, "{page}");
        for words in ["Việc thứ 0 là gì?", "✓ Đúng", "Điều 1. Học tập.", "1 câu do chính đồng chí viết"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // One is withdrawn while the page is read.
        demo.house().store.move_question(ids[1], 1, ReviewState::Submitted, ReviewState::Draft).await.unwrap();
        let ticks: Vec<String> = ids[..2].iter().map(|id| format!("{id}:1")).collect();
        let form: Vec<_> = ticks.iter().map(|tick| ("tick", tick.as_str())).collect();
        let path = bank(&demo, "/review").await;
        let reply = demo.secretary().fill_in(&path, &form).await;
        assert_eq!(reply.see_other(), format!("{path}?approved=1&left=1"));
        let states = [kept(&demo, ids[0]).await.state, kept(&demo, ids[1]).await.state, kept(&demo, ids[2]).await.state];
        assert_eq!(states, [ReviewState::Approved, ReviewState::Draft, ReviewState::Submitted]);
        let page = demo.secretary().get(reply.see_other()).await.page(200);
        assert!(page.contains("Đã duyệt 1 câu") && page.contains("1 câu chưa được duyệt"), "{page}");
        demo.secretary().get(&format!("{path}?approved=x&left=-1")).await.page(200);
        // The author ticks in vain.
        let own = format!("{}:1", ids[2]);
        let reply = demo.committee().fill_in(&path, &[("tick", &own)]).await;
        assert!(reply.see_other().ends_with("?approved=0&left=1"));
        assert_eq!(kept(&demo, ids[2]).await.state, ReviewState::Submitted);
    }

    async fn a_question_is_still_right_under_the_new_document_with_one_press(demo: Demo) {
        let question = standing(&demo, QuestionStanding::Approved).await;
        let new = document(&demo, "02-QC/CB").await;
        let own = look(&demo, &demo.committee(), "/superseded").await;
        assert!(own.contains("một đồng chí khác trong chi ủy xác nhận") && !own.contains("Vẫn đúng theo văn bản mới</button>"), "{own}");
        let page = look(&demo, &demo.secretary(), "/superseded").await;
        for words in [
            "Nguồn: Điều 3 Quy chế số 05-QC/CB, ngày 10/8/2023",
            "Nguồn: Điều 3 Quy chế số 02-QC/CB, ngày 20/7/2025 của Chi bộ Trường Tiểu học Hòa Mỹ",
            "Vẫn đúng theo văn bản mới</button>",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let (path, id) = (format!("/questions/{}/carry-over", question.id), new.to_string());
        let form = [("revision", "1"), ("state", "approved"), ("document", id.as_str()), ("back", "queue")];
        demo.committee().fill_in(&path, &form).await.page(403);
        let elsewhere = question.document.to_string();
        let stale = [("revision", "1"), ("state", "approved"), ("document", elsewhere.as_str())];
        demo.secretary().fill_in(&path, &stale).await.page(409);
        assert_eq!(kept(&demo, question.id).await, question, "nothing has changed");
        let reply = demo.secretary().fill_in(&path, &form).await;
        assert_eq!(reply.see_other(), bank(&demo, "/superseded?done=carried").await);
        let carried = kept(&demo, question.id).await;
        assert_eq!((carried.document, carried.state, carried.revision_number), (new, ReviewState::Approved, 2));
        assert!(carried.revision.source.starts_with("Điều 3 Quy chế số 02-QC/CB"), "{}", carried.revision.source);
        assert!(look(&demo, &demo.secretary(), "/superseded").await.contains("Không có câu nào đang chờ xem lại"));
        let page = demo.secretary().get(&format!("/questions/{}", question.id)).await.page(200);
        assert!(page.contains("Vẫn đúng theo văn bản mới: 02-QC/CB") && page.contains("<b>Nguồn</b>"), "{page}");
        demo.secretary().fill_in(&path, &form).await.page(409);
    }

    async fn the_whole_bank_is_looked_through(demo: Demo) {
        let page = look(&demo, &demo.secretary(), "/lint").await;
        for words in ["Đã xem 32 câu", "Phương án nói về các phương án khác (1)", "Văn bản đã được thay thế (2)", "Chưa có giải thích (32)", "?note=explanation"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("dồn về một chữ cái") && !page.contains("Trùng lời"), "{page}");
        let document = demo.document_of_the_cell().await;
        for number in 0..30 {
            let id = demo.written(document, &demo.committee.name, |it| {
                it.stem = if number < 2 { "Trùng lời hay không?".into() } else { format!("Việc thứ {number} là gì?") };
                it.source = String::new();
            }).await;
            approved(&demo, id).await;
        }
        let page = look(&demo, &demo.secretary(), "/lint").await;
        for words in ["Phương án A là đáp án của", "nếu chia đều thì khoảng", "Trùng lời với câu khác (2)", "Chưa ghi nguồn (30)"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(lines(&look(&demo, &demo.secretary(), "?note=duplicate").await), 2);
    }

    async fn a_question_that_misled_waits_to_be_looked_at_until_it_is_rewritten(demo: Demo) {
        let store = &demo.house().store;
        let question = standing(&demo, QuestionStanding::Approved).await;
        let misleading = async || lines(&look(&demo, &demo.secretary(), "?note=misleading").await);
        let contest = demo.last_month().await.parse().unwrap();
        let choices = [(4, 1), (16, 6), (0, 0)].map(|(chosen, by_strong)| OptionChoices { chosen, by_strong });
        let misled = QuestionStatistics {
            revision: question.revision.clone(),
            contests: 1,
            asked: 20,
            answered: 20,
            right: 4,
            time: Millis::seconds(200),
            options: choices.to_vec(),
            strong: Group { right: 1, of: 6 },
            weak: Group { right: 3, of: 6 },
        };
        let head = store.journal_head(contest).await.unwrap().unwrap().seq;
        store.keep_lessons(contest, head, &[(question.id, misled)]).await.unwrap();
        assert_eq!(misleading().await, 1, "what is kept of a contest is put in the place of what was");
        let page = look(&demo, &demo.secretary(), "").await;
        assert!(page.contains("Câu hỏi cần xem lại (1)"), "{page}");
        assert_eq!(lines(&look(&demo, &demo.secretary(), "?note=lessons").await), 1);
        let page = demo.secretary().get(&format!("/questions/{}", question.id)).await.page(200);
        for words in ["Dễ gây hiểu nhầm.", "Phương án sai được chọn nhiều nhất: B, 16 lượt (80 % số người trả lời)", "trung bình 10,0 giây"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let KeptQuestion { document, topic, difficulty, mut revision, state, .. } = kept(&demo, question.id).await;
        revision.stem = "Mỗi tháng chi ủy họp mấy lần?".into();
        let author = demo.find(&demo.committee.name).await.id;
        let rewritten = NewRevision { question: question.id, base: 1, document, topic, difficulty, author, revision, from: state, state, created_at: NOON };
        store.add_revision(&rewritten).await.unwrap();
        assert_eq!(misleading().await, 0);
        let page = demo.secretary().get(&format!("/questions/{}", question.id)).await.page(200);
        assert!(page.contains("Với lời văn trước đây"), "{page}");
    }
}
