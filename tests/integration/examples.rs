//! Every verb explains itself, and its examples run.

use crate::notebook::{notebook, notebook_apart, run, text};
use quincunx::magic::verbs;
use quincunx::mime::{HTML, LATEX, PLAIN, PNG};

#[test]
fn every_example_runs_and_shows_something() {
    for verb in verbs() {
        assert!(!verb.examples.is_empty(), "{} has no example", verb.name);
        for example in verb.examples {
            assert!(
                example.cell.contains(&format!("%q {}", verb.name)),
                "`{}` is no example of {}",
                example.cell,
                verb.name
            );
            let (_folder, mut notebook) = notebook_apart();
            for cell in example.at.way() {
                run(&mut notebook, cell);
            }
            let shown = run(&mut notebook, example.cell);
            assert!(!text(&shown).trim().is_empty(), "{}", example.cell);
            for bundle in &shown {
                let figure = bundle.get(PNG).is_some();
                let words = bundle.get(HTML).is_some() && bundle.get(LATEX).is_some();
                assert!(figure || words, "{}\n{bundle:?}", example.cell);
                assert!(bundle.get(PLAIN).is_some(), "{}", example.cell);
            }
        }
    }
}

#[test]
fn every_verb_is_explained_in_two_ways_alike() {
    for verb in verbs() {
        let mut notebook = notebook();
        let by_help = run(&mut notebook, &format!("%q help {}", verb.name));
        let by_option = run(&mut notebook, &format!("%q {} --help", verb.name));
        let help = text(&by_help);
        assert_eq!(help, text(&by_option));
        let summary = verb.command().get_about().map(ToString::to_string);
        let summary = summary.unwrap_or_default();
        assert!(help.starts_with(&summary) && !summary.is_empty(), "{help}");
        assert!(!summary.ends_with('.') && summary.len() < 80, "{summary}");
        assert!(help.contains(&format!("Usage: %q {}", verb.name)), "{help}");
        let words = one_line(&help);
        for example in verb.examples {
            assert!(words.contains(&one_line(example.does)), "{help}");
        }
        if let Some(body) = verb.body {
            assert!(words.contains(&one_line(body)), "{help}");
        }
    }
}

/// Without the breaks that help makes to fit the page.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_argument_is_explained() {
    for verb in verbs() {
        explained(&verb.command(), verb.name);
    }
}

fn explained(command: &clap::Command, path: &str) {
    for argument in command.get_arguments() {
        let help = argument.get_help().map(ToString::to_string);
        let name = argument.get_id();
        assert!(help.is_some_and(|h| !h.is_empty()), "{path}: {name}");
    }
    for sub in command.get_subcommands() {
        assert!(sub.get_about().is_some(), "{path} {}", sub.get_name());
        explained(sub, &format!("{path} {}", sub.get_name()));
    }
}

#[test]
fn the_reference_lists_every_verb() {
    let reference = text(&run(&mut notebook(), "%q help"));
    for verb in verbs() {
        assert!(
            reference.contains(&format!("%q {} ", verb.name)),
            "{}",
            verb.name
        );
    }
}

#[test]
fn examples_of_help_in_the_words_of_the_reader() {
    let mut notebook = notebook();
    for verb in ["load", "rotate", "solve", "flag"] {
        let help = text(&run(&mut notebook, &format!("%q help {verb}")));
        insta::assert_snapshot!(format!("help_{verb}"), help);
    }
    insta::assert_snapshot!("help", text(&run(&mut notebook, "%q help")));
}
