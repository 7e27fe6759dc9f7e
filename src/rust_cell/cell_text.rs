//! The text of a Rust cell as evcxr gets it, and the way back from its lines to the reader's.

use std::path::Path;

use super::failure::{FailureKind, RustFailure};
use super::scanner;

/// The name under which every cell finds the session's values.
pub(super) const BRIDGE: &str = "q";
/// Flushes the cell's output when it ends, and says that it has begun; shows values of the standard library's types.
const GUARD: &str = "q::cell!(); ";
/// The same for notebooks that say by `:fmt` or `:types` how values are shown.
const GUARD_ALONE: &str = "q::cell!(plain); ";

/// A cell's text, ready for evcxr.
#[derive(Debug)]
pub(super) struct CellText {
    pub(super) code: String,
    /// The cell ends with an expression, so that what is displayed last is its value.
    pub(super) ends_with_value: bool,
    /// The line (from 1) before which our own `:dep` line stands.
    bridge_line: usize,
    /// Line and column (from 1) at which the guard stands, in the reader's own text.
    guard_at: (usize, usize),
    guard: &'static str,
}

/// The cell with what it needs to see the session, or why it is refused.
pub(super) fn prepare(
    cell: &str,
    bridge: &Path,
    directory: &Path,
    own_format: bool,
) -> Result<CellText, RustFailure> {
    let guard = if own_format { GUARD_ALONE } else { GUARD };
    let mut code = String::with_capacity(cell.len() + 256);
    let mut offset = 0;
    let mut lines = 0;
    for line in cell.split_inclusive('\n') {
        if !belongs_before_code(line) {
            break;
        }
        refuse(line, lines + 1)?;
        code.push_str(&with_absolute_path(line, directory));
        offset += line.len();
        lines += 1;
    }
    let rust = cell.get(offset..).unwrap_or_default();
    let Some(last) = scanner::last_significant(rust) else {
        return Ok(CellText {
            code,
            ends_with_value: true,
            bridge_line: usize::MAX,
            guard_at: (usize::MAX, 1),
            guard,
        });
    };

    // The dependency is named in each cell because `:clear` forgets it; a known one costs nothing.
    code.push_str(&bridge_dependency(bridge));
    let split = scanner::after_inner_attributes(rust);
    let (attributes, statements) = rust.split_at_checked(split).unwrap_or(("", rust));
    let guard_line = lines + 1 + attributes.matches('\n').count();
    let last_line = attributes.rsplit('\n').next().unwrap_or_default();
    let guard_column = last_line.chars().count() + 1;
    code.push_str(attributes);
    code.push_str(guard);
    code.push_str(statements);
    Ok(CellText {
        code,
        ends_with_value: last != ';',
        bridge_line: lines + 1,
        guard_at: (guard_line, guard_column),
        guard,
    })
}

/// A line of what evcxr got, as the reader has it.
pub(super) fn without_guard(line: &str) -> &str {
    line.trim_start_matches(GUARD)
        .trim_start_matches(GUARD_ALONE)
}

/// Whether the cell says how values are to be shown.
pub(super) fn formats_values(cell: &str) -> bool {
    let commands = cell.lines().take_while(|line| belongs_before_code(line));
    let mut words = commands.filter_map(|line| line.split_whitespace().next());
    words.any(|word| matches!(word, ":fmt" | ":types"))
}

impl CellText {
    /// The reader's line and column (both from 1) for a place in the text evcxr got.
    pub(super) fn original_position(&self, line: usize, column: usize) -> (usize, usize) {
        let line = if line > self.bridge_line {
            line - 1
        } else {
            line
        };
        let (guard_line, guard_column) = self.guard_at;
        if line != guard_line || column <= guard_column {
            return (line, column);
        }
        (
            line,
            (column - guard_column).saturating_sub(self.guard.len()) + guard_column,
        )
    }
}

/// `:dep` with the bridge's path, as one line.
fn bridge_dependency(bridge: &Path) -> String {
    format!(":dep {BRIDGE} = {}\n", bridge_specification(bridge))
}

/// The bridge as the right-hand side of a line in `[dependencies]`.
pub(super) fn bridge_specification(bridge: &Path) -> String {
    let path = bridge.to_string_lossy();
    format!("{{ path = {} }}", toml_string(&path))
}

/// A TOML basic string; its escapes are those of JSON.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Lines that evcxr takes before it looks for Rust: commands, comments and blank lines.
fn belongs_before_code(line: &str) -> bool {
    line.trim().is_empty()
        || line.starts_with("//")
        || line.starts_with('!')
        || line.trim_start_matches(' ').starts_with(':')
}

/// Refuses what would end the kernel or run outside of the cells' process.
fn refuse(line: &str, number: usize) -> Result<(), RustFailure> {
    let command = line.split_whitespace().next().unwrap_or_default();
    let reason = if line.starts_with('!') {
        "shell commands are not run here. Use a terminal, or `std::process::Command` in Rust code"
    } else if command == ":quit" {
        "`:quit` would end the notebook's kernel. Use the notebook's Kernel menu to shut it down or \
         restart it, or `:clear` to forget everything the Rust cells defined"
    } else if is_dependency_on_bridge(line) {
        "`q` is the name under which Rust cells find the Q study, so no other crate can have it. \
         Give the crate another name: `:dep my_q = { package = \"q\", version = \"…\" }`"
    } else {
        return Ok(());
    };
    Err(RustFailure::new(
        FailureKind::CompilationError,
        format!("Line {number}: {reason}."),
    ))
}

fn is_dependency_on_bridge(line: &str) -> bool {
    let mut words = line.split(|c: char| c.is_whitespace() || c == '=');
    let mut words = words.by_ref().filter(|word| !word.is_empty());
    words.next() == Some(":dep") && words.next() == Some(BRIDGE)
}

/// A `:dep` line whose relative path is taken from the notebook's directory, where its reader
/// means it to begin; evcxr would begin in a directory of its own.
fn with_absolute_path(line: &str, directory: &Path) -> String {
    let Some(arguments) = line.trim_start().strip_prefix(":dep ") else {
        return line.to_owned();
    };
    let argument = arguments.trim();
    if argument.starts_with('.') {
        let path = directory.join(argument);
        return format!(":dep {}\n", path.display());
    }
    let Some((before, after)) = line.split_once("path") else {
        return line.to_owned();
    };
    let Some((equals, rest)) = after.split_once('"') else {
        return line.to_owned();
    };
    let Some((path, end)) = rest.split_once('"') else {
        return line.to_owned();
    };
    if equals.trim() != "=" || Path::new(path).is_absolute() {
        return line.to_owned();
    }
    let path = directory.join(path);
    format!(
        "{before}path{equals}{}{end}",
        toml_string(&path.to_string_lossy())
    )
}
