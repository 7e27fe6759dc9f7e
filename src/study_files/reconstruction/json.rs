//! The JSON of a reconstruction's plan: names in the file, places in the plan.

use crate::numeric::Matrix;
use crate::qmethod::grid::GridColumn;
use crate::qmethod::reconstruction::{
    Anchor, Bound, Holders, Limits, Plan, SitePlan, Stage, Start, Weights,
};
use crate::qmethod::{Distribution, Statement};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanJson {
    /// What the file is, for whoever opens it.
    #[serde(rename = "RECONSTRUCTION")]
    _words: String,
    /// The file of the Q set, beside this one.
    pub(super) statements: String,
    seed: u64,
    grid: BTreeMap<String, usize>,
    viewpoints: Vec<String>,
    viewpoints_by_variance: Vec<String>,
    viewpoint_correlations: Vec<Vec<f64>>,
    sites: Vec<SiteJson>,
    anchors: Vec<AnchorsJson>,
    start: StartJson,
    limits: LimitsJson,
    stages: Vec<StageJson>,
    quick: Vec<StageJson>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteJson {
    name: String,
    prevalence: Vec<usize>,
    local_correlations: serde_json::Map<String, serde_json::Value>,
    local_by_variance: Vec<String>,
    start: Vec<HoldersJson>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldersJson {
    local: String,
    #[serde(default)]
    viewpoint: Option<String>,
    sorts: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorsJson {
    viewpoint: String,
    at_least: BTreeMap<String, i32>,
    at_most: BTreeMap<String, i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StartJson {
    national: f64,
    local: f64,
    noise: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitsJson {
    margin: f64,
    local_margin: f64,
    variance: f64,
    gap: f64,
    local_gap: f64,
    local_flags: usize,
    sweeps: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageJson {
    moves: usize,
    temperature: (f64, f64),
    weights: WeightsJson,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightsJson {
    flags: f64,
    correlations: f64,
    anchors: f64,
}

impl PlanJson {
    /// The plan, and the stages of the short search; or what is wrong, in words.
    pub(super) fn plan(self, statements: Vec<Statement>) -> Result<(Plan, Vec<Stage>), String> {
        let order = places(&self.viewpoints_by_variance, &self.viewpoints)?;
        let sites: Result<Vec<SitePlan>, String> = self
            .sites
            .into_iter()
            .map(|site| site.plan(&self.viewpoints))
            .collect();
        let mut anchors = Vec::new();
        for of in self.anchors {
            anchors.extend(of.all()?);
        }
        let stages = |stages: Vec<StageJson>| stages.into_iter().map(StageJson::stage).collect();
        let plan = Plan {
            statements,
            statement_attributes: Vec::new(),
            grid: grid(&self.grid)?,
            order,
            correlations: matrix(&self.viewpoint_correlations, self.viewpoints.len())?,
            viewpoints: self.viewpoints,
            sites: sites?,
            anchors,
            start: Start {
                national: self.start.national,
                local: self.start.local,
                noise: self.start.noise,
            },
            limits: Limits {
                margin: self.limits.margin,
                local_margin: self.limits.local_margin,
                variance: self.limits.variance,
                gap: self.limits.gap,
                local_gap: self.limits.local_gap,
                local_flags: self.limits.local_flags,
                sweeps: self.limits.sweeps,
            },
            stages: stages(self.stages),
            seed: self.seed,
        };
        Ok((plan, stages(self.quick)))
    }
}

impl SiteJson {
    fn plan(self, viewpoints: &[String]) -> Result<SitePlan, String> {
        let factors: Vec<String> = self.local_correlations.keys().cloned().collect();
        let rows: Result<Vec<Vec<f64>>, _> = self
            .local_correlations
            .into_iter()
            .map(|(_, row)| serde_json::from_value(row))
            .collect();
        let rows =
            rows.map_err(|error| format!("the correlations of site {}: {error}", self.name))?;
        let holders: Result<Vec<Holders>, String> = self
            .start
            .into_iter()
            .map(|holders| {
                let viewpoint = holders.viewpoint.map(|name| place(&name, viewpoints));
                Ok(Holders {
                    viewpoint: viewpoint.transpose()?,
                    local: place(&holders.local, &factors)?,
                    sorts: holders.sorts,
                })
            })
            .collect();
        Ok(SitePlan {
            order: places(&self.local_by_variance, &factors)?,
            correlations: matrix(&rows, viewpoints.len())?,
            factors,
            prevalence: self.prevalence,
            holders: holders?,
            name: self.name,
        })
    }
}

impl AnchorsJson {
    fn all(self) -> Result<Vec<Anchor>, String> {
        let low = self
            .at_most
            .into_iter()
            .map(|(s, value)| (s, Bound::AtMost(value)));
        let high = self
            .at_least
            .into_iter()
            .map(|(s, value)| (s, Bound::AtLeast(value)));
        high.chain(low)
            .map(|(statement, bound)| {
                Ok(Anchor {
                    viewpoint: self.viewpoint.clone(),
                    statement: statement
                        .parse()
                        .map_err(|_| format!("`{statement}` is no statement's number"))?,
                    bound,
                })
            })
            .collect()
    }
}

impl StageJson {
    fn stage(self) -> Stage {
        Stage {
            moves: self.moves,
            temperature: self.temperature,
            weights: Weights {
                flags: self.weights.flags,
                correlations: self.weights.correlations,
                anchors: self.weights.anchors,
            },
        }
    }
}

fn places(names: &[String], among: &[String]) -> Result<Vec<usize>, String> {
    names.iter().map(|name| place(name, among)).collect()
}

fn place(name: &str, among: &[String]) -> Result<usize, String> {
    let place = among.iter().position(|known| known == name);
    place.ok_or_else(|| format!("`{name}` is none of `{}`", among.join("`, `")))
}

fn grid(columns: &BTreeMap<String, usize>) -> Result<Distribution, String> {
    let columns: Result<Vec<GridColumn>, String> = columns
        .iter()
        .map(|(value, cards)| {
            let value = value
                .parse()
                .map_err(|_| format!("`{value}` is no value of a grid"))?;
            Ok(GridColumn {
                value,
                cards: *cards,
            })
        })
        .collect();
    Distribution::new(columns?).map_err(|error| error.to_string())
}

fn matrix(rows: &[Vec<f64>], width: usize) -> Result<Matrix<f64>, String> {
    if rows.iter().any(|row| row.len() != width) {
        return Err(format!(
            "a row of correlations does not hold {width} numbers, one for each viewpoint"
        ));
    }
    Ok(Matrix::from_fn(rows.len(), width, |r, c| rows[r][c]))
}
