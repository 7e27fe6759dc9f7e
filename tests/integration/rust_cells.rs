//! Rust cells, run by a real evcxr: the tests share one where they can, for each start takes seconds.

mod bridge;
mod ends;
mod filter;
mod giving;
mod input;
mod isolation;
mod mixed;
mod outputs;
mod text;

use std::path::PathBuf;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use quincunx::mime::MimeBundle;
use quincunx::output::Output;
use quincunx::rust_cell::{GivenMagic, RustCells, RustFailure, Setup};
use tempfile::TempDir;

/// The evaluator most tests share, one at a time. Each test names its variables after itself.
static SHARED: LazyLock<Mutex<Evaluator>> = LazyLock::new(|| Mutex::new(Evaluator::new()));

fn shared() -> MutexGuard<'static, Evaluator> {
    SHARED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Rust cells in a notebook directory of their own.
struct Evaluator {
    cells: RustCells,
    directory: TempDir,
    cache: TempDir,
}

impl Evaluator {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let cache = tempfile::tempdir().unwrap();
        let cells = RustCells::new(Setup {
            directory: directory.path().to_owned(),
            cache: Some(cache.path().to_owned()),
            ..setup()
        });
        Self {
            cells,
            directory,
            cache,
        }
    }

    fn run(&self, code: &str) -> Ran {
        let seen = Recorder::default();
        let result = self.cells.run(code, &seen);
        Ran {
            said: seen.said.into_inner().unwrap(),
            result,
        }
    }

    /// The plain text of the cell's value.
    #[track_caller]
    fn value(&self, code: &str) -> String {
        let ran = self.run(code);
        ran.ok();
        ran.value().unwrap_or_else(|| panic!("no value: {ran:?}"))
    }

    #[track_caller]
    fn failure(&self, code: &str) -> RustFailure {
        let ran = self.run(code);
        let said = format!("{:?}", ran.said);
        ran.result
            .expect_err(&format!("`{code}` succeeded, with {said}"))
    }
}

/// The setup of the test's process, with the program whose `main` calls the hook.
fn setup() -> Setup {
    Setup {
        program: PathBuf::from(env!("CARGO_BIN_EXE_quincunx")),
        ..Setup::from_environment().unwrap()
    }
}

/// What a cell said, in order; neighbouring pieces of one stream are one.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Stdout(String),
    Stderr(String),
    Display(MimeBundle),
    Value(MimeBundle),
    /// Shown under an id, first or again.
    Named(String, MimeBundle),
    /// What was shown under an id is gone.
    Withdrawn(String),
    Cleared(bool),
    Asked(String),
}

#[derive(Debug)]
struct Ran {
    said: Vec<Said>,
    result: Result<Vec<GivenMagic>, RustFailure>,
}

impl Ran {
    /// What the cell itself said: all but the line that tells of its preparation, which a slow machine shows.
    fn own(&self) -> Vec<Said> {
        let is_gone = |id: &str| self.said.contains(&Said::Withdrawn(id.to_owned()));
        let own = self.said.iter().filter(|said| match said {
            Said::Named(id, _) => !is_gone(id),
            Said::Withdrawn(_) => false,
            _ => true,
        });
        own.cloned().collect()
    }

    /// The line that tells of the cell's preparation, as it changed.
    fn progress(&self) -> Vec<&str> {
        let gone: Vec<&String> = self
            .said
            .iter()
            .filter_map(|said| match said {
                Said::Withdrawn(id) => Some(id),
                _ => None,
            })
            .collect();
        let named = self.said.iter().filter_map(|said| match said {
            Said::Named(id, bundle) if gone == [id] => Some(bundle.text()),
            _ => None,
        });
        named.collect()
    }

    #[track_caller]
    fn ok(&self) {
        assert!(self.result.is_ok(), "{self:?}");
    }

    fn stdout(&self) -> String {
        let texts = self.said.iter().filter_map(|said| match said {
            Said::Stdout(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    fn stderr(&self) -> String {
        let texts = self.said.iter().filter_map(|said| match said {
            Said::Stderr(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    fn bundle(&self) -> Option<&MimeBundle> {
        self.said.iter().find_map(|said| match said {
            Said::Value(bundle) => Some(bundle),
            _ => None,
        })
    }

    fn value(&self) -> Option<String> {
        Some(self.bundle()?.text().to_owned())
    }
}

/// Remembers what a cell says. Answers questions with `an answer: to all`, but refuses passwords.
#[derive(Default)]
struct Recorder {
    said: Mutex<Vec<Said>>,
}

impl Recorder {
    fn say(&self, new: Said) {
        let mut said = self.said.lock().unwrap();
        match (said.last_mut(), &new) {
            (Some(Said::Stdout(before)), Said::Stdout(text))
            | (Some(Said::Stderr(before)), Said::Stderr(text)) => before.push_str(text),
            _ => said.push(new),
        }
    }
}

impl Output for Recorder {
    fn stdout(&self, text: &str) {
        self.say(Said::Stdout(text.to_owned()));
    }

    fn stderr(&self, text: &str) {
        self.say(Said::Stderr(text.to_owned()));
    }

    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        self.say(match id {
            Some(id) => Said::Named(id.to_owned(), bundle.clone()),
            None => Said::Display(bundle.clone()),
        });
    }

    fn update(&self, bundle: &MimeBundle, id: &str) {
        self.say(Said::Named(id.to_owned(), bundle.clone()));
    }

    fn withdraw(&self, id: &str) {
        self.say(Said::Withdrawn(id.to_owned()));
    }

    fn result(&self, bundle: &MimeBundle) {
        self.say(Said::Value(bundle.clone()));
    }

    fn clear(&self, wait: bool) {
        self.say(Said::Cleared(wait));
    }

    fn input(&self, prompt: &str, password: bool) -> Result<String, String> {
        self.say(Said::Asked(prompt.to_owned()));
        if password {
            return Err("nobody is there".to_owned());
        }
        Ok("an answer: to all".to_owned())
    }
}
