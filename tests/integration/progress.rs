//! Long steps: what the reader sees of them, and how they end when they are told to.

use crate::notebook::{notebook, run};
use quincunx::cell::{CellFailure, Notebook};
use quincunx::mime::MimeBundle;
use quincunx::output::{InPlace, Output, Progress};
use quincunx::study_files::{LoadRequest, Source, StudyFileError, load_watched};
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Longer than a step may take without being shown.
const LONG: Duration = Duration::from_millis(1200);

/// Records what is shown under which id; interrupts after being asked so many times.
#[derive(Default)]
struct Watcher {
    lines: Mutex<Vec<(String, String)>>,
    asked: AtomicUsize,
    patience: Option<usize>,
    is_unattended: bool,
}

impl Watcher {
    fn impatient(patience: usize) -> Self {
        Self {
            patience: Some(patience),
            ..Self::default()
        }
    }

    fn lines(&self) -> Vec<(String, String)> {
        self.lines.lock().unwrap().clone()
    }
}

impl Output for Watcher {
    fn stdout(&self, _: &str) {}
    fn stderr(&self, _: &str) {}
    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        if let Some(id) = id {
            let mut lines = self.lines.lock().unwrap();
            lines.push((id.to_owned(), bundle.text().to_owned()));
        }
    }
    fn update(&self, bundle: &MimeBundle, id: &str) {
        self.display(bundle, Some(id));
    }
    fn withdraw(&self, id: &str) {
        let mut lines = self.lines.lock().unwrap();
        lines.push((id.to_owned(), "withdrawn".to_owned()));
    }
    fn is_watched(&self) -> bool {
        !self.is_unattended
    }
    fn result(&self, _: &MimeBundle) {}
    fn clear(&self, _: bool) {}
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        Err("nobody".to_owned())
    }
    fn interrupted(&self) -> bool {
        let asked = self.asked.fetch_add(1, Ordering::SeqCst);
        self.patience.is_some_and(|patience| asked >= patience)
    }
}

#[test]
fn a_short_step_shows_nothing() {
    let watcher = Watcher::default();
    let progress = InPlace::new(&watcher, "quick");
    for done in 0..1000 {
        progress.step(done, 1000, "rounds");
    }
    drop(progress);
    assert!(watcher.lines().is_empty());
}

#[test]
fn a_long_step_is_one_line_that_changes_and_goes_in_the_end() {
    let watcher = Watcher::default();
    let progress = InPlace::new(&watcher, "slow");
    thread::sleep(LONG);
    progress.step(1, 4, "rounds");
    thread::sleep(LONG);
    progress.step(2, 4, "rounds");
    progress.step(4, 4, "rounds");
    thread::sleep(LONG);
    // What says the same is not said again.
    progress.step(2, 4, "rounds");
    drop(progress);
    let lines = watcher.lines();
    let texts: Vec<&str> = lines.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "slow: [#####···············] 1 of 4 rounds …",
            "slow: [##########··········] 2 of 4 rounds …",
            "withdrawn",
        ]
    );
    assert!(lines.iter().all(|(id, _)| *id == lines[0].0));

    // Another step has a line of its own, which goes with an interrupt too.
    let other = Watcher::impatient(0);
    let progress = InPlace::new(&other, "endless");
    thread::sleep(LONG);
    progress.step(3, 0, "still at it");
    drop(progress);
    let other = other.lines();
    assert_eq!(other[0].1, "endless: still at it …");
    assert_eq!(other[1].1, "withdrawn");
    assert_ne!(other[0].0, lines[0].0);
}

#[test]
fn who_runs_a_notebook_unattended_is_shown_no_progress() {
    let nobody = Watcher {
        is_unattended: true,
        ..Watcher::default()
    };
    let progress = InPlace::new(&nobody, "slow");
    thread::sleep(LONG);
    progress.step(1, 4, "rounds");
    drop(progress);
    assert!(nobody.lines().is_empty());
}

