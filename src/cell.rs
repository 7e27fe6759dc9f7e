//! A notebook's cells: text → segments (magic or Rust) → run in order.

mod apart;
mod aside;
mod expressions;
mod segments;
mod sharing;

use crate::magic::{self, Answer, Body, MagicError};
use crate::mime::MimeBundle;
use crate::output::{InPlace, Output, Progress, Widget};
use crate::qmethod::Study;
use crate::render::FigureFormat;
use crate::rust_cell::{self, Completeness, GivenMagic, RustCells, RustFailure};
use crate::session::{FigureChoice, Looks, Session};
use apart::Gone;
use segments::{Segment, segments};
use std::path::PathBuf;

/// The most sorts of a study whose steps are over before a reader has interrupted one.
const LARGE: usize = 250;

/// A session with the cells run in it.
#[derive(Debug)]
pub struct Notebook {
    session: Session,
    looks: Looks,
    rust: RustCells,
    directory: PathBuf,
}

/// Why a cell ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFailure {
    /// The kind of error in one word.
    pub name: String,
    /// The error in a sentence.
    pub message: String,
    /// What the reader sees, line by line.
    pub traceback: Vec<String>,
}

/// What could stand at the cursor.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// Where the replaced text begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// Text and kind of each candidate.
    pub candidates: Vec<(String, String)>,
}

impl Notebook {
    /// A notebook in `directory`; its Rust cells cost nothing until there is one.
    pub fn new(rust: RustCells, directory: PathBuf) -> Self {
        Self {
            session: Session::default(),
            looks: Looks::default(),
            rust,
            directory,
        }
    }

    /// The session.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The Rust side.
    pub fn rust(&self) -> &RustCells {
        &self.rust
    }

    /// Runs a cell; gives what the front end's pager is to show. Its segments run in order; the first that fails ends it, and what
    /// those before it did stays done. If the reader interrupts it, the session is as it was before the cell.
    ///
    /// # Errors
    /// What ended the cell, in the user's words.
    pub fn run(&mut self, code: &str, out: &dyn Output) -> Result<Vec<MimeBundle>, CellFailure> {
        let segments = segments(code);
        // A magic that is alone puts the session back itself.
        let before = (segments.len() > 1).then(|| self.session.clone());
        let mut paged = Vec::new();
        let ran = self.run_segments(&segments, &mut paged, out);
        if let (Err(_), Some(before), true) = (&ran, before, out.interrupted()) {
            self.session = before;
        }
        ran.map(|()| paged)
    }

