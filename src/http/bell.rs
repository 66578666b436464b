//! Each worker thread's bell.

use std::cell::RefCell;

use actix_web::rt::task::JoinHandle;

use crate::live::Bell;

thread_local! {
    /// With its task: a thread that serves a second time gets a second bell.
    static HERE: RefCell<Option<(Bell, JoinHandle<()>)>> = const { RefCell::new(None) };
}

pub(super) fn of_this_thread() -> Bell {
    HERE.with_borrow_mut(|here| match here {
        Some((bell, task)) if !task.is_finished() => bell.clone(),
        _ => {
            let bell = Bell::default();
            let task = actix_web::rt::spawn(bell.clone().toll());
            here.insert((bell, task)).0.clone()
        }
    })
}
