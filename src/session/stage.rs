//! The stages of a solution.

/// The stages, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StageKind {
    /// Sorts, nothing done with them.
    Loaded,
    /// Correlations between sorts.
    Correlated,
    /// Unrotated factors.
    Extracted,
    /// Rotated factors.
    Rotated,
    /// Defining sorts.
    Flagged,
    /// Factor scores.
    Scored,
}

impl StageKind {
    pub(super) const ALL: [Self; 6] = [
        Self::Loaded,
        Self::Correlated,
        Self::Extracted,
        Self::Rotated,
        Self::Flagged,
        Self::Scored,
    ];

    /// What the stage gives, for a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Loaded => "sorts",
            Self::Correlated => "correlations",
            Self::Extracted => "unrotated factors",
            Self::Rotated => "rotated factors",
            Self::Flagged => "flags",
            Self::Scored => "factor scores",
        }
    }

    /// The magic that takes the next step from here.
    pub fn next_verb(self) -> &'static str {
        match self {
            Self::Loaded => "%q correlate",
            Self::Correlated => "%q extract pca",
            Self::Extracted => "%q rotate varimax -k NUMBER",
            Self::Rotated => "%q flag auto",
            Self::Flagged => "%q scores",
            Self::Scored => "%q arrays",
        }
    }
}
