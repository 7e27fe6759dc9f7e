//! Studies that the tests of tables and figures share.

use quincunx::numeric::Matrix;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::Extraction;
use quincunx::qmethod::flagging::{FlagChange, FlagRule};
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{
    Attribute, Correlated, Distribution, Extracted, FactorIndex, Flagged, Grid, Rotated, Scored,
    Statement, Study,
};
use quincunx::render::{Provenance, Report};
use std::path::Path;
use std::sync::Arc;

/// The case study's reconstruction: 40 statements, 93 sorts, five sites.
pub(crate) fn case_study() -> Study {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("notebooks/data/case-study");
    let sorts = std::fs::read_to_string(folder.join("sorts.csv")).unwrap();
    let statements = std::fs::read_to_string(folder.join("statements.csv")).unwrap();
    let statements: Vec<Statement> = statements
        .lines()
        .skip(1)
        .map(|line| {
            let mut cells = line.splitn(3, ',');
            let number = cells.next().unwrap().parse().unwrap();
            let text = cells.nth(1).unwrap().trim_matches('"').to_owned();
            Statement { number, text }
        })
        .collect();
    let rows: Vec<Vec<&str>> = sorts
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let columns: Vec<f64> = rows
        .iter()
        .flat_map(|row| row[2..].iter().map(|cell| cell.parse::<f64>().unwrap()))
        .collect();
    let ids = rows.iter().map(|row| row[0].to_owned()).collect();
    let sites: Vec<String> = rows.iter().map(|row| row[1].to_owned()).collect();
    let matrix = Matrix::from_column_slice(statements.len(), rows.len(), &columns);
    let first: Vec<i32> = rows[0][2..].iter().map(|c| c.parse().unwrap()).collect();
    Study::new(statements, ids, matrix, Grid::Forced(distribution(&first)))
        .unwrap()
        .with_sort_attribute(Attribute {
            name: "site".to_owned(),
            values: sites.into(),
        })
        .unwrap()
}

/// Six sorts of seven statements, whose words try to break out of every medium.
pub(crate) fn small_study() -> Study {
    let texts = [
        "More output for less money",
        "<script>alert('x')</script>",
        "Cost | benefit & \"value\"",
        "100 % of $5_000 {really} #1",
        "Two\nlines ~ ^ \\end{tabular}",
        "Ответственность и 公平",
        "",
    ];
    let statements = texts
        .iter()
        .zip(1..)
        .map(|(text, number)| Statement {
            number,
            text: (*text).to_owned(),
        })
        .collect();
    let sorts: [[i32; 7]; 6] = [
        [2, 1, 1, 0, -1, -1, -2],
        [2, 1, 0, 1, -1, -2, -1],
        [1, 2, 1, 0, -1, -1, -2],
        [-2, -1, 0, 1, 1, 2, -1],
        [-1, -2, 0, 1, 1, 2, -1],
        [1, -1, -2, 2, 0, 1, -1],
    ];
    let cells: Vec<f64> = sorts.iter().flatten().map(|v| f64::from(*v)).collect();
    let ids = ["P1", "P2", "P3", "P4", "<b>P5</b>", "P_6"];
    Study::new(
        statements,
        ids.iter().map(|id| (*id).to_owned()).collect(),
        Matrix::from_column_slice(7, 6, &cells),
        Grid::Forced(distribution(&sorts[0])),
    )
    .unwrap()
    .with_sort_attribute(Attribute {
        name: "site".to_owned(),
        values: vec!["A", "A", "B", "B", "", "C & D"].into(),
    })
    .unwrap()
}

