//! The exact test of independence in a table of counts.

use super::chi_square::chi_square_above;
use super::random::Random;

/// More tables than this are not enumerated but drawn.
const MOST_TABLES: usize = 400_000;
/// With more counts than this no tables are drawn, which would take as long as they are many; χ² is as good then.
const MOST_DRAWN: usize = 2_000;
/// How many tables are drawn at most.
const REPLICATES: usize = 50_000;
/// How many counts are dealt out in all: of large tables fewer are drawn, so that nobody waits for more than a second.
const MOST_DEALT: usize = 20_000_000;
/// Probabilities nearer than this, relatively, are equal: what ties in exact arithmetic must count as a tie.
const EQUAL: f64 = 1e-7;

/// The test of Fisher, Freeman and Halton.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ContingencyTest {
    /// Probability of a table with the same margins that is as improbable as the observed one or more so, 0…1.
    pub p: f64,
    /// How it was found.
    pub method: TestMethod,
}

/// How the p value was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TestMethod {
    /// All tables with these margins.
    Enumerated {
        /// How many there are.
        tables: usize,
    },
    /// Tables drawn at random, the observed one counted among them: p = (hits + 1)/(replicates + 1).
    MonteCarlo {
        /// How many were drawn.
        replicates: usize,
        /// The seed.
        seed: u64,
        /// Standard error of p.
        standard_error: f64,
    },
    /// Pearson's χ² and its limiting distribution.
    ChiSquare {
        /// Σ (observed − expected)²/expected.
        statistic: f64,
        /// (rows − 1)·(columns − 1), without empty ones.
        degrees_of_freedom: usize,
    },
}

/// The exact test of independence of rows and columns given both margins (Freeman & Halton 1951, Biometrika 38, 141), by enumeration where the
/// tables are few, otherwise by tables drawn with `seed`; of more than 2,000 counts Pearson's χ² (1900). None where fewer than two rows or two columns have counts.
pub fn independence(table: &[Vec<usize>], seed: u64) -> Option<ContingencyTest> {
    let rows: Vec<usize> = table.iter().map(|row| row.iter().sum()).collect();
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let columns: Vec<usize> = (0..width)
        .map(|j| table.iter().filter_map(|row| row.get(j)).sum())
        .collect();
    let used = |sums: &[usize]| sums.iter().filter(|sum| **sum > 0).count();
    if used(&rows) < 2 || used(&columns) < 2 {
        return None;
    }
    let margins = Margins::new(rows.clone(), columns.clone());
    let observed: f64 = table
        .iter()
        .flatten()
        .map(|n| margins.log_factorial[*n])
        .sum();
    if let Some(test) = margins.enumerate(observed) {
        return Some(test);
    }
    if rows.iter().sum::<usize>() > MOST_DRAWN {
        return Some(chi_square(table, &rows, &columns));
    }
    Some(margins.draw(observed, seed))
}

/// Pearson's test.
fn chi_square(table: &[Vec<usize>], rows: &[usize], columns: &[usize]) -> ContingencyTest {
    let total = rows.iter().sum::<usize>() as f64;
    let mut statistic = 0.0;
    for (cells, row) in table.iter().zip(rows) {
        for (place, column) in columns.iter().enumerate() {
            let expected = *row as f64 * *column as f64 / total;
            if expected > 0.0 {
                let observed = cells.get(place).map_or(0.0, |count| *count as f64);
                statistic += (observed - expected).powi(2) / expected;
            }
        }
    }
    let used = |sums: &[usize]| sums.iter().filter(|sum| **sum > 0).count();
    let degrees_of_freedom = (used(rows) - 1) * (used(columns) - 1);
    ContingencyTest {
        p: chi_square_above(statistic, degrees_of_freedom),
        method: TestMethod::ChiSquare {
            statistic,
            degrees_of_freedom,
        },
    }
}

struct Margins {
    rows: Vec<usize>,
    columns: Vec<usize>,
    /// ln n! for n up to the total.
    log_factorial: Vec<f64>,
}

impl Margins {
    /// Empty rows and columns say nothing and are left out.
    fn new(mut rows: Vec<usize>, mut columns: Vec<usize>) -> Self {
        rows.retain(|sum| *sum > 0);
        columns.retain(|sum| *sum > 0);
        // Enumeration goes through the columns one by one; few rows keep it short.
        if rows.len() > columns.len() {
            std::mem::swap(&mut rows, &mut columns);
        }
        let total: usize = rows.iter().sum();
        let mut log_factorial = vec![0.0; total + 1];
        for n in 1..=total {
            log_factorial[n] = log_factorial[n - 1] + (n as f64).ln();
        }
        Self {
            rows,
            columns,
            log_factorial,
        }
    }

