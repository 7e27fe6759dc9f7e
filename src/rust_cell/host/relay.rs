//! What the host's threads know of the running cell, and their way to the kernel.

use std::collections::HashSet;
use std::fs::File;
use std::io::Write;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};

use crate::rust_cell::protocol::{Block, Event};

/// Output of threads that outlive their cell, kept for the next cell; more is dropped.
const LATE_EVENTS: usize = 1000;
/// A dead process's streams end at once, unless something it started still holds them.
const LAST_WORDS: Duration = Duration::from_millis(500);
/// How often a question looks whether the cell was interrupted.
const QUESTION_STEP: Duration = Duration::from_millis(50);

/// Shared by all threads of the host.
pub(super) struct Relay {
    /// Apart from the state: writing waits for the kernel, and an interrupt must not.
    to_kernel: Mutex<File>,
    state: Mutex<State>,
    pump_moved: Condvar,
    answer: Sender<Result<String, String>>,
    answers: Receiver<Result<String, String>>,
}

#[derive(Default)]
struct State {
    run: Option<Run>,
    /// The number of the last cell that began.
    last: Option<u64>,
    /// The number of the last cell that was interrupted, perhaps before it began.
    interrupted: Option<u64>,
    late: Vec<Event>,
    /// The process group that runs the cells now.
    cell_process: Option<u32>,
    /// Questions whose place in the output was reached, and which were not asked yet.
    announced: usize,
    /// The processes whose output is still being read.
    pumped: HashSet<u32>,
}

/// What is known of the running cell.
#[derive(Default)]
pub(super) struct Run {
    number: u64,
    /// The process in which its code began to run.
    process: Option<u32>,
    pub(super) interrupted: bool,
    /// Its process was killed to end it, perhaps when it had just ended by itself.
    pub(super) killed: bool,
    pub(super) panicked: bool,
    /// What a `?` at the top level met.
    pub(super) returned_error: Option<String>,
    pub(super) panics: Vec<PanicReport>,
    /// What evcxr's signal handler said.
    pub(super) crash: Option<String>,
    /// Why a question was not answered.
    pub(super) unanswered: Option<String>,
    /// A question in full (evcxr cuts it at a colon), and whether the answer is a secret.
    prompt: Option<(String, bool)>,
    /// What the cell displayed last.
    pub(super) last_block: Option<Block>,
}

/// A panic, as the cell's panic hook told it.
#[derive(Clone, Debug)]
pub(super) struct PanicReport {
    /// The thread's name, if it is not the cell's own thread.
    pub(super) thread: Option<String>,
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) message: String,
}

/// Where a cell stands.
pub(super) enum Stage<'a> {
    /// Not yet begun.
    Waiting,
    Compiling,
    /// In the process of this number; and whether that has been killed for it.
    Running(u32, &'a mut bool),
    Over,
}

impl Relay {
    pub(super) fn new(to_kernel: File) -> Self {
        let (answer, answers) = unbounded();
        Self {
            to_kernel: Mutex::new(to_kernel),
            state: Mutex::default(),
            pump_moved: Condvar::new(),
            answer,
            answers,
        }
    }

    /// Tells the kernel; if the kernel is gone, the thread that reads requests notices.
    pub(super) fn send(&self, event: &Event) {
        let Ok(mut line) = serde_json::to_vec(event) else {
            return;
        };
        line.push(b'\n');
        let mut to_kernel = self
            .to_kernel
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let _ = to_kernel.write_all(&line);
    }

    /// Tells the kernel of output, now or when the next cell runs.
    pub(super) fn send_output(&self, event: Event) {
        let mut state = self.state();
        if state.run.is_some() {
            drop(state);
            self.send(&event);
        } else if state.late.len() < LATE_EVENTS {
            state.late.push(event);
        }
    }

    /// What was said on standard error since the start.
    pub(super) fn complaints(&self) -> String {
        let late = std::mem::take(&mut self.state().late);
        let texts = late.into_iter().filter_map(|event| match event {
            Event::Stderr(text) => Some(text),
            _ => None,
        });
        texts.collect()
    }

    /// evcxr is up: output is of the reader's cells from now on.
    pub(super) fn ready(&self) {
        self.state().late.clear();
        self.send(&Event::Ready);
    }

    /// The cell of this number begins, unless it was interrupted before that (false).
    pub(super) fn begin_run(&self, number: u64) -> bool {
        let late = {
            let mut state = self.state();
            state.last = Some(number);
            if state.interrupted == Some(number) {
                return false;
            }
            state.announced = 0;
            state.run = Some(Run {
                number,
                ..Run::default()
            });
            std::mem::take(&mut state.late)
        };
        for event in late {
            self.send(&event);
        }
        true
    }

    pub(super) fn end_run(&self) -> Run {
        self.state().run.take().unwrap_or_default()
    }

    /// Waits until all that the dead process of the running cell wrote has been passed on.
    pub(super) fn wait_for_last_words(&self) {
        let state = self.state();
        let process = state.run.as_ref().and_then(|run| run.process);
        let _ = self
            .pump_moved
            .wait_timeout_while(state, LAST_WORDS, |state| {
                process.is_some_and(|process| state.pumped.contains(&process))
            });
    }

    /// Notes that the cell of this number is to end.
    pub(super) fn mark_interrupted(&self, number: u64) {
        let mut state = self.state();
        state.interrupted = Some(number);
        if let Some(run) = &mut state.run
            && run.number == number
        {
            run.interrupted = true;
        }
    }

