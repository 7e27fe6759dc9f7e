//! Differences between the z-scores of two factors, statement by statement.

use crate::numeric::two_sided_p;
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::error::MethodError;
use crate::qmethod::scores::Scored;
use crate::qmethod::study::{FactorIndex, StatementIndex};

/// Every pair of factors that have scores, in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Differences {
    /// The factors.
    pub factors: Vec<FactorIndex>,
    /// Each pair once, the earlier factor first: k(k − 1)/2 of them.
    pub pairs: Vec<PairDifferences>,
}

/// Two factors compared on every statement.
#[derive(Clone, Debug, PartialEq)]
pub struct PairDifferences {
    /// The factor whose z-score is diminished.
    pub first: FactorIndex,
    /// The factor whose z-score is taken off.
    pub second: FactorIndex,
    /// Standard error of the difference, √(SE² + SE²), in z units.
    pub sed: f64,
    /// z of the first minus z of the second, length n.
    pub differences: Vec<f64>,
}

impl Differences {
    /// The differences of a scored solution.
    ///
    /// # Errors
    /// [`MethodError::TooFewScoredFactors`] with fewer than two factors that have scores.
    pub fn of(scored: &Scored) -> Result<Self, MethodError> {
        let factors = scored.scored_factors();
        if factors.len() < 2 {
            return Err(MethodError::TooFewScoredFactors {
                needed: 2,
                found: factors.len(),
            });
        }
        let sed = Characteristics::of(scored).sed;
        let mut pairs = Vec::new();
        for (place, &first) in factors.iter().enumerate() {
            for &second in factors.iter().skip(place + 1) {
                let z = |factor| scored.z(factor).unwrap_or_default();
                let both = z(first).iter().zip(z(second));
                pairs.push(PairDifferences {
                    first,
                    second,
                    sed: sed[(first.0, second.0)],
                    differences: both.map(|(a, b)| a - b).collect(),
                });
            }
        }
        Ok(Self { factors, pairs })
    }

    /// The pair of these two factors, in this order; none where one of them has no scores.
    pub fn pair(&self, first: FactorIndex, second: FactorIndex) -> Option<PairDifferences> {
        self.pairs.iter().find_map(|pair| {
            if (pair.first, pair.second) == (first, second) {
                return Some(pair.clone());
            }
            let turned = (pair.first, pair.second) == (second, first);
            turned.then(|| pair.turned())
        })
    }

    /// Places of the pairs that a factor is part of.
    pub(super) fn with(&self, factor: FactorIndex) -> Vec<usize> {
        let is_part = |pair: &PairDifferences| pair.first == factor || pair.second == factor;
        (0..self.pairs.len())
            .filter(|place| self.pairs.get(*place).is_some_and(is_part))
            .collect()
    }
}

impl PairDifferences {
    /// z − z of one statement; NaN for one that is not there.
    pub fn difference(&self, statement: StatementIndex) -> f64 {
        let found = self.differences.get(statement.0);
        found.copied().unwrap_or(f64::NAN)
    }

    /// Difference over its standard error, a standard normal value if the factors agree. 0 of no difference, whatever its error.
    pub fn ratio(&self, statement: StatementIndex) -> f64 {
        match self.difference(statement) {
            0.0 => 0.0,
            difference => difference / self.sed,
        }
    }

    /// Two-sided p value of the difference, 0…1.
    pub fn p(&self, statement: StatementIndex) -> f64 {
        two_sided_p(self.ratio(statement))
    }

    /// Difference ± critical value · SED.
    pub fn interval(&self, statement: StatementIndex, critical: f64) -> (f64, f64) {
        let difference = self.difference(statement);
        let reach = critical * self.sed;
        (difference - reach, difference + reach)
    }

    /// The statements by falling difference, equal ones by place.
    pub fn falling(&self) -> Vec<StatementIndex> {
        let mut order: Vec<StatementIndex> =
            (0..self.differences.len()).map(StatementIndex).collect();
        order.sort_by(|a, b| self.difference(*b).total_cmp(&self.difference(*a)));
        order
    }

    fn turned(&self) -> Self {
        Self {
            first: self.second,
            second: self.first,
            sed: self.sed,
            differences: self.differences.iter().map(|d| -d).collect(),
        }
    }
}
