//! Means, deviations and product-moment correlation.

/// Arithmetic mean; NaN of nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Σx².
pub fn sum_of_squares(values: &[f64]) -> f64 {
    values.iter().map(|x| x * x).sum()
}

/// Standard deviation with n − 1.
pub fn standard_deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|x| (x - centre) * (x - centre)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

/// The value below which the share `p` (0…1) of the values lies, linear between neighbours at (n − 1)·p (Hyndman & Fan 1996, type 7, as R and NumPy
/// have it by default); NaN of nothing. `rising` holds the values in rising order.
pub fn quantile(rising: &[f64], p: f64) -> f64 {
    let place = p.clamp(0.0, 1.0) * rising.len().saturating_sub(1) as f64;
    let below = place.floor() as usize;
    let Some(low) = rising.get(below) else {
        return f64::NAN;
    };
    let high = rising.get(below + 1).unwrap_or(low);
    low + (place - below as f64) * (high - low)
}

/// The values with mean 0 and length 1; `None` where they are all equal.
pub fn unit_length(values: &[f64]) -> Option<Vec<f64>> {
    let centre = mean(values);
    let mut centred: Vec<f64> = values.iter().map(|x| x - centre).collect();
    // Dividing by the largest deviation first keeps the squares of very large and very small values in range.
    let largest = centred.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if !(largest > 0.0 && largest.is_finite()) || all_equal(values) {
        return None;
    }
    let length = sum_of_squares(&centred.iter().map(|x| x / largest).collect::<Vec<_>>()).sqrt();
    for x in &mut centred {
        *x /= largest * length;
    }
    Some(centred)
}

/// The values with mean 0 and sd 1 (n − 1); `None` where they are all equal.
pub fn standardised(values: &[f64]) -> Option<Vec<f64>> {
    let scale = (values.len() as f64 - 1.0).sqrt();
    let mut unit = unit_length(values)?;
    for x in &mut unit {
        *x *= scale;
    }
    Some(unit)
}

/// Product-moment correlation of two lists of the same length, −1…1; NaN where one of them is constant.
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    match (unit_length(a), unit_length(b)) {
        (Some(a), Some(b)) => {
            let r: f64 = a.iter().zip(&b).map(|(x, y)| x * y).sum();
            r.clamp(-1.0, 1.0)
        }
        _ => f64::NAN,
    }
}

/// The mean of equal values may differ from them in the last bit, which would leave deviations where there are none.
fn all_equal(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair.first() == pair.last())
}
