//! One solution of R qmethod beside ours.

use super::expected::{
    Oracle, arranged_as, assert_close, assert_list, flags, matrix, numbers, texts,
};
use quincunx::numeric::Matrix;
use quincunx::qmethod::characteristics::Characteristics;
use quincunx::qmethod::correlation::CorrelationMethod;
use quincunx::qmethod::extraction::{CentroidOptions, Extraction};
use quincunx::qmethod::flagging::FlagRule;
use quincunx::qmethod::rotation::RotationStep;
use quincunx::qmethod::scores::{ScoreInput, ScoreOptions};
use quincunx::qmethod::statements::{CriticalValues, Level, consensus, distinguishing};
use quincunx::qmethod::{
    Convention, Correlated, Extracted, FactorIndex, Flagged, MethodError, Rotated, Scored,
    StatementIndex,
};
use serde_json::Value;
use std::sync::Arc;

/// Scores as qmethod makes them.
pub(super) fn raw_scores() -> ScoreOptions {
    ScoreOptions {
        input: ScoreInput::Raw,
        ..ScoreOptions::default()
    }
}

/// A solution and what is expected of it.
pub(super) struct Solution<'a> {
    pub(super) name: String,
    pub(super) k: usize,
    pub(super) values: &'a Value,
    pub(super) flagged: Flagged,
}

impl<'a> Solution<'a> {
    /// Our solution, its factors in the order and with the signs of the expected ones.
    pub(super) fn new(oracle: &'a Oracle, values: &'a Value) -> Self {
        let k = values["k"].as_u64().unwrap() as usize;
        // `exact` starts from qmethod's own unrotated centroid, hence its preset.
        let (extraction, taken) = match values["extraction"].as_str().unwrap() {
            "PCA" => (Extraction::PrincipalComponents, k),
            "centroid" => (Extraction::Centroid(CentroidOptions::QMETHOD), 5),
            other => panic!("{other}"),
        };
        let study = Arc::clone(&oracle.study);
        let correlated = Correlated::new(study, CorrelationMethod::Pearson).unwrap();
        let extracted = Extracted::new(Arc::new(correlated), extraction, taken).unwrap();
        let varimax = RotationStep::Varimax { kaiser: true };
        let rotated = Rotated::new(Arc::new(extracted), k, &[varimax]).unwrap();
        assert!(rotated.converged());
        let expected = matrix(&values["exact"]["loa"]);
        let arranged = Arc::new(arranged_as(&rotated, &expected));
        Self {
            name: format!("{} {} {k}", oracle.name, values["extraction"]),
            k,
            values,
            flagged: Flagged::new(arranged, FlagRule::default(), &[]).unwrap(),
        }
    }

    pub(super) fn scored(&self) -> Result<Scored, MethodError> {
        Scored::new(Arc::new(self.flagged.clone()), raw_scores())
    }

    /// The expected value under `exact` where it stands there, that of qmethod otherwise.
    fn expected(&self, key: &str) -> &Value {
        self.values["exact"].get(key).unwrap_or(&self.values[key])
    }

    pub(super) fn check_loadings_and_flags(&self) {
        let loadings = self.flagged.rotated().loadings();
        assert_close(
            &self.name,
            loadings,
            &matrix(&self.values["exact"]["loa"]),
            1e-9,
        );
        assert_eq!(
            self.flagged.flags(),
            &flags(self.expected("flagged")),
            "{}",
            self.name
        );
    }

    /// z-scores and arrays; arrays but for the values of tied statements, which are returned as (factor, statement), both from 1.
    pub(super) fn check_scores(&self, scored: &Scored) -> Vec<(usize, u32)> {
        let expected = matrix(&self.values["exact"]["zsc"]);
        assert_close(&self.name, &z_scores(scored), &expected, 1e-8);
        differing_array_cells(scored, self.expected("zsc_n"))
    }

