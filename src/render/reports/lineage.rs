//! What becomes of factors when one more is taken.

use super::retention::how;
use super::wording;
use crate::qmethod::FactorIndex;
use crate::qmethod::lineage::{Lineage, LineageFactor, Origin, RELATED};
use crate::qmethod::retention::SolutionOfSize;
use crate::render::figures::lineage as picture;
use crate::render::number::{fixed, typographic};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The lineage of the factors of these solutions; kind `lineage`.
pub fn lineage(solutions: &[SolutionOfSize]) -> Report {
    let lineage = &Lineage::of(solutions);
    let mut report = Report::new("Lineage of the factors").text(format!(
        "{} A factor comes from the factor of the solution before whose z-scores are most like its own (largest |r|). The one most like it continues it, \
         others split from it; below |r| = {} a factor is new. Signs of factors are by rule, so a negative r means that the factor is the same turned round.",
        how(solutions),
        fixed(RELATED, 2)
    ));
    for split in lineage.bipolar_splits() {
        let before = split.level.saturating_sub(1);
        let k = lineage.levels.get(before).map_or(0, |l| l.factors.len());
        report = report.warning(format!(
            "Bipolar: {} of the solution of {k} comes apart into its two poles, {} and, turned round, {} of the solution of {}.",
            name(split.factor),
            name(split.kept),
            name(split.reversed),
            k + 1
        ));
    }
    for level in &lineage.levels {
        if let Some(why) = &level.unscored {
            report = report.warning(format!(
                "The solution of {} has no scores, so nothing ties it to its neighbours: {why}",
                wording::factor_count(level.factors.len())
            ));
        }
    }
    report
        .table(table(lineage))
        .figure(figure(lineage))
        .data("lineage", data(lineage))
}

fn name(factor: FactorIndex) -> String {
    wording::factor(&[], factor)
}

fn table(lineage: &Lineage) -> Table {
    let mut table = Table::new("Each factor and where it comes from")
        .column("Factor", Align::Left)
        .columns(["defining sorts", "negative"], Align::Right, None)
        .column("comes from", Align::Left)
        .column("r", Align::Right);
    for level in &lineage.levels {
        table.push_group(wording::factor_count(level.factors.len()));
        for (place, factor) in level.factors.iter().enumerate() {
            let (words, r) = origin_words(factor.origin);
            table.push([
                TableCell::text(name(FactorIndex(place))),
                TableCell::count(factor.defining),
                TableCell::count(factor.negative),
                TableCell::text(words),
                r.map_or_else(TableCell::missing, |r| TableCell::number(r, 2)),
            ]);
        }
    }
    table
}

fn origin_words(origin: Origin) -> (String, Option<f64>) {
    match origin {
        Origin::First => (String::new(), None),
        Origin::Continues(parent, r) => (format!("continues {}", name(parent)), Some(r)),
        Origin::SplitsFrom(parent, r) => (format!("splits from {}", name(parent)), Some(r)),
        Origin::New(nearest, r) => (format!("new; nearest is {}", name(nearest)), Some(r)),
        Origin::Unknown => ("unknown, for want of scores".to_owned(), None),
    }
}

fn figure(lineage: &Lineage) -> Figure {
    let node = |(place, factor): (usize, &LineageFactor)| picture::Node {
        name: name(FactorIndex(place)),
        defining: factor.defining,
        bipolar: factor.negative > 0 && factor.negative < factor.defining,
        parent: factor.origin.parent().map(|(parent, r)| (parent.0, r)),
        continues: matches!(factor.origin, Origin::Continues(..)),
        new: matches!(factor.origin, Origin::New(..)),
    };
    let columns: Vec<Vec<picture::Node>> = lineage
        .levels
        .iter()
        .map(|level| level.factors.iter().enumerate().map(node).collect())
        .collect();
    let steps: Vec<String> = lineage
        .levels
        .iter()
        .filter(|level| level.factors.len() > 1)
        .map(|level| {
            let origins = level.factors.iter().enumerate().map(|(place, factor)| {
                let (words, r) = origin_words(factor.origin);
                let r = r.map_or_else(String::new, |r| format!(" ({})", typographic(&fixed(r, 2))));
                format!("{} {words}{r}", name(FactorIndex(place)))
            });
            let origins: Vec<String> = origins.collect();
            format!("k = {}: {}", level.factors.len(), origins.join(", "))
        })
        .collect();
    Figure {
        drawing: picture::draw(&columns),
        alt: format!(
            "Lineage of the factors from the smallest solution to the largest. {}.",
            steps.join("; ")
        ),
    }
}

fn data(lineage: &Lineage) -> Value {
    let levels: Vec<Value> = lineage
        .levels
        .iter()
        .map(|level| {
            let factors: Vec<Value> = level
                .factors
                .iter()
                .enumerate()
                .map(|(place, factor)| {
                    let (word, nearest) = match factor.origin {
                        Origin::First => ("first", None),
                        Origin::Continues(parent, r) => ("continues", Some((parent, r))),
                        Origin::SplitsFrom(parent, r) => ("splits", Some((parent, r))),
                        Origin::New(nearest, r) => ("new", Some((nearest, r))),
                        Origin::Unknown => ("unknown", None),
                    };
                    json!({
                        "factor": name(FactorIndex(place)),
                        "defining": factor.defining,
                        "negative": factor.negative,
                        "origin": word,
                        "from": nearest.map(|(parent, _)| name(parent)),
                        "r": nearest.map(|(_, r)| r),
                    })
                })
                .collect();
            let links: Vec<Value> = level
                .links
                .iter()
                .map(|l| json!({"from": name(l.from), "to": name(l.to), "r": l.r}))
                .collect();
            json!({"k": level.factors.len(), "factors": factors, "links": links})
        })
        .collect();
    json!({"levels": levels})
}
