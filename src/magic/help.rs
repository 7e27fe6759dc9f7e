//! Help, derived from the declarations of the verbs.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::verb::{Group, Verb};
use super::verbs::verbs;
use crate::mime::{MARKDOWN, MimeBundle};
use crate::render::{Align, Report, Table, TableCell, TableRow};

/// Everything about one verb.
pub fn documentation(verb: &Verb) -> Report {
    Report::new("").code(text(verb))
}

/// The help of one verb as plain text: what `--help` shows.
fn text(verb: &Verb) -> String {
    let help = match verb.command().try_get_matches_from(["--help"]) {
        Err(help) => help.to_string(),
        Ok(_) => verb.command().render_long_help().to_string(),
    };
    help.trim_end().to_owned()
}

/// What Shift-Tab shows in a magic: the help of the verb in `line`, or of `help` while there is none.
pub fn inspect(line: &str) -> Option<MimeBundle> {
    let word = line.split_whitespace().next().unwrap_or("help");
    let help = text(&super::find(word).ok()?);
    let bundle = MimeBundle::plain(help.clone());
    Some(bundle.with(MARKDOWN, format!("```text\n{help}\n```")))
}

/// The list of all verbs.
pub fn reference() -> Report {
    let verbs = verbs();
    let mut table = Table::new("`%q VERB --help` explains a verb with examples.")
        .column("Verb", Align::Left)
        .column("What it does", Align::Left);
    for group in Group::ALL {
        table.rows.push(TableRow::Group(group.title().to_owned()));
        for verb in verbs.iter().filter(|v| v.group == group) {
            table.rows.push(TableRow::Cells(vec![
                TableCell::text(format!("%q {}", verb.name)),
                TableCell::text(summary(verb).to_owned()),
            ]));
        }
    }
    Report::new("Quincunx: Q methodology in the notebook")
        .text("Magics start with %q and share cells with Rust; %%q takes the lines below it along.")
        .table(table)
}

/// The first line of a verb's documentation; read from all declarations at once, since that takes longer than a whole cell may.
fn summary(verb: &Verb) -> &'static str {
    static SUMMARIES: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
        let summed_up = verbs().into_iter().map(|verb| {
            let command = verb.command();
            let about = command.get_about().map(ToString::to_string);
            (verb.name, about.unwrap_or_default())
        });
        summed_up.collect()
    });
    SUMMARIES.get(verb.name).map_or("", String::as_str)
}

/// What stands below clap's own help: the body a `%%q` takes, and the examples.
pub(super) fn after_help(verb: &Verb) -> String {
    let mut lines = Vec::new();
    if let Some(body) = verb.body {
        lines.push(format!("Lines below %%q {}: {body}.\n", verb.name));
    }
    lines.push("Examples:".to_owned());
    for example in verb.examples {
        lines.push(format!("  {}", example.cell.replace('\n', "\n  ")));
        lines.push(format!("      {}", example.does));
    }
    lines.join("\n")
}
