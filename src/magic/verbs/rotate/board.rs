//! `%q rotate by-hand --board`: two factors as a plot that turns under the mouse.

use crate::magic::verbs::shared::opening;
use crate::magic::{Answer, Call, MagicError, quoted};
use crate::mime::MimeBundle;
use crate::output::{Face, Reaction, Widget};
use crate::qmethod::flagging::{FlagRule, Majority};
use crate::qmethod::rotation::RotationStep;
use crate::qmethod::{Bound, FactorIndex, Flagged, Rotated};
use crate::render;
use crate::session::Solution;
use serde_json::{Map, Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

const FACE: Face = Face {
    name: "turn",
    module: include_str!("board/board.js"),
    style: include_str!("board/board.css"),
};

/// The board, and the plot that stands in for it where widgets do not run.
pub(super) fn open(
    call: &Call<'_>,
    a: Option<&str>,
    b: Option<&str>,
) -> Result<Answer, MagicError> {
    let solution = call.session.current()?;
    let rotated = Arc::clone(solution.rotated()?);
    let a = solution.rotated_factor(a.unwrap_or("F1"))?;
    let b = match b {
        Some(b) => solution.rotated_factor(b)?,
        None => FactorIndex(usize::from(a.0 == 0)),
    };
    // Refused here if it would be refused there.
    rotated.then(RotationStep::ByHand { a, b, degrees: 0.0 })?;
    let board = TurnBoard::of(solution, rotated, a, b)?;
    let seen = Flagged::new(Arc::clone(&board.rotated), board.rule, &[])?;
    let (first, second) = (board.label(a), board.label(b));
    let words = format!(
        "Where widgets run, this plot turns under the mouse and the arrow keys, and each angle taken becomes a line of the journal, such as `%q rotate by-hand {} {} --angle 10`.",
        quoted(&first),
        quoted(&second)
    );
    let report = opening(
        render::loadings_plot(&seen, &board.labels, a, b),
        Some(words),
    );
    Ok(Answer::from(report).live(board))
}

/// Whether these are still the factors that somebody saw: their loadings to the last digit. Only this process knows what it means.
pub(super) fn fingerprint(rotated: &Rotated) -> String {
    let mut hasher = DefaultHasher::new();
    rotated
        .extracted()
        .correlated()
        .study()
        .sort_ids()
        .hash(&mut hasher);
    for loading in rotated.loadings() {
        loading.to_bits().hash(&mut hasher);
    }
    format!("{:x}", hasher.finish())
}

/// The kernel's half of the board.
#[derive(Debug)]
struct TurnBoard {
    rotated: Arc<Rotated>,
    labels: Vec<String>,
    rule: FlagRule,
    threshold: f64,
    a: FactorIndex,
    b: FactorIndex,
    /// The turn that was asked for and is being taken.
    asked: Option<RotationStep>,
    /// The magics of the turns taken here.
    taken: Vec<String>,
    trouble: Option<String>,
}

impl TurnBoard {
    fn of(
        solution: &Solution,
        rotated: Arc<Rotated>,
        a: FactorIndex,
        b: FactorIndex,
    ) -> Result<Self, MagicError> {
        let rule = solution
            .flagged()
            .map_or_else(|_| FlagRule::default(), |flagged| flagged.rule());
        let flagged = Flagged::new(Arc::clone(&rotated), rule, &[])?;
        Ok(Self {
            rule,
            threshold: flagged.threshold(),
            labels: solution.rotated_labels(),
            rotated,
            a,
            b,
            asked: None,
            taken: Vec::new(),
            trouble: None,
        })
    }

    fn label(&self, factor: FactorIndex) -> String {
        self.labels.get(factor.0).cloned().unwrap_or_default()
    }

    /// Two different factors of the rotation, if the page names such.
    fn pair(&self, said: &Value) -> Option<(FactorIndex, FactorIndex)> {
        let factor = |key: &str| {
            let place = usize::try_from(said.get(key)?.as_u64()?).ok()?;
            (place < self.rotated.factor_count()).then_some(FactorIndex(place))
        };
        let (a, b) = (factor("a")?, factor("b")?);
        (a != b).then_some((a, b))
    }

    fn loadings(&self) -> Value {
        let rows = self.rotated.loadings().row_iter();
        let rows: Vec<Vec<f64>> = rows.map(|row| row.iter().copied().collect()).collect();
        json!(rows)
    }

    fn line(&self, a: FactorIndex, b: FactorIndex, degrees: f64) -> String {
        let (a, b) = (self.label(a), self.label(b));
        by_hand(&quoted(&a), &quoted(&b), degrees)
    }
}

/// A turn as the journal has it.
pub(super) fn by_hand(a: &str, b: &str, degrees: f64) -> String {
    format!("%q rotate by-hand {a} {b} --angle {degrees}")
}

impl Widget for TurnBoard {
    fn face(&self) -> Face {
        FACE
    }

    fn state(&self) -> Map<String, Value> {
        let ids = self.rotated.extracted().correlated().study().sort_ids();
        let majority = match self.rule.majority {
            Majority::Required => "required",
            Majority::Ignored => "ignored",
            Majority::Alone => "alone",
        };
        let state = [
            ("ids", json!(ids)),
            ("labels", json!(self.labels)),
            ("loadings", self.loadings()),
            (
                "rule",
                json!({
                    "threshold": self.threshold,
                    "majority": majority,
                    "at_least": self.rule.bound == Bound::AtLeast,
                    "kade": self.rule.rounding == crate::qmethod::convention::Rounding::Kade,
                }),
            ),
            ("a", json!(self.a.0)),
            ("b", json!(self.b.0)),
            ("taken", json!(self.taken)),
            ("trouble", json!(self.trouble)),
        ];
        state
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect()
    }

    fn changed(&mut self, state: &Map<String, Value>) -> Reaction {
        let mut both = json!({"a": self.a.0, "b": self.b.0});
        for key in ["a", "b"] {
            if let Some(value) = state.get(key) {
                both[key] = value.clone();
            }
        }
        if let Some((a, b)) = self.pair(&both) {
            (self.a, self.b) = (a, b);
        }
        Reaction::default()
    }

    fn told(&mut self, message: &Value) -> Reaction {
        let degrees = message["degrees"].as_f64();
        let degrees = degrees.filter(|d| d.abs() <= 360.0 && *d != 0.0);
        let (Some((a, b)), Some(degrees), "take") = (
            self.pair(message),
            degrees,
            message["kind"].as_str().unwrap_or_default(),
        ) else {
            return Reaction::default();
        };
        self.asked = Some(RotationStep::ByHand { a, b, degrees });
        let magic = format!(
            "{} --seen {}",
            self.line(a, b, degrees),
            fingerprint(&self.rotated)
        );
        Reaction {
            magic: Some(magic),
            ..Reaction::default()
        }
    }

    fn ran(&mut self, outcome: Result<&MimeBundle, &str>) -> Reaction {
        let Some(step) = self.asked.take() else {
            return Reaction::default();
        };
        self.trouble = outcome.err().map(str::to_owned);
        let turned = match outcome {
            Ok(_) => self.rotated.then(step.clone()).ok(),
            Err(_) => None,
        };
        let (Some(turned), RotationStep::ByHand { a, b, degrees }) = (turned, step) else {
            return Reaction::of("trouble", self.trouble.clone());
        };
        self.rotated = Arc::new(turned);
        self.taken.push(self.line(a, b, degrees));
        let state = [
            ("trouble", json!(self.trouble)),
            ("taken", json!(self.taken)),
            ("loadings", self.loadings()),
        ];
        Reaction {
            state: state
                .map(|(name, value)| (name.to_owned(), value))
                .into_iter()
                .collect(),
            ..Reaction::default()
        }
    }
}
