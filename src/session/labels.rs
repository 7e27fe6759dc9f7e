//! What factors are called.

use super::error::SessionError;
use crate::qmethod::FactorIndex;

/// The label of each factor, in order: by its place (`F1`) until it is given a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    shown: Vec<String>,
    by_place: Vec<String>,
}

impl Labels {
    /// `A1`, `A2` … for the prefix `A`.
    pub(super) fn by_place(prefix: &str, count: usize) -> Self {
        let by_place: Vec<String> = (1..=count).map(|f| format!("{prefix}{f}")).collect();
        Self {
            shown: by_place.clone(),
            by_place,
        }
    }

    /// The labels as they are shown.
    pub(super) fn shown(&self) -> &[String] {
        &self.shown
    }

    /// The names that were given.
    pub(super) fn given(self) -> Vec<String> {
        let labels = self.shown.into_iter().zip(self.by_place);
        let given = labels.filter(|(label, by_place)| label != by_place);
        given.map(|(label, _)| label).collect()
    }

    /// The factor of this label, or the third for `F3`, `f3`, `3`.
    pub(super) fn find(&self, name: &str) -> Option<FactorIndex> {
        let mut labels = self.shown.iter();
        if let Some(at) = labels.position(|label| label.eq_ignore_ascii_case(name)) {
            return Some(FactorIndex(at));
        }
        let number: usize = name.strip_prefix(['F', 'f']).unwrap_or(name).parse().ok()?;
        (1..=self.shown.len())
            .contains(&number)
            .then(|| FactorIndex(number - 1))
    }

    /// Gives names to factors, all at once: two may exchange theirs.
    ///
    /// # Errors
    /// A label that two factors would carry.
    pub(super) fn rename(&mut self, renamed: &[(FactorIndex, &str)]) -> Result<(), SessionError> {
        let mut shown = self.shown.clone();
        for (factor, label) in renamed {
            if let Some(slot) = shown.get_mut(factor.0) {
                (*label).clone_into(slot);
            }
        }
        for (_, label) in renamed {
            let carried = shown.iter().filter(|l| l.eq_ignore_ascii_case(label));
            if carried.count() > 1 {
                return Err(SessionError::NameTaken {
                    what: "factor",
                    name: (*label).to_owned(),
                });
            }
        }
        self.shown = shown;
        Ok(())
    }

    /// Exchanges the names that were given to two factors; a factor without a given name is called by its place.
    pub(super) fn swap_given(&mut self, a: FactorIndex, b: FactorIndex) {
        let given = |f: FactorIndex| {
            let label = self.shown.get(f.0)?;
            let by_place = self.by_place.get(f.0)?;
            Some((label != by_place).then(|| label.clone()))
        };
        let (Some(of_a), Some(of_b)) = (given(a), given(b)) else {
            return;
        };
        for (place, name) in [(a, of_b), (b, of_a)] {
            let name = name.or_else(|| self.by_place.get(place.0).cloned());
            if let (Some(slot), Some(name)) = (self.shown.get_mut(place.0), name) {
                *slot = name;
            }
        }
    }
}
