//! Whose conventions a step follows (method.md 2).

/// The programs of the field whose conventions can be followed, stage by stage or as a whole.
///
/// Every stage says in its own file what each of them means there: constants, order and sign of factors, ties, rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Our own: exact, fully converged, nothing rounded on the way.
    #[default]
    Exact,
    /// PQMethod 2.35 (Atkinson, Schmolck).
    Pqmethod,
    /// KADE 1.3 and Ken-Q (Banasick).
    Kade,
    /// The R package qmethod 1.8 (Zabala).
    Qmethod,
}

impl Convention {
    /// All of them, our own first.
    pub const ALL: [Self; 4] = [Self::Exact, Self::Pqmethod, Self::Kade, Self::Qmethod];

    /// The word of `--like`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Pqmethod => "pqmethod",
            Self::Kade => "kade",
            Self::Qmethod => "qmethod",
        }
    }

    /// The program's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "Quincunx",
            Self::Pqmethod => "PQMethod",
            Self::Kade => "KADE",
            Self::Qmethod => "R qmethod",
        }
    }
}
