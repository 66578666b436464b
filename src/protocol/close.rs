//! Why a socket is closed: one word, the same on the phone and in the log.

/// The variant's name is the close reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The member opened the contest on another device: the newest wins.
    Replaced,
    /// The member or their role was disabled.
    Kicked,
    /// More messages than a person can send.
    Flood,
    /// No pong for 25 s.
    Silent,
    /// The outbox ran full: a reconnect gets a snapshot.
    Slow,
    /// The program stops; it will be back.
    Restarting,
    /// A frame longer than [`super::FRAME_BYTES`], or one that is not text.
    Oversized,
    /// The contest is over and published.
    Finished,
}

impl CloseReason {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Kicked => "kicked",
            Self::Flood => "flood",
            Self::Silent => "silent",
            Self::Slow => "slow",
            Self::Restarting => "restarting",
            Self::Oversized => "oversized",
            Self::Finished => "finished",
        }
    }

    /// The websocket close code; ours are in the private range where no standard one fits.
    pub const fn code(self) -> u16 {
        match self {
            Self::Finished => 1000,
            Self::Oversized => 1009,
            Self::Restarting => 1012,
            Self::Replaced => 4001,
            Self::Kicked => 4002,
            Self::Flood => 4003,
            Self::Silent => 4004,
            Self::Slow => 4005,
        }
    }
}
