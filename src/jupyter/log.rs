//! Notes for whoever runs the Jupyter server; standard error is that server's log.

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A sender of rubbish must not fill the disk through us.
const MOST_NOTES: usize = 1000;

static NOTES: AtomicUsize = AtomicUsize::new(0);

/// Writes one line, if anyone is listening.
pub(super) fn note(text: fmt::Arguments<'_>) {
    let before = NOTES.fetch_add(1, Ordering::Relaxed);
    if before > MOST_NOTES {
        return;
    }
    let mut log = io::stderr().lock();
    let _ = if before == MOST_NOTES {
        writeln!(log, "[quincunx] further notes are left out")
    } else {
        writeln!(log, "[quincunx] {text}")
    };
}
