//! What the search makes small: how far flags, arrays and their correlations are from what was published.

use super::arrays::{array, correlation, weight};
use super::plan::{Anchor, Limits, Plan, Weights};
use super::varimax::Columns;

/// The field's critical value, over the root of the number of statements.
const CRITICAL: f64 = 1.96;
/// What a factor out of its place by variance, and variance too little explained, cost per unit.
const ORDER: f64 = 1.5;
const VARIANCE: f64 = 20.0;
/// How much more a neighbour in the order must explain, in Σl² per sort.
const STEP: f64 = 0.002;
/// What a square of a deviation counts beside the deviation itself.
const SQUARE: f64 = 7.0;

/// The plan in the form in which it is asked at every change.
#[derive(Clone, Debug)]
pub(super) struct Aims {
    pub(super) statements: usize,
    pub(super) threshold: f64,
    pub(super) limits: Limits,
    /// The grid's cards from the highest on, and the sum of their squares.
    pub(super) falling: Vec<f64>,
    pub(super) squares: f64,
    /// The national factor that each sort is to define.
    pub(super) planned: Vec<Option<usize>>,
    /// National order, then that of each site.
    orders: Vec<Vec<usize>>,
    /// Published correlations of each site: local × national, row by row.
    targets: Vec<Vec<f64>>,
    /// Anchors of the national viewpoints, then of each site's: statement's place and anchor, by viewpoint.
    anchors: Vec<Vec<Vec<(usize, Anchor)>>>,
}

/// What a set of rotated loadings comes to.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    /// Factor arrays, one after the other.
    pub(super) arrays: Vec<f64>,
    /// What its flags, its order and its variance cost.
    pub(super) flags: f64,
    pub(super) structure: f64,
    /// What its anchors cost, in grid columns.
    pub(super) anchors: f64,
}

/// All that is known of the sorts as they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Views {
    pub(super) national: View,
    pub(super) sites: Vec<View>,
    /// Deviation and square of each site's correlations.
    pub(super) deviations: Vec<f64>,
}

impl Aims {
    pub(super) fn of(plan: &Plan) -> Self {
        let falling: Vec<f64> = plan
            .grid
            .sorted_values()
            .into_iter()
            .rev()
            .map(f64::from)
            .collect();
        let anchors = |names: &[String]| -> Vec<Vec<(usize, Anchor)>> {
            names.iter().map(|name| anchors_of(plan, name)).collect()
        };
        let mut all_anchors = vec![anchors(&plan.viewpoints)];
        all_anchors.extend(plan.sites.iter().map(|site| anchors(&site.factors)));
        let mut orders = vec![plan.order.clone()];
        orders.extend(plan.sites.iter().map(|site| site.order.clone()));
        Self {
            statements: plan.statements.len(),
            threshold: CRITICAL / (plan.statements.len() as f64).sqrt(),
            limits: plan.limits,
            squares: falling.iter().map(|card| card * card).sum(),
            falling,
            planned: plan
                .sites
                .iter()
                .flat_map(|site| &site.holders)
                .flat_map(|h| std::iter::repeat_n(h.viewpoint, h.sorts))
                .collect(),
            orders,
            targets: plan
                .sites
                .iter()
                .map(|site| site.correlations.transpose().as_slice().to_vec())
                .collect(),
            anchors: all_anchors,
        }
    }

    /// The national factors of these loadings.
    pub(super) fn national(&self, loadings: &Columns, share: f64, cards: &[f64]) -> View {
        let k = loadings.count;
        let mut members: Vec<Vec<(usize, f64)>> = vec![Vec::new(); k];
        let mut flags = 0.0;
        for (sort, planned) in self.planned.iter().enumerate() {
            match planned {
                Some(factor) => {
                    flags += self.missing(loadings, sort, *factor, self.limits.margin);
                    members[*factor].push((sort, weight(loadings.at(sort, *factor))));
                }
                None => {
                    let too_much =
                        (0..k).map(|f| self.too_much(loadings, sort, f, self.limits.margin));
                    flags += too_much.sum::<f64>();
                }
            }
        }
        let missing = (self.limits.variance - share).max(0.0);
        self.view(0, loadings, &members, cards, flags, VARIANCE * missing)
    }

