//! The machine's threads at the method's disposal.

use crate::qmethod::replay::Workers;
use std::num::NonZero;
use std::thread;

/// So many threads, made when there is work for them.
#[derive(Clone, Copy, Debug)]
pub struct Threads(usize);

impl Threads {
    /// This number of threads, at least the caller's own.
    pub fn new(count: usize) -> Self {
        Self(count.max(1))
    }

    /// As many as the machine runs at once.
    pub fn of_machine() -> Self {
        Self::new(thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Workers for Threads {
    fn all(&self, work: &(dyn Fn() + Sync)) {
        thread::scope(|scope| {
            for _ in 1..self.0 {
                // A thread that the system refuses leaves its share to the others.
                let _ = thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
    }
}
