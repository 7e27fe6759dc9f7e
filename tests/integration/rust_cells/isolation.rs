//! What Rust cells cannot see, cannot be told by strange files, and do not leave behind.

use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use quincunx::rust_cell::{Completions, RustCells, Setup};

use super::{Evaluator, Ran, Recorder, setup};

#[test]
fn without_a_compiler_a_rust_cell_says_so_in_one_sentence() {
    let cells = RustCells::new(Setup {
        path: Some(OsString::from("/nonexistent")),
        cargo_home: None,
        ..setup()
    });
    cells.warm_up();
    let failure = cells.run("1 + 1", &Recorder::default()).unwrap_err();
    assert_eq!(failure.kind.name(), "RustUnavailable");
    assert!(failure.message.contains("https://rustup.rs"), "{failure:?}");
    assert_eq!(failure.traceback, std::slice::from_ref(&failure.message));
    assert_eq!(cells.complete("q::l", 4), Completions::default());
    assert!(cells.inspect("q::l", 4).is_none());
}

#[test]
fn a_program_that_is_no_host_is_an_error() {
    let cells = RustCells::new(Setup {
        program: "/bin/false".into(),
        ..setup()
    });
    let failure = cells.run("1 + 1", &Recorder::default()).unwrap_err();
    assert!(
        failure.message.contains("ended unexpectedly"),
        "{failure:?}"
    );
}

#[test]
fn completion_does_not_wait_for_the_start() {
    let evaluator = Evaluator::new();
    assert_eq!(evaluator.cells.complete("q::l", 4), Completions::default());
    // An interrupt does not wait for it either.
    let interrupt = evaluator.cells.interrupter();
    let interrupter = thread::spawn(move || {
        thread::sleep(Duration::from_millis(200));
        interrupt();
    });
    let failure = evaluator.failure("1 + 1");
    interrupter.join().unwrap();
    assert_eq!(failure.kind.name(), "Interrupted");
    assert!(failure.message.contains("starting"), "{failure:?}");
    // Who goes on waiting is told what for, and for how long.
    let ran = evaluator.run("1 + 1");
    assert_eq!(ran.value().as_deref(), Some("2"));
    let lines = ran.progress();
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Rust: starting, ")),
        "{lines:?}"
    );
    assert_eq!(ran.own().len(), 1, "{ran:?}");
}

#[test]
fn what_cells_leave_on_disk_is_for_no_other_user_and_goes_with_them() {
    use std::os::unix::fs::PermissionsExt;
    let evaluator = Evaluator::new();
    evaluator.run("let x = 1;").ok();
    let sessions = evaluator.cache.path().join("sessions");
    let session = fs::read_dir(&sessions).unwrap().next().unwrap().unwrap();
    let mode = session.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "{mode:o}");
    evaluator.cells.shut_down();
    assert!(!session.path().exists());
}

/// A directory the notebook might have been found in, with settings for evcxr and cargo in it.
fn strange_directory(directory: &Path) {
    fs::write(
        directory.join("evcxr.toml"),
        "[evcxr]\nsccache = \"/nonexistent/wrapper\"\nopt_level = \"nonsense\"\n",
    )
    .unwrap();
    fs::create_dir(directory.join(".cargo")).unwrap();
    fs::write(
        directory.join(".cargo/config.toml"),
        "[build]\nrustc = \"/nonexistent/rustc\"\n",
    )
    .unwrap();
}

/// Set in the process that plays the kernel in the next test.
const ROLE: &str = "QUINCUNX_TEST_KERNEL";

#[test]
fn a_killed_kernel_leaves_nothing_and_its_cells_saw_no_secrets() {
    if let Some(cache) = std::env::var_os(ROLE) {
        play_kernel(Path::new(&cache));
    }
    let directory = tempfile::tempdir().unwrap();
    let cache = tempfile::tempdir().unwrap();
    strange_directory(directory.path());
    let mut kernel = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg("rust_cells::isolation::a_killed_kernel_leaves_nothing_and_its_cells_saw_no_secrets")
        .current_dir(directory.path())
        .env(ROLE, cache.path())
        .env("JPY_PARENT_PID", "1")
        .env("JPY_API_TOKEN", "secret")
        .env("JUPYTERHUB_API_TOKEN", "secret")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(kernel.stdout.take().unwrap()).lines();
    let seen: Vec<String> = lines
        .map(Result::unwrap)
        .take_while(|line| line != "running")
        .collect();
    let started = processes_with(cache.path());
    kernel.kill().unwrap();
    kernel.wait().unwrap();
    assert!(
        seen.iter().any(|line| line == "variables: []"),
        "the cell saw {seen:#?}"
    );
    let inherited: Vec<&String> = seen.iter().filter(|l| l.starts_with("inherited")).collect();
    assert_eq!(inherited, ["inherited: 0", "inherited: 0"]);
    assert!(!started.is_empty());

    // Nothing is left: no process, no file but the bridge.
    for _ in 0..200 {
        if processes_with(cache.path()).is_empty() && sessions(cache.path()) == 0 {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!(
        "left: {:?}, {} sessions",
        processes_with(cache.path()),
        sessions(cache.path())
    );
}

fn play_kernel(cache: &Path) -> ! {
    // Like a socket of libzmq's in the moment before it is marked close-on-exec.
    let open = fs::File::create(cache.join("kernel-file")).unwrap();
    rustix::io::fcntl_setfd(&open, rustix::io::FdFlags::empty()).unwrap();
    let cells = RustCells::new(Setup {
        cache: Some(cache.to_owned()),
        ..setup()
    });
    let out = Recorder::default();
    let result = cells.run(
        "let names: Vec<String> = std::env::vars().map(|(name, _)| name)\
         .filter(|name| name.starts_with(\"JPY\") || name.starts_with(\"JUPYTER\")).collect(); \
         println!(\"variables: {names:?}\");\n\
         let host = std::os::unix::process::parent_id();\n\
         for process in [std::process::id(), host] {\n\
             let files = std::fs::read_dir(format!(\"/proc/{process}/fd\"))?.flatten();\n\
             let open = files.filter_map(|file| std::fs::read_link(file.path()).ok());\n\
             let inherited = open.filter(|file| file.ends_with(\"kernel-file\")).count();\n\
             println!(\"inherited: {inherited}\");\n\
         }",
        &out,
    );
    let ran = Ran {
        said: out.said.into_inner().unwrap(),
        result,
    };
    println!("{ran:?}\n{}", ran.stdout());
    let _ = cells.run(
        "println!(\"running\"); loop { std::hint::black_box(1); }",
        &Echo,
    );
    std::process::exit(0)
}

/// Prints what the cell prints.
struct Echo;

impl quincunx::output::Output for Echo {
    fn stdout(&self, text: &str) {
        print!("{text}");
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

/// The processes that were started with, or know, a path below `cache`.
fn processes_with(cache: &Path) -> Vec<String> {
    let cache = cache.to_str().unwrap();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let process = entry.path();
        let text = |name: &str| {
            let bytes = fs::read(process.join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        let known = text("cmdline") + &text("environ").replace(&format!("{ROLE}={cache}\0"), "");
        if known.contains(cache) {
            found.push(text("cmdline"));
        }
    }
    found
}

fn sessions(cache: &Path) -> usize {
    fs::read_dir(cache.join("sessions")).unwrap().count()
}
