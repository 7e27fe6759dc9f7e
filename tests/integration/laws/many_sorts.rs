//! What holds for a few sorts holds for very many, whose Z is not kept and whose factors turn by their moments.

use crate::notebook;
use approx::assert_abs_diff_eq;
use polars::prelude::{Column, DataFrame};
use polars_io::parquet::write::ParquetWriter;
use quincunx::numeric::{Matrix, Random, chi_square_above};
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction, HorstOptions};
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::retention::{Retention, RetentionOptions};
use quincunx::qmethod::rotation::{Criterion, Orthomax, RotationStep};
use quincunx::qmethod::scores::ScoreOptions;
use quincunx::qmethod::{
    Correlated, Distribution, Extracted, FactorIndex, Flagged, Grid, MethodError, Rotated, Scored,
    SortIndex, Statement, Study,
};
use quincunx::study_files::{LoadRequest, Source, load};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

const STATEMENTS: usize = 20;
const GRID: [(i32, usize); 5] = [(-2, 2), (-1, 5), (0, 6), (1, 5), (2, 2)];

pub(super) fn distribution() -> Distribution {
    let columns = GRID.map(|(value, cards)| GridColumn { value, cards });
    Distribution::new(columns).unwrap()
}

/// Sorts around three viewpoints, drawn with a seed.
pub(super) fn drawn(sorts: usize) -> Vec<Vec<i32>> {
    let mut random = Random::seeded(1935);
    let mut viewpoints = vec![distribution().sorted_values(); 3];
    for viewpoint in &mut viewpoints {
        random.shuffle(viewpoint);
    }
    (0..sorts)
        .map(|sort| {
            let mut values = viewpoints[sort % 3].clone();
            for _ in 0..random.below(9) {
                values.swap(random.below(STATEMENTS), random.below(STATEMENTS));
            }
            values
        })
        .collect()
}

/// Each of the sorts so often.
pub(super) fn study(sorts: &[Vec<i32>], copies: usize) -> Arc<Study> {
    let count = sorts.len() * copies;
    let values = Matrix::from_fn(STATEMENTS, count, |statement, sort| {
        f64::from(sorts[sort % sorts.len()][statement])
    });
    let statements = (1..=STATEMENTS as u32).map(|number| Statement {
        number,
        text: number.to_string(),
    });
    let ids = (0..count).map(|sort| sort.to_string()).collect();
    let grid = Grid::Forced(distribution());
    Arc::new(Study::new(statements.collect(), ids, values, grid).unwrap())
}

fn correlated(study: &Arc<Study>) -> Arc<Correlated> {
    Arc::new(Correlated::new(Arc::clone(study), CorrelationMethod::Pearson).unwrap())
}

pub(super) fn scored(study: &Arc<Study>, step: RotationStep) -> Scored {
    let extraction = Extraction::PrincipalComponents;
    let extracted = Extracted::new(correlated(study), extraction, 3).unwrap();
    let rotated = Rotated::new(Arc::new(extracted), 3, &[step]).unwrap();
    let flagged = Flagged::new(Arc::new(rotated), FlagRule::default(), &[]).unwrap();
    Scored::new(Arc::new(flagged), ScoreOptions::default()).unwrap()
}

/// Every sort so often changes no component, rotation, flag, z-score or array; `copies` decides by which way they are found.
fn copies_change_nothing(copies: usize, step: &RotationStep) {
    let sorts = drawn(211);
    let once = scored(&study(&sorts, 1), step.clone());
    let often = scored(&study(&sorts, copies), step.clone());
    let (few, many) = (once.flagged(), often.flagged());
    for sort in 0..sorts.len() * copies {
        for factor in 0..3 {
            let wanted = few.loadings()[(sort % sorts.len(), factor)];
            assert_abs_diff_eq!(many.loadings()[(sort, factor)], wanted, epsilon = 1e-12);
            assert_eq!(
                many.flags()[(sort, factor)],
                few.flags()[(sort % sorts.len(), factor)]
            );
        }
    }
    for factor in (0..3).map(FactorIndex) {
        assert_eq!(often.array(factor), once.array(factor));
        let pairs = often.z(factor).unwrap().iter().zip(once.z(factor).unwrap());
        for (a, b) in pairs {
            assert_abs_diff_eq!(*a, *b, epsilon = 1e-12);
        }
    }
}

#[test]
fn moments_turn_factors_as_rows_do() {
    for kaiser in [true, false] {
        copies_change_nothing(20, &RotationStep::Varimax { kaiser });
        let quartimax = Orthomax {
            criterion: Criterion::Quartimax,
            kaiser,
            ..Orthomax::varimax(kaiser)
        };
        copies_change_nothing(20, &RotationStep::Orthomax(quartimax));
    }
}

#[test]
fn sorts_that_are_not_kept_twice_give_the_same_factors() {
    // 20 × 200,450 is more than is kept.
    copies_change_nothing(950, &RotationStep::Varimax { kaiser: true });
}

#[test]
fn correlations_of_many_sorts_are_those_of_few() {
    let sorts = drawn(211);
    let (few, many) = (
        correlated(&study(&sorts, 1)),
        correlated(&study(&sorts, 950)),
    );
    assert_abs_diff_eq!(many.gram(), &(few.gram() * 950.0), epsilon = 1e-8);
    for (a, b) in [(0, 1), (3, 210), (17, 4)] {
        let r = few.between(SortIndex(a), SortIndex(b));
        assert_abs_diff_eq!(
            many.between(SortIndex(a + 211), SortIndex(b)),
            r,
            epsilon = 1e-14
        );
    }
    let part = many
        .part(&[SortIndex(5), SortIndex(216), SortIndex(7)])
        .unwrap();
    assert_abs_diff_eq!(part.matrix()[(0, 1)], 1.0, epsilon = 1e-14);
    // Made when it is asked for.
    assert_eq!(many.unit_sorts().column(300), few.unit_sorts().column(89));
}

