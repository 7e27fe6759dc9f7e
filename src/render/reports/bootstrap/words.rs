//! What was done, and how it is to be read.

use super::super::extraction_words::method_words;
use super::super::loadings::step_words;
use super::super::wording::{self, COARSE, names};
use crate::qmethod::bootstrap::Bootstrap;
use crate::qmethod::extraction::Extraction;
use crate::qmethod::replay::{Alignment, ReplayOptions};
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::{FactorIndex, Scored};
use crate::render::number::{counted, fixed, thousands};
use crate::render::report::Report;

/// A factor missing in more of the replicates makes its intervals too narrow to be believed.
const OFTEN_LOST: f64 = 0.05;
/// Fewer replicates beyond each end leave the end to chance.
const FEW_BEYOND: f64 = 5.0;

/// What was drawn and taken again.
pub(super) fn how(found: &Bootstrap, labels: &[String]) -> String {
    let options = &found.options;
    let scored = found.scored();
    let sorts = scored.study().sort_count();
    let balance = if options.balanced {
        format!(
            "balanced: each is drawn {} times in all",
            thousands(options.replicates)
        )
    } else {
        "each draw by itself".to_owned()
    };
    let within = match &options.strata {
        Some(name) => format!(", within each value of `{name}`"),
        None => String::new(),
    };
    format!(
        "{} of the {sorts} participants, drawn with replacement{within} ({balance}; seed {}). Each is analysed as the solution was: {}. {}",
        counted(options.replicates, "resample", "resamples"),
        options.seed,
        steps_words(scored, labels),
        replayed_words(options.replay)
    )
}

/// The steps of a solution in a few words.
pub(in crate::render::reports) fn steps_words(scored: &Scored, labels: &[String]) -> String {
    let flagged = scored.flagged();
    let rotated = flagged.rotated();
    let mut steps = vec![method_words(rotated.extracted())];
    steps.extend(
        rotated
            .steps()
            .iter()
            .map(|s| step_words(s, rotated, labels)),
    );
    steps.push(match flagged.changes().len() {
        0 => "flags by the same rule".to_owned(),
        n => format!(
            "flags by the same rule, with {} that {} with the sort",
            counted(n, "change by hand", "changes by hand"),
            if n == 1 { "goes" } else { "go" }
        ),
    });
    steps.push("scores".to_owned());
    steps.join(", ")
}

/// How factors are brought back to those of the solution.
pub(in crate::render::reports) fn replayed_words(options: ReplayOptions) -> String {
    let turned = match options.alignment {
        Alignment::Assignment => "",
        Alignment::Procrustes => {
            ", and then turned together to come nearest to the solution's loadings (orthogonal Procrustes)"
        }
    };
    let found = match options.found_from {
        0.0 => "Every factor counts as found again, however unlike.".to_owned(),
        r => format!(
            "A factor counts as found again from |r| = {} on.",
            fixed(r, COARSE)
        ),
    };
    format!(
        "Its factors are paired one to one with the solution's so that the sum of |r| between z-scores is greatest, reversed where r is negative{turned}. {found}"
    )
}

/// What the numbers rest on.
pub(super) fn rule(found: &Bootstrap) -> String {
    format!(
        "{} of {} resamples found every factor again. What is said of a factor rests on the resamples that found it; of a sort, on those among them that hold it. \
         Intervals are percentile intervals: {} of the resamples lie inside. SE: standard deviation over the resamples. Bias: their mean less the solution's own value.",
        thousands(found.kept),
        thousands(found.options.replicates),
        level(found.options.level)
    )
}

