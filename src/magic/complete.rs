//! What Tab offers in a magic, derived from the declarations and the session.

use super::verbs::verbs;
use super::words::{bare, quoted, typed};
use crate::session::Session;
use crate::study_files::example_names;
use std::path::Path;

/// One completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text that takes the place of the word under the cursor.
    pub text: String,
    /// What it is, in Jupyter's words.
    pub kind: &'static str,
}

/// Candidates for the end of `line`, the part of a magic (without its `%q`) that stands before the cursor, and the byte of `line` where
/// the text they replace begins.
pub fn complete(line: &str, session: &Session, directory: &Path) -> (usize, Vec<Candidate>) {
    let (before, start) = typed(line);
    let word = line.get(start..).unwrap_or_default();
    let Some((verb, arguments)) = before.split_first() else {
        return (start, starting_with(word, verb_names()));
    };
    let Some(verb) = verbs().into_iter().find(|v| v.name == *verb) else {
        return (start, Vec::new());
    };
    let mut command = verb.command();
    command.build();
    let mut place = Place::find(&command, arguments);
    let mut given = 0;
    if word.starts_with('-') && place.option.is_none() {
        let Some((option, _)) = word.split_once('=') else {
            return (start, starting_with(word, options(place.command)));
        };
        place.option = place.option_called(option);
        given = option.len() + 1;
    }
    if place.argument().is_some_and(is_list) {
        given = word.rfind(',').map_or(given, |at| at + 1);
    }
    let (given, part) = word.split_at(given);
    let values = place.values(part, session, directory);
    let continued = values.into_iter().map(|c| Candidate {
        text: format!("{given}{}", c.text),
        ..c
    });
    (start, starting_with(word, continued.collect()))
}

/// Whether the value is several names with commas between them.
fn is_list(argument: &clap::Arg) -> bool {
    argument.get_value_delimiter() == Some(',')
}

fn verb_names() -> Vec<Candidate> {
    let named = verbs().into_iter().map(|v| Candidate {
        text: v.name.to_owned(),
        kind: "function",
    });
    named.collect()
}

/// More candidates are not sent: nobody looks through them.
const MOST_CANDIDATES: usize = 1_000;

fn starting_with(word: &str, candidates: Vec<Candidate>) -> Vec<Candidate> {
    let typed = bare(word).to_lowercase();
    let fits = |c: &Candidate| bare(&c.text).to_lowercase().starts_with(&typed);
    candidates
        .into_iter()
        .filter(fits)
        .take(MOST_CANDIDATES)
        .collect()
}

/// Where in a command line the cursor stands.
struct Place<'a> {
    command: &'a clap::Command,
    /// The option that waits for its value.
    option: Option<&'a clap::Arg>,
    /// How many positional arguments stand before.
    positional: usize,
}

impl<'a> Place<'a> {
    fn find(command: &'a clap::Command, arguments: &[String]) -> Self {
        let mut place = Self {
            command,
            option: None,
            positional: 0,
        };
        for argument in arguments {
            if place.option.take().is_some() {
                continue;
            }
            if argument.starts_with('-') {
                place.option = place.option_called(argument);
            } else if let Some(sub) = place.command.find_subcommand(argument) {
                place.command = sub;
                place.positional = 0;
            } else {
                place.positional += 1;
            }
        }
        place
    }

