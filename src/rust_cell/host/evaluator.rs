//! evcxr, and what its answers mean to the reader.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use evcxr::{CommandContext, Error, EvalCallbacks, EvalContext};

use super::relay::{Relay, Run};
use super::{Places, SOCKET, compile_errors, direct_input, prebuilt, verdict};
use crate::rust_cell::cell_text::{self, BRIDGE};
use crate::rust_cell::failure::RustFailure;
use crate::rust_cell::protocol::{
    Block, Candidate, Completions, Documentation, Event, INPUT_DESCRIPTORS, INPUT_VARIABLE,
    LIBRARY_SOURCE_VARIABLE, Request, SNAPSHOT_VARIABLE, SOCKET_VARIABLE,
};

/// Where evcxr works, below the host's directory.
const EVCXR_DIRECTORY: &str = "evcxr";
/// A cell that does nothing.
const NOTHING: &str = "();";

/// Where the dynamic loader looks first.
const LIBRARY_PATH: &str = if cfg!(target_os = "macos") {
    "DYLD_LIBRARY_PATH"
} else {
    "LD_LIBRARY_PATH"
};

pub(super) struct Evaluator {
    context: CommandContext,
    relay: Arc<Relay>,
    places: Places,
    /// A cell has said by `:fmt` or `:types` how values are shown.
    own_format: bool,
}

impl Evaluator {
    /// Starts evcxr: seconds of work. The current directory must be the host's own, because
    /// evcxr obeys an `evcxr.toml` in it.
    pub(super) fn start(places: &Places, relay: &Arc<Relay>) -> Result<Self, String> {
        let configuration = format!("[evcxr]\ntmpdir = \"{EVCXR_DIRECTORY}\"\n");
        fs::write(places.host.join("evcxr.toml"), configuration).map_err(|e| e.to_string())?;
        let program = std::env::current_exe().map_err(|e| e.to_string())?;
        let mut command = Command::new(program);
        command
            .env(SOCKET_VARIABLE, places.host.join(SOCKET))
            .env(SNAPSHOT_VARIABLE, &places.snapshot)
            .env_remove(LIBRARY_SOURCE_VARIABLE)
            .current_dir(&places.notebook);
        if direct_input::is_supported() {
            let [cells, evcxr] = INPUT_DESCRIPTORS;
            command.env(INPUT_VARIABLE, format!("{cells} {evcxr}"));
        }
        if let Some(directories) = library_path() {
            command.env(LIBRARY_PATH, directories);
        }

        let target = places.host.join(EVCXR_DIRECTORY).join("target");
        // Without what was kept, the bridge is compiled again.
        let _ = prebuilt::restore(places, &target);
        // Construction loads a project without the bridge, which is then loaded anew with it:
        // without a standard library the first of the two costs next to nothing.
        let empty_library = places.empty_library();
        fs::create_dir_all(empty_library.join("core")).map_err(|e| e.to_string())?;
        // The streams stay empty: the cells' output takes the way of the listener.
        let (mut context, _) =
            EvalContext::with_subprocess_command(command).map_err(|e| e.to_string())?;
        fs::remove_dir_all(empty_library).map_err(|e| e.to_string())?;
        let mut state = context.state();
        let bridge = cell_text::bridge_specification(&places.bridge);
        state.add_dep(BRIDGE, &bridge).map_err(|e| e.to_string())?;
        // Compiles the bridge now rather than with the first cell.
        context
            .eval_with_state("q::cell!();", state)
            .map_err(|e| e.to_string())?;
        let _ = prebuilt::keep(places, &target);
        Ok(Self {
            context: CommandContext::with_eval_context(context),
            relay: Arc::clone(relay),
            places: places.clone(),
            own_format: false,
        })
    }

    /// Lets rust-analyzer infer types of the standard library once: seconds of the first cell
    /// that has a variable.
    pub(super) fn warm_up(&mut self) {
        let code = "let v: Vec<f64> = (0..2).map(f64::from).collect(); v.iter().su";
        self.complete(code, code.len());
    }

    pub(super) fn answer(&mut self, request: &Request) -> Event {
        match request {
            Request::Complete {
                number,
                code,
                offset,
            } => Event::Completed {
                number: *number,
                completions: self.complete(code, *offset),
            },
            Request::Inspect {
                number,
                code,
                offset,
            } => Event::Inspected {
                number: *number,
                documentation: self.inspect(code, *offset),
            },
            Request::Run { number, code } => Event::Finished {
                number: *number,
                failure: self.run(*number, code).err(),
                broken: false,
            },
            // Taken by the thread that reads requests.
            Request::Answer(_) | Request::Interrupt { .. } | Request::Quit => Event::Ready,
        }
    }

