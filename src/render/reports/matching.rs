//! Which viewpoints of one solution are found again in others.

use super::wording::{COARSE, factor, names};
use crate::qmethod::comparison::Profile;
use crate::qmethod::matching::{Matching, SiteMatch};
use crate::render::figures::heatmap::Heatmap;
use crate::render::number::{counted, fixed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The words of a matching: what solutions and factors are called.
#[derive(Clone, Copy, Debug)]
pub struct MatchNames<'a> {
    /// The local solutions, in order.
    pub sites: &'a [String],
    /// Their factors.
    pub local: &'a [Vec<String>],
    /// The common solution.
    pub common: &'a str,
    /// Its factors.
    pub common_labels: &'a [String],
}

/// Common viewpoints by site, local ones, all correlations, and their heatmap; kind `match`.
pub fn matching(matching: &Matching, called: MatchNames<'_>, of: Profile) -> Report {
    let what = super::comparison::what(of);
    let report = Report::new(format!("Viewpoints of {} by solution", called.common)).text(format!(
        "Each local viewpoint is paired with one of {}, one to one within its solution, so that the sum of r between {what} is greatest (optimal \
         assignment). A pair of r = {} or more counts as the same viewpoint: it is operant there. Every other viewpoint is local.",
        called.common,
        fixed(matching.threshold, COARSE)
    ));
    let report = report
        .table(summary(matching, called))
        .table(correlations(matching, called))
        .figure(heatmap(matching, called));
    with_notes(report, matching, called).data("match", data(matching, called, of))
}

/// The columns of a comparison by name.
fn columns(site: &SiteMatch, called: MatchNames<'_>) -> Vec<String> {
    let columns = site.comparison.columns.iter();
    columns.map(|f| factor(called.common_labels, *f)).collect()
}

fn row_name(site: &SiteMatch, labels: &[String], row: usize) -> String {
    let index = site.comparison.rows.get(row).copied();
    index.map_or_else(String::new, |f| factor(labels, f))
}

fn with_r(name: &str, r: Option<f64>) -> String {
    let r = r.map(|r| typographic(&fixed(r, COARSE)));
    format!("{name} ({})", r.unwrap_or_default())
}

fn heads(matching: &Matching, called: MatchNames<'_>) -> Vec<String> {
    let first = matching.sites.first();
    first.map_or_else(Vec::new, |site| columns(site, called))
}

fn summary(matching: &Matching, called: MatchNames<'_>) -> Table {
    let heads = heads(matching, called);
    let mut table = Table::new(format!(
        "Where the viewpoints of {} are operant, with r; and the viewpoints found in one solution only",
        called.common
    ))
    .column("", Align::Left)
    .columns(heads.iter().map(String::as_str), Align::Left, None)
    .column("Local viewpoints", Align::Left);
    let mut operant = vec![0; heads.len()];
    let mut locals = 0;
    for ((site, name), labels) in matching.sites.iter().zip(called.sites).zip(called.local) {
        let mut cells = vec![TableCell::text(name.as_str())];
        for (column, count) in operant.iter_mut().enumerate() {
            cells.push(match site.row_of(column) {
                Some(row) => {
                    *count += 1;
                    TableCell::text(with_r(&row_name(site, labels, row), site.r(row)))
                }
                None => TableCell::missing(),
            });
        }
        let local = local_rows(site);
        locals += local.len();
        let local: Vec<String> = local.iter().map(|r| row_name(site, labels, *r)).collect();
        cells.push(match local.is_empty() {
            true => TableCell::missing(),
            false => TableCell::text(local.join(", ")),
        });
        table.push(cells);
    }
    let mut foot = vec![TableCell::text("Solutions")];
    let all = matching.sites.len();
    foot.extend(
        operant
            .iter()
            .map(|n| TableCell::text(format!("{n} of {all}"))),
    );
    foot.push(TableCell::text(counted(locals, "viewpoint", "viewpoints")));
    table.push_footer(foot);
    table
}

fn local_rows(site: &SiteMatch) -> Vec<usize> {
    let rows = 0..site.comparison.rows.len();
    rows.filter(|row| !site.is_operant(*row)).collect()
}

