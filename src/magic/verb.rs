//! What a verb is.

use super::Body;
use super::error::MagicError;
use super::examples::Example;
use super::usage;
use crate::output::{Progress, Widget};
use crate::render::Report;
use crate::session::{Looks, Session, SessionError, Solution};
use std::path::Path;

/// One verb: its arguments are the fields of the type (by clap), its documentation the type's doc comment.
pub trait Magic: clap::Args {
    /// What the user types after `%q`.
    const NAME: &'static str;
    /// Where it stands in the help.
    const GROUP: Group;
    /// What the lines under `%%q` are, for verbs that take some.
    const BODY: Option<&'static str> = None;
    /// Examples for the help; each is run by the tests.
    const EXAMPLES: &'static [Example];

    /// Does the work. What it changed in the session before an error is taken back by the caller.
    ///
    /// # Errors
    /// In the user's words.
    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError>;
}

/// Where a verb stands in the help, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Getting a study in and looking at it.
    Study,
    /// From correlations to flags.
    Analysis,
    /// The results.
    Results,
    /// What the factors say.
    Interpretation,
    /// Many sites, two orders.
    Comparison,
    /// How sure the results are.
    Uncertainty,
    /// The session itself.
    Session,
}

impl Group {
    /// All groups, in the order of the help.
    pub const ALL: [Self; 7] = [
        Self::Study,
        Self::Analysis,
        Self::Results,
        Self::Interpretation,
        Self::Comparison,
        Self::Uncertainty,
        Self::Session,
    ];

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Study => "Study",
            Self::Analysis => "Analysis",
            Self::Results => "Results",
            Self::Interpretation => "Interpretation",
            Self::Comparison => "Comparison",
            Self::Uncertainty => "Uncertainty",
            Self::Session => "Session",
        }
    }
}

/// What a verb works with.
#[derive(Debug)]
pub struct Call<'a> {
    /// The session, to be changed freely.
    pub session: &'a mut Session,
    /// What was looked at so far.
    pub looks: &'a mut Looks,
    /// The lines under a `%%q`.
    pub body: Option<Body<'a>>,
    /// The notebook's folder; relative paths start here.
    pub directory: &'a Path,
    /// The magic as the journal will show it.
    pub source: String,
    /// Who watches a verb that takes long.
    pub progress: &'a dyn Progress,
}

impl Call<'_> {
    /// The kept solution of this name, or the one under way.
    ///
    /// # Errors
    /// No such solution, or no study yet.
    pub fn solution(&self, of: Option<&str>) -> Result<Solution, SessionError> {
        match of {
            Some(name) => self.session.solution(name).cloned(),
            None => self.session.current().cloned(),
        }
    }

    /// Says how far a long verb is (see [`Progress::step`]), and ends it if the reader wants that: call it once a round.
    ///
    /// # Errors
    /// [`MagicError::Interrupted`].
    pub fn advance(&self, done: usize, total: usize, words: &str) -> Result<(), MagicError> {
        self.progress.step(done, total, words);
        if self.progress.interrupted() {
            return Err(MagicError::Interrupted);
        }
        Ok(())
    }

    /// The step as provenance shows it: the magic without its sign.
    pub fn step(&self) -> String {
        let first = self.source.lines().next().unwrap_or_default();
        first
            .trim_start_matches('%')
            .trim_start_matches("q ")
            .to_owned()
    }
}

/// What a verb has to show.
#[derive(Debug)]
pub struct Answer {
    /// The report.
    pub report: Report,
    /// The solution it is about, where that is not the one under way.
    pub about: Option<Solution>,
    /// Set if the session has changed: what becomes of it in the journal.
    pub step: Option<Step>,
    /// It is about the concourse, not about a study.
    pub of_concourse: bool,
    /// It goes to the front end's pager instead of the cell's output.
    pub paged: bool,
    /// What takes the place of the report's last bundle on pages that run widgets.
    pub widget: Option<Box<dyn Widget>>,
}

/// A step of the analysis: entered in the journal, taken back by `undo`.
#[derive(Debug, Default)]
pub struct Step {
    /// What the journal notes beside the magic.
    pub remark: Option<String>,
}

