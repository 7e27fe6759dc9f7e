//! What a reconstruction is to give back, and how it is searched for.

use crate::numeric::Matrix;
use crate::qmethod::comparison::ComparisonError;
use crate::qmethod::error::MethodError;
use crate::qmethod::grid::Distribution;
use crate::qmethod::study::{Attribute, Statement};

/// As many as a place in six bits can tell apart.
const MOST_STATEMENTS: usize = 64;

/// What was published, what the search may assume, and how long it searches.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The Q set.
    pub statements: Vec<Statement>,
    /// What is known of the statements beside their wording.
    pub statement_attributes: Vec<Attribute>,
    /// What every sort fills.
    pub grid: Distribution,
    /// The national viewpoints, in the published order.
    pub viewpoints: Vec<String>,
    /// Their places, from 0, by falling variance explained.
    pub order: Vec<usize>,
    /// How the national viewpoints correlate at the start, k×k.
    pub correlations: Matrix<f64>,
    /// The sites.
    pub sites: Vec<SitePlan>,
    /// Statements that characterise a viewpoint.
    pub anchors: Vec<Anchor>,
    /// How the first sorts are made.
    pub start: Start,
    /// What the sorts must keep to.
    pub limits: Limits,
    /// The search, stage by stage.
    pub stages: Vec<Stage>,
    /// The same seed gives the same sorts.
    pub seed: u64,
}

/// One site.
#[derive(Clone, Debug, PartialEq)]
pub struct SitePlan {
    /// What it is called.
    pub name: String,
    /// Its local viewpoints, in the published order.
    pub factors: Vec<String>,
    /// Their places, from 0, by falling variance explained.
    pub order: Vec<usize>,
    /// How many sorts define each national viewpoint.
    pub prevalence: Vec<usize>,
    /// Published correlations of factor arrays: local viewpoints × national ones.
    pub correlations: Matrix<f64>,
    /// Which sorts the search starts from.
    pub holders: Vec<Holders>,
}

/// Sorts that start from the same viewpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holders {
    /// The national viewpoint that they are to define; none for sorts that are to define none.
    pub viewpoint: Option<usize>,
    /// The local viewpoint they lean to.
    pub local: usize,
    /// How many.
    pub sorts: usize,
}

/// Where a viewpoint's array puts a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The viewpoint, national or local, by its name.
    pub viewpoint: String,
    /// The statement's number.
    pub statement: u32,
    /// At or beyond which value.
    pub bound: Bound,
}

/// A value of the grid and the side of it that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// At least this value.
    AtLeast(i32),
    /// At most this value.
    AtMost(i32),
}

/// How the first sorts are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// Share of the national viewpoint in a sort that is to define it.
    pub national: f64,
    /// Share of the local viewpoint in such a sort.
    pub local: f64,
    /// Noise on top, as in a simulated study.
    pub noise: f64,
}

/// What the sorts must keep to, beside the tables.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How far a national flag, or its absence, must be from changing: in |l|, and in l² beside the sum of the others.
    pub margin: f64,
    /// The same for local flags.
    pub local_margin: f64,
    /// Least share of the variance, 0…1, that the national factors explain.
    pub variance: f64,
    /// Least ratio of the last eigenvalue kept to the first one left.
    pub gap: f64,
    /// The same at each site.
    pub local_gap: f64,
    /// Fewest defining sorts of a local factor.
    pub local_flags: usize,
    /// Sweeps within which varimax must settle from the unrotated factors.
    pub sweeps: usize,
}

/// A part of the search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    /// Changes tried.
    pub moves: usize,
    /// Temperature at its beginning and at its end; it falls by the same factor at every move.
    pub temperature: (f64, f64),
    /// What counts how much.
    pub weights: Weights,
}

/// What counts how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// Flags that are missing, wrong, or too near to changing.
    pub flags: f64,
    /// Correlations of local with national arrays.
    pub correlations: f64,
    /// Anchors, for each grid column that one is missed by.
    pub anchors: f64,
}

