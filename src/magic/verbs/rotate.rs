mod board;
mod steps;

use super::shared::{Like, opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station, quoted};
use crate::qmethod::flagging::FlagRule;
use crate::qmethod::{Flagged, Rotated};
use crate::render::{self, Report};
use crate::session::Solution;
use std::sync::Arc;
use steps::{Line, Maker, parse_line, parse_words, written};

/// Rotate the factors
///
/// Varimax and its relatives start from the unrotated factors. By hand, two of the rotated factors are turned further. Every step is kept in full
/// precision and listed, so that it can be replayed: `rotate list` shows the steps, `drop` and `replace` change one of them, and all are taken
/// again from the unrotated factors.
#[derive(Debug, clap::Args)]
pub(super) struct Rotate {
    #[command(subcommand)]
    how: How,
}

#[derive(Debug, clap::Subcommand)]
enum How {
    #[command(flatten)]
    Step(StepArgs),
    /// Show the steps taken so far, by number
    List,
    /// Leave a step out and take the others again
    Drop {
        /// Its number in `rotate list`
        #[arg(value_name = "NUMBER", value_parser = step_number)]
        number: usize,
    },
    /// Put another step in the place of one and take all again
    Replace {
        /// Its number in `rotate list`
        #[arg(value_name = "NUMBER", value_parser = step_number)]
        number: usize,
        /// The new step, such as `by-hand F1 F2 10`
        #[arg(value_name = "STEP", required = true, num_args = 1.., trailing_var_arg = true, allow_hyphen_values = true)]
        step: Vec<String>,
    },
    /// Take the steps on the lines of a `%%q rotate replay`, as `rotate list` writes them
    Replay,
}

