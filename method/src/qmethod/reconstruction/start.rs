//! The sorts the search starts from: a simulated study whose viewpoints correlate as the published ones do.

use super::plan::{Bound, Plan, SitePlan};
use crate::numeric::{Matrix, Random, Vector, positive_definite_inverse, symmetric_eigenpairs};
use crate::qmethod::comparison::ComparisonError;
use crate::qmethod::error::MethodError;
use crate::qmethod::simulation::{SimulatedGroup, Simulation, Viewpoint};
use crate::qmethod::study::Study;

/// The attribute that tells the sites apart.
pub(super) const SITE: &str = "site";
/// Spread of what a viewpoint holds of statements that do not characterise it, in grid columns.
const UNSAID: f64 = 1.0;

/// The simulated study; its sorts stand in the order of sites and holders.
///
/// # Errors
/// As [`Simulation::study`]; correlations of national viewpoints that no viewpoints can have.
pub(super) fn first_sorts(plan: &Plan) -> Result<Study, MethodError> {
    let mut random = Random::seeded(plan.seed);
    let national = national(plan, &mut random).ok_or_else(impossible)?;
    let mut viewpoints = Vec::new();
    let mut counts = Vec::new();
    for (place, site) in plan.sites.iter().enumerate() {
        let local = local(plan, site, &national, &mut random).ok_or_else(impossible)?;
        for holders in &site.holders {
            let own = local.column(holders.local);
            let profile = match holders.viewpoint {
                Some(v) => national.column(v) * plan.start.national + own * plan.start.local,
                None => own.into_owned(),
            };
            viewpoints.push(Viewpoint {
                name: format!("{} {}", site.name, viewpoints.len() + 1),
                profile: profile.as_slice().to_vec(),
            });
            counts.push((place, holders.sorts));
        }
    }
    let groups = plan
        .sites
        .iter()
        .enumerate()
        .map(|(place, site)| SimulatedGroup {
            name: site.name.clone(),
            holds: counts
                .iter()
                .map(|(of, sorts)| if *of == place { *sorts } else { 0 })
                .collect(),
            none: 0,
        });
    let simulation = Simulation {
        statements: plan.statements.clone(),
        grid: plan.grid.clone(),
        viewpoints,
        grouped_by: SITE.to_owned(),
        groups: groups.collect(),
        noise: plan.start.noise,
        waves: None,
        seed: random.bits(),
    };
    simulation.study()
}

fn impossible() -> MethodError {
    ComparisonError::Simulation {
        needed: "correlations that national viewpoints can have at once".to_owned(),
        next: "Correct the plan of the reconstruction.",
    }
    .into()
}

/// Directions (n×k, columns of length 1) that correlate as planned, as near to their anchors as that allows.
fn national(plan: &Plan, random: &mut Random) -> Option<Matrix<f64>> {
    let columns: Vec<Vector<f64>> = plan
        .viewpoints
        .iter()
        .map(|name| prior(plan, name, random))
        .collect();
    let root = power(&plan.correlations, 0.5)?;
    let wanted = Matrix::from_columns(&columns) * &root;
    let nearest = &wanted * power(&wanted.tr_mul(&wanted), -0.5)?;
    Some(nearest * root)
}

/// Directions of a site (n×factors) with the published correlations to the national ones; what these leave open follows the anchors.
fn local(
    plan: &Plan,
    site: &SitePlan,
    national: &Matrix<f64>,
    random: &mut Random,
) -> Option<Matrix<f64>> {
    let inverse = positive_definite_inverse(&plan.correlations)?;
    let mut columns: Vec<Vector<f64>> = Vec::new();
    for (row, name) in site.correlations.row_iter().zip(&site.factors) {
        let shares = &inverse * row.transpose();
        let shared = national * &shares;
        let mut own = prior(plan, name, random);
        own -= national * (&inverse * national.tr_mul(&own));
        let left = (1.0 - shared.norm_squared()).max(0.0).sqrt();
        columns.push(shared + own.normalize() * left);
    }
    Some(Matrix::from_columns(&columns))
}

/// What the anchors say of a viewpoint, and chance of all else; mean 0.
fn prior(plan: &Plan, viewpoint: &str, random: &mut Random) -> Vector<f64> {
    let values = plan.statements.iter().map(|statement| {
        let chance = UNSAID * random.normal();
        let mut of = plan
            .anchors
            .iter()
            .filter(|a| a.viewpoint == viewpoint && a.statement == statement.number);
        let said = of.next().map(|anchor| match anchor.bound {
            Bound::AtLeast(value) | Bound::AtMost(value) => f64::from(value),
        });
        said.map_or(chance, |said| 1.5 * said)
    });
    let values = Vector::from_vec(values.collect());
    let mean = values.mean();
    values.add_scalar(-mean)
}

/// A power of a symmetric, positive definite matrix.
fn power(matrix: &Matrix<f64>, exponent: f64) -> Option<Matrix<f64>> {
    let pairs = symmetric_eigenpairs(matrix.clone())?;
    if pairs.values.iter().any(|value| *value < 1e-9) {
        return None;
    }
    let mut scaled = pairs.vectors.clone();
    for (mut column, value) in scaled.column_iter_mut().zip(&pairs.values) {
        column *= value.powf(exponent);
    }
    Some(scaled * pairs.vectors.transpose())
}
