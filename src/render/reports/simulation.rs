//! A simulated study: what it was made from, and what an analysis finds again.

use super::wording::{COARSE, factor, sorts};
use crate::qmethod::simulation::{RECOVERED, Recovery, RecoveryRates, Simulation};
use crate::render::number::{counted, fixed, thousands, typographic};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// What the study was made from, its recovery by one analysis, and rates over many; kind `simulation`.
pub fn simulation(
    simulation: &Simulation,
    recovery: &Recovery,
    rates: Option<&RecoveryRates>,
) -> Report {
    let total: usize = simulation.groups.iter().map(|g| g.size()).sum();
    let expected = 1.0 / (1.0 + simulation.noise * simulation.noise).sqrt();
    let mut words = format!(
        "{} made from {}: each sort is its viewpoint (mean 0, sd 1) plus normal noise of sd {}, laid out on the grid. A sort then correlates about {} with its \
         viewpoint. Seed {}: the same seed gives the same sorts.",
        sorts_or_people(simulation, total),
        counted(simulation.viewpoints.len(), "viewpoint", "viewpoints"),
        fixed(simulation.noise, COARSE),
        fixed(expected, COARSE),
        simulation.seed
    );
    if let Some(waves) = &simulation.waves {
        words.push_str(&format!(
            " Waves {}: {} of the people keep their viewpoint from one to the next, the others take another at random; half of the noise variance stays with the person.",
            waves.names.join(", "),
            percent(waves.staying)
        ));
    }
    let report = Report::new("Simulated study")
        .warning("These sorts are SIMULATED. They say nothing about any person.")
        .text(words)
        .table(made_from(simulation))
        .text(found_words(simulation, recovery))
        .table(found(simulation, recovery));
    let report = match rates {
        Some(rates) => with_rates(report, simulation, rates),
        None => report,
    };
    report.data("simulation", data(simulation, recovery, rates))
}

fn sorts_or_people(simulation: &Simulation, total: usize) -> String {
    match &simulation.waves {
        None => sorts(total),
        Some(waves) => format!(
            "{} of {}",
            sorts(total * waves.names.len()),
            counted(total, "person", "people")
        ),
    }
}

fn percent(share: f64) -> String {
    format!("{} %", fixed(100.0 * share, 0))
}

fn made_from(simulation: &Simulation) -> Table {
    let names = simulation.viewpoints.iter().map(|v| v.name.as_str());
    let some_without = simulation.groups.iter().any(|g| g.none > 0);
    let mut table = Table::new("Who holds which viewpoint")
        .column(simulation.grouped_by.as_str(), Align::Left)
        .columns(names, Align::Right, None);
    if some_without {
        table = table.column("none", Align::Right);
    }
    table = table.column("all", Align::Right);
    for group in &simulation.groups {
        let mut cells = vec![TableCell::text(group.name.as_str())];
        cells.extend(group.holds.iter().map(|n| TableCell::count(*n)));
        if some_without {
            cells.push(TableCell::count(group.none));
        }
        cells.push(TableCell::count(group.size()));
        table.push(cells);
    }
    table
}

fn found_words(simulation: &Simulation, recovery: &Recovery) -> String {
    let again = recovery.factors.iter().flatten();
    let again = again.filter(|(_, r)| *r >= RECOVERED).count();
    format!(
        "An analysis that does not know them ({} principal components, varimax, flags by the usual rule) finds {again} of {} again: r ≥ {} between the viewpoint \
         and the z-scores of the factor paired with it.",
        recovery.factors.len(),
        counted(simulation.viewpoints.len(), "viewpoint", "viewpoints"),
        fixed(RECOVERED, COARSE)
    )
}

