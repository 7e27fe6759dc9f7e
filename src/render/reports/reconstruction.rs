//! A reconstruction: published tables beside those that its sorts give.

use super::wording::{COARSE, sorts};
use crate::qmethod::reconstruction::{Achieved, Plan, Reconstruction, SiteAchieved};
use crate::render::number::{fixed, listed, thousands};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Deviations are shown with so many decimals.
const FINE: usize = 3;
/// A deviation up to this is near, as the field rounds correlations to two decimals.
const NEAR: f64 = 0.05;

/// How near the sorts come to the plan's tables, kind `reconstruction`.
pub fn reconstruction(plan: &Plan, found: &Reconstruction, achieved: &Achieved) -> Report {
    let deviations = achieved.deviations();
    let near = deviations.iter().filter(|d| **d <= NEAR).count();
    let words = format!(
        "{} fitted to published tables with seed {}: {} changes of single sorts tried, {} kept. The tables below come from the analysis alone (principal components, \
         varimax, flags by the usual rule, factor arrays), which knows nothing of the search. National factors are those whose prevalence is nearest to the published; local \
         ones are paired with the published so that correlations deviate least.",
        sorts(found.study.sort_count()),
        plan.seed,
        thousands(found.moves),
        thousands(found.kept)
    );
    let summary = format!(
        "{} of {} cells of the prevalence differ from the published. Correlations of local with national arrays deviate by {} in the mean, {} at most; {near} of {} by no more than \
         {}. The national factors explain {} % of the variance. Of the statements that characterise a viewpoint, {} of {} stand where they should nationally, {} of {} locally.",
        achieved.wrong_cells(),
        achieved.sites.len() * plan.viewpoints.len(),
        fixed(mean(&deviations), FINE),
        fixed(largest(&deviations), FINE),
        deviations.len(),
        fixed(NEAR, COARSE),
        fixed(100.0 * achieved.variance, 1),
        achieved.national_anchors.0,
        achieved.national_anchors.1,
        achieved.local_anchors.0,
        achieved.local_anchors.1,
    );
    Report::new("Reconstructed study")
        .warning("These sorts are a RECONSTRUCTION. They are nobody's answers, say nothing about any person and are no evidence for the published findings.")
        .text(words)
        .table(prevalence(plan, achieved))
        .table(deviation_table(achieved))
        .text(summary)
        .data("reconstruction", data(plan, found, achieved))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

fn prevalence(plan: &Plan, achieved: &Achieved) -> Table {
    let names = plan.viewpoints.iter().map(String::as_str);
    let mut table = Table::new("Defining sorts of each viewpoint; where the published number differs, it follows in brackets")
        .column("Site", Align::Left)
        .columns(names, Align::Right, None)
        .column("all", Align::Right);
    for site in &achieved.sites {
        let cells = site
            .prevalence
            .iter()
            .zip(&site.published)
            .map(|(found, published)| {
                if found == published {
                    TableCell::count(*found)
                } else {
                    TableCell::text(format!("{found} ({published})")).bold(true)
                }
            });
        let mut row = vec![TableCell::text(site.name.as_str())];
        row.extend(cells);
        row.push(TableCell::count(site.prevalence.iter().sum()));
        table.push(row);
    }
    table
}

fn deviation_table(achieved: &Achieved) -> Table {
    let mut table = Table::new(
        "Correlations of local with national arrays: absolute deviations from the published",
    )
    .column("Site", Align::Left)
    .columns(["mean", "largest"], Align::Right, None)
    .column("largest is", Align::Left)
    .column("local factors, defining sorts", Align::Left);
    for site in &achieved.sites {
        let deviations = site.deviations();
        table.push([
            TableCell::text(site.name.as_str()),
            TableCell::number(mean(&deviations), FINE),
            TableCell::number(largest(&deviations), FINE),
            TableCell::text(farthest(site)),
            TableCell::text(local_factors(site)),
        ]);
    }
    let all = achieved.deviations();
    table.push_footer([
        TableCell::text("All"),
        TableCell::number(mean(&all), FINE),
        TableCell::number(largest(&all), FINE),
        TableCell::missing(),
        TableCell::missing(),
    ]);
    table
}

/// The correlation that is farthest from the published one, in words.
fn farthest(site: &SiteAchieved) -> String {
    let cells = site.locals.iter().flat_map(|local| {
        let pairs = local.correlations.iter().zip(&local.published);
        pairs.map(move |(found, published)| (local, *found, *published))
    });
    let worst = cells.max_by(|a, b| (a.1 - a.2).abs().total_cmp(&(b.1 - b.2).abs()));
    worst.map_or_else(String::new, |(local, found, published)| {
        format!(
            "{} {} for {}",
            local.name,
            fixed(found, COARSE),
            fixed(published, COARSE)
        )
    })
}

fn local_factors(site: &SiteAchieved) -> String {
    let words: Vec<String> = site
        .locals
        .iter()
        .map(|local| {
            format!(
                "{} is F{} ({})",
                local.name,
                local.factor.0 + 1,
                local.flags
            )
        })
        .collect();
    listed(&words)
}

fn data(plan: &Plan, found: &Reconstruction, achieved: &Achieved) -> Value {
    let sites: Vec<Value> = achieved
        .sites
        .iter()
        .map(|site| {
            let locals: Vec<Value> = site
                .locals
                .iter()
                .map(|local| {
                    json!({
                        "name": local.name,
                        "factor": local.factor.0 + 1,
                        "defining_sorts": local.flags,
                        "correlations": local.correlations,
                        "published": local.published,
                    })
                })
                .collect();
            json!({
                "name": site.name,
                "prevalence": site.prevalence,
                "published": site.published,
                "locals": locals,
            })
        })
        .collect();
    let factors: Vec<usize> = achieved.factors.iter().map(|f| f.0 + 1).collect();
    json!({
        "viewpoints": plan.viewpoints,
        "factors": factors,
        "seed": plan.seed,
        "moves": found.moves,
        "kept": found.kept,
        "wrong_cells": achieved.wrong_cells(),
        "mean_deviation": mean(&achieved.deviations()),
        "largest_deviation": largest(&achieved.deviations()),
        "variance": achieved.variance,
        "negative_flags": achieved.negative,
        "national_anchors": [achieved.national_anchors.0, achieved.national_anchors.1],
        "local_anchors": [achieved.local_anchors.0, achieved.local_anchors.1],
        "sites": sites,
    })
}
