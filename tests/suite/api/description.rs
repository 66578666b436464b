//! The served OpenAPI document, held against the real routes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::{Reply, keys};
use crate::harness::Engine;

/// A method and a path as the document writes it.
type Endpoint = (String, String);

async fn description(demo: &Demo) -> Value {
    let reply = demo.stranger().get("/api/openapi.json").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"));
    serde_json::from_slice(&reply.bytes).expect("JSON")
}

/// Every operation, with its endpoint.
fn operations(description: &Value) -> Vec<(Endpoint, &Value)> {
    let mut found = Vec::new();
    for (path, methods) in description["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            found.push(((method.to_uppercase(), path.clone()), operation));
        }
    }
    found
}

/// What the attributes over the handlers say.
fn in_the_source() -> BTreeSet<Endpoint> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/api");
    let mut found = BTreeSet::new();
    for file in fs::read_dir(folder).expect("the API's source") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a source file");
        for line in text.lines().map(str::trim) {
            let Some((method, path)) = line.strip_prefix("#[").and_then(|rest| rest.split_once("(\"")) else {
                continue;
            };
            if ["get", "post", "put", "patch", "delete"].contains(&method) {
                let path = path.split('"').next().expect("a path");
                found.insert((method.to_uppercase(), format!("/api{path}")));
            }
        }
    }
    found
}

/// The least that a schema takes.
fn example(description: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return example(description, description.pointer(reference.trim_start_matches('#')).expect("a schema"));
    }
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match schema["type"].as_str() {
        Some("object") if schema["properties"].is_null() => json!({"type": "open"}),
        Some("object") => {
            required.map(|name| (name.to_owned(), example(description, &schema["properties"][name]))).collect()
        }
        Some("array") => json!([example(description, &schema["items"])]),
        Some("integer") => json!(1),
        Some("boolean") => json!(false),
        _ => json!("một"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_described_endpoint_is_served_and_asks_first_who_one_is() {
    let demo = Demo::on(Engine::Sqlite).await;
    let description = description(&demo).await;
    let contest = demo.contest.clone();
    for ((method, path), operation) in operations(&description) {
        let address = path.replace("{contest}", &contest).replace("{member}", &contest);
        let address = address.replace("{role}", "secretary").replace("{unit}", &contest).replace("{draft}", &contest);
        assert!(!address.contains('{'), "{path}: the test knows no value for its parameter");
        let method: Method = method.parse().expect("a method");
        let mut request = demo.stranger().request(method.clone(), &address);
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            request = request.json(&example(&description, schema));
        }
        let reply = Reply::to(request).await;
        assert_eq!(reply.status, 401, "{method} {path}: {}", reply.text());
        reply.problem(401, "not_signed_in");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_of_the_source_is_described_and_no_other() {
    let demo = Demo::on(Engine::Sqlite).await;
    let description = description(&demo).await;
    let described: BTreeSet<_> = operations(&description).into_iter().map(|(endpoint, _)| endpoint).collect();
    assert_eq!(described, in_the_source());
    assert!(described.len() >= 9, "the endpoints of the source were not found");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_is_described_in_words_with_its_parameters_and_its_refusals() {
    let demo = Demo::on(Engine::Sqlite).await;
    let description = description(&demo).await;
    assert_eq!(description["info"]["title"], "Khắc Sâu");
    for ((method, path), operation) in operations(&description) {
        let words = operation["summary"].as_str().or(operation["description"].as_str()).unwrap_or_default();
        assert!(words.contains(' '), "{method} {path} says nothing");
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let in_path = parameters.filter(|parameter| parameter["in"] == "path").count();
        assert_eq!(in_path, path.matches('{').count(), "{method} {path}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(responses.contains_key("401"), "{method} {path}: whoever is not signed in is refused");
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            let content = response["content"].as_object().expect("a body");
            let problem = content.contains_key("application/problem+json");
            assert!(problem, "{method} {path}: {status} is a problem+json");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_has_the_described_fields() {
    let demo = Demo::on(Engine::Sqlite).await;
    let description = description(&demo).await;
    let (running, over) = (demo.contest.clone(), demo.last_month().await);
    for (path, contest) in [
        ("/api/me", ""),
        ("/api/contests", ""),
        ("/api/contests/{contest}", running.as_str()),
        ("/api/contests/{contest}/roster", &running),
        ("/api/contests/{contest}/results", &over),
    ] {
        let content = &description["paths"][path]["get"]["responses"]["200"]["content"]["application/json"];
        let answer = demo.secretary().get(&path.replace("{contest}", contest)).await.ok();
        has_the_fields_of(&description, &content["schema"], &answer, path);
    }
}

/// Down to the first element of every list.
#[track_caller]
fn has_the_fields_of(description: &Value, schema: &Value, value: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = description.pointer(reference.trim_start_matches('#')).expect("a schema");
        return has_the_fields_of(description, schema, value, place);
    }
    if let Some(first) = value.as_array().and_then(|values| values.first()) {
        return has_the_fields_of(description, &schema["items"], first, place);
    }
    let Some(properties) = schema["properties"].as_object() else { return };
    let described: BTreeSet<_> = properties.keys().map(String::as_str).collect();
    assert_eq!(keys(value).into_iter().collect::<BTreeSet<_>>(), described, "{place}");
    for (name, schema) in properties {
        has_the_fields_of(description, schema, &value[name], &format!("{place} {name}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_below_api_is_a_problem() {
    let demo = Demo::on(Engine::Sqlite).await;
    let unknown = ["/api", "/api/", "/api/nothing", "/api/contests/x/y/z", "/api/me/", "/api/openapi.yaml"];
    for visitor in [demo.stranger(), demo.secretary()] {
        for path in unknown {
            visitor.get(path).await.problem(404, "not_found");
            visitor.post(path, &json!({})).await.problem(404, "not_found");
        }
        Reply::to(visitor.request(Method::DELETE, "/api/me")).await.problem(404, "not_found");
    }
}
