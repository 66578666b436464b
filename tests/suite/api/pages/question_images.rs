//! Pictures in questions: `/api/units/{unit}/question-images`, `/questions/images/{hash}` and
//! `/contests/{contest}/images/{hash}`.

use khacsau::domain::bank::ReviewState;
use khacsau::domain::identity::{DocumentId, MemberId, QuestionId, UnitId};
use khacsau::domain::ledger::Hash;
use khacsau::domain::question::{QuestionImage, QuestionKind, Revision, RevisionOption};
use khacsau::domain::time::Millis;
use khacsau::store::{KeptImage, NewQuestion};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::NOON;

/// A PNG of 2 by 1 dots, red and white.
pub const PNG: &[u8] = b"\
    \x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\
    \x00\x01\x08\x02\x00\x00\x00\x7b\x40\xe8\xdd\x00\x00\x00\x12\x49\x44\x41\x54\x78\x01\x01\
    \x07\x00\xf8\xff\x00\xff\x00\x00\xff\xff\xff\x0b\xfb\x03\xfd\x0c\xbb\x7b\x1c\x00\x00\x00\
    \x00\x49\x45\x4e\x44\xae\x42\x60\x82";

async fn bring(demo: &Demo, visitor: &Visitor, file: &[u8]) -> Reply {
    let path = format!("/api/units/{}/question-images", demo.cell().await);
    Reply::to(visitor.request(Method::POST, &path).body(file.to_vec())).await
}

#[track_caller]
fn picture(reply: &Reply) {
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, "image/jpeg"),
        "{}",
        String::from_utf8_lossy(&reply.bytes)
    );
    assert!(reply.bytes.starts_with(b"\xff\xd8\xff"));
    assert!(reply.header("cache-control").starts_with("private"), "{}", reply.header("cache-control"));
}

/// A question that shows this picture.
fn shown_with(
    hash: Hash,
    number: u32,
    unit: UnitId,
    document: DocumentId,
    author: MemberId,
    state: ReviewState,
) -> NewQuestion {
    let option = |text: &str, correct| RevisionOption { text: text.to_owned(), correct };
    let revision = Revision {
        kind: QuestionKind::Single,
        stem: format!("Ảnh {number} chụp ở đâu?"),
        options: vec![option("Long Trị", true), option("Sa Đéc", false)],
        explanation: String::new(),
        source: "Điều 1".to_owned(),
        limit: None,
        keep_order: false,
        image: Some(QuestionImage { hash, width: 2, height: 1, alt: "Cổng trường".to_owned() }),
    };
    NewQuestion {
        id: QuestionId(uuid::Uuid::now_v7()),
        unit,
        document,
        author,
        revision,
        topic: String::new(),
        difficulty: None,
        state,
        created_at: NOON,
    }
}

/// A contest that asks five questions, each with a picture of its own.
async fn contest_with_pictures(demo: &Demo) -> (String, Vec<Hash>) {
    let store = &demo.house().store;
    let author = demo.find(&demo.committee.name).await.id;
    let (document, unit) = (demo.document_of_the_cell().await, demo.cell().await);
    let mut hashes = Vec::new();
    for number in 1..=5 {
        let bytes = format!("picture {number}").into_bytes();
        let hash = store.insert_image(&KeptImage { width: 2, height: 1, bytes }, author, NOON).await.unwrap();
        let new = shown_with(hash, number, unit, document, author, ReviewState::Approved);
        store.insert_question(&new).await.unwrap();
        hashes.push(hash);
    }
    let starts_at = (NOON + Millis::seconds(3_600)).0;
    let blueprint = json!([{"count": 5, "document": document.to_string()}]);
    let asked = json!({"title": "Kỳ thi có ảnh", "starts_at": starts_at, "blueprint": blueprint});
    let reply = demo.secretary().post("/api/contests", &asked).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let scheduled: Value = serde_json::from_slice(&reply.bytes).unwrap();
    (scheduled["id"].as_str().unwrap().to_owned(), hashes)
}

