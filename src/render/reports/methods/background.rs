//! What is said of an analysis besides its stages: what was looked at, whose conventions, which other solutions.

use super::decapitalised;
use crate::qmethod::Convention;
use crate::qmethod::comparison::Likeness;
use crate::render::analysis::{Background, ComparisonMade, FirstOrderPart};
use crate::render::number::{counted, fixed, listed};
use crate::render::reports::comparison::what;
use crate::render::reports::retention::suggestions;
use crate::render::reports::wording::{self, COARSE};

/// What was looked at before the number of factors was settled; nothing if nothing was.
pub(in crate::render::reports) fn number_words(background: &Background) -> Option<String> {
    let scree = background
        .scree
        .then(|| "The eigenvalues were looked at as a scree plot (`scree`).".to_owned());
    let criteria = background.retention.as_ref().map(|found| {
        let suggested: Vec<String> = suggestions(found)
            .into_iter()
            .map(|(criterion, factors)| format!("{}: {factors}", decapitalised(criterion)))
            .collect();
        format!(
            "Criteria for the number of factors (`retain`): {}. The parallel analysis drew {} with seed {}.",
            suggested.join("; "),
            counted(found.parallel.draws, "random study", "random studies"),
            found.parallel.seed
        )
    });
    let said: Vec<String> = scree.into_iter().chain(criteria).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

pub(in crate::render::reports) fn convention_words(background: &Background) -> Option<String> {
    let convention = background.convention;
    (convention != Convention::Exact).then(|| {
        format!(
            "Correlations, extraction, rotation, flags and scores follow the conventions of {} (`--like {}`).",
            convention.name(),
            convention.word()
        )
    })
}

pub(in crate::render::reports) fn first_order_words(parts: &[FirstOrderPart]) -> Option<String> {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| {
            format!(
                "{} ({} from {})",
                part.name,
                wording::factor_count(part.factors),
                wording::sorts(part.sorts)
            )
        })
        .collect();
    (!parts.is_empty()).then(|| {
        format!(
            "This is a second-order analysis: its sorts are the factors of other solutions, {}.",
            listed(&parts)
        )
    })
}

/// One sentence for each comparison.
pub(in crate::render::reports) fn comparison_words(comparisons: &[ComparisonMade]) -> Vec<String> {
    comparisons.iter().map(compared_words).collect()
}

fn compared_words(made: &ComparisonMade) -> String {
    let profile = what(made.profile);
    let (rows, columns) = (listed(&made.rows), listed(&made.columns));
    match (made.thresholds.as_slice(), made.likeness) {
        ([first, others @ ..], _) => format!(
            "The factors of {rows} were matched one to one with those of {columns}, so that the sum of the correlations between their {profile} is greatest; a pair of r = {} or more counts as the same viewpoint (`match`){}.",
            fixed(*first, COARSE),
            match others {
                [] => String::new(),
                others => {
                    let others = others.iter().map(|r| fixed(*r, COARSE));
                    format!(
                        "; the same was looked at with {}",
                        listed(&others.collect::<Vec<_>>())
                    )
                }
            }
        ),
        ([], Likeness::Correlation) => format!(
            "The factors of {rows} were compared with those of {columns} by the correlations between their {profile} (`compare`)."
        ),
        ([], Likeness::Congruence) => format!(
            "The factors of {rows} were compared with those of {columns} by Tucker's congruence of their {profile} (`compare`)."
        ),
    }
}
