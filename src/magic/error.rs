//! Why a magic failed, in the user's words.

use crate::concourse::ConcourseError;
use crate::publish::PublishError;
use crate::qmethod::MethodError;
use crate::session::SessionError;
use crate::study_files::StudyFileError;
use crate::survey::{DraftError, RecordError, StoreError};
use thiserror::Error;

/// Why a magic failed. Text and `name` go to the notebook.
#[derive(Debug, Error)]
pub enum MagicError {
    /// Nothing after the sign.
    #[error("`%q` needs a verb, such as `%q help` or `%q example case-study`.")]
    NoVerb,
    /// A verb that does not exist.
    #[error(
        "There is no verb `{verb}`.{} `%q help` lists them all.",
        nearest.as_ref().map(|n| format!(" Did you mean `{n}`?")).unwrap_or_default()
    )]
    UnknownVerb {
        /// As typed.
        verb: String,
        /// The nearest verb.
        nearest: Option<String>,
    },
    /// A quotation mark without its partner.
    #[error(
        "A quotation mark is not closed in `%q {}`. Put a second one where the text ends.",
        line.trim()
    )]
    OpenQuote {
        /// The line.
        line: String,
    },
    /// Lines under a verb that takes none.
    #[error("`%%q {verb}` takes no lines below it. Write `%q {verb}` with one per cent sign.")]
    NoBody {
        /// The verb.
        verb: &'static str,
    },
    /// No lines under a verb that takes some.
    #[error(
        "`%%q {verb}` takes the lines below it, and there are none. Write there {body}; or write `%q {verb}` with one per cent sign."
    )]
    EmptyBody {
        /// The verb.
        verb: &'static str,
        /// What it takes.
        body: &'static str,
    },
    /// Arguments that the declaration refuses.
    #[error("{0}")]
    Usage(String),
    /// A step that the session refuses.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A step that the method refuses.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// A step that the concourse refuses.
    #[error(transparent)]
    Concourse(#[from] ConcourseError),
    /// A file that cannot be read as a study.
    #[error(transparent)]
    File(#[from] StudyFileError),
    /// A file that cannot be written.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A definition of a study to collect that is none.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A file of a study to collect that cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A step that could not be stored.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The reader interrupted it.
    #[error("Interrupted. The session is as it was before the cell.")]
    Interrupted,
    /// The system had no thread for it.
    #[error(
        "The magic could not be run to its end: the system has no thread for it. The session is as it was before the cell."
    )]
    Unfinished,
    /// What would change the session where nothing may.
    #[error(
        "`%q {verb}` changes the session, so it cannot be evaluated beside a cell. Run it in a cell of its own."
    )]
    Changes {
        /// The verb.
        verb: String,
    },
    /// A refusal of one verb alone.
    #[error("{0}")]
    Refused(String),
    /// A fault of this program.
    #[error(
        "Quincunx failed inside `{verb}`; this is a fault of the program, not of your data. The session is as it was before."
    )]
    Internal {
        /// The verb.
        verb: &'static str,
    },
}

impl MagicError {
    /// What [`MagicError::name`] says of a name that nothing carries.
    pub const NAME_ERROR: &'static str = "NameError";

    /// The kind of error in one word, the notebook's `ename`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoVerb
            | Self::UnknownVerb { .. }
            | Self::OpenQuote { .. }
            | Self::NoBody { .. }
            | Self::EmptyBody { .. }
            | Self::Usage(_)
            | Self::Changes { .. }
            | Self::Refused(_) => "UsageError",
            Self::Draft(_) => "DefinitionError",
            Self::Store(_) | Self::Record(_) => "StudyFileError",
            Self::Interrupted => "Interrupted",
            Self::Session(
                SessionError::StageMissing { .. }
                | SessionError::NoStudy
                | SessionError::NoConcourse
                | SessionError::NoQSet { .. },
            ) => "StageError",
            Self::Session(SessionError::Method(_)) | Self::Method(_) => "MethodError",
            Self::Session(SessionError::UnknownName { .. }) => Self::NAME_ERROR,
            Self::Session(_) => "UsageError",
            Self::Concourse(_) => "ConcourseError",
            Self::File(_) => "StudyFileError",
            Self::Publish(_) => "ExportError",
            Self::Unfinished | Self::Internal { .. } => "InternalError",
        }
    }

    pub(super) fn unknown_verb(verb: &str, known: &[String]) -> Self {
        let nearest = known
            .iter()
            .map(|k| (strsim::jaro_winkler(verb, k), k))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(closeness, _)| *closeness > 0.7)
            .map(|(_, k)| k.clone());
        Self::UnknownVerb {
            verb: verb.to_owned(),
            nearest,
        }
    }
}

impl From<clap::Error> for MagicError {
    fn from(error: clap::Error) -> Self {
        Self::Usage(super::usage::sentence(&error))
    }
}
