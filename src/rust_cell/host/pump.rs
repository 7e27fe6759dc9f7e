//! Passes the output of the cells' process on to the kernel, and evcxr's lines to evcxr.

use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::direct_input;
use super::relay::Relay;
use crate::rust_cell::filter::{
    CLEAR, COMPLETE, Decoder, Filter, INPUT_REQUEST, NAMED, OURS, PANICKED, Piece, QUESTION,
    RETURNED_ERROR,
};
use crate::rust_cell::protocol::{Block, Event};

/// One value may be displayed as several blocks, one a medium; this long the next is awaited.
const BLOCK_PATIENCE: Duration = Duration::from_millis(200);
/// The message of a failed `?` is printed on standard error just before the line that says so.
const ERROR_PATIENCE: Duration = Duration::from_millis(30);
/// What evcxr's signal handler prints, before a backtrace of evcxr's own.
const CRASHES: [&str; 3] = ["Segmentation fault.", "Illegal instruction.", "Bus error."];

/// Runs until the process has ended; the relay knows of it.
pub(super) fn run(
    process: u32,
    output: UnixStream,
    error: UnixStream,
    relay: &Relay,
) -> io::Result<()> {
    error.set_nonblocking(true)?;
    let mut pump = Pump {
        relay,
        output,
        error,
        error_open: true,
        crashed: false,
        filter: Filter::default(),
        decoder: Decoder::default(),
        held_error: String::new(),
        block: Vec::new(),
        named: None,
        held_since: Instant::now(),
    };
    let result = pump.pass_on();
    pump.finish();
    relay.pump_ended(process);
    result
}

struct Pump<'a> {
    relay: &'a Relay,
    output: UnixStream,
    error: UnixStream,
    error_open: bool,
    /// Nothing more on standard error is of the reader's cell.
    crashed: bool,
    filter: Filter,
    decoder: Decoder,
    /// Text from standard error that may turn out to be the message of a failed `?`.
    held_error: String,
    /// Blocks that may belong to one value.
    block: Block,
    /// The id under which the next block is shown, and whether it was shown before.
    named: Option<(String, bool)>,
    held_since: Instant,
}

