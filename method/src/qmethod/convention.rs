//! Whose conventions a step follows (method.md 2), and the one place where the presets of all stages meet.

use super::error::MethodError;
use super::extraction::{CentroidOptions, Extraction};
use super::flagging::FlagRule;
use super::rotation::{Arrangement, Orthomax, RotationStep};
use super::scores::ScoreOptions;
use super::statements::CriticalValues;
use crate::numeric::two_sided_quantile;

/// The programs of the field whose conventions can be followed, stage by stage or as a whole.
///
/// Every stage says in its own file what each of them means there: constants, order and sign of factors, ties, rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Our own: exact, fully converged, nothing rounded on the way.
    #[default]
    Exact,
    /// PQMethod 2.35 (Atkinson, Schmolck).
    Pqmethod,
    /// KADE 1.3 and Ken-Q (Banasick).
    Kade,
    /// The R package qmethod 1.8 (Zabala).
    Qmethod,
}

impl Convention {
    /// All of them, our own first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Pqmethod, Self::Kade, Self::Qmethod];

    /// The word of `--like`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Pqmethod => "pqmethod",
            Self::Kade => "kade",
            Self::Qmethod => "qmethod",
        }
    }

    /// The program's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "Quincunx",
            Self::Pqmethod => "PQMethod",
            Self::Kade => "KADE",
            Self::Qmethod => "R qmethod",
        }
    }

    /// The critical value of the normal distribution that loadings are held against at a two-sided level: what the program prints for the usual
    /// levels, the quantile itself for any other. At .05, .01 and .001 these are 1.96, 2.58 and 3.291; KADE has 2.575 for .01 and six further levels, to
    /// two or three decimals.
    ///
    /// # Errors
    /// A level that is not between 0 and 1.
    pub fn critical_value(self, alpha: f64) -> Result<f64, MethodError> {
        if !(alpha > 0.0 && alpha < 1.0) {
            return Err(MethodError::SignificanceLevel { value: alpha });
        }
        let printed = match self {
            Self::Exact | Self::Pqmethod | Self::Qmethod => {
                &[(0.05, 1.96), (0.01, 2.58), (0.001, 3.291)][..]
            }
            Self::Kade => &[
                (0.05, 1.96),
                (0.01, 2.575),
                (0.001, 3.291),
                (0.2, 1.28),
                (0.15, 1.44),
                (0.1, 1.645),
                (0.005, 2.807),
                (0.0005, 3.481),
                (0.0001, 3.891),
            ],
        };
        let same = |level: f64| (level - alpha).abs() <= 1e-12;
        let found = printed.iter().find(|(level, _)| same(*level));
        Ok(found.map_or_else(|| two_sided_quantile(alpha), |(_, c)| *c))
    }
}

/// Whether a value that just reaches its limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bound {
    /// It does not: value > limit.
    #[default]
    Above,
    /// It does: value ≥ limit.
    AtLeast,
}

impl Bound {
    /// Whether the value counts.
    pub fn met(self, value: f64, limit: f64) -> bool {
        match self {
            Self::Above => value > limit,
            Self::AtLeast => value >= limit,
        }
    }
}

/// Whether numbers are rounded between the steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Never.
    #[default]
    None,
    /// As KADE rounds: correlations to 5 decimals; rotated loadings 5; flags from loadings of 4 decimals; weights 5, standardised sorts 3, products 5, totals 3, z 3; SE and SED 3.
    Kade,
}

impl Rounding {
    /// The value with so many decimals if this rounds, halves upwards (as ECMAScript's `Math.round`).
    pub(super) fn apply(self, value: f64, decimals: i32) -> f64 {
        match self {
            Self::None => value,
            Self::Kade => {
                let scale = 10f64.powi(decimals);
                (value * scale + 0.5).floor() / scale
            }
        }
    }
}

/// What every stage does under a convention.
#[derive(Clone, Debug, PartialEq)]
pub struct Conventions {
    /// Whose they are.
    pub convention: Convention,
    /// Whether correlations are rounded before factors are taken out, and rotated loadings afterwards.
    pub correlations: Rounding,
    /// Constants of Brown's centroid.
    pub centroid: CentroidOptions,
    /// Which sorts define a factor.
    pub flags: FlagRule,
    /// Scores and arrays.
    pub scores: ScoreOptions,
    /// Distinguishing and consensus statements.
    pub critical: CriticalValues,
}

impl Conventions {
    /// The presets of all stages.
    ///
    /// DIFFERENCE: what the programs do by mistake is not followed: R's varimax stops early, PQMethod prints a loading above 1 as that less 1, KADE rounds one z to 2
    /// decimals inside the distinguishing test. Of KADE's rounding the 8 decimals inside its centroid and varimax and the 7 inside Horst's centroid are not followed,
    /// and turns by hand are rounded once, after the last of them, not after each: an angle taken back leads back.
    pub fn of(convention: Convention) -> Self {
        Self {
            convention,
            correlations: match convention {
                Convention::Kade => Rounding::Kade,
                _ => Rounding::None,
            },
            centroid: match convention {
                Convention::Exact => CentroidOptions::CONVERGED,
                Convention::Pqmethod | Convention::Kade => CentroidOptions::PQMETHOD,
                Convention::Qmethod => CentroidOptions::QMETHOD,
            },
            flags: FlagRule::like(convention),
            scores: ScoreOptions::like(convention),
            critical: CriticalValues::like(convention),
        }
    }

    /// The same kind of extraction with this convention's constants. Tucker's centroid has none of its own.
    pub fn extraction(&self, like: Extraction) -> Extraction {
        match like {
            Extraction::Centroid(options) if options != CentroidOptions::TUCKER => {
                Extraction::Centroid(self.centroid)
            }
            other => other,
        }
    }

    /// Varimax with Kaiser's normalisation, and the program's order and signs of factors after such an extraction.
    pub fn varimax(&self, after: Extraction) -> RotationStep {
        if self.convention == Convention::Exact {
            return RotationStep::Varimax { kaiser: true };
        }
        let after_centroid = matches!(after, Extraction::Centroid(_) | Extraction::Horst(_));
        RotationStep::Orthomax(Orthomax {
            arrangement: Arrangement::like(self.convention, after_centroid),
            rounding: self.correlations,
            ..Orthomax::varimax(true)
        })
    }

    /// The same step with this convention's rounding of what it gives; order and signs of the factors stay as they are.
    pub fn rotation_step(&self, step: &RotationStep) -> RotationStep {
        let rounding = self.correlations;
        match step {
            RotationStep::Varimax { kaiser } if rounding != Rounding::None => {
                RotationStep::Orthomax(Orthomax {
                    rounding,
                    ..Orthomax::varimax(*kaiser)
                })
            }
            RotationStep::Orthomax(options) => RotationStep::Orthomax(Orthomax {
                rounding,
                ..*options
            }),
            other => other.clone(),
        }
    }
}
