//! What a workbook announces, looked at before calamine believes it and reserves memory that may not be had.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How many cells a sheet of repeated rows and columns may stand for, beside one for every so many bytes of its text.
const ROOM: u64 = 200_000;

/// What is written of a cell takes about a hundred bytes, and the reader of the workbook takes about sixty for it.
const BYTES_PER_CELL: u64 = 8;

/// A part of an .xlsx workbook. The table of shared strings announces how many there are.
pub(super) fn xlsx(part: &[u8]) -> Result<(), &'static str> {
    const ANNOUNCED: &[u8] = b"uniqueCount";
    no_wide_text(part)?;
    let mut rest = part;
    while let Some(at) = find(rest, ANNOUNCED) {
        rest = rest.get(at + ANNOUNCED.len()..).unwrap_or_default();
        let value = rest
            .iter()
            .skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\''));
        let digits: Vec<u8> = value
            .take_while(|b| b.is_ascii_digit())
            .take(20)
            .copied()
            .collect();
        let number = digits.iter().fold(0u64, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(u64::from(digit - b'0'))
        });
        if number > part.len() as u64 {
            return Err("it announces more texts than it has bytes");
        }
    }
    Ok(())
}

/// A part of an .ods workbook. Rows and cells say how often they are repeated, and calamine copies them so often.
pub(super) fn ods(part: &[u8]) -> Result<(), &'static str> {
    no_wide_text(part)?;
    if find(part, b"-repeated").is_none() {
        return Ok(());
    }
    let text = std::str::from_utf8(part).map_err(|_| "a part of it is no UTF-8")?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut area = Area::default();
    let most = ROOM + part.len() as u64 / BYTES_PER_CELL;
    loop {
        match reader.read_event() {
            // What is no XML the reader of the workbook says.
            Err(_) | Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(element) | Event::Empty(element)) => area.opened(&element),
            Ok(Event::Text(text)) if text.trim().is_empty() => {}
            Ok(Event::Text(text)) => area.filled(text.len()),
            Ok(Event::CData(text)) => area.filled(text.len()),
            Ok(Event::GeneralRef(_)) => area.filled(1),
            Ok(_) => {}
        }
        if area.last_row.saturating_mul(area.last_column) > most
            || area.text > (ROOM + part.len() as u64) * 4
        {
            return Err("its rows or columns are repeated beyond any table");
        }
    }
}

/// The area that the table so far takes, empty rows and columns at its end not counted, and the bytes of text in it: upper bounds.
#[derive(Default)]
struct Area {
    rows: u64,
    columns: u64,
    last_row: u64,
    last_column: u64,
    row_repeats: u64,
    cell_repeats: u64,
    text: u64,
}

impl Area {
    fn opened(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            "table:table" => {
                *self = Self {
                    text: self.text,
                    ..Self::default()
                }
            }
            "table:table-row" => {
                self.row_repeats = repeats(element, "table:number-rows-repeated");
                self.rows = self.rows.saturating_add(self.row_repeats);
                self.columns = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell_repeats = repeats(element, "table:number-columns-repeated");
                self.columns = self.columns.saturating_add(self.cell_repeats);
                let attributes = element.attributes_raw();
                if attributes.contains("value") || attributes.contains("formula") {
                    self.filled(attributes.len());
                }
            }
            "text:p" => self.filled(0),
            _ => {}
        }
    }

    /// The cell at hand holds something.
    fn filled(&mut self, bytes: usize) {
        self.last_row = self.last_row.max(self.rows);
        self.last_column = self.last_column.max(self.columns);
        let times = self.row_repeats.saturating_mul(self.cell_repeats);
        let bytes = (bytes as u64).saturating_mul(times);
        self.text = self.text.saturating_add(bytes);
    }
}

fn repeats(element: &BytesStart<'_>, attribute: &str) -> u64 {
    let found = element.try_get_attribute(attribute).ok().flatten();
    found.map_or(1, |found| found.value.trim().parse().unwrap_or(u64::MAX))
}

/// Wide text would hide what is looked for; no program writes it.
fn no_wide_text(part: &[u8]) -> Result<(), &'static str> {
    let is_wide = part.starts_with(b"\xFF\xFE") || part.starts_with(b"\xFE\xFF");
    let is_wide = is_wide || part.starts_with(b"<\0") || part.starts_with(b"\0<");
    match is_wide {
        true => Err("a part of it is UTF-16"),
        false => Ok(()),
    }
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
