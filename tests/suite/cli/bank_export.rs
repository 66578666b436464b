//! `khacsau bank export`: a unit's questions as a file, beside a program that serves.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use khacsau::domain::bank::ReviewState;
use serde_json::Value;

use super::process::{khacsau, run};
use crate::api::demo::Demo;
use crate::harness::{Directory, Engine};

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_is_written_beside_a_serving_program_and_read_again() {
    let demo = Demo::on(Engine::Sqlite).await;
    let unit = demo.cell().await.to_string();
    let known = demo.house().store.questions_for(demo.cell().await).await.unwrap().len();
    let place = Directory::make();
    let (data, file) = (demo.data().to_str().unwrap().to_owned(), place.0.join("bank.json"));
    let path = file.to_str().unwrap();
    let said = run(khacsau(["bank", "export", "--data", &data, "--unit", &unit, path])).well();
    assert!(said.starts_with(&format!("{known} questions of ")), "{said}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "it holds keys");
    let read: Value = serde_json::from_str(&run(khacsau(["bank", "check", path, "--json"])).well()).unwrap();
    assert_eq!((read["questions"].as_array().unwrap().len(), &read["problems"]), (known, &serde_json::json!([])));
    assert!(read["questions"][0]["particulars"]["document"]["title"].is_string(), "{}", read["questions"][0]);

    let above = demo.house().store.questions_for(demo.commune().await).await.unwrap().remove(0);
    let (id, revision) = (above.id, above.revision_number);
    demo.house().store.move_question(id, revision, ReviewState::Approved, ReviewState::Draft).await.unwrap();
    let below = place.0.join("below.json");
    let below = below.to_str().unwrap();
    let said = run(khacsau(["bank", "export", "--data", &data, "--unit", &unit, below])).well();
    assert!(said.starts_with(&format!("{} questions of ", known - 1)), "what is worked on above stays there: {said}");

    let again = run(khacsau(["bank", "export", "--data", &data, "--unit", &unit, path])).refused();
    assert!(again.contains("bank.json"), "never over another file: {again}");
    let other = place.0.join("bank.pdf");
    let other = other.to_str().unwrap();
    let unknown =
        run(khacsau(["bank", "export", "--data", &data, "--unit", &unit, "--format", "pdf", other])).refused();
    assert!(unknown.contains("json, csv") || unknown.contains("docx-without-keys"), "{unknown}");
    let nobody = run(khacsau(["bank", "export", "--data", &data, "--unit", "nobody", other])).refused();
    assert!(nobody.contains("not the id of a unit"), "{nobody}");
}
