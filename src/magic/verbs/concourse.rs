use super::shared::{body_source, checked_name, file, opening, stem};
use crate::concourse::{AskedDimension, Concourse, Framework, Interrupted, Similar};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::{self, ConcourseState};
use crate::session::ConcourseUnderWay;
use crate::study_files::{LoadedConcourse, Source, read_concourse};

/// The least similarity at which wordings are shown as alike, where none is stated.
const THRESHOLD: f64 = 0.75;
/// How the note begins that a stated framework makes pointless.
const NO_FRAMEWORK: &str = "No framework was stated:";

/// Read collected statements and their codes, or look at them
///
/// FILE is a table (CSV, Excel, Parquet) with one row per statement: `text`, and if there are any `id`, `source` and columns of codes (several codes in a cell
/// between `;`, the main one first); or a text file with one statement per line. `--rows` and `--columns` name the columns of codes that make the framework;
/// without them the first two with few different values do. Without FILE the concourse under way is shown again, or seen by another framework. Statements
/// alike in wording are listed and never taken out by themselves: `decide` says what becomes of them, `sample` draws the Q set.
#[derive(Debug, clap::Args)]
pub(super) struct ConcourseVerb {
    /// The collected statements
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: Option<String>,
    /// The column of codes that makes the rows; `theme=price,place` states its codes, so that missing and misspelt ones show
    #[arg(long, value_name = "CODES")]
    rows: Option<String>,
    /// The column of codes that makes the columns
    #[arg(long, value_name = "CODES")]
    columns: Option<String>,
    /// How alike wordings have to be to be shown, above 0 and at most 1; without it 0.75
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    threshold: Option<f64>,
    /// Show every statement and what has become of it
    #[arg(long)]
    all: bool,
    /// What to call the concourse; without it, the file's name
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

impl Magic for ConcourseVerb {
    const NAME: &'static str = "concourse";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some(
        "the statements as a table with `text`, and if there are any `id`, `source` and columns of codes; or one statement per line",
    );
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Start,
            cell: "%q concourse data/concourse/market.csv",
            does: "reads 84 collected statements, counts them by theme and voice, and lists what is alike in wording",
        },
        Example {
            at: Station::Start,
            cell: "%q concourse data/concourse/market.csv --rows theme=food,price,place,people,rules --columns voice --threshold 0.7",
            does: "states the themes, so that one without a statement shows, and looks more widely for doubles",
        },
        Example {
            at: Station::Start,
            cell: "%%q concourse\ntext,source,theme\nTea should be hot.,interview 1,taste\nA pot is better than a bag.,interview 2,craft\nTea ought to be hot.,diary,taste",
            does: "types a small concourse in",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let source = match (&self.file, call.body) {
            (Some(_), Some(_)) => {
                return Err(MagicError::Refused(
                    "Name a file, or write the statements below `%%q concourse`: both at once is one too many."
                        .to_owned(),
                ));
            }
            (Some(path), None) => Some(file(path, call.directory)),
            (None, Some(body)) => Some(body_source(body)),
            (None, None) => None,
        };
        match source {
            Some(source) => self.read(call, &source),
            None if self.rows.is_some() || self.columns.is_some() || self.threshold.is_some() => {
                self.see_again(call)
            }
            None if self.name.is_some() => Err(MagicError::Refused(
                "`--as` names a concourse as it is read. Name its file too.".to_owned(),
            )),
            None => {
                let report = shown(call.session.concourse()?, self.all);
                Ok(Answer::of_concourse(report))
            }
        }
    }
}

impl ConcourseVerb {
    fn read(&self, call: &mut Call<'_>, source: &Source) -> Result<Answer, MagicError> {
        let default = self
            .file
            .as_deref()
            .map_or_else(|| "concourse".to_owned(), stem);
        let name = checked_name(self.name.as_deref().unwrap_or(&default))?.to_owned();
        let LoadedConcourse {
            concourse,
            codes,
            mut notes,
        } = read_concourse(source)?;
        let (mut rows, mut columns) = self.sides();
        if rows.is_none() && columns.is_none() {
            let side = |at: usize| {
                codes.get(at).map(|name| AskedDimension {
                    name: name.clone(),
                    codes: None,
                })
            };
            (rows, columns) = (side(0), side(1));
            notes.extend(assumed(rows.as_ref(), columns.as_ref()));
        }
        let framework = Framework::of(&concourse, rows.as_ref(), columns.as_ref())?;
        let texts = concourse.candidates().iter().map(|c| c.text.as_str());
        let similar = compared(call, &texts.collect::<Vec<_>>(), self.threshold)?;
        let replaced = call.session.concourse().ok().map(|before| {
            format!(
                "The concourse `{}` and what was decided about it made room; `%q undo` brings it back.",
                before.name()
            )
        });
        let read = ConcourseUnderWay::new(&name, concourse, framework, similar, notes, call.step());
        let report = opening(shown(&read, self.all), replaced);
        let remark = remark(&read);
        call.session.set_concourse(read);
        Ok(Answer::of_concourse(report).entered(Some(remark)))
    }