    fn complete(&mut self, code: &str, offset: usize) -> Completions {
        let Ok(found) = self.context.completions(code, offset) else {
            return Completions::default();
        };
        let candidates = found.completions.into_iter().map(|completion| Candidate {
            text: completion.code,
            label: completion.label,
            kind: completion.kind.to_owned(),
        });
        Completions {
            start: found.start_offset,
            end: found.end_offset,
            candidates: candidates.collect(),
        }
    }

    fn inspect(&mut self, code: &str, offset: usize) -> Option<Documentation> {
        let (plain, html) = self.context.hover_at(code, offset).ok()?;
        (plain != "No documentation found").then_some(Documentation { plain, html })
    }

    fn run(&mut self, number: u64, cell: &str) -> Result<(), RustFailure> {
        self.own_format |= cell_text::formats_values(cell);
        let places = &self.places;
        let text = cell_text::prepare(cell, &places.bridge, &places.notebook, self.own_format)?;
        let variables = self.variables();
        if !self.relay.begin_run(number) {
            return Err(verdict::interrupted_before());
        }
        let relay = Arc::clone(&self.relay);
        let mut callbacks = EvalCallbacks {
            input_reader: &|request| relay.ask_for_evcxr(request.prompt, request.is_password),
        };
        let result = self
            .context
            .execute_with_callbacks(&text.code, &mut callbacks);
        if matches!(result, Err(Error::SubprocessTerminated(_))) {
            self.relay.wait_for_last_words();
        }
        let run = self.relay.end_run();
        match result {
            Ok(_) | Err(Error::TypeRedefinedVariablesLost(_)) if run.killed => {
                // evcxr has not seen that the process is dead. At the next cell it does, forgets the variables and starts another; its own
                // `:restart` would remember them.
                let seen = self.context.execute(NOTHING).err();
                let killed = seen.unwrap_or_else(|| Error::SubprocessTerminated(String::new()));
                Err(verdict::of_failed(killed, &run, &variables))
            }
            Ok(outputs) => {
                let commands = outputs.content_by_mime_type.into_iter().collect();
                let verdict = verdict::of_finished(&run, cell, &self.generated_source());
                self.show(commands, &run, text.ends_with_value && verdict.is_ok());
                verdict
            }
            Err(Error::CompilationErrors(errors)) if !run.interrupted => {
                Err(compile_errors::failure(&errors, cell, &text))
            }
            Err(error) => Err(verdict::of_failed(error, &run, &variables)),
        }
    }

    /// Shows what `:commands` answered and what the cell displayed last, as its value if it has
    /// one.
    fn show(&self, mut commands: Block, run: &Run, has_value: bool) {
        commands.retain(|(_, content)| !content.is_empty());
        commands.sort();
        let value = run.last_block.clone().unwrap_or_default();
        let nothing = matches!(value.as_slice(), [(_, content)] if content == "()");
        let value = if nothing { Block::new() } else { value };
        if has_value && value.is_empty() {
            return self.send_block(Event::Value, commands);
        }
        self.send_block(Event::Display, commands);
        let event = if has_value {
            Event::Value
        } else {
            Event::Display
        };
        self.send_block(event, value);
    }

    fn send_block(&self, event: fn(Block) -> Event, block: Block) {
        if !block.is_empty() {
            self.relay.send(&event(block));
        }
    }

    /// The program evcxr made of the cell and all items before it.
    fn generated_source(&self) -> String {
        let file = self.places.host.join(EVCXR_DIRECTORY).join("src/lib.rs");
        fs::read_to_string(file).unwrap_or_default()
    }

    fn variables(&self) -> Vec<String> {
        let names = self.context.variables_and_types();
        let mut names: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    }
}

/// The loader's path with the standard library of the compiler. evcxr relies on a path relative to
/// the cell's library, which it moves one directory up: that works only where evcxr's directory and
/// the compiler's have nothing but `/` in common.
fn library_path() -> Option<OsString> {
    let output = Command::new("rustc")
        .args(["--print", "target-libdir"])
        .output()
        .ok()?;
    let library = String::from_utf8(output.stdout).ok()?;
    let given = std::env::var_os(LIBRARY_PATH).unwrap_or_default();
    let others = std::env::split_paths(&given).filter(|path| !path.as_os_str().is_empty());
    std::env::join_paths(std::iter::once(PathBuf::from(library.trim())).chain(others)).ok()
}
