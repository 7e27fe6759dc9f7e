//! The sections with a row per sort: correlations, factors, free distributions.

use super::{lines, number, numbered, sort_name};
use crate::numeric::{mean, standard_deviation};
use crate::publish::data_tables::holds_correlations;
use crate::qmethod::{Correlated, Extracted, Flagged, Rotated, Study};

/// Loadings have four decimals in fields of this width.
const LOADING: usize = 10;

/// r × 100, whole numbers.
pub(super) fn correlations(correlated: &Correlated) -> String {
    let study = correlated.study();
    let mut out = vec!["Correlation Matrix Between Sorts".to_owned(), String::new()];
    if !holds_correlations(correlated) {
        let sorts = study.sort_count();
        out.push(format!("Left out: {sorts} sorts have too many."));
        return lines(out);
    }
    out.push(format!(
        "{:<15}{}",
        "SORTS",
        numbered(study.sort_count(), 4)
    ));
    out.push(String::new());
    for (index, row) in correlated.matrix().row_iter().enumerate() {
        let cells: String = row.iter().map(|r| number(Some(r * 100.0), 0, 4)).collect();
        out.push(sort_name(study, index) + &cells);
    }
    lines(out)
}

/// Loadings, eigenvalues and explained variance.
pub(super) fn unrotated(extracted: &Extracted) -> String {
    let study = extracted.correlated().study();
    let k = extracted.factor_count();
    let mut out = vec![
        "Unrotated Factor Matrix".to_owned(),
        format!("{:<15}{:>11}", "", "Factors"),
        format!("{:<15}{}", "", numbered(k, LOADING)),
        " SORTS".to_owned(),
    ];
    for (index, row) in extracted.loadings().row_iter().enumerate() {
        let cells: String = row.iter().map(|l| number(Some(*l), 4, LOADING)).collect();
        out.push(sort_name(study, index) + &cells);
    }
    let sums: Vec<f64> = extracted
        .loadings()
        .column_iter()
        .map(|column| column.iter().map(|l| l * l).sum())
        .collect();
    out.push(String::new());
    out.push(foot(" Eigenvalues", &sums, 4));
    out.push(foot(" % expl.Var.", &extracted.variance_percent(), 0));
    lines(out)
}

fn foot(name: &str, values: &[f64], decimals: usize) -> String {
    let cells: String = values
        .iter()
        .map(|v| number(Some(*v), decimals, LOADING))
        .collect();
    format!("{name:<15}{cells}")
}

/// h² by the first factor, the first two, and so on.
pub(super) fn cumulative_communalities(extracted: &Extracted) -> String {
    let study = extracted.correlated().study();
    let mut out = vec![
        "Cumulative Communalities Matrix".to_owned(),
        format!("{:<15}{:>18}", "", "Factors 1 Thru ..."),
        format!("{:<15}{}", "", numbered(extracted.factor_count(), LOADING)),
        " SORTS".to_owned(),
    ];
    for (index, row) in extracted.loadings().row_iter().enumerate() {
        let mut sum = 0.0;
        let cells: String = row
            .iter()
            .map(|l| {
                sum += l * l;
                number(Some(sum), 4, LOADING)
            })
            .collect();
        out.push(sort_name(study, index) + &cells);
    }
    lines(out)
}

/// Rotated loadings; X after those that define a factor.
pub(super) fn rotated(rotated: &Rotated, flagged: Option<&Flagged>) -> String {
    let study = rotated.extracted().correlated().study();
    let mut out = vec![
        "Factor Matrix with an X Indicating a Defining Sort".to_owned(),
        String::new(),
        format!("{:<15}{:>11}", "", "Loadings"),
        String::new(),
        format!(
            "{:<15}{}",
            " QSORT",
            numbered(rotated.factor_count(), LOADING + 1)
        ),
        String::new(),
    ];
    for (index, row) in rotated.loadings().row_iter().enumerate() {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(factor, loading)| {
                let defines = flagged.and_then(|f| f.flags().get((index, factor)));
                let mark = if defines == Some(&true) { 'X' } else { ' ' };
                format!("{}{mark}", number(Some(*loading), 4, LOADING))
            })
            .collect();
        out.push(sort_name(study, index) + &cells);
    }
    let percent: String = rotated
        .variance_percent()
        .iter()
        .map(|v| format!("{} ", number(Some(*v), 0, LOADING)))
        .collect();
    out.push(String::new());
    out.push(format!("{:<15}{percent}", " % expl.Var."));
    lines(out)
}

/// Mean and standard deviation (n − 1) of each sort.
pub(super) fn free_distribution(study: &Study) -> String {
    let mut out = vec![
        "Free Distribution Data Results".to_owned(),
        String::new(),
        format!("{:<15}{:>10}{:>12}", " QSORT", "MEAN", "ST.DEV."),
        String::new(),
    ];
    for (index, column) in study.sorts().column_iter().enumerate() {
        let values = column.as_slice();
        out.push(format!(
            "{}{}{}",
            sort_name(study, index),
            number(Some(mean(values)), 3, 10),
            number(Some(standard_deviation(values)), 3, 12)
        ));
    }
    lines(out)
}
