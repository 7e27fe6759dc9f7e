//! What a viewpoint says in a few sentences; it travels with the factor's name.

use super::{Factor, Labels};
use crate::qmethod::FactorIndex;

impl Labels {
    /// The summary of each factor as it is shown, in order.
    pub(in crate::session) fn summaries(&self) -> Vec<Option<String>> {
        let labels = self.factors.iter().flat_map(Factor::labels);
        labels.map(|label| label.summary.clone()).collect()
    }

    /// Gives a factor a summary, or takes it away.
    pub(in crate::session) fn summarise(&mut self, factor: FactorIndex, summary: Option<&str>) {
        let mut labels = self.factors.iter_mut().flat_map(Factor::labels_mut);
        if let Some(label) = labels.nth(factor.0) {
            label.summary = summary.map(str::to_owned);
        }
    }

    /// The labels of factors with a summary, whether they are shown or stand behind their poles.
    pub(in crate::session) fn summarised(&self) -> Vec<String> {
        let all = self.factors.iter().flat_map(|factor| {
            let poles = factor.poles.iter().flatten();
            std::iter::once(&factor.whole).chain(poles)
        });
        all.filter(|label| label.summary.is_some())
            .map(|label| label.shown.clone())
            .collect()
    }
}
