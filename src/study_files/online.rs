//! The definition of an online study of HTMLQ, EQ Web Sort or Quince: the folder with its config.xml, language.xml, map.xml and statements.xml.

mod questions;
mod texts;

use super::StudyFileError;
use super::collected::ImportError;
use super::formats::study_xml::{self, Item};
use super::grid::read_grid;
use super::place::{Place, count};
use super::source::{Content, Source};
use super::statements::read_statements;
use crate::qmethod::Distribution;
use crate::survey::{Card, Column, Given, Pages, Procedure};
use questions::questions;
use std::path::Path;
use texts::{has_pictures, paragraphs, plain};

/// How many settings a sentence names before it only counts them.
const NAMED: usize = 4;

/// What the board says otherwise, and the texts of those programs that say it; the first that is there counts.
const WORDS: [(&str, [&str; 2]); 3] = [
    ("agree", ["presortAgreement", "btnAgreement"]),
    ("neutral", ["presortNeutral", "btnNeutral"]),
    ("disagree", ["presortDisagreement", "btnDisagreement"]),
];

/// Settings that are understood here.
const UNDERSTOOD: [&str; 16] = [
    "studyTitle",
    "shuffleCards",
    "allowUnforcedSorts",
    "form",
    "survey",
    "showStep4",
    "showPostsort",
    "showStep5",
    "showSurvey",
    "showConsentPage",
    "initialScreen",
    "loginrequired",
    "useImages",
    "postsortCommentsRequired",
    "showSecondPosColumn",
    "showSecondNegColumn",
];

/// An online study, as far as a study collected here can be the same.
pub struct OnlineStudy {
    /// What it gives to a definition.
    pub given: Given,
    /// What it has that is not carried over, in sentences.
    pub left_out: Vec<String>,
}

/// Reads the folder of such a study; a file of the four that is missing gives nothing.
///
/// # Errors
/// None of the files is there, or one of them is broken.
pub fn read_online_study(folder: &Path) -> Result<OnlineStudy, StudyFileError> {
    let file = |name: &str| {
        let path = folder.join(name);
        path.is_file().then_some(Source::File(path))
    };
    let [config, language, map, statements] =
        ["config.xml", "language.xml", "map.xml", "statements.xml"].map(file);
    if [&config, &language, &map, &statements]
        .iter()
        .all(|file| file.is_none())
    {
        return Err(ImportError::Files {
            what: format!(
                "`{}` holds none of config.xml, language.xml, map.xml and statements.xml.",
                folder.display()
            ),
            next:
                "Name the folder with the settings of an online study (HTMLQ, EQ Web Sort, Quince)."
                    .to_owned(),
        }
        .into());
    }
    let config = config.map(|source| settings(&source)).transpose()?;
    let language = language.map(|source| settings(&source)).transpose()?;
    let mut left_out = Vec::new();
    let mut given = Given::default();
    if let Some(source) = map {
        given.grid = columns(&read_grid(&source)?);
    }
    if let Some(source) = statements {
        let cards = read_statements(&source)?.into_iter();
        let cards = cards.map(|statement| Card::new(statement.number, plain(&statement.text)));
        given.statements = cards.collect();
    }
    if let Some((name, items)) = &config {
        configured(name, items, &mut given, &mut left_out)?;
    }
    if let Some((_, items)) = &language {
        let consents = config
            .as_ref()
            .is_none_or(|(_, items)| setting(items, "showConsentPage") != Some("false"));
        worded(items, consents, &mut given, &mut left_out);
    }
    Ok(OnlineStudy { given, left_out })
}

fn settings(source: &Source) -> Result<(String, Vec<Item>), StudyFileError> {
    let name = source.name();
    match source.read()? {
        Content::Text(decoded) => {
            let items = study_xml::items(&name, &decoded.text)?;
            Ok((name, items))
        }
        _ => Err(ImportError::Unexpected {
            place: Place::whole(&name),
            expected: "the settings of an online study as XML".to_owned(),
            found: "a table or an archive".to_owned(),
            next: "Take the file from the folder of the online study again.",
        }
        .into()),
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

/// The text of an item, if it has one.
fn setting<'a>(items: &'a [Item], id: &str) -> Option<&'a str> {
    let item = items.iter().find(|item| item.id == id);
    item.map(|item| item.text.as_str())
        .filter(|text| !text.is_empty())
}

