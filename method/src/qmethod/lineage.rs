//! What becomes of factors when one more is taken.

use super::retention::SolutionOfSize;
use super::study::FactorIndex;
use crate::numeric::pearson;

/// A factor whose z-scores correlate less than this (|r|) with every factor before shares less than a quarter of its variance with any: it is new.
pub const RELATED: f64 = 0.5;

/// The factors of solutions of growing size and how they descend from each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Lineage {
    /// One per solution, in their order.
    pub levels: Vec<LineageLevel>,
}

/// The factors of one solution.
#[derive(Clone, Debug, PartialEq)]
pub struct LineageLevel {
    /// In their order; their number is k.
    pub factors: Vec<LineageFactor>,
    /// Why the solution has no scores at all, and so no ties to its neighbours; none if it has.
    pub unscored: Option<String>,
    /// Correlations of z-scores between the factors of the level before and these, where both have scores.
    pub links: Vec<LineageLink>,
}

/// One factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineageFactor {
    /// Its defining sorts.
    pub defining: usize,
    /// Those of them with a negative loading.
    pub negative: usize,
    /// Where it comes from.
    pub origin: Origin,
}

/// Two factors of neighbouring levels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineageLink {
    /// In the smaller solution.
    pub from: FactorIndex,
    /// In the larger one.
    pub to: FactorIndex,
    /// Pearson r of their z-scores, −1…1.
    pub r: f64,
}

/// Where a factor comes from: the factor before with the largest |r| of z-scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// It stands in the smallest solution.
    First,
    /// Of all that come from this factor it is the most like it.
    Continues(FactorIndex, f64),
    /// It comes from this factor, which another one continues.
    SplitsFrom(FactorIndex, f64),
    /// |r| with the nearest factor before is below [`RELATED`].
    New(FactorIndex, f64),
    /// It or the whole level before has no scores.
    Unknown,
}

impl Origin {
    /// The factor it comes from, and r; none where it is new or unknown.
    pub fn parent(self) -> Option<(FactorIndex, f64)> {
        match self {
            Self::Continues(parent, r) | Self::SplitsFrom(parent, r) => Some((parent, r)),
            Self::First | Self::New(..) | Self::Unknown => None,
        }
    }
}

/// A factor that comes apart into two of which one keeps its direction and the other reverses it: it had two poles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BipolarSplit {
    /// Place of the level at which it comes apart; the factor stands in the level before.
    pub level: usize,
    /// The factor with two poles.
    pub factor: FactorIndex,
    /// What keeps its direction.
    pub kept: FactorIndex,
    /// What reverses it.
    pub reversed: FactorIndex,
}

impl Lineage {
    /// The lineage of solutions in the order of their size.
    pub fn of(solutions: &[SolutionOfSize]) -> Self {
        let before = std::iter::once(None).chain(solutions.iter().map(Some));
        let levels = solutions.iter().zip(before);
        Self {
            levels: levels.map(|(own, before)| level(before, own)).collect(),
        }
    }

    /// Factors that come apart into opposite poles.
    pub fn bipolar_splits(&self) -> Vec<BipolarSplit> {
        let mut found = Vec::new();
        for (level, here) in self.levels.iter().enumerate() {
            let children: Vec<(FactorIndex, FactorIndex, f64)> = here
                .factors
                .iter()
                .enumerate()
                .filter_map(|(child, factor)| {
                    let (parent, r) = factor.origin.parent()?;
                    Some((parent, FactorIndex(child), r))
                })
                .collect();
            for &(factor, reversed, _) in children.iter().filter(|(_, _, r)| *r < 0.0) {
                let same = |(parent, _, r): &&(FactorIndex, FactorIndex, f64)| {
                    *parent == factor && *r > 0.0
                };
                if let Some(&(_, kept, _)) = children.iter().find(same) {
                    found.push(BipolarSplit {
                        level,
                        factor,
                        kept,
                        reversed,
                    });
                }
            }
        }
        found
    }
}

fn level(before: Option<&SolutionOfSize>, own: &SolutionOfSize) -> LineageLevel {
    let links = before.map_or_else(Vec::new, |before| links(before, own));
    let loadings = own.flagged.rotated().loadings();
    let factors = (0..own.factor_count()).map(|factor| {
        let defining = own.flagged.defining_sorts(FactorIndex(factor));
        let negative = defining.iter().filter(|s| loadings[(s.0, factor)] < 0.0);
        LineageFactor {
            negative: negative.count(),
            defining: defining.len(),
            origin: match before {
                None => Origin::First,
                Some(_) => origin(&links, FactorIndex(factor)),
            },
        }
    });
    LineageLevel {
        factors: factors.collect(),
        unscored: own.scored.as_ref().err().map(ToString::to_string),
        links,
    }
}

fn links(before: &SolutionOfSize, own: &SolutionOfSize) -> Vec<LineageLink> {
    let (Ok(before), Ok(own)) = (&before.scored, &own.scored) else {
        return Vec::new();
    };
    let mut links = Vec::new();
    for from in before.scored_factors() {
        for to in own.scored_factors() {
            if let (Some(a), Some(b)) = (before.z(from), own.z(to)) {
                let r = pearson(a, b);
                links.push(LineageLink { from, to, r });
            }
        }
    }
    links
}

fn origin(links: &[LineageLink], factor: FactorIndex) -> Origin {
    let Some(nearest) = nearest(links, factor) else {
        return Origin::Unknown;
    };
    let (parent, r) = (nearest.from, nearest.r);
    if r.abs() < RELATED {
        return Origin::New(parent, r);
    }
    let heir = links
        .iter()
        .filter(|link| link.from == parent)
        .filter(|link| self::nearest(links, link.to).is_some_and(|n| n.from == parent))
        .fold(None, more_alike);
    match heir {
        Some(heir) if heir.to == factor => Origin::Continues(parent, r),
        _ => Origin::SplitsFrom(parent, r),
    }
}

/// The link to the factor before that is most like this one; of equals the first.
fn nearest(links: &[LineageLink], factor: FactorIndex) -> Option<&LineageLink> {
    let own = links.iter().filter(|link| link.to == factor);
    own.fold(None, more_alike)
}

fn more_alike<'a>(best: Option<&'a LineageLink>, next: &'a LineageLink) -> Option<&'a LineageLink> {
    match best {
        Some(best) if best.r.abs() >= next.r.abs() => Some(best),
        _ => Some(next),
    }
}
