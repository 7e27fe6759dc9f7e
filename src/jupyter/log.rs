//! Notes for whoever runs the Jupyter server; standard error is that server's log.

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A sender of rubbish must not fill the disk through us.
const MOST_REFUSALS: usize = 20;

static REFUSALS: AtomicUsize = AtomicUsize::new(0);

/// Writes one line, if anyone is listening.
pub(super) fn note(text: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "[quincunx] {text}");
}

/// Notes a message that was not taken, unless there were many already.
pub(super) fn refusal(text: fmt::Arguments<'_>) {
    match REFUSALS.fetch_add(1, Ordering::Relaxed) {
        before if before < MOST_REFUSALS => note(text),
        MOST_REFUSALS => note(format_args!(
            "further messages that are not taken go unnoted"
        )),
        _ => {}
    }
}
