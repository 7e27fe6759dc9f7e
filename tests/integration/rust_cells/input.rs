//! Cells that read their standard input, as Rust programs do.

use super::{Ran, Recorder, Said, shared};
use quincunx::mime::MimeBundle;
use quincunx::output::Output;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const READS: &str =
    "let mut line = String::new(); let read = std::io::stdin().read_line(&mut line)?; ";

#[test]
fn a_cell_that_reads_asks_the_reader() {
    let evaluator = shared();
    let ran = evaluator.run(&format!(
        "use std::io::Write; print!(\"Name? \"); std::io::stdout().flush()?; {READS} print!(\"{{read}} {{line}}\");"
    ));
    ran.ok();
    assert_eq!(
        ran.own(),
        [
            Said::Stdout("Name? ".to_owned()),
            Said::Asked(String::new()),
            Said::Stdout("18 an answer: to all\n".to_owned())
        ]
    );
    // In a thread, and more than once.
    let ran = evaluator.run(
        "let reader = std::thread::spawn(|| std::io::stdin().lines().take(3).flatten().count()); \
         reader.join().unwrap()",
    );
    assert_eq!(ran.value().as_deref(), Some("3"), "{ran:?}");
    // A program that the cell starts shares its input.
    let ran = evaluator
        .run("let _ = std::process::Command::new(\"head\").args([\"-n\", \"1\"]).status()?;");
    ran.ok();
    // What evcxr itself reads is not disturbed.
    assert_eq!(evaluator.value("1 + 1"), "2");
}

/// Nobody to ask.
#[derive(Default)]
struct Unattended {
    recorder: Recorder,
    questions: AtomicUsize,
}

impl Output for Unattended {
    fn stdout(&self, text: &str) {
        self.recorder.stdout(text);
    }
    fn stderr(&self, text: &str) {
        self.recorder.stderr(text);
    }
    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        self.recorder.display(bundle, id);
    }
    fn update(&self, bundle: &MimeBundle, id: &str) {
        self.recorder.update(bundle, id);
    }
    fn result(&self, bundle: &MimeBundle) {
        self.recorder.result(bundle);
    }
    fn clear(&self, wait: bool) {
        self.recorder.clear(wait);
    }
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        self.questions.fetch_add(1, Ordering::SeqCst);
        Err("nobody is there".to_owned())
    }
}

#[test]
fn without_a_reader_the_input_ends_and_the_cell_says_so() {
    let evaluator = shared();
    let out = Unattended::default();
    let result = evaluator
        .cells
        .run(&format!("{READS} println!(\"{{read}}\");"), &out);
    let ran = Ran {
        said: out.recorder.said.into_inner().unwrap(),
        result,
    };
    assert_eq!(ran.stdout(), "0\n");
    let failure = ran.result.unwrap_err();
    assert_eq!(failure.kind.name(), "Error");
    assert_eq!(
        failure.message,
        "The cell asked for input and got none: nobody is there."
    );
    assert_eq!(out.questions.into_inner(), 1);
    // Only that once.
    let ran = evaluator.run(&format!("{READS} print!(\"{{line}}\");"));
    assert_eq!(ran.stdout(), "an answer: to all\n");
}

/// Takes its time over whatever it is shown.
#[derive(Default)]
struct Slow {
    out: Unattended,
}

impl Output for Slow {
    fn stdout(&self, text: &str) {
        self.out.stdout(text);
    }
    fn stderr(&self, text: &str) {
        self.out.stderr(text);
    }
    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        thread::sleep(Duration::from_micros(500));
        self.out.display(bundle, id);
    }
    fn update(&self, bundle: &MimeBundle, id: &str) {
        self.out.update(bundle, id);
    }
    fn result(&self, bundle: &MimeBundle) {
        self.out.result(bundle);
    }
    fn clear(&self, wait: bool) {
        self.out.clear(wait);
    }
    fn input(&self, prompt: &str, password: bool) -> Result<String, String> {
        self.out.input(prompt, password)
    }
}

#[test]
fn a_cell_whose_output_is_still_on_its_way_asks_nothing() {
    let evaluator = shared();
    let out = Slow::default();
    let result = evaluator.cells.run(
        // The code is done when the last of it has gone to the system, long before the reader has seen it.
        "use std::io::Write; { let block = |i: i32| format!(\"EVCXR_BEGIN_CONTENT text/html\\n{i}\\nEVCXR_END_CONTENT\\n\"); \
         let blocks: String = (0..8000).map(block).collect(); std::io::stdout().write_all(blocks.as_bytes())?; }",
        &out,
    );
    assert!(result.is_ok(), "{result:?}");
    // Nor does a later cell.
    let result = evaluator.cells.run("let nothing = 0;", &out);
    assert!(result.is_ok(), "{result:?}");
    assert_eq!(out.out.questions.into_inner(), 0);
}

#[test]
fn a_cell_that_waits_for_an_answer_can_be_interrupted() {
    let evaluator = shared();
    let interrupter = InterruptOnQuestion(evaluator.cells.interrupter());
    let failure = evaluator.cells.run(READS, &interrupter).unwrap_err();
    assert_eq!(failure.kind.name(), "Interrupted", "{failure:?}");
    assert_eq!(evaluator.value("2 + 2"), "4");
}

/// Interrupts the cell that asks.
struct InterruptOnQuestion<I: Fn() + Send + Sync>(I);

impl<I: Fn() + Send + Sync> Output for InterruptOnQuestion<I> {
    fn stdout(&self, _: &str) {}
    fn stderr(&self, _: &str) {}
    fn display(&self, _: &MimeBundle, _: Option<&str>) {}
    fn update(&self, _: &MimeBundle, _: &str) {}
    fn result(&self, _: &MimeBundle) {}
    fn clear(&self, _: bool) {}
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        (self.0)();
        Err("interrupted".to_owned())
    }
}
