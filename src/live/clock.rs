//! The only clocks in the house: the system's, and one that tests move by hand.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;

use crate::domain::time::{Millis, Timestamp};

#[derive(Clone, Debug)]
pub enum Clock {
    /// The wall clock at the program's start plus monotonic time: never steps back.
    System {
        wall: Timestamp,
        monotonic: Instant,
    },
    Manual(ManualClock),
}

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where real time enters")]
    pub fn system() -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::System { wall: Timestamp(wall.as_millis() as i64), monotonic: Instant::now() }
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System { wall, monotonic } => *wall + Millis(monotonic.elapsed().as_millis() as i64),
            Self::Manual(manual) => *manual.now.borrow(),
        }
    }

    pub async fn sleep_until(&self, at: Timestamp) {
        match self {
            Self::System { .. } => {
                // One millisecond more than the difference: `now` rounds down.
                let left = (at - self.now()).0;
                if left > 0 {
                    tokio::time::sleep(Duration::from_millis(left as u64)).await;
                }
            }
            Self::Manual(manual) => {
                let mut now = manual.now.subscribe();
                // An error would mean that the clock is gone; then time stands still.
                if now.wait_for(|now| *now >= at).await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
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

/// A room's time: never below its last event, whatever the wall clock did in between.
#[derive(Clone, Debug)]
pub struct RoomClock {
    clock: Clock,
    ahead: Millis,
}

impl RoomClock {
    pub fn not_before(clock: Clock, last_event: Timestamp) -> Self {
        let ahead = (last_event - clock.now()).max(Millis::ZERO);
        Self { clock, ahead }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now() + self.ahead
    }

    pub async fn sleep_until(&self, at: Timestamp) {
        self.clock.sleep_until(at - self.ahead).await;
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
