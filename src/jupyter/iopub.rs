//! The iopub channel: what every front end sees.
//!
//! The socket stands behind a lock and is used by whichever thread has something to say. Whoever lets go of the lock
//! has taken in all waiting subscriptions, so that the socket's descriptor becomes readable for new ones alone, and the
//! control thread can poll it without the lock.
//!
//! A reader who is slower than a cell makes the cell wait: nothing is dropped, and no more is held than the socket's queue. A reader who has
//! stopped altogether is waited for once, and then loses what it does not take.

use super::log;
use super::message::{Outgoing, Parent, Wire};
use super::sockets::refuse_when_full;
use super::waker::Waker;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use zmq::{DONTWAIT, PollEvents, SNDMORE, Socket};

/// How long text waits for more of it.
const TEXT_DELAY: Duration = Duration::from_millis(25);
/// How much text waits for more of it.
const TEXT_BYTES: usize = 64 << 10;
/// How often a full queue is looked at.
const ROOM_STEP: Duration = Duration::from_millis(2);
/// A reader who takes nothing for so long has stopped. One on a busy machine may take seconds, since ZeroMQ tells of room in batches.
const STOPPED_AFTER: Duration = Duration::from_secs(30);

/// The publishing side.
pub(super) struct IoPub {
    publisher: Mutex<Publisher>,
    /// Of the control thread, which sends text that has waited long enough.
    control: Arc<Waker>,
    fd: Option<RawFd>,
    /// The running cell is to end, so that its text waits for nobody.
    is_cell_ending: AtomicBool,
    /// The kernel is to end, so that nothing waits.
    is_kernel_ending: AtomicBool,
}

struct Publisher {
    socket: Socket,
    wire: Arc<Wire>,
    text: Option<Text>,
    /// Whether `starting` has been said.
    has_started: bool,
    /// A subscriber has stopped reading, and is not waited for.
    has_stopped_reader: bool,
    /// Subscribers without room do not get what is sent now.
    drops: bool,
    /// What new subscribers, not yet greeted, subscribed to.
    newcomers: VecDeque<Vec<u8>>,
}

