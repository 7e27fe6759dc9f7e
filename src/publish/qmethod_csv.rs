//! The results under R qmethod's names (design/file-formats 3.10): `read.csv(…, row.names = 1)` gives the tables of its result object.

use super::Package;
use super::csv::{Cell, table};
use super::error::PublishError;
use super::plain;
use crate::numeric::Matrix;
use crate::qmethod::characteristics::Characteristics;
use crate::qmethod::{FactorIndex, Rotated, Scored, Study};
use crate::render::Analysis;
use std::path::Path;

/// |Δz|/SED beyond which a difference carries this sign: p < .05, .01, .001, .000001, two-sided.
const SIGNS: [(f64, &str); 4] = [(4.8916, "6*"), (3.291, "***"), (2.576, "**"), (1.96, "*")];

/// The files, as far as the analysis has come; beside R's own the rest of the study, so that it can be read again.
///
/// # Errors
/// Nothing is rotated yet.
pub(super) fn package(analysis: &Analysis<'_>, folder: &Path) -> Result<Package, PublishError> {
    let Some(rotated) = analysis.rotated else {
        return Err(PublishError::NoResults {
            format: "The CSV set of R qmethod",
            study: analysis.provenance.study.clone(),
        });
    };
    let mut package = results(analysis, rotated, folder);
    let dataset = plain::shown(folder, "dataset.csv");
    let magic = format!("%q load {dataset} --transposed");
    plain::add_further(&mut package, analysis.study, folder, magic);
    Ok(package)
}

fn results(analysis: &Analysis<'_>, rotated: &Rotated, folder: &Path) -> Package {
    let study = analysis.study;
    let mut package = Package::default();
    let mut add = |name: &str, rows: Vec<Vec<Cell>>| {
        package.add(folder.join(name), table(&rows));
    };
    add("dataset.csv", dataset(study));
    let k = rotated.factor_count();
    add(
        "loa.csv",
        per_sort(study, heading("f", k), |sort, factor| {
            Cell::Number(rotated.loadings().get((sort, factor)).copied())
        }),
    );
    if let Some(flagged) = analysis.flagged {
        add(
            "flagged.csv",
            per_sort(study, heading("flag_f", k), |sort, factor| {
                let flag = flagged.flags().get((sort, factor)) == Some(&true);
                Cell::text(if flag { "TRUE" } else { "FALSE" })
            }),
        );
    }
    let Some(scored) = analysis.scored else {
        package
            .notes
            .push("Left out, since no sorts are flagged yet: flagged.csv if it is missing, zsc.csv, zsc_n.csv, qdc.csv and the characteristics.".to_owned());
        return package;
    };
    add("zsc.csv", scores(scored));
    if scored.array_distribution().is_some() {
        add("zsc_n.csv", arrays(scored));
    }
    let found = Characteristics::of(scored);
    add("f_char_characteristics.csv", characteristics(&found));
    add(
        "f_char_cor_zsc.csv",
        square(&found.score_correlations, "zsc_f"),
    );
    add("f_char_sd_dif.csv", square(&found.sed, "f"));
    if scored.scored_factors().len() > 1 {
        add("qdc.csv", differences(scored, &found));
    } else {
        package
            .notes
            .push("Left out, needing two factors with scores: qdc.csv.".to_owned());
    }
    package.notes.push(
        "Rows are named by sorts' ids and statements' numbers; missing values are empty. Array values of tied statements follow the rule of this program, not R's."
            .to_owned(),
    );
    package
}

fn heading(prefix: &str, k: usize) -> Vec<Cell> {
    (1..=k)
        .map(|factor| Cell::text(format!("{prefix}{factor}")))
        .collect()
}

fn named(name: Cell, cells: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
    std::iter::once(name).chain(cells).collect()
}

fn per_sort(
    study: &Study,
    heading: Vec<Cell>,
    cell: impl Fn(usize, usize) -> Cell,
) -> Vec<Vec<Cell>> {
    let k = heading.len();
    let mut rows = vec![named(Cell::text(""), heading)];
    for (sort, id) in study.sort_ids().iter().enumerate() {
        let cells = (0..k).map(|factor| cell(sort, factor));
        rows.push(named(Cell::text(id.as_str()), cells));
    }
    rows
}

fn per_statement(
    study: &Study,
    heading: Vec<Cell>,
    cells: impl Fn(usize) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    let mut rows = vec![named(Cell::text(""), heading)];
    for (index, statement) in study.statements().iter().enumerate() {
        rows.push(named(Cell::whole(statement.number), cells(index)));
    }
    rows
}

fn dataset(study: &Study) -> Vec<Vec<Cell>> {
    let ids = study.sort_ids().iter().map(|id| Cell::text(id.as_str()));
    per_statement(study, ids.collect(), |index| {
        let values = (0..study.sort_count()).map(|sort| study.sorts().get((index, sort)));
        values.map(|value| Cell::Number(value.copied())).collect()
    })
}

fn scores(scored: &Scored) -> Vec<Vec<Cell>> {
    let k = scored.factor_count();
    per_statement(scored.study(), heading("zsc_f", k), |index| {
        (0..k).map(|f| Cell::Number(z(scored, f, index))).collect()
    })
}

