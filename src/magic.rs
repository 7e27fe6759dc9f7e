//! The language of magics: one file per verb, and what follows from their declarations (running, help, completion, suggestions).

mod complete;
mod error;
mod examples;
mod help;
mod reference;
mod threads;
mod usage;
mod verb;
mod verbs;
mod words;

pub use complete::{Candidate, complete};
pub use error::MagicError;
pub use examples::{Example, Station};
pub use help::{documentation, inspect, reference};
pub use reference::reference_page;
pub use threads::Threads;
pub use verb::{Answer, Call, Group, Magic, Step, Verb};
pub use verbs::verbs;

use words::quoted;

use crate::output::{Progress, Unwatched};
use crate::render::Provenance;
use crate::session::{ConcourseUnderWay, JournalEntry, Looks, Session, Solution};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// The lines under a `%%q`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Body<'a> {
    /// The lines.
    pub text: &'a str,
    /// How many lines of the cell stand above them, for messages that count as the reader does.
    pub above: usize,
}

/// Runs one magic: `line` without its `%q`, `body` the lines under a `%%q`; `looks` remembers what was looked at. A magic that fails, or is interrupted before its end, leaves the
/// session exactly as it was.
///
/// # Errors
/// What is wrong with the line, the data or the step, in the user's words.
pub fn run(
    line: &str,
    body: Option<Body<'_>>,
    session: &mut Session,
    looks: &mut Looks,
    directory: &Path,
    progress: &dyn Progress,
) -> Result<Answer, MagicError> {
    let words = shlex::split(line).ok_or_else(|| MagicError::OpenQuote {
        line: line.to_owned(),
    })?;
    let Some((name, arguments)) = words.split_first() else {
        return Err(MagicError::NoVerb);
    };
    let verb = find(name)?;
    let draft = session.begin();
    let source = source(line, body);
    let mut call = Call {
        session,
        looks,
        body,
        directory,
        source,
        progress,
    };
    // A panic is our fault, not the user's; it must not take the session with it.
    let outcome = catch_unwind(AssertUnwindSafe(|| verb.run(arguments, &mut call)));
    // A verb may have put it in other words.
    let source = call.source;
    match outcome {
        // What is no step has come to its end, and there is nothing to take back.
        Ok(Ok(answer)) if answer.step.is_none() => Ok(answer),
        Ok(_) if progress.interrupted() => {
            session.roll_back(draft);
            Err(MagicError::Interrupted)
        }
        Ok(Ok(answer)) => {
            if let Some(step) = &answer.step {
                let entry = JournalEntry {
                    source,
                    remark: step.remark.clone(),
                };
                session.commit(draft, entry);
            }
            Ok(answer)
        }
        Ok(Err(error)) => {
            session.roll_back(draft);
            Err(error)
        }
        Err(_) => {
            session.roll_back(draft);
            Err(MagicError::Internal { verb: verb.name })
        }
    }
}

/// What a magic shows, without touching the session: for values that a front end asks for beside a cell.
///
/// # Errors
/// As [`run`]; also if the magic would change the session.
pub fn look(
    line: &str,
    session: &Session,
    looks: &Looks,
    directory: &Path,
) -> Result<Answer, MagicError> {
    let (mut copy, mut looks) = (session.clone(), looks.clone());
    let answer = run(line, None, &mut copy, &mut looks, directory, &Unwatched)?;
    if answer.step.is_some() || copy.journal().len() != session.journal().len() {
        let verb = line.split_whitespace().next().unwrap_or_default();
        return Err(MagicError::Changes {
            verb: verb.to_owned(),
        });
    }
    Ok(answer)
}

/// Whether a line can be run once it is typed: a quotation mark that is not closed in it never will be.
pub fn can_run(line: &str) -> bool {
    shlex::split(line).is_some()
}

/// The verb of this name.
///
/// # Errors
/// [`MagicError::UnknownVerb`] with the nearest one.
pub fn find(name: &str) -> Result<Verb, MagicError> {
    let known = || {
        verbs()
            .iter()
            .map(|v| v.name.to_owned())
            .collect::<Vec<_>>()
    };
    verbs()
        .into_iter()
        .find(|v| v.name == name)
        .ok_or_else(|| MagicError::unknown_verb(name, &known()))
}

/// What a result of this moment comes from.
pub fn provenance(answer: &Answer, session: &Session) -> Provenance {
    if answer.of_concourse
        && let Ok(concourse) = session.concourse()
    {
        return provenance_of_concourse(concourse);
    }
    let solution = answer.about.as_ref().or(session.current().ok());
    let Some(solution) = solution else {
        return Provenance {
            study: String::new(),
            digest: String::new(),
            statements: 0,
            sorts: 0,
            solution: None,
            steps: Vec::new(),
        };
    };
    provenance_of(solution)
}

/// What a solution comes from.
fn provenance_of(solution: &Solution) -> Provenance {
    Provenance {
        study: solution.study().name.clone(),
        digest: solution.study().digest.clone(),
        statements: solution.part().statement_count(),
        sorts: solution.part().sort_count(),
        solution: solution.name().map(str::to_owned),
        steps: solution.steps().map(str::to_owned).collect(),
    }
}

fn provenance_of_concourse(concourse: &ConcourseUnderWay) -> Provenance {
    Provenance {
        study: concourse.name().to_owned(),
        digest: concourse.digest().to_owned(),
        statements: concourse.screening().concourse().candidates().len(),
        sorts: 0,
        solution: None,
        steps: concourse.steps().to_vec(),
    }
}

fn source(line: &str, body: Option<Body<'_>>) -> String {
    match body {
        Some(body) => format!("%%q {}\n{}", line.trim(), body.text.trim_end()),
        None => format!("%q {}", line.trim()),
    }
}
