//! What a reconstruction came to, told by the analysis that everybody runs: principal components, varimax, flags, arrays; nothing of the search.

use super::plan::{Plan, SitePlan};
use super::start::SITE;
use crate::numeric::{Matrix, best_pairing};
use crate::qmethod::comparison::{Profile, compare};
use crate::qmethod::error::MethodError;
use crate::qmethod::prevalence::prevalence;
use crate::qmethod::scores::Scored;
use crate::qmethod::simulation::analysed;
use crate::qmethod::study::{FactorIndex, SortIndex, Study};

/// What was published beside what the sorts give.
#[derive(Clone, Debug, PartialEq)]
pub struct Achieved {
    /// The factor of each national viewpoint: those whose prevalence is nearest to the published.
    pub factors: Vec<FactorIndex>,
    /// The sites, in the plan's order.
    pub sites: Vec<SiteAchieved>,
    /// Flags on negative loadings, national and local.
    pub negative: usize,
    /// Share of the variance that the national factors explain, 0…1.
    pub variance: f64,
    /// Anchors of national viewpoints that hold, and how many there are.
    pub national_anchors: (usize, usize),
    /// Anchors of local viewpoints that hold, and how many there are.
    pub local_anchors: (usize, usize),
}

/// One site.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteAchieved {
    /// What it is called.
    pub name: String,
    /// Sorts that define each national viewpoint.
    pub prevalence: Vec<usize>,
    /// The same as published.
    pub published: Vec<usize>,
    /// Its local viewpoints, in the published order.
    pub locals: Vec<LocalMatch>,
}

/// A local viewpoint: its factor, paired one to one so that correlations deviate least.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalMatch {
    /// What it is called.
    pub name: String,
    /// Its factor.
    pub factor: FactorIndex,
    /// Sorts that define it.
    pub flags: usize,
    /// Correlation of its array with each national one.
    pub correlations: Vec<f64>,
    /// The same as published.
    pub published: Vec<f64>,
}

impl Achieved {
    /// How many cells of the prevalence table differ from the published ones.
    pub fn wrong_cells(&self) -> usize {
        let cells = self
            .sites
            .iter()
            .flat_map(|site| site.prevalence.iter().zip(&site.published));
        cells
            .filter(|(found, published)| found != published)
            .count()
    }

    /// Absolute deviations of all correlations.
    pub fn deviations(&self) -> Vec<f64> {
        self.sites
            .iter()
            .flat_map(SiteAchieved::deviations)
            .collect()
    }
}

impl SiteAchieved {
    /// Absolute deviations of the site's correlations.
    pub fn deviations(&self) -> Vec<f64> {
        let cells = self
            .locals
            .iter()
            .flat_map(|local| local.correlations.iter().zip(&local.published));
        cells
            .map(|(found, published)| (found - published).abs())
            .collect()
    }
}

/// Analyses the study as a whole and site by site, and holds it against the plan's tables.
///
/// # Errors
/// As the steps of the analysis; a site of the plan that the study does not have.
pub fn achieved(plan: &Plan, study: &Study) -> Result<Achieved, MethodError> {
    let national = analysed(study.clone(), plan.viewpoints.len())?;
    let counts = prevalence(national.flagged(), SITE)?;
    let of_site = |site: &SitePlan| counts.rows.iter().position(|name| *name == site.name);
    let count =
        |site: &SitePlan, factor: usize| of_site(site).map_or(0, |row| counts.counts[row][factor]);
    let k = plan.viewpoints.len();
    let gain = Matrix::from_fn(k, k, |viewpoint, factor| {
        let off = plan
            .sites
            .iter()
            .map(|site| site.prevalence[viewpoint].abs_diff(count(site, factor)));
        -(off.sum::<usize>() as f64)
    });
    let factors: Vec<usize> = paired(&gain);
    let mut found = Achieved {
        factors: factors.iter().copied().map(FactorIndex).collect(),
        sites: Vec::new(),
        negative: national.flagged().negative_flags().len(),
        variance: national.flagged().variance_percent().iter().sum::<f64>() / 100.0,
        national_anchors: (0, 0),
        local_anchors: (0, 0),
    };
    for (name, factor) in plan.viewpoints.iter().zip(&factors) {
        count_anchors(plan, name, &national, *factor, &mut found.national_anchors);
    }
    for site in &plan.sites {
        let local = analysed(part(study, &site.name)?, site.factors.len())?;
        found.negative += local.flagged().negative_flags().len();
        let locals = locals(site, &local, &national, &factors)?;
        for l in &locals {
            count_anchors(plan, &l.name, &local, l.factor.0, &mut found.local_anchors);
        }
        found.sites.push(SiteAchieved {
            name: site.name.clone(),
            prevalence: factors.iter().map(|f| count(site, *f)).collect(),
            published: site.prevalence.clone(),
            locals,
        });
    }
    Ok(found)
}

fn locals(
    site: &SitePlan,
    local: &Scored,
    national: &Scored,
    factors: &[usize],
) -> Result<Vec<LocalMatch>, MethodError> {
    let comparison = compare(local, national, Profile::Arrays)?;
    // Factors without arrays have no row or column; they correlate with nothing.
    let r = |l: usize, n: usize| {
        let row = comparison.rows.iter().position(|f| f.0 == l)?;
        let column = comparison.columns.iter().position(|f| f.0 == n)?;
        Some(comparison.matrix[(row, column)])
    };
    let row = |l: usize| -> Vec<f64> { factors.iter().map(|n| r(l, *n).unwrap_or(0.0)).collect() };
    let count = site.factors.len();
    let gain = Matrix::from_fn(count, count, |viewpoint, factor| {
        let published = site.correlations.row(viewpoint);
        -row(factor)
            .iter()
            .zip(published.iter())
            .map(|(found, p)| (found - p).abs())
            .sum::<f64>()
    });
    let places = paired(&gain);
    Ok(places
        .into_iter()
        .enumerate()
        .map(|(viewpoint, factor)| LocalMatch {
            name: site.factors[viewpoint].clone(),
            factor: FactorIndex(factor),
            flags: local.flagged().defining_sorts(FactorIndex(factor)).len(),
            correlations: row(factor),
            published: site.correlations.row(viewpoint).iter().copied().collect(),
        })
        .collect())
}

fn paired(gain: &Matrix<f64>) -> Vec<usize> {
    let pairing = best_pairing(gain).into_iter().enumerate();
    pairing.map(|(row, column)| column.unwrap_or(row)).collect()
}

fn count_anchors(
    plan: &Plan,
    viewpoint: &str,
    scored: &Scored,
    factor: usize,
    count: &mut (usize, usize),
) {
    let array = scored.array(FactorIndex(factor));
    for anchor in plan.anchors.iter().filter(|a| a.viewpoint == viewpoint) {
        let place = scored.study().find_statement(anchor.statement);
        let value = place.and_then(|place| array?.get(place.0).copied());
        count.0 += usize::from(value.is_some_and(|value| anchor.missed_by(value) == 0));
        count.1 += 1;
    }
}

/// The sorts of one site.
fn part(study: &Study, site: &str) -> Result<Study, MethodError> {
    let sites = study.sort_attribute(SITE).into_iter();
    let of_site = sites
        .flat_map(|sites| sites.values.iter().enumerate())
        .filter(|(_, name)| *name == site);
    study.subset(&of_site.map(|(sort, _)| SortIndex(sort)).collect::<Vec<_>>())
}
