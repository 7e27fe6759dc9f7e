//! Levels of significance and the critical values that go with them.

use crate::qmethod::convention::{Bound, Convention};
use crate::qmethod::error::MethodError;

/// A level and its critical value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriticalValue {
    /// p, two-sided, 0…1.
    pub alpha: f64,
    /// What |Δz|/SED must exceed.
    pub value: f64,
}

/// One of the two levels of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The weaker one, .05 in the field.
    Weak,
    /// The stricter one, .01 in the field.
    Strict,
}

/// The two levels of the field's tables, and how differences are held against them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CriticalValues {
    /// The weaker level.
    pub weak: CriticalValue,
    /// The stricter level.
    pub strict: CriticalValue,
    /// Whether a difference that just meets the critical value is significant: in KADE it is, in PQMethod and R qmethod it is not.
    pub bound: Bound,
    /// The level at which no pair may differ for a consensus: the stricter one, or the weaker one as in R qmethod.
    pub consensus: Level,
    /// Whose constants they are.
    pub convention: Convention,
    /// Stricter levels that only the stars of single differences tell apart, mildest first: R qmethod's .001 and .000001.
    pub further: [Option<CriticalValue>; 2],
}

const fn critical(alpha: f64, value: f64) -> CriticalValue {
    CriticalValue { alpha, value }
}

const QMETHOD: [CriticalValue; 4] = [
    critical(0.05, 1.960),
    critical(0.01, 2.576),
    critical(0.001, 3.291),
    critical(0.000_001, 4.8916),
];

impl Default for CriticalValues {
    /// The constants in print (Brown 1980, p. 245).
    fn default() -> Self {
        Self::between(critical(0.05, 1.96), critical(0.01, 2.58))
    }
}

impl CriticalValues {
    /// The constants of a program: 1.96 and 2.58 here and in PQMethod, 1.96 and 2.575 met or exceeded in KADE, 1.960 and 2.576 (and 3.291, 4.8916 for
    /// the stars) in R qmethod, whose consensus is at .05.
    ///
    /// DIFFERENCE: KADE rounds the z-score under test to two decimals while it compares, so that a statement near the border changes its standing with
    /// the order of the factors. Nothing is rounded here.
    pub fn like(convention: Convention) -> Self {
        match convention {
            Convention::Exact | Convention::Pqmethod => Self {
                convention,
                ..Self::default()
            },
            Convention::Kade => Self {
                bound: Bound::AtLeast,
                convention,
                ..Self::between(critical(0.05, 1.96), critical(0.01, 2.575))
            },
            Convention::Qmethod => Self {
                consensus: Level::Weak,
                convention,
                further: [Some(QMETHOD[2]), Some(QMETHOD[3])],
                ..Self::between(QMETHOD[0], QMETHOD[1])
            },
        }
    }

    /// Any two levels under a program's conventions, in either order: its own constant where it has one for the level, the normal quantile otherwise.
    ///
    /// # Errors
    /// [`MethodError::SignificanceLevels`] unless both lie between 0 and 1 and differ.
    pub fn at(convention: Convention, levels: [f64; 2]) -> Result<Self, MethodError> {
        let [a, b] = levels;
        let sound = |alpha: f64| alpha > 0.0 && alpha < 1.0;
        if !sound(a) || !sound(b) || a == b {
            return Err(MethodError::SignificanceLevels { levels });
        }
        let like = Self::like(convention);
        let constant = |alpha: f64| -> Result<CriticalValue, MethodError> {
            let stars = QMETHOD.iter().find(|c| c.alpha == alpha);
            match (convention, stars) {
                (Convention::Qmethod, Some(star)) => Ok(*star),
                _ => Ok(critical(alpha, convention.critical_value(alpha)?)),
            }
        };
        let strict = constant(a.min(b))?;
        Ok(Self {
            weak: constant(a.max(b))?,
            strict,
            further: like
                .further
                .map(|level| level.filter(|l| l.alpha < strict.alpha)),
            ..like
        })
    }

    /// Two critical values, exceeded strictly.
    pub const fn between(weak: CriticalValue, strict: CriticalValue) -> Self {
        Self {
            weak,
            strict,
            bound: Bound::Above,
            consensus: Level::Strict,
            convention: Convention::Exact,
            further: [None, None],
        }
    }

    /// One of the two levels.
    pub fn level(&self, level: Level) -> CriticalValue {
        match level {
            Level::Weak => self.weak,
            Level::Strict => self.strict,
        }
    }

    /// All levels, the mildest first: two, or more with the further ones.
    pub fn ladder(&self) -> Vec<CriticalValue> {
        let further = self.further.into_iter().flatten();
        [self.weak, self.strict]
            .into_iter()
            .chain(further)
            .collect()
    }

    /// How many levels of the ladder |Δz|/SED exceeds.
    pub fn grade(&self, ratio: f64) -> usize {
        let exceeds = |c: &&CriticalValue| self.bound.met(ratio, c.value);
        self.ladder().iter().filter(exceeds).count()
    }

    /// How many levels of the ladder a p value is below.
    pub fn grade_of_p(&self, p: f64) -> usize {
        let below = |c: &CriticalValue| match self.bound {
            Bound::Above => p < c.alpha,
            Bound::AtLeast => p <= c.alpha,
        };
        self.ladder().iter().filter(|c| below(c)).count()
    }

    pub(super) fn check(&self) -> Result<(), MethodError> {
        let sound = |value: &f64| *value > 0.0 && value.is_finite();
        let ladder = self.ladder();
        match ladder.iter().map(|c| c.value).find(|c| !sound(c)) {
            Some(value) => Err(MethodError::CriticalValue { value }),
            None => Ok(()),
        }
    }
}
