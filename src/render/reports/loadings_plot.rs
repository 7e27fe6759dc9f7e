//! The plane of two factors.

use super::loadings::flagged_data;
use super::shown::Shown;
use super::wording::{self, factor};
use crate::qmethod::{FactorIndex, Flagged};
use crate::render::figures::loadings_plot::{Plane, Sort, Standing, draw};
use crate::render::number::{counted, fixed};
use crate::render::report::{Figure, Report};

/// Where there are too many sorts to draw all, a sample of so many is drawn.
pub(super) const MOST_DRAWN: usize = 2_000;

/// The sorts in the plane of two factors; kind `loadings`.
pub fn loadings_plot(
    flagged: &Flagged,
    labels: &[String],
    a: FactorIndex,
    b: FactorIndex,
) -> Report {
    let (figure, words) = figure_of(flagged, labels, a, b);
    let report = Report::new(format!("{} and {}", factor(labels, a), factor(labels, b)));
    let report = match words {
        Some(words) => report.text(words),
        None => report,
    };
    report
        .figure(figure)
        .data("loadings", flagged_data(flagged, labels))
}

/// The picture, and what has to be said beside it.
pub(super) fn figure_of(
    flagged: &Flagged,
    labels: &[String],
    a: FactorIndex,
    b: FactorIndex,
) -> (Figure, Option<String>) {
    let study = wording::study_of_flagged(flagged);
    let loadings = flagged.basis();
    let loading = |sort: usize, f: FactorIndex| loadings.get((sort, f.0)).copied().unwrap_or(0.0);
    let shown = Shown::at_most(study, MOST_DRAWN);
    let sorts: Vec<Sort> = shown
        .sorts()
        .iter()
        .zip(shown.ids(study))
        .map(|(&sort, id)| Sort {
            id: id.to_owned(),
            at: (loading(sort, a), loading(sort, b)),
            standing: standing(flagged, sort, a, b),
            from: None,
        })
        .collect();
    let (first, second) = (factor(labels, a), factor(labels, b));
    let plane = Plane {
        first: &first,
        second: &second,
        threshold: flagged.threshold(),
    };
    let (drawing, unlabelled) = draw(&sorts, &plane);
    let count = |wanted: Standing| sorts.iter().filter(|s| s.standing == wanted).count();
    let alt = format!(
        "Loadings of {} on {first} (across) and {second} (up): {} {first}, {} {second}; dashed lines at ±{}.",
        wording::sorts(sorts.len()),
        counted(count(Standing::First), "sort defines", "sorts define"),
        counted(count(Standing::Second), "sort defines", "sorts define"),
        fixed(flagged.threshold(), 3)
    );
    if let Some(words) = shown.picture_words() {
        return (Figure { drawing, alt }, Some(words));
    }
    let words = (unlabelled > 0).then(|| {
        format!(
            "In the plot of {first} and {second}, {} no room for a label.",
            counted(unlabelled, "sort has", "sorts have")
        )
    });
    (Figure { drawing, alt }, words)
}

pub(super) fn standing(flagged: &Flagged, sort: usize, a: FactorIndex, b: FactorIndex) -> Standing {
    let flag = |f: usize| flagged.flags().get((sort, f)).copied().unwrap_or(false);
    match (flag(a.0), flag(b.0)) {
        (true, true) if a != b => Standing::Both,
        (true, _) => Standing::First,
        (_, true) => Standing::Second,
        _ if (0..flagged.factor_count()).any(flag) => Standing::Other,
        _ => Standing::None,
    }
}
