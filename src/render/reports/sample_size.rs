//! How many sorts it takes.

use super::wording::{COARSE, FINE};
use crate::qmethod::simulation::{RECOVERED, SampleSize, SampleSizes};
use crate::render::figures::curve::{Chart, Line};
use crate::render::number::{counted, fixed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Recovery of viewpoints by the number of sorts that hold each; `noise_words` say where the noise comes from; kind `power`.
pub fn sample_size(found: &SampleSizes, noise_words: &str) -> Report {
    let simulation = &found.simulation;
    let viewpoints = simulation.viewpoints.len();
    let expected = 1.0 / (1.0 + simulation.noise * simulation.noise).sqrt();
    Report::new("How many sorts")
        .warning("These studies are SIMULATED. They say nothing about any person.")
        .text(format!(
            "For each number of holders {} in which every one of {} is held by so many people, with noise of sd {}: a sort then correlates about {} with its viewpoint.{noise_words} Each study is analysed \
             without knowledge of the viewpoints ({viewpoints} principal components, varimax, flags by the usual rule); a viewpoint is found again where r ≥ {} between it and the z-scores of its factor. Seed {}.",
            counted(found.options.studies, "study is simulated", "studies are simulated"),
            counted(viewpoints, "viewpoint", "viewpoints"),
            fixed(simulation.noise, COARSE),
            fixed(expected, COARSE),
            fixed(RECOVERED, COARSE),
            simulation.seed
        ))
        .text(verdict(found))
        .table(table(found))
        .text("SE of z: root of the mean squared bootstrap standard error of the first study of each size (200 resamples). Right: holders who define the factor of their own viewpoint. Nobody in these studies holds \
               a mixture of viewpoints or none, and no two people share more than their viewpoint: real studies need more sorts.")
        .figure(figure(found))
        .data("power", data(found))
}

/// Where the noise comes from, if nobody stated it; `r` is that of the defining sorts with their factors, on average.
pub fn noise_words(r: f64) -> String {
    format!(
        " The noise is that of the solution: its defining sorts correlate {} with the z-scores of their factors on average.",
        fixed(r, COARSE)
    )
}

fn verdict(found: &SampleSizes) -> String {
    let wanted = fixed(100.0 * found.options.wanted, 0);
    match found.enough() {
        Some(size) => format!(
            "From {} of each viewpoint on ({} sorts in all), at least {wanted} % of the studies find every viewpoint again.",
            counted(size.holders, "holder", "holders"),
            thousands(size.sorts)
        ),
        None => format!(
            "None of these numbers lets {wanted} % of the studies find every viewpoint again. Try larger ones with `--sorts`."
        ),
    }
}

fn table(found: &SampleSizes) -> Table {
    let names = found.simulation.viewpoints.iter().map(|v| v.name.as_str());
    let mut table = Table::new("Found again, % of studies")
        .columns(["holders of each", "sorts", "all"], Align::Right, None)
        .columns(names, Align::Right, Some("viewpoint"))
        .columns(["mean r", "right, %", "SE of z"], Align::Right, None);
    for size in &found.sizes {
        let rates = &size.rates;
        let enough = rates.all_recovered >= found.options.wanted;
        let mut cells = vec![
            TableCell::count(size.holders),
            TableCell::count(size.sorts),
            TableCell::number(100.0 * rates.all_recovered, 0)
                .bold(enough)
                .mark(enough.then_some("*")),
        ];
        cells.extend(
            rates
                .recovered
                .iter()
                .map(|s| TableCell::number(100.0 * s, 0)),
        );
        let mean = rates.mean_r.iter().sum::<f64>() / rates.mean_r.len() as f64;
        cells.extend([
            TableCell::number(mean, FINE),
            TableCell::number(100.0 * rates.right, 0),
            TableCell::number(size.se, FINE),
        ]);
        table.push(cells);
    }
    table
}

fn figure(found: &SampleSizes) -> Figure {
    let each = found.simulation.viewpoints.iter().enumerate();
    let mut lines: Vec<Line> = each
        .map(|(place, viewpoint)| Line {
            label: viewpoint.name.clone(),
            series: Some(place),
            values: shares(found, &|s| s.rates.recovered.get(place).copied()),
            band: Vec::new(),
            strong: false,
        })
        .collect();
    lines.push(Line {
        label: "all viewpoints".to_owned(),
        series: None,
        values: shares(found, &|s| Some(s.rates.all_recovered)),
        band: Vec::new(),
        strong: true,
    });
    let chart = Chart {
        sizes: found.sizes.iter().map(|s| s.holders.to_string()).collect(),
        across: "Holders of each viewpoint".to_owned(),
        up: "Share of studies".to_owned(),
        lines,
        level: Some(found.options.wanted),
    };
    let all: Vec<String> = found
        .sizes
        .iter()
        .map(|s| {
            format!(
                "{}: {} %",
                s.holders,
                fixed(100.0 * s.rates.all_recovered, 0)
            )
        })
        .collect();
    Figure {
        drawing: chart.draw(),
        alt: format!(
            "Share of simulated studies that find viewpoints again, by holders of each viewpoint; all of them at {}.",
            all.join(", ")
        ),
    }
}

fn shares(found: &SampleSizes, of: &dyn Fn(&SampleSize) -> Option<f64>) -> Vec<f64> {
    let values = found.sizes.iter().map(|s| of(s).unwrap_or(f64::NAN));
    values.collect()
}

fn data(found: &SampleSizes) -> Value {
    let one = |s: &SampleSize| {
        json!({
            "holders": s.holders,
            "sorts": s.sorts,
            "all_recovered": s.rates.all_recovered,
            "recovered": s.rates.recovered,
            "mean_r": s.rates.mean_r,
            "right": s.rates.right,
            "wrong": s.rates.wrong,
            "se": s.se,
        })
    };
    let names: Vec<&str> = found
        .simulation
        .viewpoints
        .iter()
        .map(|v| v.name.as_str())
        .collect();
    json!({
        "viewpoints": names,
        "studies": found.options.studies,
        "noise": found.simulation.noise,
        "seed": found.simulation.seed,
        "wanted": found.options.wanted,
        "recovered_from": RECOVERED,
        "sizes": found.sizes.iter().map(one).collect::<Vec<_>>(),
        "enough": found.enough().map(|s| s.holders),
    })
}