    fn run_segments(
        &mut self,
        segments: &[Segment<'_>],
        paged: &mut Vec<MimeBundle>,
        out: &dyn Output,
    ) -> Result<(), CellFailure> {
        if segments.iter().any(|s| matches!(s, Segment::Rust { .. })) {
            self.rust.warm_up();
        }
        let count = segments.len();
        for (at, segment) in segments.iter().enumerate() {
            if out.interrupted() {
                return Err(magic_failure(&MagicError::Interrupted, None));
            }
            match segment {
                Segment::Magic { text, body, line } => {
                    let body = body.map(|text| Body {
                        text,
                        above: line + 1,
                    });
                    let place = (count > 1).then_some((*line, *text));
                    let made = self.run_magic(text, body, out);
                    let made = made.map_err(|error| magic_failure(&error, place))?;
                    let bundles = alive(made.bundles, made.widget, out);
                    if made.paged {
                        paged.extend(bundles);
                    } else {
                        show(&bundles, at + 1 == count, out);
                    }
                }
                Segment::Rust { text, line } => {
                    let given = self.run_rust(text, *line, out)?;
                    self.take_back(&given, out)?;
                }
            }
        }
        Ok(())
    }

    fn run_magic(
        &mut self,
        text: &str,
        body: Option<Body<'_>>,
        out: &dyn Output,
    ) -> Result<Made, MagicError> {
        let verb = text.split_whitespace().next().unwrap_or_default();
        let magic = WrittenMagic {
            line: text.to_owned(),
            body: body.map(|body| (body.text.to_owned(), body.above)),
            directory: self.directory.clone(),
        };
        if !self.session.studies().iter().any(|s| is_large(&s.study)) {
            let progress = InPlace::new(out, verb);
            return magic.run(&mut self.session, &mut self.looks, &progress);
        }
        // What is left behind changes copies that nobody looks at.
        let (mut session, mut looks) = (self.session.clone(), self.looks.clone());
        let worked = apart::run(out, verb, move |progress| {
            let made = magic.run(&mut session, &mut looks, progress);
            (made, session, looks)
        });
        let (made, session, looks) = worked.map_err(|gone| match gone {
            Gone::LeftBehind => MagicError::Interrupted,
            Gone::Failed => MagicError::Unfinished,
        })?;
        self.session = session;
        self.looks = looks;
        made
    }

    /// The value of an expression that a front end wants beside a cell: what a magic shows that changes nothing, or what a name of the
    /// session stands for.
    ///
    /// # Errors
    /// Why it has none, in the user's words.
    pub fn evaluate(&self, expression: &str) -> Result<MimeBundle, CellFailure> {
        let answer =
            expressions::evaluate(expression, &self.session, &self.looks, &self.directory)?;
        let value = bundles(&answer, &self.session).pop();
        Ok(value.unwrap_or_else(|| MimeBundle::plain("")))
    }

    /// Runs a cell that a widget asks for: what it shows last, which nobody sees unless the widget says it.
    ///
    /// # Errors
    /// What ended it, in the user's words.
    pub fn run_aside(&mut self, code: &str) -> Result<MimeBundle, CellFailure> {
        let out = aside::Aside::default();
        self.run(code, &out)?;
        Ok(out.last())
    }

    /// `line` blank lines stand before the code, so that compiler messages count lines as the reader sees them.
    fn run_rust(
        &self,
        text: &str,
        line: usize,
        out: &dyn Output,
    ) -> Result<Vec<GivenMagic>, CellFailure> {
        let snapshot = sharing::snapshot(&self.session);
        self.rust.share(&snapshot).map_err(|error| CellFailure {
            name: "IoError".to_owned(),
            message: format!("The study cannot be handed to the Rust cell: {error}."),
            traceback: vec![format!(
                "The study cannot be handed to the Rust cell: {error}."
            )],
        })?;
        let code = format!("{}{text}", "\n".repeat(line));
        self.rust.run(&code, out).map_err(rust_failure)
    }

    /// Takes the steps that a Rust cell handed back, as if they had been typed, and shows them: all of them or none.
    fn take_back(&mut self, given: &[GivenMagic], out: &dyn Output) -> Result<(), CellFailure> {
        let before = (given.len() > 1).then(|| self.session.clone());
        for magic in given {
            let body = (!magic.body.is_empty()).then_some(Body {
                text: &magic.body,
                above: 1,
            });
            let line = format!(" {}", magic.line);
            match self.run_magic(&line, body, out) {
                Ok(made) => show(&alive(made.bundles, made.widget, out), false, out),
                Err(error) => {
                    if let Some(before) = before {
                        self.session = before;
                    }
                    let mut failure = magic_failure(&error, None);
                    let words = format!("handed back by the Rust cell: %q{line}");
                    failure.traceback.push(words);
                    return Err(failure);
                }
            }
        }
        Ok(())
    }

    /// What could stand at byte `cursor` of `code`.
    pub fn complete(&self, code: &str, cursor: usize) -> Completion {
        let cursor = code.floor_char_boundary(cursor);
        let Some(segment) = segments::at(code, cursor) else {
            return self.complete_rust(code, cursor, 0);
        };
        match segment {
            segments::Place::Magic { start, text } => {
                let typed = text.get(..cursor - start).unwrap_or(text);
                let (from, candidates) = magic::complete(typed, &self.session, &self.directory);
                Completion {
                    start: start + from,
                    end: cursor,
                    candidates: candidates
                        .into_iter()
                        .map(|c| (c.text, c.kind.to_owned()))
                        .collect(),
                }
            }
            segments::Place::Sign { start } => Completion {
                start,
                end: cursor,
                candidates: [("%q ", "magic"), ("%%q ", "magic")]
                    .map(|(text, kind)| (text.to_owned(), kind.to_owned()))
                    .to_vec(),
            },
            segments::Place::Rust { start, text } => {
                self.complete_rust(text, cursor - start, start)
            }
        }
    }

    fn complete_rust(&self, text: &str, offset: usize, start: usize) -> Completion {
        let found = self.rust.complete(text, offset);
        Completion {
            start: start + found.start,
            end: start + found.end,
            candidates: found
                .candidates
                .into_iter()
                .map(|c| (c.text, c.kind))
                .collect(),
        }
    }

    /// Documentation of what stands at byte `cursor` of `code`.
    pub fn inspect(&self, code: &str, cursor: usize) -> Option<MimeBundle> {
        let cursor = code.floor_char_boundary(cursor);
        match segments::at(code, cursor)? {
            segments::Place::Magic { text, .. } => magic::inspect(text),
            segments::Place::Sign { .. } => magic::inspect("help"),
            segments::Place::Rust { start, text } => {
                let found = self.rust.inspect(text, cursor - start)?;
                let bundle = MimeBundle::plain(found.plain);
                Some(bundle.with(crate::mime::HTML, found.html))
            }
        }
    }

    /// Whether `code` could run as it stands. A `%%q` cell waits for an empty line, as its body may go on; a magic with an open
    /// quotation mark never can, for it ends with its line.
    pub fn completeness(&self, code: &str) -> Completeness {
        let segments = segments(code);
        let can_run = |s: &Segment<'_>| match s {
            Segment::Magic { text, .. } => magic::can_run(text),
            Segment::Rust { .. } => true,
        };
        if !segments.iter().all(can_run) {
            return Completeness::Invalid;
        }
        match segments.last() {
            Some(Segment::Magic { body: Some(_), .. }) if !code.ends_with('\n') => {
                Completeness::Incomplete {
                    indent: String::new(),
                }
            }
            Some(Segment::Rust { text, .. }) => {
                self.rust.warm_up();
                rust_cell::completeness(text)
            }
            _ => Completeness::Complete,
        }
    }
}

