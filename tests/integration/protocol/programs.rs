//! The program itself: signals, its parent, and its other commands.

use super::client::Frontend;
use super::kernel::Connection;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quincunx");

/// A kernel process, killed if a test leaves it running.
pub(super) struct Process(Child);

impl Process {
    pub(super) fn start(command: &mut Command) -> Self {
        Self(command.stderr(Stdio::null()).spawn().unwrap())
    }

    pub(super) fn kernel(connection: &Connection) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(["kernel", "--connection-file"])
            .arg(connection.write())
            .env("QUINCUNX_HISTORY", "off")
            .env_remove("JPY_PARENT_PID");
        command
    }

    pub(super) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(super) fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.0);
        rustix::process::kill_process(pid, signal).unwrap();
    }

    pub(super) fn wait(&mut self) -> ExitStatus {
        for _ in 0..3000 {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("the process goes on");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_program_answers_and_ends_by_request() {
    let connection = Connection::tcp();
    let mut process = Process::start(&mut Process::kernel(&connection));
    let frontend = Frontend::connect(&connection.info);
    let info = frontend.ask("kernel_info_request", &json!({}));
    assert_eq!(info["protocol_version"], "5.5");
    assert_eq!(info["language_info"]["name"], "rust");
    let id = frontend.send(&frontend.control, "shutdown_request", &json!({}));
    frontend.reply(&frontend.control, &id, "shutdown_reply");
    frontend.expect_status(&id, "busy");
    frontend.expect(&id, "shutdown_reply");
    frontend.expect_status(&id, "idle");
    assert_eq!(process.wait().code(), Some(0));
}

#[test]
fn sigterm_ends_it_in_good_order_and_sigint_does_not() {
    let connection = Connection::ipc();
    let mut process = Process::start(&mut Process::kernel(&connection));
    let frontend = Frontend::connect(&connection.info);
    frontend.ask("kernel_info_request", &json!({}));
    process.signal(rustix::process::Signal::INT);
    frontend.ask("kernel_info_request", &json!({}));
    process.signal(rustix::process::Signal::TERM);
    assert_eq!(process.wait().code(), Some(143));
    for port in 1..=5 {
        let file = connection.folder().join(format!("kernel-{port}"));
        assert!(!file.exists(), "{}", file.display());
    }
}

#[test]
fn it_ends_when_its_parent_is_gone() {
    let connection = Connection::tcp();
    let mut parent = Process::start(Command::new("sleep").arg("600"));
    let mut command = Process::kernel(&connection);
    command.env("JPY_PARENT_PID", parent.0.id().to_string());
    let mut kernel = Process::start(&mut command);
    let frontend = Frontend::connect(&connection.info);
    frontend.ask("kernel_info_request", &json!({}));
    parent.0.kill().unwrap();
    parent.0.wait().unwrap();
    assert_eq!(kernel.wait().code(), Some(0));
}

#[test]
fn a_connection_file_that_others_can_read_is_warned_of() {
    use std::os::unix::fs::PermissionsExt;
    for (mode, warned) in [(0o600, false), (0o640, true), (0o604, true)] {
        let connection = Connection::ipc();
        let mut command = Process::kernel(&connection);
        let file = connection.folder().join("connection.json");
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let mut process = Process(command.stderr(Stdio::piped()).spawn().unwrap());
        let frontend = Frontend::connect(&connection.info);
        frontend.ask("kernel_info_request", &json!({}));
        process.signal(rustix::process::Signal::TERM);
        process.wait();
        let told = std::io::read_to_string(process.0.stderr.take().unwrap()).unwrap();
        let said = told.contains("can be read by other users") && told.contains("chmod 600");
        assert_eq!(said, warned, "{mode:o}: {told}");
    }
}

#[test]
fn what_others_could_read_or_reach_is_warned_of() {
    for (key, value, warning) in [
        ("key", "", Some("messages are not signed")),
        ("ip", "0.0.0.0", Some("signed, but not encrypted")),
        ("ip", "127.0.0.1", None),
    ] {
        let connection = Connection::tcp().with(key, value);
        let mut command = Process::kernel(&connection);
        let mut process = Process(command.stderr(Stdio::piped()).spawn().unwrap());
        let mut reached = connection.info.clone();
        reached["ip"] = "127.0.0.1".into();
        let frontend = Frontend::connect(&reached);
        frontend.ask("kernel_info_request", &json!({}));
        process.signal(rustix::process::Signal::TERM);
        process.wait();
        let told = std::io::read_to_string(process.0.stderr.take().unwrap()).unwrap();
        match warning {
            Some(warning) => assert!(told.contains(warning), "{key}: {told}"),
            None => assert_eq!(told, ""),
        }
    }
}

#[test]
fn it_listens_at_its_own_address_alone() {
    let connection = Connection::tcp();
    let _process = Process::start(&mut Process::kernel(&connection));
    Frontend::connect(&connection.info).ask("kernel_info_request", &json!({}));
    for port in [
        "shell_port",
        "iopub_port",
        "stdin_port",
        "control_port",
        "hb_port",
    ] {
        let port = connection.info[port].as_u64().unwrap() as u16;
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        // Another address of the same machine.
        assert!(std::net::TcpStream::connect(("127.0.0.2", port)).is_err());
    }
}

#[test]
fn the_history_is_kept_where_the_environment_says() {
    let home = TempDir::new().unwrap();
    let default = home.path().join("data/quincunx/history.sqlite");
    let named = home.path().join("named.sqlite");
    for (variable, expected) in [
        (None, Some(&default)),
        (Some("off".into()), None),
        (Some(named.clone().into_os_string()), Some(&named)),
    ] {
        let connection = Connection::ipc();
        let mut command = Process::kernel(&connection);
        command
            .env_remove("QUINCUNX_HISTORY")
            .env("XDG_DATA_HOME", home.path().join("data"));
        if let Some(variable) = variable {
            command.env("QUINCUNX_HISTORY", variable);
        }
        let mut process = Process::start(&mut command);
        let frontend = Frontend::connect(&connection.info);
        frontend.run("%q help");
        process.signal(rustix::process::Signal::TERM);
        process.wait();
        for file in [&default, &named] {
            assert_eq!(file.exists(), Some(file) == expected, "{}", file.display());
            let _ = fs::remove_file(file);
        }
    }
}

#[test]
fn a_connection_file_that_cannot_be_used_is_told() {
    let output = Command::new(PROGRAM)
        .args(["kernel", "--connection-file", "/nowhere/file.json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        told.contains("cannot read the connection file /nowhere/file.json"),
        "{told}"
    );
}

/// A command that sees only `home`.
fn in_home(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .env("HOME", home)
        .env("PATH", home.join("bin"));
    for variable in [
        "JUPYTER_DATA_DIR",
        "JUPYTER_PATH",
        "XDG_DATA_HOME",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
    ] {
        command.env_remove(variable);
    }
    command
}

fn expect_kernelspec(kernels: &Path, name: &str, display_name: &str) {
    let folder = kernels.join(name);
    let text = fs::read_to_string(folder.join("kernel.json")).unwrap();
    let description: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        description,
        json!({
            "argv": [PROGRAM, "kernel", "--connection-file", "{connection_file}"],
            "display_name": display_name,
            "language": "rust",
            "interrupt_mode": "message",
            "kernel_protocol_version": "5.5",
            "metadata": {"debugger": false},
        })
    );
    for logo in ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"] {
        assert!(fs::metadata(folder.join(logo)).unwrap().len() > 100);
    }
}

#[test]
fn install_writes_the_kernelspec_where_it_is_asked_to() {
    let home = TempDir::new().unwrap();
    let at = |path: &str| home.path().join(path);
    let data = at("data");
    let environment = at("environment");
    let places: [(&[&str], Option<(&str, &Path)>, &str); 6] = [
        (&[], None, ".local/share/jupyter"),
        (&["--user"], Some(("XDG_DATA_HOME", &data)), "data/jupyter"),
        (&["--user"], Some(("JUPYTER_DATA_DIR", &data)), "data"),
        (
            &["--sys-prefix"],
            Some(("VIRTUAL_ENV", &environment)),
            "environment/share/jupyter",
        ),
        (
            &["--sys-prefix"],
            Some(("CONDA_PREFIX", &environment)),
            "environment/share/jupyter",
        ),
        (&["--prefix", "P"], None, "P/share/jupyter"),
    ];
    for (arguments, variable, expected) in places {
        let mut command = in_home(home.path(), &["install"]);
        command.args(arguments).current_dir(home.path());
        command.envs(variable);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}");
        assert!(said.contains("Next:"), "{said}");
        let kernels = at(expected).join("kernels");
        expect_kernelspec(&kernels, "quincunx", "Q methodology (Quincunx)");
        fs::remove_dir_all(kernels).unwrap();
    }
}