    /// Reliability, standard errors and eigenvalues; where qmethod stopped, it printed no eigenvalues of the converged rotation.
    pub(super) fn check_characteristics(&self, scored: &Scored) {
        let ours = Characteristics::of(scored);
        if !self.has_flags_of_its_own() {
            check_f_char(&self.name, &ours, &self.values["f_char"]);
        }
        if self.values.get("error").is_some() {
            return;
        }
        let exact = &self.values["exact"];
        let eigenvalues = numbers(&exact["eigenvals"]);
        assert_list(&self.name, &ours.eigenvalues, &eigenvalues, 1e-8);
        let sorts = scored.study().sort_count() as f64;
        let percent: Vec<f64> = eigenvalues.iter().map(|x| 100.0 * x / sorts).collect();
        assert_list(&self.name, &ours.variance_percent, &percent, 1e-6);
        let mut correlations = matrix(&exact["cor_zsc"]);
        // qmethod has a 1 on the diagonal also of a factor without scores.
        for factor in 0..self.k {
            if scored.z(FactorIndex(factor)).is_none() {
                correlations[(factor, factor)] = f64::NAN;
            }
        }
        assert_close(&self.name, &ours.score_correlations, &correlations, 1e-8);
    }

    /// Whether the converged rotation flags other sorts than qmethod's, whose characteristics and stars then belong to other factors.
    pub(super) fn has_flags_of_its_own(&self) -> bool {
        let own = self.values["exact"].get("flagged_same") == Some(&Value::Bool(false));
        assert!(
            !own || self.name == "synties12x6 \"PCA\" 5",
            "{}",
            self.name
        );
        own
    }

    /// Labels of statements and stars of pairs.
    pub(super) fn check_statements(&self, scored: &Scored) {
        let qdc = &self.values["qdc"];
        let exact = self.values["exact"].get("dist_and_cons");
        check_labels(
            &self.name,
            scored,
            &texts(exact.unwrap_or(&qdc["dist_and_cons"])),
        );
        if !self.has_flags_of_its_own() {
            check_stars(&self.name, scored, qdc);
        }
    }
}

/// n×k, not a number for a factor without scores.
pub(super) fn z_scores(scored: &Scored) -> Matrix<f64> {
    let n = scored.study().statement_count();
    Matrix::from_fn(n, scored.factor_count(), |i, f| {
        scored.z(FactorIndex(f)).map_or(f64::NAN, |z| z[i])
    })
}

pub(super) fn differing_array_cells(scored: &Scored, expected: &Value) -> Vec<(usize, u32)> {
    let expected = matrix(expected);
    let mut differing = Vec::new();
    for factor in 0..scored.factor_count() {
        let Some(array) = scored.array(FactorIndex(factor)) else {
            assert!(expected.column(factor).iter().all(|x| x.is_nan()));
            continue;
        };
        for (i, value) in array.iter().enumerate() {
            if f64::from(*value) != expected[(i, factor)] {
                differing.push((factor + 1, scored.study().statements()[i].number));
            }
        }
    }
    differing
}

pub(super) fn check_f_char(name: &str, ours: &Characteristics, f_char: &Value) {
    let expected = &f_char["characteristics"];
    let counts: Vec<f64> = ours.defining_sorts.iter().map(|x| *x as f64).collect();
    assert_list(name, &counts, &numbers(&expected["nload"]), 0.0);
    // DIFFERENCE: qmethod gives a factor without flags the reliability 0; here it has none.
    let of_some = |values: &[Option<f64>], none| -> Vec<f64> {
        values.iter().map(|x| x.unwrap_or(none)).collect()
    };
    let reliability = of_some(&ours.composite_reliability, 0.0);
    assert_list(
        name,
        &reliability,
        &numbers(&expected["reliability"]),
        1e-12,
    );
    let errors = of_some(&ours.standard_error, f64::NAN);
    assert_list(name, &errors, &numbers(&expected["se_fscores"]), 1e-12);
    assert_close(name, &ours.sed, &matrix(&f_char["sd_dif"]), 1e-12);
}

/// qmethod's constants, with lists at both levels.
pub(super) fn qmethod() -> CriticalValues {
    CriticalValues {
        consensus: Level::Strict,
        ..CriticalValues::like(Convention::Qmethod)
    }
}

