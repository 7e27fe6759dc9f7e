//! The steps of a rotation, turns by hand, and what correlated factors have beside their loadings.

use super::flags::rule_words;
use super::loadings::{rotated as rotated_report, step_words};
use super::loadings_plot::{MOST_DRAWN, standing};
use super::shown::Shown;
use super::wording::{self, FINE, ROWS_UNFOLDED, factor, factors};
use crate::numeric::Matrix;
use crate::qmethod::rotation::{
    Arrangement, Criterion, FactorOrder, FlagBasis, Promax, RotationStep, SignRule,
};
use crate::qmethod::{FactorIndex, Flagged, Rotated};
use crate::render::figures::loadings_plot::{Plane, Sort, draw};
use crate::render::number::{counted, fixed, thousands, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The steps by number, each as a line that `rotate replay` reads; kind `rotation`.
pub fn rotation_steps(rotated: &Rotated, labels: &[String], lines: &[String]) -> Report {
    let k = rotated.factor_count();
    let mut table = Table::new(format!(
        "Steps from the first {} on",
        counted(k, "unrotated factor", "unrotated factors")
    ))
    .column("Step", Align::Right)
    .column("Line", Align::Left)
    .column("What it does", Align::Left);
    for (number, (step, line)) in (1..).zip(rotated.steps().iter().zip(lines)) {
        table.push([
            TableCell::count(number),
            TableCell::text(line.as_str()),
            TableCell::text(step_words(step, rotated, labels)),
        ]);
    }
    let report = Report::new("Rotation");
    let report = if lines.is_empty() {
        report.text(format!(
            "{} as extracted; no step was taken.",
            wording::factor_count(k)
        ))
    } else {
        let first = format!("none -k {k}");
        let replay: Vec<&str> = std::iter::once("%%q rotate replay")
            .chain([first.as_str()])
            .chain(lines.iter().map(String::as_str))
            .collect();
        report
            .table(table)
            .text("`%q rotate drop NUMBER` leaves a step out, `%q rotate replace NUMBER STEP` puts another in its place; the rest is taken again. All of it from the unrotated factors, to the same digits:")
            .code(replay.join("\n"))
    };
    report.data(
        "rotation",
        json!({
            "factors": factors(labels, k),
            "steps": lines,
            "matrix": rows(rotated.rotation()),
            "factor_correlations": rotated.factor_correlations().map(rows),
        }),
    )
}

/// Factors after a turn, with a plot of the sorts before and after it, and what the rule of flagging would make of both; kind `loadings`, no flag set.
pub fn turned(before: &Flagged, after: &Flagged, labels: &[String]) -> Report {
    let report = rotated_report(after.rotated(), labels);
    let Some((a, b)) = after
        .rotated()
        .steps()
        .last()
        .and_then(|step| plane(step, before))
    else {
        return report;
    };
    let defining = |f: FactorIndex| {
        let (was, is) = (
            before.defining_sorts(f).len(),
            after.defining_sorts(f).len(),
        );
        format!("{} {is} ({was} before)", factor(labels, f))
    };
    let words = format!(
        "{} By this rule these would define: {}, {}. The plot shows them; `%q flag auto` flags them.",
        rule_words(after),
        defining(a),
        defining(b)
    );
    report
        .text(words)
        .figure(figure(before, after, labels, (a, b)))
}

/// The two factors in whose plane a step is seen best.
fn plane(step: &RotationStep, before: &Flagged) -> Option<(FactorIndex, FactorIndex)> {
    match step {
        RotationStep::ByHand { a, b, .. } => Some((*a, *b)),
        RotationStep::Through { factor, sort } => {
            let loadings = before.rotated().loadings();
            let others = (0..loadings.ncols()).filter(|f| *f != factor.0);
            let size = |f: &usize| loadings.get((sort.0, *f)).map_or(0.0, |l: &f64| l.abs());
            let other = others.max_by(|a, b| size(a).total_cmp(&size(b)))?;
            Some((*factor, FactorIndex(other)))
        }
        _ => None,
    }
}

fn figure(
    before: &Flagged,
    after: &Flagged,
    labels: &[String],
    (a, b): (FactorIndex, FactorIndex),
) -> Figure {
    let at = |flagged: &Flagged, sort: usize| {
        let loading = |f: FactorIndex| {
            let loadings = flagged.rotated().flag_basis();
            loadings.get((sort, f.0)).copied().unwrap_or(0.0)
        };
        (loading(a), loading(b))
    };
    let study = wording::study_of_flagged(after);
    let shown = Shown::at_most(study, MOST_DRAWN);
    let ids = shown.ids(study).into_iter();
    let sorts: Vec<Sort> = shown
        .sorts()
        .iter()
        .zip(ids)
        .map(|(&sort, id)| Sort {
            id: id.to_owned(),
            at: at(after, sort),
            standing: standing(after, sort, a, b),
            from: Some(at(before, sort)),
        })
        .collect();
    let (first, second) = (factor(labels, a), factor(labels, b));
    let plane = Plane {
        first: &first,
        second: &second,
        threshold: after.threshold(),
    };
    let (drawing, _) = draw(&sorts, &plane);
    Figure {
        drawing,
        alt: format!(
            "Loadings of {} on {first} (across) and {second} (up) after the turn, each with a line from where it was before; dashed lines at ±{}.",
            wording::sorts(sorts.len()),
            fixed(after.threshold(), FINE)
        ),
    }
}

/// What a step does, in words; the steps by hand that are told elsewhere aside.
pub(super) fn further_step_words(
    step: &RotationStep,
    rotated: &Rotated,
    labels: &[String],
) -> String {
    let name = |f: &FactorIndex| factor(labels, *f);
    let normalised = |kaiser: bool| match kaiser {
        true => "with Kaiser's normalisation",
        false => "without normalisation",
    };
    let number = |x: f64| typographic(&x.to_string());
    match step {
        RotationStep::Orthomax(o) => {
            let what = match o.criterion {
                Criterion::Quartimax => "quartimax".to_owned(),
                Criterion::Varimax => "varimax".to_owned(),
                Criterion::Equamax => "equamax".to_owned(),
                Criterion::Gamma(gamma) => format!("orthomax of γ = {}", number(gamma)),
            };
            format!("{what} {}{}", normalised(o.kaiser), arranged(o.arrangement))
        }
        RotationStep::Oblimin(o) => format!(
            "direct oblimin (γ = {}) {}{}",
            number(o.gamma),
            normalised(o.kaiser),
            arranged(o.arrangement)
        ),
        RotationStep::Promax(p) => format!(
            "promax (κ = {}) {}{}",
            number(p.kappa),
            promax_normalised(p),
            arranged(p.arrangement)
        ),
        RotationStep::Target(target) => {
            format!("as near as possible to the loadings of {}", target.name)
        }
        RotationStep::Given(given) => format!("turned by the matrix of {}", given.name),
        RotationStep::Through { factor: f, sort } => {
            let id = wording::study_of_rotated(rotated).sort_ids().get(sort.0);
            let id = id.map_or("", String::as_str);
            format!("{} turned through the sort {id}", name(f))
        }
        RotationStep::Order(FactorOrder::ByVariance) => "factors ordered by variance".to_owned(),
        RotationStep::Order(FactorOrder::Given(factors)) => {
            let places: Vec<String> = factors.iter().map(|f| format!("F{}", f.0 + 1)).collect();
            format!("factors in the order {}", places.join(", "))
        }
        _ => "a further step".to_owned(),
    }
}

fn promax_normalised(promax: &Promax) -> &'static str {
    match (promax.kaiser_in_varimax, promax.kaiser_in_target) {
        (true, true) => "with Kaiser's normalisation",
        (true, false) => "with Kaiser's normalisation in varimax only",
        (false, true) => "with Kaiser's normalisation of its target only",
        (false, false) => "without normalisation",
    }
}

