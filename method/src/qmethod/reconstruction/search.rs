//! The search: one sort changed at a time, kept or taken back by simulated annealing.

mod checks;
mod steps;

use super::aims::{Aims, View, Views};
use super::axes::Axes;
use super::labels::{best_labels, relabelled};
use super::plan::{Plan, Stage};
use super::start::{SITE, first_sorts};
use crate::numeric::{Matrix, Random};
use crate::qmethod::error::MethodError;
use crate::qmethod::grid::Grid;
use crate::qmethod::study::{Attribute, Study};
use checks::Safe;
use std::ops::Range;

/// Changes between looks at rotations from the unrotated factors and from random starts.
const BATCH: usize = 250;
/// Changes between calls of the watcher.
const WATCHED: usize = 500;

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Changes tried.
    pub done: usize,
    /// Changes there will be.
    pub total: usize,
    /// What is left to make small: flags amiss, in units of loading.
    pub flags: f64,
    /// Mean absolute deviation of the correlations.
    pub deviation: f64,
    /// Grid columns that anchors are missed by.
    pub anchors: f64,
}

/// The watcher wanted the search to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// Why there is no reconstruction.
#[derive(Clone, Debug, PartialEq)]
pub enum ReconstructionEnd {
    /// It was interrupted.
    Interrupted,
    /// The plan does not do.
    Refused(MethodError),
}