/// A study of any size, its sorts drawn from three viewpoints by a fixed rule.
pub(crate) fn large_study(statements: usize, sorts: usize) -> Study {
    let value = |index: usize, sort: usize| {
        let view = sort % 3;
        let noise = ((index * 7919 + sort * 104_729) % 997) as f64 / 997.0;
        ((index * (view + 2) * 31) % 101) as f64 / 101.0 + 0.8 * noise
    };
    let grid: Vec<i32> = (0..statements)
        .map(|rank| (rank * 9 / statements) as i32 - 4)
        .collect();
    let mut cells = Vec::new();
    for sort in 0..sorts {
        let mut order: Vec<usize> = (0..statements).collect();
        order.sort_by(|a, b| value(*a, sort).total_cmp(&value(*b, sort)));
        let mut column = vec![0.0; statements];
        for (rank, index) in order.into_iter().enumerate() {
            column[index] = f64::from(grid[rank]);
        }
        cells.extend(column);
    }
    let words = (1..=statements as u32)
        .map(|number| Statement {
            number,
            text: format!("Statement {number}"),
        })
        .collect();
    Study::new(
        words,
        (1..=sorts).map(|sort| format!("S{sort:04}")).collect(),
        Matrix::from_column_slice(statements, sorts, &cells),
        Grid::Forced(distribution(&grid)),
    )
    .unwrap()
}

/// The stages of a solution by principal components and varimax.
pub(crate) struct Solution {
    pub(crate) correlated: Arc<Correlated>,
    pub(crate) extracted: Arc<Extracted>,
    pub(crate) rotated: Arc<Rotated>,
    pub(crate) flagged: Arc<Flagged>,
    pub(crate) scored: Scored,
    pub(crate) labels: Vec<String>,
}

/// Solves a study with k factors.
pub(crate) fn solve(study: Study, k: usize) -> Solution {
    let correlated =
        Arc::new(Correlated::new(Arc::new(study), CorrelationMethod::Pearson).unwrap());
    let extracted =
        Arc::new(Extracted::new(correlated.clone(), Extraction::PrincipalComponents, k).unwrap());
    let varimax = [RotationStep::Varimax { kaiser: true }];
    let rotated = Arc::new(Rotated::new(extracted.clone(), k, &varimax).unwrap());
    let flagged = Arc::new(Flagged::new(rotated.clone(), FlagRule::default(), &[]).unwrap());
    let scored = Scored::new(flagged.clone(), ScoreOptions::default()).unwrap();
    let labels = (1..=k).map(|f| format!("F{f}")).collect();
    Solution {
        correlated,
        extracted,
        rotated,
        flagged,
        scored,
        labels,
    }
}

/// The small study with two factors, the second stripped of its flags.
pub(crate) fn without_flags() -> Solution {
    let mut solution = solve(small_study(), 2);
    let second = FactorIndex(1);
    let changes: Vec<FlagChange> = solution
        .flagged
        .defining_sorts(second)
        .into_iter()
        .map(|sort| FlagChange {
            sort,
            factor: second,
            defining: false,
            reason: None,
        })
        .collect();
    let rotated = solution.rotated.clone();
    let flagged = Arc::new(Flagged::new(rotated, FlagRule::default(), &changes).unwrap());
    solution.scored = Scored::new(flagged.clone(), ScoreOptions::default()).unwrap();
    solution.flagged = flagged;
    solution
}

/// Where the samples come from.
pub(crate) fn provenance() -> Provenance {
    Provenance {
        study: "sample".to_owned(),
        digest: "sha256:0".to_owned(),
        statements: 7,
        sorts: 6,
        solution: None,
        steps: vec!["example sample".to_owned()],
    }
}