/// Nothing for our own order and signs.
fn arranged(arrangement: Arrangement) -> String {
    if arrangement == Arrangement::default() {
        return String::new();
    }
    let order = match arrangement.by_variance {
        true => "by variance",
        false => "at their places",
    };
    let sign = match arrangement.sign {
        SignRule::SignedSquares => "pointing where Σ l·|l| ≥ 0",
        SignRule::Sum => "pointing where Σ l ≥ 0",
        SignRule::AsFound => "with the signs they came with",
    };
    format!(", factors {order} and {sign}")
}

/// With structure and correlations of factors, and what flags are made from; nothing while factors are orthogonal.
pub(super) fn with_oblique(report: Report, rotated: &Rotated, labels: &[String]) -> Report {
    let (Some(correlations), Some(basis)) =
        (rotated.factor_correlations(), rotated.flag_basis_kind())
    else {
        return report;
    };
    let said = match basis {
        FlagBasis::Structure => {
            "Flags, their threshold and the weights of scores go by the structure: a correlation, so that z/√n keeps its meaning. The majority is of the sum of a sort's squared structure loadings."
        }
        FlagBasis::Pattern => {
            "DIFFERENCE: as in R qmethod, flags and weights go by the pattern, although z/√n is the error of a correlation and a pattern loading may exceed 1. Without `--like qmethod` they go by the structure."
        }
    };
    let structure = matrix_table(rotated, rotated.structure(), labels);
    report
        .text("The factors correlate. The table above is the pattern: what each factor adds to a sort, the other factors given. h² and the sums of a factor are of pattern times structure.")
        .table(structure)
        .table(correlation_table(correlations, labels))
        .remark(said)
}

