//! The only clocks in the house: the system's, and one that tests move by hand.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::domain::time::{Millis, Timestamp};

#[derive(Clone, Debug)]
pub enum Clock {
    /// The wall clock, for sessions and links.
    System,
    Manual(ManualClock),
}

impl Clock {
    pub const fn system() -> Self {
        Self::System
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the wall clock enters")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => {
                let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp(wall.as_millis() as i64)
            }
            Self::Manual(manual) => *manual.now.borrow(),
        }
    }
}

/// A clock that stands still until it is moved.
#[derive(Clone, Debug)]
pub struct ManualClock {
    now: Arc<watch::Sender<Timestamp>>,
}

impl ManualClock {
    pub fn starting_at(now: Timestamp) -> Self {
        Self { now: Arc::new(watch::Sender::new(now)) }
    }

    pub fn advance(&self, by: Millis) {
        self.now.send_modify(|now| *now = *now + by);
    }
}

/// A room's time: the wall clock at its start plus monotonic time, never below its last event,
/// whatever the wall clock does in between.
#[derive(Clone, Debug)]
pub struct RoomClock {
    /// When the room started, by its own time.
    start: Timestamp,
    since: Since,
}

#[derive(Clone, Debug)]
enum Since {
    Monotonic(Instant),
    Manual { clock: ManualClock, start: Timestamp },
}

impl RoomClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where monotonic time enters")]
    pub fn not_before(clock: &Clock, last_event: Timestamp) -> Self {
        let now = clock.now();
        let since = match clock {
            Clock::System => Since::Monotonic(Instant::now()),
            Clock::Manual(manual) => Since::Manual { clock: manual.clone(), start: now },
        };
        Self { start: now.max(last_event), since }
    }

    pub fn now(&self) -> Timestamp {
        self.start
            + match &self.since {
                Since::Monotonic(since) => Millis(since.elapsed().as_millis() as i64),
                Since::Manual { clock, start } => *clock.now.borrow() - *start,
            }
    }

    pub async fn sleep_until(&self, at: Timestamp) {
        match &self.since {
            Since::Monotonic(_) => {
                let left = (at - self.now()).0;
                if left > 0 {
                    tokio::time::sleep(Duration::from_millis(left as u64)).await;
                }
            }
            Since::Manual { clock, start } => {
                let at = *start + (at - self.start);
                let mut now = clock.now.subscribe();
                // An error would mean that the clock is gone; then time stands still.
                if now.wait_for(|now| *now >= at).await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        }
    }
}

/// Measures for metrics only; nothing is ever decided by it.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a metric of real time")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
