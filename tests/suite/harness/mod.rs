//! How a test reaches the product: an evening in this process or the built program, people's devices, and requests.
//!
//! Nothing here sleeps to let time pass. A test waits for frames; what does not come within [`within`]'s guard fails.

mod doors;
mod engine;
mod evening;
mod frame;
mod line;
mod people;
mod program;
mod stream;
mod thief;

use std::time::Duration;

pub use doors::{Doors, Reply, Upgrade};
pub use engine::{Directory, Engine, Place};
pub use evening::{CONNECTIONS_PER_ADDRESS, Evening, NOON};
pub use frame::Frame;
pub use line::{Host, Phone, Refused, Screen, answer, fresh_key};
pub use program::Program;
pub use stream::posted;
pub use thief::Thief;

/// Positions in a question's options.
pub const A: usize = 0;
pub const B: usize = 1;
pub const C: usize = 2;

/// Far longer than anything takes; it only turns a hang into a failure.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// Waits for something that has to happen.
pub async fn within<T>(what: &str, happening: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, happening).await {
        Ok(value) => value,
        Err(_) => panic!("waited {PATIENCE:?} in vain for {what}"),
    }
}

/// Looks again and again until there is something: for files and processes, which send no frame.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    within(what, looking).await
}
