//! What factors are called.

mod summaries;

use super::error::SessionError;
use crate::qmethod::FactorIndex;
use crate::qmethod::flagging::Pole;

/// What one factor is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Label {
    shown: String,
    by_place: String,
    summary: Option<String>,
}

impl Label {
    fn by_place(label: String) -> Self {
        Self {
            shown: label.clone(),
            by_place: label,
            summary: None,
        }
    }

    fn is_given(&self) -> bool {
        self.shown != self.by_place
    }

    fn move_to(&mut self, place: String) {
        if !self.is_given() {
            self.shown.clone_from(&place);
        }
        self.by_place = place;
    }

    /// `F1a` of `F1`, `Order (a)` of a factor called Order.
    fn pole(&self, pole: Pole) -> Self {
        let end = match pole {
            Pole::Positive => "a",
            Pole::Negative => "b",
        };
        let by_place = format!("{}{end}", self.by_place);
        let shown = match self.is_given() {
            true => format!("{} ({end})", self.shown),
            false => by_place.clone(),
        };
        Self {
            shown,
            by_place,
            summary: None,
        }
    }
}

/// A rotated factor and, if it is split, its poles.
#[derive(Clone, Debug)]
struct Factor {
    whole: Label,
    poles: Option<[Label; 2]>,
}

impl Factor {
    fn labels(&self) -> &[Label] {
        match &self.poles {
            Some(poles) => poles,
            None => std::slice::from_ref(&self.whole),
        }
    }

    fn move_to(&mut self, place: &str) {
        self.whole.move_to(place.to_owned());
        if let Some([positive, negative]) = &mut self.poles {
            positive.move_to(format!("{place}a"));
            negative.move_to(format!("{place}b"));
        }
    }

    fn labels_mut(&mut self) -> &mut [Label] {
        match &mut self.poles {
            Some(poles) => poles,
            None => std::slice::from_mut(&mut self.whole),
        }
    }
}

/// The label of each factor, in order: by its place (`F1`) until it is given a name. A split factor has two, `F1a` and `F1b`.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    factors: Vec<Factor>,
    /// What each place is called: `F1`, `F2` …
    places: Vec<String>,
    shown: Vec<String>,
}

impl Labels {
    /// `A1`, `A2` … for the prefix `A`.
    pub(super) fn by_place(prefix: &str, count: usize) -> Self {
        let places: Vec<String> = (1..=count).map(|f| format!("{prefix}{f}")).collect();
        let factors = places.iter().map(|place| Factor {
            whole: Label::by_place(place.clone()),
            poles: None,
        });
        let mut labels = Self {
            factors: factors.collect(),
            places,
            shown: Vec::new(),
        };
        labels.refresh();
        labels
    }

    /// The labels as they are shown.
    pub(super) fn shown(&self) -> &[String] {
        &self.shown
    }

    /// How many rotated factors there are, split or not.
    pub(super) fn factor_count(&self) -> usize {
        self.factors.len()
    }

    /// The names that were given.
    pub(super) fn given(self) -> Vec<String> {
        let labels = self.factors.into_iter().flat_map(|f| f.labels().to_vec());
        let given = labels.filter(Label::is_given);
        given.map(|label| label.shown).collect()
    }

    /// The factor of this label, or the third for `F3`, `f3`, `3`; `F3a` for a pole of it. A split factor is only its poles.
    pub(super) fn find(&self, name: &str) -> Option<FactorIndex> {
        let mut labels = self.shown.iter();
        if let Some(at) = labels.position(|label| label.eq_ignore_ascii_case(name)) {
            return Some(FactorIndex(at));
        }
        let place = name.strip_prefix(['F', 'f']).unwrap_or(name);
        let columns = self.factors.iter().enumerate().flat_map(|(f, factor)| {
            let ends: &[&str] = match factor.poles {
                Some(_) => &["a", "b"],
                None => &[""],
            };
            ends.iter().map(move |end| format!("{}{end}", f + 1))
        });
        let place = columns
            .into_iter()
            .position(|column| column.eq_ignore_ascii_case(place));
        place.map(FactorIndex)
    }

    /// The rotated factor of this label, split or not.
    pub(super) fn find_rotated(&self, name: &str) -> Option<FactorIndex> {
        let mut wholes = self.factors.iter().map(|factor| &factor.whole);
        if let Some(at) = wholes.position(|label| label.shown.eq_ignore_ascii_case(name)) {
            return Some(FactorIndex(at));
        }
        let number: usize = name.strip_prefix(['F', 'f']).unwrap_or(name).parse().ok()?;
        (1..=self.factors.len())
            .contains(&number)
            .then(|| FactorIndex(number - 1))
    }

    /// The labels of the rotated factors, split or not.
    pub(super) fn rotated(&self) -> Vec<String> {
        let wholes = self.factors.iter().map(|factor| factor.whole.shown.clone());
        wholes.collect()
    }

    /// Splits just these rotated factors; those split before keep the names of their poles. Returns the names given to poles that are no more.
    pub(super) fn split(&mut self, split: &[FactorIndex]) -> Vec<String> {
        let mut dropped = Vec::new();
        for (at, factor) in self.factors.iter_mut().enumerate() {
            let usual = [Pole::Positive, Pole::Negative].map(|pole| factor.whole.pole(pole));
            let before = factor.poles.take();
            if split.contains(&FactorIndex(at)) {
                factor.poles = Some(before.unwrap_or(usual));
                continue;
            }
            let poles = before.iter().flatten().zip(&usual);
            let named = poles.filter(|(pole, usual)| pole.shown != usual.shown);
            dropped.extend(named.map(|(pole, _)| pole.shown.clone()));
        }
        self.refresh();
        dropped
    }

    /// Gives names to factors, all at once: two may exchange theirs.
    ///
    /// # Errors
    /// A label that two factors would carry.
    pub(super) fn rename(&mut self, renamed: &[(FactorIndex, &str)]) -> Result<(), SessionError> {
        let mut labels = self.clone();
        for (factor, label) in renamed {
            let columns = labels.factors.iter_mut().flat_map(Factor::labels_mut);
            if let Some(slot) = columns.into_iter().nth(factor.0) {
                (*label).clone_into(&mut slot.shown);
            }
        }
        labels.refresh();
        for (_, label) in renamed {
            let carried = labels
                .shown
                .iter()
                .filter(|l| l.eq_ignore_ascii_case(label));
            if carried.count() > 1 {
                return Err(SessionError::NameTaken {
                    what: "factor",
                    name: (*label).to_owned(),
                });
            }
        }
        *self = labels;
        Ok(())
    }

    /// Exchanges two rotated factors with the names that were given to them; what has no name is called by its place.
    pub(super) fn swap_given(&mut self, a: FactorIndex, b: FactorIndex) {
        if a.0.max(b.0) >= self.factors.len() {
            return;
        }
        for factor in [a, b] {
            let other = if factor == a { b } else { a };
            let place = self.places.get(other.0).cloned().unwrap_or_default();
            if let Some(factor) = self.factors.get_mut(factor.0) {
                factor.move_to(&place);
            }
        }
        self.factors.swap(a.0, b.0);
        self.refresh();
    }

    fn refresh(&mut self) {
        let labels = self.factors.iter().flat_map(Factor::labels);
        self.shown = labels.map(|label| label.shown.clone()).collect();
    }
}
