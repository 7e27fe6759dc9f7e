//! What is said about an extraction: its method and constants, conventions, fit, and warnings.

use super::wording::{self, FINE, names};
use crate::qmethod::extraction::{
    AutoStop, CentroidOptions, Extraction, Fit, Heywood, HorstOptions, SignRule,
};
use crate::qmethod::{Convention, Extracted};
use crate::render::number::{counted, fixed};
use crate::render::report::Report;
use serde_json::{Value, json};

/// "A centroid", in the middle of a sentence.
pub(super) fn kind_words(extraction: Extraction) -> &'static str {
    match extraction {
        Extraction::Centroid(_) | Extraction::Horst(_) => "a centroid",
        Extraction::PrincipalAxis(_) => "principal axes",
        Extraction::MaximumLikelihood(_) => "factors by maximum likelihood",
        Extraction::Given => "given loadings",
        _ => "these factors",
    }
}

/// The method with its constants.
pub(super) fn method_words(extracted: &Extracted) -> String {
    match extracted.extraction() {
        Extraction::PrincipalComponents => {
            "principal components of the correlation matrix".to_owned()
        }
        Extraction::Centroid(CentroidOptions::TUCKER) => {
            "Tucker's centroid, each sort's largest residual correlation for its communality".to_owned()
        }
        Extraction::Centroid(options) => format!(
            "Brown's centroid, communalities iterated until they move by at most {:e}",
            options.tolerance
        ),
        Extraction::Horst(options) => horst_words(options),
        Extraction::PrincipalAxis(options) if options.iterated => format!(
            "principal axis, communalities iterated until they are those of the loadings, to {:e}",
            options.tolerance
        ),
        Extraction::PrincipalAxis(_) => {
            "principal axis, not iterated, from squared multiple correlations (from each sort's largest |r| where sorts outnumber what the statements tell apart)".to_owned()
        }
        Extraction::MaximumLikelihood(options) => format!(
            "maximum likelihood, uniquenesses from {} to 1, the lowest discrepancy from several starts",
            options.least_uniqueness
        ),
        Extraction::Given => "loadings found elsewhere, taken as they were given".to_owned(),
    }
}

fn horst_words(options: HorstOptions) -> String {
    let stop = match options.auto_stop {
        AutoStop::Off => "",
        AutoStop::Once => {
            "; a pass ends when the mean squared residual correlation is below 1/n (auto-stop)"
        }
        AutoStop::Twice => {
            "; a pass ends when the mean squared residual correlation is below 1/(2n) (auto-stop, pairs counted twice as in KADE)"
        }
    };
    format!(
        "Horst's centroid 5.5, all communalities iterated together until no diagonal residual is above {:e}, {} restarts at most{stop}",
        options.tolerance, options.max_restarts
    )
}

/// Whose conventions were followed, and what of them was not.
pub(super) fn with_convention(report: Report, extracted: &Extracted) -> Report {
    let finish = extracted.finish();
    if finish.convention == Convention::Exact {
        return report;
    }
    let signs = match finish.sign {
        SignRule::AsFound => "signs of factors are as reflection leaves them",
        SignRule::Sum => "factors point where Σ l ≥ 0",
        SignRule::SignedSquares => "factors point where Σ l·|l| ≥ 0",
    };
    let rounding = match finish.convention {
        Convention::Kade | Convention::Pqmethod => {
            "; its rounding on the way (KADE: correlations to 5 decimals, centroids to 7 or 8) is not imitated"
        }
        _ => "",
    };
    report.remark(format!(
        "As in {}: {signs}{rounding}.",
        finish.convention.name()
    ))
}

/// How well the factors reproduce the correlations.
pub(super) fn with_fit(report: Report, extracted: &Extracted) -> Report {
    match extracted.fit() {
        Fit::DiagonalResidual(left) => report.text(format!(
            "After {} the largest residual on the diagonal is {left:.1e}.",
            counted(rounds(extracted), "pass", "passes")
        )),
        Fit::SquaredResiduals(sum) => {
            let m = wording::study_of_extracted(extracted).sort_count() as f64;
            let pairs = (m * (m - 1.0) / 2.0).max(1.0);
            report.text(format!(
                "Root mean square of the residual correlations: {}.",
                fixed((sum / pairs).sqrt(), FINE)
            ))
        }
        Fit::Likelihood {
            discrepancy,
            chi_square,
            degrees_of_freedom,
        } => report.text(format!(
            "Discrepancy {}; χ² = {} with {} (Bartlett's correction). The test takes statements for independent normal observations, which a forced grid does not make them: read it as a description.",
            fixed(discrepancy, 4),
            fixed(chi_square, 2),
            counted(degrees_of_freedom, "degree of freedom", "degrees of freedom"),
        )),
        _ => report,
    }
}

fn rounds(extracted: &Extracted) -> usize {
    extracted.iterations().iter().copied().max().unwrap_or(0)
}

/// With a warning where an iteration did not come to its end.
pub(super) fn warn_not_converged(report: Report, extracted: &Extracted) -> Report {
    if extracted.converged() {
        return report;
    }
    report.warning("The communalities did not reach the tolerance within the iterations allowed; the loadings are those of the last round.")
}

/// With the names of sorts whose communality reached 1.
pub(super) fn warn_heywood(report: Report, extracted: &Extracted) -> Report {
    let cases = extracted.heywood_cases();
    let ids = wording::study_of_extracted(extracted).sort_ids();
    let named: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let id = ids.get(case.sort.0)?;
            Some(format!("{id} (h² = {})", fixed(case.communality, FINE)))
        })
        .collect();
    if named.is_empty() {
        return report;
    }
    let treated = match extracted.finish().heywood {
        Heywood::Cap => "Communalities were held at 1, and what was above it brought to 1.",
        Heywood::Rescale => "Their loadings were multiplied by 1/√h² where h² was above 1.",
        Heywood::Keep | Heywood::Refuse => {
            "They stay as found; a flagged loading of 1 or more has no weight. Fewer factors may help, or `--heywood cap`, `rescale` or `refuse`."
        }
    };
    report.warning(format!(
        "The communality of {} reached 1, or the bound set for it (Heywood): these factors explain all there is, or more. {treated}",
        names(&named)
    ))
}

/// The fit for programs.
pub(super) fn fit_data(fit: Fit) -> Value {
    match fit {
        Fit::DiagonalResidual(left) => json!({"largest_diagonal_residual": left}),
        Fit::SquaredResiduals(sum) => json!({"squared_residuals": sum}),
        Fit::Likelihood {
            discrepancy,
            chi_square,
            degrees_of_freedom,
        } => json!({
            "discrepancy": discrepancy,
            "chi_square": chi_square,
            "degrees_of_freedom": degrees_of_freedom,
        }),
        _ => Value::Null,
    }
}