#[derive(Debug, clap::Subcommand)]
enum StepArgs {
    /// Varimax, to full convergence; factors in the order of their variance, most loadings positive
    Varimax {
        /// How many of the unrotated factors to keep; without it, all
        #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
        k: Option<usize>,
        /// Without Kaiser's normalisation of the sorts
        #[arg(long)]
        raw: bool,
        /// Whose order and signs of the factors
        #[arg(long, value_enum, default_value = "exact")]
        like: Like,
    },
    /// Quartimax: each sort on as few factors as possible; tends to a general factor
    Quartimax {
        #[command(flatten)]
        ways: Ways,
    },
    /// Equamax: factors of even size
    Equamax {
        #[command(flatten)]
        ways: Ways,
    },
    /// Any member of the orthomax family
    Orthomax {
        /// 0 is quartimax, 1 varimax, half the number of factors equamax
        #[arg(long, value_name = "NUMBER", value_parser = number, allow_negative_numbers = true)]
        gamma: f64,
        #[command(flatten)]
        ways: Ways,
    },
    /// Direct oblimin: factors may correlate
    Oblimin {
        /// Below 0 for factors that correlate less, up to .8 for more
        #[arg(long, value_name = "NUMBER", default_value = "0", value_parser = number, allow_negative_numbers = true)]
        gamma: f64,
        #[command(flatten)]
        ways: Ways,
    },
    /// Promax: varimax, then its loadings to a power; factors may correlate
    Promax {
        /// The power; the higher, the more factors correlate
        #[arg(long, value_name = "NUMBER", default_value = "4", value_parser = number, allow_negative_numbers = true)]
        kappa: f64,
        #[command(flatten)]
        ways: Ways,
    },
    /// Come as near as possible to given loadings, orthogonally
    ToMatrix {
        /// A table of ids and one column per factor; without it, the lines below a `%%q rotate to-matrix`
        #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        file: Option<String>,
    },
    /// Multiply the unrotated loadings by a given rotation matrix
    ByMatrix {
        /// A table with one row and one column per factor below a line of headings; without it, the lines below a `%%q rotate by-matrix`
        #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        file: Option<String>,
    },
    /// Keep the unrotated factors as they are
    None {
        /// How many of them; without it, all
        #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
        k: Option<usize>,
    },
    /// Turn a factor until it passes through a sort, which then loads on no other
    ToSort {
        /// The factor
        #[arg(value_name = "FACTOR")]
        factor: String,
        /// The sort
        #[arg(value_name = "SORT")]
        sort: String,
    },
    /// Turn two factors clockwise by an angle
    ByHand {
        /// First factor
        #[arg(value_name = "FACTOR", required_unless_present = "board")]
        a: Option<String>,
        /// Second factor
        #[arg(value_name = "FACTOR", required_unless_present = "board")]
        b: Option<String>,
        /// The angle; negative turns counter-clockwise
        #[arg(value_name = "DEGREES", value_parser = degrees, allow_negative_numbers = true, required_unless_present_any = ["angle", "board"])]
        degrees: Option<f64>,
        /// The same as DEGREES
        #[arg(long, value_name = "DEGREES", value_parser = degrees, allow_negative_numbers = true, conflicts_with = "degrees")]
        angle: Option<f64>,
        /// Show the two factors as a plot that turns under the mouse or the arrow keys; without factors, the first two
        #[arg(long, conflicts_with_all = ["degrees", "angle"])]
        board: bool,
        /// What the board was looking at; it turns nothing else
        #[arg(long, hide = true, value_name = "FINGERPRINT")]
        seen: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Ways {
    /// How many of the unrotated factors to keep; without it, all
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
    k: Option<usize>,
    /// Without Kaiser's normalisation of the sorts
    #[arg(long)]
    raw: bool,
    /// Whose normalisation, order and signs of the factors; of oblique rotations also whose flags: `qmethod` takes them from the pattern
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
}

impl Magic for Rotate {
    const NAME: &'static str = "rotate";
    const GROUP: Group = Group::Analysis;
    const BODY: Option<&'static str> = Some(
        "for `to-matrix` a table of ids and one column per factor, for `by-matrix` a table of one row and one column per factor, for `replay` one step per line",
    );
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Extracted,
            cell: "%q rotate varimax -k 5",
            does: "keeps five factors and rotates them",
        },
        Example {
            at: Station::Rotated,
            cell: "%q rotate by-hand F1 F2 -12.5",
            does: "turns the first two factors by hand",
        },
        Example {
            at: Station::Rotated,
            cell: "%q rotate by-hand F1 F3 --board",
            does: "turns the first and the third factor with the mouse",
        },
        Example {
            at: Station::Extracted,
            cell: "%q rotate promax -k 4",
            does: "lets four factors correlate",
        },
        Example {
            at: Station::Rotated,
            cell: "%q rotate to-sort F1 A07",
            does: "turns the first factor through a sort",
        },
        Example {
            at: Station::Rotated,
            cell: "%q rotate replace 1 equamax",
            does: "the same steps after another rotation",
        },
        Example {
            at: Station::Extracted,
            cell: "%%q rotate replay\nvarimax -k 5\nby-hand F1 F2 -12.5\ninvert F2",
            does: "takes a list of steps",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        self.check_body(call)?;
        let solution = call.session.current()?.clone();
        match self.how {
            How::List => Ok(list(&solution)?.into()),
            How::Step(StepArgs::ByHand {
                board: true, a, b, ..
            }) => board::open(call, a.as_deref(), b.as_deref()),
            How::Step(args) if args.turns() => turn(call, &solution, args),
            How::Step(args) => anew(call, &solution, vec![Line::Step(args)]),
            How::Replay => {
                let body = call.body.map(|body| body.text).unwrap_or_default();
                let lines: Result<Vec<Line>, _> = body
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(parse_line)
                    .collect();
                anew(call, &solution, lines?)
            }
            How::Drop { number } => change(call, &solution, number, None),
            How::Replace { number, step } => {
                change(call, &solution, number, Some(parse_words(&step)?))
            }
        }
    }
}

impl Rotate {
    fn check_body(&self, call: &Call<'_>) -> Result<(), MagicError> {
        let why = match (&self.how, call.body.is_some()) {
            (How::Replay, false) => {
                "Write the steps on the lines below `%%q rotate replay`, one per line, as `%q rotate list` shows them."
            }
            (How::Step(StepArgs::ToMatrix { file: None }), false) => {
                "Name a file, such as `%q rotate to-matrix theory.csv`, or write the table below `%%q rotate to-matrix`."
            }
            (How::Step(StepArgs::ByMatrix { file: None }), false) => {
                "Name a file, such as `%q rotate by-matrix turn.csv`, or write the table below `%%q rotate by-matrix`."
            }
            (
                How::Step(
                    StepArgs::ToMatrix { file: Some(_) } | StepArgs::ByMatrix { file: Some(_) },
                ),
                true,
            ) => {
                "The matrix comes from a file or from the lines of the cell, not from both. Leave one of them out."
            }
            (
                How::Replay | How::Step(StepArgs::ToMatrix { .. } | StepArgs::ByMatrix { .. }),
                true,
            )
            | (_, false) => {
                return Ok(());
            }
            (_, true) => {
                "Only `to-matrix`, `by-matrix` and `replay` take lines below them. Write `%q rotate` with one per cent sign."
            }
        };
        Err(MagicError::Refused(why.to_owned()))
    }
}