/// With what may change how the result is read.
pub(super) fn warned(mut report: Report, found: &Bootstrap, labels: &[String]) -> Report {
    for (failure, count) in &found.failures {
        report = report.warning(format!(
            "{} could not be analysed and {} left out: {}.",
            counted(*count, "resample", "resamples"),
            if *count == 1 { "is" } else { "are" },
            failure.words()
        ));
    }
    let analysed = found.analysed() as f64;
    let lost = |place: &usize| {
        let found = found.factors.get(*place).map_or(0, |f| f.found);
        1.0 - found as f64 / analysed > OFTEN_LOST
    };
    let lost: Vec<String> = (0..found.factors.len())
        .filter(lost)
        .map(|place| wording::factor(labels, FactorIndex(place)))
        .collect();
    if !lost.is_empty() {
        report = report.warning(format!(
            "{} often not found again. Alignment failed there, and the intervals tell only of the resamples in which it did not, so that they are too narrow. `--threshold 0` counts them all.",
            match lost.as_slice() {
                [one] => format!("{one} is"),
                many => format!("{} are", names(many)),
            }
        ));
    }
    if found.not_converged > 0 {
        report = report.warning(format!(
            "In {} an iteration ended before it met its tolerance.",
            counted(found.not_converged, "resample", "resamples")
        ));
    }
    let beyond = 0.5 * (1.0 - found.options.level) * analysed;
    if beyond < FEW_BEYOND {
        report = report.remark(format!(
            "Fewer than {} resamples lie beyond each end of a {} interval, which leaves the ends to chance: ask for more with `--replicates`.",
            fixed(FEW_BEYOND, 0),
            level(found.options.level)
        ));
    }
    remarks(report, found, labels)
}

/// What of the solution is replayed in a way of its own.
fn remarks(mut report: Report, found: &Bootstrap, labels: &[String]) -> Report {
    let rotated = found.scored().flagged().rotated();
    let steps = rotated.steps();
    let any = |of: fn(&RotationStep) -> bool| steps.iter().any(of);
    if any(|s| matches!(s, RotationStep::ByHand { .. })) {
        report = report.remark(
            "Turns by hand are repeated by the same angles, after the factors they name have been found among the resample's by their loadings. The eye that chose the angles is not resampled.",
        );
    }
    if any(|s| matches!(s, RotationStep::Through { .. })) {
        report = report.remark(
            "A turn through a sort is repeated through the same sort, so that resamples without it cannot be analysed.",
        );
    }
    let alone = wording::all(found.factors.len())
        .filter(|f| found.scored().flagged().defining_sorts(*f).len() == 1);
    let alone: Vec<String> = alone.map(|f| wording::factor(labels, f)).collect();
    if !alone.is_empty() {
        report = report.warning(format!(
            "A single sort defines {}. Resamples either hold it and repeat its scores, or lose the factor: standard errors of such a factor tell nothing.",
            names(&alone)
        ));
    }
    if rotated.extracted().extraction() != Extraction::PrincipalComponents {
        report = report.remark(
            "A sort that is drawn twice correlates 1 with its copy, which communalities take for something shared: they, and loadings, come out larger than without copies. Look at the bias.",
        );
    }
    report
}

/// What the columns of the first table are.
pub(super) fn overview(found: &Bootstrap) -> String {
    let mut words = "Found: in how many of the resamples; |r|: of its z-scores with the solution's, over all of them. SE by formula: √(1 − composite reliability), from the number of defining sorts and the reliability assumed of \
         one sort; bootstrap: the root of the mean squared standard error over the statements. |bias|: the largest of a statement."
        .to_owned();
    if found.factors.iter().any(|f| f.unscored > 0) {
        words.push_str(" Undefined: found, but without defining sorts, hence without scores.");
    }
    if found.columns.is_some() {
        words.push_str(
            " Stability index: how far the array of the mean z-scores lies from the solution's, as a share of the furthest an array can lie from another (0: nothing moves, 1: turned round). Typical: that share for a single resample.",
        );
    }
    words
}

/// What the picture shows.
pub(super) fn figure(found: &Bootstrap) -> String {
    let statements = found.scored().study().statement_count();
    if statements > super::MOST_LINES {
        return format!(
            "The picture shows the {} statements with the most disagreement of {statements}.",
            super::MOST_LINES
        );
    }
    "In the picture the statements stand by disagreement: the variance of their z-scores over the factors, largest first."
        .to_owned()
}

/// "95 %".
pub(super) fn level(level: f64) -> String {
    let percent = 100.0 * level;
    let decimals = usize::from((percent - percent.round()).abs() > 1e-9);
    format!("{} %", fixed(percent, decimals))
}
