//! Linear algebra and small statistics; the only caller of nalgebra's decompositions.

mod assignment;
mod chi_square;
mod contingency;
mod eigen;
mod leading;
mod minimum;
mod moments;
mod normal;
mod parallel;
mod proportion;
mod random;
mod ranks;
mod rotation;
mod solve;

pub use assignment::best_pairing;
pub use chi_square::chi_square_above;
pub use contingency::{ContingencyTest, TestMethod, independence};
pub use eigen::{
    COLUMNS_AT_ONCE, Eigenpairs, add_gram_of_rows, gram_of_rows, indefinite_eigenpairs,
    solve_symmetric, symmetric_eigenpairs, symmetric_eigenvalues,
};
pub use leading::LeadingEigenpairs;
pub use minimum::{Curve, Minimum, Search, minimise};
pub use moments::{
    mean, pearson, quantile, standard_deviation, standardised, sum_of_squares, unit_length,
};
pub use nalgebra::{DMatrix as Matrix, DVector as Vector};
pub use normal::{normal_below, two_sided_p, two_sided_quantile};
pub use parallel::{Alone, Run, Workers, in_parallel};
pub use proportion::wilson_interval;
pub use random::Random;
pub use ranks::{average_ranks, unit_pair_signs};
pub use rotation::rotate_columns;
pub use solve::{inverse, nearest_orthogonal, positive_definite_inverse};
