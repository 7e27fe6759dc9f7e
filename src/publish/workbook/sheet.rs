//! One sheet, filled from top to bottom.

use super::sheet_column;
use crate::render::{Align, Content, Figure, Note, Severity, Table, TableCell, TableRow, fixed};
use rust_xlsxwriter::{
    ColNum, Format, FormatAlign, FormatBorder, Image, RowNum, Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

/// What a cell holds at most.
const LONGEST_TEXT: usize = 32_767;
/// What a picture's alternative text holds at most.
const LONGEST_ALT: usize = 255;
/// The most columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// Widths in characters.
const NARROWEST: usize = 7;
const WIDEST: usize = 60;
/// Words run over as many columns as give them about this width.
const MEASURE: usize = 90;
/// Heights in points and pixels of a line at the default size.
const LINE_POINTS: f64 = 15.0;
const ROW_PIXELS: u32 = 20;

/// A sheet under way.
pub(super) struct Sheet {
    sheet: Worksheet,
    name: String,
    row: RowNum,
    widths: Vec<usize>,
    frozen: bool,
    /// Whether the table under way marks any of its numbers.
    marked: bool,
    notes: Vec<String>,
}

impl Sheet {
    /// A sheet with its title.
    pub(super) fn new(name: &str, title: &str) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        let heading = Format::new().set_bold().set_font_size(13);
        sheet.write_string_with_format(0, 0, title, &heading)?;
        Ok(Self {
            sheet,
            name: name.to_owned(),
            row: 1,
            widths: Vec::new(),
            frozen: false,
            marked: false,
            notes: Vec::new(),
        })
    }

    /// What could not be held, in words.
    pub(super) fn notes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.notes)
    }

    pub(super) fn finish(self) -> Worksheet {
        self.sheet
    }

    /// A table: caption, headings, rows, foot. The headings of the first one stay in sight.
    pub(super) fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        if table.columns.len() > MOST_COLUMNS {
            self.notes.push(format!(
                "Left out of sheet {}, having {} columns where sheets hold {MOST_COLUMNS}: {}.",
                self.name,
                table.columns.len(),
                table.caption
            ));
            return Ok(());
        }
        self.fit_columns(table)?;
        self.marked = table.rows.iter().any(is_marked);
        if !table.caption.is_empty() {
            let italic = Format::new().set_italic();
            self.sheet
                .write_string_with_format(self.row, 0, &table.caption, &italic)?;
            self.row += 1;
        }
        if self.headings(table)? && !self.frozen {
            self.sheet.set_freeze_panes(self.row, 1)?;
            self.sheet.set_repeat_rows(self.row - 1, self.row - 1)?;
            self.frozen = true;
        }
        let last = table.rows.len() + table.footer.len();
        let rows = table.rows.iter().chain(&table.footer);
        for (index, row) in (1..).zip(rows) {
            let ruled = match index {
                _ if index == last => Ruled::Below,
                _ if index == table.rows.len() && !table.footer.is_empty() => Ruled::Between,
                _ => Ruled::Not,
            };
            self.table_row(table, row, ruled)?;
        }
        self.row += 1;
        Ok(())
    }

    fn fit_columns(&mut self, table: &Table) -> Result<(), XlsxError> {
        for (index, column) in table.columns.iter().enumerate() {
            let cells = table.rows.iter().chain(&table.footer);
            let contents = cells.filter_map(|row| match row {
                TableRow::Cells(cells) => cells.get(index).map(TableCell::shown),
                TableRow::Group(_) => None,
            });
            let lines = contents.map(|text| text.lines().map(|line| line.width()).max());
            let widest = lines.map(Option::unwrap_or_default).max();
            let heading = column.heading.width() + 1;
            let width = widest.unwrap_or_default().max(heading) + 1;
            let width = width.clamp(NARROWEST, WIDEST);
            match self.widths.get_mut(index) {
                // Tables below one another share their columns.
                Some(known) => *known = width.max(*known),
                None => self.widths.push(width),
            }
            let width = self.widths.get(index).copied().unwrap_or(width);
            self.sheet
                .set_column_width(sheet_column(index)?, width as f64)?;
        }
        Ok(())
    }

    /// Whether there were any.
    fn headings(&mut self, table: &Table) -> Result<bool, XlsxError> {
        if table.columns.iter().all(|column| column.heading.is_empty()) {
            return Ok(false);
        }
        if table.columns.iter().any(|column| column.group.is_some()) {
            let bold = Format::new().set_bold();
            let mut before: Option<&str> = None;
            for (index, column) in table.columns.iter().enumerate() {
                let group = column.group.as_deref();
                if let Some(group) = group.filter(|_| group != before) {
                    self.sheet.write_string_with_format(
                        self.row,
                        sheet_column(index)?,
                        group,
                        &bold,
                    )?;
                }
                before = group;
            }
            self.row += 1;
        }
        for (index, column) in table.columns.iter().enumerate() {
            let format = aligned(Format::new(), column.align)
                .set_bold()
                .set_border_top(FormatBorder::Medium)
                .set_border_bottom(FormatBorder::Thin);
            self.sheet.write_string_with_format(
                self.row,
                sheet_column(index)?,
                &column.heading,
                &format,
            )?;
        }
        self.row += 1;
        Ok(true)
    }

    fn table_row(&mut self, table: &Table, row: &TableRow, ruled: Ruled) -> Result<(), XlsxError> {
        match row {
            TableRow::Group(heading) => {
                let bold = ruled.on(Format::new().set_bold().set_italic());
                self.sheet
                    .write_string_with_format(self.row, 0, heading, &bold)?;
            }
            TableRow::Cells(cells) => {
                for (index, (cell, column)) in cells.iter().zip(&table.columns).enumerate() {
                    self.cell(sheet_column(index)?, cell, column.align, ruled)?;
                }
            }
        }
        self.row += 1;
        Ok(())
    }

    fn cell(
        &mut self,
        column: ColNum,
        cell: &TableCell,
        align: Align,
        ruled: Ruled,
    ) -> Result<(), XlsxError> {
        let mut format = ruled.on(aligned(Format::new(), align).set_align(FormatAlign::Top));
        if cell.bold {
            format = format.set_bold();
        }
        // Numbers without a mark leave room for one, so that decimal points stay below each other.
        let mark = cell.mark.map_or_else(
            || {
                if self.marked {
                    "_*".to_owned()
                } else {
                    String::new()
                }
            },
            |mark| format!("\"{mark}\""),
        );
        match &cell.content {
            Content::Text(text) => {
                let text = self.held(&format!("{text}{}", cell.mark.unwrap_or_default()));
                let format = format.set_text_wrap();
                self.sheet
                    .write_string_with_format(self.row, column, text, &format)?;
            }
            Content::Integer(value) => {
                let format = format.set_num_format(format!("0{mark}"));
                self.sheet
                    .write_number_with_format(self.row, column, *value as f64, &format)?;
            }
            Content::Signed(value) => {
                let code = format!("+0{mark};-0{mark};0{mark}");
                let format = format.set_num_format(code);
                self.sheet
                    .write_number_with_format(self.row, column, *value as f64, &format)?;
            }
            Content::Number { value, decimals } if value.is_finite() => {
                let format = format.set_num_format(fixed(0.0, *decimals) + &mark);
                self.sheet
                    .write_number_with_format(self.row, column, *value, &format)?;
            }
            Content::Number { .. } | Content::Missing => {
                self.sheet.write_blank(self.row, column, &format)?;
            }
        }
        Ok(())
    }

    /// Words cut to what a cell holds, which is noted.
    fn held(&mut self, text: &str) -> String {
        // The limit counts UTF-16 units.
        if text.encode_utf16().count() <= LONGEST_TEXT {
            return text.to_owned();
        }
        self.notes.push(format!(
            "A text of sheet {} is cut: a cell holds {LONGEST_TEXT} characters.",
            self.name
        ));
        let mut units = 1;
        let mut cut: String = text
            .chars()
            .take_while(|c| {
                units += c.len_utf16();
                units <= LONGEST_TEXT
            })
            .collect();
        cut.push('…');
        cut
    }

    /// A paragraph over several columns.
    pub(super) fn words(&mut self, text: &str) -> Result<(), XlsxError> {
        self.paragraph(text, Format::new())
    }

    pub(super) fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.paragraph(text, Format::new().set_bold())
    }

    pub(super) fn note(&mut self, note: &Note) -> Result<(), XlsxError> {
        let kind = match note.severity {
            Severity::Remark => "Note",
            Severity::Warning => "Warning",
        };
        self.paragraph(
            &format!("{kind}: {}", note.text),
            Format::new().set_italic(),
        )
    }

    pub(super) fn code(&mut self, text: &str) -> Result<(), XlsxError> {
        let fixed_width = Format::new().set_font_name("Courier New");
        for line in text.lines() {
            let line = self.held(line);
            self.sheet
                .write_string_with_format(self.row, 0, line, &fixed_width)?;
            self.row += 1;
        }
        Ok(())
    }

    fn paragraph(&mut self, text: &str, format: Format) -> Result<(), XlsxError> {
        let text = self.held(text);
        let format = format.set_text_wrap().set_align(FormatAlign::Top);
        let (last, measure) = self.measure();
        let lines: usize = text
            .split('\n')
            .map(|line| line.width().div_ceil(measure).max(1))
            .sum();
        if last == 0 {
            self.sheet
                .write_string_with_format(self.row, 0, &text, &format)?;
        } else {
            self.sheet
                .merge_range(self.row, 0, self.row, last, &text, &format)?;
        }
        // A merged cell's row does not grow by itself; 409 is the most a row can be.
        self.sheet
            .set_row_height(self.row, (lines as f64 * LINE_POINTS).min(409.0))?;
        self.row += 1;
        Ok(())
    }

    /// The last of the columns that words run over, and their width in characters.
    fn measure(&mut self) -> (ColNum, usize) {
        // Columns that no table has set are about nine characters wide.
        let unset = std::iter::repeat(9);
        let mut width = 0;
        for (column, of_column) in (0..).zip(self.widths.iter().copied().chain(unset)) {
            width += of_column;
            if width >= MEASURE {
                return (column, width);
            }
        }
        (0, MEASURE)
    }

    /// A picture at the size it has in the notebook.
    pub(super) fn figure(&mut self, figure: &Figure) -> Result<(), XlsxError> {
        let Some(png) = figure.png() else {
            return self.words(&figure.alt);
        };
        let short: String = figure.alt.chars().take(LONGEST_ALT).collect();
        let image = Image::new_from_buffer(&png)?.set_alt_text(short);
        let image =
            image.set_scale_to_size(f64::from(figure.width()), f64::from(figure.height()), true);
        self.row += 1;
        self.sheet.insert_image(self.row, 0, &image)?;
        self.row += figure.height().div_ceil(ROW_PIXELS) + 1;
        self.paragraph(&figure.alt, Format::new().set_italic())
    }
}

/// Which rules a row has.
#[derive(Clone, Copy)]
enum Ruled {
    Not,
    /// Above the foot.
    Between,
    /// At the end of the table.
    Below,
}

impl Ruled {
    fn on(self, format: Format) -> Format {
        match self {
            Self::Not => format,
            Self::Between => format.set_border_bottom(FormatBorder::Thin),
            Self::Below => format.set_border_bottom(FormatBorder::Medium),
        }
    }
}

fn aligned(format: Format, align: Align) -> Format {
    // Words keep a distance from the numbers to their left.
    let format = match align {
        Align::Left => format.set_indent(1),
        _ => format,
    };
    format.set_align(match align {
        Align::Left => FormatAlign::Left,
        Align::Right => FormatAlign::Right,
        Align::Center => FormatAlign::Center,
    })
}

fn is_marked(row: &TableRow) -> bool {
    matches!(row, TableRow::Cells(cells) if cells.iter().any(|cell| cell.mark.is_some()))
}
