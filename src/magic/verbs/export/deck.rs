//! `%q export --as deck`: cards to sort, before there is any sort.

use super::{As, checked_path};
use crate::magic::verbs::publishing::{path, said};
use crate::magic::verbs::shared::Of;
use crate::magic::{Answer, Call, MagicError};
use crate::publish;
use crate::qmethod::Statement;
use crate::render::counted;
use crate::session::Solution;

/// The Q set, and where it is from.
struct Deck {
    statements: Vec<Statement>,
    title: String,
    origin: String,
    solution: Option<Solution>,
}

/// Writes the cards of the study that is named, or of the Q set drawn from the concourse, or of the study under way.
pub(super) fn write(
    call: &Call<'_>,
    files: &[String],
    title: Option<String>,
    of: &Of,
    overwrite: bool,
) -> Result<Answer, MagicError> {
    let deck = deck(call, of)?;
    let title = title.unwrap_or(deck.title);
    let mut packages = Vec::new();
    for text in files {
        let target = checked_path(text, path(text, call.directory), As::Deck)?;
        publish::check([target.as_path()], None, overwrite)?;
        packages.push(publish::deck(&title, &deck.statements, &target));
    }
    let mut written = Vec::new();
    for package in &packages {
        written.extend(publish::write(&package.files, None, overwrite)?);
    }
    let origin = format!(
        "{} of {}, ten cards of 85 by 54 mm on a sheet of A4: print without scaling and cut along the lines.",
        counted(deck.statements.len(), "statement", "statements"),
        deck.origin
    );
    let notes = packages.iter().flat_map(|package| &package.notes);
    let notes: Vec<&String> = std::iter::once(&origin).chain(notes).collect();
    // The cards show statements only: of which sorts a solution is made, is nothing to them.
    let report = said(call, None, &notes, &written);
    Ok(match deck.solution {
        Some(solution) => Answer::about(solution, report),
        None => Answer::of_concourse(report),
    })
}

fn deck(call: &Call<'_>, of: &Of) -> Result<Deck, MagicError> {
    let collected = call.session.concourse().ok();
    let collected = collected.filter(|_| of.of.is_none());
    let drawn = match collected {
        // Without a study, cards of a concourse can only be those of its Q set.
        Some(concourse) if call.session.current().is_err() => Some((concourse, concourse.q_set()?)),
        Some(concourse) => concourse.q_set().ok().map(|q_set| (concourse, q_set)),
        None => None,
    };
    if let Some((concourse, q_set)) = drawn {
        let statements = q_set.statements.iter().map(|drawn| Statement {
            number: drawn.number,
            text: concourse.screening().text(drawn.candidate).to_owned(),
        });
        return Ok(Deck {
            statements: statements.collect(),
            title: concourse.name().to_owned(),
            origin: format!("the Q set drawn from the concourse `{}`", concourse.name()),
            solution: None,
        });
    }
    let solution = of.solution(call)?;
    let study = solution.study();
    Ok(Deck {
        statements: study.study.statements().to_vec(),
        title: study.name.clone(),
        origin: format!("the study `{}`", study.name),
        solution: Some(solution),
    })
}
