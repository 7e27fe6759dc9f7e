//! Criteria that look at single loadings, on unrotated centroids as the field does.

use crate::numeric::Matrix;
use crate::qmethod::extraction::Extracted;

/// What is seen of each unrotated centroid factor.
#[derive(Clone, Debug, PartialEq)]
pub struct CentroidEvidence {
    /// 2.58/√n: a loading beyond it is significant at .01 (Brown 1980, p. 222).
    pub significant_at: f64,
    /// How many loadings of each factor are significant.
    pub significant: Vec<usize>,
    /// Product of the two largest |l| of each factor (Humphrey's rule; Brown 1980, p. 223).
    pub products: Vec<f64>,
    /// 2/√n, which a product must exceed by the strict rule.
    pub strict: f64,
    /// 1/√n, which a product must exceed by the lenient rule.
    pub lenient: f64,
}

impl CentroidEvidence {
    pub(super) fn of(centroids: &Extracted) -> Self {
        let statements = centroids.correlated().study().statement_count() as f64;
        let error = 1.0 / statements.sqrt();
        let significant_at = 2.58 * error;
        let loadings = centroids.loadings();
        let columns = loadings.column_iter();
        let significant = columns.map(|factor| {
            let beyond = factor.iter().filter(|l| l.abs() > significant_at);
            beyond.count()
        });
        Self {
            significant_at,
            significant: significant.collect(),
            products: products(loadings),
            strict: 2.0 * error,
            lenient: error,
        }
    }

    /// Factors with at least two significant loadings.
    pub fn with_two_significant(&self) -> usize {
        self.significant.iter().filter(|count| **count >= 2).count()
    }

    /// Factors whose product exceeds 2/√n.
    pub fn humphrey_strict(&self) -> usize {
        self.products.iter().filter(|p| **p > self.strict).count()
    }

    /// Factors whose product exceeds 1/√n.
    pub fn humphrey_lenient(&self) -> usize {
        self.products.iter().filter(|p| **p > self.lenient).count()
    }
}

fn products(loadings: &Matrix<f64>) -> Vec<f64> {
    let columns = loadings.column_iter();
    columns
        .map(|factor| {
            let (first, second) = factor
                .iter()
                .fold((0.0_f64, 0.0_f64), |(first, second), l| {
                    (first.max(l.abs()), second.max(l.abs().min(first)))
                });
            first * second
        })
        .collect()
}