impl From<Report> for Answer {
    /// Something shown; nothing has changed.
    fn from(report: Report) -> Self {
        Self {
            report,
            about: None,
            step: None,
            of_concourse: false,
            paged: false,
            widget: None,
        }
    }
}

impl Answer {
    /// A report about a certain solution; nothing has changed.
    pub fn about(solution: Solution, report: Report) -> Self {
        Self::from(report).of(solution)
    }

    /// The same about a certain solution.
    #[must_use]
    pub fn of(self, solution: Solution) -> Self {
        Self {
            about: Some(solution),
            ..self
        }
    }

    /// The same, live: on pages that run widgets, `widget` takes the place of the report's last bundle, which stands in for it everywhere else. Of no effect
    /// with [`Answer::paged`].
    #[must_use]
    pub fn live(self, widget: impl Widget + 'static) -> Self {
        Self {
            widget: Some(Box::new(widget)),
            ..self
        }
    }

    /// A report about the concourse; nothing has changed.
    pub fn of_concourse(report: Report) -> Self {
        Self {
            of_concourse: true,
            ..report.into()
        }
    }

    /// The same as a step, entered in the journal with a remark if there is one.
    #[must_use]
    pub fn entered(self, remark: Option<String>) -> Self {
        Self {
            step: Some(Step { remark }),
            ..self
        }
    }

    /// What a step of the analysis has to show.
    pub fn step(report: Report) -> Self {
        Self {
            step: Some(Step::default()),
            ..report.into()
        }
    }

    /// A step with a remark for the journal.
    pub fn step_with_remark(report: Report, remark: String) -> Self {
        Self {
            step: Some(Step {
                remark: Some(remark),
            }),
            ..report.into()
        }
    }
}

/// A verb's declaration with its type erased, so that all of them stand in one list.
#[derive(Clone, Copy, Debug)]
pub struct Verb {
    /// What the user types after `%q`.
    pub name: &'static str,
    /// Where it stands in the help.
    pub group: Group,
    /// What the lines under `%%q` are.
    pub body: Option<&'static str>,
    /// Examples, run by the tests.
    pub examples: &'static [Example],
    augment: fn(clap::Command) -> clap::Command,
    run: fn(&clap::ArgMatches, &mut Call<'_>) -> Result<Answer, MagicError>,
}

impl Verb {
    /// The declaration of a verb.
    pub fn of<M: Magic>() -> Self {
        Self {
            name: M::NAME,
            group: M::GROUP,
            body: M::BODY,
            examples: M::EXAMPLES,
            augment: M::augment_args,
            run: |matches, call| M::from_arg_matches(matches)?.run(call),
        }
    }

    /// Its arguments and documentation, for clap.
    pub fn command(&self) -> clap::Command {
        (self.augment)(clap::Command::new(self.name))
            .no_binary_name(true)
            .bin_name(format!("%q {}", self.name))
            .color(clap::ColorChoice::Never)
            .disable_help_subcommand(true)
            .term_width(100)
            .after_help(super::help::after_help(self))
    }

    /// Reads the arguments and does the work.
    pub(super) fn run(
        &self,
        arguments: &[String],
        call: &mut Call<'_>,
    ) -> Result<Answer, MagicError> {
        if call.body.is_some() && self.body.is_none() {
            return Err(MagicError::NoBody { verb: self.name });
        }
        if let (Some(body), Some(wanted)) = (call.body, self.body)
            && body.text.trim().is_empty()
        {
            return Err(MagicError::EmptyBody {
                verb: self.name,
                body: wanted,
            });
        }
        let matches = match self.command().try_get_matches_from(arguments) {
            Ok(matches) => matches,
            Err(error) if asks_for_help(&error) => {
                return Ok(Report::new("").code(error.to_string().trim_end()).into());
            }
            Err(error) => return Err(self.refusal(&error)),
        };
        (self.run)(&matches, call)
    }

    fn refusal(&self, error: &clap::Error) -> MagicError {
        let command = self.command();
        let words = command.get_subcommands().map(|c| c.get_name().to_owned());
        let words: Vec<String> = words.collect();
        MagicError::Usage(usage::refusal(error, self.name, &words))
    }
}

fn asks_for_help(error: &clap::Error) -> bool {
    error.kind() == clap::error::ErrorKind::DisplayHelp
}
