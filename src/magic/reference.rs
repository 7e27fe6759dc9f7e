//! The reference page of all verbs in Markdown, from their declarations.

use super::examples::Example;
use super::verb::{Group, Verb};
use super::verbs::verbs;
use clap::builder::PossibleValue;
use clap::{Arg, Command};
use std::fmt::Write;

/// The page: every verb by group, with its usage, arguments and examples.
pub fn reference_page() -> String {
    let verbs = verbs();
    let mut page = String::from(
        "# Verbs\n\n\
         Every magic is `%q VERB`, or `%%q VERB` in the first line of a cell for verbs that take the lines below it along. \
         This page is made from the verbs' own declarations, as `%q help VERB` and Shift-Tab are.\n",
    );
    for group in Group::ALL {
        let of_group = || verbs.iter().filter(move |v| v.group == group);
        let names: Vec<String> = of_group().map(|v| format!("[{0}](#{0})", v.name)).collect();
        page.push_str(&format!("\n**{}**: {}\n", group.title(), names.join(" · ")));
    }
    for group in Group::ALL {
        page.push_str(&format!("\n## {}\n", group.title()));
        for verb in verbs.iter().filter(|v| v.group == group) {
            page.push_str(&entry(verb));
        }
    }
    page
}

fn entry(verb: &Verb) -> String {
    let mut command = verb.command();
    command.build();
    let mut text = format!("\n### {}\n", verb.name);
    text.push_str(&about(&command));
    if let Some(body) = verb.body {
        text.push_str(&format!(
            "\nLines below `%%q {}`: {}.\n",
            verb.name,
            prose(body)
        ));
    }
    text.push_str(&usage(&mut command));
    text.push_str(&arguments(&command));
    for word in command.get_subcommands_mut() {
        text.push_str(&format!("\n#### {} {}\n", verb.name, word.get_name()));
        text.push_str(&about(word));
        text.push_str(&usage(word));
        text.push_str(&arguments(word));
    }
    text.push_str(&examples(verb.examples));
    text
}

/// The documentation of a command, its first line a sentence.
fn about(command: &Command) -> String {
    let first = command.get_about().map(ToString::to_string);
    let first = prose(&first.unwrap_or_default());
    let all = command.get_long_about().map(ToString::to_string);
    let all = prose(&all.unwrap_or_default());
    let rest = all.strip_prefix(&first).unwrap_or_default().trim();
    match rest {
        "" => format!("\n{first}.\n"),
        _ => format!("\n{first}. {rest}\n"),
    }
}

fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    format!("\n```text\n{usage}\n```\n")
}

fn arguments(command: &Command) -> String {
    let lines: Vec<String> = command
        .get_arguments()
        .filter(|a| a.get_id() != "help" && !a.is_hide_set())
        .map(argument)
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        _ => format!("\n{}", lines.concat()),
    }
}

fn argument(argument: &Arg) -> String {
    let short = match (argument.get_short(), argument.get_long()) {
        (Some(short), Some(_)) => format!("`-{short}`, "),
        _ => String::new(),
    };
    let help = argument.get_long_help().or(argument.get_help());
    let mut line = format!(
        "- {short}`{argument}`: {}",
        prose(&help.map(ToString::to_string).unwrap_or_default())
    );
    let values = argument.get_possible_values();
    let shown: Vec<String> = values
        .iter()
        .filter(|v| !v.is_hide_set())
        .map(possible_value)
        .collect();
    let takes_words = argument.get_action().takes_values() && !shown.is_empty();
    if takes_words {
        line.push_str(&format!(": {}", shown.join(", ")));
    }
    let defaults: Vec<String> = argument
        .get_default_values()
        .iter()
        .map(|v| format!("`{}`", v.to_string_lossy()))
        .collect();
    if argument.get_action().takes_values() && !defaults.is_empty() {
        line.push_str(&format!("; without it {}", defaults.join(" ")));
    }
    line.push('\n');
    line
}

fn possible_value(value: &PossibleValue) -> String {
    match value.get_help() {
        Some(help) => format!("`{}` ({})", value.get_name(), prose(&help.to_string())),
        None => format!("`{}`", value.get_name()),
    }
}

fn examples(examples: &[Example]) -> String {
    let mut text = String::from("\n```text\n");
    for example in examples {
        // Written to a string: this cannot fail.
        let _ = writeln!(text, "{:<58} {}", first_line(example.cell), example.does);
        for line in example.cell.lines().skip(1) {
            let _ = writeln!(text, "{line}");
        }
    }
    text.push_str("```\n");
    text
}

fn first_line(cell: &str) -> &str {
    cell.lines().next().unwrap_or_default()
}

/// On one line, with nothing in it that Markdown would take for a tag or a column.
fn prose(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace('<', "&lt;").replace('|', "\\|")
}
