//! Steps of a rotation as they are written, one per line.

use super::super::shared::{Like, body_source, file};
use super::{StepArgs, Ways};
use crate::magic::{Call, MagicError, quoted};
use crate::qmethod::extraction::Extraction;
use crate::qmethod::rotation::{
    Arrangement, Criterion, FactorOrder, FlagBasis, Oblimin, Orthomax, Promax, RotationStep,
};
use crate::qmethod::{Convention, Conventions, FactorIndex, Rotated};
use crate::session::Solution;
use crate::study_files::{read_rotation, read_target};
use clap::{FromArgMatches, Subcommand};

/// What the target of a cell is called in the list.
const CELL: &str = "the lines of a cell";

/// A line of a replay: what `rotate` can do, and what other verbs do to rotated factors.
#[derive(Debug, Subcommand)]
pub(super) enum Line {
    #[command(flatten)]
    Step(StepArgs),
    /// Reverse the sign of a factor
    Invert {
        /// Which factor
        factor: String,
    },
    /// Exchange two factors
    Swap {
        /// One factor
        a: String,
        /// The other
        b: String,
    },
    /// Bring the factors into another order
    Order {
        /// Every factor once; without any, by falling variance
        factors: Vec<String>,
    },
    /// A step of the present rotation again
    #[command(name = "step")]
    Again {
        /// Its number
        number: usize,
    },
}

/// Reads a line of a replay.
pub(super) fn parse_line(line: &str) -> Result<Line, MagicError> {
    let words = shlex::split(line).ok_or_else(|| MagicError::OpenQuote {
        line: line.to_owned(),
    })?;
    parse_words(&words)
}

/// Reads the words of a step.
pub(super) fn parse_words(words: &[String]) -> Result<Line, MagicError> {
    let command = clap::Command::new("step").no_binary_name(true);
    let command = Line::augment_subcommands(command)
        .subcommand_required(true)
        .disable_help_flag(true)
        .disable_help_subcommand(true);
    let refused = |error: clap::Error| {
        let why = MagicError::from(error).to_string();
        MagicError::Refused(format!("The step `{}`: {why}", words.join(" ")))
    };
    let matches = command.try_get_matches_from(words).map_err(refused)?;
    Line::from_arg_matches(&matches).map_err(refused)
}

impl StepArgs {
    /// Whether the step goes on from the rotated factors there are.
    pub(super) fn turns(&self) -> bool {
        matches!(self, Self::ToSort { .. } | Self::ByHand { .. })
    }

    /// How many factors it asks for.
    fn k(&self) -> Option<usize> {
        match self {
            Self::Varimax { k, .. } | Self::None { k } => *k,
            Self::Quartimax { ways }
            | Self::Equamax { ways }
            | Self::Orthomax { ways, .. }
            | Self::Oblimin { ways, .. }
            | Self::Promax { ways, .. } => ways.k,
            _ => None,
        }
    }
}

/// Makes steps out of lines.
pub(super) struct Maker<'a, 'c> {
    pub(super) solution: &'a Solution,
    pub(super) call: &'a Call<'c>,
    /// The steps of the present rotation.
    pub(super) before: Vec<RotationStep>,
    /// Whether the steps begin with the unrotated factors.
    pub(super) anew: bool,
}

impl Maker<'_, '_> {
    /// How many factors the first line keeps, and the steps of all.
    pub(super) fn all(
        &self,
        lines: Vec<Line>,
        extracted: usize,
    ) -> Result<(usize, Vec<RotationStep>), MagicError> {
        let mut steps = Vec::with_capacity(lines.len());
        let mut k = None;
        for (place, line) in lines.into_iter().enumerate() {
            match line {
                Line::Step(args) if args.k().is_some() && place > 0 => {
                    return Err(MagicError::Refused(format!(
                        "`-k` stands in step {}; how many factors are kept is said once, in the first.",
                        place + 1
                    )));
                }
                Line::Step(StepArgs::None { k: asked }) => k = k.or(asked),
                line => {
                    if let Line::Step(args) = &line {
                        k = k.or(args.k());
                    }
                    let step = self.step(line)?;
                    let given = match &step {
                        RotationStep::Target(target) => Some(target.loadings.ncols()),
                        RotationStep::Given(given) => Some(given.matrix.ncols()),
                        _ => None,
                    };
                    k = k.or(given);
                    steps.push(step);
                }
            }
        }
        Ok((k.unwrap_or(extracted), steps))
    }

    /// The step that takes another's place; none for `none`.
    pub(super) fn replacement(&self, line: Line) -> Result<Option<RotationStep>, MagicError> {
        match line {
            Line::Step(args) if args.k().is_some() => Err(MagicError::Refused(
                "The number of factors stays as it is when a step is replaced. Leave `-k` out, or rotate anew.".to_owned(),
            )),
            Line::Step(StepArgs::None { .. }) => Ok(None),
            line => self.step(line).map(Some),
        }
    }

