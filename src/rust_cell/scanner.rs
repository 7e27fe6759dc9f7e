//! Just enough of Rust's lexical grammar to know what is code, what is text and what is still open.

use std::iter::Peekable;
use std::str::CharIndices;

/// Whether a front end that asks "run, or wait for another line?" should run `code`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// Nothing is open: run it (the compiler finds what else is wrong).
    Complete,
    /// A bracket, string or comment is open; the next line begins with `indent`.
    Incomplete {
        /// Spaces for the next line.
        indent: String,
    },
    /// A closing bracket closes nothing: more lines cannot mend it.
    Invalid,
}

/// Whether Rust text is complete, by its brackets, strings, comments and a trailing `=`.
///
/// Attributes, `let` without a semicolon and the like count as complete.
pub fn completeness(code: &str) -> Completeness {
    let scan = scan(code);
    if scan.stray_closer {
        return Completeness::Invalid;
    }
    if scan.open_text {
        return Completeness::Incomplete {
            indent: String::new(),
        };
    }
    if scan.open_brackets.is_empty() && scan.last_significant != Some('=') {
        return Completeness::Complete;
    }
    Completeness::Incomplete {
        indent: " ".repeat(4 * scan.open_brackets.len()),
    }
}

/// For each line of `code` whether it begins outside every bracket, string and comment.
pub fn lines_at_top_level(code: &str) -> Vec<bool> {
    let mut flags = scan(code).line_starts_at_top_level;
    flags.truncate(code.lines().count().max(1));
    flags
}

/// The last character of `code` that is neither blank nor comment; any literal counts as `"`.
pub(super) fn last_significant(code: &str) -> Option<char> {
    scan(code).last_significant
}

/// Where the first statement begins after leading comments and inner attributes (`#![…]`), in
/// bytes; 0 where there is no inner attribute.
pub(super) fn after_inner_attributes(code: &str) -> usize {
    scan(code).inner_attributes_end
}

#[derive(Default)]
struct Scan {
    open_brackets: Vec<char>,
    open_text: bool,
    stray_closer: bool,
    last_significant: Option<char>,
    line_starts_at_top_level: Vec<bool>,
    inner_attributes_end: usize,
}

/// How far a leading `#![…]` has been read.
#[derive(Clone, Copy, PartialEq)]
enum Attribute {
    Possible,
    Hash,
    Bang,
    Inside,
    Over,
}

fn scan(code: &str) -> Scan {
    Scanner {
        code,
        chars: code.char_indices().peekable(),
        result: Scan {
            line_starts_at_top_level: vec![true],
            ..Scan::default()
        },
        attribute: Attribute::Possible,
        identifier: false,
    }
    .run()
}

struct Scanner<'a> {
    code: &'a str,
    chars: Peekable<CharIndices<'a>>,
    result: Scan,
    attribute: Attribute,
    /// Whether the character before belongs to an identifier or number.
    identifier: bool,
}