fn configured(
    name: &str,
    items: &[Item],
    given: &mut Given,
    left_out: &mut Vec<String>,
) -> Result<(), ImportError> {
    let is = |id: &str, value: &str| setting(items, id) == Some(value);
    given.name = setting(items, "studyTitle").map(plain);
    given.is_free = is("allowUnforcedSorts", "true");
    // Those programs have cards dragged into columns.
    given.procedure = Some(Procedure::Drag);
    if is("showStep5", "false") || is("showSurvey", "false") {
        if items
            .iter()
            .any(|item| matches!(item.id.as_str(), "form" | "survey"))
        {
            left_out.push(format!(
                "{name} switches its questions off; they are left out."
            ));
        }
    } else {
        let (questions, more) = questions(name, items)?;
        given.questions = questions;
        left_out.extend(more);
    }
    let mut note = |applies: bool, words: &str| {
        if applies {
            left_out.push(words.to_owned());
        }
    };
    note(
        is("shuffleCards", "false"),
        "The study shows its cards in the order of their numbers; the board shows them in an order of each respondent's own.",
    );
    let asks = !is("showStep4", "false") && !is("showPostsort", "false");
    note(
        !asks,
        "The study does not ask for reasons; the board does, and any of them may stay empty.",
    );
    note(
        asks && is("postsortCommentsRequired", "true"),
        "The study does not let respondents go on without reasons; on the board any of them may stay empty.",
    );
    note(
        asks && (is("showSecondPosColumn", "true") || is("showSecondNegColumn", "true")),
        "The study asks for reasons in the two outer columns of a side; the board asks in the outermost.",
    );
    note(
        is("useImages", "true"),
        "The study's cards are pictures, whose names it does not give; write them as statements: `![what it shows](picture.png)`.",
    );
    note(
        is("loginrequired", "true")
            || setting(items, "initialScreen").is_some_and(|screen| screen != "anonymous"),
        "The study lets in by a name or a password; here `codes: FILE` lists those who may take part.",
    );
    let mut others: Vec<&str> = items
        .iter()
        .map(|item| item.id.as_str())
        .filter(|id| !UNDERSTOOD.contains(id))
        .collect();
    others.dedup();
    if !others.is_empty() {
        left_out.push(format!(
            "{} of {name} are about looks, servers or pages of that program and have no place here: {}.",
            count(others.len(), "setting"),
            some(&others)
        ));
    }
    Ok(())
}

/// What respondents read; `consents` says whether the study shows its text of consent.
fn worded(items: &[Item], consents: bool, given: &mut Given, left_out: &mut Vec<String>) {
    let mut used: Vec<&str> = Vec::new();
    let mut text = |ids: &[&'static str]| -> Vec<String> {
        let found = ids.iter().filter_map(|id| Some((*id, setting(items, id)?)));
        let found: Vec<(&str, &str)> = found.collect();
        used.extend(found.iter().map(|(id, _)| *id));
        found
            .iter()
            .flat_map(|(_, text)| paragraphs(text))
            .collect()
    };
    let condition = text(&["condOfInst"]);
    given.condition = (!condition.is_empty()).then(|| condition.join(" "));
    given.pages = Pages {
        welcome: text(&["welcomeText", "introText"]),
        consent: if consents {
            text(&["consentText"])
        } else {
            Vec::new()
        },
        reasons: first_of(&mut text, &["postsortInstructions", "step4Text"]),
        thanks: first_of(&mut text, &["goodbyeMessage", "transferOk"]),
    };
    for (key, ids) in WORDS {
        let words = first_of(&mut text, &ids);
        if !words.is_empty() {
            given.words.insert(key.to_owned(), words.join(" "));
        }
    }
    if items
        .iter()
        .filter(|item| used.contains(&item.id.as_str()))
        .any(|item| has_pictures(&item.text))
    {
        left_out.push("Pictures, films and links in texts are left out.".to_owned());
    }
    let others: Vec<&str> = items
        .iter()
        .filter(|item| !item.text.is_empty() && !used.contains(&item.id.as_str()))
        .map(|item| item.id.as_str())
        .collect();
    if !others.is_empty() {
        left_out.push(format!(
            "{} of language.xml belong to pages of that program and are left out: {}. A section `# Words` changes what the board says.",
            count(others.len(), "text"),
            some(&others)
        ));
    }
}

/// The text of the first item that has one.
fn first_of(
    text: &mut impl FnMut(&[&'static str]) -> Vec<String>,
    ids: &[&'static str],
) -> Vec<String> {
    let mut found = ids.iter().map(|id| text(&[*id]));
    found.find(|text| !text.is_empty()).unwrap_or_default()
}

fn some(ids: &[&str]) -> String {
    let named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    match ids.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
