//! The method of several solutions: each study once, groups that were analysed alike together, comparisons at the end.

use super::{
    comparison_words, convention_words, correlation_words, grid_words, hand_words, reading_words,
    score_remarks, score_rule_words, source_words, stages, study_words,
};
use crate::qmethod::FactorIndex;
use crate::qmethod::flagging::SortStanding;
use crate::qmethod::rotation::RotationStep;
use crate::render::analysis::{Analysis, ComparisonMade};
use crate::render::number::{counted, listed};
use crate::render::report::Report;
use crate::render::reports::extraction_words::method_words;
use crate::render::reports::flags::criterion_words;
use crate::render::reports::loadings::step_words;
use crate::render::reports::wording::{self, factor};
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Value, json};

/// The method of several solutions in words, in the order given: each study where it first comes up, groups that were analysed in the same way in one section with
/// their numbers in a table, and the comparisons of solutions last; kind `methods`.
pub fn methods_of_all(analyses: &[Analysis<'_>]) -> Report {
    let mut sections: Vec<Section> = Vec::new();
    let mut studies: Vec<&str> = Vec::new();
    let mut told: Vec<&Analysis<'_>> = Vec::new();
    for together in analyses.chunk_by(alike) {
        let Some(first) = together.first() else {
            continue;
        };
        let digest = first.provenance.digest.as_str();
        if !studies.contains(&digest) {
            studies.push(digest);
            sections.push(study_section(first));
        }
        sections.push(match together {
            [only] => solution_section(only),
            groups => groups_section(groups, &told),
        });
        told.push(first);
    }
    let comparisons = comparisons(analyses);
    if !comparisons.is_empty() {
        sections.push(Section {
            title: "Comparison".to_owned(),
            solutions: Vec::new(),
            paragraphs: comparison_words(&comparisons),
            table: None,
        });
    }
    let paragraphs: Vec<&String> = sections.iter().flat_map(|s| &s.paragraphs).collect();
    let data = json!({
        "paragraphs": paragraphs,
        "sections": sections.iter().map(Section::data).collect::<Vec<_>>(),
    });
    let report = Report::new("Method").data("methods", data);
    sections.into_iter().fold(report, Section::added_to)
}

struct Section {
    title: String,
    solutions: Vec<String>,
    paragraphs: Vec<String>,
    table: Option<Table>,
}

impl Section {
    fn added_to(report: Report, section: Self) -> Report {
        let report = report.heading(section.title);
        let report = section.paragraphs.into_iter().fold(report, Report::text);
        match section.table {
            Some(table) => report.table(table),
            None => report,
        }
    }

    fn data(&self) -> Value {
        json!({"title": self.title, "solutions": self.solutions, "paragraphs": self.paragraphs})
    }
}

/// The study as a whole, whatever part of it the first solution rests on.
fn study_section(first: &Analysis<'_>) -> Section {
    let words = match &first.background.part {
        None => study_words(first),
        Some(part) => format!(
            "{} of {} (study {}). {}",
            counted(part.of, "Q sort", "Q sorts"),
            wording::statements(first.study.statement_count()),
            first.provenance.study,
            grid_words(first.study.grid())
        ),
    };
    Section {
        title: format!("Study {}", first.provenance.study),
        solutions: Vec::new(),
        paragraphs: std::iter::once(words)
            .chain(reading_words(first))
            .chain([source_words(first)])
            .collect(),
        table: None,
    }
}

fn solution_section(analysis: &Analysis<'_>) -> Section {
    let name = analysis.provenance.solution.clone();
    let title = match &name {
        Some(name) => format!("Solution {name}"),
        None => "The solution under way".to_owned(),
    };
    let part = analysis.background.part.as_ref().map(|part| {
        format!(
            "It rests on {}, those with {}.",
            wording::sorts(analysis.study.sort_count()),
            part.condition
        )
    });
    Section {
        title,
        solutions: name.into_iter().collect(),
        paragraphs: part.into_iter().chain(stages(analysis)).collect(),
        table: None,
    }
}

/// What was done with every group, by reference to a solution that was `told` before, if it was the same.
fn groups_section(groups: &[Analysis<'_>], told: &[&Analysis<'_>]) -> Section {
    let names: Vec<String> = groups
        .iter()
        .filter_map(|g| Some(group_of(g)?.1.clone()))
        .collect();
    let attribute = groups.first().and_then(group_of);
    let attribute = attribute.map_or("group", |(attribute, _)| attribute.as_str());
    let words = groups.first().map(common).unwrap_or_default();
    let same = told.iter().find(|before| common(before) == words);
    let same = same.and_then(|before| before.provenance.solution.as_ref());
    let mut paragraphs = vec![format!(
        "The sorts of each {attribute} were analysed by themselves, all in the same way{}: {}.",
        same.map_or_else(String::new, |name| format!(" as solution {name}")),
        listed(&names)
    )];
    if same.is_none() {
        paragraphs.extend(words);
    }
    for group in groups {
        let own = own_words(group);
        if !own.is_empty() {
            let name = group_of(group).map_or("", |(_, name)| name.as_str());
            paragraphs.push(format!("{attribute} {name}: {}", own.join(" ")));
        }
    }
    Section {
        title: format!("Solutions by {attribute}: {}", names.join(", ")),
        table: Some(numbers(groups, attribute)),
        solutions: names,
        paragraphs,
    }
}

/// What every group has in common, without numbers that differ.
fn common(analysis: &Analysis<'_>) -> Vec<String> {
    [
        analysis.correlated.map(correlation_words),
        analysis
            .extracted
            .map(|e| format!("Factors were extracted by {}.", method_words(e))),
        turning(analysis),
        analysis.flagged.map(criterion_words),
        analysis.scored.map(score_rule_words),
        convention_words(analysis.background),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The steps that turn factors; an exchange of places is a matter of each group.
fn turning(analysis: &Analysis<'_>) -> Option<String> {
    let rotated = analysis.rotated?;
    let steps = rotated.steps().iter().filter(|step| turns(step));
    let words: Vec<String> = steps
        .map(|step| step_words(step, rotated, analysis.labels))
        .collect();
    Some(match words.as_slice() {
        [] => "They were not rotated.".to_owned(),
        words => format!("They were rotated: {}.", words.join(", then ")),
    })
}

fn turns(step: &RotationStep) -> bool {
    !matches!(
        step,
        RotationStep::Invert(_) | RotationStep::Swap(..) | RotationStep::Order(_)
    )
}

/// What was done in this group alone.
fn own_words(analysis: &Analysis<'_>) -> Vec<String> {
    let labels = analysis.labels;
    let rearranged = analysis.rotated.map(|rotated| {
        let steps = rotated.steps().iter().filter(|step| !turns(step));
        steps
            .map(|step| format!("{}.", step_words(step, rotated, labels)))
            .collect()
    });
    let mut words: Vec<String> = rearranged.unwrap_or_default();
    words.extend(
        analysis
            .flagged
            .map(|f| hand_words(f, labels))
            .unwrap_or_default(),
    );
    words.extend(
        analysis
            .scored
            .map(|s| score_remarks(s, labels))
            .unwrap_or_default(),
    );
    words
}

fn numbers(groups: &[Analysis<'_>], attribute: &str) -> Table {
    let mut table = Table::new(format!("What each {attribute} came to"))
        .column(attribute, Align::Left)
        .columns(["sorts", "factors", "% of variance"], Align::Right, None)
        .column("defining sorts", Align::Left)
        .columns(
            ["confounded", "not flagged", "not significant"],
            Align::Right,
            None,
        );
    for group in groups {
        let (Some(flagged), Some((_, name))) = (group.flagged, group_of(group)) else {
            continue;
        };
        let standings = flagged.standings();
        let count = |wanted: SortStanding| standings.iter().filter(|s| **s == wanted).count();
        let defining = (0..flagged.factor_count()).map(FactorIndex).map(|f| {
            format!(
                "{} on {}",
                flagged.defining_sorts(f).len(),
                factor(group.labels, f)
            )
        });
        table.push([
            TableCell::text(name.as_str()),
            TableCell::count(group.study.sort_count()),
            TableCell::count(flagged.factor_count()),
            TableCell::number(flagged.rotated().variance_percent().iter().sum(), 1),
            TableCell::text(defining.collect::<Vec<_>>().join(", ")),
            TableCell::count(count(SortStanding::Confounded)),
            TableCell::count(count(SortStanding::Unflagged)),
            TableCell::count(count(SortStanding::NonSignificant)),
        ]);
    }
    table
}

/// Whether two solutions are groups of one study by one attribute that were analysed in the same way.
fn alike(a: &Analysis<'_>, b: &Analysis<'_>) -> bool {
    let (Some((by, _)), Some((other, _))) = (group_of(a), group_of(b)) else {
        return false;
    };
    by == other
        && a.provenance.digest == b.provenance.digest
        && a.flagged.is_some()
        && b.flagged.is_some()
        && common(a) == common(b)
}

fn group_of<'a>(analysis: &Analysis<'a>) -> Option<&'a (String, String)> {
    analysis.background.part.as_ref()?.group.as_ref()
}

/// Every comparison once, in the order in which they come up.
fn comparisons(analyses: &[Analysis<'_>]) -> Vec<ComparisonMade> {
    let mut all: Vec<ComparisonMade> = Vec::new();
    for made in analyses.iter().flat_map(|a| &a.background.comparisons) {
        if !all.contains(made) {
            all.push(made.clone());
        }
    }
    all
}
