use super::shared::{Of, words};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Say in a few sentences what a viewpoint stands for
///
/// The summary stands on the viewpoint's card, on its hand-out and in reports from now on. A longer one is written below `%%q summary FACTOR`. Without a text, shows
/// the summaries there are.
#[derive(Debug, clap::Args)]
pub(super) struct Summary {
    /// Which factor
    #[arg(value_name = "FACTOR")]
    factor: Option<String>,
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
    text: Option<String>,
    /// Take the summary away
    #[arg(long, conflicts_with = "text", requires = "factor")]
    remove: bool,
    #[command(flatten)]
    of: Of,
}

impl Magic for Summary {
    const NAME: &'static str = "summary";
    const GROUP: Group = Group::Interpretation;
    const BODY: Option<&'static str> = Some("the summary, in as many lines as it takes");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q summary F1 \"Joint commissioning is about outcomes for people, and money follows them.\"",
            does: "says what the first factor stands for",
        },
        Example {
            at: Station::Flagged,
            cell: "%%q summary F2\nWhoever shares this view looks at costs first.\nPartners matter where they save work.",
            does: "the same in several lines",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut solution = self.of.solution(call)?;
        let Some(name) = &self.factor else {
            if call.body.is_some() {
                return Err(MagicError::Refused(
                    "Say which factor the lines are about, such as `%%q summary F1`.".to_owned(),
                ));
            }
            solution.rotated()?;
            let report = render::viewpoints(solution.labels(), &solution.summaries());
            return Ok(Answer::about(solution, report));
        };
        let factor = solution.factor(name)?;
        let text = match (&self.text, call.body) {
            (Some(_), Some(_)) => {
                return Err(MagicError::Refused(
                    "The summary stands in the line and below it as well. Write it once."
                        .to_owned(),
                ));
            }
            (Some(text), None) => Some(text.trim().to_owned()),
            (None, Some(body)) => Some(body.text.trim().to_owned()),
            (None, None) => None,
        };
        if text.as_deref() == Some("") {
            return Err(MagicError::Refused(
                "The summary is empty. Write a sentence or more, or say `--remove`.".to_owned(),
            ));
        }
        if self.remove && text.is_some() {
            return Err(MagicError::Refused(
                "`--remove` takes the summary away, and there are lines below. Leave one of them out."
                    .to_owned(),
            ));
        }
        if text.is_none() && !self.remove {
            let label = solution.labels().get(factor.0).cloned().unwrap_or_default();
            let summary = solution.summaries().into_iter().nth(factor.0).flatten();
            let report = render::viewpoints(&[label], &[summary]);
            return Ok(Answer::about(solution, report));
        }
        solution.summarise(factor, text.as_deref());
        call.session.put_back(solution.clone());
        let report = render::viewpoints(solution.labels(), &solution.summaries());
        Ok(Answer::step(report).of(solution))
    }
}
