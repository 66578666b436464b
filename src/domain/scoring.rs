//! Scores out of 10, exact: never a float, never rounded before they are compared.

use serde::{Deserialize, Serialize};

/// A score as the exact fraction 10 × correct ÷ total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub correct_weight: u64,
    pub total_weight: u64,
}

impl Score {
    /// Integer hundredths, half up; 0 when nothing counts.
    pub fn hundredths(self) -> u32 {
        if self.total_weight == 0 {
            return 0;
        }
        ((2_000 * self.correct_weight + self.total_weight) / (2 * self.total_weight)) as u32
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // A contest without counted questions has 0 ÷ 0, which compares as 0 ÷ 1.
        let total = |score: &Self| u128::from(score.total_weight.max(1));
        (u128::from(self.correct_weight) * total(other)).cmp(&(u128::from(other.correct_weight) * total(self)))
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_round_half_up() {
        let hundredths = |correct_weight, total_weight| Score { correct_weight, total_weight }.hundredths();
        assert_eq!(hundredths(7, 8), 875);
        assert_eq!(hundredths(1, 3), 333);
        assert_eq!(hundredths(2, 3), 667);
        assert_eq!(hundredths(1, 16), 63, "0.625 rounds up");
        assert_eq!(hundredths(5, 5), 1_000);
        assert_eq!(hundredths(0, 0), 0);
    }
}
