//! `/api/units/{unit}/question-drafts/{draft}` and `/api/units/{unit}/question-check`: what the editor does meanwhile.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::time::Millis;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, Visitor};
use crate::harness::NOON;

fn typed(stem: &str) -> Value {
    json!({
        "kind": "single", "stem": stem, "options": [{"text": "2016", "correct": true}, {"text": "2018", "correct": false}],
        "explanation": "", "source": "", "limit": "", "keep_order": false, "topic": "", "difficulty": "",
        "document": "", "image": "", "image_alt": "",
    })
}

fn kept(version: u32, stem: &str) -> Value {
    json!({"version": version, "question": "", "base": 0, "typed": typed(stem)})
}

async fn somewhere(demo: &Demo) -> String {
    format!("/api/units/{}/question-drafts/{}", demo.cell().await, uuid::Uuid::now_v7())
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

async fn discarded(demo: &Demo, path: &str) -> Reply {
    Reply::to(demo.committee().request(reqwest::Method::DELETE, path)).await
}

on_both_engines! {
    async fn what_is_written_is_kept_and_read_again_by_its_author_alone(demo: Demo) {
        let (path, author) = (somewhere(&demo).await, demo.committee());
        let reply = author.put(&path, &kept(0, "Năm")).await.ok();
        assert_eq!(reply, json!({"version": 1, "saved_at": demo.house().auth.now().0}));
        assert_eq!(author.put(&path, &kept(1, "Năm nào?")).await.ok()["version"], 2);
        let read = author.get(&path).await.ok();
        assert_eq!((&read["version"], &read["typed"]), (&json!(2), &typed("Năm nào?")));
        demo.secretary().get(&path).await.problem(404, "not_found");
        demo.secretary().put(&path, &kept(2, "Khác")).await.problem(404, "not_found");
        demo.secretary().put(&path, &kept(0, "Khác")).await.problem(409, "draft_changed");
        assert_eq!(author.get(&path).await.ok()["typed"]["stem"], "Năm nào?");
        discarded(&demo, &path).await.done();
        discarded(&demo, &path).await.done();
        author.get(&path).await.problem(404, "not_found");
    }

    async fn a_second_tab_does_not_write_over_the_first(demo: Demo) {
        let (path, author) = (somewhere(&demo).await, demo.committee());
        author.put(&path, &kept(0, "Một")).await.ok();
        author.put(&path, &kept(1, "Hai")).await.ok();
        for version in [0, 1, 7] {
            author.put(&path, &kept(version, "Ba")).await.problem(409, "draft_changed");
        }
        assert_eq!(author.get(&path).await.ok()["typed"]["stem"], "Hai");
        author.put(&path, &kept(2, "Ba")).await.ok();
    }

    async fn a_secret_is_not_kept_and_rubbish_is_refused(demo: Demo) {
        let (path, author) = (somewhere(&demo).await, demo.committee());
        author.put(&path, &kept(0, "Theo văn bản\nTỐI MẬT")).await.problem(422, "secret");
        author.get(&path).await.problem(404, "not_found");
        author.put(&path, &json!({"version": 0})).await.problem(400, "invalid");
        author.put(&path, &kept(0, &"x".repeat(70_000))).await.problem(413, "too_large");
        let nowhere = path.replace(id_of(&path), "none");
        author.put(&nowhere, &kept(0, "Năm nào?")).await.problem(404, "not_found");
        demo.member().put(&path, &kept(0, "Năm nào?")).await.problem(403, "forbidden");
    }

    async fn a_draft_is_offered_until_it_is_saved_or_thrown_away(demo: Demo) {
        let (unit, author) = (demo.cell().await, demo.committee());
        let new = format!("/units/{unit}/questions/new");
        let paths = [somewhere(&demo).await, somewhere(&demo).await];
        for (path, stem) in paths.iter().zip(["Bài thứ nhất?", "Bài thứ hai?"]) {
            author.put(path, &kept(0, stem)).await.ok();
        }
        let page = author.get(&new).await.page(200);
        assert!(page.contains("Bài thứ nhất?") && page.contains("Bài thứ hai?"), "{page}");
        assert!(!demo.secretary().get(&new).await.page(200).contains("Bài thứ"), "each sees their own");
        let form = author.get(&format!("{new}?draft={}", id_of(&paths[0]))).await.page(200);
        assert!(form.contains("Bài thứ nhất?") && form.contains(&format!("name=\"id\" value=\"{}\"", id_of(&paths[0]))));

        let document = demo.document_of_the_cell().await.to_string();
        let fields = [
            ("id", id_of(&paths[0])), ("draft", id_of(&paths[0])), ("stem", "Bài thứ nhất?"), ("kind", "single"),
            ("option", "2016"), ("option", "2018"), ("right", "0"), ("document", document.as_str()),
        ];
        let saved = author.fill_in(&format!("/units/{unit}/questions"), &fields).await;
        assert_eq!(saved.see_other(), format!("/questions/{}?done=saved", id_of(&paths[0])));
        author.get(&paths[0]).await.problem(404, "not_found");
        let again = author.get(&format!("{new}?draft={}", id_of(&paths[0]))).await;
        assert_eq!(again.see_other(), format!("/questions/{}", id_of(&paths[0])), "the way back leads to what is kept");
        author.submit(&format!("/units/{unit}/questions/drafts/{}/discard", id_of(&paths[1]))).await.see_other();
        assert!(!author.get(&new).await.page(200).contains("Bài thứ"));
    }

    async fn a_question_that_is_rewritten_has_one_draft_for_each_of_its_writers(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let (unit, author) = (demo.cell().await, demo.committee());
        let own = |page: &str| page.split("data-draft=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let edit = format!("/questions/{id}/edit");
        let draft = own(&author.get(&edit).await.page(200));
        assert_eq!(own(&author.get(&edit).await.page(200)), draft);
        assert_ne!(own(&demo.secretary().get(&edit).await.page(200)), draft);
        let body = json!({"version": 0, "question": id.to_string(), "base": 1, "typed": typed("Đang sửa?")});
        author.put(&format!("/api/units/{unit}/question-drafts/{draft}"), &body).await.ok();
        let offered = author.get(&edit).await.page(200);
        assert!(offered.contains("Đang sửa?") && offered.contains("Nghị quyết tháng 1 nói về việc gì?"), "{offered}");
        let form = author.get(&format!("{edit}?draft={draft}")).await.page(200);
        assert!(form.contains("Đang sửa?") && form.contains("data-version=\"1\""), "{form}");
        let new = author.get(&format!("/units/{unit}/questions/new")).await.page(200);
        assert!(!new.contains("Đang sửa?"), "it is no new question");
    }

    async fn what_was_forgotten_for_a_month_is_gone_and_nobody_fills_the_store(demo: Demo) {
        let (path, author) = (somewhere(&demo).await, demo.committee());
        author.put(&path, &kept(0, "Bỏ quên?")).await.ok();
        demo.clock.advance(Millis::seconds(31 * 24 * 60 * 60));
        let author = demo.as_member(demo.find(&demo.committee.name).await.id).await;
        for _ in 0..100 {
            author.put(&somewhere(&demo).await, &kept(0, "Năm nào?")).await.ok();
        }
        author.get(&path).await.problem(404, "not_found");
        author.put(&somewhere(&demo).await, &kept(0, "Năm nào?")).await.problem(409, "too_many_drafts");
    }

    async fn a_colleague_looks_while_one_writes(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let check = format!("/api/units/{}/question-check", demo.cell().await);
        let ask = async |question: &str, typed: Value| {
            demo.committee().post(&check, &json!({"question": question, "typed": typed})).await.ok()
        };
        let mut good = typed("Nghị quyết ban hành năm nào?");
        good["explanation"] = json!("Năm 2016.");
        good["source"] = json!("Điều 1");
        assert_eq!(ask("", good.clone()).await, json!({"problems": [], "findings": []}));
        let bare = ask("", typed("Năm nào?")).await;
        let texts = bare["findings"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap());
        let texts: Vec<_> = texts.collect();
        assert!(texts.iter().any(|text| text.contains("nguồn")) && texts.iter().any(|text| text.contains("giải thích")));
        good["options"] = json!([{"text": "2016", "correct": false}, {"text": "2018", "correct": false}]);
        let problem = &ask("", good.clone()).await["problems"][0];
        assert_eq!(problem["field"], "options");
        assert!(problem["text"].as_str().unwrap().contains("đánh dấu một phương án"), "{problem}");
        good["stem"] = json!("nghị quyết tháng 1 nói về việc gì");
        let number = demo.house().store.question(id).await.unwrap().unwrap().number;
        let finding = ask("", good.clone()).await["findings"][0]["text"].as_str().unwrap().to_owned();
        assert!(finding.contains(&format!("câu {number}")), "{finding}");
        assert_eq!(ask(&id.to_string(), good).await["findings"], json!([]), "it is no duplicate of itself");
        assert_eq!(demo.house().store.question(id).await.unwrap().unwrap().state, ReviewState::Draft);
    }

    async fn only_what_the_writer_may_know_of_is_told_to_be_asked_already(demo: Demo) {
        let (store, unit) = (&demo.house().store, demo.cell().await);
        let check = format!("/api/units/{unit}/question-check");
        let told = async |visitor: &Visitor, stem: &str| {
            let body = json!({"question": "", "typed": typed(stem)});
            let advice = visitor.post(&check, &body).await.ok();
            let mut texts = advice["findings"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap());
            texts.any(|text| text.contains("Trùng lời với câu"))
        };
        let own = demo.question_of_the_cell().await;
        let above = store.questions_for(demo.commune().await).await.unwrap().remove(0);
        let words = [store.question(own).await.unwrap().unwrap().revision.stem, above.revision.stem.clone()];
        for stem in &words {
            assert!(told(&demo.committee(), stem).await, "{stem}");
        }
        // On the roster of tonight's contest, which may ask the commune's questions.
        assert!(!told(&demo.colleague(), &words[1]).await, "what must not be read is not told of");
        store.move_question(above.id, above.revision_number, ReviewState::Approved, ReviewState::Draft).await.unwrap();
        assert!(!told(&demo.committee(), &words[1]).await, "what a committee above is still working on is its own");
        store.retire_question(own, 1, Some(NOON)).await.unwrap();
        assert!(!told(&demo.committee(), &words[0]).await, "what was taken out may be asked again");
    }
}
