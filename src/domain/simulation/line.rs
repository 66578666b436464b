//! One phone's line: delays that differ by direction, jitter, and losses that hold up what follows.

/// Repeatable chance: SplitMix64, whose numbers are the same on every machine.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A seed for dice of their own.
    pub(super) fn fork(&mut self) -> Self {
        Self(self.next())
    }

    /// Between the two, both included; the bias of a remainder is far below a millisecond here.
    pub(super) fn between(&mut self, (least, most): (i64, i64)) -> i64 {
        least + (self.next() % (most - least + 1) as u64) as i64
    }
}

/// A kind of network; all times in ms, one way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Network {
    pub(super) name: &'static str,
    /// From which a phone's least delay towards it is drawn.
    down: (i64, i64),
    up: (i64, i64),
    /// Most of what a frame waits beyond that; little is likelier than much.
    jitter: i64,
    /// How many of a thousand frames are lost and sent again, and what that costs.
    losses: i64,
    again: (i64, i64),
}

pub(super) const NETWORKS: [Network; 4] = [
    Network { name: "hall Wi-Fi", down: (2, 8), up: (2, 12), jitter: 20, losses: 4, again: (40, 150) },
    Network { name: "4G", down: (20, 45), up: (30, 60), jitter: 45, losses: 8, again: (80, 250) },
    Network { name: "3G", down: (60, 120), up: (80, 160), jitter: 90, losses: 20, again: (200, 600) },
    Network { name: "congested 3G", down: (110, 220), up: (150, 300), jitter: 220, losses: 60, again: (300, 1_500) },
];

/// A phone's connection: frames arrive in the order in which they were sent.
#[derive(Debug)]
pub(super) struct Line {
    network: Network,
    dice: Dice,
    least_down: i64,
    least_up: i64,
    last_down: i64,
    last_up: i64,
}

impl Line {
    pub(super) fn new(network: Network, mut dice: Dice) -> Self {
        let (least_down, least_up) = (dice.between(network.down), dice.between(network.up));
        Self { network, dice, least_down, least_up, last_down: i64::MIN, last_up: i64::MIN }
    }

    /// When a frame sent to the phone arrives.
    pub(super) fn down(&mut self, sent: i64) -> i64 {
        self.last_down = self.last_down.max(sent + self.least_down + self.hold_up());
        self.last_down
    }

    /// When a frame sent by the phone arrives.
    pub(super) fn up(&mut self, sent: i64) -> i64 {
        self.last_up = self.last_up.max(sent + self.least_up + self.hold_up());
        self.last_up
    }

    /// A new connection: nothing of the old one is in its way.
    pub(super) fn reconnect(&mut self) {
        (self.last_down, self.last_up) = (i64::MIN, i64::MIN);
    }

    fn hold_up(&mut self) -> i64 {
        let jitter = (0, self.network.jitter);
        let wait = self.dice.between(jitter).min(self.dice.between(jitter));
        let lost = self.dice.between((0, 999)) < self.network.losses;
        wait + if lost { self.dice.between(self.network.again) } else { 0 }
    }
}
