//! What was looked at that a methods paragraph may name. Looking is no step: it changes nothing in the session, so it is remembered beside it.

use super::{Session, Solution};
use crate::qmethod::comparison::{Likeness, Profile};
use crate::qmethod::retention::Retention;
use crate::qmethod::{Correlated, Extracted, Scored};
use std::sync::Arc;

/// Something that was looked at. It counts only for results it was made from: what is computed anew has to be looked at anew.
#[derive(Clone, Debug)]
pub enum Look {
    /// The criteria for the number of factors.
    Retention {
        /// Whose correlations.
        of: Arc<Correlated>,
        /// What they said.
        found: Arc<Retention>,
    },
    /// The scree plot.
    Scree {
        /// Whose eigenvalues.
        of: Arc<Extracted>,
    },
    /// Factors compared with others.
    Comparison(Compared),
}

/// Which solutions were compared, and how.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Kept solutions whose factors made the rows.
    pub rows: Vec<Party>,
    /// Those whose factors made the columns.
    pub columns: Vec<Party>,
    /// What of the factors was compared.
    pub profile: Profile,
    /// By which measure.
    pub likeness: Likeness,
    /// The least r of a pair that counts as the same viewpoint, where viewpoints were matched.
    pub threshold: Option<f64>,
}

/// A solution that took part, as it was then.
#[derive(Clone, Debug)]
pub struct Party {
    /// Its name.
    pub name: String,
    scored: Arc<Scored>,
}

impl Party {
    /// The solution under its name; none if it has no name or no scores.
    pub fn of(solution: &Solution) -> Option<Self> {
        Some(Self {
            name: solution.name()?.to_owned(),
            scored: Arc::clone(solution.scored().ok()?),
        })
    }
}

/// The looks so far, in their order.
#[derive(Clone, Debug, Default)]
pub struct Looks(Vec<Look>);

impl Looks {
    /// Remembers what was looked at; the same look again takes the place of the first.
    pub fn remember(&mut self, look: Look) {
        match self.0.iter_mut().find(|known| same_look(known, &look)) {
            Some(known) => *known = look,
            None => self.0.push(look),
        }
    }

    /// The criteria for the number of factors, if they were looked at for these sorts and these coefficients.
    pub fn retention_of(&self, correlated: &Correlated) -> Option<&Arc<Retention>> {
        self.0.iter().find_map(|look| match look {
            Look::Retention { of, found } if same_correlations(of, correlated) => Some(found),
            _ => None,
        })
    }

    /// Whether the scree plot of these sorts was looked at, by the same kind of extraction.
    pub fn scree_was_seen(&self, extracted: &Extracted) -> bool {
        let mut looks = self.0.iter();
        looks.any(|look| matches!(look, Look::Scree { of } if same_kind(of, extracted)))
    }

    /// Comparisons of kept solutions that are still what they were then, in the order in which they were made.
    pub fn comparisons<'a>(&'a self, session: &'a Session) -> impl Iterator<Item = &'a Compared> {
        self.0.iter().filter_map(|look| match look {
            Look::Comparison(compared) if compared.holds(session) => Some(compared),
            _ => None,
        })
    }
}

impl Compared {
    fn holds(&self, session: &Session) -> bool {
        let mut parties = self.rows.iter().chain(&self.columns);
        parties.all(|party| {
            let now = session.solution(&party.name).and_then(Solution::scored);
            now.is_ok_and(|scored| Arc::ptr_eq(scored, &party.scored))
        })
    }
}

/// Whether both rest on the same sorts of the same people by the same coefficient.
fn same_correlations(a: &Correlated, b: &Correlated) -> bool {
    a.method() == b.method()
        && a.rounding() == b.rounding()
        && a.study().sort_ids() == b.study().sort_ids()
        && a.study().sorts() == b.study().sorts()
}

fn same_kind(a: &Extracted, b: &Extracted) -> bool {
    a.extraction() == b.extraction() && same_correlations(a.correlated(), b.correlated())
}

fn same_look(a: &Look, b: &Look) -> bool {
    match (a, b) {
        (Look::Retention { of: a, .. }, Look::Retention { of: b, .. }) => same_correlations(a, b),
        (Look::Scree { of: a }, Look::Scree { of: b }) => same_kind(a, b),
        (Look::Comparison(a), Look::Comparison(b)) => {
            let names = |parties: &[Party]| -> Vec<String> {
                parties.iter().map(|party| party.name.clone()).collect()
            };
            names(&a.rows) == names(&b.rows)
                && names(&a.columns) == names(&b.columns)
                && a.profile == b.profile
                && a.likeness == b.likeness
                && a.threshold == b.threshold
        }
        _ => false,
    }
}