    /// The local factors of a site, from 0, of these loadings.
    pub(super) fn local(&self, site: usize, loadings: &Columns, cards: &[f64]) -> View {
        let k = loadings.count;
        let mut flags = 0.0;
        let mut members: Vec<Vec<(usize, f64)>> = Vec::with_capacity(k);
        for factor in 0..k {
            let mut nearest: Vec<(f64, usize)> = Vec::with_capacity(loadings.sorts);
            for sort in 0..loadings.sorts {
                nearest.push((self.missing(loadings, sort, factor, 0.0), sort));
                flags += self.doubtful(loadings, sort, factor);
            }
            nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
            let needed = &nearest[..self.limits.local_flags.min(nearest.len())];
            flags += needed.iter().map(|(missing, _)| missing).sum::<f64>();
            let defining = nearest
                .iter()
                .enumerate()
                .filter(|(place, (missing, _))| *place < needed.len() || *missing <= 0.0);
            let mut defining: Vec<usize> = defining.map(|(_, (_, sort))| *sort).collect();
            defining.sort_unstable();
            members.push(
                defining
                    .into_iter()
                    .map(|sort| (sort, weight(loadings.at(sort, factor))))
                    .collect(),
            );
        }
        self.view(site + 1, loadings, &members, cards, flags, 0.0)
    }

    fn view(
        &self,
        group: usize,
        loadings: &Columns,
        members: &[Vec<(usize, f64)>],
        cards: &[f64],
        flags: f64,
        structure: f64,
    ) -> View {
        let n = self.statements;
        let mut arrays = vec![0.0; n * loadings.count];
        for (into, members) in arrays.chunks_exact_mut(n).zip(members) {
            array(cards, members, &self.falling, into);
        }
        View {
            anchors: self.anchors_missed(group, &arrays),
            structure: structure + self.out_of_order(group, loadings),
            arrays,
            flags,
        }
    }

    /// How much is missing until a sort is flagged on a factor.
    fn missing(&self, loadings: &Columns, sort: usize, factor: usize, margin: f64) -> f64 {
        let (own, ahead) = self.standing(loadings, sort, factor);
        (self.threshold + margin - own).max(0.0) + (margin - ahead).max(0.0)
    }

    /// How much less would take a flag away again.
    fn too_much(&self, loadings: &Columns, sort: usize, factor: usize, margin: f64) -> f64 {
        let (own, ahead) = self.standing(loadings, sort, factor);
        let (own, ahead) = (own.abs() - self.threshold + margin, ahead + margin);
        own.min(ahead).max(0.0)
    }

    /// What a local flag costs that is negative, or that a little might give or take.
    fn doubtful(&self, loadings: &Columns, sort: usize, factor: usize) -> f64 {
        let margin = self.limits.local_margin;
        let (own, ahead) = self.standing(loadings, sort, factor);
        if own < 0.0 {
            return self.too_much(loadings, sort, factor, margin);
        }
        let beyond = (own - self.threshold).min(ahead);
        (margin - beyond.abs()).max(0.0)
    }

    /// A loading, and by how much its square is ahead of the squares of the others together.
    fn standing(&self, loadings: &Columns, sort: usize, factor: usize) -> (f64, f64) {
        let all: f64 = (0..loadings.count)
            .map(|f| loadings.at(sort, f).powi(2))
            .sum();
        let own = loadings.at(sort, factor);
        (own, 2.0 * own * own - all)
    }

    fn out_of_order(&self, group: usize, loadings: &Columns) -> f64 {
        let sorts = loadings.sorts as f64;
        let sizes: Vec<f64> = self.orders[group]
            .iter()
            .map(|f| loadings.size(*f) / sorts)
            .collect();
        let steps = sizes
            .windows(2)
            .map(|pair| (STEP + pair[1] - pair[0]).max(0.0));
        ORDER * steps.sum::<f64>()
    }

