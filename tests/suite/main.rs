//! The product from outside: contests played over its websocket and its HTTP API, on both engines, and the built
//! program as a process that can be killed.
//!
//! Tests stand where the address or the topic says: `live` holds the evenings, one file per topic.

/// Runs each test once on each engine, as `…::sqlite::…` and `…::postgres::…`. The argument's type says what is
/// started: an [`Evening`](harness::Evening), a [`Program`](harness::Program), or nothing yet (an
/// [`Engine`](harness::Engine)).
macro_rules! on_both_engines {
    ($( $(#[$doc:meta])* async fn $name:ident($argument:ident: $start:ident) $body:block )*) => {
        $( $(#[$doc])* async fn $name($argument: $start) $body )*

        mod sqlite {
            use crate::harness::Engine;
            $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() {
                super::$name(super::$start::on(Engine::Sqlite).await).await
            } )*
        }

        mod postgres {
            use crate::harness::Engine;
            $( #[tokio::test(flavor = "multi_thread", worker_threads = 2)] async fn $name() {
                super::$name(super::$start::on(Engine::Postgres).await).await
            } )*
        }
    };
}

mod api;
mod cli;
mod harness;
mod live;
#[path = "../support/postgres.rs"]
mod postgres;
mod roster_files;
