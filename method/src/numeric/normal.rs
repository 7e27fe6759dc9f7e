//! The standard normal distribution.

use std::f64::consts::SQRT_2;

/// No two-sided level that a double can hold lies beyond.
const FURTHEST: f64 = 40.0;

/// P(Z < z), 0…1, in full relative precision far into the lower tail.
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// P(|Z| > |z|), 0…1: the two-sided p value of z.
pub fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() / SQRT_2)
}

/// The z above 0 whose two-sided p value is `alpha`, such as 1.959964 for .05; NaN unless 0 < alpha < 1.
pub fn two_sided_quantile(alpha: f64) -> f64 {
    if !(alpha > 0.0 && alpha < 1.0) {
        return f64::NAN;
    }
    let (mut low, mut high) = (0.0, FURTHEST);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return high;
        }
        if two_sided_p(middle) > alpha {
            low = middle;
        } else {
            high = middle;
        }
    }
}
