mod lines;

use super::concourse::state;
use super::shared::{opening, words};
use crate::concourse::{Concourse, ConcourseError, Decision, Screening};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render;

/// Say what becomes of collected statements, and why
///
/// `merge A B` lets statement A stand for B, `drop` takes statements out, `reword` gives one other words, and `keep` says that statements alike in wording are
/// all to stay. `%%q decide` takes one decision per line, the reason after a colon: `drop 7 9: not about the market`. Every decision is a step of the journal
/// and part of the path from concourse to Q set.
#[derive(Debug, clap::Args)]
pub(super) struct Decide {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Let the first statement stand for the others
    Merge(Ids),
    /// Take statements out
    Drop(Ids),
    /// Give a statement other words
    Reword {
        /// Which statement, by its id
        #[arg(value_name = "STATEMENT")]
        id: String,
        /// The new words
        #[arg(value_name = "TEXT", allow_hyphen_values = true, value_parser = words)]
        text: String,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "", allow_hyphen_values = true, value_parser = words)]
        because: String,
    },
    /// Let statements stay that are alike in wording, and may be drawn together
    Keep(Ids),
}

#[derive(Debug, clap::Args)]
struct Ids {
    /// The statements, by their ids
    #[arg(required = true, value_name = "STATEMENT")]
    ids: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", default_value = "", allow_hyphen_values = true, value_parser = words)]
    because: String,
}

/// A decision as it is written, statements by their ids.
struct Said {
    kind: Kind,
    ids: Vec<String>,
    text: String,
    reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Merge,
    Drop,
    Reword,
    Keep,
}

impl Magic for Decide {
    const NAME: &'static str = "decide";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some(
        "one decision per line: `merge`, `drop`, `reword` or `keep`, ids, for `reword` the new words in quotes, and after a colon the reason",
    );
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Concourse,
            cell: "%q decide merge M07 M08 --because \"the same thought\"",
            does: "lets M07 stand for M08 too",
        },
        Example {
            at: Station::Concourse,
            cell: "%%q decide\ndrop M75 M78: not about the market\nreword M17 \"In a wet week the rent eats most of the takings.\": shorter\nkeep M61 M62: alike in words, opposite in sense",
            does: "takes three decisions at once",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let said = match (self.what, call.body) {
            (Some(what), None) => vec![what.said()],
            (None, Some(body)) => lines::read(body)?,
            _ => {
                return Err(MagicError::Refused(
                    "Say one decision, such as `%q decide drop 7 --because \"off topic\"`, or write one per line below `%%q decide`."
                        .to_owned(),
                ));
            }
        };
        let mut concourse = call.session.concourse()?.clone();
        let before = concourse.screening().decisions().len();
        let decisions: Result<Vec<Decision>, ConcourseError> = said
            .into_iter()
            .map(|said| said.decision(concourse.screening()))
            .collect();
        let dropped = concourse.decide(decisions?, call.step())?;
        let report = render::decided(&state(&concourse), before);
        call.session.set_concourse(concourse);
        Ok(Answer::of_concourse(opening(report, dropped)).entered(None))
    }
}

impl What {
    fn said(self) -> Said {
        let of = |kind: Kind, ids: Ids| Said {
            kind,
            ids: ids.ids,
            text: String::new(),
            reason: ids.because,
        };
        match self {
            Self::Merge(ids) => of(Kind::Merge, ids),
            Self::Drop(ids) => of(Kind::Drop, ids),
            Self::Keep(ids) => of(Kind::Keep, ids),
            Self::Reword { id, text, because } => Said {
                kind: Kind::Reword,
                ids: vec![id],
                text,
                reason: because,
            },
        }
    }
}

impl Said {
    fn decision(self, screening: &Screening) -> Result<Decision, ConcourseError> {
        let concourse: &Concourse = screening.concourse();
        let found: Result<Vec<usize>, ConcourseError> =
            self.ids.iter().map(|id| concourse.find(id)).collect();
        let (candidates, reason) = (found?, self.reason);
        let (first, others) = match candidates.split_first() {
            Some((first, others)) => (*first, others.to_vec()),
            None => {
                return Err(ConcourseError::TooFew {
                    what: self.kind.word(),
                    needed: if self.kind == Kind::Merge { 2 } else { 1 },
                    found: 0,
                });
            }
        };
        Ok(match self.kind {
            Kind::Keep => Decision::Keep { candidates, reason },
            Kind::Drop => Decision::Drop { candidates, reason },
            Kind::Merge => Decision::Merge {
                into: first,
                others,
                reason,
            },
            Kind::Reword => Decision::Reword {
                candidate: first,
                before: screening.text(first).to_owned(),
                text: self.text,
                reason,
            },
        })
    }
}

impl Kind {
    const ALL: [Self; 4] = [Self::Merge, Self::Drop, Self::Reword, Self::Keep];

    fn word(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Drop => "drop",
            Self::Reword => "reword",
            Self::Keep => "keep",
        }
    }
}
