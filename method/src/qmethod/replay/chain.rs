//! The analysis taken again by its own stages, on a study that holds the sorts drawn, each as often as it was drawn.

use super::alignment::{Aligned, Target, congruence, in_place, products, unit_scores};
use super::error::ReplayFailure;
use super::{Alignment, Replicate};
use crate::numeric::Matrix;
use crate::qmethod::error::MethodError;
use crate::qmethod::extraction::Extraction;
use crate::qmethod::flagging::{FlagChange, Flagged};
use crate::qmethod::rotation::{self, FactorOrder, Rotated, RotationStep};
use crate::qmethod::scores::{ScoreOptions, Scored};
use crate::qmethod::study::{FactorIndex, SortIndex, Study};
use crate::qmethod::{Correlated, Extracted};
use std::sync::Arc;

/// What is taken again.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    scored: Arc<Scored>,
    target: Arc<Target>,
    alignment: Alignment,
    steps: Vec<Step>,
    factors: usize,
}

/// A step of the rotation.
#[derive(Clone, Debug)]
struct Step {
    step: RotationStep,
    /// For a step that names factors: the solution's loadings before it, m×k, which say what factors it names.
    before: Option<Matrix<f64>>,
}

impl Chain {
    pub(super) fn of(
        scored: &Arc<Scored>,
        target: Arc<Target>,
        alignment: Alignment,
    ) -> Result<Self, MethodError> {
        let rotated = scored.flagged().rotated();
        let mut steps = Vec::new();
        for (place, step) in rotated.steps().iter().enumerate() {
            let before = match rotated.steps().get(..place) {
                Some(earlier) if names_factors(step) => {
                    Some(rotated.replayed(earlier)?.loadings().clone())
                }
                _ => None,
            };
            steps.push(Step {
                step: step.clone(),
                before,
            });
        }
        let extracted = rotated.extracted();
        // The first factors of these do not depend on how many follow, and a resample may not hold as many.
        let factors = match extracted.extraction() {
            Extraction::PrincipalComponents | Extraction::Centroid(_) => rotated.factor_count(),
            _ => extracted.factor_count(),
        };
        Ok(Self {
            scored: Arc::clone(scored),
            target,
            alignment,
            steps,
            factors,
        })
    }

    /// Takes the analysis again on `study`, whose sorts are these of the solution's, copies side by side; `without` is the statement that it lacks.
    pub(super) fn take(
        &self,
        study: Study,
        sorts: &[usize],
        without: Option<usize>,
    ) -> Result<Replicate, ReplayFailure> {
        let flagged = self.scored.flagged();
        let options = match without {
            None => self.scored.options().clone(),
            Some(_) => ScoreOptions {
                array_grid: None,
                ..self.scored.options().clone()
            },
        };
        let rotated = self.rotated(study, sorts)?;
        let whole = without.map(|statement| self.target.without(statement));
        let target = whole.as_ref().unwrap_or(&self.target.scores);
        let score = |rotated: &Arc<Rotated>, changes: &[FlagChange]| {
            let flagged = Flagged::new(Arc::clone(rotated), flagged.rule(), changes)?;
            Scored::new(Arc::new(flagged), options.clone())
        };
        let mut rotated = Arc::new(rotated);
        let scores = unit_scores(&score(&rotated, &[])?);
        let aligned = Aligned::by(&products(target, &scores));
        rotated = Arc::new(aligned.arranged(&rotated)?);
        if self.alignment == Alignment::Procrustes {
            let wanted = rotation::Target {
                loadings: Arc::new(self.target.loadings.select_rows(sorts)),
                name: String::new(),
            };
            rotated = Arc::new(rotated.then(RotationStep::Target(wanted))?);
        }
        let changes = self.changes(sorts);
        let scores = unit_scores(&score(&rotated, &changes)?);
        let likeness = in_place(target, &scores);
        let flags = Flagged::new(Arc::clone(&rotated), flagged.rule(), &changes)?;
        let parted = Arc::new(flags.parted(&flagged.split()));
        let scored = Scored::new(parted, options)?;
        Ok(self.replicate(&scored, sorts, &likeness))
    }

