//! The control thread: whatever must be answered while a cell runs.

use super::ExitReason;
use super::error::Error;
use super::log;
use super::message::Request;
use super::parent::{PARENT_POLL, ParentProcess};
use super::shared::Shared;
use super::shell::{answer_anywhere, failure_content};
use super::signals::Signals;
use super::waker::Wake;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use zmq::{DONTWAIT, POLLIN, PollItem, Socket};

/// How long a running cell may take to give way to a shutdown.
const GRACE: Duration = Duration::from_secs(2);
/// When a cell that has not given way is interrupted once more.
const REMINDER: Duration = Duration::from_secs(1);
/// How long the last words of a kernel that leaves a cell behind have to leave.
const FAREWELL: Duration = Duration::from_millis(100);

/// The control channel, the heartbeat, and the watch over everything else.
pub(super) struct Control {
    pub(super) socket: Socket,
    pub(super) heartbeat: Socket,
    pub(super) wake: Wake,
    pub(super) shared: Arc<Shared>,
    pub(super) signals: Signals,
    pub(super) parent: Option<ParentProcess>,
    pub(super) shell: JoinHandle<Option<ExitReason>>,
}

impl Control {
    /// Serves until the kernel ends.
    pub(super) fn run(mut self) -> Result<ExitReason, Error> {
        loop {
            self.wait();
            self.echo_heartbeats();
            self.shared.iopub.welcome_subscribers();
            if self.signals.terminate() {
                self.end_shell();
                return Ok(ExitReason::Terminated);
            }
            if self.signals.take_interrupt() {
                self.shared.interrupt();
            }
            if self.parent.as_ref().is_some_and(ParentProcess::is_gone) {
                log::note(format_args!("the process that started this kernel is gone"));
                self.end_shell();
                return Ok(ExitReason::ParentGone);
            }
            if self.shared.is_stopping() {
                return self.shell.join().ok().flatten().ok_or(Error::ShellPanicked);
            }
            while let Some(request) = self.receive() {
                if request.msg_type == "shutdown_request" {
                    return Ok(self.shut_down(&request));
                }
                self.answer(&request);
            }
        }
    }

    /// Waits until there may be something to do.
    fn wait(&self) {
        let due = self.shared.iopub.flush_due();
        let until_due = due.map(|due| due.saturating_duration_since(Instant::now()));
        let parent_poll = self.parent.as_ref().map(|_| PARENT_POLL);
        let timeout = until_due.into_iter().chain(parent_poll).min();
        // One more, so as not to wake just before text is due.
        let timeout = timeout.map_or(-1, |timeout| timeout.as_millis() as i64 + 1);

        let mut items = vec![
            PollItem::from_fd(self.wake.fd(), POLLIN),
            self.heartbeat.as_poll_item(POLLIN),
        ];
        if let Some(iopub) = self.shared.iopub.fd() {
            items.push(PollItem::from_fd(iopub, POLLIN));
        }
        if self.shared.info.get().is_some() {
            items.push(self.socket.as_poll_item(POLLIN));
        }
        // An error here is a signal, whose flag is looked at next.
        let _ = zmq::poll(&mut items, timeout);
        self.wake.clear();
    }

    fn echo_heartbeats(&self) {
        while let Ok(frames) = self.heartbeat.recv_multipart(DONTWAIT) {
            let _ = self.heartbeat.send_multipart(frames, 0);
        }
    }

    /// A request that waits at the socket, once the language is there to answer for.
    fn receive(&self) -> Option<Request> {
        self.shared.info.get()?;
        loop {
            let frames = self.socket.recv_multipart(DONTWAIT).ok()?;
            match self.shared.wire.read(frames) {
                Ok(request) => return Some(request),
                Err(why) => log::refusal(format_args!("dropped a message on control: {why}")),
            }
        }
    }

    fn answer(&self, request: &Request) {
        if request.msg_type == "interrupt_request" {
            // Before anything is said, for which the cell's output may leave no room.
            self.shared.interrupt();
        }
        let _busy = self.shared.busy(request);
        let content = answer_anywhere(&self.shared, request)
            .unwrap_or_else(|failure| failure_content(&failure));
        self.shared.reply(&self.socket, request, &content);
    }

    fn shut_down(&mut self, request: &Request) -> ExitReason {
        let shared = Arc::clone(&self.shared);
        let _busy = shared.busy(request);
        self.end_shell();
        let reason = shared.confirm_shutdown(&self.socket, request);
        if !self.shell.is_finished() {
            // Its sockets stay open, so that closing ours will not wait for the words just said to leave.
            thread::sleep(FAREWELL);
        }
        reason
    }

    /// Interrupts the running cell and lets the shell thread end; a cell that does not give way is left behind, and
    /// ends with the process.
    fn end_shell(&mut self) {
        self.shared.stop();
        let begun = Instant::now();
        let mut reminders = [Duration::ZERO, REMINDER].into_iter().peekable();
        while !self.shell.is_finished() {
            if begun.elapsed() > GRACE {
                log::note(format_args!("the running cell does not end; leaving it"));
                return;
            }
            if reminders.next_if(|at| begun.elapsed() >= *at).is_some() {
                self.shared.interrupt();
            }
            thread::sleep(Duration::from_millis(2));
        }
    }
}
