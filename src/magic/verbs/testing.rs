//! What counts as a difference between factors: options that several verbs have in common.

use super::shared::Like;
use crate::magic::MagicError;
use crate::qmethod::Scored;
use crate::qmethod::statements::{Adjustment, CriticalValues, Margin, Rule};

/// What counts as a difference.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Testing {
    /// Two levels of significance, such as `.10,.001`; without it .05 and .01
    #[arg(long, value_name = "LEVEL,…", value_parser = levels)]
    levels: Option<[f64; 2]>,
    /// Whose critical values: 1.96 and 2.58, or those of a program; without it, those the factors were scored with (`solve --like`, `score --like`)
    #[arg(long, value_enum)]
    like: Option<Like>,
    /// Correct p values for all statements on all pairs of factors
    #[arg(long, value_enum, default_value = "none")]
    adjust: Adjust,
    /// Count differences of at least so many standard deviations of z (Cohen's d, at most 1) instead of significant ones
    #[arg(
        long,
        value_name = "D",
        value_parser = number,
        conflicts_with_all = ["levels", "like", "adjust"],
        allow_negative_numbers = true
    )]
    cohens_d: Option<f64>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Adjust {
    /// As they are
    None,
    /// Bonferroni
    Bonferroni,
    /// Holm
    Holm,
    /// Benjamini and Hochberg's false discovery rate
    Bh,
}

impl Testing {
    /// The rule asked for, for these scores.
    pub(super) fn rule(&self, scored: &Scored) -> Result<Rule, MagicError> {
        if let Some(d) = self.cohens_d {
            return Ok(Rule::EffectSize { d });
        }
        let convention = self
            .like
            .map_or(scored.options().convention, Like::convention);
        let critical = match self.levels {
            Some(levels) => CriticalValues::at(convention, levels)?,
            None => CriticalValues::like(convention),
        };
        Ok(Rule::Significance {
            critical,
            adjustment: match self.adjust {
                Adjust::None => Adjustment::None,
                Adjust::Bonferroni => Adjustment::Bonferroni,
                Adjust::Holm => Adjustment::Holm,
                Adjust::Bh => Adjustment::BenjaminiHochberg,
            },
        })
    }
}

/// A margin of equivalence: `0.5`, `2sed`, `1column`.
pub(super) fn margin(text: &str) -> Result<Margin, String> {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c.is_whitespace());
    let unit = text.get(digits.len()..).unwrap_or_default().trim();
    let size = digits.trim().parse();
    match (size, unit) {
        (Ok(size), "" | "z") => Ok(Margin::Z(size)),
        (Ok(size), "sed" | "SED") => Ok(Margin::Sed(size)),
        (Ok(size), "column" | "columns") => Ok(Margin::Columns(size)),
        _ => Err(
            "expected a number with z, sed or column, such as `0.5z`, `2sed` or `1column`"
                .to_owned(),
        ),
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|n: &f64| n.is_finite());
    number.ok_or_else(|| "expected a number, such as `0.8`".to_owned())
}

fn levels(text: &str) -> Result<[f64; 2], String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|n| n.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some([a, b]) => Ok([*a, *b]),
        _ => Err("expected two numbers with a comma between, such as `.05,.01`".to_owned()),
    }
}
