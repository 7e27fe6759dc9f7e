//! Lists with one statement per line.

use super::TEXT_HEADINGS;

/// Whether the first line names the columns of a table.
pub(in crate::study_files) fn has_headings(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    first
        .split([',', ';', '\t'])
        .map(|heading| heading.trim().trim_matches('"'))
        .any(|heading| {
            TEXT_HEADINGS
                .iter()
                .any(|text| heading.eq_ignore_ascii_case(text))
        })
}

/// The lines of a text, whatever ends them.
pub(in crate::study_files) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// Number and text of a line such as `12. Text`, `12) Text` or `12:Text`.
pub(in crate::study_files) fn numbered_line(line: &str) -> Option<(u32, &str)> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line
        .strip_suffix(rest)?
        .parse()
        .ok()
        .filter(|&number| number > 0)?;
    let text = rest.strip_prefix(['.', ')', ':', '\t'])?.trim();
    (!text.is_empty()).then_some((number, text))
}
