//! Cards of the viewpoints as hand-outs: a page that prints one viewpoint a sheet, the same for LaTeX, or a document.

use super::error::PublishError;
use super::{Options, Package, word};
use crate::qmethod::prevalence::prevalence;
use crate::render::{self, Analysis, CardSource};
use std::path::Path;

/// The file; its ending says which.
///
/// # Errors
/// No scores yet; an attribute that no participant has; a study without a grid for arrays.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    options: &Options,
) -> Result<Package, PublishError> {
    let (Some(scored), Some(flagged)) = (analysis.scored, analysis.flagged) else {
        return Err(PublishError::NoResults {
            format: "A hand-out",
            study: analysis.provenance.study.clone(),
        });
    };
    let by = options.by.as_deref();
    let prevalence = by.map(|by| prevalence(flagged, by)).transpose()?;
    let source = CardSource {
        scored,
        labels: analysis.labels,
        summaries: &analysis.background.summaries,
        prevalence: prevalence.as_ref(),
    };
    let ending = target
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase());
    let mut package = match ending.as_deref() {
        Some("docx") => {
            let factors = scored.scored_factors().into_iter();
            let cards: Result<Vec<_>, _> = factors.map(|f| render::handout(&source, f)).collect();
            word::cards(&cards?, target, title)?
        }
        Some("tex") => Package::of(target, render::handouts_latex(&source, title)?),
        _ => Package::of(target, render::handouts_html(&source, title)?),
    };
    package.notes.extend(unsaid(analysis));
    Ok(package)
}

/// Viewpoints without a summary.
fn unsaid(analysis: &Analysis<'_>) -> Option<String> {
    let summaries = &analysis.background.summaries;
    let labels = analysis.labels.iter().enumerate();
    let without: Vec<&str> = labels
        .filter(|(at, _)| summaries.get(*at).is_none_or(Option::is_none))
        .map(|(_, label)| label.as_str())
        .collect();
    (!without.is_empty()).then(|| {
        format!(
            "Without a summary: {}. `%q summary` writes one.",
            render::listed(&without)
        )
    })
}
