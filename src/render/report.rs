//! What a verb has to say, before any medium: headings, words, tables, figures, notes.

use super::drawing::Drawing;
use super::table::Table;
use serde_json::Value;

/// One result, to be rendered once per medium by [`Report::bundles`].
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Shown above the first block.
    pub title: String,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// The same result for programs, if there is one.
    pub data: Option<ResultData>,
}

/// The `kind` and `data` of a machine-readable result.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultData {
    /// Names the shape of `data`, such as `loadings`.
    pub kind: &'static str,
    /// Full precision; what does not exist is null.
    pub data: Value,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Opens a section.
    Heading(String),
    /// One paragraph.
    Text(String),
    /// Preformatted text.
    Code(String),
    /// Something the reader should not miss.
    Note(Note),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
}

/// A remark beside the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// How much it matters.
    pub severity: Severity,
    /// A sentence or two.
    pub text: String,
}

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Good to know.
    Remark,
    /// May change how the result is to be read.
    Warning,
}

/// Where a result comes from; travels with its machine-readable form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The study's name in the session.
    pub study: String,
    /// Digest of the study's data, such as `sha256:…`.
    pub digest: String,
    /// n.
    pub statements: usize,
    /// m.
    pub sorts: usize,
    /// The solution's name, once there is one.
    pub solution: Option<String>,
    /// The magics that led here, in order.
    pub steps: Vec<String>,
}

/// Which pictures a figure's bundle carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureFormat {
    /// PNG at twice the shown size: shown everywhere.
    #[default]
    Png,
    /// SVG, with the PNG beside it for readers who refuse SVG.
    Svg,
}

/// A picture, kept as shapes until a medium asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The shapes, in CSS pixels.
    pub drawing: Drawing,
    /// What a reader who does not see it needs to know.
    pub alt: String,
}

impl Report {
    /// A report without blocks.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            blocks: Vec::new(),
            data: None,
        }
    }

    /// With a heading.
    #[must_use]
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.block(Block::Heading(text.into()))
    }

    /// With a paragraph.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.block(Block::Text(text.into()))
    }

    /// With preformatted text.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.block(Block::Code(text.into()))
    }

    /// With a remark.
    #[must_use]
    pub fn remark(self, text: impl Into<String>) -> Self {
        self.note(Severity::Remark, text)
    }

    /// With a warning.
    #[must_use]
    pub fn warning(self, text: impl Into<String>) -> Self {
        self.note(Severity::Warning, text)
    }

    /// With a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.block(Block::Table(table))
    }

    /// With a picture.
    #[must_use]
    pub fn figure(self, figure: Figure) -> Self {
        self.block(Block::Figure(figure))
    }

    /// With the result for programs.
    #[must_use]
    pub fn data(mut self, kind: &'static str, data: Value) -> Self {
        self.data = Some(ResultData { kind, data });
        self
    }

    /// With one more block at the end.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    fn note(self, severity: Severity, text: impl Into<String>) -> Self {
        self.block(Block::Note(Note {
            severity,
            text: text.into(),
        }))
    }
}

impl Figure {
    /// Width in CSS pixels.
    pub fn width(&self) -> u32 {
        self.drawing.width()
    }

    /// Height in CSS pixels.
    pub fn height(&self) -> u32 {
        self.drawing.height()
    }

    /// The picture as a PNG at twice its size; none if it cannot be painted.
    pub fn png(&self) -> Option<Vec<u8>> {
        super::paint::png(&self.drawing)
    }
}

/// A sentence in pieces: whether each is code, which stands between two backticks, and the piece without them. A backtick without a partner is itself.
pub(super) fn code_spans(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, later)) = after.split_once('`') else {
            break;
        };
        pieces.push((false, before));
        pieces.push((true, code));
        rest = later;
    }
    pieces.push((false, rest));
    pieces.retain(|(_, piece)| !piece.is_empty());
    pieces
}