/// A rotation that begins with the unrotated factors.
fn anew(call: &mut Call<'_>, from: &Solution, lines: Vec<Line>) -> Result<Answer, MagicError> {
    let extracted = Arc::clone(from.extracted()?);
    let before = from.rotated().ok().map(|r| r.steps().to_vec());
    let maker = Maker {
        solution: from,
        call,
        before: before.unwrap_or_default(),
        anew: true,
    };
    let (k, steps) = maker.all(lines, extracted.factor_count())?;
    let rotated = Rotated::new(extracted, k, &steps)?;
    let step = call.step();
    let solution = call.session.current_mut()?;
    let dropped = solution.put_rotated(rotated, &step);
    let report = render::rotated(solution.rotated()?, solution.labels());
    Ok(Answer::step(opening(report, dropped)))
}

/// A turn of the rotated factors, with what the rule would flag before and after it.
fn turn(call: &mut Call<'_>, from: &Solution, args: StepArgs) -> Result<Answer, MagicError> {
    let before = Arc::clone(from.rotated()?);
    if let StepArgs::ByHand {
        a: Some(a),
        b: Some(b),
        angle: Some(angle),
        seen: Some(seen),
        ..
    } = &args
    {
        if *seen != board::fingerprint(&before) {
            return Err(MagicError::Refused(
                "These are not the factors of the board any more: something was done since. Run the board's cell again."
                    .to_owned(),
            ));
        }
        call.source = board::by_hand(&quoted(a), &quoted(b), *angle);
    }
    let maker = Maker {
        solution: from,
        call,
        before: before.steps().to_vec(),
        anew: false,
    };
    let turned = before.then(maker.step(Line::Step(args))?)?;
    let rule = from
        .flagged()
        .map_or_else(|_| FlagRule::default(), |f| f.rule());
    let preview = |rotated: &Arc<Rotated>| Flagged::new(Arc::clone(rotated), rule, &[]);
    let (old, new) = (preview(&before)?, preview(&Arc::new(turned.clone()))?);
    let report = render::turned(&old, &new, from.labels());
    let step = call.step();
    let dropped = call.session.current_mut()?.put_turned(turned, &step);
    Ok(Answer::step(opening(report, dropped)))
}

/// The steps with one of them left out or replaced.
fn change(
    call: &mut Call<'_>,
    from: &Solution,
    number: usize,
    by: Option<Line>,
) -> Result<Answer, MagicError> {
    let before = from.rotated()?;
    let mut steps = before.steps().to_vec();
    let at = number.checked_sub(1).filter(|at| *at < steps.len());
    let at = at.ok_or_else(|| no_step(number, steps.len()))?;
    match by {
        None => {
            steps.remove(at);
        }
        Some(line) => {
            let maker = Maker {
                solution: from,
                call,
                before: steps.clone(),
                anew: false,
            };
            let step = maker.replacement(line)?;
            steps.splice(at..=at, step);
        }
    }
    let rotated = before.replayed(&steps)?;
    let step = call.step();
    let solution = call.session.current_mut()?;
    let dropped = solution.put_replayed(rotated, &step);
    let report = render::rotated(solution.rotated()?, solution.labels());
    Ok(Answer::step(opening(report, dropped)))
}

fn list(solution: &Solution) -> Result<Report, MagicError> {
    let rotated = solution.rotated()?;
    let lines = written(rotated);
    Ok(render::rotation_steps(rotated, solution.labels(), &lines))
}

fn no_step(number: usize, steps: usize) -> MagicError {
    MagicError::Refused(match steps {
        0 => format!(
            "There is no step {number}: the factors are not rotated. `%q rotate varimax` makes a first step."
        ),
        1 => format!(
            "There is no step {number}; the rotation has one, number 1. `%q rotate list` shows it."
        ),
        _ => format!(
            "There is no step {number}; the rotation has {steps}. Name one of 1 to {steps}, as `%q rotate list` shows them."
        ),
    })
}

fn step_number(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "expected the number of a step, such as 2".to_owned())
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a number, such as 0.5".to_owned())
}

fn degrees(text: &str) -> Result<f64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a number of degrees, such as -12.5".to_owned())
}