/// Some subscriber has no room for a message.
struct Full;

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
                has_stopped_reader: false,
                drops: false,
                newcomers: VecDeque::new(),
            }),
            control,
            is_cell_ending: AtomicBool::new(false),
            is_kernel_ending: AtomicBool::new(false),
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
        let message = Outgoing {
            msg_type,
            parent,
            metadata,
            content,
            buffers,
        };
        self.with_room(
            || self.waits(),
            |publisher| {
                publisher.announce()?;
                publisher.send_text()?;
                publisher.send(&message)
            },
        );
    }

    /// Publishes text, together with what follows at once.
    pub(super) fn write(&self, stream: Stream, parent: &Parent, text: &str) {
        if text.is_empty() {
            return;
        }
        let waits = || self.waits() && !self.is_cell_ending.load(Ordering::SeqCst);
        let begins = self.with_room(waits, |publisher| publisher.take_text(stream, parent, text));
        if begins {
            self.control.wake();
        }
    }

    /// Sends the text that waits.
    pub(super) fn flush(&self) {
        self.with_room(|| self.waits(), Publisher::send_text);
    }

    /// Sends text that has waited long enough and greets subscribers who had to wait; says when the rest is due.
    pub(super) fn flush_due(&self) -> Option<Instant> {
        let mut publisher = self.lock();
        let now = Instant::now();
        let due = publisher.text.as_ref().map(|text| text.since + TEXT_DELAY);
        if due.is_some_and(|due| due <= now) {
            let _ = publisher.send_text();
        }
        publisher.welcome_subscribers();
        let is_behind = !publisher.newcomers.is_empty();
        let due = publisher.text.as_ref().map(|text| text.since + TEXT_DELAY);
        match due {
            Some(due) if due > now => Some(due),
            _ if is_behind || due.is_some() => Some(now + TEXT_DELAY),
            _ => None,
        }
    }

    /// The running cell is to end (or one begins): its text waits for no reader (or does).
    pub(super) fn end_cell(&self, ends: bool) {
        self.is_cell_ending.store(ends, Ordering::SeqCst);
    }

    /// The kernel is to end: nothing waits for a reader.
    pub(super) fn end(&self) {
        self.is_kernel_ending.store(true, Ordering::SeqCst);
    }

    fn waits(&self) -> bool {
        !self.is_kernel_ending.load(Ordering::SeqCst)
    }

    /// Has `send` succeed as soon as there is room; or, if it `waits` in vain or not at all, with those subscribers that have some. The
    /// lock is not held meanwhile.
    fn with_room<T>(
        &self,
        waits: impl Fn() -> bool,
        send: impl Fn(&mut Publisher) -> Result<T, Full>,
    ) -> T {
        let begun = Instant::now();
        loop {
            let mut publisher = self.lock();
            let goes_on = waits() && !publisher.has_stopped_reader;
            let mut sent = send(&mut publisher);
            if sent.is_ok() {
                publisher.has_stopped_reader = false;
            } else if !goes_on || begun.elapsed() > STOPPED_AFTER {
                publisher.has_stopped_reader |= goes_on;
                publisher.drops = true;
                sent = send(&mut publisher);
                publisher.drops = false;
            }
            let is_ahead = publisher.has_stopped_reader || sent.is_err();
            publisher.welcome_subscribers();
            drop(publisher);
            if is_ahead && waits() {
                // Also where one has stopped: the others, whose room nobody knows then, must keep up.
                thread::sleep(ROOM_STEP);
            }
            if let Ok(sent) = sent {
                return sent;
            }
        }
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
    /// Appends to the text that waits, or sends that first; says whether waiting begins. If there is no room, nothing is taken.
    fn take_text(&mut self, stream: Stream, parent: &Parent, text: &str) -> Result<bool, Full> {
        let continues = self
            .text
            .as_ref()
            .is_some_and(|waiting| waiting.stream == stream && waiting.parent == *parent);
        let is_enough = self.text.as_ref().is_some_and(|waiting| {
            waiting.text.len() >= TEXT_BYTES || waiting.since.elapsed() >= TEXT_DELAY
        });
        if !continues || is_enough {
            self.send_text()?;
        }
        let begins = self.text.is_none();
        let waiting = self.text.get_or_insert_with(|| Text {
            stream,
            text: String::new(),
            parent: parent.clone(),
            since: Instant::now(),
        });
        waiting.text.push_str(text);
        if waiting.text.len() >= TEXT_BYTES && self.send_text().is_ok() {
            return Ok(false);
        }
        Ok(begins)
    }

    fn send_text(&mut self) -> Result<(), Full> {
        let Some(waiting) = self.text.take() else {
            return Ok(());
        };
        let name = match waiting.stream {
            Stream::Stdout => "stdout",
            Stream::Stderr => "stderr",
        };
        let content = json!({"name": name, "text": waiting.text});
        let sent = self.send(&plain("stream", &waiting.parent, &content));
        if sent.is_err() {
            self.text = Some(waiting);
        }
        sent
    }

    /// Says `starting`, once and before anything else.
    fn announce(&mut self) -> Result<(), Full> {
        if self.has_started {
            return Ok(());
        }
        let content = json!({"execution_state": "starting"});
        self.send(&plain("status", &Parent::NONE, &content))?;
        self.has_started = true;
        Ok(())
    }

    fn send(&mut self, message: &Outgoing<'_>) -> Result<(), Full> {
        let topic = format!("kernel.{}.{}", self.wire.session(), message.msg_type);
        self.send_to(topic.as_bytes(), message)
    }

    fn send_to(&mut self, topic: &[u8], message: &Outgoing<'_>) -> Result<(), Full> {
        // Only the beginning of a message is ever refused.
        refuse_when_full(&mut self.socket, !self.drops);
        let begun = self.socket.send(topic, SNDMORE | DONTWAIT);
        refuse_when_full(&mut self.socket, false);
        if begun == Err(zmq::Error::EAGAIN) {
            return Err(Full);
        }
        let (frames, _) = self.wire.write(message);
        let sent = begun.and_then(|()| self.socket.send_multipart(frames, 0));
        if let Err(error) = sent {
            log::note(format_args!("cannot publish {}: {error}", message.msg_type));
        }
        Ok(())
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
                self.newcomers.push_back(subscription.to_vec());
            }
        }
        while let Some(subscription) = self.newcomers.pop_front() {
            let content = json!({"subscription": String::from_utf8_lossy(&subscription)});
            let welcome = plain("iopub_welcome", &Parent::NONE, &content);
            // Whoever has stopped reading loses this too.
            let drops = std::mem::replace(&mut self.drops, self.has_stopped_reader);
            let sent = self.send_to(&subscription, &welcome);
            self.drops = drops;
            if sent.is_err() {
                // An older subscriber has no room for it and must not lose what comes next: when there is some.
                self.newcomers.push_front(subscription);
                return;
            }
            // If there is no room, before whatever is published next.
            let _ = self.announce();
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
