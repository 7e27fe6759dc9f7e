//! Intervals for proportions.

/// The z of a 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % score interval for `count` of `of`, 0…1 (Wilson 1927, JASA 22, 209); none of nothing. No continuity correction.
pub fn wilson_interval(count: usize, of: usize) -> Option<(f64, f64)> {
    if of == 0 {
        return None;
    }
    let (n, p) = (of as f64, count as f64 / of as f64);
    let z2 = Z_95 * Z_95;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_95 / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let low = if count == 0 { 0.0 } else { centre - half };
    let high = if count == of { 1.0 } else { centre + half };
    Some((low, high))
}