impl Anchor {
    /// By how many grid columns a value misses it.
    pub fn missed_by(&self, value: i32) -> i32 {
        match self.bound {
            Bound::AtLeast(least) => (least - value).max(0),
            Bound::AtMost(most) => (value - most).max(0),
        }
    }
}

impl SitePlan {
    /// Its sorts.
    pub fn size(&self) -> usize {
        self.holders.iter().map(|h| h.sorts).sum()
    }
}

impl Plan {
    /// How many local viewpoints there are.
    pub fn local_count(&self) -> usize {
        self.sites.iter().map(|site| site.factors.len()).sum()
    }

    /// Refuses a plan that contradicts itself.
    ///
    /// # Errors
    /// A grid of another size; tables of another shape; holders that do not give the prevalence; an order that does not name each factor once; an anchor of a
    /// viewpoint or statement that is not there; fewer than two sorts per factor.
    pub fn check(&self) -> Result<(), MethodError> {
        if self.grid.cards() != self.statements.len() {
            return Err(MethodError::GridSize {
                cards: self.grid.cards(),
                statements: self.statements.len(),
            });
        }
        let cards = self.grid.sorted_values();
        if cards.iter().sum::<i32>() != 0 || cards.len() > MOST_STATEMENTS {
            return Err(needs(format!(
                "a grid whose values add up to 0, for at most {MOST_STATEMENTS} statements"
            )));
        }
        let k = self.viewpoints.len();
        let refuse = |needed: String| Err(needs(needed));
        if k < 2
            || self.correlations.shape() != (k, k)
            || self.correlations != self.correlations.transpose()
            || !names_each_once(&self.order, k)
        {
            return refuse("two national viewpoints or more, their order, and a correlation for each two of them".to_owned());
        }
        if self.sites.is_empty() || self.stages.is_empty() {
            return refuse("at least one site and one stage".to_owned());
        }
        for site in &self.sites {
            let locals = site.factors.len();
            if site.correlations.shape() != (locals, k) || !names_each_once(&site.order, locals) {
                return refuse(format!(
                    "for site {} an order of its viewpoints and, for each, {k} correlations",
                    site.name
                ));
            }
            self.check_holders(site)?;
        }
        for anchor in &self.anchors {
            let mut names = self
                .viewpoints
                .iter()
                .chain(self.sites.iter().flat_map(|s| &s.factors));
            let known = self.statements.iter().any(|s| s.number == anchor.statement);
            if !known || !names.any(|name| *name == anchor.viewpoint) {
                return refuse(format!(
                    "anchors of viewpoints and statements that it names; `{}`, statement {}, is not among them",
                    anchor.viewpoint, anchor.statement
                ));
            }
        }
        Ok(())
    }

    fn check_holders(&self, site: &SitePlan) -> Result<(), MethodError> {
        let mut held = vec![0; self.viewpoints.len()];
        for holders in &site.holders {
            if let Some(count) = holders.viewpoint.and_then(|v| held.get_mut(v)) {
                *count += holders.sorts;
            }
        }
        let places = site.holders.iter();
        let mut places = places.map(|h| (h.local, h.viewpoint.unwrap_or(0)));
        let within = places.all(|(l, v)| l < site.factors.len() && v < self.viewpoints.len());
        if held != site.prevalence || !within || site.size() < 2 * site.factors.len() + 2 {
            return Err(needs(format!(
                "for site {} holders of the published number for each viewpoint, and sorts enough for its {} factors",
                site.name,
                site.factors.len()
            )));
        }
        Ok(())
    }
}

fn names_each_once(order: &[usize], count: usize) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    sorted.into_iter().eq(0..count)
}

fn needs(needed: String) -> MethodError {
    let next = "Correct the plan of the reconstruction.";
    ComparisonError::Simulation { needed, next }.into()
}
