//! Every role at every route on every object: what is allowed is written down once, by what the
//! route needs, and everything else is refused.

use std::collections::BTreeMap;

use khacsau::domain::identity::MemberId;
use khacsau::domain::role::{Grant, Role};
use reqwest::Method;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, Visitor};
use crate::harness::Engine;

/// What a route needs of whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// Anybody, signed in or not.
    Nothing,
    SignedIn,
    /// To belong to the contest's unit or below, or to hold any role at it or above.
    Concern,
    /// To be on the roster.
    Roster,
    /// Any role at the unit or above, with the power to host.
    Host,
    /// The same, or the committee's.
    Present,
    /// Any role at the unit or above with the power to write questions.
    Write,
    /// A role at the unit or above that keeps its roster.
    Roll,
    /// A role at the unit or above that arranges the units below it.
    Found,
    /// The same one level up: what is beside the unit is arranged from above.
    FoundBeside,
    /// To arrange the unit itself: a supervisor only from above, an administrator also at it.
    Arrange,
    /// To rank above the member at their unit: a secretary's power, or a supervisor's, or an administrator's.
    Manage,
}

/// A route with a body that would be taken, and what it needs.
struct Route {
    method: &'static str,
    /// As it stands in the table of routes.
    path: &'static str,
    needs: Needs,
    body: Option<fn(&Objects) -> Value>,
}

/// What the routes are tried on, by the names in their paths.
struct Objects {
    /// In its lobby.
    contest: String,
    /// Published last month.
    finished: String,
    /// Of the contest's cell, without a role.
    member: String,
    unit: String,
    /// Registered by the unit itself.
    document: String,
    /// A draft of the unit's own.
    question: String,
    /// What somebody is still writing, by a name that is not taken yet.
    draft: String,
}

impl Objects {
    fn put_into(&self, path: &str) -> String {
        let names = [
            ("{contest}", self.contest.as_str()),
            ("{finished}", &self.finished),
            ("{document}", &self.document),
            ("{question}", &self.question),
            ("{draft}", &self.draft),
            ("{member}", &self.member),
            // Nobody's: whoever is let in hears that it is not there.
            ("{draft}", "01900000-0000-7000-8000-00000000d00d"),
            ("{change}", "01900000-0000-7000-8000-00000000d00d"),
            ("{number}", "1"),
            ("{role}", "committee"),
            ("{unit}", &self.unit),
        ];
        names.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
    }
}

const fn get(path: &'static str, needs: Needs) -> Route {
    Route { method: "GET", path, needs, body: None }
}

const fn post(path: &'static str, needs: Needs, body: fn(&Objects) -> Value) -> Route {
    Route { method: "POST", path, needs, body: Some(body) }
}

