//! Words that a spreadsheet would run as a formula (OWASP, CSV injection).

use std::borrow::Cow;

/// The words as a CSV cell should hold them: led by `'` if a spreadsheet would run them. Words that begin so already get one more, so that [`unguarded`]
/// always gives back what was there. Plain numbers are left: nothing runs in them.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if runs(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The words of a cell without the `'` that [`guarded`] has put before them.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| runs(rest))
        .unwrap_or(cell)
}

fn runs(text: &str) -> bool {
    let bare = text.trim_start_matches('\'').trim_start_matches(' ');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && text.parse::<f64>().is_err()
}
