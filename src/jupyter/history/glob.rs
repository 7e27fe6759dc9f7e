//! Patterns as shells have them.

/// Whether all of `text` matches: `*` stands for any characters, `?` for one. Keeps one place to return to, the last
/// `*`, so that no pattern takes long.
pub(super) fn matches_glob(pattern: &[char], text: &str) -> bool {
    let text: Vec<_> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut last_star = None;
    while let Some(&character) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == character => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = last_star else {
                    return false;
                };
                last_star = Some((star, from + 1));
                p = star + 1;
                t = from + 1;
            }
        }
    }
    pattern.iter().skip(p).all(|&rest| rest == '*')
}
