//! Names for programs that hold short ones in a small alphabet.

use std::collections::BTreeSet;

/// Every name cut to `longest` characters that `allowed` lets through, then made unique by a number at its end; a name that fits is kept as it is.
/// The result has the names' order.
pub(super) fn short_names(
    names: &[String],
    longest: usize,
    allowed: impl Fn(char) -> bool,
) -> Vec<String> {
    let cleaned: Vec<String> = names
        .iter()
        .map(|name| {
            let clean: String = name
                .chars()
                .map(|c| if allowed(c) { c } else { '_' })
                .collect();
            clean.trim().chars().take(longest).collect::<String>()
        })
        .map(|name| name.trim_end().to_owned())
        .collect();
    let mut taken: BTreeSet<String> = cleaned
        .iter()
        .zip(names)
        .filter(|(clean, name)| clean == name)
        .map(|(clean, _)| clean.clone())
        .collect();
    cleaned
        .iter()
        .zip(names)
        .map(|(clean, name)| {
            if clean == name {
                return name.clone();
            }
            let unique = unique(clean, longest, &taken);
            taken.insert(unique.clone());
            unique
        })
        .collect()
}

fn unique(name: &str, longest: usize, taken: &BTreeSet<String>) -> String {
    if !name.is_empty() && !taken.contains(name) {
        return name.to_owned();
    }
    let numbered = |number: usize| {
        let number = number.to_string();
        let room = longest.saturating_sub(number.len());
        let start: String = name.chars().take(room).collect();
        start + &number
    };
    (2..)
        .map(numbered)
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_default()
}

/// "`Anna Maria` is `Anna Mar`, …" for the names that became others; none if none did.
pub(super) fn renamed(names: &[String], short: &[String], why: &str) -> Option<String> {
    const NAMED: usize = 12;
    let changed: Vec<String> = names
        .iter()
        .zip(short)
        .filter(|(name, short)| name != short)
        .map(|(name, short)| format!("`{name}` is `{short}`"))
        .collect();
    let shown = changed.get(..NAMED).unwrap_or(&changed);
    let more = match changed.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    (!changed.is_empty()).then(|| format!("{why}: {}{more}.", shown.join(", ")))
}
