//! `quincunx doctor`: what the kernel needs, found or not, with the next step.

use super::{folders, say};
use quincunx::jupyter::kernelspec::KERNEL_JSON;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// The outcome of one check.
struct Finding {
    is_good: bool,
    /// Without it not even magics work.
    is_essential: bool,
    what: &'static str,
    text: String,
}

/// Checks everything; fails only if something is missing that magics need.
pub(super) fn run(name: &str) -> ExitCode {
    let jupyter = folders::on_path("jupyter");
    let findings = [
        check_kernelspec(name, jupyter.as_deref()),
        check_jupyter(jupyter.as_deref()),
        check_tool("rustc"),
        check_tool("cargo"),
        check_rust_src(),
    ];
    for Finding {
        is_good,
        what,
        text,
        ..
    } in &findings
    {
        let mark = if *is_good { "found  " } else { "MISSING" };
        say(format_args!("{mark}  {what:<11} {text}"));
    }
    let lacks = |is_essential| {
        let mut findings = findings.iter();
        findings.any(|finding| !finding.is_good && finding.is_essential == is_essential)
    };
    if lacks(true) {
        say("Magics cannot run yet; see above for what to do.");
        return ExitCode::FAILURE;
    }
    say(if lacks(false) {
        "Magics can run; Rust cells need what is missing above."
    } else {
        "Magics and Rust cells can run."
    });
    ExitCode::SUCCESS
}

fn check_kernelspec(name: &str, jupyter: Option<&Path>) -> Finding {
    let folders = folders::searched(jupyter);
    let file = folders
        .iter()
        .map(|folder| folder.join(name).join(KERNEL_JSON))
        .find(|file| file.is_file());
    let (is_good, text) = match file {
        None => (
            false,
            format!("no kernelspec `{name}`; run `quincunx install`"),
        ),
        Some(file) => judge_kernelspec(&file),
    };
    Finding {
        is_good,
        is_essential: true,
        what: "kernelspec",
        text,
    }
}

fn judge_kernelspec(file: &Path) -> (bool, String) {
    let shown = file.display();
    let Some(program) = program_of(file) else {
        return (
            false,
            format!("{shown} cannot be read; run `quincunx install` again"),
        );
    };
    // `{resource_dir}` is what Jupyter puts in; a bare name is looked up on PATH.
    let resolved = program.replace("{resource_dir}", &folder_of(file).to_string_lossy());
    let is_there = if resolved.contains('/') {
        Path::new(&resolved).is_file()
    } else {
        folders::on_path(&resolved).is_some()
    };
    if !is_there {
        return (
            false,
            format!("{shown} starts {program}, which is not there; run `quincunx install` again"),
        );
    }
    let is_this = env::current_exe()
        .and_then(|this| Ok(this.canonicalize()? == PathBuf::from(&resolved).canonicalize()?))
        .unwrap_or(false);
    let which = if is_this {
        "this program".to_owned()
    } else {
        format!("{resolved}, another than this program")
    };
    (true, format!("{shown} (starts {which})"))
}

/// The program that a kernelspec starts, as written there.
pub(super) fn program_of(kernel_json: &Path) -> Option<String> {
    let text = fs::read_to_string(kernel_json).ok()?;
    let description: Value = serde_json::from_str(&text).ok()?;
    Some(description["argv"][0].as_str()?.to_owned())
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(file)
}

fn check_jupyter(jupyter: Option<&Path>) -> Finding {
    let text = match jupyter {
        Some(program) => match folders::on_path("jupyter-lab") {
            Some(_) => program.display().to_string(),
            None => format!(
                "{} (without JupyterLab; `pip install jupyterlab` gives it)",
                program.display()
            ),
        },
        None => {
            "no `jupyter` on PATH; `pip install jupyterlab`, or activate the environment that has it"
                .to_owned()
        }
    };
    Finding {
        is_good: jupyter.is_some(),
        is_essential: true,
        what: "Jupyter",
        text,
    }
}

fn check_tool(tool: &'static str) -> Finding {
    let version = answer_of(tool, "--version");
    let text = match (&version, folders::on_path(tool)) {
        (Some(version), Some(program)) => format!("{version} ({})", program.display()),
        (Some(version), None) => version.clone(),
        (None, Some(program)) => format!("{} does not run", program.display()),
        (None, None) => format!("no `{tool}` on PATH; get Rust from https://rustup.rs"),
    };
    Finding {
        is_good: version.is_some(),
        is_essential: false,
        what: tool,
        text,
    }
}

/// Completion and the types of variables in Rust cells come from the sources of the standard library.
fn check_rust_src() -> Finding {
    let library = answer_of("rustc", "--print=sysroot")
        .map(|sysroot| PathBuf::from(sysroot).join("lib/rustlib/src/rust/library"));
    let found = library.filter(|library| library.is_dir());
    let text = match &found {
        Some(library) => library.display().to_string(),
        None => {
            "variables of Rust cells may not persist without it; `rustup component add rust-src` \
                 (conda: `conda install rust-src`)"
                .to_owned()
        }
    };
    Finding {
        is_good: found.is_some(),
        is_essential: false,
        what: "rust-src",
        text,
    }
}

/// What `tool` says, if it runs.
fn answer_of(tool: &str, argument: &str) -> Option<String> {
    let output = Command::new(tool).arg(argument).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
