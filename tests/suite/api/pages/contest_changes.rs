//! `/units/{unit}/contests/new?again={contest}`: a contest planned anew, before its lobby or after it was called off.

use khacsau::domain::time::Millis;
use serde_json::json;

use crate::api::demo::Demo;

async fn place(demo: &Demo) -> String {
    format!("/units/{}/contests/new", demo.cell().await)
}

/// What the form of this contest holds, as a browser would send it back.
async fn offered(demo: &Demo, contest: &str) -> (String, Vec<(String, String)>) {
    let page = demo.secretary().get(&format!("{}?again={contest}", place(demo).await)).await.page(200);
    let form = page.split("<form class=\"schedule\"").nth(1).expect("the form").to_owned();
    let value = |name: &str| {
        let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_default();
        (name.to_owned(), rest.split('"').next().unwrap_or_default().to_owned())
    };
    let names =
        ["replaces", "title", "on", "at", "place", "count", "weight", "limit", "prize_places", "unit_threshold"];
    let mut fields: Vec<_> = names.map(value).into();
    fields.extend([("mode", "live"), ("pacing", "host"), ("tie", "elapsed"), ("network", "mobile")].map(owned));
    (page, fields)
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn with<'a>(fields: &'a [(String, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect()
}

async fn previewed(demo: &Demo, fields: &[(&str, &str)]) -> String {
    let fields = [fields, &[("act", "preview")]].concat();
    demo.secretary().fill_in(&place(demo).await, &fields).await.see_other().to_owned()
}

async fn published(demo: &Demo, preview: &str) -> String {
    demo.secretary().submit(&format!("{preview}/publish")).await.see_other().to_owned()
}

fn id_of(address: &str) -> String {
    address.trim_start_matches("/contests/").split('?').next().unwrap().to_owned()
}

on_both_engines! {
    async fn a_contest_is_planned_anew_and_its_old_address_leads_to_the_new_one(demo: Demo) {
        let old = demo.scheduled().await;
        let path = format!("/contests/{old}");
        let own = demo.secretary().get(&path).await.page(200);
        assert!(own.contains(&format!("{}?again={old}", place(&demo).await)) && own.contains("Sửa kỳ thi này"), "{own}");
        let (page, fields) = offered(&demo, &old).await;
        let row = demo.contest_row(&old).await;
        assert!(page.contains("Sửa kỳ thi") && page.contains(&format!("value=\"{}\"", row.title)), "{page}");

        let refused = with(&fields, &[("at", "20:15"), ("act", "preview")]);
        let page = demo.secretary().fill_in(&place(&demo).await, &refused).await.page(422);
        assert!(page.contains("ghi lý do sửa"), "{page}");
        let preview = previewed(&demo, &with(&fields, &[("at", "20:15"), ("reason", "Hội trường bận")])).await;
        assert!(demo.secretary().get(&preview).await.page(200).contains("Thay cho kỳ thi lúc"));
        assert_eq!(demo.phase_of(&old).await, "scheduled", "until it is published");
        let told = published(&demo, &preview).await;
        let new = id_of(&told);
        assert!(told.ends_with("done=published"), "{told}");
        assert_eq!((demo.phase_of(&old).await, demo.phase_of(&new).await), ("cancelled".to_owned(), "scheduled".to_owned()));
        assert_eq!(published(&demo, &preview).await, told, "pressed twice");

        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Hội trường bận") && page.contains(&format!("href=\"/contests/{new}\"")), "{page}");
        let stranger = demo.stranger().get(&path).await.page(200);
        assert!(!stranger.contains("Hội trường bận") && !stranger.contains(&new), "{stranger}");
    }

    async fn two_pages_change_a_contest_once(demo: Demo) {
        let old = demo.scheduled().await;
        let (_, fields) = offered(&demo, &old).await;
        let one = previewed(&demo, &with(&fields, &[("at", "20:15"), ("reason", "Hội trường bận")])).await;
        let other = previewed(&demo, &with(&fields, &[("at", "20:45"), ("reason", "Chờ thêm người")])).await;
        published(&demo, &one).await;
        let page = demo.secretary().submit(&format!("{other}/publish")).await.page(422);
        assert!(page.contains("đã được sửa ở một trang khác"), "{page}");
        assert!(page.contains("Chờ thêm người"), "nothing is lost: {page}");
    }

    async fn a_contest_that_has_begun_stays_as_it_is(demo: Demo) {
        let old = demo.scheduled().await;
        let (_, fields) = offered(&demo, &old).await;
        let preview = previewed(&demo, &with(&fields, &[("on", "6/2/2026"), ("at", "20:15"), ("reason", "Hội trường bận")])).await;
        assert_eq!(demo.command(&old, json!({"type": "lobby"})).await.status, 204);
        let page = demo.secretary().submit(&format!("{preview}/publish")).await.page(422);
        assert!(page.contains("đã mở phòng chờ nên không sửa được nữa"), "{page}");
        assert_eq!(demo.phase_of(&old).await, "lobby");
    }

    async fn one_that_was_called_off_is_planned_again_without_a_reason(demo: Demo) {
        let old = demo.scheduled().await;
        let path = format!("/contests/{old}");
        demo.secretary().fill_in(&format!("{path}/cancel"), &[("reason", "Họp đột xuất với xã")]).await.see_other();
        assert!(demo.secretary().get(&path).await.page(200).contains("Lên lại kỳ thi này"));
        assert!(!demo.member().get(&path).await.page(200).contains("Lên lại"));
        demo.clock.advance(Millis::seconds(60));
        let (page, fields) = offered(&demo, &old).await;
        assert!(page.contains("Lên lại kỳ thi") && !page.contains("name=\"reason\""), "{page}");
        let preview = previewed(&demo, &with(&fields, &[("on", "6/2/2026"), ("at", "20:15")])).await;
        let new = id_of(&published(&demo, &preview).await);
        let page = demo.member().get(&path).await.page(200);
        assert!(page.contains("Họp đột xuất với xã") && page.contains(&format!("href=\"/contests/{new}\"")), "{page}");

        // The new one is called off as well: then the first may be planned once more.
        demo.secretary().fill_in(&format!("/contests/{new}/cancel"), &[("reason", "Lại bận")]).await.see_other();
        let (_, fields) = offered(&demo, &old).await;
        let preview = previewed(&demo, &with(&fields, &[("on", "7/2/2026"), ("at", "20:15")])).await;
        let third = id_of(&published(&demo, &preview).await);
        assert!(demo.member().get(&path).await.page(200).contains(&format!("href=\"/contests/{third}\"")));
    }

    async fn a_neighbour_changes_nothing_here(demo: Demo) {
        let old = demo.scheduled().await;
        let address = format!("{}?again={old}", place(&demo).await);
        demo.committee().get(&address).await.page(403);
        demo.member().get(&address).await.page(403);
        let commune = format!("/units/{}/contests/new?again={old}", demo.commune().await);
        demo.secretary().get(&commune).await.page(403);
    }
}
