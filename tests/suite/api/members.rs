//! Who may let somebody in, send them away, and give them a role.

use khacsau::domain::role::{Grant, Role};
use reqwest::Method;
use serde_json::json;

use super::demo::Demo;
use super::visitor::{Reply, Visitor};

async fn delete(visitor: &Visitor, path: &str) -> Reply {
    Reply::to(visitor.request(Method::DELETE, path)).await
}

on_both_engines! {
    async fn a_secretary_sends_a_member_away_and_lets_them_in_again(demo: Demo) {
        let member = demo.find(&demo.members[0].name).await.id;
        let at = |what: &str| format!("/api/members/{member}/{what}");
        let secretary = demo.secretary();
        for _ in 0..2 {
            secretary.post(&at("disable"), &json!({})).await.done();
        }
        demo.member().get("/api/me").await.problem(401, "session_ended");
        let link = demo.members[0].link.strip_prefix(&demo.url).unwrap().to_owned();
        demo.stranger().get(&link).await.page(410);
        secretary.post(&at("enable"), &json!({})).await.done();
        demo.member().get("/api/me").await.problem(401, "session_ended");
        demo.stranger().submit(&link).await.see_other();
    }

    async fn roles_are_given_below_ones_own_and_taken_back(demo: Demo) {
        let cell = demo.cell().await;
        let member = demo.find(&demo.members[0].name).await.id;
        let roles = format!("/api/members/{member}/roles");
        let asked = |role: &str| json!({"role": role, "unit": cell.to_string()});
        let secretary = demo.secretary();
        for _ in 0..2 {
            secretary.post(&roles, &asked("committee")).await.done();
        }
        assert_eq!(demo.member().get("/api/me").await.ok()["roles"], json!([asked("committee")]));
        for above in ["secretary", "supervisor", "administrator"] {
            secretary.post(&roles, &asked(above)).await.problem(403, "forbidden");
        }
        let detail = secretary.post(&roles, &asked("king")).await.problem(400, "invalid");
        assert!(detail.contains("committee, secretary, supervisor, administrator"), "{detail}");
        for _ in 0..2 {
            delete(&secretary, &format!("{roles}/committee/{cell}")).await.done();
        }
        assert_eq!(demo.member().get("/api/me").await.ok()["roles"], json!([]));
        demo.supervisor().await.post(&roles, &asked("secretary")).await.done();
        // Whoever ranks as high is out of reach now, also for a card or a dismissal.
        secretary.post(&format!("/api/members/{member}/disable"), &json!({})).await.problem(403, "forbidden");
        secretary.post(&format!("/api/members/{member}/link"), &json!({})).await.problem(403, "forbidden");
    }

    async fn nobody_reaches_beside_or_above_or_themselves(demo: Demo) {
        let own = demo.find(&demo.host.name).await.id;
        let secretary = demo.secretary();
        secretary.post(&format!("/api/members/{own}/disable"), &json!({})).await.problem(403, "forbidden");
        let neighbour = demo.neighbour().await.id;
        for what in ["disable", "enable", "link"] {
            let path = format!("/api/members/{neighbour}/{what}");
            secretary.post(&path, &json!({})).await.problem(403, "forbidden");
            demo.member().post(&path, &json!({})).await.problem(403, "forbidden");
            demo.stranger().post(&path, &json!({})).await.problem(401, "not_signed_in");
        }
        secretary.post("/api/members/x/disable", &json!({})).await.problem(404, "not_found");
        demo.member().post("/api/members/x/disable", &json!({})).await.problem(403, "forbidden");
        let role = Grant { role: Role::Secretary, unit: demo.cell().await };
        let held = demo.house().store.grants_of(own).await.unwrap();
        assert!(held.contains(&role), "nothing has changed: {held:?}");
    }
}
