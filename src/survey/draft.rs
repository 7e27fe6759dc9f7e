//! A definition as it is written in a cell: settings, one a line, and sections under `# Headings`.

mod given;
mod lines;
mod questions;
mod translations;

use super::definition::{Admission, Card, Column, Definition, Pages, Procedure, Translation};
use super::error::DraftError;
use super::words::WORDS;
use lines::{Line, Parts, numbered, paragraphs, parts};
use std::collections::BTreeMap;
use std::iter;

pub use given::Given;
pub use questions::is_reserved;

/// The settings, in the order of the help.
const SETTINGS: [&str; 12] = [
    "from",
    "name",
    "file",
    "codes",
    "open",
    "condition",
    "grid",
    "procedure",
    "forced",
    "seed",
    "language",
    "statements",
];

/// The settings that further languages have as well, as in `condition in de: …`.
const TRANSLATED: [&str; 3] = ["name", "condition", "statements"];

/// The sections, in the order of the pages.
const SECTIONS: [&str; 7] = [
    "Welcome",
    "Consent",
    "Questions",
    "Statements",
    "Reasons",
    "Thanks",
    "Words",
];

/// A definition whose grid and statements are still words: what reads those files is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The file that the study is to be kept in, where it is named.
    pub file: Option<String>,
    /// The file with the list of codes, where there is one.
    pub codes: Option<String>,
    /// The grid.
    pub grid: DraftGrid,
    /// The statements as they were written.
    pub statements: DraftStatements,
    /// The further languages.
    pub translations: Vec<DraftTranslation>,
    rest: Definition,
}

/// The texts in a further language, whose statements are still words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftTranslation {
    /// Its statements as they were written; none where the study's own file of statements holds them in a column.
    pub statements: Option<DraftStatements>,
    rest: Translation,
}

impl DraftTranslation {
    /// The language, as HTML names it.
    pub fn language(&self) -> &str {
        &self.rest.language
    }
}

/// A grid as a definition gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftGrid {
    /// In words, or by the name of a file.
    Written(String),
    /// By the online study that is carried over.
    Given(Vec<Column>),
}

/// Statements as a definition gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftStatements {
    /// In a file of this name.
    File(String),
    /// In the cell.
    Given(Vec<Card>),
}

