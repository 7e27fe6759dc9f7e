//! Which numbers of factors come back.

use super::extraction_words::method_words;
use super::wording::{self, COARSE, factor_count};
use crate::qmethod::Extracted;
use crate::qmethod::stability::{SizeStability, Stability};
use crate::render::figures::curve::{Chart, Line};
use crate::render::number::{fixed, listed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// How solutions of each size come back from resamples; `method` is how they were extracted, in words; kind `stability`.
pub fn stability(found: &Stability, method: &str) -> Report {
    let options = &found.options;
    let report = Report::new("Which factors come back")
        .text(format!(
            "For each number of factors k the solution ({method}, varimax with Kaiser's normalisation, automatic flags) is taken again on {} balanced resamples of the participants (seed {}), \
             its factors paired with those of the solution. |r|: between their z-scores; a solution is as stable as its weakest factor. Beside it the same for {} random studies, in which the cards of \
             each sort are shuffled, so that nobody shares a viewpoint, each resampled once: a resample shares most sorts with its study, so that even chance comes back to some degree.",
            thousands(options.replicates),
            options.seed,
            thousands(options.random)
        ))
        .text(verdict(found))
        .table(table(found))
        .figure(figure(found));
    report.data("stability", data(found))
}

/// How factors were extracted.
pub fn extraction_words(extracted: &Extracted) -> String {
    method_words(extracted)
}

fn verdict(found: &Stability) -> String {
    let most = found.supported();
    let considered = found.sizes.len();
    if most == 0 {
        return "No number of factors comes back in half of the resamples and better than by chance: there is nothing that these participants share, or there are too few of them."
            .to_owned();
    }
    let short = found.sizes.iter().take(most).filter(|s| !s.is_supported());
    let short: Vec<String> = short.map(|s| s.k.to_string()).collect();
    let fewer = match short.as_slice() {
        [] => String::new(),
        short => format!(
            " Not {}: viewpoints of the same strength come back together, and fewer factors are mixtures of them.",
            listed(short)
        ),
    };
    let end = if most == considered {
        " `-k` considers more."
    } else {
        ""
    };
    format!(
        "At most {} come back: at least half of the resamples find every one of them (weakest |r| ≥ .71), and better than in 95 of 100 random studies.{fewer}{end} No criterion decides alone: see `%q retain`.",
        factor_count(most)
    )
}

fn table(found: &Stability) -> Table {
    let factors = found.sizes.iter().map(|s| s.k).max().unwrap_or(0);
    let mut table = Table::new(
        "|r| of the weakest factor over the resamples, + where half of them find every factor again and better than random studies; resamples that found every factor; the median |r| of each",
    )
    .column("k", Align::Right)
    .columns(["5 %", "median", "95 %"], Align::Right, Some("weakest"))
    .columns(["median", "95 %"], Align::Right, Some("random"))
    .column("all, %", Align::Right)
    .columns(wording::factors(&[], factors), Align::Right, Some("each"));
    for size in &found.sizes {
        let [low, median, high] = size.weakest;
        let mut cells = vec![
            TableCell::count(size.k),
            TableCell::number(low, COARSE),
            TableCell::number(median, COARSE).mark(size.is_supported().then_some("+")),
            TableCell::number(high, COARSE),
            TableCell::number(size.random[0], COARSE),
            TableCell::number(size.random[1], COARSE),
            TableCell::number(100.0 * size.all_found, 0),
        ];
        let each = (0..factors).map(|f| size.factors.get(f).copied().unwrap_or(f64::NAN));
        cells.extend(each.map(|r| TableCell::number(r, COARSE)));
        table.push(cells);
    }
    table
}

fn figure(found: &Stability) -> Figure {
    let of = |value: &dyn Fn(&SizeStability) -> f64| found.sizes.iter().map(value).collect();
    let chart = Chart {
        sizes: found.sizes.iter().map(|s| s.k.to_string()).collect(),
        across: "Number of factors".to_owned(),
        up: "|r| of the weakest factor".to_owned(),
        lines: vec![
            Line {
                label: "random studies, 95th percentile".to_owned(),
                series: None,
                values: of(&|s| s.random[1]),
                band: Vec::new(),
                strong: false,
            },
            Line {
                label: "this study, median and 5th to 95th percentile".to_owned(),
                series: Some(0),
                values: of(&|s| s.weakest[1]),
                band: found
                    .sizes
                    .iter()
                    .map(|s| (s.weakest[0], s.weakest[2]))
                    .collect(),
                strong: true,
            },
            Line {
                label: "share of resamples with every factor found".to_owned(),
                series: Some(1),
                values: of(&|s| s.all_found),
                band: Vec::new(),
                strong: false,
            },
        ],
        level: None,
    };
    let each: Vec<String> = found
        .sizes
        .iter()
        .map(|s| {
            format!(
                "k = {}: {} against {}",
                s.k,
                fixed(s.weakest[1], COARSE),
                fixed(s.random[1], COARSE)
            )
        })
        .collect();
    Figure {
        drawing: chart.draw(),
        alt: format!(
            "Median |r| of the weakest factor over resamples by number of factors, against the 95th percentile of random studies. {}.",
            each.join("; ")
        ),
    }
}

fn data(found: &Stability) -> Value {
    let one = |s: &SizeStability| {
        json!({
            "k": s.k,
            "factors": s.factors,
            "weakest": {"p05": s.weakest[0], "median": s.weakest[1], "p95": s.weakest[2]},
            "all_found": s.all_found,
            "analysed": s.analysed,
            "random": {"median": s.random[0], "p95": s.random[1], "analysed": s.random_analysed},
            "supported": s.is_supported(),
        })
    };
    json!({
        "replicates": found.options.replicates,
        "random": found.options.random,
        "seed": found.options.seed,
        "sizes": found.sizes.iter().map(one).collect::<Vec<_>>(),
        "supported": found.supported(),
    })
}
