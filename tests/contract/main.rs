//! What the store promises, asked of both engines: every test runs as `…::sqlite::…` and as
//! `…::postgres::…`.

/// Runs each test once on each engine.
macro_rules! on_both_engines {
    ($( $(#[$doc:meta])* async fn $name:ident($bench:ident: &Bench) $body:block )*) => {
        $( $(#[$doc])* async fn $name($bench: &crate::bench::Bench) $body )*

        mod sqlite {
            $( #[tokio::test] async fn $name() { super::$name(&crate::bench::Bench::sqlite().await).await } )*
        }

        mod postgres {
            $( #[tokio::test] async fn $name() { super::$name(&crate::bench::Bench::postgres().await).await } )*
        }
    };
}

mod bank;
mod bench;
mod contest;
mod drafts;
mod faults;
mod history;
mod imports;
mod journal;
mod migrations;
mod opening;
mod organisation;
mod pictures;
#[path = "../support/postgres.rs"]
mod postgres;
mod roster;
mod season;
mod sign_in;
