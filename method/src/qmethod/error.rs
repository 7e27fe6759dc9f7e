//! What the method refuses, by name.

use super::grid::TooWideGrid;
use thiserror::Error;

/// Why a step of the method cannot be taken. The text is for the analyst; places in files are added by who read the file.
///
/// Statements are given by the number on their card, factors by their place in the solution from 1, sorts by their id.
#[derive(Clone, Debug, Error, PartialEq)]
#[non_exhaustive]
pub enum MethodError {
    /// A grid without cards.
    #[error("The grid has no cards. State it as value:cards pairs, such as `-1:1,0:3,1:1`.")]
    EmptyGrid,
    /// A value that stands twice in a grid.
    #[error("The grid states the value {value} twice. Give each value once, with all its cards.")]
    RepeatedGridValue {
        /// The value.
        value: i32,
    },
    /// A grid for another number of statements.
    #[error(
        "The grid has places for {cards} cards, but the Q set has {statements} statements. Correct the grid, or add or leave out statements."
    )]
    GridSize {
        /// Places in the grid.
        cards: usize,
        /// Statements of the study.
        statements: usize,
    },
    /// A grid so wide that its columns cannot all be filled.
    #[error(transparent)]
    TooWideGrid(#[from] TooWideGrid),
    /// A Q set too small to correlate anything over.
    #[error(
        "A study needs at least two statements, and {found} was given. Check that the sorts stand in rows and the statements in columns."
    )]
    TooFewStatements {
        /// How many there were.
        found: usize,
    },
    /// A study, or a part of one, without sorts.
    #[error("There are no sorts. Give at least one sort, or widen the condition that chose them.")]
    NoSorts,
    /// A statement number that stands twice.
    #[error("Statement number {number} stands twice. Give every statement a number of its own.")]
    RepeatedStatementNumber {
        /// The number.
        number: u32,
    },
    /// A sort id that stands twice.
    #[error(
        "The sort id `{id}` stands twice. Give every sort an id of its own; where one person sorted more than once, add the wave or condition to the id."
    )]
    RepeatedSortId {
        /// The id.
        id: String,
    },
    /// A matrix of sorts whose shape is not statements × sorts.
    #[error(
        "The sorts came as {rows} rows × {columns} columns; expected one row for each of the {statements} statements and one column for each of the {sorts} sorts."
    )]
    SortsShape {
        /// Rows of the matrix.
        rows: usize,
        /// Its columns.
        columns: usize,
        /// Statements of the study.
        statements: usize,
        /// Ids of sorts.
        sorts: usize,
    },
    /// A value that is missing, infinite or no number.
    #[error(
        "Sort `{sort}` has no number for statement {statement} (found {value}). Every sort must place every statement; complete the sort or leave it out."
    )]
    NotFinite {
        /// The sort's id.
        sort: String,
        /// The statement's number.
        statement: u32,
        /// What stands there.
        value: f64,
    },
    /// A value that the forced grid does not have.
    #[error(
        "Sort `{sort}` puts statement {statement} at {value}, which is no column of the grid ({lowest} to {highest}). Correct the value, or declare the grid free."
    )]
    NotOnGrid {
        /// The sort's id.
        sort: String,
        /// The statement's number.
        statement: u32,
        /// What stands there.
        value: f64,
        /// Lowest value of the grid.
        lowest: i32,
        /// Highest value of the grid.
        highest: i32,
    },
    /// A sort that does not fill the forced grid.
    #[error(
        "Sort `{sort}` breaks the grid: {found} cards at {value}, expected {expected}. Correct the sort, or declare the grid free."
    )]
    GridBroken {
        /// The sort's id.
        sort: String,
        /// The lowest value whose count is wrong.
        value: i32,
        /// Cards the grid has there.
        expected: usize,
        /// Cards the sort has there.
        found: usize,
    },
    /// A sort that gives every statement the same value.
    #[error(
        "Sort `{sort}` gives every statement the same value ({value}), so it cannot be correlated. Leave it out."
    )]
    ConstantSort {
        /// The sort's id.
        sort: String,
        /// The value.
        value: f64,
    },
    /// An attribute with more or fewer values than there are statements or participants.
    #[error(
        "The attribute `{name}` has {found} values, expected {expected}. Give one for each; an empty one where it is missing."
    )]
    AttributeLength {
        /// The attribute.
        name: String,
        /// Statements or participants.
        expected: usize,
        /// Values given.
        found: usize,
    },
    /// An attribute that no participant has.
    #[error(
        "No participant has the attribute `{name}`; there {}. Attributes are the columns of the file of sorts that are no statements.",
        known_attributes(known)
    )]
    UnknownAttribute {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A sort that is not in the study.
    #[error(
        "There is no sort number {number}; the study has {sorts} sorts. Name one of 1 to {sorts}."
    )]
    UnknownSort {
        /// Its place, from 1.
        number: usize,
        /// Sorts of the study.
        sorts: usize,
    },
    /// One sort cannot be correlated.
    #[error(
        "A factor analysis needs at least two sorts, and the study has {found}. Load more sorts, or widen the condition that chose them."
    )]
    TooFewSorts {
        /// Sorts of the study.
        found: usize,
    },
    /// More sorts than a step can take in.
    #[error(
        "{what} would take too much time or memory with {sorts} sorts; at most {most} are taken. Principal components, their rotations, flags and Brown's factor scores are had of any number (`%q solve -k 5`); or analyse a part of the sorts, such as `%q solve -k 5 --where site=A`."
    )]
    TooManySorts {
        /// What was asked for.
        what: &'static str,
        /// Sorts of the study.
        sorts: usize,
        /// The most it takes.
        most: usize,
    },
    /// An attribute that tells nearly every participant apart.
    #[error(
        "`{name}` has {groups} different values; sorts are counted in at most {most} groups. Choose an attribute of fewer values, or put its values in classes in the file of the participants."
    )]
    TooManyGroups {
        /// The attribute.
        name: String,
        /// Its values.
        groups: usize,
        /// The most there may be.
        most: usize,
    },
    /// No factor, or more than the data can hold.
    #[error(
        "{asked} factors cannot be taken out of {sorts} sorts of {statements} statements: ask for 1 to {most}."
    )]
    FactorCount {
        /// Factors asked for.
        asked: usize,
        /// Most that are possible.
        most: usize,
        /// Sorts of the study.
        sorts: usize,
        /// Statements of the study.
        statements: usize,
    },
    /// Fewer dimensions in the correlations than factors asked for, as when sorts are copies of each other.
    #[error(
        "{asked} factors cannot be taken: with {found} nothing is left of the correlations. Ask for at most {found}."
    )]
    NothingLeft {
        /// Factors asked for.
        asked: usize,
        /// Factors there are.
        found: usize,
    },
    /// Sorts that share nothing, where a centroid looks for what they share.
    #[error(
        "No two sorts correlate, so there is no centroid factor. Extract principal components, or load more sorts."
    )]
    NoCorrelations,
    /// More factors to rotate than were extracted, or none.
    #[error(
        "{asked} factors cannot be rotated: {extracted} were extracted. Rotate 1 to {extracted}, or extract more."
    )]
    RotatedCount {
        /// Factors asked for.
        asked: usize,
        /// Factors there are.
        extracted: usize,
    },
    /// An iteration inside a decomposition that did not end.
    #[error(
        "The eigenvalues of the correlation matrix did not converge. Look for values of very different size among the sorts."
    )]
    EigenvaluesNotConverged,
    /// Constants of the centroid that could never stop it.
    #[error("The centroid cannot run with the {what} {value}; expected {expected}.")]
    CentroidOption {
        /// Which constant.
        what: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// What one way to extract refuses.
    #[error(transparent)]
    Extraction(#[from] super::extraction::ExtractionError),
    /// What one way to rotate refuses.
    #[error(transparent)]
    Rotation(#[from] super::rotation::RotationError),
    /// A factor that is not in the solution.
    #[error("There is no factor {factor}; the solution has {factors}. Name one of 1 to {factors}.")]
    UnknownFactor {
        /// Its place, from 1.
        factor: usize,
        /// Factors of the solution.
        factors: usize,
    },
    /// A pair of factors that is one and the same.
    #[error("Factor {factor} cannot be turned against itself. Name two different factors.")]
    SameFactor {
        /// Its place, from 1.
        factor: usize,
    },
    /// An angle that is no number.
    #[error("The angle {degrees} is no number of degrees. Give one such as 12.5.")]
    Angle {
        /// What was given.
        degrees: f64,
    },
    /// A quantile or critical value that is no number above zero.
    #[error("{value} is no critical value; expected a number above 0, such as 1.96 for p < .05.")]
    CriticalValue {
        /// What was given.
        value: f64,
    },
    /// A level of significance that is none.
    #[error("{value} is no level of significance; expected a number between 0 and 1, such as .05.")]
    SignificanceLevel {
        /// What was given.
        value: f64,
    },
    /// A threshold for loadings that none could or all would pass.
    #[error(
        "{value} is no threshold for loadings; expected a number from 0 to below 1, such as .40."
    )]
    LoadingThreshold {
        /// What was given.
        value: f64,
    },
    /// A factor that is defined from one end only, where two poles were asked for.
    #[error(
        "Factor {factor} has no two poles: the sorts that define it are {positive} with a positive and {negative} with a negative loading. {}",
        instead_of_split(*positive, *negative)
    )]
    NothingToSplit {
        /// The factor's place before any split, from 1.
        factor: usize,
        /// Sorts flagged with positive loadings.
        positive: usize,
        /// Sorts flagged with negative loadings.
        negative: usize,
    },
    /// Estimates from all sorts, which mirror each other at the poles of a factor.
    #[error(
        "Factor {factor} is split. Regression and Bartlett scores are estimated from all sorts, so its two poles would mirror each other. Use Brown's weights, or take the split back with `%q split --undo`."
    )]
    PolesNeedBrown {
        /// The split factor's place before any split, from 1.
        factor: usize,
    },
    /// Correlations without an inverse.
    #[error(
        "Regression scores need the inverse of the correlations, and those of {sorts} sorts over {statements} statements have none: there are not more statements than sorts, or sorts are combinations of each other. Use Brown's weights or Bartlett's."
    )]
    SingularCorrelations {
        /// Sorts of the study.
        sorts: usize,
        /// Its statements.
        statements: usize,
    },
    /// A sort that the factors explain wholly.
    #[error(
        "Bartlett scores need a unique part in every sort, and the factors explain `{sort}` wholly (h² = {communality:.4}). Take fewer factors, or use Brown's weights or regression."
    )]
    NoUniqueness {
        /// The sort's id.
        sort: String,
        /// Its communality.
        communality: f64,
    },
    /// Levels of significance that are none, or one and the same.
    #[error(
        "{} and {} are not two levels of significance; expected two different numbers between 0 and 1, such as .05 and .01.",
        levels[0],
        levels[1]
    )]
    SignificanceLevels {
        /// What was given.
        levels: [f64; 2],
    },
    /// A standardised difference outside of 0…1.
    #[error(
        "{d} is no least difference for Cohen's d; expected a number above 0 and at most 1, such as 0.8."
    )]
    EffectSize {
        /// What was given.
        d: f64,
    },
    /// A margin of equivalence that is no number above zero.
    #[error(
        "{margin} is no margin of equivalence; expected a number above 0, such as 0.5 (in z), 2sed or 1column."
    )]
    EquivalenceMargin {
        /// What was given.
        margin: f64,
    },
    /// Too few or too many random studies to compare with.
    #[error(
        "{draws} random studies cannot be drawn; expected from {least} to {most}. The 95th percentile settles with 1000."
    )]
    Draws {
        /// What was given.
        draws: usize,
        /// The fewest.
        least: usize,
        /// The most.
        most: usize,
    },
    /// An average reliability outside of 0…1.
    #[error("The average reliability {value} is not above 0 and at most 1. The field uses .80.")]
    AverageReliability {
        /// What was given.
        value: f64,
    },
    /// A flagged loading of 1 or more, whose weight l/(1 − l²) has no meaning.
    #[error(
        "Sort `{sort}` defines factor {factor} with a loading of {loading:.4}. A loading of 1 or more (a Heywood case) has no weight l/(1 − l²): remove this flag, or take fewer factors."
    )]
    Heywood {
        /// The sort's id.
        sort: String,
        /// The factor's place, from 1.
        factor: usize,
        /// Its loading.
        loading: f64,
    },
    /// Defining sorts with loadings of zero, or that cancel each other, so that all statements score the same.
    #[error(
        "The defining sorts of factor {factor} have no weight on it or cancel each other, so its statements have no scores. Change its flags."
    )]
    NoSpread {
        /// The factor's place, from 1.
        factor: usize,
    },
    /// A factor without defining sorts where scores are needed.
    #[error(
        "Factor {factor} has no defining sorts, hence no scores. Flag a sort on it, or take fewer factors."
    )]
    NoDefiningSorts {
        /// The factor's place, from 1.
        factor: usize,
    },
    /// Too few factors with scores.
    #[error(
        "At least {needed} factors with defining sorts are needed, found {found}. Flag more sorts, or take more factors."
    )]
    TooFewScoredFactors {
        /// How many there must be.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// Factor arrays wanted where no distribution was stated.
    #[error(
        "Factor arrays need a grid, and the sorts are free. State one for the arrays with `%q score --grid` (or `--array-grid` when the study is loaded), or use z-scores."
    )]
    NoGridForArrays,
    /// What taking an analysis again on other sorts refuses.
    #[error(transparent)]
    Replay(#[from] super::replay::ReplayError),
    /// What comparing viewpoints of several sites or waves, and simulating them, refuses.
    #[error(transparent)]
    Comparison(#[from] super::comparison::ComparisonError),
}

fn known_attributes(known: &[String]) -> String {
    match known {
        [] => "are none".to_owned(),
        [one] => format!("is `{one}`"),
        many => format!("are `{}`", many.join("`, `")),
    }
}

fn instead_of_split(positive: usize, negative: usize) -> &'static str {
    match (positive, negative) {
        (0, 0) => "Flag sorts at both of its ends first.",
        (0, _) => "Turn it round with `%q invert` instead.",
        _ => "Leave it whole, or put it together again with `%q split --undo` if it is split.",
    }
}
