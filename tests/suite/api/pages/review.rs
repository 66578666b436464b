//! `/questions/{question}` and the steps on it.

use khacsau::domain::bank::{QuestionStanding, ReviewState};
use khacsau::domain::identity::QuestionId;
use khacsau::domain::role::{Grant, Role};
use khacsau::store::{KeptQuestion, NewRevision};

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::NOON;

async fn kept(demo: &Demo, id: QuestionId) -> KeptQuestion {
    demo.house().store.question(id).await.unwrap().unwrap()
}

/// Presses a button on a question as it stands, with what else is filled in.
async fn press(demo: &Demo, visitor: &Visitor, id: QuestionId, step: &str, more: &[(&str, &str)]) -> Reply {
    let question = kept(demo, id).await;
    let read = [("revision", question.revision_number.to_string()), ("state", question.state.name().to_owned())];
    let fields = read.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied());
    visitor.fill_in(&format!("/questions/{id}/{step}"), &fields.collect::<Vec<_>>()).await
}

#[track_caller]
fn done(reply: &Reply, word: &str) {
    assert!(reply.see_other().ends_with(&format!("?done={word}")), "{}", reply.see_other());
}

/// A draft of the committee member, sent into review.
async fn submitted(demo: &Demo) -> QuestionId {
    let id = demo.question_of_the_cell().await;
    done(&press(demo, &demo.committee(), id, "submit", &[]).await, "submitted");
    id
}

/// The committee member writes other words.
async fn rewritten(demo: &Demo, id: QuestionId, stem: &str) -> u32 {
    let question = kept(demo, id).await;
    let mut revision = question.revision;
    stem.clone_into(&mut revision.stem);
    let new = NewRevision {
        question: id,
        base: question.revision_number,
        document: question.document,
        topic: question.topic,
        difficulty: question.difficulty,
        author: demo.find(&demo.committee.name).await.id,
        revision,
        from: question.state,
        state: question.state,
        created_at: NOON,
    };
    demo.house().store.add_revision(&new).await.unwrap().expect("the latest was read")
}

async fn is_drawable(demo: &Demo, id: QuestionId) -> bool {
    let document = kept(demo, id).await.document;
    let contest = demo.scheduled().await;
    demo.behind(&contest, move |contest| contest.plan().pool.iter().any(|it| it.document == document)).await
}

