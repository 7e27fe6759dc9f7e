//! What the shell and the control thread share.

use super::ExitReason;
use super::comm::{Answering, Open};
use super::connection::Ports;
use super::iopub::IoPub;
use super::language::LanguageInfo;
use super::log;
use super::message::{Outgoing, Parent, Request, Wire};
use super::stdin::Stdin;
use super::waker::{Both, Waker};
use super::widgets::Widgets;
use serde::Deserialize;
use serde_json::{Value, json};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use zmq::Socket;

/// The kernel as both threads see it.
pub(super) struct Shared {
    pub(super) wire: Arc<Wire>,
    pub(super) iopub: IoPub,
    pub(super) stdin: Stdin,
    pub(super) ports: Ports,
    pub(super) comms: Open,
    pub(super) widgets: Widgets,
    /// The request that the shell thread works on.
    pub(super) answering: Answering,
    /// Known as soon as the language is there.
    pub(super) info: OnceLock<LanguageInfo>,
    interrupter: OnceLock<Interrupter>,
    /// Whether a cell runs. Held while interrupting, so that no later cell is hit.
    running: Mutex<bool>,
    interrupted: AtomicBool,
    stopping: AtomicBool,
    wakers: Both<Arc<Waker>>,
}

/// Stops the running cell.
type Interrupter = Box<dyn Fn() + Send + Sync>;

/// Publishes *busy* when made and *idle* when dropped, whatever happens in between.
pub(super) struct Busy<'a> {
    iopub: &'a IoPub,
    parent: Parent,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ShutdownRequest {
    restart: bool,
}

impl Shared {
    pub(super) fn new(
        ports: Ports,
        wire: Wire,
        iopub: Socket,
        stdin: Socket,
        wakers: Both<Waker>,
    ) -> Self {
        let wire = Arc::new(wire);
        let wakers = Both {
            shell: Arc::new(wakers.shell),
            control: Arc::new(wakers.control),
        };
        Self {
            iopub: IoPub::new(iopub, Arc::clone(&wire), Arc::clone(&wakers.control)),
            stdin: Stdin::new(stdin),
            wire,
            ports,
            comms: Open::default(),
            widgets: Widgets::default(),
            answering: Answering::default(),
            info: OnceLock::new(),
            interrupter: OnceLock::new(),
            running: Mutex::new(false),
            interrupted: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            wakers,
        }
    }

    /// Announces that a request is being worked on.
    pub(super) fn busy(&self, request: &Request) -> Busy<'_> {
        Busy::new(&self.iopub, request.origin.clone())
    }

    /// Answers `request` on the socket it came from. What is no request gets no answer.
    pub(super) fn reply(&self, socket: &Socket, request: &Request, content: &Value) {
        self.reply_with_metadata(socket, request, content, &Value::Null);
    }

    pub(super) fn reply_with_metadata(
        &self,
        socket: &Socket,
        request: &Request,
        content: &Value,
        metadata: &Value,
    ) {
        let Some(msg_type) = request.reply_type() else {
            return;
        };
        let (frames, _) = self.wire.write(&Outgoing {
            msg_type: &msg_type,
            parent: &request.origin,
            metadata,
            content,
            buffers: &[],
        });
        let frames = request.identities.iter().cloned().chain(frames);
        if let Err(error) = socket.send_multipart(frames, 0) {
            log::note(format_args!("cannot send {msg_type}: {error}"));
        }
    }

    /// Says that the language is there, so that requests can be answered.
    pub(super) fn introduce(&self, info: LanguageInfo, interrupter: Interrupter) {
        let _ = self.interrupter.set(interrupter);
        let _ = self.info.set(info);
        self.wakers.control.wake();
    }

    /// Tells everyone that the kernel ends, in answer to a `shutdown_request`.
    pub(super) fn confirm_shutdown(&self, socket: &Socket, request: &Request) -> ExitReason {
        // A request that cannot be read still is one to shut down.
        let asked: ShutdownRequest = request.content().unwrap_or_default();
        let content = json!({"status": "ok", "restart": asked.restart});
        self.iopub
            .publish("shutdown_reply", &request.origin, &content);
        self.reply(socket, request, &content);
        ExitReason::Shutdown {
            restart: asked.restart,
        }
    }

    /// Runs `cell` so that it can be interrupted.
    pub(super) fn interruptible<T>(&self, cell: impl FnOnce() -> T) -> T {
        self.interrupted.store(false, Ordering::SeqCst);
        self.iopub.end_cell(false);
        *self.running() = true;
        let result = cell();
        *self.running() = false;
        result
    }

    /// Interrupts the running cell, if there is one.
    pub(super) fn interrupt(&self) {
        let running = self.running();
        if !*running {
            return;
        }
        self.interrupted.store(true, Ordering::SeqCst);
        self.iopub.end_cell(true);
        if let Some(interrupter) = self.interrupter.get()
            && catch_unwind(AssertUnwindSafe(interrupter)).is_err()
        {
            log::note(format_args!("interrupting the cell failed"));
        }
    }

    /// Whether the running cell has been interrupted.
    pub(super) fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::SeqCst) || self.is_stopping()
    }

    /// Ends both threads as soon as they look up.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.iopub.end();
        self.wakers.shell.wake();
        self.wakers.control.wake();
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    fn running(&self) -> MutexGuard<'_, bool> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<'a> Busy<'a> {
    fn new(iopub: &'a IoPub, parent: Parent) -> Self {
        iopub.publish("status", &parent, &json!({"execution_state": "busy"}));
        Self { iopub, parent }
    }
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let idle = json!({"execution_state": "idle"});
        self.iopub.publish("status", &self.parent, &idle);
    }
}

/// The content of a reply to a request that failed.
pub(super) fn error_content(name: &str, value: &str, traceback: &[String]) -> Value {
    json!({"status": "error", "ename": name, "evalue": value, "traceback": traceback})
}