/// qmethod's further two levels as a table of their own.
fn qmethod_stricter() -> CriticalValues {
    let [weak, strict] = qmethod().further.map(Option::unwrap);
    CriticalValues::between(weak, strict)
}

/// qmethod's one label per statement against our lists per factor.
pub(super) fn check_labels(name: &str, scored: &Scored, labels: &[String]) {
    let factors = scored.scored_factors();
    for factor in &factors {
        let mut ours: Vec<StatementIndex> = distinguishing(scored, *factor, qmethod())
            .unwrap()
            .iter()
            .map(|found| found.statement)
            .collect();
        ours.sort();
        let word = format!("f{}", factor.0 + 1);
        let names_factor = |label: &String| label.split_whitespace().any(|part| part == word);
        let claims = |label: &&String| {
            *label == "Distinguishes all" || *label == "Distinguishing" || names_factor(label)
        };
        assert_eq!(
            ours,
            places(labels, |label| claims(&label)),
            "{name} {word}"
        );
    }
    let ours: Vec<StatementIndex> = consensus(scored, qmethod())
        .unwrap()
        .iter()
        .filter(|found| found.level == Level::Weak)
        .map(|found| found.statement)
        .collect();
    assert_eq!(ours, places(labels, |label| label == "Consensus"), "{name}");
}

fn places(labels: &[String], which: impl Fn(&String) -> bool) -> Vec<StatementIndex> {
    let found = labels.iter().enumerate().filter(|(_, label)| which(label));
    found.map(|(i, _)| StatementIndex(i)).collect()
}

/// A factor's level is that of its weakest pair; a statement's consensus that of its strongest.
pub(super) fn check_stars(name: &str, scored: &Scored, qdc: &Value) {
    let pairs = texts(&qdc["pairs"]);
    let rows: Vec<Vec<usize>> = qdc["sig"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| texts(row).iter().map(|stars| grade(stars)).collect())
        .collect();
    for (i, critical) in [qmethod(), qmethod_stricter()].into_iter().enumerate() {
        let level = |grade: usize| match grade.saturating_sub(2 * i) {
            0 => None,
            1 => Some(Level::Weak),
            _ => Some(Level::Strict),
        };
        for factor in scored.scored_factors() {
            let word = format!("f{}", factor.0 + 1);
            let found = distinguishing(scored, factor, critical).unwrap();
            for (statement, row) in rows.iter().enumerate() {
                let of_factor = pairs
                    .iter()
                    .zip(row)
                    .filter(|(pair, _)| pair.split('_').any(|f| f == word));
                let weakest = of_factor.map(|(_, grade)| *grade).min().unwrap();
                let ours = found.iter().find(|d| d.statement.0 == statement);
                assert_eq!(
                    ours.map(|d| d.level),
                    level(weakest),
                    "{name} {word} {statement}"
                );
            }
        }
        let found = consensus(scored, critical).unwrap();
        for (statement, row) in rows.iter().enumerate() {
            let expected = match level(*row.iter().max().unwrap()) {
                None => Some(Level::Weak),
                Some(Level::Weak) => Some(Level::Strict),
                Some(Level::Strict) => None,
            };
            let ours = found.iter().find(|c| c.statement.0 == statement);
            assert_eq!(ours.map(|c| c.level), expected, "{name} {statement}");
        }
    }
    check_differences(name, scored, &pairs, &matrix(&qdc["diff"]));
}

fn grade(stars: &str) -> usize {
    ["", "*", "**", "***", "6*"]
        .iter()
        .position(|s| *s == stars)
        .unwrap()
}

/// qmethod's differences come from its own rotation, which stops early, so they show the order and direction of pairs rather than digits.
fn check_differences(name: &str, scored: &Scored, pairs: &[String], differences: &Matrix<f64>) {
    let z = z_scores(scored);
    for (pair, expected) in pairs.iter().zip(differences.column_iter()) {
        let factors: Vec<usize> = pair.split('_').map(|f| f[1..].parse().unwrap()).collect();
        let ours = z.column(factors[0] - 1) - z.column(factors[1] - 1);
        assert!((ours - expected).amax() < 0.05, "{name} {pair}");
    }
}