    /// ln of the product of the margins' factorials over that of the total: ln P of a table is this less the Σ ln n! of its cells.
    fn constant(&self) -> f64 {
        let sum = |sums: &[usize]| sums.iter().map(|n| self.log_factorial[*n]).sum::<f64>();
        let total: usize = self.rows.iter().sum();
        sum(&self.rows) + sum(&self.columns) - self.log_factorial[total]
    }

    fn enumerate(&self, observed: f64) -> Option<ContingencyTest> {
        let mut walk = Walk {
            margins: self,
            constant: self.constant(),
            observed,
            tables: 0,
            p: 0.0,
        };
        let mut left = self.rows.clone();
        walk.column(0, &mut left, 0.0).then(|| ContingencyTest {
            p: walk.p.min(1.0),
            method: TestMethod::Enumerated {
                tables: walk.tables,
            },
        })
    }

    fn draw(&self, observed: f64, seed: u64) -> ContingencyTest {
        let mut random = Random::seeded(seed);
        let mut labels: Vec<usize> = Vec::with_capacity(self.log_factorial.len());
        for (column, count) in self.columns.iter().enumerate() {
            labels.extend(std::iter::repeat_n(column, *count));
        }
        let replicates = REPLICATES.min(MOST_DEALT / labels.len().max(1));
        let hits = (0..replicates)
            .filter(|_| {
                random.shuffle(&mut labels);
                as_improbable(self.cells(&labels), observed)
            })
            .count();
        let drawn = replicates as f64;
        let p = (hits as f64 + 1.0) / (drawn + 1.0);
        ContingencyTest {
            p,
            method: TestMethod::MonteCarlo {
                replicates,
                seed,
                standard_error: (p * (1.0 - p) / drawn).sqrt(),
            },
        }
    }

    /// Σ ln n! over the cells of the table in which the first row holds the first labels, and so on.
    fn cells(&self, labels: &[usize]) -> f64 {
        let mut rest = labels;
        let mut sum = 0.0;
        let mut counts = vec![0usize; self.columns.len()];
        for row in &self.rows {
            let (here, later) = rest.split_at(*row);
            rest = later;
            counts.fill(0);
            for label in here {
                counts[*label] += 1;
            }
            sum += counts.iter().map(|n| self.log_factorial[*n]).sum::<f64>();
        }
        sum
    }
}

/// A table whose cells' factorials weigh as much or more is as improbable or more so.
fn as_improbable(cells: f64, observed: f64) -> bool {
    cells >= observed - EQUAL
}

/// All tables with the margins, column by column.
struct Walk<'a> {
    margins: &'a Margins,
    constant: f64,
    observed: f64,
    tables: usize,
    p: f64,
}

impl Walk<'_> {
    /// Fills this column and those after it; false once there are too many tables.
    fn column(&mut self, column: usize, left: &mut [usize], cells: f64) -> bool {
        let Some(sum) = self.margins.columns.get(column).copied() else {
            return true;
        };
        if column + 1 == self.margins.columns.len() {
            // The last column takes what is left.
            let last: f64 = left.iter().map(|n| self.margins.log_factorial[*n]).sum();
            self.tables += 1;
            if as_improbable(cells + last, self.observed) {
                self.p += (self.constant - cells - last).exp();
            }
            return self.tables <= MOST_TABLES;
        }
        self.cell(column, 0, sum, left, cells)
    }

    /// Gives this row and those after it their shares of what the column still holds.
    fn cell(
        &mut self,
        column: usize,
        row: usize,
        sum: usize,
        left: &mut [usize],
        cells: f64,
    ) -> bool {
        let Some(room) = left.get(row).copied() else {
            return self.column(column + 1, left, cells);
        };
        let later: usize = left.iter().skip(row + 1).sum();
        let (least, most) = (sum.saturating_sub(later), room.min(sum));
        for count in least..=most {
            left[row] = room - count;
            let cells = cells + self.margins.log_factorial[count];
            if !self.cell(column, row + 1, sum - count, left, cells) {
                return false;
            }
        }
        left[row] = room;
        true
    }
}
