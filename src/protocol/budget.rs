//! How often a client may speak.

use crate::domain::time::Timestamp;

/// Client messages a second, and how many may come at once.
const RATE: i64 = 10;
const BURST: i64 = 20;
const FULL: i64 = BURST * 1_000;

/// One client's, over a socket or over single requests.
#[derive(Clone, Debug)]
pub struct Budget {
    /// Messages left, in thousandths.
    left: i64,
    filled_at: Timestamp,
}

impl Budget {
    pub const fn full(now: Timestamp) -> Self {
        Self { left: FULL, filled_at: now }
    }

    /// Takes one message; false when there is none left.
    pub fn take(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        if self.left < 1_000 {
            return false;
        }
        self.left -= 1_000;
        true
    }

    /// Whether it is as good as new: then it need not be remembered.
    pub fn is_full(&mut self, now: Timestamp) -> bool {
        self.refill(now);
        self.left == FULL
    }

    fn refill(&mut self, now: Timestamp) {
        let refill = (now - self.filled_at).0.saturating_mul(RATE);
        self.left = self.left.saturating_add(refill).min(FULL);
        self.filled_at = now;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_at_once_then_ten_a_second() {
        let mut budget = Budget::full(Timestamp(0));
        assert_eq!((0..30).filter(|_| budget.take(Timestamp(0))).count(), 20);
        assert!(!budget.take(Timestamp(99)) && budget.take(Timestamp(100)));
        assert!(!budget.is_full(Timestamp(2_099)) && budget.is_full(Timestamp(2_100)));
        assert_eq!((0..30).filter(|_| budget.take(Timestamp(9_000_000_000_000))).count(), 20);
    }
}
