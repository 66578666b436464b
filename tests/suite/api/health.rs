//! For whoever watches the process: `/healthz`, `/readyz`, metrics on an address of their own, request ids.

use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};

use khacsau::app::{self, App};
use khacsau::live::Clock;
use khacsau::settings::Settings;
use serde_json::{Value, json};

use super::demo::Demo;
use super::visitor::Visitor;
use crate::harness::{Engine, Place};

on_both_engines! {
    async fn the_process_says_that_it_runs_and_that_its_record_can_be_read(demo: Demo) {
        let told = async |path| {
            let reply = demo.stranger().get(path).await;
            assert_eq!((reply.status, reply.header("content-type")), (200, "application/json"), "{path}");
            serde_json::from_slice::<Value>(&reply.bytes).unwrap()
        };
        assert_eq!(told("/healthz").await, json!({"status": "ok"}));
        let database = demo.house().store.engine_name();
        assert_eq!(told("/readyz").await, json!({"status": "ready", "database": database}));
    }

    async fn without_its_record_it_is_not_ready_but_runs(demo: Demo) {
        demo.house().store.close().await;
        assert_eq!(demo.stranger().get("/healthz").await.status, 200);
        let detail = demo.stranger().get("/readyz").await.problem(503, "storage");
        assert!(detail.contains("try again"), "{detail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reply_carries_a_request_id_of_its_own() {
    let demo = Demo::on(Engine::Sqlite).await;
    let mut seen = BTreeSet::new();
    for path in ["/", "/healthz", "/api/me", "/api/nothing", "/nothing", "/contests/x", "/ws/contests/x", "/k?code=x"] {
        for visitor in [demo.stranger(), demo.secretary()] {
            let id = visitor.get(path).await.header("x-request-id").to_owned();
            assert!(id.len() == 32 && id.bytes().all(|letter| letter.is_ascii_hexdigit()), "{path}: {id:?}");
            assert!(seen.insert(id), "{path}: an id that another request had");
        }
    }
}

/// An address that was free a moment ago.
fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_have_an_address_of_their_own_and_their_counters_move() {
    let place = Place::make(Engine::Sqlite).await;
    let metrics = free_address();
    let settings = Settings {
        listen: ([127, 0, 0, 1], 0).into(),
        data: place.path().to_owned(),
        database: None,
        database_connections: 2,
        connections: 100,
        public_url: None,
        tls: None,
        trusted_proxies: Vec::new(),
        connections_per_address: 600,
        metrics: Some(metrics),
        log: "off".to_owned(),
        program: None,
    };
    let house = app::open(&settings, Clock::system()).await.expect("a house");
    let app = App::start(&settings, house).await.expect("a start");
    let (main, watch) = (Visitor::stranger(&app.url), Visitor::stranger(&format!("http://{metrics}")));
    let served = async |status: u16| {
        let reply = watch.get("/metrics").await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "text/plain; version=0.0.4"));
        let name = format!("khacsau_requests_total{{status=\"{status}\"}} ");
        let text = reply.text();
        let value = text.lines().find_map(|line| line.strip_prefix(&name));
        value.map_or(0, |value| value.parse::<u64>().expect("a number"))
    };
    let (well, refused) = (served(200).await, served(401).await);
    main.get("/healthz").await;
    main.get("/").await;
    main.get("/api/me").await;
    assert_eq!((served(200).await, served(401).await), (well + 2, refused + 1));

    main.get("/metrics").await.page(404);
    for elsewhere in ["/", "/healthz", "/api/me"] {
        assert_eq!(watch.get(elsewhere).await.status, 404, "nothing else is served there");
    }
    app.stop().await;
}