impl From<MethodError> for ReconstructionEnd {
    fn from(error: MethodError) -> Self {
        Self::Refused(error)
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Reconstruction {
    /// The sorts, with their site as attribute.
    pub study: Study,
    /// Changes tried.
    pub moves: usize,
    /// Changes kept.
    pub kept: usize,
    /// How often the last safe sorts were taken back, since the analysis would not have found the factors followed.
    pub taken_back: usize,
}

/// Searches for sorts that give the plan's tables. `watch` is called every few hundred changes.
///
/// # Errors
/// A plan that contradicts itself; an interruption.
pub fn reconstruct(
    plan: &Plan,
    watch: &mut dyn FnMut(Position) -> Result<(), Interrupted>,
) -> Result<Reconstruction, ReconstructionEnd> {
    plan.check()?;
    let first = first_sorts(plan)?;
    let mut search = Search::new(plan, first.sorts())?;
    for stage in &plan.stages {
        search.run(stage, watch)?;
    }
    let cards = Matrix::from_column_slice(
        plan.statements.len(),
        search.aims.planned.len(),
        &search.cards,
    );
    let grid = Grid::Forced(plan.grid.clone());
    let mut study = Study::new(
        plan.statements.clone(),
        first.sort_ids().to_vec(),
        cards,
        grid,
    )?;
    for attribute in &plan.statement_attributes {
        study = study.with_statement_attribute(attribute.clone())?;
    }
    let sites = first
        .sort_attribute(SITE)
        .map(|a| a.values.clone())
        .unwrap_or_default();
    let name = SITE.to_owned();
    Ok(Reconstruction {
        study: study.with_sort_attribute(Attribute {
            name,
            values: sites,
        })?,
        moves: search.done,
        kept: search.kept,
        taken_back: search.taken_back,
    })
}

struct Search {
    aims: Aims,
    random: Random,
    /// All sorts, n cards each.
    cards: Vec<f64>,
    national: Axes,
    sites: Vec<(Range<usize>, Axes)>,
    views: Views,
    safe: Safe,
    done: usize,
    total: usize,
    kept: usize,
    taken_back: usize,
}

impl Search {
    fn new(plan: &Plan, sorts: &Matrix<f64>) -> Result<Self, MethodError> {
        let aims = Aims::of(plan);
        let cards = sorts.as_slice().to_vec();
        let mut places = Vec::new();
        let mut first = 0;
        for site in &plan.sites {
            places.push((first..first + site.size(), site.factors.len()));
            first += site.size();
        }
        let (national, sites) = axes_of(&aims, &cards, plan.viewpoints.len(), &places)?;
        let mut search = Self {
            random: Random::seeded(plan.seed ^ 0x005e_a2c4),
            safe: Safe {
                cards: cards.clone(),
                national: national.clone(),
                sites: sites.clone(),
                views: Views::default(),
            },
            aims,
            cards,
            national,
            sites,
            views: Views::default(),
            done: 0,
            total: plan.stages.iter().map(|stage| stage.moves).sum(),
            kept: 0,
            taken_back: 0,
        };
        search.name_factors();
        search.look();
        search.make_safe();
        Ok(search)
    }

    fn run(
        &mut self,
        stage: &Stage,
        watch: &mut dyn FnMut(Position) -> Result<(), Interrupted>,
    ) -> Result<(), ReconstructionEnd> {
        if stage.weights.anchors > 0.0 {
            self.relabel();
        }
        let (from, to) = stage.temperature;
        let cooling = (to / from).powf(1.0 / stage.moves.max(1) as f64);
        let mut temperature = from;
        for step in 0..stage.moves {
            self.step(stage, temperature);
            temperature *= cooling;
            self.done += 1;
            if step % BATCH == BATCH - 1 {
                self.check();
            }
            if self.done.is_multiple_of(WATCHED) {
                watch(self.position()).map_err(|Interrupted| ReconstructionEnd::Interrupted)?;
            }
        }
        self.check();
        Ok(())
    }

    fn position(&self) -> Position {
        let views = &self.views;
        let sites = views.sites.iter().enumerate();
        let absolute: f64 = sites
            .map(|(site, view)| {
                self.aims
                    .absolute(site, &view.arrays, &views.national.arrays)
            })
            .sum();
        let arrays: usize = views.sites.iter().map(|view| view.arrays.len()).sum();
        let n = self.aims.statements;
        let pairs = (arrays / n) * (views.national.arrays.len() / n);
        let sum =
            |of: fn(&View) -> f64| of(&views.national) + views.sites.iter().map(of).sum::<f64>();
        Position {
            done: self.done,
            total: self.total,
            flags: sum(|view| view.flags + view.structure),
            deviation: absolute / pairs.max(1) as f64,
            anchors: sum(|view| view.anchors),
        }
    }

    /// Sees everything anew.
    fn look(&mut self) {
        let n = self.aims.statements;
        let national = self
            .aims
            .national(self.national.now(), self.national.share(), &self.cards);
        let sites = self.sites.iter().enumerate();
        let sites: Vec<View> = sites
            .map(|(site, (range, axes))| {
                self.aims.local(
                    site,
                    axes.now(),
                    &self.cards[range.start * n..range.end * n],
                )
            })
            .collect();
        let each = sites.iter().enumerate();
        let deviations = each
            .map(|(site, view)| self.aims.deviation(site, &view.arrays, &national.arrays))
            .collect();
        self.views = Views {
            national,
            sites,
            deviations,
        };
    }

    /// Gives each rotated factor the viewpoint that most of its sorts are to define, or that its correlations tell.
    fn name_factors(&mut self) {
        let loadings = self.national.now();
        let k = loadings.count;
        let gain = Matrix::from_fn(k, k, |viewpoint, factor| {
            let planned = self
                .aims
                .planned
                .iter()
                .enumerate()
                .filter(|(_, planned)| **planned == Some(viewpoint));
            planned
                .map(|(sort, _)| loadings.at(sort, factor))
                .sum::<f64>()
        });
        self.national.place_factors(&order_of(&gain));
        self.look();
        let n = self.aims.statements;
        for site in 0..self.sites.len() {
            let k = self.sites[site].1.now().count;
            let arrays = &self.views.sites[site].arrays;
            let gain = Matrix::from_fn(k, k, |viewpoint, factor| {
                -self.aims.row_deviation(
                    site,
                    viewpoint,
                    &arrays[factor * n..(factor + 1) * n],
                    &self.views.national.arrays,
                )
            });
            self.sites[site].1.place_factors(&order_of(&gain));
        }
    }

    /// Exchanges statements so that the anchors fit best.
    fn relabel(&mut self) {
        let places = best_labels(&self.aims, &self.views);
        if places.iter().copied().eq(0..places.len()) {
            return;
        }
        self.cards = relabelled(&self.cards, &places);
        self.national.relabel(&places);
        for (_, axes) in &mut self.sites {
            axes.relabel(&places);
        }
        self.look();
        self.make_safe();
    }
}

fn order_of(gain: &Matrix<f64>) -> Vec<usize> {
    let pairing = crate::numeric::best_pairing(gain).into_iter().enumerate();
    pairing
        .map(|(viewpoint, factor)| factor.unwrap_or(viewpoint))
        .collect()
}

#[allow(
    clippy::type_complexity,
    reason = "the national factors, and those of each site with its sorts"
)]
fn axes_of(
    aims: &Aims,
    cards: &[f64],
    k: usize,
    places: &[(Range<usize>, usize)],
) -> Result<(Axes, Vec<(Range<usize>, Axes)>), MethodError> {
    let length = aims.squares.sqrt();
    let unit: Vec<Vec<f64>> = cards
        .chunks_exact(aims.statements)
        .map(|sort| sort.iter().map(|card| card / length).collect())
        .collect();
    let axes = |range: Range<usize>, k| {
        Axes::new(&unit[range], k).ok_or(MethodError::EigenvaluesNotConverged)
    };
    let national = axes(0..unit.len(), k)?;
    let sites = places
        .iter()
        .map(|(range, k)| Ok((range.clone(), axes(range.clone(), *k)?)));
    Ok((national, sites.collect::<Result<_, MethodError>>()?))
}
