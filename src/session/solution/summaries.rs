//! Summaries of a solution's viewpoints.

use super::{Solution, dropped_names, sentences};
use crate::qmethod::FactorIndex;

impl Solution {
    /// What each factor says in a few sentences, in order; none where nobody has written it yet.
    pub fn summaries(&self) -> Vec<Option<String>> {
        self.labels.summaries()
    }

    /// Gives a factor a summary, or takes it away.
    pub fn summarise(&mut self, factor: FactorIndex, summary: Option<&str>) {
        self.labels.summarise(factor, summary);
    }

    /// Splits just these rotated factors. Returns what was lost with poles that are no more, in words.
    pub(super) fn split_labels(&mut self, split: &[FactorIndex]) -> Option<String> {
        let before = self.labels.summarised();
        let names = self.labels.split(split);
        let after = self.labels.summarised();
        let lost: Vec<String> = before.into_iter().filter(|l| !after.contains(l)).collect();
        sentences([dropped_names(&names, "poles"), dropped(&lost)])
    }
}

/// Summaries go with their factors.
pub(super) fn dropped(of: &[String]) -> Option<String> {
    (!of.is_empty()).then(|| format!("Summaries were dropped: those of `{}`.", of.join("`, `")))
}
