//! What a session refuses.

use super::stage::StageKind;
use crate::qmethod::MethodError;
use thiserror::Error;

/// Why a step cannot be taken from where the session stands.
#[derive(Debug, Error)]
pub enum SessionError {
    /// No study yet.
    #[error(
        "No study is loaded. Load one with `%q load sorts.csv`, or try `%q example case-study`."
    )]
    NoStudy,
    /// No concourse yet.
    #[error(
        "No concourse is loaded. Read one with `%q concourse FILE`, or write its statements below `%%q concourse`."
    )]
    NoConcourse,
    /// No Q set yet.
    #[error("No Q set was drawn from `{name}` yet. Draw one, such as `%q sample --total 40`.")]
    NoQSet {
        /// The concourse.
        name: String,
    },
    /// Sorts that are not here.
    #[error(
        "`{name}` was loaded as a cross-product: sums over sorts, none of which is here, so this cannot be had. `%q sql` writes the queries for what the sums allow: rotation, flags, scores, arrays and loadings; or load sorts with `%q load sorts.csv`."
    )]
    OnlySums {
        /// The name of the sums.
        name: String,
    },
    /// No sums of sorts.
    #[error(
        "No cross-product is loaded. `%q sql cross-product -n 40` writes the query that makes one, and `%q load --cross-product FILE` loads it."
    )]
    NoSums,
    /// A verb needs a stage that was not reached.
    #[error("This needs {}; {}.", needed.noun(), so_far(solution.as_deref(), *reached))]
    StageMissing {
        /// The solution, if it is a kept one.
        solution: Option<String>,
        /// What the verb works on.
        needed: StageKind,
        /// How far the solution has come.
        reached: StageKind,
    },
    /// A name that nobody carries.
    #[error("There is no {what} called `{name}`.{}", suggestion(name, known))]
    UnknownName {
        /// What was looked for: `solution`, `factor`, …
        what: &'static str,
        /// The name given.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A name for two things.
    #[error("There is a {what} called `{name}` already. Choose another name.")]
    NameTaken {
        /// What carries it.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A condition that cannot be read.
    #[error(
        "The condition `{condition}` cannot be read: {why}. Write ATTRIBUTE=VALUE, such as `site=A`, `site=A,B`, `site!=C`, `minutes>30`."
    )]
    Condition {
        /// As given.
        condition: String,
        /// What is wrong.
        why: String,
    },
    /// A condition that nobody meets.
    #[error(
        "No sort of `{study}`{} meets the condition `{condition}`. {}.",
        among_those(among),
        values_there(attribute, values)
    )]
    NobodyMeets {
        /// The study's name.
        study: String,
        /// The conditions before it, which some sorts meet; empty if it is the first.
        among: String,
        /// As given.
        condition: String,
        /// Its attribute.
        attribute: String,
        /// The values that occur.
        values: String,
    },
    /// The journal is empty.
    #[error("There is no step to take back.")]
    NothingToUndo,
    /// The method's own refusal.
    #[error(transparent)]
    Method(#[from] MethodError),
}

fn so_far(solution: Option<&str>, reached: StageKind) -> String {
    let (noun, next) = (reached.noun(), reached.next_verb());
    match solution {
        None => format!("so far there are only {noun}. Next: `{next}`"),
        Some(name) => format!(
            "so far `{name}` has only {noun}. Next: `%q use {name}`, `{next}`, and `%q keep {name}` again"
        ),
    }
}

fn among_those(conditions: &str) -> String {
    match conditions {
        "" => String::new(),
        _ => format!(" with `{conditions}`"),
    }
}

fn values_there(attribute: &str, values: &str) -> String {
    format!("Their values of `{attribute}` are: {values}")
}

/// ` Did you mean …?` with the nearest known name, or the known names, or nothing.
pub(crate) fn suggestion(name: &str, known: &[String]) -> String {
    let nearest = known
        .iter()
        .map(|k| {
            (
                strsim::jaro_winkler(&name.to_lowercase(), &k.to_lowercase()),
                k,
            )
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((closeness, k)) if closeness > 0.75 => format!(" Did you mean `{k}`?"),
        Some(_) => format!(" There are: {}.", known.join(", ")),
        None => " There are none yet.".to_owned(),
    }
}