/// Every route that says something about somebody or does something. The rest is in [`ELSEWHERE`].
const ROUTES: &[Route] = &[
    get("/", Needs::Nothing),
    get("/contests/{contest}", Needs::Nothing),
    get("/contests/{contest}/play", Needs::Roster),
    get("/contests/{contest}/host", Needs::Host),
    get("/contests/{contest}/screen", Needs::Present),
    get("/contests/{contest}/rules", Needs::Nothing),
    get("/contests/{contest}/plan.docx", Needs::Host),
    post("/contests/{contest}/cancel", Needs::Host, |_| json!({})),
    get("/units", Needs::SignedIn),
    get("/units/{unit}", Needs::Concern),
    get("/units/{unit}/found", Needs::Found),
    post("/units/{unit}/found", Needs::Found, |_| json!({})),
    get("/units/{unit}/rename", Needs::Arrange),
    post("/units/{unit}/rename", Needs::Arrange, |_| json!({})),
    get("/units/{unit}/move", Needs::Arrange),
    post("/units/{unit}/move", Needs::Arrange, |_| json!({})),
    get("/units/{unit}/merge", Needs::Found),
    post("/units/{unit}/merge", Needs::Found, |_| json!({})),
    get("/units/{unit}/split", Needs::FoundBeside),
    post("/units/{unit}/split", Needs::FoundBeside, |_| json!({})),
    get("/units/{unit}/close", Needs::Arrange),
    post("/units/{unit}/close", Needs::Arrange, |_| json!({})),
    post("/units/{unit}/coming/{change}/withdraw", Needs::Roll, |_| json!({})),
    get("/units/{unit}/members", Needs::Roll),
    post("/units/{unit}/members", Needs::Roll, |_| json!({})),
    get("/units/{unit}/members/new", Needs::Roll),
    get("/units/{unit}/cards", Needs::Roll),
    post("/units/{unit}/cards", Needs::Roll, |_| json!({})),
    get("/members/{member}", Needs::Manage),
    post("/members/{member}/correct", Needs::Manage, |_| json!({})),
    post("/members/{member}/excuse", Needs::Manage, |_| json!({})),
    post("/members/{member}/official", Needs::Manage, |_| json!({})),
    post("/members/{member}/transfer", Needs::Manage, |_| json!({})),
    post("/members/{member}/lend", Needs::Manage, |_| json!({})),
    post("/members/{member}/return", Needs::Manage, |_| json!({})),
    post("/members/{member}/leave", Needs::Manage, |_| json!({})),
    post("/members/{member}/admit", Needs::Manage, |_| json!({})),
    post("/members/{member}/roles", Needs::Manage, |_| json!({})),
    post("/members/{member}/roles/withdraw", Needs::Manage, |_| json!({})),
    post("/members/{member}/card", Needs::Manage, |_| json!({})),
    post("/members/{member}/disable", Needs::Manage, |_| json!({})),
    post("/members/{member}/enable", Needs::Manage, |_| json!({})),
    get("/units/{unit}/documents", Needs::Concern),
    post("/units/{unit}/documents", Needs::Write, |_| json!({})),
    get("/units/{unit}/documents/new", Needs::Write),
    get("/units/{unit}/contests/new", Needs::Host),
    post("/units/{unit}/contests/new", Needs::Host, |_| json!({})),
    post("/units/{unit}/contests/check", Needs::Host, |_| json!({})),
    get("/units/{unit}/contests/new/{draft}", Needs::Host),
    get("/units/{unit}/contests/new/{draft}/plan.docx", Needs::Host),
    post("/units/{unit}/contests/new/{draft}/publish", Needs::Host, |_| json!({})),
    post("/units/{unit}/contests/new/{draft}/discard", Needs::Host, |_| json!({})),
    get("/units/{unit}/leaderboard", Needs::Concern),
    post("/units/{unit}/leaderboard/rule", Needs::Host, |_| json!({})),
    get("/units/{unit}/document-settings", Needs::Host),
    post("/units/{unit}/document-settings", Needs::Host, |_| json!({})),
    get("/units/{unit}/plan", Needs::Concern),
    post("/units/{unit}/plan", Needs::Host, |_| json!({})),
    get("/units/{unit}/bank/import", Needs::Write),
    post("/units/{unit}/bank/import", Needs::Write, |_| json!({})),
    get("/units/{unit}/bank/import/{draft}", Needs::Write),
    post("/units/{unit}/bank/import/{draft}", Needs::Write, |_| json!({})),
    post("/units/{unit}/bank/import/{draft}/discard", Needs::Write, |_| json!({})),
    get("/units/{unit}/bank/import/{draft}/questions/{number}", Needs::Write),
    post("/units/{unit}/bank/import/{draft}/questions/{number}", Needs::Write, |_| json!({})),
    get("/documents/{document}", Needs::Concern),
    post("/documents/{document}", Needs::Write, |_| json!({})),
    get("/documents/{document}/edit", Needs::Write),
    post("/documents/{document}/reading", Needs::Write, |_| json!({})),
    post("/documents/{document}/supersede", Needs::Write, |_| json!({})),
    post("/documents/{document}/reinstate", Needs::Write, |_| json!({})),
    post("/units/{unit}/questions", Needs::Write, |_| json!({})),
    get("/units/{unit}/questions/new", Needs::Write),
    post("/units/{unit}/questions/drafts/{draft}/discard", Needs::Write, |_| json!({})),
    post("/api/units/{unit}/question-images", Needs::Write, |_| json!({})),
    post("/api/units/{unit}/question-check", Needs::Write, |_| json!({"question": "", "typed": typed_question()})),
    Route {
        method: "PUT",
        path: "/api/units/{unit}/question-drafts/{draft}",
        needs: Needs::Write,
        body: Some(|_| json!({"version": 0, "question": "", "base": 0, "typed": typed_question()})),
    },
    get("/api/units/{unit}/question-drafts/{draft}", Needs::Write),
    Route { method: "DELETE", path: "/api/units/{unit}/question-drafts/{draft}", needs: Needs::Write, body: None },
    post("/questions/{question}", Needs::Write, |_| json!({})),
    get("/questions/{question}/edit", Needs::Write),
    get("/units/{unit}/bank/export", Needs::Write),
    post("/units/{unit}/bank/export", Needs::Write, |_| json!({})),
    get("/units/{unit}/roster/import", Needs::Manage),
    post("/units/{unit}/roster/import", Needs::Manage, |_| json!({})),
    get("/units/{unit}/roster/import/{draft}", Needs::Manage),
    post("/units/{unit}/roster/import/{draft}", Needs::Manage, |_| json!({})),
    post("/units/{unit}/roster/import/{draft}/discard", Needs::Manage, |_| json!({})),
    get("/units/{unit}/roster.xlsx", Needs::Manage),
    get("/units/{unit}/roster.csv", Needs::Manage),
    get("/roster-template.xlsx", Needs::SignedIn),
    get("/questions/{question}", Needs::Write),
    get("/units/{unit}/bank", Needs::Write),
    get("/units/{unit}/bank/review", Needs::Write),
    post("/units/{unit}/bank/review", Needs::Write, |_| json!({})),
    get("/units/{unit}/bank/superseded", Needs::Write),
    get("/units/{unit}/bank/lint", Needs::Write),
    post("/questions/{question}/submit", Needs::Write, |_| json!({})),
    post("/questions/{question}/withdraw", Needs::Write, |_| json!({})),
    post("/questions/{question}/approve", Needs::Write, |_| json!({})),
    post("/questions/{question}/return", Needs::Write, |_| json!({})),
    post("/questions/{question}/retire", Needs::Write, |_| json!({})),
    post("/questions/{question}/restore", Needs::Write, |_| json!({})),
    post("/questions/{question}/carry-over", Needs::Write, |_| json!({})),
    get("/account", Needs::SignedIn),
    get("/api/openapi.json", Needs::Nothing),
    get("/api/me", Needs::SignedIn),
    get("/api/contests", Needs::SignedIn),
    get("/api/contests/{contest}", Needs::Concern),
    get("/api/contests/{contest}/roster", Needs::Host),
    post("/api/contests/{contest}/commands", Needs::Host, |_| json!({"type": "extend", "seconds": 1})),
    post(
        "/api/contests/{contest}/answers",
        Needs::Roster,
        |_| json!({"question": "none", "options": ["none"], "response_time": 1, "key": "matrix"}),
    ),
    post("/api/contests/{contest}/left", Needs::Roster, |_| json!({})),
    post("/api/contests/{contest}/returned", Needs::Roster, |_| json!({})),
    post("/api/contests/{contest}/start", Needs::Roster, |_| json!({})),
    post("/api/contests/{contest}/prediction", Needs::Roster, |_| json!({"value": 1})),
    post("/api/contests/{contest}/clock", Needs::Concern, |_| json!({"t": 1})),
    Route {
        method: "PUT",
        path: "/api/contests/{contest}/extra-time/{member}",
        needs: Needs::Host,
        body: Some(|_| json!({"percent": 125})),
    },
    get("/contests/{finished}/results", Needs::Concern),
    get("/contests/{finished}/documents", Needs::Host),
    get("/contests/{finished}/documents/{document}", Needs::Host),
    post("/contests/{finished}/documents/{document}", Needs::Host, |_| json!({})),
    post("/contests/{finished}/prizes", Needs::Host, |_| json!({})),
    get("/api/contests/{finished}/results", Needs::Concern),
    get("/api/contests/{finished}/bundle", Needs::Concern),
    get("/api/contests/{finished}/roster", Needs::Host),
    get("/contests/{finished}/confirm", Needs::Present),
    post("/contests/{finished}/confirm", Needs::Host, |_| json!({})),
    post("/contests/{finished}/countersign", Needs::Present, |_| json!({})),
    get("/contests/{finished}/decision", Needs::Host),
    post("/contests/{finished}/decision", Needs::Host, |_| json!({})),
    post("/contests/{finished}/publish", Needs::Host, |_| json!({})),
    post("/api/contests/{finished}/commands", Needs::Host, |_| json!({"type": "publish"})),
    post("/api/members/{member}/link", Needs::Manage, |_| json!({})),
    post("/api/members/{member}/roles", Needs::Manage, |objects| json!({"role": "committee", "unit": objects.unit})),
    Route { method: "DELETE", path: "/api/members/{member}/roles/{role}/{unit}", needs: Needs::Manage, body: None },
    post("/api/members/{member}/disable", Needs::Manage, |_| json!({})),
    post("/api/members/{member}/enable", Needs::Manage, |_| json!({})),
];

