//! Numbers as text: the one place where they are rounded.

/// `value` with so many decimals, halves away from zero, never −0; ASCII minus.
pub fn fixed(value: f64, decimals: usize) -> String {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    let scaled = value * scale;
    // A nudge of 1e-9 of the last digit, so that .0250 computed as .02499999999999 is rounded as what it stands for.
    let rounded = (scaled + 1e-9f64.copysign(scaled)).round();
    let shown = if rounded == 0.0 { 0.0 } else { rounded / scale };
    format!("{shown:.decimals$}")
}

/// A whole number with its sign, 0 without; ASCII minus.
pub fn signed(value: i64) -> String {
    if value > 0 {
        format!("+{value}")
    } else {
        value.to_string()
    }
}

/// With a typographic minus, for media that are set rather than typed.
pub fn typographic(number: &str) -> String {
    number.replace('-', "\u{2212}")
}

/// "1 sort", "2,000 sorts".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        thousands(count),
        if count == 1 { one } else { many }
    )
}

/// A count with commas between thousands.
pub(super) fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "a", "a and b", "a, b and c".
pub fn listed<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}
