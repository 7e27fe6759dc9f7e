//! The largest eigenpairs by reduction, QL and inverse iteration against the full decomposition.

use quincunx::numeric::{LeadingEigenpairs, Matrix, Random, gram_of_rows, symmetric_eigenpairs};

/// ‖A·v − λ·v‖, VᵀV and the eigenvalues are right to rounding, whatever the matrix.
#[track_caller]
fn check(leading: &mut LeadingEigenpairs, a: &Matrix<f64>, k: usize, what: &str) {
    let n = a.nrows();
    leading.matrix_of(n).copy_from_slice(a.as_slice());
    let (values, vectors) = leading.solve(k).unwrap();
    let k = k.min(n);
    assert_eq!(values.len(), k, "{what}");
    let full = symmetric_eigenpairs(a.clone()).unwrap();
    let norm = full.values[0].max(1e-300);
    for (place, value) in values.iter().enumerate() {
        let expected = full.values[place];
        assert!(
            (value - expected).abs() <= 1e-13 * n as f64 * norm,
            "{what}: {value} for {expected}"
        );
    }
    let residual = a * vectors - vectors * Matrix::from_diagonal(&values.to_vec().into());
    assert!(
        residual.amax() <= 1e-12 * n as f64 * norm,
        "{what}: residual {}",
        residual.amax()
    );
    let square = vectors.tr_mul(vectors) - Matrix::identity(k, k);
    assert!(
        square.amax() <= 1e-12,
        "{what}: not orthogonal by {}",
        square.amax()
    );
}

#[test]
fn any_semidefinite_matrix_is_decomposed() {
    let mut leading = LeadingEigenpairs::default();
    let mut random = Random::seeded(3);
    for n in [1_usize, 2, 3, 4, 7, 20, 40, 61] {
        for rank in [1, 2, n.div_ceil(2), n, 3 * n] {
            let factor = Matrix::from_fn(n, rank, |_, _| random.normal());
            let a = gram_of_rows(&factor);
            for k in [1, 3, 8] {
                let k = k.min(rank).min(n);
                check(&mut leading, &a, k, &format!("n {n}, rank {rank}, k {k}"));
            }
        }
    }
}

#[test]
fn equal_and_nearly_equal_eigenvalues_have_orthogonal_vectors() {
    let mut leading = LeadingEigenpairs::default();
    let mut random = Random::seeded(4);
    let n = 30;
    let turned = symmetric_eigenpairs(gram_of_rows(&Matrix::from_fn(n, n, |_, _| random.normal())));
    let turn = turned.unwrap().vectors;
    for gap in [0.0, 1e-15, 1e-12, 1e-9, 1e-8, 1e-6, 1e-4, 1e-2] {
        let values = (0..n).map(|i| {
            if i < 6 {
                5.0 - gap * i as f64
            } else {
                1.0 / i as f64
            }
        });
        let values = Matrix::from_diagonal(&values.collect::<Vec<f64>>().into());
        let a = &turn * values * turn.transpose();
        let a = (&a + a.transpose()) * 0.5;
        check(&mut leading, &a, 4, &format!("gap {gap:e}"));
    }
    check(&mut leading, &Matrix::identity(9, 9), 3, "identity");
    check(&mut leading, &Matrix::zeros(9, 9), 3, "zero");
    // Blocks that share nothing split the tridiagonal matrix.
    let blocks = Matrix::from_fn(12, 12, |i, j| {
        if i / 4 == j / 4 {
            1.0 + (i / 4) as f64
        } else {
            0.0
        }
    });
    check(&mut leading, &blocks, 3, "blocks");
}
