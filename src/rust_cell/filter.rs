//! The cells' standard output, parted into text, displayed blocks and evcxr's control lines.
//!
//! evcxr compares whole lines, so text without a newline before a control line would hide it
//! (and hang the cell), and it keeps only the last block of each media type. Here a control line is
//! found wherever it stands, text leaves at once, and each block is handed on by itself.

const MARK: &[u8] = b"EVCXR_";
const BEGIN_CONTENT: &str = "EVCXR_BEGIN_CONTENT ";
const END_CONTENT: &str = "EVCXR_END_CONTENT";
/// Printed by the code evcxr wraps around a cell that panicked.
pub const PANICKED: &str = "EVCXR_PANIC_NOTIFICATION";
/// Printed when a `?` at a cell's top level met an error.
pub const RETURNED_ERROR: &str = "EVCXR_ERROR_OCCURRED";
/// Printed when a cell's code has run.
pub const COMPLETE: &str = "EVCXR_EXECUTION_COMPLETE";
/// Begins a request for input, with or without `_PASSWORD`.
pub const INPUT_REQUEST: &str = "EVCXR_INPUT_REQUEST";
/// Begins the lines that the crate `q` prints for us, and evcxr need not see.
pub const OURS: &str = "EVCXR_QUINCUNX_";
/// Printed by `q::clear_output`; with `wait` after it, the output goes when more comes.
pub const CLEAR: &str = "EVCXR_QUINCUNX_CLEAR";
/// Printed before a block that is shown under an id: `new` or `update`, and the id.
pub const NAMED: &str = "EVCXR_QUINCUNX_NAMED";
/// Printed by `q::input` before it asks: what was printed before the question stands before it.
pub const QUESTION: &str = "EVCXR_QUINCUNX_QUESTION";
const VARIABLE_CHANGED: &str = "EVCXR_VARIABLE_CHANGED_TYPE:";

/// A piece of a cell's standard output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as the cell printed it.
    Text(String),
    /// One displayed block.
    Block {
        /// Its media type.
        media_type: String,
        /// Its content, without the last newline.
        content: String,
    },
    /// A line meant for evcxr, without its newline.
    Control(String),
}

/// Parts a byte stream that arrives in chunks of any size.
#[derive(Debug, Default)]
pub struct Filter {
    held: Vec<u8>,
    /// How many bytes of `held` are known to hold no newline: a picture is one very long line.
    searched: usize,
    block: Option<(String, String)>,
    decoder: Decoder,
}