impl Scanner<'_> {
    fn run(mut self) -> Scan {
        while let Some((at, character)) = self.chars.next() {
            let before = self.identifier;
            self.identifier = false;
            match character {
                '\n' => self.line_begins(self.result.open_brackets.is_empty()),
                c if c.is_whitespace() => {}
                '/' if self.next_is('/') => self.line_comment(),
                '/' if self.next_is('*') => self.block_comment(),
                '"' => self.string(),
                'r' if !before && self.raw_string_hashes(at + 1).is_some() => {
                    self.raw_string(at + 1);
                }
                // `br"…"` and `cr"…"`: the prefix is skipped, the `r` is seen next.
                'b' | 'c' if !before && self.next_is('r') => {
                    if self.raw_string_hashes(at + 2).is_some() {
                        self.chars.next();
                        self.raw_string(at + 2);
                    } else {
                        self.code_character(character);
                    }
                }
                '\'' => self.character_or_lifetime(at),
                c => self.code_character(c),
            }
        }
        self.result
    }

    fn code_character(&mut self, character: char) {
        self.significant(character);
        self.identifier = character.is_alphanumeric() || character == '_';
        match character {
            '(' | '[' | '{' => self.result.open_brackets.push(character),
            ')' | ']' | '}' => self.close(character),
            _ => {}
        }
    }

    fn close(&mut self, closer: char) {
        let opener = match closer {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        if self.result.open_brackets.last() != Some(&opener) {
            self.result.stray_closer = true;
            return;
        }
        self.result.open_brackets.pop();
        if self.attribute == Attribute::Inside && self.result.open_brackets.is_empty() {
            self.attribute = Attribute::Possible;
            self.result.inner_attributes_end =
                self.chars.peek().map_or(self.code.len(), |(next, _)| *next);
        }
    }

    fn significant(&mut self, character: char) {
        self.result.last_significant = Some(character);
        self.attribute = match (self.attribute, character) {
            (Attribute::Possible, '#') => Attribute::Hash,
            (Attribute::Hash, '!') => Attribute::Bang,
            (Attribute::Bang, '[') | (Attribute::Inside, _) => Attribute::Inside,
            _ => Attribute::Over,
        };
    }

    fn line_begins(&mut self, at_top_level: bool) {
        self.result.line_starts_at_top_level.push(at_top_level);
    }

    fn next_is(&mut self, wanted: char) -> bool {
        self.chars.peek().is_some_and(|(_, c)| *c == wanted)
    }

    fn line_comment(&mut self) {
        while self.chars.peek().is_some_and(|(_, c)| *c != '\n') {
            self.chars.next();
        }
    }

    fn block_comment(&mut self) {
        self.chars.next();
        let mut depth = 1;
        let mut previous = ' ';
        while let Some((_, character)) = self.chars.next() {
            match (previous, character) {
                (_, '\n') => self.line_begins(false),
                ('/', '*') => {
                    depth += 1;
                    previous = ' ';
                    continue;
                }
                ('*', '/') => {
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                    previous = ' ';
                    continue;
                }
                _ => {}
            }
            previous = character;
        }
        self.result.open_text = true;
    }

    fn string(&mut self) {
        self.significant('"');
        while let Some((_, character)) = self.chars.next() {
            match character {
                '"' => return,
                '\n' => self.line_begins(false),
                '\\' => {
                    if let Some((_, '\n')) = self.chars.next() {
                        self.line_begins(false);
                    }
                }
                _ => {}
            }
        }
        self.result.open_text = true;
    }

    /// The number of `#` of the raw string whose `r` ends before `at`, if one begins there.
    fn raw_string_hashes(&self, at: usize) -> Option<usize> {
        let rest = self.code.get(at..)?;
        let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
        rest.get(hashes..)?.starts_with('"').then_some(hashes)
    }

    fn raw_string(&mut self, at: usize) {
        self.significant('"');
        let hashes = self.raw_string_hashes(at).unwrap_or_default();
        for _ in 0..=hashes {
            self.chars.next();
        }
        while let Some((_, character)) = self.chars.next() {
            match character {
                '\n' => self.line_begins(false),
                '"' => {
                    let mut seen = 0;
                    while seen < hashes && self.next_is('#') {
                        self.chars.next();
                        seen += 1;
                    }
                    if seen == hashes {
                        return;
                    }
                }
                _ => {}
            }
        }
        self.result.open_text = true;
    }

    fn character_or_lifetime(&mut self, at: usize) {
        self.significant('"');
        let mut ahead = self.code.get(at + 1..).unwrap_or_default().chars();
        match (ahead.next(), ahead.next()) {
            (Some('\\'), _) => {
                self.chars.next();
                self.chars.next();
                while let Some((_, character)) = self.chars.peek() {
                    if *character == '\n' {
                        return;
                    }
                    if let Some((_, '\'')) = self.chars.next() {
                        return;
                    }
                }
            }
            (Some(_), Some('\'')) => {
                self.chars.next();
                self.chars.next();
            }
            // A lifetime: what follows is an ordinary identifier.
            _ => {}
        }
    }
}