#[test]
fn install_takes_other_names_but_not_any() {
    let home = TempDir::new().unwrap();
    let names = ["--name", "q-2.0", "--display-name", "Q <2>"];
    let mut command = in_home(home.path(), &["install"]);
    assert!(command.args(names).output().unwrap().status.success());
    let kernels = home.path().join(".local/share/jupyter/kernels");
    expect_kernelspec(&kernels, "q-2.0", "Q <2>");
    for name in ["", "a/b", "..", "a b"] {
        let mut command = in_home(home.path(), &["install", "--name", name]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains("cannot be a kernel's name"), "{told}");
    }
}

#[test]
fn install_says_why_it_cannot() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("file"), "").unwrap();
    let mut command = in_home(home.path(), &["install", "--prefix", "file"]);
    let output = command.current_dir(home.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("cannot write file/share"), "{told}");

    let mut command = in_home(home.path(), &["install", "--sys-prefix"]);
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("no environment found"), "{told}");
}

#[test]
fn doctor_tells_what_is_missing_and_fails_only_for_magics() {
    let home = TempDir::new().unwrap();
    let doctor = || {
        let output = in_home(home.path(), &["doctor", "--name", "doctors-test"])
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = doctor();
    assert_eq!(code, Some(1), "{said}");
    for told in [
        "run `quincunx install`",
        "pip install jupyterlab",
        "https://rustup.rs",
    ] {
        assert!(said.contains(told), "{said}");
    }

    let install = ["install", "--name", "doctors-test"];
    assert!(
        in_home(home.path(), &install)
            .output()
            .unwrap()
            .status
            .success()
    );
    fs::create_dir(home.path().join("bin")).unwrap();
    fs::write(home.path().join("bin/jupyter"), "").unwrap();
    let (code, said) = doctor();
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("starts this program"), "{said}");
    assert!(said.contains("Rust cells need what is missing"), "{said}");
}

#[test]
fn the_version_is_the_packages() {
    let output = Command::new(PROGRAM).arg("--version").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, format!("quincunx {}\n", env!("CARGO_PKG_VERSION")));
}
