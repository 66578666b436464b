//! `/units/{unit}/cards` and `/members/{member}/card`: invitations on paper.

use std::collections::BTreeSet;

use crate::api::browser::Browser;
use crate::api::demo::Demo;
use crate::api::visitor::Reply;

const PIN: &str = "135790";

/// The links on a page of cards, as paths.
fn links(demo: &Demo, reply: &Reply) -> Vec<String> {
    assert_eq!(reply.header("cache-control"), "no-store");
    let page = reply.page(200);
    let links = page.split("class=\"slip-link\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned());
    links.map(|link| link.strip_prefix(&demo.url).expect("a link of ours").to_owned()).collect()
}

on_both_engines! {
    async fn a_sheet_of_cards_is_made_for_those_who_have_none(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let path = format!("/units/{}/cards", demo.commune().await);
        let form = supervisor.get(&path).await.page(200);
        assert!(form.contains("mất hiệu lực ngay") && form.contains("Những người chưa có thẻ (69)"), "{form}");
        assert!(!form.contains("/sign-in/"), "looking makes no card");
        let reply = supervisor.fill_in(&path, &[("who", "without")]).await;
        let made = links(&demo, &reply);
        let page = reply.page(200);
        // The other cells of 9 and 60, with their secretaries, who are below a supervisor, too.
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), 69);
        assert_eq!(page.matches("class=\"slip-qr\"").count(), 69);
        for words in ["Chi bộ Ấp Mỹ Thạnh", "Quét mã này", "Đăng nhập", "Vào phòng thi", "Mất thẻ"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(supervisor.get(&path).await.page(200).contains("Những người chưa có thẻ (0)"));
        let again = supervisor.fill_in(&path, &[("who", "without")]).await.page(422);
        assert!(again.contains("Không có ai như vậy"), "{again}");
        let welcome = demo.stranger().get(&made[0]).await.page(200);
        assert!(welcome.contains("Chọn m"), "the first use sets a secret: {welcome}");
    }

    async fn a_new_card_kills_the_old_one_at_once_and_is_shown_once(demo: Demo) {
        let member = demo.find(&demo.members[1].name).await;
        let secretary = demo.secretary();
        let path = format!("/units/{}/cards", member.unit);
        let sent = [("who", "ticked"), ("member", &member.id.to_string()), ("member", "rubbish")];
        let first = links(&demo, &secretary.fill_in(&path, &sent).await);
        assert_eq!(first.len(), 1);
        let phone = Browser::new(&demo.url);
        phone.fill_in(&first[0], &[("secret", PIN), ("again", PIN)]).await.see_other();
        phone.get("/api/me").await.ok();
        // The phone is lost: one new card from the member's page.
        let reply = secretary.fill_in(&format!("/members/{}/card", member.id), &[]).await;
        let second = links(&demo, &reply);
        assert!(reply.page(200).contains("Thẻ chỉ hiện một lần"));
        demo.stranger().get(&first[0]).await.page(410);
        assert_eq!(phone.get("/api/me").await.status, 401);
        let other = Browser::new(&demo.url);
        assert!(other.get(&second[0]).await.page(200).contains("Mã PIN"), "the PIN is still known");
        other.fill_in(&second[0], &[("secret", PIN)]).await.see_other();
        // The PIN is forgotten.
        let third = links(&demo, &secretary.fill_in(&format!("/members/{}/card", member.id), &[("forget", "yes")]).await);
        assert!(Browser::new(&demo.url).get(&third[0]).await.page(200).contains("Chọn mã PIN"));
    }

    async fn nobody_makes_a_card_for_themselves_or_above_or_beside(demo: Demo) {
        let (cell, secretary) = (demo.cell().await, demo.secretary());
        let own = demo.find(&demo.host.name).await.id;
        let beside = demo.neighbour().await.id;
        let form = secretary.get(&format!("/units/{cell}/cards")).await.page(200);
        assert!(!form.contains(&own.to_string()) && !form.contains(&beside.to_string()), "{form}");
        for id in [own, beside] {
            let sent = [("who", "ticked"), ("member", &*id.to_string())];
            let page = secretary.fill_in(&format!("/units/{cell}/cards"), &sent).await.page(422);
            assert!(page.contains("đánh dấu ít nhất một người"), "{page}");
            secretary.fill_in(&format!("/members/{id}/card"), &[]).await.page(403);
        }
        secretary.fill_in(&format!("/units/{cell}/cards"), &[]).await.page(422);
        let foreign = demo.browser(&demo.host.token).without_origin(reqwest::Method::POST, &format!("/units/{cell}/cards"));
        assert_eq!(foreign.body("who=without").send().await.unwrap().status(), 403);
        demo.stranger().get(demo.members[2].link.strip_prefix(&demo.url).unwrap()).await.page(200);
    }
}
