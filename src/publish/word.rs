//! A document for word processors: title, method in words, tables with three rules, pictures.

mod table;

use super::Package;
use super::chapters::document;
use super::error::PublishError;
use crate::render::{Analysis, Block, Figure, Report, Severity, Table};
use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, LineSpacing, PageMargin, PageNum, PageOrientationType,
    Paragraph, Pic, Run, RunFonts, Style, StyleType,
};
use std::io::Cursor;
use std::path::Path;

/// Margins, in twentieths of a point.
const MARGIN: i32 = 1_134;
/// English metric units, in which pictures are measured, in a twentieth of a point.
const EMU: u32 = 635;

/// How a page lies; in twentieths of a point.
struct Layout {
    page: (u32, u32),
    orientation: PageOrientationType,
    /// What lies between the margins.
    measure: u32,
    /// The highest picture that leaves room for its caption.
    height: u32,
    each_on_a_page: bool,
}

/// A4.
const UPRIGHT: Layout = Layout {
    page: (11_906, 16_838),
    orientation: PageOrientationType::Portrait,
    measure: 11_906 - 2 * 1_134,
    height: 13_000,
    each_on_a_page: false,
};
/// A4, lying: the grid of a composite sort is wide.
const ACROSS: Layout = Layout {
    page: (16_838, 11_906),
    orientation: PageOrientationType::Landscape,
    measure: 16_838 - 2 * 1_134,
    height: 6_300,
    each_on_a_page: true,
};
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
    packed(&document(analysis, progress), target, title, &UPRIGHT)
}

/// Cards of viewpoints, each from the top of a page.
///
/// # Errors
/// As [`package`].
pub(super) fn cards(cards: &[Report], target: &Path, title: &str) -> Result<Package, PublishError> {
    packed(cards, target, title, &ACROSS)
}

fn packed(
    reports: &[Report],
    target: &Path,
    title: &str,
    layout: &'static Layout,
) -> Result<Package, PublishError> {
    let blank = blank(layout);
    let mut paper = Paper::new(layout);
    paper.add(Paragraph::new().style("Title").add_run(text(title)));
    for (at, report) in reports.iter().enumerate() {
        paper.section(report, at > 0 && layout.each_on_a_page);
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
fn blank(layout: &Layout) -> Docx {
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
        .page_size(layout.page.0, layout.page.1)
        .page_orient(layout.orientation)
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
struct Paper {
    layout: &'static Layout,
    pieces: Vec<Piece>,
    pictures: usize,
    notes: Vec<String>,
}

enum Piece {
    Paragraph(Box<Paragraph>),
    Table(Box<docx_rs::Table>),
}

impl Paper {
    fn new(layout: &'static Layout) -> Self {
        Self {
            layout,
            pieces: Vec::new(),
            pictures: 0,
            notes: Vec::new(),
        }
    }

    fn add(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(Box::new(paragraph)));
    }

    fn section(&mut self, report: &Report, on_a_new_page: bool) {
        let heading = heading("Heading1", &report.title);
        self.add(if on_a_new_page {
            heading.page_break_before(true)
        } else {
            heading
        });
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
        let measure = self.layout.measure as usize;
        if !table::fits(table, measure) {
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
        let table = table::three_lines(table, measure);
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
            let (width, height) = within(figure.width(), figure.height(), self.layout);
            let run = Run::new().add_image(picture.size(width, height));
            self.add(Paragraph::new().keep_next(true).add_run(run));
        }
        let caption = text(&figure.alt).italic().size(SMALL);
        self.add(spaced(Paragraph::new().add_run(caption)));
    }
}

/// A picture's size in English metric units, made smaller where the page needs it.
fn within(width: u32, height: u32, layout: &Layout) -> (u32, u32) {
    let (widest, highest) = (
        u64::from(layout.measure * EMU),
        u64::from(layout.height * EMU),
    );
    let (width, height) = (
        u64::from(width) * u64::from(PIXEL_EMU),
        u64::from(height) * u64::from(PIXEL_EMU),
    );
    let (mut w, mut h) = (width, height);
    if w > widest {
        (w, h) = (widest, h * widest / w);
    }
    if h > highest {
        (w, h) = (w * highest / h, highest);
    }
    let whole = |value: u64| u32::try_from(value).unwrap_or(layout.measure * EMU).max(1);
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
