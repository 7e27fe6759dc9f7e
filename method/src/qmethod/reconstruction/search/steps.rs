//! One change: made, looked at, kept or taken back.

use super::Search;
use crate::qmethod::reconstruction::aims::View;
use crate::qmethod::reconstruction::arrays::lay_out;
use crate::qmethod::reconstruction::axes::Axes;
use crate::qmethod::reconstruction::plan::Stage;
use std::ops::Range;

/// Share of changes that exchange two cards; the others lay a whole sort out anew.
const EXCHANGES: f64 = 0.9;
/// How far a sort laid out anew leans towards a factor, at most, in grid columns.
const LEANING: f64 = 1.5;
/// What a first look may be wrong by before a change is refused for it.
const DOUBT: f64 = 0.01;

/// Statements, and what is added to their values.
type Change = Vec<(usize, f64)>;

impl Search {
    /// Tries one change.
    pub(super) fn step(&mut self, stage: &Stage, temperature: f64) {
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
    fn changed(&mut self, site: usize, sort: usize) -> Option<(Vec<f64>, Change)> {
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
}
