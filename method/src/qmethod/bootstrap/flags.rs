//! How often sorts are flagged.

use crate::numeric::Matrix;
use crate::qmethod::replay::Replicate;

/// Shares of replicates; see the fields of the bootstrap that they become.
pub(super) struct FlagShares {
    pub(super) held: Vec<usize>,
    pub(super) flagged: Matrix<f64>,
    pub(super) nowhere: Vec<f64>,
}

impl FlagShares {
    pub(super) fn of(analysed: &[Replicate], found: &Matrix<bool>) -> Self {
        let (m, k) = analysed.first().map_or((0, 0), |a| a.loadings.shape());
        let (mut held, mut nowhere) = (vec![0_usize; m], vec![0_usize; m]);
        let mut whole = vec![0_usize; m];
        let mut flagged = Matrix::from_element(m, k, 0_usize);
        let mut possible = Matrix::from_element(m, k, 0_usize);
        for (replicate, found) in analysed.iter().zip(found.row_iter()) {
            let all = found.iter().all(|f| *f);
            for sort in 0..m {
                if replicate.loadings[(sort, 0)].is_nan() {
                    continue;
                }
                held[sort] += 1;
                for (factor, found) in found.iter().enumerate() {
                    let cell = (sort, factor);
                    possible[cell] += usize::from(*found);
                    flagged[cell] += usize::from(*found && replicate.flags[cell]);
                }
                let flags = replicate.flags.row(sort);
                whole[sort] += usize::from(all);
                nowhere[sort] += usize::from(all && !flags.iter().any(|f| *f));
            }
        }
        let share = |count: usize, of: usize| count as f64 / of as f64;
        Self {
            flagged: flagged.zip_map(&possible, share),
            nowhere: nowhere
                .iter()
                .zip(&whole)
                .map(|(c, of)| share(*c, *of))
                .collect(),
            held,
        }
    }
}
