//! Independent pieces of work, shared by as many threads as the caller has.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Places that are taken at a time: enough that taking them costs nothing, few enough that no thread is left with the last ones.
const BATCH: usize = 4;

/// Threads that can be put to work. What is done never depends on how many there are.
pub trait Workers: Sync {
    /// Runs `work` on each of the threads at once, the caller's own among them, and returns when all have ended.
    fn all(&self, work: &(dyn Fn() + Sync));
}

/// The caller's own thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct Alone;

impl Workers for Alone {
    fn all(&self, work: &(dyn Fn() + Sync)) {
        work();
    }
}

/// How a long computation is run.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Who works on it.
    pub workers: &'a dyn Workers,
    /// Hears from any thread how many pieces are done, and says whether to go on.
    pub advance: &'a (dyn Fn(usize) -> bool + Sync),
}

impl Run<'_> {
    /// By the caller alone, to its end.
    pub const ALONE: Run<'static> = Run {
        workers: &Alone,
        advance: &|_| true,
    };
}

impl fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Run")
    }
}

/// The results of `work` for 0 … `count` − 1, in this order whatever thread made them: with `work` that depends on its place alone they are the same for
/// any number of threads. Each thread begins with a state from `begin` and keeps it. `None` once the run is told to stop.
pub fn in_parallel<S, T: Send>(
    count: usize,
    run: Run<'_>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
) -> Option<Vec<T>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stopped = AtomicBool::new(false);
    let all: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(count));
    run.workers.all(&|| {
        let mut state = begin();
        let mut made = Vec::new();
        loop {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= count || stopped.load(Ordering::Relaxed) {
                break;
            }
            for place in first..count.min(first + BATCH) {
                made.push((place, work(&mut state, place)));
                if !(run.advance)(done.fetch_add(1, Ordering::Relaxed) + 1) {
                    stopped.store(true, Ordering::Relaxed);
                    break;
                }
            }
        }
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(made);
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_unstable_by_key(|(place, _)| *place);
    Some(all.into_iter().map(|(_, result)| result).collect())
}
