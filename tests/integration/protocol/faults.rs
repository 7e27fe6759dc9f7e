//! The kernel with Rust cells that go wrong: how soon it is free again, what its processes see, and what is left when it ends.

use super::client::Frontend;
use super::kernel::Connection;
use super::programs::Process;
use rustix::process::Signal;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The requirement is two seconds on a machine at leisure.
const SOON: Duration = Duration::from_secs(15);

/// What these tests keep from start to start: the crate `q` is compiled once.
static CACHE: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());

/// A kernel whose Rust cells work below a folder of their own.
fn kernel(connection: &Connection, cache: &Path) -> Command {
    let mut command = Process::kernel(connection);
    command
        .env("XDG_CACHE_HOME", cache)
        .env("JPY_SESSION_NAME", "secret.ipynb")
        .current_dir(connection.folder());
    command
}

/// A folder of its own for one kernel, with what was compiled for an earlier one.
fn cache_of(name: &str) -> PathBuf {
    let folder = CACHE.path().join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs a cell that prints something and then goes on, and gives its id once it has printed.
fn begin(frontend: &Frontend, code: &str) -> String {
    let id = frontend.execute_with(json!({"code": code, "allow_stdin": true}));
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "execute_input");
    loop {
        let message = frontend.published();
        if message.content["text"]
            .as_str()
            .is_some_and(|text| text.contains("begun"))
        {
            return id;
        }
    }
}

/// Interrupts the cell; its reply.
fn interrupt(frontend: &Frontend, id: &str) -> Value {
    let sent = Instant::now();
    let interrupt = frontend.send(&frontend.control, "interrupt_request", &json!({}));
    let reply = frontend.receive(&frontend.shell);
    assert!(sent.elapsed() < SOON, "{:?}", sent.elapsed());
    assert_eq!(reply.parent_id(), id);
    frontend.reply(&frontend.control, &interrupt, "interrupt_reply");
    let mut idle = HashSet::from([id.to_owned(), interrupt]);
    while !idle.is_empty() {
        let message = frontend.published();
        if message.content == json!({"execution_state": "idle"}) {
            idle.remove(message.parent_id());
        }
    }
    reply.content
}

#[test]
fn whatever_a_cell_does_an_interrupt_frees_the_kernel() {
    let connection = Connection::ipc();
    let cache = cache_of("interrupts");
    let _process = Process::start(&mut kernel(&connection, &cache));
    let frontend = Frontend::connect(&connection.info);
    frontend.run("%q example case-study");
    for endless in [
        "println!(\"begun\"); loop { std::hint::black_box(1); }",
        "loop { println!(\"begun {}\", \"flood \".repeat(1000)); }",
        "println!(\"begun\"); std::thread::sleep(std::time::Duration::from_secs(3600));",
        "println!(\"begun\"); std::process::Command::new(\"sleep\").arg(\"3600\").status()?;",
        "println!(\"begun\"); { let held = std::sync::Mutex::new(0); let _one = held.lock(); let _two = held.lock(); }",
    ] {
        let (reply, _) = frontend.run("let kept = 1;");
        assert_eq!(reply["status"], "ok", "{reply}");
        let id = begin(&frontend, endless);
        let reply = interrupt(&frontend, &id);
        assert_eq!(reply["ename"], "Interrupted", "{endless}");
        let told = reply["traceback"].to_string();
        assert!(told.contains("The variable kept is lost"), "{told}");
        assert!(told.contains("the Q study is not touched"), "{told}");
    }
    let id = begin(
        &frontend,
        "println!(\"begun\"); std::io::stdin().read_line(&mut String::new())?;",
    );
    let question = frontend.receive(&frontend.stdin);
    assert_eq!(question.msg_type(), "input_request");
    assert_eq!(question.parent_id(), id);
    assert_eq!(interrupt(&frontend, &id)["ename"], "Interrupted");

    // The session is still there, for magics and for Rust.
    let (reply, _) = frontend
        .run("%q study\nassert_eq!(q::sorts().rows(), q::statements().row_labels().len());");
    assert_eq!(reply["status"], "ok", "{reply}");
    expect_no_secrets(&frontend, &connection);
}