    fn rotated(&self, study: Study, sorts: &[usize]) -> Result<Rotated, ReplayFailure> {
        let own = self.scored.flagged().rotated();
        let before = own.extracted();
        let method = before.correlated().method();
        let correlated = Correlated::new(Arc::new(study), method)?;
        let correlated = Arc::new(correlated.rounded(before.correlated().rounding()));
        let factors = self.factors;
        let extracted =
            Extracted::finished(correlated, before.extraction(), factors, before.finish())?;
        let mut rotated = Rotated::new(Arc::new(extracted), own.factor_count(), &[])?;
        for Step { step, before } in &self.steps {
            if let Some(before) = before {
                let rows = before.select_rows(sorts);
                rotated = Aligned::by(&congruence(&rows, rotated.loadings())).arranged(&rotated)?;
            }
            rotated = rotated.then(on_these(step, sorts)?)?;
        }
        Ok(rotated)
    }

    /// Flags changed by hand, on every copy of their sorts.
    fn changes(&self, sorts: &[usize]) -> Vec<FlagChange> {
        let mut changes = Vec::new();
        for change in self.scored.flagged().changes() {
            let copies = sorts.iter().enumerate();
            for (copy, _) in copies.filter(|(_, sort)| **sort == change.sort.0) {
                changes.push(FlagChange {
                    sort: SortIndex(copy),
                    ..change.clone()
                });
            }
        }
        changes
    }

    fn replicate(&self, scored: &Scored, sorts: &[usize], likeness: &[f64]) -> Replicate {
        let flagged = scored.flagged();
        let k = flagged.factor_count();
        let m = self.target.loadings.nrows();
        let n = scored.study().statement_count();
        let mut loadings = Matrix::from_element(m, k, f64::NAN);
        let mut flags = Matrix::from_element(m, k, false);
        for (row, sort) in sorts.iter().enumerate() {
            loadings.set_row(*sort, &flagged.loadings().row(row));
            flags.set_row(*sort, &flagged.flags().row(row));
        }
        let z = |factor: usize| scored.z(FactorIndex(factor));
        let arrays = scored.array_distribution().map(|_| {
            Matrix::from_fn(n, k, |statement, factor| {
                let array = scored.array(FactorIndex(factor));
                array.and_then(|a| a.get(statement)).copied().unwrap_or(0)
            })
        });
        Replicate {
            loadings,
            flags,
            z: Matrix::from_fn(n, k, |statement, factor| {
                z(factor)
                    .and_then(|z| z.get(statement))
                    .copied()
                    .unwrap_or(f64::NAN)
            }),
            arrays,
            likeness: of_columns(flagged, likeness),
            converged: flagged.rotated().converged() && flagged.rotated().extracted().converged(),
        }
    }
}

/// What is known of each rotated factor, for each of the columns it became.
pub(super) fn of_columns(flagged: &Flagged, rotated: &[f64]) -> Vec<f64> {
    let columns = flagged.columns().iter();
    let of = columns.map(|column| rotated.get(column.factor.0).copied());
    of.map(|value| value.unwrap_or(0.0)).collect()
}

/// Whether a step means certain factors, and not whichever stand there.
fn names_factors(step: &RotationStep) -> bool {
    matches!(
        step,
        RotationStep::ByHand { .. }
            | RotationStep::Through { .. }
            | RotationStep::Invert(_)
            | RotationStep::Swap(..)
            | RotationStep::Order(FactorOrder::Given(_))
    )
}

/// The step as it is taken on a study of these sorts.
fn on_these(step: &RotationStep, sorts: &[usize]) -> Result<RotationStep, ReplayFailure> {
    Ok(match step {
        RotationStep::Through { factor, sort } => {
            let place = sorts.iter().position(|s| *s == sort.0);
            RotationStep::Through {
                factor: *factor,
                sort: SortIndex(place.ok_or(ReplayFailure::SortMissing)?),
            }
        }
        RotationStep::Target(target) => RotationStep::Target(rotation::Target {
            loadings: Arc::new(target.loadings.select_rows(sorts)),
            name: target.name.clone(),
        }),
        other => other.clone(),
    })
}
