//! Sums that stand for sorts give what the sorts themselves give.

use super::many_sorts::{distribution, drawn, scored, study};
use approx::assert_abs_diff_eq;
use quincunx::numeric::Matrix;
use quincunx::qmethod::cross_product::{CrossProduct, CrossProductError, FactorTotals};
use quincunx::qmethod::grid::GridColumn;
use quincunx::qmethod::rotation::{Moments, RotationStep};
use quincunx::qmethod::{Distribution, FactorIndex, Grid, Scored};

const VARIMAX: RotationStep = RotationStep::Varimax { kaiser: true };

/// Σ over sorts of the products of the values as they were laid.
fn raw(scored: &Scored) -> Matrix<f64> {
    let sorts = scored.study().sorts();
    sorts * sorts.transpose()
}

fn gram(scored: &Scored) -> Matrix<f64> {
    let extracted = scored.flagged().rotated().extracted();
    extracted.correlated().gram().clone()
}

fn product(scored: &Scored, sums: Matrix<f64>) -> Result<CrossProduct, CrossProductError> {
    let study = scored.study();
    let statements = study.statements().to_vec();
    CrossProduct::new(statements, study.grid().clone(), study.sort_count(), sums)
}

#[test]
fn sums_give_the_factors_of_the_sorts() {
    let whole = scored(&study(&drawn(211), 1), VARIMAX);
    let (flagged, rotated) = (whole.flagged(), whole.flagged().rotated());
    let extracted = rotated.extracted();
    for sums in [gram(&whole), raw(&whole)] {
        let product = product(&whole, sums).unwrap();
        assert_abs_diff_eq!(product.gram(), &gram(&whole), epsilon = 1e-10);
        let components = product.components(3).unwrap();
        let pairs = components.eigenvalues().iter().zip(extracted.eigenvalues());
        for (a, b) in pairs {
            assert_abs_diff_eq!(*a, *b, epsilon = 1e-10);
        }
        let units = extracted.correlated().unit_sorts();
        let unrotated = units.tr_mul(components.vectors());
        let mut moments = Moments::of(&unrotated, true);
        let (rotation, converged) = components.varimax(&mut moments);
        assert!(converged);
        let loadings = units.tr_mul(&(components.vectors() * rotation));
        let totals: Vec<FactorTotals> = (0..3)
            .map(|factor| {
                let of = |sort: usize| loadings[(sort, factor)];
                let defining = flagged.defining_sorts(FactorIndex(factor));
                let mut totals = vec![0.0; 20];
                for sort in &defining {
                    let weight = of(sort.0) / (1.0 - of(sort.0).powi(2));
                    for (total, z) in totals.iter_mut().zip(units.column(sort.0).iter()) {
                        *total += weight * z;
                    }
                }
                FactorTotals {
                    sorts: defining.len(),
                    negative: defining.iter().filter(|sort| of(sort.0) < 0.0).count(),
                    squares: (0..211).map(|sort| of(sort).powi(2)).sum(),
                    signed_squares: (0..211).map(|sort| of(sort) * of(sort).abs()).sum(),
                    totals,
                }
            })
            .collect();
        for (factor, found) in product.factors(&totals).unwrap().iter().enumerate() {
            let (found, f) = (found.as_ref().unwrap(), FactorIndex(factor));
            for sort in 0..211 {
                let wanted = flagged.loadings()[(sort, factor)];
                assert_abs_diff_eq!(
                    found.sign * loadings[(sort, factor)],
                    wanted,
                    epsilon = 1e-10
                );
            }
            for (a, b) in found.z.iter().zip(whole.z(f).unwrap()) {
                assert_abs_diff_eq!(*a, *b, epsilon = 1e-9);
            }
            assert_eq!(found.array.as_deref(), whole.array(f));
            assert_eq!(found.sorts, flagged.defining_sorts(f).len());
        }
    }
}

#[test]
fn sums_that_cannot_be_are_refused() {
    let whole = scored(&study(&drawn(60), 1), VARIMAX);
    let refused = |sums: Matrix<f64>| product(&whole, sums).unwrap_err();
    assert!(matches!(
        refused(Matrix::zeros(3, 3)),
        CrossProductError::Shape { rows: 3, .. }
    ));
    let mut lopsided = gram(&whole);
    lopsided[(0, 1)] += 1.0;
    assert!(matches!(
        refused(lopsided),
        CrossProductError::NotSums { a: 1, b: 2, .. }
    ));
    // A sort that does not fill the grid shows in the sum of its squares.
    assert!(matches!(
        refused(raw(&whole) * 1.01),
        CrossProductError::NotTheGrid { .. }
    ));
    let shifted = raw(&whole).add_scalar(60.0);
    assert!(matches!(
        refused(shifted),
        CrossProductError::NotTheGrid { .. }
    ));
    let free = CrossProduct::new(
        whole.study().statements().to_vec(),
        Grid::Free { arrays: None },
        60,
        raw(&whole),
    );
    assert!(matches!(
        free.unwrap_err(),
        CrossProductError::NotStandardised { .. }
    ));
    let product = product(&whole, gram(&whole)).unwrap();
    assert!(matches!(
        product.components(20).unwrap_err(),
        CrossProductError::FactorCount {
            asked: 20,
            most: 19
        }
    ));
}

/// Sums of values whose mean is not 0 tell the sums of the statements too.
#[test]
fn raw_sums_of_any_forced_grid_are_standardised() {
    let sorts = drawn(90);
    let whole = scored(&study(&sorts, 1), VARIMAX);
    let values = Matrix::from_fn(20, 90, |s, j| f64::from(2 * sorts[j][s] + 7));
    let columns = distribution().columns().to_vec();
    let grid = columns.iter().map(|c| GridColumn {
        value: 2 * c.value + 7,
        cards: c.cards,
    });
    let grid = Grid::Forced(Distribution::new(grid).unwrap());
    let statements = whole.study().statements().to_vec();
    let sums = &values * values.transpose();
    let product = CrossProduct::new(statements, grid, 90, sums).unwrap();
    assert!(product.was_raw());
    assert_abs_diff_eq!(product.gram(), &gram(&whole), epsilon = 1e-10);
}
