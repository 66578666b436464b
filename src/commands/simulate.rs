//! `khacsau simulate`.

use crate::domain::simulation::simulate;
use crate::domain::timing::TimingRules;

/// A table of honest error and cheat's gain, the same for the same seed.
pub fn report(seed: u64, rounds: u32) -> String {
    simulate(seed, rounds, &TimingRules::for_roster(100)).to_string()
}
