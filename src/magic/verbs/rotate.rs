use super::shared::{opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Rotated;
use crate::qmethod::rotation::RotationStep;
use crate::render;
use std::sync::Arc;

/// Rotate the factors
///
/// Varimax starts from the unrotated factors. By hand, two of the rotated factors are turned further. Every step is kept in full precision and
/// listed, so that it can be replayed.
#[derive(Debug, clap::Args)]
pub(super) struct Rotate {
    #[command(subcommand)]
    how: How,
}

#[derive(Debug, clap::Subcommand)]
enum How {
    /// Varimax, to full convergence; factors in the order of their variance, most loadings positive
    Varimax {
        /// How many of the unrotated factors to keep; without it, all
        #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
        k: Option<usize>,
        /// Without Kaiser's normalisation of the sorts
        #[arg(long)]
        raw: bool,
    },
    /// Keep the unrotated factors as they are
    None {
        /// How many of them; without it, all
        #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
        k: Option<usize>,
    },
    /// Turn two factors clockwise by an angle
    ByHand {
        /// First factor
        #[arg(value_name = "FACTOR")]
        a: String,
        /// Second factor
        #[arg(value_name = "FACTOR")]
        b: String,
        /// The angle; negative turns counter-clockwise
        #[arg(value_name = "DEGREES", value_parser = degrees, allow_negative_numbers = true)]
        degrees: f64,
    },
}

impl Magic for Rotate {
    const NAME: &'static str = "rotate";
    const GROUP: Group = Group::Analysis;
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
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let step = call.step();
        let solution = call.session.current_mut()?;
        let (k, steps) = match self.how {
            How::Varimax { k, raw } => (k, vec![RotationStep::Varimax { kaiser: !raw }]),
            How::None { k } => (k, Vec::new()),
            How::ByHand { a, b, degrees } => {
                let (a, b) = (solution.rotated_factor(&a)?, solution.rotated_factor(&b)?);
                let turned = solution
                    .rotated()?
                    .then(RotationStep::ByHand { a, b, degrees })?;
                let dropped = solution.put_turned(turned, &step);
                let report = render::rotated(solution.rotated()?, solution.labels());
                return Ok(Answer::step(opening(report, dropped)));
            }
        };
        let extracted = Arc::clone(solution.extracted()?);
        let k = k.unwrap_or(extracted.factor_count());
        let rotated = Rotated::new(extracted, k, &steps)?;
        let dropped = solution.put_rotated(rotated, &step);
        let report = render::rotated(solution.rotated()?, solution.labels());
        Ok(Answer::step(opening(report, dropped)))
    }
}

fn degrees(text: &str) -> Result<f64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a number of degrees, such as -12.5".to_owned())
}