/// Neither the process of the cells nor the one above it knows how to speak to front ends.
fn expect_no_secrets(frontend: &Frontend, connection: &Connection) {
    let (reply, said) = frontend
        .run("println!(\"{} {}\", std::process::id(), std::os::unix::process::parent_id());");
    assert_eq!(reply["status"], "ok");
    let processes = said[0].content["text"].as_str().unwrap().to_owned();
    let [cells, host] = processes.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{processes}");
    };
    let status = fs::read_to_string(format!("/proc/{host}/status")).unwrap();
    let kernel = status.lines().find_map(|line| line.strip_prefix("PPid:"));
    let own = sockets(kernel.unwrap().trim());
    assert!(own.len() >= 5, "{own:?}");
    let key = connection.info["key"].as_str().unwrap();
    let file = connection.write();
    for process in [cells, host] {
        let shared: Vec<_> = own.intersection(&sockets(process)).cloned().collect();
        assert!(shared.is_empty(), "{shared:?}");
        for name in ["environ", "cmdline"] {
            let known = fs::read(format!("/proc/{process}/{name}")).unwrap();
            let known = String::from_utf8_lossy(&known);
            for secret in [key, file.to_str().unwrap(), "secret.ipynb"] {
                assert!(!known.contains(secret), "{name} of {process}: {known}");
            }
        }
    }
}

/// The sockets that a process holds, by the system's own numbers.
fn sockets(process: &str) -> HashSet<String> {
    let files = fs::read_dir(format!("/proc/{process}/fd"))
        .unwrap()
        .flatten();
    let targets = files.filter_map(|file| fs::read_link(file.path()).ok());
    let targets = targets.map(|target| target.to_string_lossy().into_owned());
    targets
        .filter(|target| target.starts_with("socket:"))
        .collect()
}

#[test]
fn nothing_of_a_kernel_survives_it_however_it_ends() {
    const COMPILES_FOR_HOURS: &str = "#![allow(long_running_const_eval)]\n\
        const HOURS: u64 = { let mut i = 0; while i < 1 << 50 { i += 1; } i };\n\
        let hours = HOURS;";
    let cache = cache_of("ends");
    for (ending, compiles) in [
        (Ending::Signal(Signal::TERM), true),
        (Ending::Signal(Signal::KILL), true),
        (Ending::ParentGone, false),
    ] {
        let connection = Connection::ipc();
        let parent = Process::start(Command::new("sleep").arg("3600"));
        let mut command = kernel(&connection, &cache);
        command.env("JPY_PARENT_PID", parent.id().to_string());
        let mut process = Process::start(&mut command);
        let frontend = Frontend::connect(&connection.info);
        if compiles {
            frontend.execute(COMPILES_FOR_HOURS);
            wait_for(|| {
                processes_below(&cache)
                    .iter()
                    .any(|p| p.contains("--crate-name ctx"))
            });
        } else {
            begin(
                &frontend,
                "println!(\"begun\"); loop { std::hint::black_box(1); }",
            );
        }
        match ending {
            Ending::Signal(signal) => process.signal(signal),
            Ending::ParentGone => parent.signal(Signal::KILL),
        }
        drop(parent);
        process.wait();
        wait_for(|| processes_below(&cache).is_empty() && sessions(&cache) == 0);
        frontend.forget();
    }
}

enum Ending {
    Signal(Signal),
    ParentGone,
}

fn wait_for(reached: impl Fn() -> bool) {
    for _ in 0..18_000 {
        if reached() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("it never came to that");
}

/// The command lines of the processes that know a path below `cache`, but for the kernel itself.
fn processes_below(cache: &Path) -> Vec<String> {
    let cache = cache.to_str().unwrap();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let commands = processes.map(|process| {
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).replace('\0', " ")
    });
    commands.filter(|command| command.contains(cache)).collect()
}

fn sessions(cache: &Path) -> usize {
    fs::read_dir(cache.join("quincunx/sessions"))
        .unwrap()
        .count()
}
