use super::shared::checked_name;
use crate::magic::quoted;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;

/// Keep the solution under a name
///
/// Kept solutions can be looked at with `--of NAME`, compared, taken to a second-order analysis, and taken up again with `%q use NAME`.
#[derive(Debug, clap::Args)]
pub(super) struct Keep {
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
}

impl Magic for Keep {
    const NAME: &'static str = "keep";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Flagged,
        cell: "%q keep national",
        does: "keeps the five factors as `national`",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        call.session.current()?.rotated()?;
        let name = checked_name(&self.name)?;
        let in_place = if call.session.solution_names().iter().any(|n| n == name) {
            ", in place of the one kept so before"
        } else {
            ""
        };
        call.session.keep_current(name)?;
        let called = quoted(name);
        let sentence = format!(
            "Kept as `{name}`{in_place}: `%q loadings --of {called}` shows it, `%q use {called}` takes it up again."
        );
        Ok(Answer::step(Report::new("").text(sentence)))
    }
}