fn interrupted(notebook: &mut Notebook, cell: &str, patience: usize) -> CellFailure {
    let before = notebook.session().journal().len();
    let study = notebook.session().current().map(|s| s.study().name.clone());
    let failure = notebook.run(cell, &Watcher::impatient(patience));
    let failure = failure.expect_err("it was not interrupted");
    assert_eq!(failure.name, "Interrupted");
    assert_eq!(notebook.session().journal().len(), before, "{cell}");
    let now = notebook.session().current().map(|s| s.study().name.clone());
    assert_eq!(now.ok(), study.ok(), "{cell}");
    failure
}

#[test]
fn an_interrupted_cell_leaves_the_session_as_it_was() {
    const LOAD: &str = "%q load data/case-study/sorts.csv";
    let mut notebook = notebook();
    run(&mut notebook, "%q example case-study\n%q correlate");
    // Wherever the interrupt comes: before the magic, in its midst, or when it is all but done.
    for patience in 0..40 {
        let failure = interrupted(&mut notebook, LOAD, patience);
        assert_eq!(
            failure.message,
            "Interrupted. The session is as it was before the cell."
        );
    }
    // The magics before the interrupted one are taken back too.
    let cell = format!("{LOAD}\n%q correlate\n%q undo\n%q undo\n%q undo\n{LOAD}");
    interrupted(&mut notebook, &cell, 60);
    run(&mut notebook, LOAD);
    assert_eq!(notebook.session().current().unwrap().study().name, "sorts");
}

#[test]
fn analyses_taken_again_end_in_their_midst() {
    let mut notebook = notebook();
    run(
        &mut notebook,
        "%q example case-study\n%q solve -k 3 --as own",
    );
    for cell in [
        "%q bootstrap --replicates 400",
        "%q jackknife",
        "%q jackknife --by site",
        "%q stability -k 2 --replicates 100",
        "%q power --replicates 30",
        "%q simulate --of own --replicates 30",
    ] {
        for patience in [1, 4, 5] {
            interrupted(&mut notebook, cell, patience);
        }
    }
    assert_eq!(notebook.session().current().unwrap().name(), Some("own"));
}

#[test]
fn what_never_looks_up_is_left_behind() {
    let mut notebook = notebook();
    run(
        &mut notebook,
        "%q example case-study\n%q solve -k 3\n%q simulate --sorts 800\n%q correlate",
    );
    let failure = interrupted(&mut notebook, "%q extract paf -k 3", 1);
    assert_eq!(
        failure.message,
        "Interrupted. The session is as it was before the cell."
    );
    // It still is at it, which is what the reader did not wait for.
    assert!(threads().contains(&"extract".to_owned()));
    // Nothing of it reaches the session, in which the work goes on.
    run(&mut notebook, "%q extract pca -k 3\n%q rotate varimax");
    assert!(notebook.session().current().unwrap().rotated().is_ok());
}

/// The names of this program's threads.
fn threads() -> Vec<String> {
    let tasks = fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.map(|name| name.trim().to_owned()).collect()
}

/// Wants the step to end after so many rounds, and remembers what it was told last.
struct Impatient {
    rounds: AtomicUsize,
    limit: usize,
    said: Mutex<String>,
}

impl Progress for Impatient {
    fn step(&self, done: usize, total: usize, words: &str) {
        self.rounds.fetch_add(1, Ordering::SeqCst);
        *self.said.lock().unwrap() = format!("{done} of {total} {words}");
    }
    fn interrupted(&self) -> bool {
        self.rounds.load(Ordering::SeqCst) >= self.limit
    }
}

#[test]
fn reading_a_file_ends_in_its_midst() {
    // Twelve sorts of three statements, one row a sort.
    let rows: String = (0..12)
        .map(|sort| format!("p{sort},{},0,{}\n", sort % 2, (sort + 1) % 2))
        .collect();
    let request = LoadRequest::of(Source::Inline {
        name: "here".to_owned(),
        text: format!("id,s1,s2,s3\n{rows}"),
    });
    let progress = Impatient {
        rounds: AtomicUsize::new(0),
        limit: 3,
        said: Mutex::default(),
    };
    let refused = load_watched(&request, &progress).unwrap_err();
    assert!(
        matches!(&refused, StudyFileError::Interrupted { file } if file == "here"),
        "{refused}"
    );
    assert_eq!(*progress.said.lock().unwrap(), "1 of 3 statements read");
}
