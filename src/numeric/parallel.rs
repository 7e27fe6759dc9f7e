//! Independent pieces of work on several threads.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Places a thread takes at a time: enough that taking them costs nothing, few enough that no thread is left with the last ones.
const BATCH: usize = 4;

/// Who hears how many pieces are done, from any thread, and says whether to go on.
pub type Advance<'a> = &'a (dyn Fn(usize) -> bool + Sync);

/// As many threads as the machine runs at once, at least 1.
pub fn usual_threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// The results of `work` for 0 … `count` − 1, in this order whatever thread made them: with `work` that depends on its place alone they are the same for
/// any number of threads. Each thread begins with a state from `begin` and keeps it. `None` once `advance` says to stop.
pub fn in_parallel<S, T: Send>(
    count: usize,
    threads: usize,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> T + Sync,
    advance: Advance<'_>,
) -> Option<Vec<T>> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let stopped = AtomicBool::new(false);
    let worker = || {
        let mut state = begin();
        let mut made = Vec::new();
        loop {
            let first = next.fetch_add(BATCH, Ordering::Relaxed);
            if first >= count {
                return made;
            }
            for place in first..count.min(first + BATCH) {
                if stopped.load(Ordering::Relaxed) {
                    return made;
                }
                made.push((place, work(&mut state, place)));
                if !advance(done.fetch_add(1, Ordering::Relaxed) + 1) {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    let others = threads.clamp(1, count.max(1)) - 1;
    let mut made: Vec<(usize, T)> = thread::scope(|scope| {
        // A thread that the system refuses leaves its share to the others.
        let spawned: Vec<_> = (0..others)
            .filter_map(|_| thread::Builder::new().spawn_scoped(scope, worker).ok())
            .collect();
        let mut made = worker();
        for thread in spawned {
            match thread.join() {
                Ok(more) => made.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        made
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    made.sort_unstable_by_key(|(place, _)| *place);
    Some(made.into_iter().map(|(_, result)| result).collect())
}