    /// One step.
    pub(super) fn step(&self, line: Line) -> Result<RotationStep, MagicError> {
        let args = match line {
            Line::Step(args) => args,
            Line::Invert { factor } => return Ok(RotationStep::Invert(self.factor(&factor)?)),
            Line::Swap { a, b } => {
                return Ok(RotationStep::Swap(self.factor(&a)?, self.factor(&b)?));
            }
            Line::Order { factors } => {
                return Ok(RotationStep::Order(self.order(&factors)?));
            }
            Line::Again { number } => {
                let step = number.checked_sub(1).and_then(|at| self.before.get(at));
                return step
                    .cloned()
                    .ok_or_else(|| super::no_step(number, self.before.len()));
            }
        };
        Ok(match args {
            StepArgs::Varimax {
                raw,
                like: Like::Exact,
                ..
            } => RotationStep::Varimax { kaiser: !raw },
            StepArgs::Varimax { raw, like, .. } => RotationStep::Orthomax(Orthomax {
                criterion: Criterion::Varimax,
                kaiser: !raw,
                arrangement: self.arrangement(like.convention()),
                rounding: Conventions::of(like.convention()).correlations,
            }),
            StepArgs::Quartimax { ways } => self.orthomax(Criterion::Quartimax, &ways),
            StepArgs::Equamax { ways } => self.orthomax(Criterion::Equamax, &ways),
            StepArgs::Orthomax { gamma, ways } => self.orthomax(Criterion::Gamma(gamma), &ways),
            StepArgs::Oblimin { gamma, ways } => RotationStep::Oblimin(Oblimin {
                gamma,
                kaiser: ways.kaiser(),
                arrangement: self.arrangement(ways.like.convention()),
                basis: FlagBasis::like(ways.like.convention()),
            }),
            StepArgs::Promax { kappa, ways } => RotationStep::Promax(Promax {
                kappa,
                kaiser_in_varimax: !ways.raw,
                kaiser_in_target: ways.kaiser(),
                arrangement: self.arrangement(ways.like.convention()),
                basis: FlagBasis::like(ways.like.convention()),
            }),
            StepArgs::ToMatrix { file: path } => self.target(path.as_deref())?,
            StepArgs::ByMatrix { file: path } => self.given(path.as_deref())?,
            StepArgs::ToSort { factor, sort } => RotationStep::Through {
                factor: self.factor(&factor)?,
                sort: self.solution.sort(&sort)?,
            },
            StepArgs::ByHand {
                a: Some(a),
                b: Some(b),
                degrees,
                angle,
                ..
            } => RotationStep::ByHand {
                a: self.factor(&a)?,
                b: self.factor(&b)?,
                degrees: degrees.or(angle).ok_or_else(no_angle)?,
            },
            StepArgs::ByHand { .. } => return Err(no_angle()),
            StepArgs::None { .. } => {
                return Err(MagicError::Refused(
                    "`none` takes no step. Write it first in a list, or leave it out.".to_owned(),
                ));
            }
        })
    }

    fn orthomax(&self, criterion: Criterion, ways: &Ways) -> RotationStep {
        RotationStep::Orthomax(Orthomax {
            criterion,
            kaiser: ways.kaiser(),
            arrangement: self.arrangement(ways.like.convention()),
            rounding: Conventions::of(ways.like.convention()).correlations,
        })
    }

    fn arrangement(&self, convention: Convention) -> Arrangement {
        let extraction = self.solution.extracted().map(|e| e.extraction());
        let after_centroid = matches!(
            extraction,
            Ok(Extraction::Centroid(_) | Extraction::Horst(_))
        );
        Arrangement::like(convention, after_centroid)
    }

    /// A factor by its label; in a list that begins with the unrotated factors by its place, as labels belong to the rotation that it replaces.
    fn factor(&self, name: &str) -> Result<FactorIndex, MagicError> {
        let place = name.strip_prefix(['F', 'f']).unwrap_or(name).parse().ok();
        match place.and_then(|place: usize| place.checked_sub(1)) {
            Some(place) if self.anew => Ok(FactorIndex(place)),
            _ => Ok(self.solution.factor(name)?),
        }
    }

    fn order(&self, names: &[String]) -> Result<FactorOrder, MagicError> {
        if names.is_empty() {
            return Ok(FactorOrder::ByVariance);
        }
        let factors: Result<Vec<_>, _> = names.iter().map(|name| self.factor(name)).collect();
        Ok(FactorOrder::Given(factors?))
    }

