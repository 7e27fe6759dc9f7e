//! Exemplars: the defining sorts of a factor, who made them and what they said.

use super::attribute_columns;
use super::shown::MOST_GIVEN;
use super::wording::{self, COARSE, FINE, names, study_of};
use crate::qmethod::comments::{CommentAttribute, comment_attributes, is_comment};
use crate::qmethod::exemplars::{Exemplar, exemplars as find};
use crate::qmethod::{
    Attribute, FactorIndex, MethodError, Scored, SortIndex, StatementIndex, Study,
};
use crate::render::report::Report;
use crate::render::table::{Align, Table, TableCell};
use serde_json::{Map, Value, json};

/// So many of each factor are shown of a study whose sorts would outgrow the notebook: the heaviest are who is asked for.
const HEAVIEST: usize = 20;

/// Who loads below zero.
const NEGATIVE: &str = "−";

/// The exemplars of a factor; kind `exemplars`.
///
/// # Errors
/// As [`find`].
pub fn exemplars(
    scored: &Scored,
    labels: &[String],
    factor: FactorIndex,
) -> Result<Report, MethodError> {
    let study = study_of(scored);
    let all = find(scored, factor)?;
    let (defining, opposed) = (all.len(), opposed(scored, &all));
    let found = heaviest(all, study);
    let name = wording::factor(labels, factor);
    let (comments, attributes) = (comment_attributes(study), plain_attributes(scored));
    let in_table = attribute_columns::in_table(&attributes);
    let mut table = Table::new(format!("The defining sorts of {name}, the heaviest first"))
        .column("Sort", Align::Left)
        .columns(["loading", "weight", "h²"], Align::Right, None)
        .columns(in_table.iter().map(|a| a.name.as_str()), Align::Left, None);
    for exemplar in &found {
        let negative = exemplar.loading < 0.0;
        let mut cells = vec![
            TableCell::text(id(scored, exemplar.sort)).mark(negative.then_some(NEGATIVE)),
            TableCell::number(exemplar.loading, FINE).shade(exemplar.loading),
            TableCell::number(exemplar.weight, COARSE),
            TableCell::number(exemplar.communality, FINE),
        ];
        cells.extend(
            in_table
                .iter()
                .map(|a| match a.values.get(exemplar.sort.0) {
                    Some(value) if !value.is_empty() => TableCell::text(value),
                    _ => TableCell::missing(),
                }),
        );
        table.push(cells);
    }
    let mut report = Report::new(format!("Exemplars of {name}")).text(format!(
        "{} {name}. Weight l/(1 − l²), the heaviest 10: how much a sort counts in the z-scores.",
        crate::render::number::counted(defining, "sort defines", "sorts define")
    ));
    if found.len() < defining {
        report = report.text(format!(
            "The table and the machine-readable result give the {} heaviest.",
            found.len()
        ));
    }
    if let Some(words) = attribute_columns::left_out(&attributes, &in_table) {
        report = report.text(words);
    }
    if !opposed.is_empty() {
        report = report.warning(format!(
            "{} on {name} negatively (marked {NEGATIVE}): what is said there speaks for the opposite view.",
            if opposed.len() == 1 {
                format!("{} loads", names(&opposed))
            } else {
                format!("{} load", names(&opposed))
            }
        ));
    }
    let data = data(scored, &name, &found, &comments, &attributes);
    let report = quotes(report.table(table), scored, &found, &comments);
    Ok(report.data("exemplars", data))
}

/// What the defining sorts of a factor say about these statements, in a table; without comments the report as it is.
pub(super) fn comments_on(
    report: Report,
    scored: &Scored,
    factor: FactorIndex,
    statements: &[StatementIndex],
) -> Report {
    let study = study_of(scored);
    let comments = comment_attributes(study);
    let mut table = comment_table("What the defining sorts say about these statements");
    for exemplar in heaviest(find(scored, factor).unwrap_or_default(), study) {
        for comment in &comments {
            let about = comment.statement.and_then(|n| study.find_statement(n));
            if about.is_some_and(|s| statements.contains(&s)) {
                push_comment(&mut table, scored, &exemplar, comment);
            }
        }
    }
    sort_by_statement(&mut table);
    if table.rows.is_empty() {
        return report;
    }
    report.table(table)
}