    fn anchors_missed(&self, group: usize, arrays: &[f64]) -> f64 {
        let missed = |array: &[f64], anchors: &[(usize, Anchor)]| -> f64 {
            let columns = anchors
                .iter()
                .map(|(place, anchor)| anchor.missed_by(array[*place] as i32));
            f64::from(columns.sum::<i32>())
        };
        let arrays = arrays
            .chunks_exact(self.statements)
            .zip(&self.anchors[group]);
        arrays.map(|(array, anchors)| missed(array, anchors)).sum()
    }

    /// Σ|d| + 7d² over the correlations of a site's arrays with the national ones.
    pub(super) fn deviation(&self, site: usize, local: &[f64], national: &[f64]) -> f64 {
        let n = self.statements;
        let pairs = local
            .chunks_exact(n)
            .flat_map(|l| national.chunks_exact(n).map(move |n| (l, n)));
        let deviations = pairs.zip(&self.targets[site]).map(|((l, n), target)| {
            let d = (correlation(l, n, self.squares) - target).abs();
            d + SQUARE * d * d
        });
        deviations.sum()
    }

    /// Σ|d| of one array with the national ones, held against a local viewpoint's published correlations.
    pub(super) fn row_deviation(
        &self,
        site: usize,
        viewpoint: usize,
        array: &[f64],
        national: &[f64],
    ) -> f64 {
        let k = national.len() / self.statements;
        let row = &self.targets[site][viewpoint * k..(viewpoint + 1) * k];
        let national = national.chunks_exact(self.statements).zip(row);
        national
            .map(|(n, target)| (correlation(array, n, self.squares) - target).abs())
            .sum()
    }

    /// Σ|d| over a site.
    pub(super) fn absolute(&self, site: usize, local: &[f64], national: &[f64]) -> f64 {
        let n = self.statements;
        let pairs = local
            .chunks_exact(n)
            .flat_map(|l| national.chunks_exact(n).map(move |n| (l, n)));
        pairs
            .zip(&self.targets[site])
            .map(|((l, n), target)| (correlation(l, n, self.squares) - target).abs())
            .sum()
    }

    /// Anchors of a group's viewpoints: statement's place and anchor.
    pub(super) fn anchors(&self, group: usize) -> &[Vec<(usize, Anchor)>] {
        &self.anchors[group]
    }
}

impl View {
    fn cost(&self, weights: &Weights) -> f64 {
        weights.flags * (self.flags + self.structure) + weights.anchors * self.anchors
    }
}

impl Views {
    /// What all of it costs.
    pub(super) fn cost(&self, weights: &Weights) -> f64 {
        let sites: f64 = self.sites.iter().map(|site| site.cost(weights)).sum();
        self.national.cost(weights)
            + sites
            + weights.correlations * self.deviations.iter().sum::<f64>()
    }

    /// What it would cost with another national view, another view of one site and other deviations.
    pub(super) fn cost_with(
        &self,
        weights: &Weights,
        national: &View,
        site: usize,
        local: &View,
        deviations: &[f64],
    ) -> f64 {
        let others = self
            .sites
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != site);
        let others: f64 = others.map(|(_, view)| view.cost(weights)).sum();
        national.cost(weights)
            + local.cost(weights)
            + others
            + weights.correlations * deviations.iter().sum::<f64>()
    }
}

fn anchors_of(plan: &Plan, viewpoint: &str) -> Vec<(usize, Anchor)> {
    let of = plan
        .anchors
        .iter()
        .filter(|anchor| anchor.viewpoint == viewpoint);
    of.filter_map(|anchor| {
        let place = plan
            .statements
            .iter()
            .position(|s| s.number == anchor.statement)?;
        Some((place, anchor.clone()))
    })
    .collect()
}
