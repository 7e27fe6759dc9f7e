use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::magic::{documentation, find, reference};

/// List the verbs, or explain one
#[derive(Debug, clap::Args)]
pub(super) struct Help {
    /// Which verb
    #[arg(value_name = "VERB")]
    verb: Option<String>,
}

impl Magic for Help {
    const NAME: &'static str = "help";
    const GROUP: Group = Group::Session;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Start,
            cell: "%q help",
            does: "lists the verbs",
        },
        Example {
            at: Station::Start,
            cell: "%q help rotate",
            does: "explains one of them; so does `%q rotate --help`",
        },
    ];

    fn run(self, _call: &mut Call<'_>) -> Result<Answer, MagicError> {
        match self.verb {
            Some(name) => Ok(documentation(&find(&name)?).into()),
            None => Ok(reference().into()),
        }
    }
}