#[test]
fn what_needs_all_correlations_at_once_says_so() {
    let many = correlated(&study(&drawn(211), 100));
    for extraction in [
        Extraction::Centroid(CentroidOptions::CONVERGED),
        Extraction::Horst(HorstOptions::default()),
    ] {
        let refused = Extracted::new(Arc::clone(&many), extraction, 3).unwrap_err();
        assert!(
            matches!(
                refused,
                MethodError::TooManySorts {
                    sorts: 21_100,
                    most: 20_000,
                    ..
                }
            ),
            "{refused}"
        );
        assert!(refused.to_string().contains("%q solve"), "{refused}");
    }
    let refused = Retention::new(&many, RetentionOptions::default()).unwrap_err();
    assert!(refused.to_string().starts_with("Weighing"), "{refused}");
}

fn written(folder: &Path, sorts: &[Vec<i32>], rows: usize, wide: bool) -> LoadRequest {
    let mut frame = vec![
        Column::new(
            "id".into(),
            (0..sorts.len())
                .map(|s| format!("P{s}"))
                .collect::<Vec<_>>(),
        ),
        Column::new(
            "site".into(),
            (0..sorts.len())
                .map(|s| ["A", "B", "C"][s % 3])
                .collect::<Vec<_>>(),
        ),
        Column::new(
            "minutes".into(),
            (0..sorts.len() as i64).map(|s| s % 300).collect::<Vec<_>>(),
        ),
    ];
    for statement in 0..STATEMENTS {
        let values = sorts.iter().map(|sort| sort[statement]);
        let name = format!("s{}", statement + 1).into();
        frame.push(match wide {
            true => Column::new(name, values.map(f64::from).collect::<Vec<_>>()),
            false => Column::new(name, values.collect::<Vec<_>>()),
        });
    }
    let mut frame = DataFrame::new(sorts.len(), frame).unwrap();
    let path = folder.join("sorts.parquet");
    let writer = ParquetWriter::new(File::create(&path).unwrap());
    writer
        .with_row_group_size(Some(rows))
        .finish(&mut frame)
        .unwrap();
    LoadRequest::of(Source::File(path))
}

#[test]
fn row_groups_of_any_size_give_the_same_study() {
    let sorts = drawn(1_500);
    let folder = tempfile::tempdir().unwrap();
    let whole = load(&written(folder.path(), &sorts, 1_500, false)).unwrap();
    assert_eq!(whole.study.sorts(), study(&sorts, 1).sorts());
    let minutes = whole.study.sort_attribute("minutes").unwrap();
    assert_eq!(minutes.values.get(1_321), Some("121"));
    for (rows, wide) in [(1, false), (77, true), (1_024, false), (1_499, true)] {
        assert_eq!(
            load(&written(folder.path(), &sorts, rows, wide)).unwrap(),
            whole,
            "{rows}"
        );
    }
}

/// What a notebook keeps of a hundred thousand sorts is little, and says that it is not all.
#[test]
fn outputs_of_many_sorts_stay_small() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path(), &drawn(30_000), 10_000, false);
    let mut notebook = notebook::notebook_in(folder.path().to_str().unwrap());
    for cell in [
        "%q load sorts.parquet",
        "%q participants",
        "%q sorts",
        "%q correlate",
        "%q extract pca -k 3",
        "%q scree",
        "%q rotate varimax -k 3",
        "%q flag auto",
        "%q loadings",
        "%q loadings F1 F2",
        "%q scores",
        "%q prevalence site",
        "%q characteristics",
        "%q exemplars F1",
    ] {
        let shown = notebook::run(&mut notebook, cell);
        let size: usize = shown
            .iter()
            .map(|bundle| serde_json::to_string(bundle.data()).unwrap().len())
            .sum();
        assert!(size < 900_000, "{cell}: {size} bytes");
        let text = notebook::text(&shown);
        let of_sorts = ["participants", "correlate", "extract", "loadings"];
        if of_sorts.iter().any(|verb| cell.contains(verb)) {
            assert!(text.contains("random sample of"), "{cell}\n{text}");
            let sample = shown.iter().find_map(|b| {
                Some(b.get(quincunx::mime::QUINCUNX_JSON)?["data"]["sample"].clone())
            });
            assert_eq!(sample.unwrap()["of"], 30_000, "{cell}");
        }
    }
}

#[test]
fn chi_square_is_what_it_is_in_closed_form() {
    for x in [1e-9, 0.1, 0.5, 1.0, 3.841, 7.0, 20.0, 90.0, 400.0] {
        let half: f64 = x / 2.0;
        let exact = [
            libm::erfc(half.sqrt()),
            (-half).exp(),
            libm::erfc(half.sqrt()) + (2.0 * x / std::f64::consts::PI).sqrt() * (-half).exp(),
            (-half).exp() * (1.0 + half),
        ];
        for (df, exact) in (1..).zip(exact) {
            let found = chi_square_above(x, df);
            assert!(
                (found - exact).abs() <= 1e-13 * exact.max(1e-3),
                "{x} {df}: {found} {exact}"
            );
        }
    }
    assert_eq!(chi_square_above(0.0, 3), 1.0);
}