impl Filter {
    /// The pieces that `bytes` completes. Text is held back only while it may still become a
    /// control line.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Piece> {
        self.held.extend_from_slice(bytes);
        let mut pieces = Vec::new();
        let mut start = 0;
        while let Some(end) = self.line_end(start) {
            let line = self.held.get(start..end).unwrap_or_default();
            if self.block.is_none() && !contains(line, MARK) {
                // Plain lines are taken together with those after them.
                let end = self.plain_until(start);
                self.text(start, end, &mut pieces);
                start = end;
                continue;
            }
            let line = String::from_utf8_lossy(line).into_owned();
            start = end;
            self.line(line, &mut pieces);
        }
        self.held.drain(..start);
        self.partial_text(&mut pieces);
        self.searched = self.held.len();
        pieces
    }

    /// What is left when the stream ends.
    pub fn finish(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let held = std::mem::take(&mut self.held);
        if let Some((_, mut content)) = self.block.take() {
            content.push_str(&String::from_utf8_lossy(&held));
            push_text(content, &mut pieces);
        } else {
            push_text(self.decoder.decode(&held), &mut pieces);
        }
        push_text(self.decoder.finish(), &mut pieces);
        pieces
    }

    /// The end of the line that begins at `start`, its newline included.
    fn line_end(&mut self, start: usize) -> Option<usize> {
        let from = start.max(std::mem::take(&mut self.searched));
        let rest = self.held.get(from..)?;
        let newline = rest.iter().position(|byte| *byte == b'\n')?;
        Some(from + newline + 1)
    }

    /// The end of the run of plain lines that begins at `start`.
    fn plain_until(&self, start: usize) -> usize {
        let rest = self.held.get(start..).unwrap_or_default();
        let marked = rest
            .windows(MARK.len())
            .position(|window| window == MARK)
            .unwrap_or(rest.len());
        let plain = rest.get(..marked).unwrap_or_default();
        let lines = plain.iter().rposition(|byte| *byte == b'\n');
        start + lines.map_or(0, |newline| newline + 1)
    }

    fn text(&mut self, start: usize, end: usize, pieces: &mut Vec<Piece>) {
        let text = self
            .decoder
            .decode(self.held.get(start..end).unwrap_or_default());
        push_text(text, pieces);
    }

    fn line(&mut self, line: String, pieces: &mut Vec<Piece>) {
        let line = line.strip_suffix('\n').unwrap_or(&line);
        if self.block.is_some() {
            self.block_line(line, pieces);
            return;
        }
        if let Some((before, media_type)) = line.split_once(BEGIN_CONTENT) {
            push_text(before.to_owned(), pieces);
            self.block = Some((media_type.trim_end().to_owned(), String::new()));
            return;
        }
        match control_start(line) {
            Some(at) => {
                push_text(line.get(..at).unwrap_or_default().to_owned(), pieces);
                pieces.push(Piece::Control(
                    line.get(at..).unwrap_or_default().to_owned(),
                ));
            }
            None => push_text(format!("{line}\n"), pieces),
        }
    }

    fn block_line(&mut self, line: &str, pieces: &mut Vec<Piece>) {
        let panicked = line.ends_with(PANICKED) || line.ends_with(COMPLETE);
        if panicked {
            // The block was cut short; what there is of it is shown as text.
            if let Some((_, content)) = self.block.take() {
                push_text(content, pieces);
            }
            self.line(line.to_owned(), pieces);
            return;
        }
        let last = line.strip_suffix(END_CONTENT);
        if let Some((_, content)) = &mut self.block {
            content.push_str(last.unwrap_or(line));
            content.push('\n');
        }
        if last.is_none() {
            return;
        }
        if let Some((media_type, content)) = self.block.take() {
            let content = content.trim_end_matches('\n').to_owned();
            pieces.push(Piece::Block {
                media_type,
                content,
            });
        }
    }

    /// Lets the unfinished last line go, save for what may be the beginning of a control line.
    fn partial_text(&mut self, pieces: &mut Vec<Piece>) {
        if self.block.is_some() || contains(&self.held, MARK) {
            return;
        }
        let kept = (1..MARK.len())
            .rev()
            .find(|length| {
                MARK.get(..*length)
                    .is_some_and(|beginning| self.held.ends_with(beginning))
            })
            .unwrap_or(0);
        let end = self.held.len() - kept;
        self.text(0, end, pieces);
        self.held.drain(..end);
    }
}

/// Where the control line within `line` begins, if it is one.
fn control_start(line: &str) -> Option<usize> {
    for whole in [COMPLETE, PANICKED, RETURNED_ERROR, QUESTION] {
        if line.ends_with(whole) {
            return Some(line.len() - whole.len());
        }
    }
    [VARIABLE_CHANGED, INPUT_REQUEST, CLEAR, NAMED]
        .iter()
        .find_map(|beginning| line.find(beginning))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn push_text(text: String, pieces: &mut Vec<Piece>) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Text(before)) => before.push_str(&text),
        _ => pieces.push(Piece::Text(text)),
    }
}

/// Bytes to text, with a character that is cut in two kept until its rest arrives; what is no
/// UTF-8 becomes the replacement character.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
}

impl Decoder {
    /// The text that `bytes` completes.
    pub fn decode(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let cut = match std::str::from_utf8(&self.held) {
            Ok(_) => self.held.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.held.len() - incomplete_tail(&self.held),
        };
        let rest = self.held.split_off(cut);
        let text = String::from_utf8_lossy(&self.held).into_owned();
        self.held = rest;
        text
    }

    /// What is left when the stream ends.
    pub fn finish(&mut self) -> String {
        String::from_utf8_lossy(&std::mem::take(&mut self.held)).into_owned()
    }
}

/// How many bytes at the end may be the beginning of a character.
fn incomplete_tail(bytes: &[u8]) -> usize {
    (1..=bytes.len().min(3))
        .find(|length| {
            let tail = bytes.get(bytes.len() - length..).unwrap_or_default();
            std::str::from_utf8(tail)
                .is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
        })
        .unwrap_or(0)
}