impl Pump<'_> {
    fn pass_on(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let (output, error) = self.wait()?;
            if error {
                self.drain_error();
            }
            if output {
                let length = match self.output.read(&mut buffer) {
                    Ok(0) => return Ok(()),
                    Ok(length) => length,
                    Err(failure) if failure.kind() == ErrorKind::Interrupted => continue,
                    Err(failure) => return Err(failure),
                };
                let pieces = self.filter.push(buffer.get(..length).unwrap_or_default());
                self.handle(pieces)?;
            }
            self.let_go_in_time();
        }
    }

    /// Waits for output, for errors, or until something held back is due.
    fn wait(&self) -> io::Result<(bool, bool)> {
        let timeout = self.patience().map(|patience| {
            let left = patience.saturating_sub(self.held_since.elapsed());
            Timespec {
                tv_sec: 0,
                tv_nsec: left.as_nanos().try_into().unwrap_or_default(),
            }
        });
        let mut streams = vec![PollFd::new(&self.output, PollFlags::IN)];
        if self.error_open {
            streams.push(PollFd::new(&self.error, PollFlags::IN));
        }
        match poll(&mut streams, timeout.as_ref()) {
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => return Ok((false, false)),
            Err(failure) => return Err(failure.into()),
        }
        let readable =
            |stream: Option<&PollFd<'_>>| stream.is_some_and(|stream| !stream.revents().is_empty());
        Ok((readable(streams.first()), readable(streams.get(1))))
    }

    fn patience(&self) -> Option<Duration> {
        if !self.held_error.is_empty() {
            return Some(ERROR_PATIENCE);
        }
        (!self.block.is_empty()).then_some(BLOCK_PATIENCE)
    }

    fn let_go_in_time(&mut self) {
        let due = |patience| self.held_since.elapsed() >= patience;
        if self.patience().is_some_and(due) {
            self.let_error_go();
            self.let_block_go();
        }
    }

    fn handle(&mut self, pieces: Vec<Piece>) -> io::Result<()> {
        let returned = Piece::Control(RETURNED_ERROR.to_owned());
        let message = pieces.contains(&returned).then(|| {
            self.drain_error();
            self.take_last_error_line()
        });
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    self.let_error_go();
                    self.let_block_go();
                    self.relay.send_output(Event::Stdout(text));
                }
                Piece::Block {
                    media_type,
                    content,
                } => self.hold_block(media_type, content),
                Piece::Control(line) => {
                    self.control(&line, message.as_deref());
                    let is_answered_here =
                        line.starts_with(INPUT_REQUEST) && direct_input::is_supported();
                    if line.starts_with(OURS) || is_answered_here {
                        continue;
                    }
                    self.output.write_all(format!("{line}\n").as_bytes())?;
                }
            }
        }
        Ok(())
    }

    fn control(&mut self, line: &str, message: Option<&str>) {
        if line == COMPLETE {
            // All the cell wrote is in the streams by now.
            self.drain_error();
            self.let_error_go();
            let block = std::mem::take(&mut self.block);
            self.relay
                .cell_completed((!block.is_empty()).then_some(block));
        } else if line == PANICKED {
            self.relay.cell_panicked();
        } else if line == RETURNED_ERROR {
            let message = message.unwrap_or_default();
            self.relay.cell_returned_error(message.to_owned());
        } else if line == QUESTION {
            self.let_all_go();
            self.relay.announce_question();
        } else if let Some(how) = line.strip_prefix(CLEAR) {
            self.let_all_go();
            let wait = how.trim() == "wait";
            self.relay.send_output(Event::Clear { wait });
        } else if let Some(named) = line.strip_prefix(NAMED) {
            self.let_all_go();
            let (how, id) = named.trim().split_once(' ').unwrap_or(("", named));
            self.named = Some((id.to_owned(), how == "update"));
        } else if line.starts_with(INPUT_REQUEST) {
            self.let_all_go();
            if let Some((kind, prompt)) = line.split_once(':') {
                let password = kind.ends_with("PASSWORD");
                self.relay.set_prompt(prompt.to_owned(), password);
            }
        }
    }

    fn hold_block(&mut self, media_type: String, content: String) {
        if let Some((id, update)) = self.named.take() {
            let block = vec![(media_type, content)];
            return self.relay.send_output(Event::Named { id, block, update });
        }
        if self.block.iter().any(|(held, _)| *held == media_type) {
            self.let_block_go();
        }
        self.held_since = Instant::now();
        self.block.push((media_type, content));
    }

    fn let_block_go(&mut self) {
        if !self.block.is_empty() {
            let block = std::mem::take(&mut self.block);
            self.relay.send_output(Event::Display(block));
        }
    }

    /// Passes on all that was written so far.
    fn let_all_go(&mut self) {
        self.drain_error();
        self.let_error_go();
        self.let_block_go();
    }

    /// Reads what there is on standard error.
    fn drain_error(&mut self) {
        let mut buffer = vec![0; 1 << 16];
        while self.error_open {
            match self.error.read(&mut buffer) {
                Ok(0) => self.error_open = false,
                Ok(length) => {
                    let bytes = buffer.get(..length).unwrap_or_default();
                    let text = self.decoder.decode(bytes);
                    if self.crashed {
                        continue;
                    }
                    if self.held_error.is_empty() {
                        self.held_since = Instant::now();
                    }
                    // One `eprintln!` may be several writes.
                    self.held_error.push_str(&text);
                    self.cut_crash_report();
                    if self.held_error.len() > buffer.len() {
                        self.let_error_go();
                    }
                }
                Err(failure) if failure.kind() == ErrorKind::Interrupted => {}
                Err(failure) if failure.kind() == ErrorKind::WouldBlock => return,
                Err(_) => self.error_open = false,
            }
        }
    }

    fn cut_crash_report(&mut self) {
        for crash in CRASHES {
            let Some(at) = self.held_error.find(crash) else {
                continue;
            };
            let (before, rest) = self.held_error.split_at(at);
            let line_begins = before.is_empty() || before.ends_with('\n');
            if line_begins && matches!(rest.strip_prefix(crash), Some("" | "\n")) {
                self.relay.cell_crashed(crash);
                self.crashed = true;
                self.held_error.truncate(at);
                return;
            }
        }
    }

    fn let_error_go(&mut self) {
        if !self.held_error.is_empty() {
            let text = std::mem::take(&mut self.held_error);
            self.relay.send_output(Event::Stderr(text));
        }
    }

    /// The last line of what is held from standard error; the lines before it are passed on.
    fn take_last_error_line(&mut self) -> String {
        let held = std::mem::take(&mut self.held_error);
        let text = held.trim_end_matches('\n');
        match text.rsplit_once('\n') {
            Some((before, last)) => {
                self.held_error = format!("{before}\n");
                last.to_owned()
            }
            None => text.to_owned(),
        }
    }

    fn finish(&mut self) {
        let rest = self.filter.finish();
        // The process is gone: nobody is left to write lines for evcxr.
        let _ = self.handle(rest);
        self.drain_error();
        let last = self.decoder.finish();
        self.held_error.push_str(&last);
        self.let_error_go();
        self.let_block_go();
    }
}
