//! Excuses on `/units/{unit}/contests/new` where a unit has too many members to be listed.

use khacsau::domain::name::search_key;
use reqwest::redirect::Policy;

use crate::harness::{Engine, Evening};

#[actix_web::test]
async fn in_a_large_unit_others_are_found_by_name_and_a_change_stays_in_the_form() {
    let evening = Evening::with_hall(Engine::Sqlite, 160).await;
    let hall = evening.hall();
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let unit = hall.get("/api/me", &hall.host).await.json()["roles"][0]["unit"].as_str().unwrap().to_owned();
    let place = format!("/units/{unit}/contests/new");
    let send = async |fields: &[(&str, &str)]| {
        let percent = |value: &str| value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let body =
            fields.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect::<Vec<_>>().join("&");
        let request = client.post(format!("{}{place}", hall.url)).bearer_auth(&hall.host.token);
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        request.send().await.unwrap()
    };
    let someone = &hall.members[7];
    let (id, name) = (hall.id_of(someone).await, search_key(&someone.name));
    let field = format!("name=\"member\" value=\"{id}\"");
    let form = hall.get(&place, &hall.host).await.text;
    assert!(form.contains("Tìm theo tên") && !form.contains(&field), "nobody is excused");
    let nobody = send(&[("act", "find"), ("find", "khongcoai")]).await.text().await.unwrap();
    assert!(nobody.contains("Không có đồng chí nào tên như vậy"));
    let found = send(&[("act", "find"), ("find", &name)]).await.text().await.unwrap();
    assert!(found.contains(&field), "{name}: {found}");

    let saved = send(&[("act", "save"), ("title", "Kỳ thi toàn xã"), ("member", &id), ("excuse", "ill")]).await;
    let draft = saved.headers()["location"].to_str().unwrap().to_owned();
    let form = hall.get(&draft, &hall.host).await.text;
    assert!(form.contains(&field) && form.contains("<option value=\"ill\" selected>"), "{form}");
}
