use super::shared::take_in;
use crate::magic::{Answer, Call, Group, Magic, MagicError, Station};
use crate::render::{Align, Report, Table, TableCell, TableRow};
use crate::study_files::{example, example_names};

/// Load a study that comes with Quincunx
///
/// Without a name, lists the studies there are.
#[derive(Debug, clap::Args)]
pub(super) struct Example {
    /// Which one
    #[arg(value_name = "EXAMPLE")]
    example: Option<String>,
    /// What to call the study; without it, the example's own name
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

impl Magic for Example {
    const NAME: &'static str = "example";
    const GROUP: Group = Group::Study;
    const EXAMPLES: &'static [crate::magic::Example] = &[crate::magic::Example {
        at: Station::Start,
        cell: "%q example case-study",
        does: "loads the reconstruction of the joint commissioning study",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let Some(example_name) = self.example else {
            return Ok(list().into());
        };
        let loaded = example(&example_name)?;
        let origin = vec![call.step()];
        take_in(
            call.session,
            self.name.as_deref().unwrap_or(&example_name),
            loaded,
            origin,
        )
    }
}

fn list() -> Report {
    let mut table = Table::new("Load one by its name, such as %q example case-study.")
        .column("Example", Align::Left)
        .column("What it is", Align::Left);
    for (name, description) in example_names() {
        table.rows.push(TableRow::Cells(vec![
            TableCell::text(*name),
            TableCell::text(*description),
        ]));
    }
    Report::new("Studies that come with Quincunx").table(table)
}
