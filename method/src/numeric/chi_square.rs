//! The χ² distribution.

/// Terms of a series or a fraction; some dozens are usual.
const MOST_TERMS: usize = 100_000;

/// P(χ² > x) with so many degrees of freedom, 0…1: the regularised upper incomplete gamma function Q(df/2, x/2), by its power series below the
/// mean and by its continued fraction above (DLMF 8.7.1 and 8.9.2, the latter by Lentz's method).
pub fn chi_square_above(x: f64, degrees_of_freedom: usize) -> f64 {
    let (a, x) = (degrees_of_freedom as f64 / 2.0, x / 2.0);
    if !(x > 0.0 && a > 0.0) {
        return 1.0;
    }
    // x^a·e^(−x)/Γ(a)
    let front = (a * x.ln() - x - libm::lgamma(a)).exp();
    if x < a + 1.0 {
        1.0 - front * series(a, x)
    } else {
        front * fraction(a, x)
    }
}

fn series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
    for _ in 0..MOST_TERMS {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term <= sum * f64::EPSILON {
            break;
        }
    }
    sum
}

fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..MOST_TERMS {
        let i = i as f64;
        let part = -i * (i - a);
        b += 2.0;
        d = part * d + b;
        c = b + part / c;
        if d.abs() < TINY {
            d = TINY;
        }
        if c.abs() < TINY {
            c = TINY;
        }
        d = 1.0 / d;
        value *= d * c;
        if (d * c - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}
