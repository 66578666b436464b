//! Pictures that travel with a bank: `/units/{unit}/bank/export` and back through `/units/{unit}/bank/import`.

use std::io::{Cursor, Write as _};

use khacsau::domain::identity::UnitId;
use khacsau::domain::ledger::Hash;
use khacsau::domain::question::{QuestionImage, Revision};
use khacsau::exchange::picture::picture;
use khacsau::store::{KeptImage, KeptQuestion};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::question_images::PNG;
use crate::api::demo::Demo;
use crate::api::visitor::{Reply, Visitor};
use crate::harness::NOON;

/// A question of the cell's own with a picture.
async fn pictured(demo: &Demo, stem: &str) -> Hash {
    let (store, author) = (&demo.house().store, demo.find(&demo.committee.name).await.id);
    let made = picture(PNG).unwrap();
    let image = KeptImage { width: made.width, height: made.height, bytes: made.bytes };
    let hash = store.insert_image(&image, author, NOON).await.unwrap();
    let document = store.documents_for(demo.cell().await).await.unwrap()[0].id;
    let image = QuestionImage { hash, width: 2, height: 1, alt: "Cổng trường".to_owned() };
    let reword = |revision: &mut Revision| {
        stem.clone_into(&mut revision.stem);
        revision.image = Some(image);
    };
    demo.written(document, &demo.committee.name, reword).await;
    hash
}

async fn exported(visitor: &Visitor, unit: UnitId) -> Value {
    let fields = [("format", "json"), ("topic", "=Nghị quyết"), ("own", "1")];
    let reply = visitor.fill_in(&format!("/units/{unit}/bank/export"), &fields).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    serde_json::from_slice(&reply.bytes).expect("JSON")
}

/// Brings the file to a unit's import, and returns the address of what was read.
async fn bring(visitor: &Visitor, unit: UnitId, file: &Value) -> String {
    let bytes = file.to_string().into_bytes();
    let reply = visitor.bring(&format!("/units/{unit}/bank/import"), &[], Some(("bank.json", &bytes))).await;
    reply.see_other().to_owned()
}

async fn keep(demo: &Demo, visitor: &Visitor, unit: UnitId, import: &str) -> Reply {
    let document = demo.house().store.documents_for(unit).await.unwrap()[0].id.to_string();
    visitor.fill_in(import, &[("document", document.as_str()), ("do", "keep")]).await
}

async fn gained(demo: &Demo, unit: UnitId) -> Vec<KeptQuestion> {
    let mut bank = demo.house().store.questions_for(unit).await.unwrap();
    bank.retain(|question| question.import.is_some());
    bank
}

/// What a question is, wherever it is kept.
fn questions(file: &Value) -> Vec<Value> {
    let mut questions = file["questions"].as_array().expect("questions").clone();
    for question in &mut questions {
        for of_the_bank in ["number", "document", "state"] {
            question.as_object_mut().expect("a question").remove(of_the_bank);
        }
    }
    questions
}