/// Every report there is of one solution, by name.
pub(crate) fn every_report(s: &Solution) -> Vec<(&'static str, Report)> {
    use quincunx::qmethod::bootstrap::{Bootstrap, BootstrapOptions};
    use quincunx::qmethod::comparison::{Profile, compare};
    use quincunx::qmethod::dimensions::dimensions;
    use quincunx::qmethod::jackknife::{Jackknife, LeftOut};
    use quincunx::qmethod::matching::match_sets;
    use quincunx::qmethod::prevalence::prevalence;
    use quincunx::qmethod::replay::{ReplayOptions, Run};
    use quincunx::qmethod::responses::responses;
    use quincunx::qmethod::retention::{Retention, RetentionOptions, solutions_of_sizes};
    use quincunx::qmethod::second_order::{FirstOrder, chain, second_order_study};
    use quincunx::qmethod::simulation::{SampleSizeOptions, SampleSizes, recovery, recovery_rates};
    use quincunx::qmethod::stability::{Stability, StabilityOptions};
    use quincunx::qmethod::statements::{Margin, Rule};
    use quincunx::qmethod::waves::waves;
    use quincunx::render;
    let study = s.correlated.study();
    let labels = &s.labels;
    let rule = Rule::default();
    let options = RetentionOptions {
        draws: 20,
        ..RetentionOptions::default()
    };
    let sizes = solutions_of_sizes(&s.correlated, options.extraction, 3).unwrap();
    let first = FactorIndex(0);
    let of = [FirstOrder {
        name: "national",
        labels,
        scored: &s.scored,
    }];
    let second = second_order_study(&of, Profile::Arrays).unwrap();
    let second_correlated =
        Correlated::new(Arc::new(second.clone()), CorrelationMethod::Pearson).unwrap();
    let matching = match_sets(&[&s.scored], &s.scored, Profile::Arrays, 0.5).unwrap();
    let names = vec!["<local>".to_owned()];
    let local_labels = vec![labels.clone()];
    let called = render::MatchNames {
        sites: &names,
        local: &local_labels,
        common: "national & co",
        common_labels: labels,
    };
    let super_factors = solve(second.clone(), 1);
    let chained = chain(&of, &super_factors.scored).unwrap();
    let chain_names = render::ChainNames {
        solutions: &names,
        labels: &local_labels,
        sorts: &[study.sort_ids().to_vec()],
        super_factors: &["S1".to_owned()],
    };
    let attributed = solve(with_attributes(Study::clone(study)), 2);
    let by_dimension = dimensions(&attributed.scored, "dimension").unwrap();
    let with_minutes = attributed.correlated.study();
    let timed = responses(with_minutes, "site", Some("minutes")).unwrap();
    let flagged = Some(attributed.flagged.as_ref());
    let repeated = waves(with_minutes, flagged, "wave", "person", &[]).unwrap();
    let simulated = simulation(&s.scored, labels);
    let found = recovery(&s.scored, &simulated.viewpoints);
    let rates = recovery_rates(&simulated, 2, 2).unwrap();
    let whole = Arc::new(s.scored.clone());
    let resampled = Bootstrap::new(
        &whole,
        BootstrapOptions {
            replicates: 30,
            strata: Some("site".to_owned()),
            ..BootstrapOptions::default()
        },
        Run::ALONE,
    )
    .unwrap();
    let sites = LeftOut::Groups("site".to_owned());
    let without = Jackknife::new(&whole, sites, ReplayOptions::default(), Run::ALONE).unwrap();
    let sizes_back = Stability::new(
        &s.correlated,
        StabilityOptions {
            most: 2,
            replicates: 20,
            random: 20,
            seed: 1,
            extraction: options.extraction,
        },
        Run::ALONE,
    )
    .unwrap();
    let tried = SampleSizeOptions {
        holders: vec![2, 4],
        studies: 3,
        wanted: 0.5,
    };
    let needed = SampleSizes::new(&simulated, tried, Run::ALONE).unwrap();
    let comparison = compare(&s.scored, &s.scored, Profile::Arrays).unwrap();
    let by_site = prevalence(&s.flagged, "site").unwrap();
    vec![
        (
            "study",
            render::study(study, "sample", &["Sort <P9> is odd.".to_owned()]),
        ),
        ("statements", render::statements(study)),
        ("participants", render::participants(study)),
        ("sorts", render::sorts(study)),
        ("grid", render::grid(study)),
        ("correlations", render::correlations(&s.correlated)),
        ("unrotated", render::unrotated(&s.extracted)),
        ("scree", render::scree(&s.extracted)),
        ("rotated", render::rotated(&s.rotated, labels)),
        ("loadings", render::loadings(&s.flagged, labels)),
        (
            "loadings_plot",
            render::loadings_plot(&s.flagged, labels, first, FactorIndex(1)),
        ),
        ("scores", render::scores(&s.scored, labels)),
        ("arrays", render::arrays(&s.scored, labels)),
        (
            "composite",
            render::composite(&s.scored, labels, first).unwrap(),
        ),
        (
            "characteristics",
            render::characteristics(&s.scored, labels),
        ),
        (
            "distinguishing",
            render::distinguishing(&s.scored, labels, Some(first), rule).unwrap(),
        ),
        (
            "distinguishing_all",
            render::distinguishing(&s.scored, labels, None, rule).unwrap(),
        ),
        (
            "consensus",
            render::consensus(&s.scored, labels, rule, Some(Margin::Columns(1.0))).unwrap(),
        ),
        (
            "differences",
            render::differences(&s.scored, labels, [first, FactorIndex(1)], rule).unwrap(),
        ),
        (
            "differences_all",
            render::all_differences(&s.scored, labels, rule).unwrap(),
        ),
        (
            "disagreement",
            render::disagreement(&s.scored, labels).unwrap(),
        ),
        ("ranks", render::ranks(&s.scored, labels)),
        (
            "relative_ranks",
            render::relative(&s.scored, labels, first).unwrap(),
        ),
        (
            "exemplars",
            render::exemplars(&s.scored, labels, first).unwrap(),
        ),
        ("distribution", render::distribution(study)),
        (
            "retention",
            render::retention(&Retention::new(&s.correlated, options).unwrap()),
        ),
        ("lineage", render::lineage(&sizes)),
        ("crib", render::crib(&s.scored, labels, first).unwrap()),
        (
            "compare",
            render::compare(&comparison, labels, labels, Profile::Arrays),
        ),
        (
            "second_order",
            render::second_order(&second, &second_correlated),
        ),
        ("prevalence", render::prevalence(&by_site, labels)),
        (
            "match",
            render::matching(&matching, called, Profile::Arrays),
        ),
        ("chain", render::chain(&chained, chain_names)),
        (
            "dimensions",
            render::dimensions(&by_dimension, &attributed.scored, labels),
        ),
        ("responses", render::responses(&timed)),
        ("waves", render::waves(&repeated, labels)),
        (
            "simulation",
            render::simulation(&simulated, &found, Some(&rates)),
        ),
        ("bootstrap", render::bootstrap(&resampled, labels, &[])),
        ("jackknife", render::jackknife(&without, labels)),
        ("stability", render::stability(&sizes_back, "components")),
        ("power", render::sample_size(&needed, "")),
    ]
}

