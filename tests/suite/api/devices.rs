//! How somebody comes in by their card, and how their device stays signed in.

use khacsau::auth::SESSION_LIFETIME;
use khacsau::domain::time::Millis;
use serde_json::json;

use super::browser::Browser;
use super::demo::Demo;
use crate::harness::Engine;

const PIN: &str = "135790";
const HOUR: i64 = 60 * 60;

/// A card's link for a member, made by their secretary.
async fn card(demo: &Demo, name: &str, forget_secret: bool) -> String {
    let member = demo.find(name).await.id;
    let asked = json!({ "forget_secret": forget_secret });
    let reply = demo.secretary().post(&format!("/api/members/{member}/link"), &asked).await;
    assert_eq!(reply.status, 201, "{}", reply.text());
    let made: serde_json::Value = serde_json::from_slice(&reply.bytes).expect("JSON");
    made["link"].as_str().and_then(|link| link.strip_prefix(&demo.url)).expect("a link of ours").to_owned()
}

/// A device that has taken up its owner's card.
async fn device(demo: &Demo, link: &str) -> Browser {
    let browser = Browser::new(&demo.url);
    browser.fill_in(link, &[("secret", PIN), ("again", PIN)]).await.see_other();
    browser
}

on_both_engines! {
    async fn the_first_use_of_a_card_sets_a_pin_and_every_later_one_asks_for_it(demo: Demo) {
        let name = demo.members[1].name.clone();
        let link = card(&demo, &name, false).await;
        let browser = Browser::new(&demo.url);
        let page = browser.get(&link).await.page(200);
        assert!(page.contains("Chọn mã PIN gồm 6 chữ số") && page.contains("Nhập lại lần nữa"), "{page}");
        for (secret, again, field, words) in [
            ("", "", "secret", "Mã PIN gồm đúng 6 chữ số"),
            ("12345", "12345", "secret", "Mã PIN gồm đúng 6 chữ số"),
            ("13579a", "13579a", "secret", "Mã PIN gồm đúng 6 chữ số"),
            ("13\"><b>", "13", "secret", "Mã PIN gồm đúng 6 chữ số"),
            ("123456", "123456", "secret", "Mã PIN này dễ đoán"),
            (PIN, "135791", "again", "Hai lần nhập chưa giống nhau"),
        ] {
            let reply = browser.fill_in(&link, &[("secret", secret), ("again", again)]).await;
            assert_eq!(reply.header("cache-control"), "no-store", "what was typed is kept by nobody on the way");
            assert!(!reply.text().contains("<b>"), "nor is it ever markup");
            let page = reply.page(422);
            assert!(page.contains(words) && page.contains(&format!("aria-describedby=\"{field}-error\"")), "{secret}: {page}");
            assert!(page.contains(&format!("id=\"{field}-error\"")), "{secret}: {page}");
            for (name, typed) in [("secret", secret), ("again", again)] {
                assert!(page.contains(&format!("name=\"{name}\" value=\"{typed}\"")), "{typed} is still there: {page}");
            }
            assert_eq!(browser.cookie("khacsau_session"), None);
        }
        assert_eq!(browser.fill_in(&link, &[("secret", PIN), ("again", PIN)]).await.see_other(), "/");
        assert_eq!(browser.get("/api/me").await.ok()["name"], name.as_str());

        let other = Browser::new(&demo.url);
        let page = other.get(&link).await.page(200);
        assert!(page.contains("Mã PIN 6 chữ số") && !page.contains("Nhập lại lần nữa"), "{page}");
        let page = other.fill_in(&link, &[("secret", "246802")]).await.page(422);
        assert!(page.contains("Chưa đúng"), "{page}");
        // Six dots that are wrong are in the way of the six that are right.
        assert!(page.contains("name=\"secret\" value=\"\""), "{page}");
        other.fill_in(&link, &[("secret", PIN)]).await.see_other();
        assert_eq!(other.get("/api/me").await.ok()["name"], name.as_str());
    }

    async fn whoever_holds_a_role_sets_a_password(demo: Demo) {
        let supervisor = demo.supervisor().await;
        let committee = demo.find(&demo.committee.name).await.id;
        let reply = supervisor.post(&format!("/api/members/{committee}/link"), &json!({})).await;
        let made: serde_json::Value = serde_json::from_slice(&reply.bytes).expect("JSON");
        let link = made["link"].as_str().and_then(|link| link.strip_prefix(&demo.url)).expect("a link").to_owned();
        let browser = Browser::new(&demo.url);
        assert!(browser.get(&link).await.page(200).contains("Chọn mật khẩu, ít nhất 12 ký tự"));
        let short = browser.fill_in(&link, &[("secret", PIN), ("again", PIN)]).await.page(422);
        assert!(short.contains("Mật khẩu cần ít nhất 12 ký tự"), "{short}");
        for common in ["Mat Khau 123456", "dangcongsanvietnam", "1q2w3e4r5t6y"] {
            let common = browser.fill_in(&link, &[("secret", common), ("again", common)]).await.page(422);
            assert!(common.contains("Mật khẩu này nhiều người dùng"), "{common}");
        }
        let password = "đường lên núi & xuống biển";
        browser.fill_in(&link, &[("secret", password), ("again", password)]).await.see_other();
        let other = Browser::new(&demo.url);
        other.fill_in(&link, &[("secret", "đường lên núi & xuống biểm")]).await.page(422);
        other.fill_in(&link, &[("secret", password)]).await.see_other();
    }

    async fn a_stranger_who_guesses_is_slowed_down_and_never_locks_the_owner_out(demo: Demo) {
        let link = card(&demo, &demo.members[1].name, false).await;
        let owner = device(&demo, &link).await;
        let stranger = Browser::new(&demo.url);
        for guess in 0..5 {
            stranger.fill_in(&link, &[("secret", &format!("11223{guess}"))]).await.page(422);
        }
        let page = stranger.fill_in(&link, &[("secret", PIN)]).await;
        assert!(page.page(429).contains("Đồng chí hãy chờ 3 phút"), "even the right one has to wait");
        assert_eq!(stranger.cookie("khacsau_session"), None);
        // The owner's device has attempts of its own.
        owner.forget("khacsau_session");
        owner.forget("khacsau_renewal");
        owner.fill_in(&link, &[("secret", PIN)]).await.see_other();
        // And time heals: one attempt in three minutes.
        demo.clock.advance(Millis::seconds(180));
        stranger.fill_in(&link, &[("secret", "112239")]).await.page(422);
        stranger.fill_in(&link, &[("secret", PIN)]).await.page(429);
        demo.clock.advance(Millis::seconds(180));
        stranger.fill_in(&link, &[("secret", PIN)]).await.see_other();
    }

    async fn a_new_card_kills_the_old_one_and_signs_the_lost_phone_out(demo: Demo) {
        let name = demo.members[1].name.clone();
        let link = card(&demo, &name, false).await;
        let lost = device(&demo, &link).await;
        let second = card(&demo, &name, false).await;
        lost.get("/api/me").await.problem(401, "session_ended");
        lost.get(&link).await.page(410);
        lost.fill_in(&link, &[("secret", PIN)]).await.page(410);
        let found = Browser::new(&demo.url);
        found.fill_in(&second, &[("secret", PIN)]).await.see_other();
        // Forgotten, the PIN is chosen anew.
        let third = card(&demo, &name, true).await;
        assert!(found.get(&third).await.page(200).contains("Chọn mã PIN"));
        found.fill_in(&third, &[("secret", "246813"), ("again", "246813")]).await.see_other();
    }

    async fn a_device_in_use_stays_signed_in_and_one_that_is_not_is_signed_out(demo: Demo) {
        let link = card(&demo, &demo.members[1].name, false).await;
        let browser = device(&demo, &link).await;
        let token = || browser.cookie("khacsau_session").expect("a token");
        let first = token();
        demo.clock.advance(Millis::seconds(HOUR / 2 - 1));
        browser.get("/").await.page(200);
        assert_eq!(token(), first, "not before half its time");
        demo.clock.advance(Millis::seconds(1));
        browser.get("/").await.page(200);
        let second = token();
        assert_ne!(second, first, "any page renews it");
        demo.clock.advance(Millis::seconds(3 * HOUR));
        demo.bearer(&second).get("/api/me").await.problem(401, "session_ended");
        browser.get("/api/me").await.ok();
        // Month after month, also where the browser has dropped the short cookie.
        for _ in 0..4 {
            demo.clock.advance(Millis::seconds(31 * 24 * HOUR));
            browser.forget("khacsau_session");
            browser.get("/api/me").await.ok();
        }
        demo.clock.advance(SESSION_LIFETIME);
        browser.get("/api/me").await.problem(401, "session_ended");
    }

    async fn a_renewal_is_no_proof_once_the_session_is_revoked(demo: Demo) {
        let link = card(&demo, &demo.members[1].name, false).await;
        let browser = device(&demo, &link).await;
        let (token, renewal) = (browser.cookie("khacsau_session"), browser.cookie("khacsau_renewal"));
        assert_eq!(browser.fill_in("/sign-out", &[]).await.see_other(), "/");
        assert_eq!((browser.cookie("khacsau_session"), browser.cookie("khacsau_renewal")), (None, None));
        let thief = Browser::new(&demo.url);
        thief.keep("khacsau_session", &token.expect("a token"));
        thief.keep("khacsau_renewal", &renewal.expect("a renewal"));
        thief.get("/api/me").await.problem(401, "session_ended");
        demo.clock.advance(Millis::seconds(HOUR));
        thief.get("/api/me").await.problem(401, "session_ended");
    }

    async fn ones_account_shows_where_one_is_signed_in_and_signs_out_from_afar(demo: Demo) {
        let link = card(&demo, &demo.members[1].name, false).await;
        let (here, there) = (device(&demo, &link).await, Browser::new(&demo.url));
        there.fill_in(&link, &[("secret", PIN)]).await.see_other();
        let page = here.get("/account").await.page(200);
        let forms: Vec<_> = page.split("action=\"/account/devices/").skip(1).collect();
        assert_eq!(forms.len(), 2, "{page}");
        assert_eq!(page.matches("(máy này)").count(), 2, "in its line and on its button: {page}");
        let session = forms[0].split('/').next().expect("an id").to_owned();
        // Somebody else's cannot be ended, nor one that is none.
        let stranger = demo.browser(&demo.members[2].token);
        stranger.submit(&format!("/account/devices/{session}/sign-out")).await.page(404);
        here.fill_in("/account/devices/x/sign-out", &[]).await.page(404);
        there.get("/api/me").await.ok();
        assert_eq!(here.fill_in(&format!("/account/devices/{session}/sign-out"), &[]).await.see_other(), "/account");
        there.get("/api/me").await.problem(401, "session_ended");
        here.get("/api/me").await.ok();
    }

    async fn a_pin_is_changed_by_whoever_knows_it(demo: Demo) {
        let link = card(&demo, &demo.members[1].name, false).await;
        let browser = device(&demo, &link).await;
        let new = "864209";
        let wrong = [("current", "999990"), ("secret", new), ("again", new)];
        let page = browser.fill_in("/account/secret", &wrong).await.page(422);
        assert!(page.contains("Chưa đúng") && page.contains("aria-describedby=\"current-error\""), "{page}");
        assert!(page.contains("name=\"current\" value=\"\"") && page.contains(&format!("name=\"secret\" value=\"{new}\"")));
        let unlike = [("current", PIN), ("secret", new), ("again", PIN)];
        let page = browser.fill_in("/account/secret", &unlike).await.page(422);
        assert!(page.contains("aria-describedby=\"again-error\""), "{page}");
        assert!(page.contains(&format!("name=\"current\" value=\"{PIN}\"")), "what was right stays");
        let right = [("current", PIN), ("secret", new), ("again", new)];
        assert_eq!(browser.fill_in("/account/secret", &right).await.see_other(), "/account?changed=1");
        let other = Browser::new(&demo.url);
        other.fill_in(&link, &[("secret", PIN)]).await.page(422);
        other.fill_in(&link, &[("secret", new)]).await.see_other();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_changes_nothing() {
    let demo = Demo::on(Engine::Sqlite).await;
    let link = card(&demo, &demo.members[1].name, false).await;
    let browser = device(&demo, &link).await;
    let cookies = ["khacsau_session", "khacsau_renewal", "khacsau_device"]
        .map(|name| format!("{name}={}", browser.cookie(name).expect(name)))
        .join("; ");
    for path in ["/account/secret", "/account/devices/x/sign-out", "/sign-out"] {
        for origin in [None, Some("https://example.com"), Some("null")] {
            let visitor = super::visitor::Visitor::stranger(&demo.url);
            let request = visitor.request(reqwest::Method::POST, path).header("cookie", &cookies);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let request = match origin {
                Some(origin) => request.header("origin", origin),
                None => request,
            };
            super::visitor::Reply::to(request).await.page(403);
        }
    }
    browser.get("/api/me").await.ok();
}
