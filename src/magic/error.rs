//! Why a magic failed, in the user's words.

use crate::qmethod::MethodError;
use crate::session::SessionError;
use crate::study_files::StudyFileError;
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
    #[error("A quotation mark is not closed in `%q {line}`.")]
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
    /// Arguments that clap refuses.
    #[error("{0}")]
    Usage(String),
    /// A step that the session refuses.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A step that the method refuses.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// A file that cannot be read as a study.
    #[error(transparent)]
    File(#[from] StudyFileError),
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
    /// The kind of error in one word, the notebook's `ename`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoVerb
            | Self::UnknownVerb { .. }
            | Self::OpenQuote { .. }
            | Self::NoBody { .. }
            | Self::Usage(_)
            | Self::Refused(_) => "UsageError",
            Self::Session(SessionError::StageMissing { .. } | SessionError::NoStudy) => {
                "StageError"
            }
            Self::Session(SessionError::Method(_)) | Self::Method(_) => "MethodError",
            Self::Session(SessionError::UnknownName { .. }) => "NameError",
            Self::Session(_) => "UsageError",
            Self::File(_) => "StudyFileError",
            Self::Internal { .. } => "InternalError",
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
    /// clap's own words, without its `error: ` and its hint at an option that opens the same help.
    fn from(error: clap::Error) -> Self {
        let text = error.to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let mut text = text.trim_end().to_owned();
        if let Some(first) = text.get(..1) {
            let capital = first.to_uppercase();
            text.replace_range(..1, &capital);
        }
        Self::Usage(text)
    }
}