impl Draft {
    /// The folder of the online study that a definition carries over, where it names one.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn origin(text: &str, above: usize) -> Result<Option<String>, DraftError> {
        let parts = parts(text, above)?;
        let from = parts.setting("from").map(|line| line.text.to_owned());
        Ok(from.filter(|folder| !folder.is_empty()))
    }

    /// Reads a definition; `above` lines of the cell stand above it.
    ///
    /// # Errors
    /// The first line that is wrong, or what is missing.
    pub fn read(text: &str, above: usize) -> Result<Self, DraftError> {
        Self::read_onto(&Given::default(), text, above)
    }

    /// As [`Draft::read`]; what the text leaves out is as given.
    ///
    /// # Errors
    /// See [`Draft::read`].
    pub fn read_onto(given: &Given, text: &str, above: usize) -> Result<Self, DraftError> {
        let parts = parts(text, above)?;
        let (language, further) = translations::languages(&parts)?;
        let statements = statements(&parts, given)?;
        let rest = Definition {
            name: needed(
                &parts,
                "name",
                given.name.as_ref(),
                "name",
                "Write for example `name: Tea at work`.",
            )?,
            condition: needed(
                &parts,
                "condition",
                given.condition.as_ref(),
                "condition of instruction",
                "Write what respondents sort by: `condition: How well does this describe your view of …?`",
            )?,
            language,
            translations: Vec::new(),
            admission: admission(&parts)?,
            procedure: procedure(&parts, given)?,
            forced: forced(&parts, given)?,
            seed: seed(&parts)?,
            grid: Vec::new(),
            statements: Vec::new(),
            questions: match parts.section("Questions") {
                [] => given.questions.clone(),
                lines => questions::questions(lines, !further.is_empty())?,
            },
            pages: or_given(pages(&parts, None), &given.pages),
            words: {
                let mut all = given.words.clone();
                all.extend(words(&parts, None)?);
                all
            },
        };
        if rest.pages.consent.is_empty() {
            return Err(DraftError::Missing {
                what: "text that respondents agree to",
                next: "Write a section `# Consent`: who asks, what is stored, who reads it, how it is deleted.",
            });
        }
        if !rest.forced && rest.procedure == Procedure::PickTwo {
            return Err(DraftError::FreePickTwo);
        }
        let translations: Result<Vec<DraftTranslation>, DraftError> = further
            .into_iter()
            .map(|language| translations::translation(&parts, language, &statements, &rest))
            .collect();
        let next = "Write the number of cards at each value, such as `grid: -1:2,0:3,1:2`.";
        let named = |setting| {
            let line = parts.setting(setting);
            let text = line.map(|line| line.text.to_owned());
            text.filter(|text| !text.is_empty())
        };
        Ok(Self {
            file: named("file"),
            codes: named("codes"),
            grid: match parts.setting("grid") {
                None if !given.grid.is_empty() => DraftGrid::Given(given.grid.clone()),
                _ => DraftGrid::Written(needed(&parts, "grid", None, "grid", next)?),
            },
            statements,
            translations: translations?,
            rest,
        })
    }

    /// The definition with its grid, its statements, and the statements in each of the further languages, in the order of
    /// [`translations`](Self::translations).
    ///
    /// # Errors
    /// They do not go together.
    pub fn finish(
        self,
        grid: Vec<Column>,
        statements: Vec<Card>,
        translated: Vec<Vec<Card>>,
    ) -> Result<Definition, DraftError> {
        let cards = grid.iter().map(|column| column.cards).sum();
        if cards != statements.len() {
            return Err(DraftError::OtherCount {
                cards,
                statements: statements.len(),
            });
        }
        // A language without any is refused as one that lacks some.
        let translated = translated.into_iter().chain(iter::repeat(Vec::new()));
        let translations: Result<Vec<Translation>, DraftError> = self
            .translations
            .into_iter()
            .zip(translated)
            .map(|(translation, cards)| {
                translations::with_cards(translation.rest, cards, &statements)
            })
            .collect();
        Ok(Definition {
            grid,
            translations: translations?,
            statements,
            ..self.rest
        })
    }
}

fn needed(
    parts: &Parts<'_>,
    setting: &str,
    given: Option<&String>,
    what: &'static str,
    next: &'static str,
) -> Result<String, DraftError> {
    match (parts.setting(setting), given) {
        (Some(line), _) if !line.text.is_empty() => Ok(line.text.to_owned()),
        (None, Some(given)) => Ok(given.clone()),
        _ => Err(DraftError::Missing { what, next }),
    }
}

/// The pages as they are written, and where nothing is, as given.
fn or_given(written: Pages, given: &Pages) -> Pages {
    let of = |written: Vec<String>, given: &[String]| match written.is_empty() {
        true => given.to_vec(),
        false => written,
    };
    Pages {
        welcome: of(written.welcome, &given.welcome),
        consent: of(written.consent, &given.consent),
        reasons: of(written.reasons, &given.reasons),
        thanks: of(written.thanks, &given.thanks),
    }
}

fn procedure(parts: &Parts<'_>, given: &Given) -> Result<Procedure, DraftError> {
    let Some(line) = parts.setting("procedure") else {
        return Ok(given.procedure.unwrap_or(Procedure::PickTwo));
    };
    let known = [Procedure::PickTwo, Procedure::Drag];
    let found = known
        .into_iter()
        .find(|procedure| procedure.name() == line.text);
    found.ok_or_else(|| line.wrong("procedure", "`pick-two` or `drag`"))
}

