//! Which sorts a table and the machine-readable result give, where there are many.

use super::wording::{self, MOST_ROWS};
use crate::numeric::{Matrix, Random};
use crate::qmethod::Study;
use crate::render::number::thousands;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// With more sorts a random sample is given: all of them would outgrow the notebook.
pub(super) const MOST_GIVEN: usize = 2_000;

/// The seed of the sample.
const SEED: u64 = 1;

/// The sorts that are given.
pub(super) struct Shown {
    sorts: Vec<usize>,
    of: usize,
}

impl Shown {
    /// Of a study.
    pub(super) fn of(study: &Study) -> Self {
        Self::at_most(study, MOST_ROWS)
    }

    /// Of a study; where there are too many to give all, a sample of so many.
    pub(super) fn at_most(study: &Study, sample: usize) -> Self {
        let of = study.sort_count();
        if of <= MOST_GIVEN {
            let sorts = (0..of).collect();
            return Self { sorts, of };
        }
        let mut random = Random::seeded(SEED);
        let mut drawn = BTreeSet::new();
        while drawn.len() < sample.min(of) {
            drawn.insert(random.below(of));
        }
        Self {
            sorts: drawn.into_iter().collect(),
            of,
        }
    }

    /// The sorts that the machine-readable result gives, in the study's order.
    pub(super) fn sorts(&self) -> &[usize] {
        &self.sorts
    }

    /// Of these, the ones in the table.
    pub(super) fn in_table(&self) -> impl Iterator<Item = usize> + '_ {
        self.sorts.iter().copied().take(MOST_ROWS)
    }

    /// Whether they are a sample.
    pub(super) fn is_sample(&self) -> bool {
        self.sorts.len() < self.of
    }

    /// What the table leaves out, in words.
    pub(super) fn words(&self, what: &str) -> Option<String> {
        if self.is_sample() {
            return Some(format!(
                "The table and the machine-readable result give a random sample of {} of {} {what} (seed {SEED}); sums, counts and scores are those of all.",
                self.sorts.len(),
                thousands(self.of)
            ));
        }
        (self.of > MOST_ROWS).then(|| {
            format!(
                "The table shows the first {MOST_ROWS} of {} {what}; the machine-readable result has all.",
                thousands(self.of)
            )
        })
    }

    /// What a picture leaves out, in words.
    pub(super) fn picture_words(&self) -> Option<String> {
        self.is_sample().then(|| {
            format!(
                "The plot shows a random sample of {} of {} (seed {SEED}).",
                thousands(self.sorts.len()),
                wording::sorts(self.of)
            )
        })
    }

    /// The ids.
    pub(super) fn ids<'s>(&self, study: &'s Study) -> Vec<&'s str> {
        let ids = self.sorts.iter().filter_map(|&s| study.sort_ids().get(s));
        ids.map(String::as_str).collect()
    }

    /// The rows of a matrix that has one for each sort of the study.
    pub(super) fn rows<T: Copy + PartialEq + std::fmt::Debug + 'static>(
        &self,
        matrix: &Matrix<T>,
    ) -> Vec<Vec<T>> {
        let rows = self.sorts.iter();
        rows.map(|&sort| matrix.row(sort).iter().copied().collect())
            .collect()
    }

    /// Says in the machine-readable result that its sorts are a sample, if they are.
    pub(super) fn marked(&self, mut data: Value) -> Value {
        if let (true, Some(fields)) = (self.is_sample(), data.as_object_mut()) {
            let sample = json!({"sorts": self.sorts.len(), "of": self.of, "seed": SEED});
            fields.insert("sample".to_owned(), sample);
        }
        data
    }
}
