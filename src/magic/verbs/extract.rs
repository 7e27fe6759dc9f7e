use super::shared::{Like, body_source, file, opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::Convention;
use crate::qmethod::extraction::{
    AutoStop, CentroidOptions, Extraction, ExtractionError, Finish, Heywood, HorstOptions,
    LikelihoodOptions, PrincipalAxisOptions,
};
use crate::qmethod::{Correlated, Extracted, MethodError};
use crate::render;
use crate::study_files::read_target;
use std::sync::Arc;

/// Extract unrotated factors
///
/// Take more factors than you expect to keep: `%q scree` helps to decide how many to rotate. Sorts whose communality reaches 1 (Heywood cases) are
/// named. `--like` follows a program's constants and signs, never its rounding on the way, which moves no loading by more than a few units of
/// its fifth decimal.
#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    /// How
    #[arg(value_enum)]
    method: ExtractionMethod,
    /// For `given`: a table of ids and one column per factor; without it, the lines below a `%%q extract given`
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<String>,
    /// How many factors; without it 8 components or 7 factors of another kind, as far as the sorts allow
    #[arg(short, value_name = "NUMBER", value_parser = whole_number, allow_negative_numbers = true)]
    k: Option<usize>,
    /// Whose constants and signs
    #[arg(long, value_enum, default_value = "exact")]
    like: Like,
    /// What becomes of sorts whose communality reaches 1
    #[arg(long, value_enum, default_value = "keep")]
    heywood: HeywoodChoice,
    /// For `horst`, stop before `k` factors where the residual correlations are as small as chance would make them: `once` or `twice` as strictly
    #[arg(long, value_enum, value_name = "COUNTING", num_args = 0..=1, require_equals = true)]
    auto_stop: Option<Option<Counting>>,
    /// When iterated communalities count as settled, instead of the method's own tolerance
    #[arg(long, value_name = "NUMBER", value_parser = number)]
    tolerance: Option<f64>,
    /// How many rounds at most; for `horst` without it 30 restarts
    #[arg(long, value_name = "NUMBER", value_parser = rounds)]
    rounds: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ExtractionMethod {
    /// Principal components of the correlation matrix
    Pca,
    /// Brown's centroid
    Centroid,
    /// Horst's centroid 5.5, all communalities iterated together
    Horst,
    /// Tucker's centroid: largest correlations for communalities, not iterated
    Tucker,
    /// Principal axis, communalities iterated
    Paf,
    /// Principal axis, from squared multiple correlations, not iterated
    PafOnce,
    /// Maximum likelihood
    Ml,
    /// Loadings found elsewhere, taken as they are
    Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum HeywoodChoice {
    /// They stay as found; a flag on a loading of 1 or more is refused later
    Keep,
    /// Communalities are held at 1 while iterated, and brought to 1 at the end
    Cap,
    /// Loadings times 1/√h² at the end, as KADE offers
    Rescale,
    /// No factors; the sorts are named
    Refuse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Counting {
    /// Mean squared residual below 1/n, as PQMethod describes it
    Once,
    /// Below 1/(2n): KADE counts every pair of sorts twice
    Twice,
}

impl ExtractionMethod {
    /// # Errors
    /// A program that does not have the method.
    pub(super) fn with(self, like: Like) -> Result<Extraction, MagicError> {
        let convention = like.convention();
        if !self.is_known_to(convention) {
            return Err(MagicError::Refused(format!(
                "{} has no `{}` to be followed. Leave `--like {}` out.",
                convention.name(),
                self.word(),
                convention.word()
            )));
        }
        Ok(match self {
            Self::Pca => Extraction::PrincipalComponents,
            Self::Centroid => Extraction::Centroid(CentroidOptions::like(convention)),
            Self::Horst => Extraction::Horst(HorstOptions::default()),
            Self::Tucker => Extraction::Centroid(CentroidOptions::TUCKER),
            Self::Paf => Extraction::PrincipalAxis(PrincipalAxisOptions::ITERATED),
            Self::PafOnce => Extraction::PrincipalAxis(PrincipalAxisOptions::ONCE),
            Self::Ml => Extraction::MaximumLikelihood(LikelihoodOptions::default()),
            Self::Given => Extraction::Given,
        })
    }

    fn is_known_to(self, convention: Convention) -> bool {
        match (self, convention) {
            (_, Convention::Exact) | (Self::Pca | Self::Centroid, _) => true,
            (Self::Horst, convention) => convention != Convention::Qmethod,
            _ => false,
        }
    }

    /// The step as provenance shows it: the presets of the centroid differ in their results.
    pub(super) fn step(self, like: Like, k: usize) -> String {
        let like = match like {
            Like::Exact => String::new(),
            like => format!(" --like {}", like.convention().word()),
        };
        format!("extract {} -k {k}{like}", self.word())
    }

    fn word(self) -> &'static str {
        match self {
            Self::Pca => "pca",
            Self::Centroid => "centroid",
            Self::Horst => "horst",
            Self::Tucker => "tucker",
            Self::Paf => "paf",
            Self::PafOnce => "paf-once",
            Self::Ml => "ml",
            Self::Given => "given",
        }
    }
}

impl HeywoodChoice {
    fn treatment(self) -> Heywood {
        match self {
            Self::Keep => Heywood::Keep,
            Self::Cap => Heywood::Cap,
            Self::Rescale => Heywood::Rescale,
            Self::Refuse => Heywood::Refuse,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Cap => "cap",
            Self::Rescale => "rescale",
            Self::Refuse => "refuse",
        }
    }
}

impl Magic for Extract {
    const NAME: &'static str = "extract";
    const GROUP: Group = Group::Analysis;
    const BODY: Option<&'static str> =
        Some("for `given` a table of ids and one column of loadings per factor");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Correlated,
            cell: "%q extract pca -k 8",
            does: "eight principal components",
        },
        Example {
            at: Station::Correlated,
            cell: "%q extract centroid --like pqmethod",
            does: "seven centroids, with the stopping rule of PQMethod",
        },
        Example {
            at: Station::Correlated,
            cell: "%q extract horst -k 8 --auto-stop",
            does: "Horst's centroid, which decides how many",
        },
        Example {
            at: Station::Correlated,
            cell: "%q extract paf -k 5 --heywood cap",
            does: "five principal axes, communalities held at 1",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if let Some(why) = self.misplaced_table(call.body.is_some()) {
            return Err(MagicError::Refused(why));
        }
        if self.method == ExtractionMethod::Given {
            return self.given(call);
        }
        let solution = call.session.current_mut()?;
        let correlated = Arc::clone(solution.correlated()?);
        let extraction = self.extraction()?;
        let finish = Finish {
            heywood: self.heywood.treatment(),
            ..Finish::like(self.like.convention(), extraction)
        };
        let extracted = self.extract(&correlated, extraction, finish)?;
        let k = extracted.factor_count();
        let report = render::unrotated(&extracted);
        let step = self.step(k);
        let dropped = solution.put_extracted(extracted, &step);
        Ok(Answer::step(opening(report, dropped)))
    }
}

impl Extract {
    /// Why a table that was given, or the lack of one, has no meaning.
    fn misplaced_table(&self, body: bool) -> Option<String> {
        let given = self.method == ExtractionMethod::Given;
        let why = match (given, &self.file, body) {
            (true, None, false) => {
                "Name a file of loadings, such as `%q extract given loadings.csv`, or write the table below `%%q extract given`."
            }
            (true, Some(_), true) => {
                "The loadings come from a file or from the lines of the cell, not from both. Leave one of them out."
            }
            (false, Some(file), _) => {
                return Some(format!(
                    "`extract {}` computes the loadings and reads no file. Leave `{file}` out, or write `extract given {file}`.",
                    self.method.word()
                ));
            }
            (false, None, true) => {
                "Only `given` takes lines below it. Write `%q extract` with one per cent sign."
            }
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn given(&self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if self.k.is_some() {
            return Err(MagicError::Refused(
                "The given loadings have their own number of columns. Leave `-k` out.".to_owned(),
            ));
        }
        self.extraction()?;
        let step = call.step();
        let correlated = Arc::clone(call.session.current()?.correlated()?);
        let study = correlated.study();
        let table = match (&self.file, call.body) {
            (Some(path), _) => read_target(study, &file(path, call.directory), path)?,
            (None, body) => {
                let body = body
                    .map(body_source)
                    .ok_or_else(|| MagicError::Refused("There are no loadings.".to_owned()))?;
                read_target(study, &body, "the cell")?
            }
        };
        let extracted = Extracted::given(Arc::clone(&correlated), table.loadings.as_ref().clone())?;
        let report = render::unrotated(&extracted);
        let solution = call.session.current_mut()?;
        let dropped = solution.put_extracted(extracted, &step);
        Ok(Answer::step(opening(report, dropped)))
    }

    fn extract(
        &self,
        correlated: &Arc<Correlated>,
        extraction: Extraction,
        finish: Finish,
    ) -> Result<Extracted, MethodError> {
        let of = |k| Extracted::finished(Arc::clone(correlated), extraction, k, finish);
        if let Some(k) = self.k {
            return of(k);
        }
        let habit = match self.method {
            ExtractionMethod::Pca => 8,
            _ => 7,
        };
        // Sorts that repeat each other allow fewer than their number, and so does likelihood.
        match of(habit.min(correlated.most_factors())) {
            Err(MethodError::NothingLeft { found, .. }) if found > 0 => of(found),
            Err(MethodError::Extraction(ExtractionError::LikelihoodFactorCount {
                most, ..
            })) if most > 0 => of(most),
            extracted => extracted,
        }
    }

    /// The method with the constants that were given.
    fn extraction(&self) -> Result<Extraction, MagicError> {
        let mut extraction = self.method.with(self.like)?;
        let mut unused = Vec::new();
        match &mut extraction {
            Extraction::Centroid(options) if self.method == ExtractionMethod::Centroid => {
                options.tolerance = self.tolerance.unwrap_or(options.tolerance);
                options.max_iterations = self.rounds.unwrap_or(options.max_iterations);
            }
            Extraction::Horst(options) => {
                options.tolerance = self.tolerance.unwrap_or(options.tolerance);
                options.max_restarts = self.rounds.unwrap_or(options.max_restarts);
                options.auto_stop = self.counting();
            }
            Extraction::PrincipalAxis(options) if options.iterated => {
                options.tolerance = self.tolerance.unwrap_or(options.tolerance);
                options.max_iterations = self.rounds.unwrap_or(options.max_iterations);
            }
            Extraction::MaximumLikelihood(options) => {
                options.tolerance = self.tolerance.unwrap_or(options.tolerance);
                options.max_iterations = self.rounds.unwrap_or(options.max_iterations);
            }
            _ => {
                unused.extend(self.tolerance.map(|_| "--tolerance"));
                unused.extend(self.rounds.map(|_| "--rounds"));
            }
        }
        if self.method != ExtractionMethod::Horst {
            unused.extend(self.auto_stop.map(|_| "--auto-stop"));
        }
        let never = matches!(self.method, ExtractionMethod::Pca | ExtractionMethod::Given);
        if never && self.heywood != HeywoodChoice::Keep {
            unused.push("--heywood");
        }
        match unused.first() {
            None => Ok(extraction),
            Some(option) => Err(MagicError::Refused(format!(
                "`{option}` has no meaning for `extract {}`. Leave it out.",
                self.method.word()
            ))),
        }
    }

    fn counting(&self) -> AutoStop {
        match self.auto_stop {
            None => AutoStop::Off,
            Some(Some(Counting::Once)) => AutoStop::Once,
            Some(Some(Counting::Twice)) => AutoStop::Twice,
            Some(None) if self.like == Like::Kade => AutoStop::Twice,
            Some(None) => AutoStop::Once,
        }
    }

    fn step(&self, k: usize) -> String {
        // With auto-stop the number asked for says where to stop at the latest, and gives these factors again.
        let k = match self.auto_stop {
            Some(_) => self.k.unwrap_or(k),
            None => k,
        };
        let mut step = self.method.step(self.like, k);
        if self.heywood != HeywoodChoice::Keep {
            step.push_str(&format!(" --heywood {}", self.heywood.word()));
        }
        match self.counting() {
            AutoStop::Off => {}
            AutoStop::Once => step.push_str(" --auto-stop=once"),
            AutoStop::Twice => step.push_str(" --auto-stop=twice"),
        }
        if let Some(tolerance) = self.tolerance {
            step.push_str(&format!(" --tolerance {tolerance:e}"));
        }
        if let Some(rounds) = self.rounds {
            step.push_str(&format!(" --rounds {rounds}"));
        }
        step
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse();
    number.map_err(|_| "expected a number, such as `--tolerance 1e-4`".to_owned())
}

fn rounds(text: &str) -> Result<usize, String> {
    let number = text.parse();
    number.map_err(|_| "expected a whole number, such as `--rounds 30`".to_owned())
}