fn z(scored: &Scored, factor: usize, index: usize) -> Option<f64> {
    scored.z(FactorIndex(factor))?.get(index).copied()
}

fn arrays(scored: &Scored) -> Vec<Vec<Cell>> {
    let k = scored.factor_count();
    per_statement(scored.study(), heading("fsc_f", k), |index| {
        (0..k)
            .map(|f| {
                let array = scored.array(FactorIndex(f));
                let value = array.and_then(|array| array.get(index));
                Cell::Number(value.map(|v| f64::from(*v)))
            })
            .collect()
    })
}

fn characteristics(found: &Characteristics) -> Vec<Vec<Cell>> {
    let head = [
        "",
        "av_rel_coef",
        "nload",
        "eigenvals",
        "expl_var",
        "reliability",
        "se_fscores",
    ];
    let mut rows = vec![head.map(Cell::text).to_vec()];
    for (factor, defining) in found.defining_sorts.iter().enumerate() {
        let optional = |values: &[Option<f64>]| Cell::Number(values.get(factor).copied().flatten());
        rows.push(vec![
            Cell::text(format!("f{}", factor + 1)),
            Cell::whole(found.average_reliability),
            Cell::Number(Some(*defining as f64)),
            Cell::Number(found.eigenvalues.get(factor).copied()),
            Cell::Number(found.variance_percent.get(factor).copied()),
            optional(&found.composite_reliability),
            optional(&found.standard_error),
        ]);
    }
    rows
}

fn square(matrix: &Matrix<f64>, prefix: &str) -> Vec<Vec<Cell>> {
    let mut rows = vec![named(Cell::text(""), heading(prefix, matrix.ncols()))];
    for (index, row) in matrix.row_iter().enumerate() {
        let cells = row
            .iter()
            .map(|v| Cell::Number(Some(*v).filter(|v| v.is_finite())));
        rows.push(named(Cell::text(format!("{prefix}{}", index + 1)), cells));
    }
    rows
}

/// Each pair's Δz with its sign, after the label of the statement.
fn differences(scored: &Scored, found: &Characteristics) -> Vec<Vec<Cell>> {
    let factors: Vec<usize> = scored.scored_factors().iter().map(|f| f.0).collect();
    let pairs: Vec<(usize, usize)> = factors
        .iter()
        .enumerate()
        .flat_map(|(place, a)| factors.iter().skip(place + 1).map(|b| (*a, *b)))
        .collect();
    let mut head = vec![Cell::text("dist.and.cons")];
    for (a, b) in &pairs {
        let pair = format!("f{}_f{}", a + 1, b + 1);
        head.push(Cell::text(pair.as_str()));
        head.push(Cell::text(format!("sig_{pair}")));
    }
    per_statement(scored.study(), head, |index| {
        let compared: Vec<Pair> = pairs
            .iter()
            .map(|(a, b)| Pair::of(scored, found, (*a, *b), index))
            .collect();
        let mut cells = vec![Cell::text(label(&compared, &factors))];
        for pair in &compared {
            cells.push(Cell::Number(pair.difference));
            cells.push(Cell::text(pair.sign));
        }
        cells
    })
}

struct Pair {
    factors: (usize, usize),
    difference: Option<f64>,
    sign: &'static str,
}

impl Pair {
    fn of(scored: &Scored, found: &Characteristics, factors: (usize, usize), index: usize) -> Self {
        let (a, b) = factors;
        let difference = z(scored, a, index).zip(z(scored, b, index));
        let difference = difference.map(|(a, b)| a - b);
        let sed = found.sed.get((a, b)).copied().unwrap_or(f64::NAN);
        let sign = difference.and_then(|difference| {
            SIGNS
                .iter()
                .find(|(critical, _)| difference.abs() > critical * sed)
        });
        Self {
            factors,
            difference,
            sign: sign.map_or("", |(_, sign)| sign),
        }
    }

    fn differs(&self) -> bool {
        !self.sign.is_empty()
    }

    fn is_of(&self, factor: usize) -> bool {
        self.factors.0 == factor || self.factors.1 == factor
    }
}

/// R qmethod's words for a statement, the blanks at their ends included: `only` where no pair without the factor differs.
fn label(pairs: &[Pair], factors: &[usize]) -> String {
    if pairs.iter().all(Pair::differs) {
        let all = if factors.len() == 2 {
            "Distinguishing"
        } else {
            "Distinguishes all"
        };
        return all.to_owned();
    }
    if !pairs.iter().any(Pair::differs) {
        return "Consensus".to_owned();
    }
    let apart: Vec<&usize> = factors
        .iter()
        .filter(|factor| {
            pairs
                .iter()
                .filter(|p| p.is_of(**factor))
                .all(Pair::differs)
        })
        .collect();
    if let [factor] = apart.as_slice()
        && !pairs.iter().any(|p| !p.is_of(**factor) && p.differs())
    {
        return format!("Distinguishes f{} only", **factor + 1);
    }
    apart
        .iter()
        .map(|factor| format!("Distinguishes f{} ", **factor + 1))
        .collect()
}
