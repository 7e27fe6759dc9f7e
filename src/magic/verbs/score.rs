use super::shared::{Like, opening, stated_grid};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::scores::{ScoreInput, ScoreMethod, ScoreOptions, TieRule};
use crate::render;
use std::path::Path;

/// Score the flagged factors in another way
///
/// Flagging scores at once, by Brown's weights. This verb scores again, and the solution keeps to it when its flags change, until it is said otherwise: `%q score`
/// alone goes back to the usual way. Options that are not given are those of `--like`.
///
/// Brown's weights draw on the defining sorts. Regression and Bartlett scores are estimated from all sorts and brought to mean 0, sd 1; they are given for factors
/// with defining sorts, since their standard errors rest on these. `%q scores` shows the scores again, `%q arrays` the arrays.
#[derive(Debug, clap::Args)]
pub(super) struct Score {
    /// How scores are estimated
    #[arg(long, value_enum, default_value = "brown")]
    method: Method,
    /// Whether sorts are brought to mean 0 and sd 1 before they are weighted; tells only with free sorts
    #[arg(long, value_enum)]
    input: Option<Input>,
    /// The reliability assumed of one sort, above 0 and at most 1
    #[arg(long, value_name = "NUMBER", value_parser = reliability, default_value = "0.8")]
    reliability: f64,
    /// The grid of the arrays: value:cards pairs such as `-1:1,0:3,1:1`, or a file; without it, the study's
    #[arg(long, value_name = "GRID", value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    grid: Option<String>,
    /// Where statements with equal z-scores stand in the arrays
    #[arg(long, value_enum)]
    ties: Option<Ties>,
    /// Input, ties and rounding of a program
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Method {
    /// The defining sorts, weighted by l/(1 − l²)
    Brown,
    /// All sorts: regression of the factors on them (Thurstone)
    Regression,
    /// All sorts: Bartlett's estimates
    Bartlett,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Input {
    /// Mean 0, sd 1
    Standardised,
    /// As they are
    Raw,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Ties {
    /// The lower statement number gets the higher value
    Number,
    /// All get the value at their mean rank, which can break the grid
    MeanRank,
}

impl Magic for Score {
    const NAME: &'static str = "score";
    const GROUP: Group = Group::Analysis;
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q score --method bartlett",
            does: "Bartlett's estimates from all sorts",
        },
        Example {
            at: Station::Flagged,
            cell: "%q score --like qmethod --reliability 0.7",
            does: "as R qmethod, with another reliability of one sort",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let step = call.step();
        let options = self.options(call.directory)?;
        let solution = call.session.current_mut()?;
        let usual = options == ScoreOptions::default();
        let kept = solution.put_scored(options, &step)?;
        let said = if usual {
            "Later flags are scored in this, the usual way."
        } else {
            "Later flags are scored in this way too, until `%q score` says otherwise."
        };
        let report = render::scores(solution.scored()?, solution.labels());
        let report = opening(report, Some(said.to_owned()));
        Ok(Answer::step(opening(report, kept)))
    }
}

impl Score {
    fn options(&self, directory: &Path) -> Result<ScoreOptions, MagicError> {
        let like = ScoreOptions::like(self.like.convention());
        if self.method != Method::Brown && (self.input.is_some() || self.like != Like::Exact) {
            return Err(MagicError::Refused(
                "Regression and Bartlett scores are made of standardised sorts without rounding, and none of the programs has them: leave out `--input` and `--like`, or use `--method brown`."
                    .to_owned(),
            ));
        }
        Ok(ScoreOptions {
            convention: like.convention,
            method: match self.method {
                Method::Brown => ScoreMethod::Brown,
                Method::Regression => ScoreMethod::Regression,
                Method::Bartlett => ScoreMethod::Bartlett,
            },
            input: match self.input {
                Some(Input::Standardised) => ScoreInput::Standardised,
                Some(Input::Raw) => ScoreInput::Raw,
                None => like.input,
            },
            average_reliability: self.reliability,
            array_grid: match &self.grid {
                Some(grid) => Some(stated_grid(grid, directory)?),
                None => None,
            },
            ties: match self.ties {
                Some(Ties::Number) => TieRule::ByNumber,
                Some(Ties::MeanRank) => TieRule::MeanRank,
                None => like.ties,
            },
            rounding: like.rounding,
        })
    }
}

fn reliability(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|r: &f64| *r > 0.0 && *r <= 1.0);
    number.ok_or_else(|| "expected a number above 0 and at most 1, such as 0.80".to_owned())
}