on_both_engines! {
    async fn a_picture_is_made_small_and_seen_by_those_who_work_on_its_question(demo: Demo) {
        let made = bring(&demo, &demo.committee(), PNG).await.ok();
        assert_eq!((&made["width"], &made["height"]), (&json!(2), &json!(1)));
        let hash = made["hash"].as_str().unwrap();
        let address = format!("/questions/images/{hash}");
        let seen = demo.committee().get(&address).await;
        picture(&seen);
        assert_eq!(Hash::of_bytes(&seen.bytes).to_string(), hash, "its name is the hash of what is sent");
        for other in [demo.secretary(), demo.member()] {
            other.get(&address).await.page(404);
        }
        demo.stranger().get(&address).await.page(401);

        let document = demo.document_of_the_cell().await.to_string();
        let place = format!("/units/{}/questions", demo.cell().await);
        let fields = |alt: &'static str| [
            ("stem", "Ảnh chụp ở đâu?"), ("kind", "single"), ("option", "Long Trị"), ("option", "Sa Đéc"), ("right", "0"),
            ("document", document.as_str()), ("image", hash), ("image_alt", alt), ("then", "submit"),
        ];
        let refused = demo.committee().fill_in(&place, &fields("")).await.page(422);
        assert!(refused.contains("id=\"image_alt-error\"") && refused.contains(&format!("value=\"{hash}\"")), "{refused}");
        let stolen = demo.secretary().fill_in(&place, &fields("Cổng trường")).await.page(422);
        assert!(stolen.contains("id=\"picture-error\""), "a picture one may not see is not one's own to use: {stolen}");
        let saved = demo.committee().fill_in(&place, &fields("Cổng trường")).await;
        let id: QuestionId = saved.see_other()["/questions/".len()..].split('?').next().unwrap().parse().unwrap();
        let image = demo.house().store.question(id).await.unwrap().unwrap().revision.image.unwrap();
        assert_eq!((image.width, image.height, image.alt.as_str()), (2, 1, "Cổng trường"));
        picture(&demo.secretary().get(&address).await);
        demo.member().get(&address).await.page(404);
        let neighbour = demo.as_member(demo.neighbouring_secretary().await.id).await;
        neighbour.get(&address).await.page(404);
        let shown = demo.secretary().get(&format!("/questions/{id}")).await.page(200);
        assert!(shown.contains(&address) && shown.contains("alt=\"Cổng trường\""), "{shown}");
    }

    async fn what_a_committee_above_is_still_working_on_shows_no_picture_below(demo: Demo) {
        let (store, commune) = (&demo.house().store, demo.commune().await);
        let author = store.roster_of(commune).await.unwrap().into_iter().find(|line| line.unit == commune).unwrap().id;
        let document = store.documents_for(commune).await.unwrap()[0].id;
        for (number, state, status) in [(1, ReviewState::Draft, 404), (2, ReviewState::Submitted, 404), (3, ReviewState::Approved, 200)] {
            let bytes = format!("picture above {number}").into_bytes();
            let hash = store.insert_image(&KeptImage { width: 2, height: 1, bytes }, author, NOON).await.unwrap();
            store.insert_question(&shown_with(hash, number, commune, document, author, state)).await.unwrap();
            let address = format!("/questions/images/{hash}");
            assert_eq!(demo.committee().get(&address).await.status, status, "{state:?}");
            assert_eq!(demo.supervisor().await.get(&address).await.status, 200, "{state:?}");
        }
    }

    async fn a_picture_comes_with_the_form_where_there_is_no_script(demo: Demo) {
        let document = demo.document_of_the_cell().await.to_string();
        let place = format!("/units/{}/questions", demo.cell().await);
        let send = async |file: &[u8]| {
            let mut body = Vec::new();
            for (name, value) in [
                ("stem", "Ảnh chụp ở đâu?"), ("kind", "single"), ("option", "Long Trị"), ("option", "Sa Đéc"),
                ("right", "1"), ("document", &document), ("image_alt", "Cổng trường"), ("then", "keep"),
            ] {
                body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
            }
            body.extend(b"--b\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\ncontent-type: image/png\r\n\r\n");
            body.extend(file);
            body.extend(b"\r\n--b--\r\n");
            let request = demo.committee().request(Method::POST, &place);
            Reply::to(request.header("content-type", "multipart/form-data; boundary=b").body(body)).await
        };
        let page = send(b"%PDF-1.7").await.page(422);
        assert!(page.contains("id=\"picture-error\"") && page.contains("Ảnh chụp ở đâu?"), "{page}");
        let page = send(&vec![0xff; (8 << 20) + 1]).await.page(422);
        let error = page.split("id=\"picture-error\">").nth(1).expect("an error beside the field");
        assert!(error.starts_with("Tệp ảnh lớn hơn 8 MB") && page.contains("Ảnh chụp ở đâu?"), "{error}");
        let reply = send(PNG).await;
        let id: QuestionId = reply.see_other()["/questions/".len()..].split('?').next().unwrap().parse().unwrap();
        let revision = demo.house().store.question(id).await.unwrap().unwrap().revision;
        assert_eq!(revision.options[1].text, "Sa Đéc");
        assert!(revision.options[1].correct && revision.image.is_some());
        let reply = send(b"").await;
        let id: QuestionId = reply.see_other()["/questions/".len()..].split('?').next().unwrap().parse().unwrap();
        assert_eq!(demo.house().store.question(id).await.unwrap().unwrap().revision.image, None);
    }

    async fn other_files_are_refused(demo: Demo) {
        for file in [&b""[..], b"%PDF-1.7", &PNG[..40]] {
            bring(&demo, &demo.committee(), file).await.problem(400, "invalid");
        }
        bring(&demo, &demo.committee(), &vec![0xff; (8 << 20) + 1]).await.problem(413, "too_large");
        bring(&demo, &demo.member(), PNG).await.problem(403, "forbidden");
    }

    async fn nobody_sees_a_picture_before_its_question_is_open(demo: Demo) {
        let (contest, hashes) = contest_with_pictures(&demo).await;
        // Whoever brought a picture sees it in the bank; in the contest they see it with everybody.
        let seen_by = async |visitor: &Visitor| {
            let mut seen = 0;
            for hash in &hashes {
                let reply = visitor.get(&format!("/contests/{contest}/images/{hash}")).await;
                assert!(matches!(reply.status, 200 | 404), "{}", reply.status);
                seen += usize::from(reply.status == 200);
            }
            seen
        };
        let everybody = [demo.member(), demo.secretary(), demo.committee()];
        let hidden = async || {
            for visitor in &everybody {
                assert_eq!(seen_by(visitor).await, 0);
            }
            demo.member().get(&format!("/questions/images/{}", hashes[0])).await.page(404);
        };
        hidden().await;
        demo.command(&contest, json!({"type": "lobby"})).await.done();
        demo.until_phase(&contest, "lobby").await;
        hidden().await;
        // On the roster now, and not among those who knew the questions before.
        demo.secretary().get(&format!("/questions/images/{}", hashes[0])).await.page(404);
        demo.command(&contest, json!({"type": "open"})).await.done();
        hidden().await;
        demo.command(&contest, json!({"type": "open"})).await.done();
        demo.until_phase(&contest, "open").await;
        for visitor in &everybody {
            assert_eq!(seen_by(visitor).await, 1, "of the one question that is open");
        }
        let address = format!("/contests/{contest}/images/{}", hashes[0]);
        demo.as_member(demo.neighbour().await.id).await.get(&address).await.page(403);
        demo.stranger().get(&address).await.page(401);
        demo.member().get(&address.replace(&contest, &demo.contest)).await.page(404);
    }
}
