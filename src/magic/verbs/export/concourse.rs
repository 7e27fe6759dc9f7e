//! `%q export --as qset` and `--as concourse`: files that need no study.

use super::{As, checked_path};
use crate::magic::verbs::concourse::state;
use crate::magic::verbs::publishing::{path, said};
use crate::magic::{Answer, Call, MagicError};
use crate::publish;

/// Writes the Q set or the whole concourse to a CSV file.
pub(super) fn write(
    call: &Call<'_>,
    files: &[String],
    asked: As,
    overwrite: bool,
) -> Result<Answer, MagicError> {
    let concourse = call.session.concourse()?;
    let state = state(concourse);
    let mut packages = Vec::new();
    for text in files {
        let target = checked_path(text, path(text, call.directory), asked)?;
        publish::check([target.as_path()], None, overwrite)?;
        let package = match asked {
            As::Qset => publish::q_set(&state, concourse.q_set()?, &target),
            _ => publish::concourse(&state, &target),
        };
        packages.push(package);
    }
    let mut written = Vec::new();
    for package in &packages {
        written.extend(publish::write(&package.files, None, overwrite)?);
    }
    let notes: Vec<&String> = packages.iter().flat_map(|package| &package.notes).collect();
    Ok(Answer::of_concourse(said(call, None, &notes, &written)))
}