/// A question that nobody has begun to write.
fn typed_question() -> Value {
    json!({
        "kind": "single", "stem": "", "options": [], "explanation": "", "source": "", "limit": "", "keep_order": false,
        "topic": "", "difficulty": "", "document": "", "image": "", "image_alt": "",
    })
}

/// Routes that are held elsewhere, each with the test that does.
const ELSEWHERE: &[(&str, &str)] = &[
    ("/k", "pages::home"),
    ("/k/{code}", "pages::home"),
    ("/sign-in/{token}", "pages::sign_in, devices"),
    ("/sign-out", "pages::sign_in"),
    ("/account/secret", "devices"),
    ("/account/devices/{session}/sign-out", "devices"),
    ("/assets/{build}/{name:.*}", "pages::assets"),
    ("/questions/images/{hash}", "pages::question_images"),
    ("/contests/{contest}/images/{hash}", "pages::question_images"),
    ("/healthz", "health"),
    ("/readyz", "health"),
    ("/api/contests/{contest}/stream", "live::stream"),
];

/// Where somebody stands, seen from the contest's cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Here,
    Beside,
    Above,
}

/// Somebody: which role they hold, and where; a member of the place without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Principal {
    role: Option<&'static str>,
    place: Place,
}

fn allowed(who: Option<Principal>, needs: Needs) -> bool {
    let Some(Principal { role, place }) = who else { return needs == Needs::Nothing };
    let reaches = place != Place::Beside;
    match needs {
        Needs::Nothing | Needs::SignedIn => true,
        Needs::Concern => place == Place::Here || (role.is_some() && reaches),
        Needs::Roster => place == Place::Here,
        Needs::Host => reaches && matches!(role, Some("secretary" | "supervisor")),
        Needs::Present | Needs::Write => reaches && matches!(role, Some("committee" | "secretary" | "supervisor")),
        Needs::Found => reaches && matches!(role, Some("supervisor" | "administrator")),
        Needs::FoundBeside => place == Place::Above && matches!(role, Some("supervisor" | "administrator")),
        Needs::Arrange => match role {
            Some("administrator") => reaches,
            Some("supervisor") => place == Place::Above,
            _ => false,
        },
        Needs::Roll | Needs::Manage => reaches && matches!(role, Some("secretary" | "supervisor" | "administrator")),
    }
}

