//! Varimax with Kaiser's normalisation, made for loadings that change little from one call to the next: plane rotations, without trigonometry, on columns
//! that lie in memory one after the other. What it finds is what [`RotationStep::Varimax`](crate::qmethod::rotation::RotationStep) finds.

/// Numbers that are summed side by side.
pub(super) const LANES: usize = 4;

/// The most sweeps granted.
const MOST_SWEEPS: usize = 200;

/// Loadings of m sorts on k factors: k columns, each padded by zeros to a whole number of [`LANES`].
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) values: Vec<f64>,
    pub(super) stride: usize,
    pub(super) sorts: usize,
    pub(super) count: usize,
}

impl Columns {
    pub(super) fn zeros(sorts: usize, count: usize) -> Self {
        let stride = sorts.next_multiple_of(LANES);
        Self {
            values: vec![0.0; stride * count],
            stride,
            sorts,
            count,
        }
    }

    pub(super) fn at(&self, sort: usize, factor: usize) -> f64 {
        self.values[factor * self.stride + sort]
    }

    pub(super) fn column(&self, factor: usize) -> &[f64] {
        &self.values[factor * self.stride..(factor + 1) * self.stride]
    }

    /// Σl² of a column.
    pub(super) fn size(&self, factor: usize) -> f64 {
        self.column(factor).iter().map(|l| l * l).sum()
    }
}

/// A rotation found.
pub(super) struct Turn {
    /// k×k, row by row: rotated = loadings · this.
    pub(super) rotation: Vec<f64>,
    /// Sweeps it took.
    pub(super) sweeps: usize,
    /// Σ over factors of Σl⁴ − (Σl²)²/m of the normalised loadings.
    pub(super) criterion: f64,
}

/// Working memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Varimax {
    working: Vec<f64>,
    lengths: Vec<f64>,
}

impl Varimax {
    /// The rotation of `loadings`; it ends with the first sweep that turns no pair by more than about `tolerance` radians.
    pub(super) fn turn(&mut self, loadings: &Columns, tolerance: f64) -> Turn {
        let (k, stride) = (loadings.count, loadings.stride);
        self.normalise(loadings);
        let mut rotation = vec![0.0; k * k];
        for f in 0..k {
            rotation[f * k + f] = 1.0;
        }
        let mut sweeps = 0;
        loop {
            sweeps += 1;
            let mut largest = 0.0_f64;
            for a in 0..k {
                for b in a + 1..k {
                    let (first, second) = self.working.split_at_mut(b * stride);
                    let (x, y) = (
                        &mut first[a * stride..(a + 1) * stride],
                        &mut second[..stride],
                    );
                    let (sin, cos) = best_turn(x, y, loadings.sorts as f64);
                    largest = largest.max(sin.abs());
                    if sin == 0.0 {
                        continue;
                    }
                    for (x, y) in x.iter_mut().zip(y) {
                        (*x, *y) = (*x * cos + *y * sin, *y * cos - *x * sin);
                    }
                    for row in rotation.chunks_exact_mut(k) {
                        (row[a], row[b]) =
                            (row[a] * cos + row[b] * sin, row[b] * cos - row[a] * sin);
                    }
                }
            }
            if largest <= tolerance || sweeps >= MOST_SWEEPS {
                break;
            }
        }
        Turn {
            rotation,
            sweeps,
            criterion: self.criterion(k, stride, loadings.sorts as f64),
        }
    }

    fn normalise(&mut self, loadings: &Columns) {
        self.lengths.clear();
        self.lengths.resize(loadings.stride, 0.0);
        for column in loadings.values.chunks_exact(loadings.stride) {
            for (length, l) in self.lengths.iter_mut().zip(column) {
                *length += l * l;
            }
        }
        for length in &mut self.lengths {
            *length = if *length > 1e-20 {
                1.0 / length.sqrt()
            } else {
                0.0
            };
        }
        self.working.clone_from(&loadings.values);
        for column in self.working.chunks_exact_mut(loadings.stride) {
            for (l, length) in column.iter_mut().zip(&self.lengths) {
                *l *= length;
            }
        }
    }

    fn criterion(&self, k: usize, stride: usize, sorts: f64) -> f64 {
        let columns = self.working.chunks_exact(stride).take(k);
        columns
            .map(|column| {
                let (mut squares, mut fourth) = (0.0, 0.0);
                for l in column {
                    let square = l * l;
                    squares += square;
                    fourth += square * square;
                }
                fourth - squares * squares / sorts
            })
            .sum()
    }
}

/// Sine and cosine of the angle that maximises the criterion in the plane of two columns.
fn best_turn(x: &[f64], y: &[f64], sorts: f64) -> (f64, f64) {
    let mut sums = [[0.0_f64; LANES]; 4];
    for (x, y) in x.chunks_exact(LANES).zip(y.chunks_exact(LANES)) {
        for lane in 0..LANES {
            let (x, y) = (x[lane], y[lane]);
            let (u, v) = (x * x - y * y, 2.0 * x * y);
            sums[0][lane] += u;
            sums[1][lane] += v;
            sums[2][lane] += u * v;
            sums[3][lane] += u * u - v * v;
        }
    }
    let [u, v, uv, difference] = sums.map(|lanes| (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]));
    let slope = 2.0 * (uv - u * v / sorts);
    let curvature = difference - (u * u - v * v) / sorts;
    let length = (slope * slope + curvature * curvature).sqrt();
    if length <= 1e-14 * sorts {
        return (0.0, 1.0);
    }
    let half = halved(slope / length, curvature / length);
    halved(half.0, half.1)
}

/// Sine and cosine of half the angle, which lies within −180°…180°.
fn halved(sin: f64, cos: f64) -> (f64, f64) {
    if cos >= 0.0 {
        let half = (0.5 * (1.0 + cos)).sqrt();
        return (sin / (2.0 * half), half);
    }
    let half = (0.5 * (1.0 - cos)).sqrt();
    if sin < 0.0 {
        (-half, -sin / (2.0 * half))
    } else {
        (half, sin / (2.0 * half))
    }
}