    fn target(&self, path: Option<&str>) -> Result<RotationStep, MagicError> {
        let study = self.solution.part();
        let target = match (path, self.call.body) {
            (Some(path), _) => read_target(study, &file(path, self.call.directory), path)?,
            (None, Some(body)) => read_target(study, &body_source(body), CELL)?,
            (None, None) => {
                return Err(MagicError::Refused(
                    "A step `to-matrix` of a list names its file.".to_owned(),
                ));
            }
        };
        Ok(RotationStep::Target(target))
    }

    fn given(&self, path: Option<&str>) -> Result<RotationStep, MagicError> {
        let given = match (path, self.call.body) {
            (Some(path), _) => read_rotation(&file(path, self.call.directory), path)?,
            (None, Some(body)) => read_rotation(&body_source(body), CELL)?,
            (None, None) => {
                return Err(MagicError::Refused(
                    "A step `by-matrix` of a list names its file.".to_owned(),
                ));
            }
        };
        Ok(RotationStep::Given(given))
    }
}

impl Ways {
    /// R qmethod leaves all but varimax to routines that do not normalise.
    fn kaiser(&self) -> bool {
        !self.raw && self.like != Like::Qmethod
    }
}

/// The steps of a rotation, each as a line of a replay.
pub(super) fn written(rotated: &Rotated) -> Vec<String> {
    let steps = rotated.steps().iter().enumerate();
    steps.map(|(at, step)| line_of(rotated, at, step)).collect()
}

fn line_of(rotated: &Rotated, at: usize, step: &RotationStep) -> String {
    let place = |factor: &FactorIndex| format!("F{}", factor.0 + 1);
    let raw = |kaiser: bool| if kaiser { "" } else { " --raw" };
    match step {
        RotationStep::Varimax { kaiser } => format!("varimax{}", raw(*kaiser)),
        RotationStep::Orthomax(o) => {
            let like = like(o.arrangement, None);
            let word = match o.criterion {
                Criterion::Quartimax => "quartimax".to_owned(),
                Criterion::Varimax => "varimax".to_owned(),
                Criterion::Equamax => "equamax".to_owned(),
                Criterion::Gamma(gamma) => format!("orthomax --gamma {gamma}"),
            };
            format!("{word}{}{like}", raw(o.kaiser))
        }
        RotationStep::Oblimin(o) => {
            let like = like(o.arrangement, Some(o.basis));
            format!("oblimin --gamma {}{}{like}", o.gamma, raw(o.kaiser))
        }
        RotationStep::Promax(p) => {
            let like = like(p.arrangement, Some(p.basis));
            format!(
                "promax --kappa {}{}{like}",
                p.kappa,
                raw(p.kaiser_in_varimax)
            )
        }
        RotationStep::Target(target) if target.name == CELL => format!("step {}", at + 1),
        RotationStep::Target(target) => format!("to-matrix {}", quoted(&target.name)),
        RotationStep::Given(given) if given.name == CELL => format!("step {}", at + 1),
        RotationStep::Given(given) => format!("by-matrix {}", quoted(&given.name)),
        RotationStep::Through { factor, sort } => {
            let study = rotated.extracted().correlated().study();
            let id = study.sort_ids().get(sort.0);
            let id = id.map(|id| quoted(id)).unwrap_or_default();
            format!("to-sort {} {id}", place(factor))
        }
        RotationStep::ByHand { a, b, degrees } => {
            format!("by-hand {} {} {degrees}", place(a), place(b))
        }
        RotationStep::Invert(factor) => format!("invert {}", place(factor)),
        RotationStep::Swap(a, b) => format!("swap {} {}", place(a), place(b)),
        RotationStep::Order(FactorOrder::ByVariance) => "order".to_owned(),
        RotationStep::Order(FactorOrder::Given(factors)) => {
            let places: Vec<String> = factors.iter().map(place).collect();
            format!("order {}", places.join(" "))
        }
    }
}

/// The `--like` that gives this order, these signs and these flags.
fn like(arrangement: Arrangement, basis: Option<FlagBasis>) -> String {
    let gives = |convention: &Convention| {
        let arranged = [true, false]
            .map(|after_centroid| Arrangement::like(*convention, after_centroid))
            .contains(&arrangement);
        arranged && basis.is_none_or(|basis| FlagBasis::like(*convention) == basis)
    };
    match Convention::ALL.iter().find(|c| gives(c)) {
        None | Some(Convention::Exact) => String::new(),
        Some(convention) => format!(" --like {}", convention.word()),
    }
}

fn no_angle() -> MagicError {
    MagicError::Refused(
        "A step by hand is two factors and an angle, such as `by-hand F1 F2 -12.5`; a board is none."
            .to_owned(),
    )
}
