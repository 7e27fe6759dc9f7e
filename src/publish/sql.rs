//! Queries that take the method's sums where the sorts are: standard SQL, as DuckDB, Trino and Spark read it.

use crate::numeric::Matrix;

/// A table with one row per sort.
#[derive(Clone, Debug)]
pub struct SortsTable {
    /// Its name.
    pub table: String,
    /// Its column that tells the sorts apart.
    pub id: String,
    /// Its columns of the statements, in the order of the statements.
    pub columns: Vec<String>,
}

impl SortsTable {
    /// Σ over sorts of the products of every two statements: of the sorts at mean 0 and length 1, or of the values as they were laid.
    pub fn cross_product(&self, raw: bool) -> String {
        let mut sums = vec!["COUNT(*) AS sorts".to_owned()];
        for (place, a) in self.columns.iter().enumerate() {
            for b in self.columns.get(place..).unwrap_or_default() {
                sums.push(format!("SUM({a} * {b}) AS {a}_{b}"));
            }
        }
        match raw {
            true => format!("SELECT\n{}\nFROM {}", listed(&sums), self.table),
            false => format!("{}\nSELECT\n{}\nFROM z", self.standardised(), listed(&sums)),
        }
    }

    /// Σ over sorts of the products of two and of four loadings, each sort's brought to length 1 (Kaiser); `weights` is n×k with l = z·weights.
    pub fn moments(&self, weights: &Matrix<f64>) -> String {
        let k = weights.ncols();
        let l = |f: usize| format!("l{}", f + 1);
        let squares: Vec<String> = (0..k).map(|f| format!("{0} * {0}", l(f))).collect();
        let unit: Vec<String> = (0..k)
            .map(|f| format!("CASE WHEN h > 1e-10 THEN {0} / h ELSE 0e0 END AS {0}", l(f)))
            .collect();
        let mut sums = vec!["COUNT(*) AS sorts".to_owned()];
        let mut sum = |of: &[usize]| {
            let names: Vec<String> = of.iter().map(|f| l(*f)).collect();
            sums.push(format!("SUM({}) AS {}", names.join(" * "), names.join("_")));
        };
        for a in 0..k {
            for b in a..k {
                sum(&[a, b]);
                for c in b..k {
                    (c..k).for_each(|d| sum(&[a, b, c, d]));
                }
            }
        }
        format!(
            "{},\nloadings AS (SELECT\n{}\n  FROM z),\nlengths AS (SELECT loadings.*, SQRT({}) AS h FROM loadings),\nrows_of_length_1 AS (SELECT\n{}\n  FROM lengths)\nSELECT\n{}\nFROM rows_of_length_1",
            self.standardised(),
            listed(&self.weighted(weights, "l")),
            squares.join(" + "),
            listed(&unit),
            listed(&sums),
        )
    }

    /// The loadings of each sort, and 1 where it defines the factor: |l| above the threshold, and l² above the sum of its other squared loadings.
    pub fn loadings(&self, weights: &Matrix<f64>, threshold: f64) -> String {
        let k = weights.ncols();
        let columns: Vec<String> = std::iter::once(self.id.clone())
            .chain((1..=k).flat_map(|f| [format!("f{f}"), format!("flag{f}")]))
            .collect();
        format!(
            "{}\nSELECT {} FROM flagged",
            self.flagged(weights, threshold),
            columns.join(", ")
        )
    }

    /// What the sorts that define each factor add up to: how many they are, and Σ w·z of each statement with w = l/(1 − l²).
    pub fn totals(&self, weights: &Matrix<f64>, threshold: f64) -> String {
        let mut sums = Vec::new();
        for f in 1..=weights.ncols() {
            sums.push(format!("SUM(flag{f}) AS f{f}_sorts"));
            sums.push(format!(
                "SUM(CASE WHEN f{f} < 0 THEN flag{f} ELSE 0 END) AS f{f}_negative"
            ));
            sums.push(format!("SUM(f{f} * f{f}) AS f{f}_squares"));
            sums.push(format!("SUM(f{f} * ABS(f{f})) AS f{f}_signed_squares"));
            for column in &self.columns {
                sums.push(format!(
                    "SUM(CASE WHEN flag{f} = 1 THEN f{f} / (1e0 - f{f} * f{f}) * {column} ELSE 0e0 END) AS f{f}_{column}"
                ));
            }
        }
        format!(
            "{}\nSELECT\n{}\nFROM flagged",
            self.flagged(weights, threshold),
            listed(&sums)
        )
    }

    /// The sorts at mean 0 and length 1, as `z`.
    fn standardised(&self) -> String {
        let n = self.columns.len();
        let doubles = self
            .columns
            .iter()
            .map(|c| format!("CAST({c} AS DOUBLE) AS {c}"));
        let squares: Vec<String> = self
            .columns
            .iter()
            .map(|c| format!("({c} - centre) * ({c} - centre)"))
            .collect();
        let unit = self
            .columns
            .iter()
            .map(|c| format!("({c} - centre) / spread AS {c}"));
        let with_id = |columns: Vec<String>| {
            let mut all = vec![self.id.clone()];
            all.extend(columns);
            listed(&all)
        };
        format!(
            "WITH cards AS (SELECT\n{}\n  FROM {}),\ncentres AS (SELECT cards.*, ({}) / {n}e0 AS centre FROM cards),\nspreads AS (SELECT centres.*, SQRT({}) AS spread FROM centres),\nz AS (SELECT\n{}\n  FROM spreads)",
            with_id(doubles.collect()),
            self.table,
            self.columns.join(" + "),
            squares.join(" + "),
            with_id(unit.collect()),
        )
    }

    /// Loadings and flags beside the standardised sorts, as `flagged`.
    fn flagged(&self, weights: &Matrix<f64>, threshold: f64) -> String {
        let k = weights.ncols();
        let flags: Vec<String> = (1..=k)
            .map(|f| {
                let others: Vec<String> = (1..=k)
                    .filter(|other| *other != f)
                    .map(|other| format!("f{other} * f{other}"))
                    .collect();
                let others = if others.is_empty() { "0".to_owned() } else { others.join(" + ") };
                format!(
                    "CASE WHEN ABS(f{f}) > {threshold:e} AND f{f} * f{f} > {others} THEN 1 ELSE 0 END AS flag{f}"
                )
            })
            .collect();
        let mut loadings = vec![self.id.clone()];
        loadings.extend(self.columns.iter().cloned());
        loadings.extend(self.weighted(weights, "f"));
        format!(
            "{},\nloadings AS (SELECT\n{}\n  FROM z),\nflagged AS (SELECT loadings.*,\n{}\n  FROM loadings)",
            self.standardised(),
            listed(&loadings),
            listed(&flags)
        )
    }

    /// z·weights, column by column.
    fn weighted(&self, weights: &Matrix<f64>, name: &str) -> Vec<String> {
        let sums = weights.column_iter().enumerate().map(|(f, column)| {
            let terms = column.iter().zip(&self.columns);
            let terms: Vec<String> = terms.map(|(w, c)| format!("({w:e}) * {c}")).collect();
            format!("{} AS {name}{}", terms.join(" + "), f + 1)
        });
        sums.collect()
    }
}

fn listed(columns: &[String]) -> String {
    format!("  {}", columns.join(",\n  "))
}
