//! One-to-one pairing of rows and columns.

use super::Matrix;

/// The one-to-one pairing with the greatest sum of gains (the assignment problem, by shortest augmenting paths: Kuhn 1955; Jonker & Volgenant
/// 1987). Each row's column; none where there are fewer columns than rows, or where the gain is not finite. Of pairings with the same sum it
/// takes one that depends on the order of rows and columns alone.
pub fn best_pairing(gain: &Matrix<f64>) -> Vec<Option<usize>> {
    let (rows, columns) = gain.shape();
    let mut partners = vec![None; rows];
    if rows == 0 || columns == 0 {
        return partners;
    }
    let cost = costs(gain);
    if rows <= columns {
        let paired = pair_all_rows(&cost);
        for (column, row) in paired.into_iter().enumerate() {
            if let Some(row) = row {
                partners[row] = Some(column);
            }
        }
    } else {
        partners = pair_all_rows(&cost.transpose());
    }
    for (row, partner) in partners.iter_mut().enumerate() {
        if partner.is_some_and(|column| !gain[(row, column)].is_finite()) {
            *partner = None;
        }
    }
    partners
}

/// Gains as costs; one that is not finite costs more than any pairing without it.
fn costs(gain: &Matrix<f64>) -> Matrix<f64> {
    let finite = gain.iter().copied().filter(|g| g.is_finite());
    let most = finite.fold(0.0_f64, |most, g| most.max(g.abs()));
    let forbidden = 4.0 * (most + 1.0) * gain.nrows().max(gain.ncols()) as f64;
    gain.map(|g| if g.is_finite() { -g } else { forbidden })
}

/// Prices of rows and columns, and who is paired with whom so far.
struct Pairing<'a> {
    cost: &'a Matrix<f64>,
    row_price: Vec<f64>,
    column_price: Vec<f64>,
    row_of: Vec<Option<usize>>,
}

/// For at most as many rows as columns: the row of each column.
fn pair_all_rows(cost: &Matrix<f64>) -> Vec<Option<usize>> {
    let mut pairing = Pairing {
        cost,
        row_price: vec![0.0; cost.nrows()],
        column_price: vec![0.0; cost.ncols()],
        row_of: vec![None; cost.ncols()],
    };
    for row in 0..cost.nrows() {
        pairing.take_in(row);
    }
    pairing.row_of
}

impl Pairing<'_> {
    /// Pairs one more row, along the cheapest path of exchanges that ends at a free column.
    fn take_in(&mut self, row: usize) {
        let columns = self.row_of.len();
        let mut least = vec![f64::INFINITY; columns];
        let mut before: Vec<Option<usize>> = vec![None; columns];
        let mut settled: Vec<usize> = Vec::new();
        let (mut at, mut last) = (row, None);
        let free = loop {
            let open = (0..columns).filter(|column| !settled.contains(column));
            let mut nearest: Option<usize> = None;
            for column in open {
                let reduced =
                    self.cost[(at, column)] - self.row_price[at] - self.column_price[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    before[column] = last;
                }
                if nearest.is_none_or(|n| least[column] < least[n]) {
                    nearest = Some(column);
                }
            }
            let Some(column) = nearest else {
                return;
            };
            self.shift(row, least[column], &settled, &mut least);
            match self.row_of[column] {
                Some(taken) => {
                    settled.push(column);
                    (at, last) = (taken, Some(column));
                }
                None => break column,
            }
        };
        self.exchange(row, free, &before);
    }

    /// Raises the prices on the path by `step`, so that its pairs stay the cheapest.
    fn shift(&mut self, row: usize, step: f64, settled: &[usize], least: &mut [f64]) {
        self.row_price[row] += step;
        for column in settled {
            if let Some(paired) = self.row_of[*column] {
                self.row_price[paired] += step;
            }
            self.column_price[*column] -= step;
        }
        for (column, cost) in least.iter_mut().enumerate() {
            if !settled.contains(&column) {
                *cost -= step;
            }
        }
    }

    /// Moves each row along the path to the column behind its own; the new row takes the first.
    fn exchange(&mut self, row: usize, free: usize, before: &[Option<usize>]) {
        let mut column = free;
        while let Some(previous) = before[column] {
            self.row_of[column] = self.row_of[previous];
            column = previous;
        }
        self.row_of[column] = Some(row);
    }
}
