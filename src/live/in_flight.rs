//! Answers on their way from a socket to the room.
//!
//! A question's close is decided only after every frame with an earlier receipt time has been. A
//! socket therefore registers before it stamps the time, and the room, when a deadline comes,
//! waits until nobody is left who registered before.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Notify;

/// Two counters: who registers after [`InFlight::turn_over`] is counted on the other one.
#[derive(Clone, Debug, Default)]
pub struct InFlight {
    shared: Arc<Counters>,
}

#[derive(Debug, Default)]
struct Counters {
    epoch: AtomicUsize,
    counts: [AtomicUsize; 2],
    /// Woken whenever a counter falls to zero.
    emptied: Notify,
}

/// Held from before the receipt time is stamped until the room has decided the frame.
#[derive(Debug)]
pub struct Registration {
    counters: Arc<Counters>,
    side: usize,
}

impl InFlight {
    pub fn register(&self) -> Registration {
        let counters = &self.shared;
        loop {
            let epoch = counters.epoch.load(Ordering::SeqCst);
            let side = epoch % 2;
            counters.counts[side].fetch_add(1, Ordering::SeqCst);
            if counters.epoch.load(Ordering::SeqCst) == epoch {
                return Registration { counters: Arc::clone(counters), side };
            }
            // The room turned over in between: it may already have looked at this counter.
            if counters.counts[side].fetch_sub(1, Ordering::SeqCst) == 1 {
                counters.emptied.notify_one();
            }
        }
    }

    /// From here on, [`InFlight::is_settled`] speaks of those registered before this call.
    pub fn turn_over(&self) {
        self.shared.epoch.fetch_add(1, Ordering::SeqCst);
    }

    pub fn is_settled(&self) -> bool {
        let earlier = (self.shared.epoch.load(Ordering::SeqCst) + 1) % 2;
        self.shared.counts[earlier].load(Ordering::SeqCst) == 0
    }

    /// Completes when [`InFlight::is_settled`] may have become true.
    pub async fn changed(&self) {
        self.shared.emptied.notified().await;
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        if self.counters.counts[self.side].fetch_sub(1, Ordering::SeqCst) == 1 {
            self.counters.emptied.notify_one();
        }
    }
}