fn correlations(matching: &Matching, called: MatchNames<'_>) -> Table {
    let mut table =
        Table::new("All correlations; * and bold: the pair that counts as the same viewpoint")
            .column("", Align::Left)
            .columns(heads(matching, called), Align::Right, None)
            .column("Standing", Align::Left);
    for ((site, name), labels) in matching.sites.iter().zip(called.sites).zip(called.local) {
        table.push_group(name.as_str());
        let heads = columns(site, called);
        for (row, values) in site.comparison.matrix.row_iter().enumerate() {
            let operant = site.is_operant(row);
            let partner = site.partners.get(row).copied().flatten();
            let mut cells = vec![TableCell::text(row_name(site, labels, row))];
            cells.extend(values.iter().enumerate().map(|(column, r)| {
                let same = operant && partner == Some(column);
                TableCell::number(*r, COARSE)
                    .bold(same)
                    .mark(same.then_some("*"))
                    .shade(*r)
            }));
            let partner = partner.and_then(|c| heads.get(c));
            cells.push(TableCell::text(match partner {
                Some(partner) if operant => partner.clone(),
                Some(partner) => format!("local; paired with {partner}"),
                None => "local; no viewpoint left to pair with".to_owned(),
            }));
            table.push(cells);
        }
    }
    table
}

fn heatmap(matching: &Matching, called: MatchNames<'_>) -> Figure {
    let mut map = Heatmap {
        rows: Vec::new(),
        columns: heads(matching, called),
        values: Vec::new(),
    };
    let mut framed = Vec::new();
    for (site, labels) in matching.sites.iter().zip(called.local) {
        for (row, values) in site.comparison.matrix.row_iter().enumerate() {
            if site.is_operant(row)
                && let Some(column) = site.partners.get(row).copied().flatten()
            {
                framed.push((map.rows.len(), column));
            }
            map.rows.push(row_name(site, labels, row));
            map.values.push(values.iter().copied().collect());
        }
    }
    let pairs: Vec<String> = framed
        .iter()
        .filter_map(|(row, column)| {
            Some(format!(
                "{} with {}",
                map.rows.get(*row)?,
                map.columns.get(*column)?
            ))
        })
        .collect();
    let alt = format!(
        "Heatmap of the correlations of every local viewpoint with those of {}; framed are the pairs that count as the same viewpoint: {}.",
        called.common,
        if pairs.is_empty() {
            "none".to_owned()
        } else {
            pairs.join(", ")
        }
    );
    Figure {
        drawing: map.draw_framed(&framed),
        alt,
    }
}

/// What the one-to-one pairing leaves unsaid.
fn with_notes(mut report: Report, matching: &Matching, called: MatchNames<'_>) -> Report {
    for (site, labels) in matching.sites.iter().zip(called.local) {
        let heads = columns(site, called);
        for (row, values) in site.comparison.matrix.row_iter().enumerate() {
            let name = row_name(site, labels, row);
            let alike: Vec<String> = values
                .iter()
                .zip(&heads)
                .enumerate()
                .filter(|(column, (r, _))| {
                    let partner = site.partners.get(row).copied().flatten();
                    **r >= matching.threshold && !(site.is_operant(row) && partner == Some(*column))
                })
                .map(|(_, (r, head))| with_r(head, Some(*r)))
                .collect();
            if !alike.is_empty() && !site.is_operant(row) {
                report = report.remark(format!(
                    "{name} counts as local, though it reaches the threshold with {}: another viewpoint of the same solution is the better partner.",
                    names(&alike)
                ));
            }
            let opposed: Vec<String> = values
                .iter()
                .zip(&heads)
                .filter(|(r, _)| **r <= -matching.threshold)
                .map(|(r, head)| with_r(head, Some(*r)))
                .collect();
            if !opposed.is_empty() {
                report = report.warning(format!(
                    "{name} is the opposite of {}. `%q invert` turns a factor round.",
                    names(&opposed)
                ));
            }
        }
    }
    report
}

fn data(matching: &Matching, called: MatchNames<'_>, of: Profile) -> Value {
    let sites: Vec<Value> = matching
        .sites
        .iter()
        .zip(called.sites)
        .zip(called.local)
        .map(|((site, name), labels)| {
            let heads = columns(site, called);
            let rows: Vec<String> = (0..site.comparison.rows.len())
                .map(|row| row_name(site, labels, row))
                .collect();
            let matrix: Vec<Vec<f64>> = site
                .comparison
                .matrix
                .row_iter()
                .map(|row| row.iter().copied().collect())
                .collect();
            let partners: Vec<Option<&String>> =
                site.partners.iter().map(|p| heads.get((*p)?)).collect();
            let r: Vec<Option<f64>> = (0..rows.len()).map(|row| site.r(row)).collect();
            json!({
                "solution": name,
                "rows": rows,
                "columns": heads,
                "matrix": matrix,
                "partners": partners,
                "r": r,
                "operant": site.operant,
                "statements": site.comparison.statements,
            })
        })
        .collect();
    json!({
        "threshold": matching.threshold,
        "of": super::comparison::word(of),
        "common": called.common,
        "solutions": sites,
    })
}