fn found(simulation: &Simulation, recovery: &Recovery) -> Table {
    let mut table = Table::new("What one analysis finds again")
        .column("Viewpoint", Align::Left)
        .column("Factor", Align::Left)
        .columns(
            ["r", "Holders", "define it", "define another"],
            Align::Right,
            None,
        );
    for (place, viewpoint) in simulation.viewpoints.iter().enumerate() {
        let found = recovery.factors.get(place).copied().flatten();
        let count = |counts: &[usize]| TableCell::count(counts.get(place).copied().unwrap_or(0));
        let again = found.is_some_and(|(_, r)| r >= RECOVERED);
        table.push([
            TableCell::text(viewpoint.name.as_str()),
            found.map_or_else(TableCell::missing, |(f, _)| TableCell::text(factor(&[], f))),
            found.map_or_else(TableCell::missing, |(_, r)| {
                TableCell::number(r, 3)
                    .bold(again)
                    .mark(again.then_some("*"))
            }),
            count(&recovery.holders),
            count(&recovery.right),
            count(&recovery.wrong),
        ]);
    }
    if recovery.without > 0 {
        table.push_footer([
            TableCell::text("none"),
            TableCell::missing(),
            TableCell::missing(),
            TableCell::count(recovery.without),
            TableCell::missing(),
            TableCell::count(recovery.false_flags),
        ]);
    }
    table
}

fn with_rates(report: Report, simulation: &Simulation, rates: &RecoveryRates) -> Report {
    let mut table = Table::new(format!(
        "Recovery over {} that differ in their seed alone",
        counted(rates.replicates, "study", "studies")
    ))
    .column("Viewpoint", Align::Left)
    .column("Found again, % of studies", Align::Right)
    .column("Mean r", Align::Right);
    let of = |values: &[f64], place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    for (place, viewpoint) in simulation.viewpoints.iter().enumerate() {
        table.push([
            TableCell::text(viewpoint.name.as_str()),
            TableCell::number(100.0 * of(&rates.recovered, place), 1),
            TableCell::number(of(&rates.mean_r, place), 3),
        ]);
    }
    table.push_footer([
        TableCell::text("All of them"),
        TableCell::number(100.0 * rates.all_recovered, 1),
        TableCell::missing(),
    ]);
    let mut words = format!(
        "Over {} studies {} of all holders define the factor of their own viewpoint and {} another",
        thousands(rates.replicates),
        percent(rates.right),
        percent(rates.wrong)
    );
    if rates.false_flags.is_finite() {
        words.push_str(&format!(
            "; {} of the sorts made from no viewpoint define a factor all the same",
            percent(rates.false_flags)
        ));
    }
    report.table(table).text(typographic(&format!("{words}.")))
}

fn data(simulation: &Simulation, recovery: &Recovery, rates: Option<&RecoveryRates>) -> Value {
    let names: Vec<&str> = simulation
        .viewpoints
        .iter()
        .map(|v| v.name.as_str())
        .collect();
    let groups: Vec<Value> = simulation
        .groups
        .iter()
        .map(|g| json!({"name": g.name, "holds": g.holds, "none": g.none}))
        .collect();
    let r: Vec<Option<f64>> = recovery.factors.iter().map(|f| f.map(|(_, r)| r)).collect();
    let factors: Vec<Option<usize>> = recovery
        .factors
        .iter()
        .map(|f| f.map(|(f, _)| f.0 + 1))
        .collect();
    json!({
        "viewpoints": names,
        "grouped_by": simulation.grouped_by,
        "groups": groups,
        "noise": simulation.noise,
        "seed": simulation.seed,
        "recovered_from": RECOVERED,
        "factors": factors,
        "r": r,
        "holders": recovery.holders,
        "right": recovery.right,
        "wrong": recovery.wrong,
        "without": recovery.without,
        "false_flags": recovery.false_flags,
        "rates": rates.map(|rates| json!({
            "replicates": rates.replicates,
            "recovered": rates.recovered,
            "all_recovered": rates.all_recovered,
            "mean_r": rates.mean_r,
            "right": rates.right,
            "wrong": rates.wrong,
            "false_flags": rates.false_flags.is_finite().then_some(rates.false_flags),
        })),
    })
}
