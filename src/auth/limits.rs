//! How often something may be tried: token buckets by whom it concerns, on the house's own clock.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use governor::RateLimiter;
use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::HashMapStateStore;

use crate::live::Clock;

pub use governor::Quota;

/// Looks at the buckets that are full again once in so many attempts, and forgets them.
const FORGET_EVERY: usize = 1_024;

/// Too often; again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too often; try again in {} s", .after.as_secs().max(1))]
pub struct TooOften {
    pub after: Duration,
}

/// A bucket for each key. Cheap to clone; all clones share the buckets.
pub struct Limit<K: Hash + Eq + Clone> {
    shared: Arc<Shared<K>>,
}

struct Shared<K: Hash + Eq + Clone> {
    buckets: RateLimiter<K, HashMapStateStore<K>, HouseClock, NoOpMiddleware<Nanos>>,
    clock: HouseClock,
    taken: AtomicUsize,
}

impl<K: Hash + Eq + Clone> Clone for Limit<K> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    pub fn new(quota: Quota, clock: Clock) -> Self {
        let clock = HouseClock(clock);
        let buckets = RateLimiter::hashmap_with_clock(quota, clock.clone());
        Self { shared: Arc::new(Shared { buckets, clock, taken: AtomicUsize::new(0) }) }
    }

    /// Takes one from the bucket of this key.
    pub fn take(&self, key: &K) -> Result<(), TooOften> {
        let Shared { buckets, clock, taken } = &*self.shared;
        if taken.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            buckets.retain_recent();
        }
        buckets.check_key(key).map_err(|refused| TooOften { after: refused.wait_time_from(clock.now()) })
    }
}

/// `burst` at once, and one more in each `period`.
pub fn quota(burst: u32, period: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(period).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(burst)
}

/// The house's clock, as the limiter reads it.
#[derive(Clone, Debug)]
struct HouseClock(Clock);

impl governor::clock::Clock for HouseClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Duration::from_millis(self.0.now().0.max(0) as u64).into()
    }
}
