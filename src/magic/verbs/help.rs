use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::magic::{documentation, find, reference};

/// List the verbs, or explain one
#[derive(Debug, clap::Args)]
pub(super) struct Help {
    /// Which verb
    #[arg(value_name = "VERB")]
    verb: Option<String>,
    /// Show it in the front end's pager, where there is one, and not in the cell's output: JupyterLab shows it below the cell all the same,
    /// a terminal pages it, and an unattended run keeps nothing of it
    #[arg(long)]
    page: bool,
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
        let report = match self.verb {
            Some(name) => documentation(&find(&name)?),
            None => reference(),
        };
        Ok(Answer {
            paged: self.page,
            ..Answer::from(report)
        })
    }
}
