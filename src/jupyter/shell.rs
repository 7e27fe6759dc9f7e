//! The shell channel: requests that the language answers, one after another.

use super::ExitReason;
use super::comm::{self, Comms, Targets};
use super::history::History;
use super::introspection;
use super::kernel_info;
use super::language::{Failure, Language};
use super::log;
use super::message::Request;
use super::shared::{Shared, error_content};
use super::waker::Wake;
use serde_json::{Value, json};
use std::any::Any;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use zmq::{DONTWAIT, POLLIN, PollItem, Socket};

/// How long to look for cells that were sent together with one that has failed, after each of them and in all.
const QUEUE_LULL_MS: i64 = 10;
const QUEUE_LIMIT: Duration = Duration::from_millis(200);

/// The shell thread.
pub(super) struct Shell<L> {
    pub(super) socket: Socket,
    wake: Wake,
    pub(super) shared: Arc<Shared>,
    pub(super) language: L,
    /// The number of the last cell that was counted.
    pub(super) execution_count: u64,
    pub(super) history: History,
    pub(super) comms: Comms,
    targets: Targets,
    queue: VecDeque<Queued>,
}

struct Queued {
    request: Request,
    /// It was sent before the failure of an earlier cell could be known, so it must not run.
    is_aborted: bool,
}

/// Tells the control thread that this thread has ended, however it ends.
struct Ending(Arc<Shared>);

impl<L: Language> Shell<L> {
    /// Serves the channel until a shutdown; the reason, if it came this way.
    pub(super) fn serve(
        socket: Socket,
        wake: Wake,
        shared: Arc<Shared>,
        history: Option<PathBuf>,
        language: impl FnOnce() -> L,
    ) -> Option<ExitReason> {
        let _ending = Ending(Arc::clone(&shared));
        let mut language = language();
        let comms = Comms::new(&shared);
        let targets = language.connect_comms(&comms).into_iter().collect();
        shared.introduce(language.info(), language.interrupter());
        let mut shell = Self {
            socket,
            wake,
            shared,
            language,
            execution_count: 0,
            history: History::open(history.as_deref()),
            comms,
            targets,
            queue: VecDeque::new(),
        };
        while let Some(Queued {
            request,
            is_aborted,
        }) = shell.next()
        {
            if request.msg_type == "shutdown_request" {
                return Some(shell.shut_down(&request));
            }
            shell.answer(&request, is_aborted);
            shell.history.write();
        }
        shell.end_language();
        None
    }

    /// The next request; none when the kernel is to end.
    fn next(&mut self) -> Option<Queued> {
        loop {
            if self.shared.is_stopping() {
                return None;
            }
            if let Some(queued) = self.queue.pop_front() {
                return Some(queued);
            }
            if let Some(request) = self.receive() {
                return Some(Queued {
                    request,
                    is_aborted: false,
                });
            }
            let mut items = [
                self.socket.as_poll_item(POLLIN),
                PollItem::from_fd(self.wake.fd(), POLLIN),
            ];
            // An error here is a signal; the loop looks around and waits again.
            let _ = zmq::poll(&mut items, -1);
            if items[1].is_readable() {
                self.wake.clear();
            }
        }
    }

    /// A request that waits at the socket. What is no message is dropped.
    fn receive(&self) -> Option<Request> {
        loop {
            let frames = self.socket.recv_multipart(DONTWAIT).ok()?;
            match self.shared.wire.read(frames) {
                Ok(request) => return Some(request),
                Err(why) => log::refusal(format_args!("dropped a message on shell: {why}")),
            }
        }
    }

    fn answer(&mut self, request: &Request, is_aborted: bool) {
        let shared = Arc::clone(&self.shared);
        let _busy = shared.busy(request);
        shared.answering.set(request.origin.clone());
        let content = match request.msg_type.as_str() {
            "execute_request" if is_aborted => return self.abort(request),
            "execute_request" => return self.execute(request),
            "complete_request" => introspection::complete(&mut self.language, request),
            "inspect_request" => introspection::inspect(&mut self.language, request),
            "is_complete_request" => introspection::is_complete(&mut self.language, request),
            "history_request" => self.history.answer(request),
            "comm_info_request" => shared.comms.info(request),
            "comm_open" | "comm_msg" | "comm_close" => {
                return comm::take(&mut self.targets, &mut self.language, &self.comms, request);
            }
            _ => answer_anywhere(&shared, request),
        };
        let content = content.unwrap_or_else(|failure| failure_content(&failure));
        shared.reply(&self.socket, request, &content);
    }

    /// Marks every cell that was sent before the reply to a failed one.
    ///
    /// Front ends send a whole notebook at once, so that some of it may still be on its way. What arrives before the
    /// reply has left was sent without knowing of the failure; a later cell never is taken for one of these.
    pub(super) fn abort_queue(&mut self) {
        let deadline = Instant::now() + QUEUE_LIMIT;
        while Instant::now() < deadline
            && matches!(self.socket.poll(POLLIN, QUEUE_LULL_MS), Ok(1..))
        {
            while let Some(request) = self.receive() {
                self.queue.push_back(Queued {
                    request,
                    is_aborted: true,
                });
            }
        }
        for queued in &mut self.queue {
            queued.is_aborted = true;
        }
    }

    fn shut_down(&mut self, request: &Request) -> ExitReason {
        let shared = Arc::clone(&self.shared);
        let _busy = shared.busy(request);
        self.end_language();
        shared.confirm_shutdown(&self.socket, request)
    }

    fn end_language(&mut self) {
        if catch_unwind(AssertUnwindSafe(|| self.language.shutdown())).is_err() {
            log::note(format_args!("the language did not shut down in good order"));
        }
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The requests that both the shell and the control channel answer, and all that are unknown.
pub(super) fn answer_anywhere(shared: &Shared, request: &Request) -> Result<Value, Failure> {
    match request.msg_type.as_str() {
        "kernel_info_request" => Ok(kernel_info::content(shared.info.get())),
        "connect_request" => Ok(kernel_info::ports(shared.ports)),
        "interrupt_request" => {
            shared.interrupt();
            Ok(json!({"status": "ok"}))
        }
        unknown => {
            log::refusal(format_args!("a message of unknown type {unknown:?}"));
            let value = format!("This kernel does not answer messages of type `{unknown}`.");
            Err(Failure {
                name: "UnknownMessageType".to_owned(),
                traceback: vec![value.clone()],
                value,
            })
        }
    }
}

/// Runs the language's code; a panic in it becomes a failure like others, and the kernel lives on.
pub(super) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, Failure> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
        let value = format!(
            "The kernel made a mistake of its own ({}). The session goes on; please report this.",
            panic_message(panic.as_ref())
        );
        Failure {
            name: "InternalError".to_owned(),
            traceback: vec![value.clone()],
            value,
        }
    })
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
}

/// The failure of a request whose content is not what its type asks.
pub(super) fn malformed(error: &serde_json::Error) -> Failure {
    let value = format!("The request's content cannot be read: {error}.");
    Failure {
        name: "MalformedRequest".to_owned(),
        traceback: vec![value.clone()],
        value,
    }
}

pub(super) fn failure_content(failure: &Failure) -> Value {
    error_content(&failure.name, &failure.value, &failure.traceback)
}