on_both_engines! {
    async fn a_bank_goes_to_another_unit_and_leaves_it_again_with_the_same_pictures(demo: Demo) {
        let hash = pictured(&demo, "Ảnh chụp ở đâu?").await;
        assert_eq!(pictured(&demo, "Ai chụp ảnh này?").await, hash, "two questions show one picture");
        let file = exported(&demo.secretary(), demo.cell().await).await;
        assert_eq!(file["pictures"].as_array().map(Vec::len), Some(1));

        let neighbour = demo.neighbouring_secretary().await;
        let (unit, visitor) = (neighbour.unit, demo.as_member(neighbour.id).await);
        visitor.get(&format!("/questions/images/{hash}")).await.page(404);
        let import = bring(&visitor, unit, &file).await;
        let page = visitor.get(&import).await.page(200);
        let shown = format!("src=\"/questions/images/{hash}\" width=\"2\" height=\"1\" alt=\"Cổng trường\"");
        assert_eq!(page.matches(&shown).count(), 2, "{page}");
        assert_eq!(visitor.get(&format!("/questions/images/{hash}")).await.status, 200, "whoever brought it sees it");
        keep(&demo, &visitor, unit, &import).await.see_other();

        let kept = gained(&demo, unit).await;
        assert_eq!(kept.len(), 2);
        let uses = demo.house().store.questions_with_image(hash).await.unwrap();
        assert!(kept.iter().all(|question| uses.contains(&(question.id, unit))), "{uses:?}");
        let again = exported(&visitor, unit).await;
        assert_eq!(questions(&again), questions(&file));
        assert_eq!(again["pictures"], file["pictures"]);
    }

    async fn a_mended_question_keeps_its_picture_and_may_be_given_another_or_none(demo: Demo) {
        let hash = pictured(&demo, "Ảnh chụp ở đâu?").await;
        let file = exported(&demo.secretary(), demo.cell().await).await;
        let neighbour = demo.neighbouring_secretary().await;
        let (unit, visitor) = (neighbour.unit, demo.as_member(neighbour.id).await);
        let import = bring(&visitor, unit, &file).await;
        let address = format!("{import}/questions/1");
        let page = visitor.get(&address).await.page(200);
        let name = hash.to_string();
        assert!(page.contains(&format!("name=\"image\" value=\"{name}\"")) && page.contains("value=\"Cổng trường\""), "{page}");
        let typed = |edition: &'static str, stem: &'static str| [
            ("edition", edition), ("stem", stem), ("kind", "single"), ("option", "Long Trị"), ("option", "Sa Đéc"),
            ("right", "0"), ("image_alt", "Cổng trường mới"), ("then", "back"),
        ];
        let own = [("image", name.as_str())];
        visitor.fill_in(&address, &[&typed("1", "Ảnh này chụp ở đâu?")[..], &own].concat()).await.see_other();
        assert!(visitor.get(&import).await.page(200).contains("alt=\"Cổng trường mới\""));
        let without = [&typed("2", "Ảnh ấy chụp ở đâu?")[..], &own, &[("image_drop", "1")]].concat();
        visitor.fill_in(&address, &without).await.see_other();
        assert!(!visitor.get(&import).await.page(200).contains("/questions/images/"));
        let refused = visitor.bring(&address, &typed("3", "Ảnh khác chụp ở đâu?"), Some(("a.pdf", b"%PDF-1.7"))).await;
        let refused = refused.page(422);
        assert!(refused.contains("id=\"picture-error\"") && refused.contains("Ảnh khác chụp ở đâu?"), "{refused}");
        visitor.bring(&address, &typed("3", "Ảnh khác chụp ở đâu?"), Some(("a.png", PNG))).await.see_other();
        keep(&demo, &visitor, unit, &import).await.see_other();
        let kept = gained(&demo, unit).await.remove(0).revision;
        assert_eq!((kept.stem.as_str(), kept.image.map(|image| image.alt)), ("Ảnh khác chụp ở đâu?", Some("Cổng trường mới".into())));
    }

    async fn a_broken_picture_has_its_sentence_and_the_rest_is_kept(demo: Demo) {
        pictured(&demo, "Ảnh chụp ở đâu?").await;
        let mut file = exported(&demo.secretary(), demo.cell().await).await;
        let mut without = file["questions"][0].clone();
        without["stem"] = json!("Không có ảnh?");
        without.as_object_mut().unwrap().remove("image");
        file["questions"].as_array_mut().unwrap().push(without);
        file["pictures"][0]["bytes"] = json!("AAAA");
        let neighbour = demo.neighbouring_secretary().await;
        let (unit, visitor) = (neighbour.unit, demo.as_member(neighbour.id).await);
        let import = bring(&visitor, unit, &file).await;
        let page = visitor.get(&import).await.page(200);
        assert!(page.contains("có hình bị hỏng") && page.contains("[Hình: Cổng trường]"), "{page}");
        keep(&demo, &visitor, unit, &import).await.see_other();
        let kept: Vec<String> = gained(&demo, unit).await.into_iter().map(|kept| kept.revision.stem).collect();
        assert_eq!(kept, ["Không có ảnh?"], "the other one waits to be mended");
    }

    async fn the_page_says_which_pictures_stay_behind(demo: Demo) {
        pictured(&demo, "Ảnh chụp ở đâu?").await;
        let page = async |format: &str| {
            let address = format!("/units/{}/bank/export?format={format}&topic=%3DNgh%E1%BB%8B+quy%E1%BA%BFt", demo.cell().await);
            demo.secretary().get(&address).await.page(200)
        };
        assert!(page("gift").await.contains("tệp không kèm hình này"));
        assert!(!page("json").await.contains("tệp không kèm hình này"));
    }

    async fn a_picture_in_a_word_file_is_told_of_at_its_question_until_somebody_has_seen_to_it(demo: Demo) {
        let (visitor, unit) = (demo.committee(), demo.cell().await);
        let drawn = "<w:r><w:drawing><wp:inline><a:blip r:embed=\"rId9\"/></wp:inline></w:drawing></w:r>";
        let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let document = format!(
            "<w:document xmlns:w=\"w\" xmlns:wp=\"wp\" xmlns:a=\"a\" xmlns:r=\"r\"><w:body>{}<w:p>{drawn}</w:p>{}{}{}{}{}{}{}</w:body></w:document>",
            line("Câu 1: Hình dưới đây chụp ở đâu?"), line("A. Long Trị"), line("B. Sa Đéc"), line("Đáp án: A"),
            line("Câu 2: Một năm có mấy quý?"), line("A. Ba"), line("B. Bốn"), line("Đáp án: B"),
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        zip.write_all(document.as_bytes()).unwrap();
        let file = zip.finish().unwrap().into_inner();
        let import = visitor.bring(&format!("/units/{unit}/bank/import"), &[], Some(("hinh.docx", &file))).await;
        let import = import.see_other().to_owned();
        let told = "Trong tệp, câu này có hình";
        let page = visitor.get(&import).await.page(200);
        let questions: Vec<&str> = page.split("id=\"cau-").skip(1).collect();
        assert!(questions.len() == 2 && questions[0].contains(told) && !questions[1].contains(told), "{page}");
        let address = format!("{import}/questions/1");
        assert!(visitor.get(&address).await.page(200).contains(told));
        let typed = [
            ("edition", "1"), ("stem", "Hình dưới đây chụp ở đâu?"), ("kind", "single"), ("option", "Long Trị"),
            ("option", "Sa Đéc"), ("right", "0"), ("image_alt", "Cổng trường"), ("then", "back"),
        ];
        visitor.bring(&address, &typed, Some(("a.png", PNG))).await.see_other();
        let page = visitor.get(&import).await.page(200);
        assert!(!page.contains(told) && page.contains("alt=\"Cổng trường\""), "{page}");
    }
}
