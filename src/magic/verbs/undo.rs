use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;

/// Take the last step back
///
/// Of the steps in the journal; looking at results is no step.
#[derive(Debug, clap::Args)]
pub(super) struct Undo {}

impl Magic for Undo {
    const NAME: &'static str = "undo";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q undo",
        does: "takes the flags back",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let entry = call.session.undo()?;
        let first = entry.source.lines().next().unwrap_or_default();
        Ok(Report::new("")
            .text(format!("Taken back: `{first}`."))
            .into())
    }
}