on_both_engines! {
    async fn a_question_is_written_by_one_read_by_another_and_drawn_only_then(demo: Demo) {
        let id = demo.question_of_the_cell().await;
        let draft = demo.committee().get(&format!("/questions/{id}")).await.page(200);
        for words in ["Nghị quyết tháng 1 nói về việc gì?", "✓ Đúng", "Điều 1. Học tập.", "Nguồn: Điều 1 Nghị quyết", "12-NQ/CB", ">Nháp<", "Gửi duyệt", "Sửa câu hỏi"] {
            assert!(draft.contains(words), "{words}: {draft}");
        }
        assert!(!draft.contains("Duyệt câu hỏi"), "a draft is not approved");
        done(&press(&demo, &demo.committee(), id, "submit", &[]).await, "submitted");
        assert!(!is_drawable(&demo, id).await);
        let page = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        assert!(page.contains(">Chờ duyệt<") && page.contains("Duyệt câu hỏi"), "{page}");
        done(&press(&demo, &demo.secretary(), id, "approve", &[]).await, "approved");
        let page = demo.committee().get(&format!("/questions/{id}?done=approved")).await.page(200);
        assert!(page.contains(">Đã duyệt<") && page.contains(&format!("Đồng chí {} đã duyệt", demo.host.name)), "{page}");
        assert!(is_drawable(&demo, id).await);
    }

    async fn nobody_approves_what_they_wrote(demo: Demo) {
        let id = submitted(&demo).await;
        let page = demo.committee().get(&format!("/questions/{id}")).await.page(200);
        assert!(page.contains("một đồng chí khác trong chi ủy sẽ duyệt") && !page.contains("Duyệt câu hỏi"), "{page}");
        for (step, more) in [("approve", vec![]), ("return", vec![("comment", "Sai điều khoản")])] {
            let page = press(&demo, &demo.committee(), id, step, &more).await.page(403);
            assert!(page.contains("đồng chí đã viết câu này"), "{step}: {page}");
        }
        assert_eq!(kept(&demo, id).await.state, ReviewState::Submitted);
        // Whoever changed it since is an author as well, whoever wrote it first.
        let question = kept(&demo, id).await;
        let secretary = demo.find(&demo.host.name).await.id;
        let by_the_secretary = NewRevision {
            question: id, base: 1, document: question.document, topic: String::new(), difficulty: None,
            author: secretary, revision: question.revision, from: ReviewState::Submitted, state: ReviewState::Submitted, created_at: NOON,
        };
        demo.house().store.add_revision(&by_the_secretary).await.unwrap();
        press(&demo, &demo.secretary(), id, "approve", &[]).await.page(403);
        done(&press(&demo, &demo.colleague(), id, "approve", &[]).await, "approved");
    }

    async fn a_question_goes_back_with_a_comment_of_some_words(demo: Demo) {
        let id = submitted(&demo).await;
        for typed in ["", "Sai"] {
            let page = press(&demo, &demo.secretary(), id, "return", &[("comment", typed)]).await.page(422);
            let error = page.split("id=\"comment-error\">").nth(1).expect("an error beside the field");
            assert!(error.split("</p>").next().unwrap().contains("ít nhất vài từ"), "{error}");
            assert!(page.contains(&format!("\n{typed}</textarea>")) && page.contains("<details open>"), "{page}");
        }
        assert_eq!(kept(&demo, id).await.standing(), QuestionStanding::Submitted);
        let comment = "Điều 1 nói khác: <b>xem lại</b>";
        done(&press(&demo, &demo.secretary(), id, "return", &[("comment", comment)]).await, "returned");
        assert_eq!(kept(&demo, id).await.standing(), QuestionStanding::Returned);
        let reply = demo.committee().get(&format!("/questions/{id}")).await;
        assert!(!reply.text().contains("<b>xem lại"), "text and never markup");
        let page = reply.page(200);
        assert!(page.contains(">Bị trả lại<") && page.contains(comment) && page.contains("trả lại</b>"), "{page}");
        done(&press(&demo, &demo.committee(), id, "submit", &[]).await, "submitted");
        assert_eq!(kept(&demo, id).await.standing(), QuestionStanding::Submitted);
    }

    async fn a_step_on_what_was_not_read_changes_nothing(demo: Demo) {
        let id = submitted(&demo).await;
        let read = [("revision", "1"), ("state", "submitted"), ("comment", "Sai điều khoản")];
        rewritten(&demo, id, "Lời văn mới của câu hỏi?").await;
        for step in ["approve", "return", "withdraw", "retire"] {
            let page = demo.secretary().fill_in(&format!("/questions/{id}/{step}"), &read).await.page(409);
            assert!(page.contains("vừa được một đồng chí khác sửa") && page.contains("Lời văn mới"), "{step}: {page}");
        }
        let question = kept(&demo, id).await;
        assert_eq!((question.state, question.is_retired), (ReviewState::Submitted, false));
        // The same revision, but a colleague was faster.
        done(&press(&demo, &demo.colleague(), id, "approve", &[]).await, "approved");
        let late = [("revision", "2"), ("state", "submitted"), ("comment", "Sai điều khoản")];
        for step in ["approve", "return", "withdraw"] {
            demo.secretary().fill_in(&format!("/questions/{id}/{step}"), &late).await.page(409);
        }
        assert_eq!(kept(&demo, id).await.standing(), QuestionStanding::Approved);
    }

    async fn the_secretary_of_a_one_person_committee_approves_alone_and_it_shows(demo: Demo) {
        let (cell, store) = (demo.cell().await, &demo.house().store);
        for name in [demo.committee.name.clone(), demo.members.last().unwrap().name.clone()] {
            let member = demo.find(&name).await.id;
            assert!(store.delete_grant(member, Grant { role: Role::Committee, unit: cell }).await.unwrap());
        }
        let id = demo.question_by(&demo.host.name).await;
        done(&press(&demo, &demo.secretary(), id, "submit", &[]).await, "submitted");
        let page = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        assert!(page.contains("Chi bộ chỉ có một người làm câu hỏi"), "{page}");
        done(&press(&demo, &demo.secretary(), id, "approve", &[]).await, "approved");
        assert!(store.history_of(id).await.unwrap()[0].reviews[0].alone);
        let page = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        assert!(page.contains("tự duyệt, vì chi bộ chỉ có một người làm câu hỏi"), "{page}");
    }

    async fn what_is_taken_out_stays_on_record_and_comes_back_as_a_draft(demo: Demo) {
        let id = submitted(&demo).await;
        done(&press(&demo, &demo.secretary(), id, "approve", &[]).await, "approved");
        assert!(is_drawable(&demo, id).await);
        done(&press(&demo, &demo.committee(), id, "retire", &[]).await, "retired");
        assert!(!is_drawable(&demo, id).await);
        let page = demo.committee().get(&format!("/questions/{id}")).await.page(200);
        assert!(page.contains(">Đã rút<") && page.contains("Đưa lại vào ngân hàng") && !page.contains("Sửa câu hỏi"), "{page}");
        press(&demo, &demo.committee(), id, "withdraw", &[]).await.page(409);
        let page = demo.committee().get(&format!("/questions/{id}/edit")).await.page(409);
        assert!(page.contains("đã được rút khỏi ngân hàng nên chưa sửa được") && page.contains("Đưa lại vào ngân hàng"), "{page}");
        let question = kept(&demo, id).await;
        let (document, base) = (question.document.to_string(), question.revision_number.to_string());
        let typed = [
            ("base", base.as_str()), ("stem", "Viết lại dở dang?"), ("kind", "single"), ("option", "Một"), ("option", "Hai"),
            ("right", "0"), ("document", document.as_str()), ("then", "submit"),
        ];
        let edit = format!("/questions/{id}");
        let page = demo.committee().fill_in(&edit, &typed).await.page(409);
        assert!(page.contains("Chưa lưu: câu này đã được rút khỏi ngân hàng") && page.contains("Viết lại dở dang?"), "{page}");
        assert_eq!(kept(&demo, id).await.revision, question.revision);
        done(&press(&demo, &demo.committee(), id, "restore", &[]).await, "restored");
        assert_eq!(kept(&demo, id).await.standing(), QuestionStanding::Draft);
        done(&demo.committee().fill_in(&edit, &typed).await, "submitted");
        assert_eq!(kept(&demo, id).await.revision.stem, "Viết lại dở dang?", "the same form is saved once it is back");
    }

    async fn the_history_tells_who_changed_what(demo: Demo) {
        let id = submitted(&demo).await;
        rewritten(&demo, id, "Nghị quyết tháng 1 bàn việc gì?").await;
        let page = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        let history = page.split("id=\"history\"").nth(1).unwrap();
        for words in ["Lần 2", "Lần 1: viết câu hỏi", "Trước:</span> Nghị quyết tháng 1 nói về việc gì?", "Nay:</span> Nghị quyết tháng 1 bàn việc gì?", demo.committee.name.as_str()] {
            assert!(history.contains(words), "{words}: {history}");
        }
        assert!(!history.contains("Giải thích"), "what stayed the same is not told");
    }

    async fn what_stands_in_the_way_and_what_should_be_looked_at_is_said(demo: Demo) {
        let id = demo.question_with(|revision| {
            revision.options[0].correct = false;
            revision.options[2].text = "Tất cả các phương án trên".into();
            revision.source = String::new();
        }).await;
        let page = demo.committee().get(&format!("/questions/{id}")).await.page(200);
        for words in ["Chưa vào đề được", "đánh dấu một phương án", "Có phương án nói về các phương án khác", "Chưa có nguồn"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Gửi duyệt"), "{page}");
        let page = press(&demo, &demo.committee(), id, "submit", &[]).await.page(422);
        assert!(page.contains("câu hỏi còn thiếu"), "{page}");
        assert_eq!(kept(&demo, id).await.state, ReviewState::Draft);
    }

    async fn questions_above_are_read_and_those_beside_are_nobodys_business(demo: Demo) {
        let above = demo.house().store.bank_for(demo.commune().await).await.unwrap()[0].id;
        let page = demo.committee().get(&format!("/questions/{above}")).await.page(200);
        assert!(!page.contains("Bước tiếp theo") && page.contains(&format!("/units/{}/bank", demo.cell().await)), "{page}");
        press(&demo, &demo.committee(), above, "retire", &[]).await.page(403);
        let own = submitted(&demo).await;
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&format!("/questions/{own}")).await.page(403);
        press(&demo, &neighbour, own, "approve", &[]).await.page(403);
        // What the commune's committee is still working on is its own.
        let store = &demo.house().store;
        store.move_question(above, 1, ReviewState::Approved, ReviewState::Draft).await.unwrap();
        demo.secretary().get(&format!("/questions/{above}")).await.page(403);
        demo.supervisor().await.get(&format!("/questions/{above}")).await.page(200);
    }

    async fn a_question_of_a_contest_under_way_is_kept_from_who_takes_part(demo: Demo) {
        let above = demo.house().store.bank_for(demo.commune().await).await.unwrap()[0].id;
        let page = demo.colleague().get(&format!("/questions/{above}")).await.page(409);
        assert!(page.contains("đang được giữ kín"), "{page}");
        let insiders = &demo.house().store.bank_for(demo.commune().await).await.unwrap()[0].insiders;
        assert!(!insiders.contains(&demo.find(&demo.members.last().unwrap().name).await.id), "not read, and not recorded");
    }

    async fn after_a_contest_a_question_shows_what_it_taught(demo: Demo) {
        let contest = demo.last_month().await;
        let stem = demo.paper(&contest).await.remove(0);
        let bank = demo.house().store.bank_for(demo.commune().await).await.unwrap();
        let id = bank.iter().find(|question| question.revision.stem == stem).unwrap().id;
        let page = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        for words in ["Sau các kỳ thi", "1 kỳ thi", "lượt người", "trung bình", "nhóm làm tốt đúng", "lượt chọn"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let asked = demo.paper(&contest).await;
        let unasked = bank.iter().find(|question| !asked.contains(&question.revision.stem)).unwrap().id;
        assert!(!demo.secretary().get(&format!("/questions/{unasked}")).await.page(200).contains("Sau các kỳ thi"));
    }
}
