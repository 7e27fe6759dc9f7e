//! The codes by which respondents come back.

/// Letters and digits that are not mistaken for one another: codes are copied from paper.
const CODE_SIGNS: &[u8; 29] = b"ABCDEFGHJKMNPQRTUVWXYZ2346789";
const CODE_LENGTH: usize = 8;

pub(super) fn new_code() -> String {
    let mut bits = uuid::Uuid::new_v4().as_u128();
    // The lowest bits: those that say that it is random stand higher.
    bits &= (1 << 62) - 1;
    let mut signs = String::new();
    for _ in 0..CODE_LENGTH {
        let sign = CODE_SIGNS.get((bits % CODE_SIGNS.len() as u128) as usize);
        signs.extend(sign.copied().map(char::from));
        bits /= CODE_SIGNS.len() as u128;
    }
    dashed(&signs)
}

/// What counts of a code: its letters and digits, whatever their case.
pub fn code_signs(code: &str) -> String {
    let signs = code.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

/// `ABCD-EFGH`, as codes are shown and kept.
pub(super) fn dashed(signs: &str) -> String {
    match signs.split_at_checked(CODE_LENGTH / 2) {
        Some((first, second)) if !second.is_empty() => format!("{first}-{second}"),
        _ => signs.to_owned(),
    }
}