/// A magic as it is written, at home on any thread.
struct WrittenMagic {
    line: String,
    /// The lines under it, and how many stand above them.
    body: Option<(String, usize)>,
    directory: PathBuf,
}

/// What a magic has made for the page.
struct Made {
    bundles: Vec<MimeBundle>,
    widget: Option<Box<dyn Widget>>,
    paged: bool,
}

impl WrittenMagic {
    fn run(
        &self,
        session: &mut Session,
        looks: &mut Looks,
        progress: &dyn Progress,
    ) -> Result<Made, MagicError> {
        let body = self.body.as_ref();
        let body = body.map(|(text, above)| Body {
            text,
            above: *above,
        });
        let answer = magic::run(&self.line, body, session, looks, &self.directory, progress)?;
        Ok(Made {
            bundles: bundles(&answer, session),
            widget: answer.widget,
            paged: answer.paged,
        })
    }
}

/// Whether a single step may take long with so many sorts. Below, a thread of its own would only cost time.
fn is_large(study: &Study) -> bool {
    study.sort_count() > LARGE
}

fn bundles(answer: &Answer, session: &Session) -> Vec<MimeBundle> {
    let format = match session.config().figure {
        FigureChoice::Png => FigureFormat::Png,
        FigureChoice::Svg => FigureFormat::Svg,
    };
    let provenance = magic::provenance(answer, session);
    answer.report.bundles(&provenance, format)
}

/// The bundles of a report, of which a widget takes the last one's place where it can.
fn alive(
    mut bundles: Vec<MimeBundle>,
    widget: Option<Box<dyn Widget>>,
    out: &dyn Output,
) -> Vec<MimeBundle> {
    if let Some(widget) = widget
        && let Some(still) = bundles.pop()
    {
        bundles.push(out.live(widget, still));
    }
    bundles
}

/// The last thing shown is the cell's value, as anywhere in Jupyter.
fn show(bundles: &[MimeBundle], is_last: bool, out: &dyn Output) {
    let (value, shown) = match bundles.split_last() {
        Some((value, shown)) if is_last => (Some(value), shown),
        _ => (None, bundles),
    };
    for bundle in shown {
        out.display(bundle, None);
    }
    if let Some(value) = value {
        out.result(value);
    }
}

fn magic_failure(error: &MagicError, place: Option<(usize, &str)>) -> CellFailure {
    let message = error.to_string();
    // Bold, as no red of JupyterLab's can be read in both of its themes.
    let mut traceback = vec![format!("\u{1b}[1m{}\u{1b}[0m: {message}", error.name())];
    if let Some((line, text)) = place {
        traceback.push(format!("in line {} of the cell: %q{text}", line + 1));
    }
    CellFailure {
        name: error.name().to_owned(),
        message,
        traceback,
    }
}

fn rust_failure(failure: RustFailure) -> CellFailure {
    CellFailure {
        name: failure.kind.name().to_owned(),
        message: failure.message,
        traceback: failure.traceback,
    }
}