/// A list of codes lets nobody else in unless the study says that it is open.
fn admission(parts: &Parts<'_>) -> Result<Admission, DraftError> {
    let codes = parts.setting("codes").filter(|line| !line.text.is_empty());
    match (codes, parts.setting("open")) {
        (None, None) => Ok(Admission::Anyone),
        (None, Some(open)) => Err(open.wrong(
            "open",
            "left out where no `codes: FILE` lists those who may take part",
        )),
        (Some(_), None) => Ok(Admission::Listed),
        (Some(_), Some(open)) => match open.text {
            "yes" => Ok(Admission::ListedOrAnyone),
            "no" => Ok(Admission::Listed),
            _ => Err(open.wrong("open", "`yes` or `no`")),
        },
    }
}

fn forced(parts: &Parts<'_>, given: &Given) -> Result<bool, DraftError> {
    match parts.setting("forced") {
        None => Ok(!given.is_free),
        Some(line) => match line.text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(line.wrong("forced", "`yes` or `no`")),
        },
    }
}

fn seed(parts: &Parts<'_>) -> Result<u64, DraftError> {
    let Some(line) = parts.setting("seed") else {
        return Ok(1);
    };
    let seed = line.text.parse();
    seed.map_err(|_| line.wrong("seed", "a whole number, such as 7"))
}

fn pages(parts: &Parts<'_>, language: Option<&str>) -> Pages {
    let texts = |name| paragraphs(parts.section_in(name, language));
    Pages {
        welcome: texts("Welcome"),
        consent: texts("Consent"),
        reasons: texts("Reasons"),
        thanks: texts("Thanks"),
    }
}

fn statements(parts: &Parts<'_>, given: &Given) -> Result<DraftStatements, DraftError> {
    let given =
        (!given.statements.is_empty()).then(|| DraftStatements::Given(given.statements.clone()));
    let statements = written_statements(parts, None)?.or(given);
    statements.ok_or(DraftError::Missing {
        what: "statements",
        next: "Write them in a section `# Statements`, one a line, or name their file: `statements: FILE`.",
    })
}

/// The statements of a language, if they are written anywhere.
fn written_statements(
    parts: &Parts<'_>,
    language: Option<&str>,
) -> Result<Option<DraftStatements>, DraftError> {
    let section = parts.section_in("Statements", language);
    match (parts.setting_in("statements", language), section.is_empty()) {
        (Some(file), true) => Ok(Some(DraftStatements::File(file.text.to_owned()))),
        (None, false) => Ok(Some(DraftStatements::Given(numbered(section)?))),
        (Some(file), false) => Err(file.wrong(
            "statements",
            "left out where the statements stand in a section of their own",
        )),
        (None, true) => Ok(None),
    }
}

fn words(
    parts: &Parts<'_>,
    language: Option<&str>,
) -> Result<BTreeMap<String, String>, DraftError> {
    let mut words = BTreeMap::new();
    let lines = parts
        .section_in("Words", language)
        .iter()
        .filter(|line| !line.text.is_empty());
    for line in lines {
        let (key, text) = line.text.split_once(':').unwrap_or((line.text, ""));
        let (key, text) = (key.trim(), text.trim());
        if !WORDS.iter().any(|(known, _)| *known == key) || text.is_empty() {
            let known: Vec<&str> = WORDS.iter().map(|(known, _)| *known).collect();
            let expected = format!("`key: text`, the key one of {}", known.join(", "));
            return Err(line.wrong("Words", &expected));
        }
        words.insert(key.to_owned(), text.to_owned());
    }
    Ok(words)
}

impl Line<'_> {
    fn wrong(&self, what: &str, expected: &str) -> DraftError {
        DraftError::Value {
            line: self.number,
            what: what.to_owned(),
            expected: expected.to_owned(),
            found: self.text.to_owned(),
        }
    }
}
