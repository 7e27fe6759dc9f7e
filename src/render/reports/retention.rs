//! How many factors: the criteria side by side.

use super::extraction_words::method_words;
use super::wording::{self, COARSE, FINE};
use crate::qmethod::retention::{Retention, SolutionOfSize};
use crate::render::figures::retention::{Curves, draw};
use crate::render::figures::scree::MOST_SHOWN;
use crate::render::number::{counted, fixed, listed, thousands};
use crate::render::report::{Figure, Report};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// Fewer sorts than this make the minimum average partial keep too few factors.
const FEW_SORTS: usize = 30;
/// What chance leaves outside of two standard errors.
const CHANCE: f64 = 0.05;

/// The panel of criteria; kind `retention`.
pub fn retention(found: &Retention) -> Report {
    let sorts = found.eigenvalues.len();
    let mut report = Report::new("How many factors").text(
        "No criterion decides alone: what counts in the end is whether the factors can be interpreted, and whether enough sorts define each. Compare what the \
         criteria suggest with the solutions below, and look at `%q lineage`.",
    );
    report = report.table(criteria(found));
    if found.map_minimum() == 0 || sorts < FEW_SORTS {
        report = report.warning(format!(
            "The minimum average partial was made for tests with many items. With {} it tends to keep too few factors{}.",
            wording::sorts(sorts),
            if found.map_minimum() == 0 {
                ", here none at all"
            } else {
                ""
            }
        ));
    }
    report = report.table(by_factor(found)).table(by_size(found)).text(format!(
        "{} Defining: flagged on one factor. Confounded: significant on several. No majority: significant on one that carries less than half of h². \
         Residual r: what these factors leave of the correlations; by chance about 5 % of them would lie beyond 2/√n.",
        how(&found.solutions)
    ));
    report.figure(figure(found)).data("retention", data(found))
}

/// How solutions of growing size were made.
pub(super) fn how(solutions: &[SolutionOfSize]) -> String {
    let extracted = solutions.last().map(|s| s.flagged.rotated().extracted());
    format!(
        "Each solution: {}, varimax with Kaiser's normalisation, automatic flags at 1.96/√n with the majority of h².",
        extracted.map_or_else(String::new, |e| method_words(e))
    )
}

fn criteria(found: &Retention) -> Table {
    let parallel = &found.parallel;
    let centroid = &found.centroid;
    let mut table = Table::new("What each criterion suggests")
        .column("Criterion", Align::Left)
        .column("Factors", Align::Right)
        .column("What it counts", Align::Left);
    let counts = [
        format!(
            "eigenvalues above the 95th percentile of {} random studies on this study's own grid (seed {})",
            thousands(parallel.draws),
            parallel.seed
        ),
        "eigenvalues above 1; keeps many when there are many sorts".to_owned(),
        format!(
            "unrotated centroids with at least two |loadings| > 2.58/√n = {}",
            fixed(centroid.significant_at, FINE)
        ),
        format!(
            "unrotated centroids whose two largest |loadings| multiply to more than 2/√n = {}",
            fixed(centroid.strict, FINE)
        ),
        format!("the same with 1/√n = {}", fixed(centroid.lenient, FINE)),
        format!(
            "components after which the mean squared partial correlation is least ({})",
            found
                .map
                .get(found.map_minimum())
                .map_or_else(String::new, |m| fixed(*m, FINE))
        ),
        "the fewest factors that leave at most 5 % of them beyond ±2/√n".to_owned(),
        "one factor for every eight to six sorts (Watts and Stenner), to begin with".to_owned(),
    ];
    for ((criterion, factors), counts) in suggestions(found).into_iter().zip(counts) {
        table.push([
            TableCell::text(criterion),
            TableCell::text(factors),
            TableCell::text(counts),
        ]);
    }
    table
}

