//! Corrections of p values for the number of comparisons.

/// How p values are corrected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjustment {
    /// Not at all, as every program of the field.
    #[default]
    None,
    /// Times the number of comparisons (Bonferroni): bounds the chance of any false difference.
    Bonferroni,
    /// Stepping down (Holm 1979): the same bound, never less powerful.
    Holm,
    /// Stepping up (Benjamini & Hochberg 1995): bounds the expected share of false differences among those found.
    BenjaminiHochberg,
}

impl Adjustment {
    /// The adjusted p values of one family, in its order, each at most 1.
    pub fn adjust(self, p: &[f64]) -> Vec<f64> {
        let count = p.len() as f64;
        match self {
            Self::None => p.to_vec(),
            Self::Bonferroni => p.iter().map(|p| (p * count).min(1.0)).collect(),
            Self::Holm => {
                let mut least = 0.0_f64;
                stepped(p, rising(p), |rank, p| {
                    least = least.max((count - rank as f64) * p).min(1.0);
                    least
                })
            }
            Self::BenjaminiHochberg => {
                let mut most = 1.0_f64;
                let falling = rising(p).into_iter().rev().collect();
                stepped(p, falling, |rank, p| {
                    most = most.min(p * count / (count - rank as f64));
                    most
                })
            }
        }
    }
}

/// Places of the p values from the smallest to the largest.
fn rising(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]));
    order
}

/// Each p value put through `step` in this order, with its rank in it from 0.
fn stepped(p: &[f64], order: Vec<usize>, mut step: impl FnMut(usize, f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    for (rank, place) in order.into_iter().enumerate() {
        adjusted[place] = step(rank, p[place]);
    }
    adjusted
}