/// A member of each place, with each role and without.
async fn everybody(demo: &Demo) -> BTreeMap<Principal, Visitor> {
    let (cell, commune) = (demo.cell().await, demo.commune().await);
    let store = &demo.house().store;
    let roster = store.roster_of(commune).await.expect("a roster");
    let beside = demo.neighbour().await.unit;
    let mut people = BTreeMap::new();
    for (place, unit) in [(Place::Here, cell), (Place::Beside, beside), (Place::Above, commune)] {
        let mut plain: Vec<MemberId> = Vec::new();
        for line in roster.iter().filter(|line| line.unit == unit) {
            // The one who is managed below stays as they are.
            let is_object = line.name == demo.members[0].name && place == Place::Here;
            if !is_object && store.grants_of(line.id).await.expect("roles").is_empty() {
                plain.push(line.id);
            }
        }
        for role in [None].into_iter().chain(Role::ALL.map(Some)) {
            let Some(member) = plain.pop() else {
                assert_eq!((place, role), (Place::Above, role), "each cell has enough members");
                continue;
            };
            if let Some(role) = role {
                store.insert_grant(member, Grant { role, unit }).await.expect("a role");
            }
            people.insert(Principal { role: role.map(Role::name), place }, demo.as_member(member).await);
        }
    }
    people
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_at_every_place_is_let_in_exactly_where_it_may() {
    let demo = Demo::on(Engine::Sqlite).await;
    let people = everybody(&demo).await;
    assert!(people.len() >= 10, "{:?}", people.keys());
    let document = demo.document_of_the_cell().await;
    let objects = Objects {
        contest: demo.contest.clone(),
        finished: demo.last_month().await,
        member: demo.find(&demo.members[0].name).await.id.to_string(),
        unit: demo.cell().await.to_string(),
        document: document.to_string(),
        question: demo.question_on(document).await.to_string(),
        draft: uuid::Uuid::now_v7().to_string(),
    };
    let mut wrong = Vec::new();
    for route in ROUTES {
        let address = objects.put_into(route.path);
        let stranger = demo.stranger();
        let asking = [(None, &stranger)].into_iter().chain(people.iter().map(|(who, visitor)| (Some(*who), visitor)));
        for (who, visitor) in asking {
            let method: Method = route.method.parse().expect("a method");
            let mut request = visitor.request(method, &address);
            if let Some(body) = route.body {
                request = request.json(&body(&objects));
            }
            let status = Reply::to(request).await.status;
            // Beyond the door, what was asked for may not fit the moment.
            let let_in = !matches!(status, 401 | 403);
            if let_in != allowed(who, route.needs) || status >= 500 {
                wrong.push(format!("{} {} as {who:?}: {status}", route.method, route.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A route that nobody thought of is a door without a lock.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_stands_in_the_matrix_or_says_where_it_is_held() {
    let demo = Demo::on(Engine::Sqlite).await;
    let source = std::fs::read_to_string("src/http/routes.rs").expect("the table of routes");
    let pages = source.split(".route(\"").skip(1).map(|rest| rest.split('"').next().expect("a path").to_owned());
    let described = demo.stranger().get("/api/openapi.json").await;
    let described: Value = serde_json::from_slice(&described.bytes).expect("JSON");
    let endpoints = described["paths"].as_object().expect("paths").keys().cloned();
    let tried = ROUTES.iter().map(|route| route.path.replace("{finished}", "{contest}"));
    let known: Vec<String> = tried.chain(ELSEWHERE.iter().map(|(path, _)| (*path).to_owned())).collect();
    let unknown: Vec<String> = pages.chain(endpoints).filter(|path| !known.contains(path)).collect();
    assert!(unknown.is_empty(), "not in the matrix: {unknown:?}");
}
