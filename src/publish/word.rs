//! A document for word processors: title, method in words, tables with three rules, pictures.

mod table;

use super::Package;
use super::chapters::document;
use super::error::PublishError;
use crate::render::{Analysis, Block, Figure, Report, Severity, Table};
use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, PageMargin, PageNum, Paragraph, Pic, Run,
    RunFonts, Style, StyleType,
};
use std::io::Cursor;
use std::path::Path;

/// A4 in twentieths of a point, and its margins.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: i32 = 1_134;
/// What lies between the margins.
const MEASURE: usize = 11_906 - 2 * 1_134;
/// The same in English metric units, in which pictures are measured: 635 to a twentieth of a point.
const MEASURE_EMU: u32 = 9_638 * 635;
/// The highest picture that leaves room for its caption.
const HEIGHT_EMU: u32 = 13_000 * 635;
/// English metric units in a CSS pixel.
const PIXEL_EMU: u32 = 9_525;
/// Half points.
const TEXT_SIZE: usize = 21;
const SMALL: usize = 18;
const HEADINGS: [(&str, &str, usize); 3] = [
    ("Title", "Title", 36),
    ("Heading1", "heading 1", 28),
    ("Heading2", "heading 2", 23),
];

/// The file.
///
/// # Errors
/// The library's refusals; none is known for what gets here.
pub(super) fn package(
    analysis: &Analysis<'_>,
    target: &Path,
    title: &str,
    progress: &mut dyn FnMut(&str),
) -> Result<Package, PublishError> {
    let reports = document(analysis, progress);
    let blank = blank();
    let mut paper = Paper::default();
    paper.add(Paragraph::new().style("Title").add_run(text(title)));
    for report in &reports {
        paper.section(report);
    }
    let mut bytes = Cursor::new(Vec::new());
    let docx = paper
        .pieces
        .into_iter()
        .fold(blank, |docx, piece| match piece {
            Piece::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            Piece::Table(table) => docx.add_table(*table),
        });
    let packed = docx.build().pack(&mut bytes);
    packed.map_err(|error| PublishError::Library {
        format: "Word document",
        cause: error.to_string(),
    })?;
    let mut package = Package::of(target, bytes.into_inner());
    package.notes = paper.notes;
    Ok(package)
}

/// Page, fonts, styles, page numbers.
fn blank() -> Docx {
    let fonts = RunFonts::new()
        .ascii("Calibri")
        .hi_ansi("Calibri")
        .cs("Calibri");
    let margin = PageMargin {
        top: MARGIN,
        bottom: MARGIN,
        left: MARGIN,
        right: MARGIN,
        header: 567,
        footer: 567,
        gutter: 0,
    };
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_page_num(PageNum::new());
    let docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(TEXT_SIZE)
        .footer(Footer::new().add_paragraph(number));
    HEADINGS
        .into_iter()
        .zip(0..)
        .fold(docx, |docx, ((id, name, size), level)| {
            let style = Style::new(id, StyleType::Paragraph)
                .name(name)
                .size(size)
                .bold()
                .line_spacing(LineSpacing::new().before(240).after(120));
            docx.add_style(if level == 0 {
                style
            } else {
                style.outline_lvl(level - 1)
            })
        })
}

/// The document's content, from top to bottom.
#[derive(Default)]
struct Paper {
    pieces: Vec<Piece>,
    pictures: usize,
    notes: Vec<String>,
}

enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<docx_rs::Table>),
}

impl Paper {
    fn add(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    fn section(&mut self, report: &Report) {
        self.add(heading("Heading1", &report.title));
        for block in &report.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(words) => self.add(heading("Heading2", words)),
            Block::Text(words) => self.add(spaced(Paragraph::new().add_run(text(words)))),
            Block::Note(note) => {
                let kind = match note.severity {
                    Severity::Remark => "Note: ",
                    Severity::Warning => "Warning: ",
                };
                let kind = text(kind).bold();
                let words = text(&note.text).italic();
                self.add(spaced(Paragraph::new().add_run(kind).add_run(words)));
            }
            Block::Code(code) => {
                let fonts = RunFonts::new().ascii("Courier New").hi_ansi("Courier New");
                let run = text(code).fonts(fonts).size(SMALL);
                self.add(spaced(Paragraph::new().add_run(run)));
            }
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
        }
    }

    fn table(&mut self, table: &Table) {
        if !table::fits(table, MEASURE) {
            let words = format!(
                "The table of {} columns is wider than this page and is left out; the workbook has it: {}.",
                table.columns.len(),
                table.caption
            );
            self.notes.push(words.clone());
            return self.add(spaced(Paragraph::new().add_run(text(&words).italic())));
        }
        if !table.caption.is_empty() {
            let caption = text(&table.caption).italic();
            self.add(Paragraph::new().keep_next(true).add_run(caption));
        }
        let table = table::three_lines(table, MEASURE);
        self.pieces.push(Piece::Table(Box::new(table)));
        self.add(Paragraph::new());
    }

    /// The picture with its description as a caption: what cannot be seen can be read.
    fn figure(&mut self, figure: &Figure) {
        if let Some(png) = figure.png() {
            self.pictures += 1;
            let picture = Pic::new_with_dimensions(png, figure.width(), figure.height())
                // The library's own ids count over all documents of the process.
                .id(format!("rIdPicture{}", self.pictures));
            let (width, height) = within(figure.width(), figure.height());
            let run = Run::new().add_image(picture.size(width, height));
            self.add(Paragraph::new().keep_next(true).add_run(run));
        }
        let caption = text(&figure.alt).italic().size(SMALL);
        self.add(spaced(Paragraph::new().add_run(caption)));
    }
}

/// A picture's size in English metric units, made smaller where the page needs it.
fn within(width: u32, height: u32) -> (u32, u32) {
    let (width, height) = (
        u64::from(width) * u64::from(PIXEL_EMU),
        u64::from(height) * u64::from(PIXEL_EMU),
    );
    let (mut w, mut h) = (width, height);
    if w > u64::from(MEASURE_EMU) {
        (w, h) = (u64::from(MEASURE_EMU), h * u64::from(MEASURE_EMU) / w);
    }
    if h > u64::from(HEIGHT_EMU) {
        (w, h) = (w * u64::from(HEIGHT_EMU) / h, u64::from(HEIGHT_EMU));
    }
    let whole = |value: u64| u32::try_from(value).unwrap_or(MEASURE_EMU).max(1);
    (whole(w), whole(h))
}

fn heading(style: &str, words: &str) -> Paragraph {
    Paragraph::new()
        .style(style)
        .keep_next(true)
        .add_run(text(words))
}

fn spaced(paragraph: Paragraph) -> Paragraph {
    paragraph.line_spacing(LineSpacing::new().after(120))
}

/// Words as a run, line ends kept, without the control characters that XML forbids.
fn text(words: &str) -> Run {
    let mut run = Run::new();
    for (index, line) in words.lines().enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        let clean: String = line
            .chars()
            .map(|c| match c {
                '\u{fffe}' | '\u{ffff}' => ' ',
                c if c.is_control() => ' ',
                c => c,
            })
            .collect();
        run = run.add_text(clean);
    }
    run
}
