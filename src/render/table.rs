//! Tables before any medium: columns, rows, cells and their marks.

use super::number::{fixed, signed, typographic};

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

    /// Characters of the longest mark of each column, for which cells without one leave room.
    pub(super) fn mark_widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.columns.len()];
        for row in self.rows.iter().chain(&self.footer) {
            let TableRow::Cells(cells) = row else {
                continue;
            };
            for (width, cell) in widths.iter_mut().zip(cells) {
                let mark = cell.mark.map_or(0, |mark| mark.chars().count());
                *width = mark.max(*width);
            }
        }
        widths
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
    /// What it says with its mark, as it is read in print; missing values are a dash.
    pub fn shown(&self) -> String {
        let said = match &self.content {
            Content::Text(text) => text.clone(),
            Content::Integer(value) => typographic(&value.to_string()),
            Content::Signed(value) => typographic(&signed(*value)),
            Content::Number { value, decimals } => typographic(&fixed(*value, *decimals)),
            Content::Missing => "–".to_owned(),
        };
        said + self.mark.unwrap_or_default()
    }

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
