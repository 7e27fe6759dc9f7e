//! The search: one sort changed at a time, kept or taken back by simulated annealing.

use super::aims::{Aims, View, Views};
use super::arrays::lay_out;
use super::axes::Axes;
use super::labels::{best_labels, relabelled};
use super::plan::{Plan, Stage};
use super::start::{SITE, first_sorts};
use crate::numeric::{Matrix, Random};
use crate::qmethod::error::MethodError;
use crate::qmethod::grid::Grid;
use crate::qmethod::study::{Attribute, Study};
use std::ops::Range;

/// Share of changes that exchange two cards; the others lay a whole sort out anew.
const EXCHANGES: f64 = 0.9;
/// How far a sort laid out anew leans towards a factor, at most, in grid columns.
const LEANING: f64 = 1.5;
/// What a first look may be wrong by before a change is refused for it.
const DOUBT: f64 = 0.01;
/// Changes between looks at rotations from the unrotated factors and from random starts.
const BATCH: usize = 250;
/// Random starts at each look.
const STARTS: usize = 2;
/// How much of its gap a solution below the limit may lose between two looks.
const SLACK: f64 = 0.99;
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

/// The sorts when rotations from random starts last found nothing better.
struct Safe {
    cards: Vec<f64>,
    national: Axes,
    sites: Vec<(Range<usize>, Axes)>,
    views: Views,
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

    /// Tries one change.
    fn step(&mut self, stage: &Stage, temperature: f64) {
        let site = self.random.below(self.sites.len());
        let range = self.sites[site].0.clone();
        // Half of the changes spread evenly over the sites, half over the sorts: small sites have as many correlations to meet as large ones.
        let sort = match self.random.uniform() < 0.5 {
            true => range.start + self.random.below(range.len()),
            false => self.random.below(self.aims.planned.len()),
        };
        let site = self.site_of(sort);
        let Some((new, change)) = self.changed(site, sort) else {
            return;
        };
        let bound = -temperature * (1.0 - self.random.uniform()).ln();
        let first = self.sites[site].0.start;
        if !self.sites[site].1.propose(sort - first, &change) {
            self.sites[site].1.refresh();
            return;
        }
        if !self.national.propose(sort, &change) {
            self.sites[site].1.withdraw();
            self.national.refresh();
            return;
        }
        let n = self.aims.statements;
        let old = self.cards[sort * n..(sort + 1) * n].to_vec();
        self.cards[sort * n..(sort + 1) * n].copy_from_slice(&new);
        if !self.judged(stage, site, bound) {
            self.cards[sort * n..(sort + 1) * n].copy_from_slice(&old);
        }
    }

    /// Keeps the change under trial if it costs little enough; otherwise the trial is over.
    fn judged(&mut self, stage: &Stage, site: usize, bound: f64) -> bool {
        if self.look_at_trial(stage, site).0 > bound + DOUBT {
            self.sites[site].1.withdraw();
            self.national.withdraw();
            return false;
        }
        if !self.sites[site].1.refine() {
            self.national.withdraw();
            return false;
        }
        if !self.national.refine() {
            self.sites[site].1.withdraw();
            return false;
        }
        let (more, national, local, deviations) = self.look_at_trial(stage, site);
        if more > bound {
            self.sites[site].1.withdraw();
            self.national.withdraw();
            return false;
        }
        self.sites[site].1.accept();
        self.national.accept();
        self.views.national = national;
        self.views.sites[site] = local;
        self.views.deviations = deviations;
        self.kept += 1;
        true
    }

    /// What the trial costs more than what stands, and how it looks.
    fn look_at_trial(&self, stage: &Stage, site: usize) -> (f64, View, View, Vec<f64>) {
        let n = self.aims.statements;
        let (range, axes) = &self.sites[site];
        let national = self.aims.national(
            self.national.trial(),
            self.national.trial_share(),
            &self.cards,
        );
        let local = self.aims.local(
            site,
            axes.trial(),
            &self.cards[range.start * n..range.end * n],
        );
        let mut deviations = self.views.deviations.clone();
        if national.arrays == self.views.national.arrays {
            deviations[site] = self.aims.deviation(site, &local.arrays, &national.arrays);
        } else {
            for (place, deviation) in deviations.iter_mut().enumerate() {
                let arrays = if place == site {
                    &local.arrays
                } else {
                    &self.views.sites[place].arrays
                };
                *deviation = self.aims.deviation(place, arrays, &national.arrays);
            }
        }
        let weights = &stage.weights;
        let cost = self
            .views
            .cost_with(weights, &national, site, &local, &deviations);
        (cost - self.views.cost(weights), national, local, deviations)
    }

