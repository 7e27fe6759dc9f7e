//! The words of a magic's line: how a name is typed, and what is typed so far.

/// A name as it is typed: in quotes where it would not be one word otherwise.
pub(super) fn quoted(name: &str) -> String {
    let splits = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
    if !name.is_empty() && !name.contains(splits) && !name.starts_with('#') {
        return name.to_owned();
    }
    let escaped = name.replace('\\', r"\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// The finished words of a line that is still being typed, and the byte at which its last word begins: the line's end if none has begun.
pub(super) fn typed(line: &str) -> (Vec<String>, usize) {
    let mut finished = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        let between = quote.is_none() && !escaped && matches!(c, ' ' | '\t');
        if between {
            let word = start.take().and_then(|start| line.get(start..at));
            finished.extend(word.and_then(shlex::split).unwrap_or_default());
            continue;
        }
        start.get_or_insert(at);
        match (quote, c) {
            _ if escaped => escaped = false,
            (None | Some('"'), '\\') => escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if c == open => quote = None,
            _ => {}
        }
    }
    (finished, start.unwrap_or(line.len()))
}

/// A word without its quotes, for comparing what is typed with what there is.
pub(super) fn bare(word: &str) -> String {
    word.replace(['"', '\''], "")
}
