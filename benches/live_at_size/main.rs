//! How long a hall waits for a question, and how many answers a second are acknowledged, at a
//! thousand and at five thousand phones; beside a floor that does nothing but send.
//!
//! Everything is measured in one run on one machine, in pairs: figures in milliseconds move with
//! the machine, the ratio to the floor stays. Other sizes are given as arguments:
//! `cargo bench --bench live_at_size -- 200 2000`.

mod floor;
mod frame;
mod hall;
mod line;
mod product;
mod report;
mod rounds;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SIZES: [usize; 2] = [1_000, 5_000];
/// For one size, with the start of both servers: a quarter of it on a quiet machine.
const PATIENCE: Duration = Duration::from_secs(100);
/// Beside those of two halls: runtime, pipes, room to spare.
const OWN_DESCRIPTORS: u64 = 64;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let done = match arguments.first().map(String::as_str) {
        Some(floor::ARGUMENT) => floor::serve(),
        _ => bench(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("live_at_size: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bench(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let mut sizes = Vec::new();
    for argument in arguments {
        sizes.push(argument.parse().map_err(|_| format!("`{argument}` is not a number of phones"))?);
    }
    if sizes.is_empty() {
        sizes.extend(SIZES);
    }
    let needed = sizes.iter().max().map_or(0, |most| *most as u64 * 2) + OWN_DESCRIPTORS;
    let allowed = rlimit::increase_nofile_limit(needed)?;
    if allowed < needed {
        return Err(format!("two halls need {needed} file descriptors, and the system allows {allowed}").into());
    }
    report::heading(&sizes);
    // One thread: the phones must not be what the servers compete with.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for phones in sizes {
        let here = tokio::task::LocalSet::new();
        let measuring = here.run_until(rounds::measure(phones));
        let measured = runtime.block_on(async { tokio::time::timeout(PATIENCE, measuring).await });
        report::size(phones, &measured.map_err(|_| format!("{phones} phones took too long"))??);
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn now() -> Instant {
    Instant::now()
}
