//! SIGTERM ends the kernel in good order; SIGINT interrupts the running cell, and never ends the kernel.

use super::waker::Waker;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The handlers, in force until this is dropped.
pub(super) struct Signals {
    terminate: Arc<AtomicBool>,
    interrupt: Arc<AtomicBool>,
    handlers: Vec<SigId>,
}

impl Signals {
    /// Installs the handlers; each wakes the control thread.
    pub(super) fn register(control: &Waker) -> io::Result<Self> {
        let mut signals = Self {
            terminate: Arc::default(),
            interrupt: Arc::default(),
            handlers: Vec::new(),
        };
        for (signal, seen) in [
            (SIGTERM, Arc::clone(&signals.terminate)),
            (SIGINT, Arc::clone(&signals.interrupt)),
        ] {
            // The flag first: handlers run in this order, and the wake must find it set.
            signals.handlers.push(flag::register(signal, seen)?);
            let wake = low_level::pipe::register(signal, control.try_clone()?)?;
            signals.handlers.push(wake);
        }
        Ok(signals)
    }

    /// Whether SIGTERM has come.
    pub(super) fn terminate(&self) -> bool {
        self.terminate.load(Ordering::SeqCst)
    }

    /// Whether SIGINT has come since this was last asked.
    pub(super) fn take_interrupt(&self) -> bool {
        self.interrupt.swap(false, Ordering::SeqCst)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for handler in self.handlers.drain(..) {
            low_level::unregister(handler);
        }
    }
}
