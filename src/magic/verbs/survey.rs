use super::collecting::{
    admission_words, grid_words, kind_words, path_of, procedure_words, progress_words, store,
    study_file,
};
use super::publishing::path;
use super::shared::{file, stated_grid};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::{Distribution, Statement};
use crate::render::{Align, Report, Table, TableCell, counted};
use crate::study_files::{read_codes, read_online_study, read_statements, read_statements_in};
use crate::survey::{
    Card, Column, Definition, Draft, DraftGrid, DraftStatements, DraftTranslation, LARGEST_PICTURE,
    Store, facts, left_in_english, picture,
};
use std::fs;
use std::path::Path;

/// Define a study whose Q sorts are collected with `%q sort`
///
/// `%%q survey` takes the definition from the lines below it: settings, one a line (`name`, `condition`, `grid`; `procedure` `pick-two` or `drag`,
/// `forced` `yes` or `no`, `seed`, `language`, `statements` for a file, `file`, `codes` and `open`, `from`), then sections: `# Welcome`, `# Consent`, `# Questions`, `# Statements`, `# Reasons`,
/// `# Thanks`, and `# Words` for other words on the board. A question is a line `id: Wording` with its kind indented below it: `one of: a | b`, `any
/// of: a | b`, `rating: 1 to 5, low end | high end`, `number: 18 to 99`, `text`; and `optional` where it may stay open. `grid` and `statements` may name the files of an online study (`map.xml`, `statements.xml` of HTMLQ, EQ Web Sort
/// or Quince); a statement `![what it shows](picture.png)` is a picture. The study is kept in a
/// file beside the notebook, NAME.qstudy, or the one that `file` names, and nobody's answers but with consent. `%q survey` shows a study's definition.
///
/// Several languages: `language: en, de` names them, the study's own first. What the study has in its own it has in the others as well, under names such
/// as `condition in de`, `# Consent in de`, `# Questions in de` (choices in the same order), `# Statements in de`; statements may stand in a column `text_de` of
/// their file instead. Respondents choose on the board, and may change later; the choice becomes the attribute `language`.
///
/// Codes: `codes: FILE` (a column `code`, or one a line) lists those who may take part, each once; with `open: yes` others may as well. Run again with a longer
/// list to add to it. `from: FOLDER` carries over an online study of HTMLQ, EQ Web Sort or Quince, from its config.xml, language.xml, map.xml and
/// statements.xml; what the cell itself says comes first, and what cannot be carried over is said.
#[derive(Debug, clap::Args)]
pub(super) struct Survey {
    /// The study to show, NAME.qstudy; the only one beside the notebook if none is named
    #[arg(value_name = "STUDY", value_hint = clap::ValueHint::FilePath)]
    study: Option<String>,
}

impl Magic for Survey {
    const NAME: &'static str = "survey";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some(
        "the definition: settings such as `grid: -1:1,0:3,1:1`, then sections such as `# Statements`",
    );
    const EXAMPLES: &'static [Example] = &[Example {
        at: Station::Start,
        cell: "%%q survey\nname: Tea\ncondition: How well does this say what tea is to you?\ngrid: -1:1,0:3,1:1\n\n# Consent\nYour sort is stored without your name and read by this class alone.\n\n# Questions\ncups: How many cups a day?\n  number: 0 to 20\n\n# Statements\nHot\nSweet\nStrong\nWith milk\nFrom leaves",
        does: "defines a small study in tea.qstudy",
    }];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let (store, left_out) = match call.body {
            Some(_) if self.study.is_some() => {
                return Err(MagicError::Refused(
                    "`%%q survey` takes the study's name from the line `name: …` below it. Leave the name out of the first line.".to_owned(),
                ));
            }
            Some(body) => {
                let origin = Draft::origin(body.text, body.above)?;
                let online =
                    origin.map(|folder| read_online_study(&path_of(&folder, call.directory)));
                let online = online.transpose()?;
                let draft = match &online {
                    Some(online) => Draft::read_onto(&online.given, body.text, body.above)?,
                    None => Draft::read(body.text, body.above)?,
                };
                let kept_in = draft.file.clone();
                let listed = draft.codes.as_deref();
                let listed = listed.map(|name| read_codes(&file(name, call.directory)));
                let listed = listed.transpose()?;
                let definition = definition(draft, call.directory)?;
                let kept = study_file(kept_in.as_deref(), &definition.name, call.directory);
                let (mut store, _) = Store::create(&kept, &definition)?;
                if let Some(codes) = listed {
                    store.list(&codes)?;
                }
                (
                    store,
                    online.map(|online| online.left_out).unwrap_or_default(),
                )
            }
            None => (store(self.study.as_deref(), call.directory)?, Vec::new()),
        };
        let report = left_out
            .into_iter()
            .fold(report(&store)?, |report, words| report.remark(words));
        Ok(report.into())
    }
}

/// The definition with what its draft names files for.
fn definition(draft: Draft, directory: &Path) -> Result<Definition, MagicError> {
    let grid = match &draft.grid {
        DraftGrid::Written(text) => columns(&stated_grid(text, directory)?),
        DraftGrid::Given(columns) => columns.clone(),
    };
    let own = pictured_cards(&draft.statements, directory)?;
    let further = draft.translations.iter();
    let further: Result<Vec<Vec<Card>>, MagicError> = further
        .map(|translation| translated_cards(translation, &draft.statements, directory))
        .collect();
    Ok(draft.finish(grid, own, further?)?)
}

