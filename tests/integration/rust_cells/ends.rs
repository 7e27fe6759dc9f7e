//! The many ways in which a cell can end badly; the next one works each time.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{TryRecvError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::shared;

#[test]
fn a_panic_is_an_error_and_keeps_earlier_variables() {
    let evaluator = shared();
    evaluator.run("let before = vec![1, 2, 3];").ok();
    let ran = evaluator.run("let fresh = 1;\nlet at = 7 + fresh;\nprintln!(\"{}\", before[at]);");
    assert_eq!(ran.stderr(), "");
    let failure = ran.result.unwrap_err();
    assert_eq!(failure.kind.name(), "Panic");
    assert_eq!(
        failure.message,
        "The cell panicked in line 3: index out of bounds: the len is 3 but the index is 8"
    );
    assert_eq!(evaluator.value("before.len()"), "3");
    assert_eq!(evaluator.failure("fresh").kind.name(), "CompilationError");
    // A panic that was caught is the cell's own business.
    let caught = "{ let caught = std::panic::catch_unwind(|| panic!(\"hush\")); caught.is_err() }";
    assert_eq!(evaluator.value(caught), "true");
}

#[test]
fn a_failed_question_mark_is_an_error() {
    let evaluator = shared();
    evaluator.run("let earlier = 5;").ok();
    let ran = evaluator
        .run("eprintln!(\"note\"); let number: i32 = \"seven\".parse()?; println!(\"not here\");");
    assert_eq!(ran.stdout(), "");
    assert_eq!(ran.stderr(), "note\n");
    let failure = ran.result.unwrap_err();
    assert_eq!(failure.kind.name(), "Error");
    assert_eq!(
        failure.message,
        "A `?` met an error: invalid digit found in string"
    );
    assert_eq!(evaluator.value("earlier"), "5");
}

#[test]
fn a_panic_in_a_thread_is_an_error() {
    let evaluator = shared();
    let failure = evaluator.failure("let _ = std::thread::spawn(|| panic!(\"beside\")).join();");
    assert_eq!(failure.kind.name(), "Panic");
    assert!(failure.message.contains("thread"), "{failure:?}");
    assert!(failure.message.ends_with("beside"), "{failure:?}");
}

#[test]
fn when_the_process_ends_the_cell_says_what_was_lost() {
    let evaluator = shared();
    evaluator.run("fn survivor() -> i32 { 9 }").ok();
    for (cell, words) in [
        ("std::process::exit(3)", "exited with status 3"),
        ("std::process::abort()", "aborted"),
        (
            "unsafe { std::ptr::null_mut::<u8>().write_volatile(1) }",
            "crashed (segmentation fault)",
        ),
        (
            "fn deep(n: u64) -> u64 { 1 + deep(std::hint::black_box(n) + 1) }\ndeep(0)",
            "crashed (segmentation fault)",
        ),
    ] {
        evaluator.run("let gone = 1;").ok();
        let ran = evaluator.run(&format!("print!(\"last words\");\n{cell}"));
        assert_eq!(ran.stderr(), "", "{cell}");
        let failure = ran.result.unwrap_err();
        assert_eq!(failure.kind.name(), "SubprocessTerminated", "{cell}");
        assert!(failure.message.contains(words), "{failure:?}");
        let told = failure.traceback.join("\n");
        assert!(told.contains("gone"), "{told}");
        assert_eq!(evaluator.value("survivor()"), "9");
    }
    // What was flushed before the end is seen.
    let ran = evaluator.run("println!(\"last words\"); std::process::exit(0)");
    assert_eq!(ran.stdout(), "last words\n");
    assert!(ran.result.is_err());
}

#[test]
fn interrupting_a_running_cell_ends_it_and_says_what_was_lost() {
    let evaluator = shared();
    evaluator.run("let lost_by_interrupt = 1;").ok();
    let recorder = InterruptOnOutput(evaluator.cells.interrupter());
    let result = evaluator.cells.run(
        "println!(\"running\"); loop { std::hint::black_box(1); }",
        &recorder,
    );
    let failure = result.unwrap_err();
    assert_eq!(failure.kind.name(), "Interrupted");
    assert_eq!(failure.message, "The cell was interrupted while it ran.");
    let told = failure.traceback.join("\n");
    assert!(told.contains("lost_by_interrupt"), "{told}");
    assert_eq!(evaluator.value("1 + 1"), "2");
}

