//! Waking the sockets of one worker thread from that thread itself.
//!
//! A wake from another thread costs a system call for each socket, and waits until the worker has
//! nothing of its own to do: the pongs of the first phones would come before the question of the
//! last. So a room hands the mailboxes that have something new to a bell, in its order, and the
//! bell, a task beside those sockets, wakes them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::outbox::Mailbox;

/// Of one worker thread.
#[derive(Clone, Debug, Default)]
pub struct Bell {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// To be woken, in this order. A std mutex: nothing awaits while it is held.
    due: Mutex<Vec<Arc<Mailbox>>>,
    rung: Notify,
}

impl Bell {
    /// Wakes whom the rooms have due; never ends. Belongs beside the sockets that were given this
    /// bell.
    pub async fn toll(self) {
        loop {
            self.shared.rung.notified().await;
            let due = std::mem::take(&mut *self.due());
            due.iter().for_each(|mailbox| mailbox.wake());
        }
    }

    pub(super) fn ring(&self, mailbox: Arc<Mailbox>) {
        let is_first = {
            let mut due = self.due();
            due.push(mailbox);
            due.len() == 1
        };
        // Whoever comes after the first is taken with it.
        if is_first {
            self.shared.rung.notify_one();
        }
    }

    fn due(&self) -> MutexGuard<'_, Vec<Arc<Mailbox>>> {
        self.shared.due.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