    /// Does something according to where the cell of this number stands, which does not change meanwhile.
    pub(super) fn at_stage<T>(&self, number: u64, act: impl FnOnce(Stage<'_>) -> T) -> T {
        let mut state = self.state();
        let last = state.last;
        act(match &mut state.run {
            Some(run) if run.number == number => match run.process {
                Some(process) => Stage::Running(process, &mut run.killed),
                None => Stage::Compiling,
            },
            _ if last.is_some_and(|last| last >= number) => Stage::Over,
            _ => Stage::Waiting,
        })
    }

    pub(super) fn cell_process(&self) -> Option<u32> {
        self.state().cell_process
    }

    pub(super) fn pump_started(&self, process: u32) {
        let mut state = self.state();
        state.cell_process = Some(process);
        state.pumped.insert(process);
        drop(state);
        self.send(&Event::CellProcess(process));
    }

    /// Waits until a cell's code runs in the process (true) or the process has ended (false).
    pub(super) fn wait_for_cell(&self, process: u32) -> bool {
        let waited = self.pump_moved.wait_while(self.state(), |state| {
            state.pumped.contains(&process) && !runs_in(state, process)
        });
        let state = waited.unwrap_or_else(PoisonError::into_inner);
        state.pumped.contains(&process)
    }

    /// Whether a cell's code runs in the process, and may go on.
    pub(super) fn is_running_in(&self, process: u32) -> bool {
        runs_in(&self.state(), process)
    }

    pub(super) fn pump_ended(&self, process: u32) {
        self.state().pumped.remove(&process);
        self.pump_moved.notify_all();
    }

    /// Code runs: a cell's, or what evcxr is started with, which is nobody's.
    pub(super) fn cell_began(&self) {
        let mut state = self.state();
        let process = state.cell_process;
        let is_cell = state.run.is_some();
        if let Some(run) = &mut state.run {
            run.process = process;
        }
        drop(state);
        if is_cell {
            self.send(&Event::Began);
        }
        self.pump_moved.notify_all();
    }

    pub(super) fn cell_completed(&self, last_block: Option<Block>) {
        self.with_run(|run| run.last_block = last_block);
    }

    /// The running cell hands a magic to the session.
    pub(super) fn given(&self, text: &str) {
        let (line, body) = text.split_once('\n').unwrap_or((text, ""));
        self.send(&Event::Given {
            line: line.to_owned(),
            body: body.to_owned(),
        });
    }

    pub(super) fn panicked(&self, report: PanicReport) {
        self.with_run(|run| run.panics.push(report));
    }

    pub(super) fn cell_panicked(&self) {
        self.with_run(|run| run.panicked = true);
    }

    pub(super) fn cell_crashed(&self, what: &str) {
        self.with_run(|run| run.crash = Some(what.to_owned()));
    }

    pub(super) fn cell_returned_error(&self, message: String) {
        self.with_run(|run| run.returned_error = Some(message));
    }

    /// The output before a question has been passed on.
    pub(super) fn announce_question(&self) {
        self.state().announced += 1;
        self.pump_moved.notify_all();
    }

    /// Waits until the output before a question has been passed on.
    pub(super) fn wait_for_announcement(&self) {
        let waited = self
            .pump_moved
            .wait_timeout_while(self.state(), LAST_WORDS, |state| state.announced == 0);
        if let Ok((mut state, _)) = waited {
            state.announced = state.announced.saturating_sub(1);
        }
    }

    pub(super) fn set_prompt(&self, prompt: String, password: bool) {
        self.with_run(|run| run.prompt = Some((prompt, password)));
    }

    /// Asks the reader on behalf of a cell that reads its standard input; none if it gets no answer, or no cell runs any more.
    pub(super) fn ask_for_read(&self) -> Option<String> {
        let (prompt, password) = self.with_run(|run| run.prompt.take())?.unwrap_or_default();
        match self.ask(prompt, password) {
            Ok(answer) => Some(answer),
            Err(reason) => {
                self.with_run(|run| run.unanswered = Some(reason));
                None
            }
        }
    }

    /// Asks the reader on behalf of the `evcxr_input` crate, which cannot be told of a refusal.
    pub(super) fn ask_for_evcxr(&self, prompt: String, password: bool) -> String {
        let whole = self.with_run(|run| run.prompt.take()).flatten();
        match self.ask(whole.map_or(prompt, |(whole, _)| whole), password) {
            Ok(answer) => answer.replace(['\n', '\r'], " "),
            Err(reason) => {
                self.with_run(|run| run.unanswered = Some(reason));
                String::new()
            }
        }
    }

    /// Asks the reader.
    pub(super) fn ask(&self, prompt: String, password: bool) -> Result<String, String> {
        let number = self.with_run(|run| run.number);
        let number = number.ok_or("the cell has ended")?;
        while self.answers.try_recv().is_ok() {}
        self.send(&Event::Input {
            number,
            prompt,
            password,
        });
        loop {
            match self.answers.recv_timeout(QUESTION_STEP) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return Err("the kernel ended".to_owned()),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.with_run(|run| run.interrupted) != Some(false) {
                return Err("the cell was interrupted".to_owned());
            }
        }
    }

    pub(super) fn answer(&self, answer: Result<String, String>) {
        let _ = self.answer.send(answer);
    }

    fn with_run<T>(&self, change: impl FnOnce(&mut Run) -> T) -> Option<T> {
        self.state().run.as_mut().map(change)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn runs_in(state: &State, process: u32) -> bool {
    let run = state.run.as_ref();
    run.is_some_and(|run| run.process == Some(process) && !run.interrupted)
}
