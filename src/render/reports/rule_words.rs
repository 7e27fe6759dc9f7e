//! What counts as a difference, in words and for programs.

use crate::qmethod::statements::{
    Adjustment, CriticalValue, CriticalValues, Level, Rule, Verdicts,
};
use crate::qmethod::{Bound, Convention};
use crate::render::number::{fixed, thousands};
use crate::render::table::TableCell;
use serde_json::{Value, json};

/// Decimals of p values.
const P_DECIMALS: usize = 4;

/// A level as the field writes it: `.05`.
pub(super) fn alpha(alpha: f64) -> String {
    let written = alpha.to_string();
    written.strip_prefix('0').unwrap_or(&written).to_owned()
}

/// "p < .05".
pub(super) fn p_below(level: CriticalValue) -> String {
    format!("p < {}", alpha(level.alpha))
}

/// How far two z-scores must lie apart, to follow "differs from … ".
pub(super) fn distance(rule: Rule) -> String {
    match rule {
        Rule::EffectSize { d } => format!(
            "by at least {d} (Cohen's d: z-scores have standard deviation 1), whatever its standard error"
        ),
        Rule::Significance {
            critical,
            adjustment: Adjustment::None,
        } => {
            let by = match critical.bound {
                Bound::Above => "more than",
                Bound::AtLeast => "at least",
            };
            let [weak, strict] = [critical.weak, critical.strict]
                .map(|c| format!("{} · SED ({})", shown(c.value), p_below(c)));
            format!("by {by} {weak} or {strict}{}", whose(critical.convention))
        }
        Rule::Significance {
            critical,
            adjustment,
        } => format!(
            "with an adjusted {} or {} ({})",
            p_below(critical.weak),
            p_below(critical.strict),
            method(adjustment)
        ),
    }
}

/// The family of an adjustment, as a sentence; empty without one.
pub(super) fn family(verdicts: &Verdicts) -> String {
    match verdicts.rule() {
        Rule::Significance { adjustment, .. } if adjustment != Adjustment::None => {
            let pairs = verdicts.differences().pairs.len();
            format!(
                " The p values are adjusted for the family of all statements on all pairs of factors: {} comparisons on {}.",
                thousands(verdicts.family()),
                crate::render::number::counted(pairs, "pair", "pairs")
            )
        }
        _ => String::new(),
    }
}

/// A critical value, rounded where it is no constant in print.
pub(super) fn shown(value: f64) -> String {
    let printed = value.to_string();
    if printed.len() <= 6 {
        return printed;
    }
    fixed(value, 4)
}

/// The two levels and whether the consensus is at the stricter one; none under an effect size.
pub(super) fn critical(rule: Rule) -> Option<CriticalValues> {
    match rule {
        Rule::Significance { critical, .. } => Some(critical),
        Rule::EffectSize { .. } => None,
    }
}

/// The rule for programs: `critical` by level, and what else was asked for.
pub(super) fn data(rule: Rule) -> Value {
    match rule {
        Rule::EffectSize { d } => json!({"cohens_d": d}),
        Rule::Significance {
            critical,
            adjustment,
        } => json!({
            "critical": critical_data(critical),
            "at_least": critical.bound == Bound::AtLeast,
            "like": critical.convention.word(),
            "adjust": word(adjustment),
        }),
    }
}

pub(super) fn critical_data(critical: CriticalValues) -> Value {
    let ladder = critical.ladder().into_iter();
    ladder
        .map(|c| (alpha(c.alpha), json!(c.value)))
        .collect::<serde_json::Map<String, Value>>()
        .into()
}

/// The level for programs: ".05"; null under an effect size.
pub(super) fn level_data(rule: Rule, level: Level) -> Value {
    critical(rule).map_or(Value::Null, |c| json!(alpha(c.level(level).alpha)))
}

/// Stars for so many levels passed, R qmethod's for the fourth.
pub(super) fn stars(grade: usize) -> Option<&'static str> {
    match grade {
        0 => None,
        1 => Some("*"),
        2 => Some("**"),
        3 => Some("***"),
        _ => Some("6*"),
    }
}

/// What the stars stand for.
pub(super) fn stars_words(rule: Rule) -> String {
    let Some(critical) = critical(rule) else {
        return "* marks differences of at least d.".to_owned();
    };
    let ladder = critical.ladder();
    let meanings = ladder.iter().enumerate().filter_map(|(place, level)| {
        let stars = stars(place + 1)?;
        Some(format!("{stars} {}", p_below(*level)))
    });
    format!("{}.", meanings.collect::<Vec<_>>().join(", "))
}

/// A p value; the smallest are bounded rather than shown as 0.
pub(super) fn p_cell(p: f64) -> TableCell {
    const LEAST: f64 = 0.5e-4;
    if p < LEAST {
        return TableCell::text("< 0.0001");
    }
    TableCell::number(p, P_DECIMALS)
}

fn whose(convention: Convention) -> String {
    match convention {
        Convention::Exact => String::new(),
        program => format!(", the constants of {}", program.name()),
    }
}

fn method(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::None => "not adjusted",
        Adjustment::Bonferroni => "Bonferroni",
        Adjustment::Holm => "Holm",
        Adjustment::BenjaminiHochberg => {
            "Benjamini–Hochberg, the expected share of false differences"
        }
    }
}

fn word(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::None => "none",
        Adjustment::Bonferroni => "bonferroni",
        Adjustment::Holm => "holm",
        Adjustment::BenjaminiHochberg => "bh",
    }
}
