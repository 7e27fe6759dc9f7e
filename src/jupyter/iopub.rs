//! The iopub channel: what every front end sees.
//!
//! The socket stands behind a lock and is used by whichever thread has something to say. Whoever lets go of the lock
//! has taken in all waiting subscriptions, so that the socket's descriptor becomes readable for new ones alone, and the
//! control thread can poll it without the lock.

use super::log;
use super::message::{Outgoing, Parent, Wire};
use super::waker::Waker;
use serde_json::{Value, json};
use std::os::fd::RawFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use zmq::{DONTWAIT, PollEvents, SNDMORE, Socket};

/// How long text waits for more of it.
const TEXT_DELAY: Duration = Duration::from_millis(25);
/// How much text waits for more of it.
const TEXT_BYTES: usize = 64 << 10;

/// The publishing side.
pub(super) struct IoPub {
    publisher: Mutex<Publisher>,
    /// Of the control thread, which sends text that has waited long enough.
    control: Arc<Waker>,
    fd: Option<RawFd>,
}

struct Publisher {
    socket: Socket,
    wire: Arc<Wire>,
    text: Option<Text>,
    /// Whether `starting` has been said.
    has_started: bool,
}

/// Text of a cell not yet sent.
struct Text {
    stream: Stream,
    text: String,
    parent: Parent,
    since: Instant,
}

/// Where text was written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Stdout,
    Stderr,
}

impl IoPub {
    pub(super) fn new(socket: Socket, wire: Arc<Wire>, control: Arc<Waker>) -> Self {
        Self {
            fd: socket.get_fd().ok(),
            publisher: Mutex::new(Publisher {
                socket,
                wire,
                text: None,
                has_started: false,
            }),
            control,
        }
    }

    /// Publishes after any text that waits.
    pub(super) fn publish(&self, msg_type: &str, parent: &Parent, content: &Value) {
        self.publish_whole(msg_type, parent, &Value::Null, content, &[]);
    }

    /// Publishes, with metadata and binary parts, after any text that waits.
    pub(super) fn publish_whole(
        &self,
        msg_type: &str,
        parent: &Parent,
        metadata: &Value,
        content: &Value,
        buffers: &[Vec<u8>],
    ) {
        let mut publisher = self.lock();
        publisher.announce();
        publisher.send_text();
        publisher.send(&Outgoing {
            msg_type,
            parent,
            metadata,
            content,
            buffers,
        });
        publisher.welcome_subscribers();
    }

    /// Publishes text, together with what follows at once.
    pub(super) fn write(&self, stream: Stream, parent: &Parent, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut publisher = self.lock();
        let begins = publisher.take_text(stream, parent, text);
        publisher.welcome_subscribers();
        drop(publisher);
        if begins {
            self.control.wake();
        }
    }

    /// Sends the text that waits.
    pub(super) fn flush(&self) {
        let mut publisher = self.lock();
        publisher.send_text();
        publisher.welcome_subscribers();
    }

    /// Sends text that has waited long enough; says when the rest is due.
    pub(super) fn flush_due(&self) -> Option<Instant> {
        let mut publisher = self.lock();
        let due = publisher.text.as_ref()?.since + TEXT_DELAY;
        if due > Instant::now() {
            return Some(due);
        }
        publisher.send_text();
        publisher.welcome_subscribers();
        None
    }

    /// Takes in new subscribers.
    pub(super) fn welcome_subscribers(&self) {
        self.lock().welcome_subscribers();
    }

    /// Readable when there may be new subscribers.
    pub(super) fn fd(&self) -> Option<RawFd> {
        self.fd
    }

    fn lock(&self) -> MutexGuard<'_, Publisher> {
        self.publisher
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Publisher {
    /// Appends to the text that waits, or sends that first; says whether waiting begins.
    fn take_text(&mut self, stream: Stream, parent: &Parent, text: &str) -> bool {
        let continues = self
            .text
            .as_ref()
            .is_some_and(|waiting| waiting.stream == stream && waiting.parent == *parent);
        if !continues {
            self.send_text();
        }
        let waiting = self.text.get_or_insert_with(|| Text {
            stream,
            text: String::new(),
            parent: parent.clone(),
            since: Instant::now(),
        });
        waiting.text.push_str(text);
        if waiting.text.len() >= TEXT_BYTES || waiting.since.elapsed() >= TEXT_DELAY {
            self.send_text();
            return false;
        }
        !continues
    }

    fn send_text(&mut self) {
        let Some(waiting) = self.text.take() else {
            return;
        };
        let name = match waiting.stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        };
        let content = json!({"name": name, "text": waiting.text});
        self.send(&plain("stream", &waiting.parent, &content));
    }

    /// Says `starting`, once and before anything else.
    fn announce(&mut self) {
        if self.has_started {
            return;
        }
        self.has_started = true;
        let content = json!({"execution_state": "starting"});
        self.send(&plain("status", &Parent::NONE, &content));
    }

    fn send(&self, message: &Outgoing<'_>) {
        let topic = format!("kernel.{}.{}", self.wire.session(), message.msg_type);
        self.send_to(topic.as_bytes(), message);
    }

    fn send_to(&self, topic: &[u8], message: &Outgoing<'_>) {
        let (frames, _) = self.wire.write(message);
        let sent = self
            .socket
            .send(topic, SNDMORE)
            .and_then(|()| self.socket.send_multipart(frames, 0));
        if let Err(error) = sent {
            log::note(format_args!("cannot publish {}: {error}", message.msg_type));
        }
    }

    /// Greets each new subscriber with what it subscribed to, as the protocol asks since 5.5. The first one of all
    /// also hears `starting`, unless it comes too late for that.
    fn welcome_subscribers(&mut self) {
        // Asking for the events is what makes the socket look at its mail.
        while self
            .socket
            .get_events()
            .is_ok_and(|events| events.contains(PollEvents::POLLIN))
        {
            let Ok(frames) = self.socket.recv_multipart(DONTWAIT) else {
                return;
            };
            if let [frame] = frames.as_slice()
                && let [1, subscription @ ..] = frame.as_slice()
            {
                let content = json!({"subscription": String::from_utf8_lossy(subscription)});
                let welcome = plain("iopub_welcome", &Parent::NONE, &content);
                self.send_to(subscription, &welcome);
                self.announce();
            }
        }
    }
}

/// A message of content alone.
fn plain<'a>(msg_type: &'a str, parent: &'a Parent, content: &'a Value) -> Outgoing<'a> {
    Outgoing {
        msg_type,
        parent,
        metadata: &Value::Null,
        content,
        buffers: &[],
    }
}