/// What each criterion suggests, in the words of a table.
pub(super) fn suggestions(found: &Retention) -> [(&'static str, String); 8] {
    let (few, many) = found.by_number_of_sorts();
    let considered = found.solutions.len();
    [
        ("Parallel analysis", found.parallel.factors.to_string()),
        ("Kaiser", found.kaiser.to_string()),
        (
            "Two significant loadings",
            found.centroid.with_two_significant().to_string(),
        ),
        (
            "Humphrey, strict",
            found.centroid.humphrey_strict().to_string(),
        ),
        (
            "Humphrey, lenient",
            found.centroid.humphrey_lenient().to_string(),
        ),
        ("Minimum average partial", found.map_minimum().to_string()),
        (
            "Residual correlations",
            found
                .residuals_settled(CHANCE)
                .map_or_else(|| format!("> {considered}"), |k| k.to_string()),
        ),
        (
            "Number of sorts",
            match few == many {
                true => few.to_string(),
                false => format!("{few}–{many}"),
            },
        ),
    ]
}

fn by_factor(found: &Retention) -> Table {
    let sorts = found.eigenvalues.len() as f64;
    let considered = found.solutions.len();
    let mut table = Table::new(format!(
        "Factor by factor, the first {considered}; marked + where the criterion is met"
    ))
    .column("Factor", Align::Right)
    .columns(["eigenvalue", "%"], Align::Right, Some("components"))
    .columns(["mean", "95th"], Align::Right, Some("random studies"))
    .columns(
        ["significant", "product"],
        Align::Right,
        Some("unrotated centroid"),
    )
    .column("average partial after", Align::Right);
    let met = |yes: bool| yes.then_some("+");
    let at = |values: &[f64], place: usize| values.get(place).copied().unwrap_or(f64::NAN);
    for place in 0..considered {
        let value = at(&found.eigenvalues, place);
        let random = at(&found.parallel.percentile_95, place);
        let product = at(&found.centroid.products, place);
        let significant = found.centroid.significant.get(place);
        table.push([
            TableCell::count(place + 1),
            TableCell::number(value, FINE).mark(met(value > 1.0)),
            TableCell::number(100.0 * value / sorts, COARSE),
            TableCell::number(at(&found.parallel.mean, place), FINE),
            TableCell::number(random, FINE).mark(met(place < found.parallel.factors)),
            significant.map_or_else(TableCell::missing, |count| {
                TableCell::count(*count).mark(met(*count >= 2))
            }),
            TableCell::number(product, FINE).mark(met(product > found.centroid.lenient)),
            TableCell::number(at(&found.map, place + 1), FINE)
                .mark(met(found.map_minimum() == place + 1)),
        ]);
    }
    table
}

fn by_size(found: &Retention) -> Table {
    let mut table = Table::new("The solution of each size")
        .column("k", Align::Right)
        .columns(
            ["defining", "confounded", "no majority", "not significant"],
            Align::Right,
            Some("sorts"),
        )
        .columns(
            ["fewest definers", "with fewer than 2"],
            Align::Right,
            Some("factors"),
        )
        .column("% of variance", Align::Right)
        .columns(["mean |r|", "% > 2/√n"], Align::Right, Some("residual"));
    for (solution, residual) in found.solutions.iter().zip(&found.residuals) {
        let standings = solution.standings();
        let defining = solution.defining();
        table.push([
            TableCell::count(solution.factor_count()),
            TableCell::count(standings.defining),
            TableCell::count(standings.confounded),
            TableCell::count(standings.unflagged),
            TableCell::count(standings.non_significant),
            TableCell::count(defining.iter().copied().min().unwrap_or(0)),
            TableCell::count(weak_factors(&defining)),
            TableCell::number(solution.variance_percent(), 1),
            TableCell::number(residual.mean_absolute, FINE),
            TableCell::number(100.0 * residual.large_share, 1),
        ]);
    }
    table
}

/// Factors that rest on one sort or none.
fn weak_factors(defining: &[usize]) -> usize {
    defining.iter().filter(|count| **count < 2).count()
}

fn figure(found: &Retention) -> Figure {
    let parallel = &found.parallel;
    let decimals = |values: &[f64]| -> String {
        let shown = values.iter().take(found.solutions.len().min(MOST_SHOWN));
        let shown: Vec<String> = shown.map(|value| fixed(*value, 2)).collect();
        listed(&shown)
    };
    Figure {
        drawing: draw(&Curves {
            own: &found.eigenvalues,
            random_mean: &parallel.mean,
            random_95: &parallel.percentile_95,
            above: parallel.factors,
        }),
        alt: format!(
            "Scree plot with parallel analysis: {} above the 95th percentile of random studies. Eigenvalues {}; 95th percentile {}.",
            counted(parallel.factors, "eigenvalue lies", "eigenvalues lie"),
            decimals(&found.eigenvalues),
            decimals(&parallel.percentile_95)
        ),
    }
}

fn data(found: &Retention) -> Value {
    let solutions: Vec<Value> = found
        .solutions
        .iter()
        .zip(&found.residuals)
        .map(|(solution, residual)| {
            solution_data(solution, residual.mean_absolute, residual.large_share)
        })
        .collect();
    let (few, many) = found.by_number_of_sorts();
    json!({
        "eigenvalues": found.eigenvalues,
        "parallel": {
            "draws": found.parallel.draws,
            "seed": found.parallel.seed,
            "mean": found.parallel.mean,
            "percentile_95": found.parallel.percentile_95,
        },
        "centroid": {
            "significant_at": found.centroid.significant_at,
            "significant": found.centroid.significant,
            "products": found.centroid.products,
            "strict": found.centroid.strict,
            "lenient": found.centroid.lenient,
        },
        "map": found.map,
        "solutions": solutions,
        "suggested": {
            "parallel": found.parallel.factors,
            "kaiser": found.kaiser,
            "two_significant": found.centroid.with_two_significant(),
            "humphrey_strict": found.centroid.humphrey_strict(),
            "humphrey_lenient": found.centroid.humphrey_lenient(),
            "map": found.map_minimum(),
            "residuals": found.residuals_settled(CHANCE),
            "number_of_sorts": [few, many],
        },
    })
}

fn solution_data(solution: &SolutionOfSize, mean_absolute: f64, large_share: f64) -> Value {
    let standings = solution.standings();
    json!({
        "k": solution.factor_count(),
        "defining": standings.defining,
        "confounded": standings.confounded,
        "unflagged": standings.unflagged,
        "non_significant": standings.non_significant,
        "defining_by_factor": solution.defining(),
        "variance_percent": solution.variance_percent(),
        "residual": {"mean_absolute": mean_absolute, "large_share": large_share},
    })
}