fn pictured_cards(statements: &DraftStatements, directory: &Path) -> Result<Vec<Card>, MagicError> {
    let cards = match statements {
        DraftStatements::Given(cards) => cards.clone(),
        DraftStatements::File(name) => cards(read_statements(&file(name, directory))?),
    };
    let cards = cards.into_iter();
    cards.map(|card| with_picture(card, directory)).collect()
}

/// The cards in a further language: written for it, or in a column of the file that has the study's own.
fn translated_cards(
    translation: &DraftTranslation,
    own: &DraftStatements,
    directory: &Path,
) -> Result<Vec<Card>, MagicError> {
    match (&translation.statements, own) {
        (Some(written), _) => pictured_cards(written, directory),
        (None, DraftStatements::File(name)) => {
            let source = file(name, directory);
            let cards = cards(read_statements_in(&source, translation.language())?);
            let cards = cards.into_iter();
            cards.map(|card| with_picture(card, directory)).collect()
        }
        // What is written neither way has been refused as a draft.
        (None, DraftStatements::Given(_)) => Ok(Vec::new()),
    }
}

fn columns(grid: &Distribution) -> Vec<Column> {
    let columns = grid.columns().iter();
    columns
        .map(|column| Column {
            value: column.value,
            cards: column.cards,
        })
        .collect()
}

fn cards(statements: Vec<Statement>) -> Vec<Card> {
    let statements = statements.into_iter();
    statements
        .map(|statement| Card::new(statement.number, statement.text))
        .collect()
}

/// A statement `![what it shows](file)` is a picture, which is kept in the study's file.
fn with_picture(card: Card, directory: &Path) -> Result<Card, MagicError> {
    let Some((text, name)) = pictured(&card.text) else {
        return Ok(card);
    };
    let bytes = fs::read(path(name, directory)).map_err(|why| {
        MagicError::Refused(format!(
            "Statement {}: the picture `{name}` cannot be read: {why}. Check the path; it is taken from the notebook's folder.",
            card.number
        ))
    })?;
    let image = picture(&bytes).ok_or_else(|| {
        MagicError::Refused(format!(
            "Statement {}: `{name}` is no picture that a board can show. Expected a PNG, JPEG, GIF or WebP of at most {} kB; make a smaller one.",
            card.number,
            LARGEST_PICTURE / 1000
        ))
    })?;
    Ok(Card {
        text: text.to_owned(),
        image: Some(image),
        ..card
    })
}

/// What a picture shows, and its file.
fn pictured(text: &str) -> Option<(&str, &str)> {
    let (shows, file) = text
        .strip_prefix("![")?
        .strip_suffix(')')?
        .split_once("](")?;
    (!shows.trim().is_empty()).then_some((shows.trim(), file.trim()))
}

fn report(store: &Store) -> Result<Report, MagicError> {
    let definition = store.definition();
    let records = store.records()?;
    let mut table = Table::new("")
        .column("", Align::Left)
        .column("", Align::Left);
    let mut row =
        |name: &str, text: String| table.push([TableCell::text(name), TableCell::text(text)]);
    row("Condition of instruction", definition.condition.clone());
    row(
        "Q set",
        counted(definition.statements.len(), "statement", "statements"),
    );
    row("Grid", grid_words(&definition.grid));
    row("Procedure", procedure_words(definition).to_owned());
    row(
        "Order of the statements",
        format!("at random for each respondent, seed {}", definition.seed),
    );
    if let Some(who) = admission_words(definition, &store.listed()?) {
        row("Who may take part", who);
    }
    if !definition.translations.is_empty() {
        row("Languages", definition.languages().join(", "));
    }
    for question in &definition.questions {
        let open = if question.optional { "; optional" } else { "" };
        row(
            &question.id,
            format!("{} ({}{open})", question.text, kind_words(&question.kind)),
        );
    }
    let name = store
        .path()
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let next = format!(
        "The study and all that respondents do is kept in `{name}`. `%q sort {name}` shows the board, `%q respondents {name}` who has taken part; `%q load {name}` takes the complete sorts into the analysis."
    );
    let report = Report::new(format!("Study {}", definition.name))
        .table(table)
        .text(progress_words(&records))
        .remark(next);
    let english = english_words(definition);
    Ok(english
        .into_iter()
        .fold(report, |report, words| report.remark(words))
        .data("survey", facts(definition, &name, records.len())))
}

/// For each language that the board itself does not speak, how much of what it says stays English.
fn english_words(definition: &Definition) -> Vec<String> {
    let own = (
        &definition.language,
        &definition.words,
        "# Words".to_owned(),
    );
    let further = definition.translations.iter().map(|translation| {
        let section = format!("# Words in {}", translation.language);
        (&translation.language, &translation.words, section)
    });
    let languages = [own].into_iter().chain(further);
    languages
        .filter_map(|(language, words, section)| {
            let (left, all) = left_in_english(language, words);
            (left > 0).then(|| format!(
                "What the board itself says it knows in English and German; in `{language}`, {left} of its {all} phrases stay English until a section `{section}` gives them."
            ))
        })
        .collect()
}
