//! Texts with the tags of those programs: `{br}` in HTMLQ, `{{{br /}}}` in EQ Web Sort and Quince. Other braces are left as they are.

/// Tags at which a paragraph ends.
const BREAKS: [&str; 13] = [
    "br", "p", "div", "center", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
];

/// Tags of what a text here cannot show.
const PICTURES: [&str; 4] = ["img", "iframe", "video", "a"];

/// Tags that only set words off.
const INLINE: [&str; 9] = [
    "b", "i", "u", "strong", "em", "mark", "span", "small", "font",
];

/// A piece of such a text.
enum Piece<'t> {
    Words(&'t str),
    /// A tag, by its name.
    Tag(&'t str),
}

/// The text as paragraphs without tags.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for piece in pieces(text) {
        match piece {
            Piece::Tag(tag) if BREAKS.contains(&tag) => paragraphs.push(String::new()),
            Piece::Tag(_) => {}
            Piece::Words(words) => {
                if let Some(paragraph) = paragraphs.last_mut() {
                    paragraph.push_str(words);
                }
            }
        }
    }
    let joined = paragraphs.iter().map(|paragraph| {
        let words: Vec<&str> = paragraph.split_whitespace().collect();
        words.join(" ")
    });
    joined.filter(|paragraph| !paragraph.is_empty()).collect()
}

/// The text without tags, in one line.
pub(super) fn plain(text: &str) -> String {
    paragraphs(text).join(" ")
}

/// Whether there is something in it that words do not show.
pub(super) fn has_pictures(text: &str) -> bool {
    pieces(text)
        .iter()
        .any(|piece| matches!(piece, Piece::Tag(tag) if PICTURES.contains(tag)))
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut words = 0;
    while let Some(open) = rest.get(words..).and_then(|text| text.find('{')) {
        let open = words + open;
        let Some((tag, after)) = rest.get(open..).and_then(tag) else {
            // A brace of the text itself; braces are one byte long.
            words = open + 1;
            continue;
        };
        pieces.push(Piece::Words(rest.get(..open).unwrap_or_default()));
        pieces.push(Piece::Tag(tag));
        rest = after;
        words = 0;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// The tag with which a text begins, and what follows it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let (inner, after) = match text.strip_prefix("{{{") {
        Some(rest) => rest.split_once("}}}")?,
        None => text.strip_prefix('{')?.split_once('}')?,
    };
    let name = inner.trim().trim_start_matches('/').trim_start();
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name.get(..end.unwrap_or(name.len()))?;
    let known = BREAKS.iter().chain(&PICTURES).chain(&INLINE);
    let known = known
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(name))?;
    Some((known, after))
}
