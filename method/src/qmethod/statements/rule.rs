//! What counts as a difference, and the verdict on every pair and statement.

use super::adjustment::Adjustment;
use super::critical::CriticalValues;
use super::differences::Differences;
use crate::qmethod::error::MethodError;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::StatementIndex;

/// What counts as a difference between two factors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// |Δz| against c·SED (Brown 1980, p. 245). With an adjustment, the adjusted p value against the level itself.
    Significance {
        /// The levels.
        critical: CriticalValues,
        /// The correction; its family is every statement on every pair of factors with scores, n·k(k − 1)/2 comparisons.
        adjustment: Adjustment,
    },
    /// |Δz| ≥ d, whatever its standard error: z-scores have standard deviation 1, so Δz is a standardised difference such as Cohen's d (1988). As in
    /// Stata's qfactor, 0 < d ≤ 1.
    EffectSize {
        /// The least difference that counts.
        d: f64,
    },
}

impl Default for Rule {
    fn default() -> Self {
        CriticalValues::default().into()
    }
}

impl From<CriticalValues> for Rule {
    fn from(critical: CriticalValues) -> Self {
        Self::Significance {
            critical,
            adjustment: Adjustment::None,
        }
    }
}

impl Rule {
    fn check(&self) -> Result<(), MethodError> {
        match self {
            Self::Significance { critical, .. } => critical.check(),
            Self::EffectSize { d } if *d > 0.0 && *d <= 1.0 => Ok(()),
            Self::EffectSize { d } => Err(MethodError::EffectSize { d: *d }),
        }
    }
}

/// The differences of a solution with the verdict of a rule on each.
#[derive(Clone, Debug)]
pub struct Verdicts {
    rule: Rule,
    differences: Differences,
    /// Adjusted p values, pair by pair; empty without an adjustment.
    adjusted: Vec<Vec<f64>>,
}

impl Verdicts {
    /// Judges every pair of factors on every statement.
    ///
    /// # Errors
    /// Fewer than two factors with scores; critical values that are not above zero; a d outside of 0…1.
    pub fn of(scored: &Scored, rule: Rule) -> Result<Self, MethodError> {
        rule.check()?;
        let differences = Differences::of(scored)?;
        let adjusted = match rule {
            Rule::Significance { adjustment, .. } if adjustment != Adjustment::None => {
                adjusted(&differences, adjustment)
            }
            _ => Vec::new(),
        };
        Ok(Self {
            rule,
            differences,
            adjusted,
        })
    }

    /// The rule.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The differences.
    pub fn differences(&self) -> &Differences {
        &self.differences
    }

    /// How many comparisons an adjustment is for.
    pub fn family(&self) -> usize {
        let pairs = self.differences.pairs.iter();
        pairs.map(|pair| pair.differences.len()).sum()
    }

    /// The adjusted p value; none without an adjustment. `pair` is a place in the list of differences.
    pub fn adjusted_p(&self, pair: usize, statement: StatementIndex) -> Option<f64> {
        self.adjusted.get(pair)?.get(statement.0).copied()
    }

    /// How many levels the difference passes, 0 for none; under an effect size 1 or 0. `pair` is a place in the list of differences.
    pub fn grade(&self, pair: usize, statement: StatementIndex) -> usize {
        let Some(differences) = self.differences.pairs.get(pair) else {
            return 0;
        };
        match self.rule {
            Rule::EffectSize { d } => usize::from(differences.difference(statement).abs() >= d),
            Rule::Significance { critical, .. } => match self.adjusted_p(pair, statement) {
                Some(p) => critical.grade_of_p(p),
                None => critical.grade(differences.ratio(statement).abs()),
            },
        }
    }
}

/// One family over all pairs.
fn adjusted(differences: &Differences, adjustment: Adjustment) -> Vec<Vec<f64>> {
    let mut family = Vec::new();
    for pair in &differences.pairs {
        let statements = (0..pair.differences.len()).map(StatementIndex);
        family.extend(statements.map(|statement| pair.p(statement)));
    }
    let statements = family.len() / differences.pairs.len().max(1);
    let adjusted = adjustment.adjust(&family);
    adjusted
        .chunks(statements.max(1))
        .map(<[f64]>::to_vec)
        .collect()
}