    /// The option of this spelling, if it takes a value that has not been given by `=`.
    fn option_called(&self, spelling: &str) -> Option<&'a clap::Arg> {
        self.command.get_arguments().find(|a| {
            let long = a.get_long().map(|l| format!("--{l}"));
            let short = a.get_short().map(|s| format!("-{s}"));
            let called = long.as_deref() == Some(spelling) || short.as_deref() == Some(spelling);
            called && a.get_action().takes_values()
        })
    }

    fn argument(&self) -> Option<&'a clap::Arg> {
        if self.option.is_some() {
            return self.option;
        }
        let positionals: Vec<&clap::Arg> = self.command.get_positionals().collect();
        let last = positionals.last().copied();
        positionals
            .get(self.positional)
            .copied()
            .or_else(|| last.filter(|a| a.get_num_args().is_some_and(|n| n.max_values() > 1)))
    }

    fn values(&self, part: &str, session: &Session, directory: &Path) -> Vec<Candidate> {
        let Some(argument) = self.argument() else {
            return subcommands(self.command);
        };
        let stated: Vec<Candidate> = argument
            .get_possible_values()
            .iter()
            .map(|v| Candidate {
                text: v.get_name().to_owned(),
                kind: "enum",
            })
            .collect();
        if !stated.is_empty() {
            return stated;
        }
        if argument.get_value_hint() == clap::ValueHint::FilePath {
            return paths(part, directory);
        }
        let names = argument.get_value_names().unwrap_or_default();
        let what = names.first().map(|n| n.as_str()).unwrap_or_default();
        session_names(what, session)
    }
}

fn subcommands(command: &clap::Command) -> Vec<Candidate> {
    command
        .get_subcommands()
        .map(|c| Candidate {
            text: c.get_name().to_owned(),
            kind: "keyword",
        })
        .collect()
}

fn options(command: &clap::Command) -> Vec<Candidate> {
    let spelled = command.get_arguments().filter_map(|a| {
        let long = a.get_long().map(|l| format!("--{l}"));
        long.or_else(|| a.get_short().map(|s| format!("-{s}")))
    });
    spelled
        .map(|text| Candidate {
            text,
            kind: "param",
        })
        .collect()
}

/// The session's own names, by what the declaration calls the value.
fn session_names(what: &str, session: &Session) -> Vec<Candidate> {
    let current = session.current().ok();
    let names: Vec<String> = match what.trim_end_matches(",…") {
        "FACTOR" => current.map(|c| c.labels().to_vec()).unwrap_or_default(),
        "SORT" => current
            .map(|c| c.part().sort_ids().to_vec())
            .unwrap_or_default(),
        "ATTRIBUTE" | "CONDITION" => current
            .map(|c| {
                c.part()
                    .sort_attributes()
                    .iter()
                    .map(|a| a.name.clone())
                    .collect()
            })
            .unwrap_or_default(),
        "STATEMENT-ATTRIBUTE" => current
            .map(|c| {
                let attributes = c.part().statement_attributes().iter();
                attributes.map(|a| a.name.clone()).collect()
            })
            .unwrap_or_default(),
        "SOLUTION" => session.solution_names(),
        "STUDY-OR-SOLUTION" => {
            let studies = session.studies().iter().map(|s| s.name.clone());
            session
                .solution_names()
                .into_iter()
                .chain(studies)
                .collect()
        }
        "EXAMPLE" => example_names()
            .iter()
            .map(|(n, _)| (*n).to_owned())
            .collect(),
        "VERB" => verbs().iter().map(|v| v.name.to_owned()).collect(),
        _ => Vec::new(),
    };
    names
        .into_iter()
        .map(|name| Candidate {
            text: quoted(&name),
            kind: "instance",
        })
        .collect()
}

/// Files and folders that continue a path; folders end in `/`.
fn paths(part: &str, directory: &Path) -> Vec<Candidate> {
    let part = bare(part);
    let (folder, _) = part.split_at(part.rfind('/').map_or(0, |at| at + 1));
    let place = match folder.strip_prefix("~/").zip(dirs::home_dir()) {
        Some((rest, home)) => home.join(rest),
        None => directory.join(folder),
    };
    let Ok(entries) = std::fs::read_dir(place) else {
        return Vec::new();
    };
    let mut found: Vec<Candidate> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let slash = if entry.path().is_dir() { "/" } else { "" };
            (!name.starts_with('.')).then(|| Candidate {
                text: quoted(&format!("{folder}{name}{slash}")),
                kind: "path",
            })
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    found.truncate(200);
    found
}
