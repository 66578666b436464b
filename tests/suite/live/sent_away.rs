//! Whoever may no longer be here has no socket here.

use reqwest::Method;
use serde_json::json;

use crate::harness::Evening;

on_both_engines! {
    async fn a_disabled_members_sockets_are_closed_at_once(evening: Evening) {
        let (_host, [an, binh]) = evening.with_members(["An", "Bình"]).await;
        let member = evening.id_of(&evening.members[0]).await;
        let reply = evening.post(&format!("/api/members/{member}/disable"), &evening.host, &json!({})).await;
        assert_eq!(reply.status, 204, "{reply:?}");
        // No clock was moved: it waits for no heartbeat.
        assert_eq!(an.expect_close().await.1, "kicked");
        let again = evening.try_upgrade("An", &evening.upgrade("").bearer(&evening.members[0].token)).await;
        assert_eq!(again.err().expect("nobody is let in").status, 401);
        binh.send(&json!({"type": "clock", "t": 1}));
        binh.expect("clock").await;
    }

    async fn whoever_loses_a_role_loses_the_desk_and_keeps_the_phone(evening: Evening) {
        let (_host, [an]) = evening.with_members(["An"]).await;
        let member = evening.id_of(&evening.members[0]).await;
        let unit = evening.get("/api/me", &evening.host).await.json()["unit"].as_str().expect("a unit").to_owned();
        let given = json!({"role": "committee", "unit": unit});
        assert_eq!(evening.post(&format!("/api/members/{member}/roles"), &evening.host, &given).await.status, 204);
        let screen = evening.upgrade("?seat=screen").bearer(&evening.members[0].token);
        let screen = evening.try_upgrade("screen", &screen).await.expect("a projector for the committee");
        screen.expect("welcome").await;
        let path = format!("/api/members/{member}/roles/committee/{unit}");
        assert_eq!(evening.request(Method::DELETE, &path, Some(&evening.host), None).await.status, 204);
        assert_eq!(screen.expect_close().await.1, "kicked");
        an.send(&json!({"type": "clock", "t": 1}));
        an.expect("clock").await;
        let again = evening.upgrade("?seat=screen").bearer(&evening.members[0].token);
        assert_eq!(evening.try_upgrade("screen", &again).await.err().expect("no projector any more").status, 403);
    }

    async fn signing_out_closes_the_devices_own_sockets(evening: Evening) {
        let (_host, [an]) = evening.with_members(["An"]).await;
        let token = &evening.members[0].token;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let sign_out = client.post(format!("{}/sign-out", evening.url)).bearer_auth(token);
        assert_eq!(sign_out.send().await.expect("a reply").status().as_u16(), 303);
        assert_eq!(an.expect_close().await.1, "kicked");
    }
}