    fn see_again(&self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let mut read = call.session.concourse()?.clone();
        let (rows, columns) = match self.sides() {
            (None, None) => (
                as_asked(read.framework().rows()),
                as_asked(read.framework().columns()),
            ),
            sides => sides,
        };
        let concourse = read.screening().concourse();
        let framework = Framework::of(concourse, rows.as_ref(), columns.as_ref())?;
        let similar = match self.threshold {
            None => read.similar().clone(),
            threshold => compared(call, &read.screening().texts(), threshold)?,
        };
        if self.rows.is_some() || self.columns.is_some() {
            read.forget_notes(NO_FRAMEWORK);
        }
        let dropped = read.see_as(framework, similar, call.step());
        let report = opening(shown(&read, self.all), dropped);
        call.session.set_concourse(read);
        Ok(Answer::of_concourse(report).entered(None))
    }

    fn sides(&self) -> (Option<AskedDimension>, Option<AskedDimension>) {
        (
            self.rows.as_deref().map(side),
            self.columns.as_deref().map(side),
        )
    }
}

/// `theme`, or `theme=price,place`.
fn side(text: &str) -> AskedDimension {
    let (name, codes) = match text.split_once('=') {
        Some((name, codes)) => (name, Some(codes)),
        None => (text, None),
    };
    let code = |code: &str| Some(code.trim().to_owned()).filter(|code| !code.is_empty());
    AskedDimension {
        name: name.trim().to_owned(),
        codes: codes.map(|codes| codes.split(',').filter_map(code).collect()),
    }
}

fn as_asked(side: Option<&crate::concourse::Dimension>) -> Option<AskedDimension> {
    side.map(|side| AskedDimension {
        name: side.name.clone(),
        codes: side.stated.then(|| side.codes.clone()),
    })
}

fn assumed(rows: Option<&AskedDimension>, columns: Option<&AskedDimension>) -> Option<String> {
    let rows = rows?;
    let sides = match columns {
        Some(columns) => format!("rows by `{}`, columns by `{}`", rows.name, columns.name),
        None => format!("rows by `{}`", rows.name),
    };
    Some(format!(
        "{NO_FRAMEWORK} {sides}, the first columns with few different values. `--rows` and `--columns` state another."
    ))
}

fn compared(
    call: &Call<'_>,
    texts: &[&str],
    threshold: Option<f64>,
) -> Result<Similar, MagicError> {
    let threshold = crate::concourse::checked_threshold(threshold.unwrap_or(THRESHOLD))?;
    let watch = &mut |done: usize, total: usize| {
        call.advance(done, total, "statements compared with those before them")
            .map_err(|_| Interrupted)
    };
    Similar::among(texts, threshold, watch).map_err(|_| MagicError::Interrupted)
}

fn remark(read: &ConcourseUnderWay) -> String {
    format!(
        "{}: {} collected statements, {}",
        read.name(),
        read.screening().concourse().candidates().len(),
        read.digest()
    )
}

/// The concourse as reports see it.
pub(super) fn state(read: &ConcourseUnderWay) -> ConcourseState<'_> {
    ConcourseState {
        name: read.name(),
        screening: read.screening(),
        framework: read.framework(),
        similar: read.similar(),
        q_set: read.q_set().ok(),
        notes: read.notes(),
    }
}

fn shown(read: &ConcourseUnderWay, all: bool) -> render::Report {
    render::concourse(&state(read), all)
}

/// The candidates that ids mean, each once.
pub(super) fn candidates(concourse: &Concourse, ids: &[String]) -> Result<Vec<usize>, MagicError> {
    let mut found = Vec::new();
    for id in ids {
        let candidate = concourse.find(id.trim())?;
        if !found.contains(&candidate) {
            found.push(candidate);
        }
    }
    Ok(found)
}
