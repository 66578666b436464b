//! Contests over the wire, one file per topic.

mod crash;
mod desks;
mod evening;
mod fair_time;
mod incidents;
mod limits;
mod pacing;
mod prediction;
mod ranking;
mod reconnect;
mod record;
mod rejections;
mod secrecy;
mod sent_away;
mod storage;
mod stream;
mod upgrade;