    /// A sort with two cards exchanged or laid out anew, and what that adds to its values; none where nothing changes.
    fn changed(&mut self, site: usize, sort: usize) -> Option<(Vec<f64>, Vec<(usize, f64)>)> {
        let n = self.aims.statements;
        let old = &self.cards[sort * n..(sort + 1) * n];
        let mut new = old.to_vec();
        if self.random.uniform() < EXCHANGES {
            new.swap(self.random.below(n), self.random.below(n));
        } else {
            let (arrays, width) = match self.random.uniform() < 0.5 {
                true => (
                    &self.views.national.arrays,
                    self.views.national.arrays.len() / n,
                ),
                false => (
                    &self.views.sites[site].arrays,
                    self.views.sites[site].arrays.len() / n,
                ),
            };
            let factor = self.random.below(width);
            let leaning = LEANING * (2.0 * self.random.uniform() - 1.0) / 4.0;
            for (value, own) in new.iter_mut().zip(&arrays[factor * n..(factor + 1) * n]) {
                *value += leaning * own + 0.01 * self.random.uniform();
            }
            lay_out(&self.aims.falling, &mut new);
        }
        let length = self.aims.squares.sqrt();
        let differences = new.iter().zip(old).enumerate();
        let change: Vec<(usize, f64)> = differences
            .filter(|(_, (new, old))| new != old)
            .map(|(place, (new, old))| (place, (new - old) / length))
            .collect();
        (!change.is_empty()).then_some((new, change))
    }

    fn site_of(&self, sort: usize) -> usize {
        let within = |(range, _): &(Range<usize>, Axes)| range.contains(&sort);
        self.sites.iter().position(within).unwrap_or(0)
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

    /// Takes the last safe sorts back where the analysis, which starts from the unrotated factors, does not find the factors followed, or less plainly than the
    /// limits and the safe sorts allow; or where a rotation from a random start is better.
    fn check(&mut self) {
        let limits = self.aims.limits;
        let mut best = sound(&mut self.national, limits.gap, limits.sweeps);
        for (_, axes) in &mut self.sites {
            best = best && sound(axes, limits.local_gap, limits.sweeps);
        }
        let random = &mut self.random;
        for axes in
            std::iter::once(&mut self.national).chain(self.sites.iter_mut().map(|(_, axes)| axes))
        {
            let k = axes.now().count;
            let starts: Vec<Vec<f64>> = (0..STARTS)
                .map(|_| (0..k * k).map(|_| random.normal()).collect())
                .collect();
            best = best && axes.is_best(starts.into_iter());
        }
        if best {
            self.make_safe();
            return;
        }
        self.taken_back += 1;
        self.cards.clone_from(&self.safe.cards);
        self.national.clone_from(&self.safe.national);
        self.sites.clone_from(&self.safe.sites);
        self.views.clone_from(&self.safe.views);
    }

    fn make_safe(&mut self) {
        self.safe.cards.clone_from(&self.cards);
        self.safe.national.clone_from(&self.national);
        self.safe.sites.clone_from(&self.sites);
        self.safe.views.clone_from(&self.views);
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

/// Whether the analysis finds the factors followed, and as plainly as the limits or the factors before ask for.
fn sound(axes: &mut Axes, gap: f64, sweeps: usize) -> bool {
    let before = axes.standing();
    let Some(cold) = axes.from_cold() else {
        return false;
    };
    let now = cold.standing;
    let settles = now.sweeps <= sweeps.max(before.sweeps);
    let apart = now.gap >= gap.min(SLACK * before.gap);
    let sound = cold.same && settles && apart;
    if sound {
        axes.note(now);
    }
    sound
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