/// Two waves of three people, one of them without a name, times, and dimensions of statements.
fn with_attributes(study: Study) -> Study {
    let of_sorts = [
        (
            "wave",
            [
                "<pre>",
                "<pre>",
                "<pre>",
                "post & after",
                "post & after",
                "",
            ],
        ),
        ("person", ["Ann", "B_b", "Cem", "B_b", "Ann", ""]),
        ("minutes", ["12", "90.5", "", "7", "30", "61"]),
    ];
    let dimensions = [
        "people", "people", "$profit", "", "people", "$profit", "$profit",
    ];
    let named = |name: &str, values: &[&str]| Attribute {
        name: name.to_owned(),
        values: values.iter().collect(),
    };
    let mut study = study
        .with_statement_attribute(named("dimension", &dimensions))
        .unwrap();
    for (name, values) in of_sorts {
        study = study.with_sort_attribute(named(name, &values)).unwrap();
    }
    study
}

/// Twenty sorts from the solution's arrays at one site.
fn simulation(scored: &Scored, labels: &[String]) -> quincunx::qmethod::simulation::Simulation {
    use quincunx::qmethod::simulation::{SimulatedGroup, Simulation, Viewpoint};
    let viewpoints = labels.iter().enumerate().map(|(f, label)| Viewpoint {
        name: format!("{label} <b>"),
        profile: scored
            .array(FactorIndex(f))
            .unwrap()
            .iter()
            .map(|v| f64::from(*v))
            .collect(),
    });
    Simulation {
        statements: scored.study().statements().to_vec(),
        grid: scored.array_distribution().unwrap().clone(),
        viewpoints: viewpoints.collect(),
        grouped_by: "site".to_owned(),
        groups: vec![SimulatedGroup {
            name: "X & Y".to_owned(),
            holds: vec![10; labels.len()],
            none: 2,
        }],
        noise: 1.0,
        waves: None,
        seed: 1,
    }
}

fn distribution(values: &[i32]) -> Distribution {
    let mut distinct = values.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    Distribution::new(distinct.into_iter().map(|value| GridColumn {
        value,
        cards: values.iter().filter(|v| **v == value).count(),
    }))
    .unwrap()
}
