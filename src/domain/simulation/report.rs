//! What a simulation found, and how it is printed.

use std::fmt;

use super::rounds::Strategy;
use crate::domain::time::Millis;
use crate::domain::timing::TimingRules;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub seed: u64,
    pub rounds: u32,
    pub rules: TimingRules,
    pub networks: Vec<NetworkReport>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkReport {
    pub network: &'static str,
    /// What plain receipt time would take from an honest member.
    pub server_time: Spread,
    /// How far the credited time is from the true one, either way.
    pub honest: Spread,
    /// Of ten thousand honest answers, how many are measured to one frame of the screen.
    pub within_frame: u32,
    pub cheats: Vec<CheatReport>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheatReport {
    pub strategy: Strategy,
    pub gain_median: Millis,
    pub gain_max: Millis,
    /// A_max less the least true delay that occurred.
    pub bound: Millis,
    /// How many rounds gained more than A_max less their own true delay: none.
    pub beyond_bound: u32,
}

/// How a set of durations is spread.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    pub p50: Millis,
    pub p95: Millis,
    pub p99: Millis,
    pub max: Millis,
}

impl Spread {
    pub(super) fn of(durations: impl Iterator<Item = Millis>) -> Self {
        let mut sorted: Vec<Millis> = durations.collect();
        sorted.sort_unstable();
        let at = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(place).copied().unwrap_or_default()
        };
        Self { p50: at(50), p95: at(95), p99: at(99), max: at(100) }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TimingRules { allowance_max, handling, delivery_max, floor } = self.rules;
        writeln!(formatter, "Fair time, simulated: seed {}, {} rounds a line", self.seed, self.rounds)?;
        writeln!(
            formatter,
            "A_max {allowance_max}, V {handling}, F_max {delivery_max}, T_floor {floor}; all times below in ms"
        )?;

        writeln!(formatter, "\nHonest members: how far the credited time is from the true one")?;
        writeln!(
            formatter,
            "  {:<14}{:>7}{:>7}{:>7}{:>7}{:>15}{:>22}",
            "network", "p50", "p95", "p99", "max", "within 17 ms", "plain receipt, p50"
        )?;
        for NetworkReport { network, server_time, honest: Spread { p50, p95, p99, max }, within_frame, .. } in
            &self.networks
        {
            let share = format!("{}.{:02} %", within_frame / 100, within_frame % 100);
            writeln!(
                formatter,
                "  {network:<14}{:>7}{:>7}{:>7}{:>7}{share:>15}{:>22}",
                p50.0, p95.0, p99.0, max.0, server_time.p50.0
            )?;
        }

        writeln!(formatter, "\nCheats: how much faster than true they are credited (bound: A_max less true delay)")?;
        writeln!(
            formatter,
            "  {:<14}{:<50}{:>7}{:>7}{:>7}{:>9}",
            "network", "what they do", "p50", "max", "bound", "beyond"
        )?;
        for NetworkReport { network, cheats, .. } in &self.networks {
            for CheatReport { strategy, gain_median, gain_max, bound, beyond_bound } in cheats {
                let name = strategy.name();
                writeln!(
                    formatter,
                    "  {network:<14}{name:<50}{:>7}{:>7}{:>7}{beyond_bound:>9}",
                    gain_median.0, gain_max.0, bound.0
                )?;
            }
        }
        Ok(())
    }
}
