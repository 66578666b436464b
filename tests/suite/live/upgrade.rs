//! Who gets a websocket, and what whoever does not is told.

use crate::harness::{Doors, Engine, Evening, Reply, Upgrade};

on_both_engines! {
    async fn without_proof_nobody_gets_in(evening: Evening) {
        let reply = refused(&evening, &evening.upgrade("")).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "not_signed_in"));
    }

    async fn a_cookie_is_proof_only_together_with_our_own_origin(evening: Evening) {
        let cookie = format!("khacsau_session={}", evening.members[0].token);
        let with_cookie = || evening.upgrade("").header("cookie", cookie.as_str());
        let own = evening.url.clone();
        let port = own.rsplit_once(':').expect("a port").1;
        let foreign = [
            "http://example.org".to_owned(),
            "https://example.org".to_owned(),
            "null".to_owned(),
            "NULL".to_owned(),
            "undefined".to_owned(),
            "*".to_owned(),
            "file://".to_owned(),
            "about:blank".to_owned(),
            "data:".to_owned(),
            "chrome-extension://abcdefghijklmnop".to_owned(),
            format!("https://127.0.0.1:{port}"),
            format!("ws://127.0.0.1:{port}"),
            format!("ftp://127.0.0.1:{port}"),
            format!("//127.0.0.1:{port}"),
            format!("127.0.0.1:{port}"),
            format!("http://localhost:{port}"),
            format!("http://127.0.0.2:{port}"),
            format!("http://127.1:{port}"),
            format!("http://2130706433:{port}"),
            format!("http://0x7f.0.0.1:{port}"),
            format!("http://[::1]:{port}"),
            format!("http://[::ffff:127.0.0.1]:{port}"),
            format!("http://127.0.0.1.:{port}"),
            "http://127.0.0.1".to_owned(),
            "http://127.0.0.1:80".to_owned(),
            format!("http://127.0.0.1:0{port}"),
            format!("http://127.0.0.1:{port}0"),
            format!("{own}.example.org"),
            format!("http://example.org@127.0.0.1:{port}"),
            format!("http://127.0.0.1:{port}@example.org"),
            format!("{own}/"),
            format!("{own}/contests"),
            format!("{own}?"),
            format!("{own}#"),
            format!("{own}, http://example.org"),
            format!("http://example.org, {own}"),
            format!("{own} http://example.org"),
            own.to_uppercase(),
            String::new(),
        ];
        assert!(foreign.len() >= 30);
        for origin in foreign {
            let reply = refused(&evening, &with_cookie().header("origin", origin.as_str())).await;
            assert_eq!((reply.status, reply.code().as_str()), (403, "foreign_origin"), "{origin}");
        }
        let reply = refused(&evening, &with_cookie()).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "foreign_origin"), "no origin at all");
        let twice = with_cookie().header("origin", own.as_str()).header("origin", "http://example.org");
        assert_eq!(refused(&evening, &twice).await.status, 403);

        let line = evening.try_upgrade("An", &with_cookie().header("origin", own.as_str())).await;
        let welcome = line.expect("the cookie and our own origin").expect("welcome").await;
        assert_eq!(welcome["you"]["name"], evening.members[0].name.as_str());
    }

    /// A bearer token is no cookie: a page elsewhere cannot make a browser send it.
    async fn a_bearer_token_is_proof_from_anywhere(evening: Evening) {
        let upgrade = evening.upgrade("").bearer(&evening.members[0].token).header("origin", "http://example.org");
        let line = evening.try_upgrade("An", &upgrade).await;
        line.expect("a bearer token").expect("welcome").await;
    }

    async fn a_forged_token_is_no_proof(evening: Evening) {
        let token = &evening.members[0].token;
        let [header, claims, signature] = parts(token);
        let [_, other_claims, _] = parts(&evening.host.token);
        // {"alg":"none","typ":"JWT"}
        let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
        let flipped: String = {
            let last = signature.chars().next().expect("a signature");
            format!("{}{}", if last == 'A' { 'B' } else { 'A' }, &signature[1..])
        };
        for forged in [
            format!("{header}.{claims}.{flipped}"),
            format!("{header}.{other_claims}.{signature}"),
            format!("{none}.{claims}."),
            format!("{none}.{claims}.{signature}"),
            format!("{header}.{claims}"),
            "x".repeat(2_000),
            String::new(),
        ] {
            let reply = refused(&evening, &evening.upgrade("").bearer(&forged)).await;
            assert_eq!((reply.status, reply.code().as_str()), (401, "bad_token"), "{forged}");
            let cookie = evening.upgrade("").header("cookie", format!("khacsau_session={forged}"));
            assert_eq!(refused(&evening, &cookie.header("origin", evening.url.as_str())).await.status, 401);
        }
        let basic = evening.upgrade("").header("authorization", format!("Basic {token}"));
        assert_eq!(refused(&evening, &basic).await.status, 401);
    }

    async fn a_token_is_good_for_24_hours(evening: Evening) {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        let upgrade = evening.upgrade("").bearer(&evening.members[0].token);
        evening.advance(DAY - 1_000).await;
        assert!(evening.try_upgrade("An", &upgrade).await.is_ok());
        evening.advance(60 * 60 * 1_000).await;
        let reply = refused(&evening, &upgrade).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "session_ended"));
    }

    async fn a_contest_nobody_knows_is_not_found(evening: Evening) {
        let unknown = uuid::Uuid::now_v7().to_string();
        for id in [unknown.as_str(), "1", "..", "%00", "khong-co", &"x".repeat(2_000)] {
            let doors = evening.at(id);
            let reply = refused(&doors, &doors.upgrade("").bearer(&evening.host.token)).await;
            assert_eq!(reply.status, 404, "{id}: {reply:?}");
            assert_eq!(reply.content_type, "application/problem+json", "{id}");
        }
    }

    async fn each_seat_is_for_whom_it_is(evening: Evening) {
        let code = async |query: &str, token: &str| {
            let reply = refused(&evening, &evening.upgrade(query).bearer(token)).await;
            (reply.status, reply.code())
        };
        let (member, host) = (&evening.members[0].token, &evening.host.token);
        assert_eq!(code("?seat=judge", host).await, (400, "no_seat".to_owned()));
        assert_eq!(code("?seat=", host).await, (400, "no_seat".to_owned()));
        assert_eq!(code("?seat=host", member).await, (403, "forbidden".to_owned()));
        assert_eq!(code("?seat=screen", member).await, (403, "forbidden".to_owned()));
        // Without a seat, whoever may host gets the host's, and everybody else plays.
        for (token, plays) in [(member, true), (host, false)] {
            let line = evening.try_upgrade("somebody", &evening.upgrade("").bearer(token)).await;
            let welcome = line.expect("a seat").expect("welcome").await;
            let order = welcome["you"]["order"].as_array().expect("an order");
            assert_eq!(order.is_empty(), !plays);
        }
    }

    /// The contest is the cell's own affair.
    async fn a_member_of_another_cell_is_not_let_in(engine: Engine) {
        let evening = Evening::with_hall(engine, 3).await;
        let stranger = evening.hall().members[0].clone();
        for query in ["", "?seat=play", "?seat=screen"] {
            let reply = refused(&evening, &evening.upgrade(query).bearer(&stranger.token)).await;
            assert_eq!((reply.status, reply.code().as_str()), (403, "forbidden"), "{query}");
        }
        let hall = evening.hall();
        let reply = refused(&hall, &hall.upgrade("?seat=play").bearer(&evening.members[0].token)).await;
        assert_eq!(reply.status, 403);
        hall.phone("a member of the hall", &stranger).await.heard_all().await;
    }

    async fn a_plain_request_is_told_that_websockets_live_here(evening: Evening) {
        let path = format!("/ws/contests/{}", evening.contest);
        let reply = evening.get(&path, &evening.members[0]).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "not_a_websocket"));
    }
}

async fn refused(doors: &Doors, upgrade: &Upgrade) -> Reply {
    match doors.try_upgrade("a stranger", upgrade).await {
        Ok(_) => panic!("let in: {upgrade:?}"),
        Err(reply) => reply,
    }
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().expect("a token of three parts")
}