fn matrix_table(rotated: &Rotated, values: &Matrix<f64>, labels: &[String]) -> Table {
    let study = wording::study_of_rotated(rotated);
    let names = factors(labels, rotated.factor_count());
    let mut table = Table::new("Structure: correlations of the sorts with the factors")
        .column("Sort", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None);
    for sort in Shown::of(study).in_table() {
        let id = study.sort_ids().get(sort).map_or("", String::as_str);
        let mut cells = vec![TableCell::text(id)];
        cells.extend(
            values
                .row(sort)
                .iter()
                .map(|l| TableCell::number(*l, FINE).shade(*l)),
        );
        table.push(cells);
    }
    if study.sort_count() <= ROWS_UNFOLDED {
        return table;
    }
    table.collapsed(format!(
        "Structure of {} × {}",
        thousands(study.sort_count()),
        rotated.factor_count()
    ))
}

fn correlation_table(correlations: &Matrix<f64>, labels: &[String]) -> Table {
    let names = factors(labels, correlations.ncols());
    let mut table = Table::new("Correlations of the factors")
        .column("Factor", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None);
    for (name, row) in names.iter().zip(correlations.row_iter()) {
        let mut cells = vec![TableCell::text(name.as_str())];
        cells.extend(row.iter().map(|r| TableCell::number(*r, FINE)));
        table.push(cells);
    }
    table
}

/// The data of loadings with what correlated factors have beside them.
pub(super) fn oblique_data(mut data: Value, rotated: &Rotated, shown: &Shown) -> Value {
    if let (Some(correlations), Some(fields)) =
        (rotated.factor_correlations(), data.as_object_mut())
    {
        let basis = match rotated.flag_basis_kind() {
            Some(FlagBasis::Pattern) => "pattern",
            _ => "structure",
        };
        fields.insert(
            "structure".to_owned(),
            json!(shown.rows(rotated.structure())),
        );
        fields.insert("factor_correlations".to_owned(), json!(rows(correlations)));
        fields.insert("flag_basis".to_owned(), json!(basis));
    }
    data
}

fn rows(matrix: &Matrix<f64>) -> Vec<Vec<f64>> {
    let rows = matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}
