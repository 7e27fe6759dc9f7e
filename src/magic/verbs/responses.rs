use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::responses::responses;
use crate::render;

/// Attribute that is looked for where none is named.
const MINUTES: &str = "minutes";

/// Count completed sorts and sum up the time they took
///
/// By an attribute of the participants, such as their site: completed sorts, and the range, mean and total of sort times where an attribute holds minutes.
#[derive(Debug, clap::Args)]
pub(super) struct Responses {
    /// The attribute
    #[arg(value_name = "ATTRIBUTE")]
    by: String,
    /// The attribute that holds the minutes a sort took; without it `minutes`, where there is one
    #[arg(long, value_name = "ATTRIBUTE")]
    minutes: Option<String>,
}

impl Magic for Responses {
    const NAME: &'static str = "responses";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Study,
        cell: "%q responses site",
        does: "completed sorts of each site",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let study = call.session.current()?.part();
        let habit = study.sort_attribute(MINUTES).map(|_| MINUTES);
        let minutes = self.minutes.as_deref().or(habit);
        let found = responses(study, &self.by, minutes)?;
        Ok(render::responses(&found).into())
    }
}