/// Interrupts whenever the cell says something.
struct InterruptOnOutput<I: Fn() + Send + Sync>(I);

impl<I: Fn() + Send + Sync> quincunx::output::Output for InterruptOnOutput<I> {
    fn stdout(&self, _: &str) {
        (self.0)();
    }
    fn stderr(&self, _: &str) {}
    fn display(&self, _: &quincunx::mime::MimeBundle, _: Option<&str>) {}
    fn update(&self, _: &quincunx::mime::MimeBundle, _: &str) {}
    fn result(&self, _: &quincunx::mime::MimeBundle) {}
    fn clear(&self, _: bool) {}
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        Err("nobody".to_owned())
    }
}

#[test]
fn interrupting_a_flood_of_output_ends_it() {
    let evaluator = shared();
    let recorder = InterruptOnOutput(evaluator.cells.interrupter());
    let flood = "loop { println!(\"{}\", \"flood \".repeat(1000)); }";
    let failure = evaluator.cells.run(flood, &recorder).unwrap_err();
    assert_eq!(failure.kind.name(), "Interrupted");
    assert_eq!(evaluator.value("1 + 2"), "3");
}

#[test]
fn an_interrupt_that_comes_late_hits_no_other_cell() {
    let evaluator = shared();
    let interrupt = evaluator.cells.interrupter();
    let (stop, stopped) = channel::<()>();
    // Many for one cell; the last of them reach the host when the cell has ended there.
    let meant = Arc::new(Mutex::new(false));
    let flag = Arc::clone(&meant);
    let impatient = thread::spawn(move || {
        while stopped.try_recv() == Err(TryRecvError::Empty) {
            let is_meant = flag.lock().unwrap();
            if *is_meant {
                interrupt();
            }
            drop(is_meant);
            thread::sleep(Duration::from_millis(1));
        }
    });
    for round in 0..5 {
        let begun = InterruptOnOutput(|| *meant.lock().unwrap() = true);
        let endless = "println!(\"running\"); loop { std::hint::black_box(1); }";
        let failure = evaluator.cells.run(endless, &begun).unwrap_err();
        *meant.lock().unwrap() = false;
        assert_eq!(failure.kind.name(), "Interrupted");
        assert_eq!(
            evaluator.value(&format!("{round} + 1")),
            (round + 1).to_string()
        );
    }
    drop(stop);
    impatient.join().unwrap();
}

#[test]
fn interrupting_the_compiler_keeps_all_variables() {
    let evaluator = shared();
    evaluator.run("let kept_by_interrupt = 7;").ok();
    let interrupt = evaluator.cells.interrupter();
    let host = evaluator.cache.path().to_owned();
    let interrupter = thread::spawn(move || {
        while !compiles_below(&host) {
            thread::sleep(Duration::from_millis(5));
        }
        interrupt();
    });
    // The compiler itself would run this for hours.
    let failure = evaluator.failure(
        "#![allow(long_running_const_eval)]\n\
         const HOURS: u64 = { let mut i = 0; while i < 1 << 50 { i += 1; } i };\n\
         let hours = HOURS;",
    );
    interrupter.join().unwrap();
    assert_eq!(failure.kind.name(), "Interrupted");
    assert!(failure.message.contains("compiled"), "{failure:?}");
    assert_eq!(evaluator.value("kept_by_interrupt"), "7");
}

/// Whether rustc compiles a cell of the host whose directory is below `cache`.
fn compiles_below(cache: &Path) -> bool {
    let cache = cache.to_str().unwrap();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    processes.into_iter().any(|process| {
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        let command = String::from_utf8_lossy(&command).replace('\0', " ");
        command.contains(cache) && command.contains("--crate-name ctx")
    })
}

#[test]
fn an_interrupt_between_cells_does_nothing() {
    let evaluator = shared();
    evaluator.cells.interrupt();
    assert_eq!(evaluator.value("3 + 4"), "7");
}
