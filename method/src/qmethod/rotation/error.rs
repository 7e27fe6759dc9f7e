//! What rotation refuses.

use thiserror::Error;

/// Why factors cannot be rotated in this way.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum RotationError {
    /// A constant that a rotation cannot have.
    #[error("The rotation cannot run with {what} = {value}; expected {expected}.")]
    Constant {
        /// Which constant.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// An oblique rotation in which two factors become one.
    #[error(
        "The factors collapse into each other in this oblique rotation. Take fewer factors, or rotate orthogonally."
    )]
    FactorsCollapse,
    /// A step that takes factors for orthogonal which are not.
    #[error(
        "The factors correlate after the oblique rotation and cannot be turned further. Rotate anew from the unrotated factors; signs and order can still be changed."
    )]
    TurnOfCorrelatedFactors,
    /// A target for other sorts or factors.
    #[error(
        "The target has {rows} rows × {columns} columns; expected one row for each of the {sorts} sorts and one column for each of the {factors} factors."
    )]
    TargetShape {
        /// Rows of the target.
        rows: usize,
        /// Its columns.
        columns: usize,
        /// Sorts of the study.
        sorts: usize,
        /// Factors kept.
        factors: usize,
    },
    /// A target that several rotations come equally near to.
    #[error(
        "The target does not settle the rotation: a column of it is zero, repeats others, or shares nothing with the factors. Give each factor a direction of its own."
    )]
    TargetUndetermined,
    /// A given rotation of other factors.
    #[error(
        "The given matrix has {rows} rows × {columns} columns; expected one row and one column for each of the {factors} factors."
    )]
    GivenShape {
        /// Rows of the matrix.
        rows: usize,
        /// Its columns.
        columns: usize,
        /// Factors kept.
        factors: usize,
    },
    /// A given matrix that is no rotation.
    #[error(
        "The given matrix is no rotation: the product of its columns {first} and {second} is {found:.6}, and {expected} in an orthogonal matrix. Bring its columns to length 1 and right angles, for example by a QR decomposition."
    )]
    GivenNotOrthogonal {
        /// A column, from 1.
        first: usize,
        /// The other, or the same.
        second: usize,
        /// Their product.
        found: f64,
        /// What it would be.
        expected: f64,
    },
    /// A sort without loadings, through which no factor can be turned.
    #[error(
        "Sort `{sort}` loads on no factor, so none can be turned through it. Name another sort."
    )]
    SortWithoutDirection {
        /// The sort's id.
        sort: String,
    },
    /// An order that leaves factors out or names them twice.
    #[error(
        "The order {} does not name each of the {factors} factors once.",
        named.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    )]
    FactorOrder {
        /// What it names, from 1.
        named: Vec<usize>,
        /// Factors of the solution.
        factors: usize,
    },
}
