use super::shared::body_source;
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;
use crate::study_files::with_participants;

/// Show the P set, or add attributes of the participants in the cell
///
/// `%q participants` shows who sorted. `%%q participants` takes the lines below it as a table with `id` and further columns, which become
/// attributes of the participants. Solutions of the study stay as they are.
#[derive(Debug, clap::Args)]
pub(super) struct Participants {}

impl Magic for Participants {
    const NAME: &'static str = "participants";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some("a table with `id` and one column per attribute");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Study,
            cell: "%q participants",
            does: "shows the P set",
        },
        Example {
            at: Station::Inline,
            cell: "%%q participants\nid,minutes\nAnn,12\nBob,30\nCem,7",
            does: "adds an attribute",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let current = call.session.current()?;
        let Some(body) = call.body else {
            return Ok(render::participants(current.part()).into());
        };
        let named = current.study();
        let loaded = with_participants(named.study.as_ref().clone(), &body_source(body))?;
        let mut origin = named.origin.clone();
        origin.push(call.step());
        let notes = [named.notes.clone(), loaded.notes].concat();
        call.session
            .describe_participants(loaded.study, origin, notes)?;
        let named = call.session.current()?.study();
        let remark = format!("{}: {}", named.name, named.digest);
        let report = render::participants(&named.study);
        Ok(Answer::step_with_remark(report, remark))
    }
}
