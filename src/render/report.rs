//! What a verb has to say, before any medium: headings, words, tables, figures, notes.

use super::drawing::Drawing;
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

/// A table: a caption in words, columns, rows of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Says what the numbers are.
    pub caption: String,
    /// Headings and alignment.
    pub columns: Vec<Column>,
    /// Rows and headings between them.
    pub rows: Vec<TableRow>,
    /// Sums and the like, set off from the rows.
    pub footer: Vec<TableRow>,
    /// For long tables: folded away behind this one line where the medium can fold.
    pub collapsed: Option<String>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// How its cells stand.
    pub align: Align,
    /// A heading shared with neighbours of the same group.
    pub group: Option<String>,
}

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
    /// Signs.
    Center,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum TableRow {
    /// Words across the whole table, above the rows they belong to.
    Group(String),
    /// One cell per column; the first names the row.
    Cells(Vec<TableCell>),
}

/// A cell: its content and its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    /// What it says.
    pub content: Content,
    /// Set in bold.
    pub bold: bool,
    /// A sign after the content, such as `*`, so that nothing hangs on bold or colour alone.
    pub mark: Option<&'static str>,
    /// A diverging shade behind it: −1 (red) … 0 (none) … 1 (blue).
    pub shade: Option<f64>,
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Words.
    Text(String),
    /// A count or a rank.
    Integer(i64),
    /// A rank with its sign always shown, such as +4.
    Signed(i64),
    /// A number shown with so many decimals.
    Number {
        /// In full precision; not finite counts as missing.
        value: f64,
        /// Decimals shown.
        decimals: usize,
    },
    /// Nothing to say.
    Missing,
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
}

impl Table {
    /// A table without columns and rows.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            footer: Vec::new(),
            collapsed: None,
        }
    }

    /// With one more column.
    #[must_use]
    pub fn column(mut self, heading: impl Into<String>, align: Align) -> Self {
        self.columns.push(Column {
            heading: heading.into(),
            align,
            group: None,
        });
        self
    }

    /// With columns of one alignment, under a shared heading if `group` is given.
    #[must_use]
    pub fn columns<S: Into<String>>(
        mut self,
        headings: impl IntoIterator<Item = S>,
        align: Align,
        group: Option<&str>,
    ) -> Self {
        self.columns
            .extend(headings.into_iter().map(|heading| Column {
                heading: heading.into(),
                align,
                group: group.map(str::to_owned),
            }));
        self
    }

    /// With one more row.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = TableCell>) -> Self {
        self.push(cells);
        self
    }

    /// Folded behind `summary` where the medium can fold.
    #[must_use]
    pub fn collapsed(mut self, summary: impl Into<String>) -> Self {
        self.collapsed = Some(summary.into());
        self
    }

    /// Adds a row.
    pub fn push(&mut self, cells: impl IntoIterator<Item = TableCell>) {
        self.rows.push(TableRow::Cells(cells.into_iter().collect()));
    }

    /// Adds words across the table, above the rows that follow.
    pub fn push_group(&mut self, heading: impl Into<String>) {
        self.rows.push(TableRow::Group(heading.into()));
    }

    /// Adds a row to the foot.
    pub fn push_footer(&mut self, cells: impl IntoIterator<Item = TableCell>) {
        self.footer
            .push(TableRow::Cells(cells.into_iter().collect()));
    }
}

impl TableCell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Content::Text(text.into()).into()
    }

    /// A count.
    pub fn count(count: usize) -> Self {
        Content::Integer(i64::try_from(count).unwrap_or(i64::MAX)).into()
    }

    /// A whole number.
    pub fn integer(value: impl Into<i64>) -> Self {
        Content::Integer(value.into()).into()
    }

    /// A rank, its sign always shown.
    pub fn signed(value: impl Into<i64>) -> Self {
        Content::Signed(value.into()).into()
    }

    /// A number with so many decimals; one that is not finite is missing.
    pub fn number(value: f64, decimals: usize) -> Self {
        if !value.is_finite() {
            return Self::missing();
        }
        Content::Number { value, decimals }.into()
    }

    /// Nothing.
    pub fn missing() -> Self {
        Content::Missing.into()
    }

    /// In bold if `bold`.
    #[must_use]
    pub fn bold(mut self, bold: bool) -> Self {
        self.bold = bold;
        self
    }

    /// With a sign after it.
    #[must_use]
    pub fn mark(mut self, mark: Option<&'static str>) -> Self {
        self.mark = mark;
        self
    }

    /// With a shade behind it, −1…1.
    #[must_use]
    pub fn shade(mut self, shade: f64) -> Self {
        self.shade = shade.is_finite().then(|| shade.clamp(-1.0, 1.0));
        self
    }
}

impl From<Content> for TableCell {
    fn from(content: Content) -> Self {
        Self {
            content,
            bold: false,
            mark: None,
            shade: None,
        }
    }
}
