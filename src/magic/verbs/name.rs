use super::shared::{Of, checked_name, words};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::render::Report;
use crate::session::Solution;

/// Name a factor
///
/// The name stands in every table and figure from now on. `%%q name` takes one line per factor: the factor, then its name.
#[derive(Debug, clap::Args)]
pub(super) struct Name {
    /// Which factor
    #[arg(value_name = "FACTOR", requires = "label")]
    factor: Option<String>,
    /// Its name
    #[arg(value_name = "NAME", allow_hyphen_values = true, value_parser = words)]
    label: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Magic for Name {
    const NAME: &'static str = "name";
    const GROUP: Group = Group::Interpretation;
    const BODY: Option<&'static str> = Some("one line per factor: the factor, then its name");
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Flagged,
            cell: "%q name F1 \"Ideal world\"",
            does: "names the first factor",
        },
        Example {
            at: Station::Flagged,
            cell: "%%q name\nF1 Ideal world\nF3 Pluralist",
            does: "names two at once",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        let pairs = match (&self.factor, &self.label, call.body) {
            (Some(factor), Some(label), None) => vec![(factor.clone(), label.clone())],
            (None, None, Some(body)) => lines(body.text)?,
            _ => {
                return Err(MagicError::Refused(
                    "Say which factor and its name, such as `%q name F1 \"Ideal world\"`, or write the lines below `%%q name`."
                        .to_owned(),
                ));
            }
        };
        let mut solution = self.of.solution(call)?;
        rename(&mut solution, &pairs)?;
        let named = solution.labels().join(" · ");
        call.session.put_back(solution.clone());
        let report = Report::new("").text(format!("Factors: {named}"));
        Ok(Answer::step(report).of(solution))
    }
}

/// All at once: a name given in line 1 is not mistaken for a factor in line 2, and two factors may exchange their names.
fn rename(solution: &mut Solution, pairs: &[(String, String)]) -> Result<(), MagicError> {
    let mut renamed = Vec::new();
    for (factor, label) in pairs {
        renamed.push((solution.factor(factor)?, checked_name(label)?));
    }
    Ok(solution.rename_factors(&renamed)?)
}

fn lines(body: &str) -> Result<Vec<(String, String)>, MagicError> {
    let written = body.lines().filter(|line| !line.trim().is_empty());
    written
        .map(|line| {
            let (factor, label) = line.trim().split_once(char::is_whitespace).ok_or_else(|| {
                MagicError::Refused(format!(
                    "The line `{line}` holds no name. Write the factor, a blank, and its name, such as `F1 Ideal world`."
                ))
            })?;
            Ok((factor.to_owned(), label.trim().trim_matches('"').to_owned()))
        })
        .collect()
}
