//! Factor scores.

use super::wording::{
    self, FINE, MOST_ROWS, factors, statement_numbers, study_of, warn_lettering, with_scoring,
    z_row,
};
use crate::qmethod::Scored;
use crate::qmethod::convention::Rounding;
use crate::qmethod::scores::{ScoreInput, ScoreMethod, ScoreOptions, TieRule};
use crate::render::figures::dot_plot::{Line, draw};
use crate::render::font::one_line;
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Shades of z-scores are full at this distance from 0.
const FULL_SHADE: f64 = 2.5;
/// Taller dot plots cannot be seen at once.
const MOST_LINES: usize = 120;

/// Factor scores (z-scores), table and dot plot; kind `scores`.
pub fn scores(scored: &Scored, labels: &[String]) -> Report {
    let study = study_of(scored);
    let names = factors(labels, scored.factor_count());
    let mut table = Table::new("z-scores: mean 0, standard deviation 1 on each factor")
        .column("No.", Align::Right)
        .column("Statement", Align::Left)
        .columns(names.iter().map(String::as_str), Align::Right, None);
    for (index, statement) in study.statements().iter().enumerate().take(MOST_ROWS) {
        let mut cells = vec![
            TableCell::integer(statement.number),
            TableCell::text(statement.text.as_str()),
        ];
        cells.extend(z_row(scored, index).into_iter().map(|z| match z {
            Some(z) => TableCell::number(z, FINE).shade(z / FULL_SHADE),
            None => TableCell::missing(),
        }));
        table.push(cells);
    }
    let report = Report::new("Factor scores").text(scoring_words(scored));
    let report = with_scoring(report, scored, labels).table(table);
    let report = dot_plot(report, scored, &names);
    let z: Vec<_> = (0..study.statement_count())
        .map(|index| z_row(scored, index))
        .collect();
    report.data(
        "scores",
        json!({
            "statements": statement_numbers(study),
            "factors": names,
            "z": z,
            "options": options_data(scored.options()),
        }),
    )
}

/// How the scores were made.
pub(super) fn scoring_words(scored: &Scored) -> String {
    let options = scored.options();
    let mut words = match (options.method, options.input) {
        (ScoreMethod::Brown, ScoreInput::Standardised) => {
            "Weighted means of the defining sorts, each brought to mean 0 and sd 1 first; weights l/(1 − l²)."
        }
        (ScoreMethod::Brown, ScoreInput::Raw) => {
            "Weighted means of the defining sorts as they are; weights l/(1 − l²)."
        }
        (ScoreMethod::Regression, _) => {
            "Regression estimates (Thurstone) from all sorts, not only the defining ones; weights R⁻¹Λ, then brought to mean 0 and sd 1."
        }
        (ScoreMethod::Bartlett, _) => {
            "Bartlett's estimates from all sorts, not only the defining ones; weights U⁻²Λ(ΛᵀU⁻²Λ)⁻¹ with U² = 1 − h², then brought to mean 0 and sd 1."
        }
    }
    .to_owned();
    if options.rounding == Rounding::Kade {
        words.push_str(" Rounded on the way as KADE rounds: loadings to 4 decimals, weights 5, standardised sorts 3, their products 5, totals 3, z 3.");
    }
    if options.ties == TieRule::MeanRank {
        words.push_str(" In the arrays, statements with equal z-scores share the value at their mean rank, as in R qmethod.");
    }
    if options.array_grid.is_some() {
        words.push_str(" Arrays are laid out on the grid that was stated for them.");
    }
    words
}

fn options_data(options: &ScoreOptions) -> Value {
    json!({
        "method": match options.method {
            ScoreMethod::Brown => "brown",
            ScoreMethod::Regression => "regression",
            ScoreMethod::Bartlett => "bartlett",
        },
        "input": match options.input {
            ScoreInput::Standardised => "standardised",
            ScoreInput::Raw => "raw",
        },
        "average_reliability": options.average_reliability,
        "ties": match options.ties {
            TieRule::ByNumber => "number",
            TieRule::MeanRank => "mean-rank",
        },
        "rounding": wording::rounding_word(options.rounding),
        "array_grid": options.array_grid.as_ref().map(|grid| {
            let columns = grid.columns().iter();
            columns
                .map(|column| json!({"value": column.value, "cards": column.cards}))
                .collect::<Vec<_>>()
        }),
    })
}

fn dot_plot(report: Report, scored: &Scored, names: &[String]) -> Report {
    let study = study_of(scored);
    let shown: Vec<(usize, String)> = wording::all(scored.factor_count())
        .filter(|f| scored.z(*f).is_some())
        .filter_map(|f| Some((f.0, names.get(f.0)?.clone())))
        .collect();
    if shown.is_empty() {
        return report;
    }
    let disagreement = scored.disagreement();
    let mut order: Vec<usize> = (0..study.statement_count()).collect();
    if shown.len() > 1 {
        let spread = |index: &usize| disagreement.get(*index).copied().unwrap_or(0.0);
        order.sort_by(|a, b| spread(b).total_cmp(&spread(a)));
    }
    let all = order.len();
    order.truncate(MOST_LINES);
    let lines: Vec<Line> = order
        .iter()
        .filter_map(|index| {
            let statement = study.statements().get(*index)?;
            Some(Line {
                label: one_line(&format!("{}  {}", statement.number, statement.text)),
                z: z_row(scored, *index).into_iter().flatten().collect(),
            })
        })
        .collect();
    let ends = |lines: &[Line]| -> String {
        let words: Vec<&str> = lines.iter().map(|line| line.label.trim()).collect();
        words.join("; ")
    };
    let alt = format!(
        "Dot plot of the z-scores of {} on {}, the statements with the most disagreement first. Most disagreement: {}. Least: {}.",
        wording::statements(lines.len()),
        crate::render::number::listed(&shown.iter().map(|(_, name)| name).collect::<Vec<_>>()),
        ends(lines.get(..3).unwrap_or(&lines)),
        ends(
            lines
                .get(lines.len().saturating_sub(3)..)
                .unwrap_or_default()
        )
    );
    let report = if lines.len() < all {
        report.text(format!(
            "The plot shows the {} statements with the most disagreement of {all}.",
            lines.len()
        ))
    } else {
        report.text("In the plot the statements stand by disagreement: the variance of their z-scores over the factors, largest first.")
    };
    warn_lettering(report, lines.iter().map(|line| line.label.as_str())).figure(Figure {
        drawing: draw(&lines, &shown),
        alt,
    })
}