fn heaviest(mut found: Vec<Exemplar>, study: &Study) -> Vec<Exemplar> {
    if study.sort_count() > MOST_GIVEN {
        found.truncate(HEAVIEST);
    }
    found
}

fn quotes(
    report: Report,
    scored: &Scored,
    found: &[Exemplar],
    comments: &[CommentAttribute<'_>],
) -> Report {
    if comments.is_empty() {
        return report.text(
            "The participants have no comments: none of their attributes has a name that begins with `comment`, such as `comments` or `comment s12`.",
        );
    }
    let mut table = comment_table("What they said");
    for exemplar in found {
        for comment in comments {
            push_comment(&mut table, scored, exemplar, comment);
        }
    }
    if table.rows.is_empty() {
        return report.text("None of them left a comment.");
    }
    report.table(table)
}

fn comment_table(caption: &str) -> Table {
    Table::new(caption)
        .column("On", Align::Right)
        .column("Sort", Align::Left)
        .column("Comment", Align::Left)
}

fn push_comment(
    table: &mut Table,
    scored: &Scored,
    exemplar: &Exemplar,
    comment: &CommentAttribute<'_>,
) {
    let Some(said) = comment.of(exemplar.sort) else {
        return;
    };
    let negative = exemplar.loading < 0.0;
    table.push([
        comment
            .statement
            .map_or_else(|| TableCell::text("the sort"), TableCell::integer),
        TableCell::text(id(scored, exemplar.sort)).mark(negative.then_some(NEGATIVE)),
        TableCell::text(format!("“{said}”")),
    ]);
}

/// Statements in their order; within one the heaviest sort stays first.
fn sort_by_statement(table: &mut Table) {
    use crate::render::table::{Content, TableRow};
    table.rows.sort_by_key(|row| match row {
        TableRow::Cells(cells) => match cells.first().map(|cell| &cell.content) {
            Some(Content::Integer(number)) => *number,
            _ => 0,
        },
        TableRow::Group(_) => 0,
    });
}

fn plain_attributes(scored: &Scored) -> Vec<&Attribute> {
    let attributes = study_of(scored).sort_attributes().iter();
    attributes.filter(|a| !is_comment(&a.name)).collect()
}

/// Those that speak for the opposite view.
fn opposed(scored: &Scored, found: &[Exemplar]) -> Vec<String> {
    let opposed = found.iter().filter(|e| e.loading < 0.0);
    opposed.map(|e| id(scored, e.sort)).collect()
}

fn id(scored: &Scored, sort: SortIndex) -> String {
    let ids = study_of(scored).sort_ids();
    ids.get(sort.0).cloned().unwrap_or_default()
}

fn data(
    scored: &Scored,
    name: &str,
    found: &[Exemplar],
    comments: &[CommentAttribute<'_>],
    attributes: &[&Attribute],
) -> Value {
    let sorts = found.iter().map(|exemplar| {
        let own: Map<String, Value> = attributes
            .iter()
            .filter_map(|a| Some((a.name.clone(), json!(a.values.get(exemplar.sort.0)?))))
            .collect();
        let said: Vec<Value> = comments
            .iter()
            .filter_map(|c| Some(json!({"statement": c.statement, "text": c.of(exemplar.sort)?})))
            .collect();
        json!({
            "id": id(scored, exemplar.sort),
            "loading": exemplar.loading,
            "weight": exemplar.weight,
            "communality": exemplar.communality,
            "attributes": own,
            "comments": said,
        })
    });
    json!({"factor": name, "sorts": sorts.collect::<Vec<_>>()})
}
