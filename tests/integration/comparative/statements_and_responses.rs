//! Viewpoints by dimension, responses by group.

use super::solve;
use crate::studies::{case_study, csv, own};
use quincunx::qmethod::comparison::ComparisonError;
use quincunx::qmethod::dimensions::dimensions;
use quincunx::qmethod::responses::responses;
use quincunx::qmethod::{Attribute, FactorIndex, MethodError, Study};

fn with_dimensions() -> Study {
    let (_, rows) = csv_of_statements();
    let values = rows.into_iter().map(|row| row[1].clone()).collect();
    let attribute = Attribute {
        name: "dimension".to_owned(),
        values,
    };
    case_study(|_| true)
        .with_statement_attribute(attribute)
        .unwrap()
}

/// The texts hold commas in quotes; number and dimension stand before them.
fn csv_of_statements() -> (Vec<String>, Vec<Vec<String>>) {
    let text = std::fs::read_to_string(own("notebooks/data/case-study/statements.csv")).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.splitn(3, ',').map(str::to_owned);
        vec![cells.next().unwrap(), cells.next().unwrap()]
    });
    (Vec::new(), rows.collect())
}

#[test]
fn means_by_dimension() {
    let scored = solve(with_dimensions(), 5);
    let found = dimensions(&scored, "dimension").unwrap();
    assert_eq!(
        found.rows,
        ["Partnership", "People", "Productivity", "Professional"]
    );
    let sizes: Vec<usize> = found.statements.iter().map(Vec::len).collect();
    assert_eq!(sizes, [10, 10, 11, 9], "as the coding has them");
    for factor in 0..5 {
        let (z, array) = (
            scored.z(FactorIndex(factor)).unwrap(),
            scored.array(FactorIndex(factor)).unwrap(),
        );
        let mut weighted = (0.0, 0.0);
        for (row, statements) in found.statements.iter().enumerate() {
            let n = statements.len() as f64;
            let of_z: f64 = statements.iter().map(|s| z[s.0]).sum();
            approx::assert_abs_diff_eq!(found.mean_z[(row, factor)], of_z / n, epsilon = 1e-12);
            let size: f64 = statements.iter().map(|s| z[s.0].abs()).sum();
            approx::assert_abs_diff_eq!(
                found.mean_salience[(row, factor)],
                size / n,
                epsilon = 1e-12
            );
            let of_array: i32 = statements.iter().map(|s| array[s.0]).sum();
            let mean = f64::from(of_array) / n;
            approx::assert_abs_diff_eq!(found.mean_array[(row, factor)], mean, epsilon = 1e-12);
            weighted.0 += of_z;
            weighted.1 += n * found.mean_array[(row, factor)];
        }
        approx::assert_abs_diff_eq!(weighted.0, 0.0, epsilon = 1e-9);
        approx::assert_abs_diff_eq!(weighted.1, 0.0, epsilon = 1e-9);
    }
    let refused = dimensions(&scored, "colour").unwrap_err();
    assert!(matches!(
        refused,
        MethodError::Comparison(ComparisonError::UnknownStatementAttribute { .. })
    ));
}

/// Site A of the published Table 9: ten sorts, 15 to 90 minutes, mean 37, 6 hours 10 minutes. Its single times were not published; these have its figures.
#[test]
fn response_times_as_in_table_9() {
    let (_, published) = csv(&own("notebooks/data/case-study/published-prevalence.csv"));
    let mut minutes = vec![String::new(); 93];
    for (place, time) in [15, 90, 30, 30, 35, 35, 35, 35, 35, 30].iter().enumerate() {
        minutes[place] = time.to_string();
    }
    let study = case_study(|_| true)
        .with_sort_attribute(Attribute {
            name: "minutes".to_owned(),
            values: minutes.into(),
        })
        .unwrap();
    let found = responses(&study, "site", Some("minutes")).unwrap();
    assert_eq!(found.rows, ["A", "B", "C", "D", "E"]);
    let counts: Vec<usize> = found.groups.iter().map(|g| g.sorts).collect();
    let printed: Vec<usize> = published
        .iter()
        .take(5)
        .map(|r| r[7].parse().unwrap())
        .collect();
    assert_eq!(counts, printed);
    assert_eq!(found.all.sorts, 93);
    let a = found.groups[0].times.unwrap();
    assert_eq!((a.timed, a.shortest, a.longest), (10, 15.0, 90.0));
    assert_eq!((a.mean, a.total), (37.0, 370.0));
    assert_eq!(found.groups[1].times, None);
    assert_eq!(found.all.times.unwrap().timed, 10);
    let without = responses(&study, "site", None).unwrap();
    assert!(without.groups.iter().all(|g| g.times.is_none()));
}

#[test]
fn a_time_that_is_no_number_is_refused_by_name() {
    let values = (0..93).map(|i| if i == 4 { "half an hour" } else { "30" }.to_owned());
    let study = case_study(|_| true)
        .with_sort_attribute(Attribute {
            name: "minutes".to_owned(),
            values: values.collect(),
        })
        .unwrap();
    let refused = responses(&study, "site", Some("minutes")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Sort `A05` has the minutes `half an hour`; expected a number of minutes from 0 on. Correct it, or leave it empty."
    );
    assert!(responses(&study, "shoe", None).is_err());
}
