mod spec;

use super::resampling::watched;
use super::shared::{checked_name, file, opening, whole_number};
use crate::magic::{Answer, Call, Example, Group, Magic, MagicError, Station};
use crate::qmethod::simulation::{
    SimulatedGroup, SimulatedWaves, Simulation, Viewpoint, analysed, recoveries, recovery,
};
use crate::qmethod::{Attribute, FactorIndex, MethodError, Study};
use crate::render;
use crate::session::Solution;
use crate::study_files::{LoadRequest, load};

/// Make a study from given viewpoints
///
/// The factor arrays of a solution, or the rows of a file of sorts, become viewpoints that simulated participants hold, with noise. For teaching, and to ask
/// how many sorts a design needs: `--replicates` tells how often such a study finds its viewpoints again. The lines under `%%q simulate` say who holds which.
/// With `--spec` the sorts are searched for that give back the tables a study published, as the reconstruction in `data/case-study` does.
#[derive(Debug, clap::Args)]
pub(super) struct Simulate {
    /// The kept solution whose arrays are the viewpoints, instead of the one under way
    #[arg(long, value_name = "SOLUTION")]
    of: Option<String>,
    /// A file of sorts whose rows are the viewpoints
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, conflicts_with = "of")]
    viewpoints: Option<String>,
    /// With `--viewpoints`: the statements, as for `load`, such as a Q set that `export` has written
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, requires = "viewpoints")]
    statements: Option<String>,
    /// A plan of a reconstruction: published tables, and how sorts are searched for that give them (minutes)
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath,
        conflicts_with_all = ["of", "viewpoints", "sorts", "none", "by", "noise", "waves", "staying", "replicates"])]
    spec: Option<String>,
    /// Search for a shorter time, and come less near
    #[arg(long, requires = "spec")]
    quick: bool,
    /// How many sorts, spread evenly over the viewpoints: a number, or one for each group, such as `A=20,B=30`; without it 12 for each viewpoint
    #[arg(long, value_name = "NUMBER")]
    sorts: Option<String>,
    /// How many sorts of each group hold no viewpoint, besides the others
    #[arg(long, value_name = "NUMBER", default_value = "0", value_parser = whole_number)]
    none: usize,
    /// What to call the attribute that tells the groups apart
    #[arg(long, value_name = "WORD", default_value = "site")]
    by: String,
    /// Spread of the noise; that of a viewpoint is 1
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "1",
        allow_negative_numbers = true
    )]
    noise: f64,
    /// Names of waves, if everybody sorts several times, such as `pre,post`
    #[arg(long, value_name = "WAVE,…", value_delimiter = ',')]
    waves: Vec<String>,
    /// The share of people who keep their viewpoint from wave to wave
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "0.7",
        allow_negative_numbers = true
    )]
    staying: f64,
    /// The same seed gives the same sorts; without it 1, or the seed of the plan
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Tell how often the viewpoints are found again in so many studies of this kind
    #[arg(long, value_name = "NUMBER", value_parser = whole_number)]
    replicates: Option<usize>,
    /// What to call the study
    #[arg(long = "as", value_name = "NAME", default_value = "simulated")]
    name: String,
}

/// Holders of each viewpoint where nothing is said.
const HOLDERS: usize = 12;
/// What a single group is called.
const ONE_GROUP: &str = "S";

impl Magic for Simulate {
    const NAME: &'static str = "simulate";
    const GROUP: Group = Group::Study;
    const BODY: Option<&'static str> = Some(
        "a table of who holds which viewpoint: a column for the group, one per viewpoint, and `none` if some hold none",
    );
    const EXAMPLES: &'static [Example] = &[
        Example {
            at: Station::Sites,
            cell: "%q simulate --of national --sorts A=20,B=20 --noise 0.8 --seed 7",
            does: "forty sorts at two sites from the five national viewpoints",
        },
        Example {
            at: Station::Sites,
            cell: "%%q simulate --of A --replicates 20\nsite,A1,A2,A3,none\nX,6,4,2,1\nY,3,6,4,2",
            does: "says who holds what, and how often such a study finds it",
        },
    ];

    fn run(self, call: &mut Call<'_>) -> Result<Answer, MagicError> {
        if let Some(path) = &self.spec {
            return spec::reconstructed(path, self.quick, self.seed, &self.name, call);
        }
        let seed = self.seed.unwrap_or(1);
        let source = self.source(call)?;
        let names: Vec<&str> = source.viewpoints.iter().map(|v| v.name.as_str()).collect();
        let (grouped_by, groups) = match call.body {
            Some(body) => holders(body.text, &names)?,
            None => (self.by.clone(), self.even(names.len())?),
        };
        let simulation = Simulation {
            statements: source.statements,
            grid: source.grid,
            viewpoints: source.viewpoints,
            grouped_by,
            groups,
            noise: self.noise,
            waves: (!self.waves.is_empty()).then(|| SimulatedWaves {
                names: self.waves.iter().map(|w| w.trim().to_owned()).collect(),
                staying: self.staying,
            }),
            seed,
        };
        let mut study = simulation.study()?;
        let k = simulation.viewpoints.len();
        let found = recovery(&analysed(study.clone(), k)?, &simulation.viewpoints);
        let rates = match self.replicates {
            Some(replicates) => Some(watched(call, replicates, "studies", |run| {
                recoveries(&simulation, k, replicates, run)
            })?),
            None => None,
        };
        for attribute in source.statement_attributes {
            study = study.with_statement_attribute(attribute)?;
        }
        let name = checked_name(&self.name)?;
        let notes = vec![format!(
            "These sorts are SIMULATED from {k} viewpoints with seed {seed}. They say nothing about any person."
        )];
        let unkept = call.session.unkept();
        let origin = vec![call.step()];
        call.session.add_study(name, study, origin, notes);
        let report = render::simulation(&simulation, &found, rates.as_ref());
        Ok(Answer::step(opening(report, unkept)))
    }
}

/// Viewpoints with what their sorts are made of.
pub(super) struct ViewpointSource {
    pub(super) viewpoints: Vec<Viewpoint>,
    pub(super) statements: Vec<crate::qmethod::Statement>,
    statement_attributes: Vec<Attribute>,
    pub(super) grid: crate::qmethod::Distribution,
}

impl Simulate {
    fn source(&self, call: &Call<'_>) -> Result<ViewpointSource, MagicError> {
        let Some(path) = &self.viewpoints else {
            return of_solution(&call.solution(self.of.as_deref())?);
        };
        let statements = self.statements.as_deref();
        let loaded = load(&LoadRequest {
            statements: statements.map(|path| file(path, call.directory)),
            ..LoadRequest::of(file(path, call.directory))
        })?;
        let names = loaded.study.sort_ids().iter();
        let viewpoints = names.zip(loaded.study.sorts().column_iter());
        let viewpoints = viewpoints
            .map(|(name, values)| Viewpoint {
                name: name.clone(),
                profile: values.as_slice().to_vec(),
            })
            .collect();
        with_viewpoints(&loaded.study, viewpoints)
    }

    /// Sorts spread over the viewpoints as evenly as possible, the first ones taking the rest.
    fn even(&self, viewpoints: usize) -> Result<Vec<SimulatedGroup>, MagicError> {
        let sizes = match self.sorts.as_deref() {
            None => vec![(ONE_GROUP.to_owned(), HOLDERS * viewpoints)],
            Some(text) => sizes(text)?,
        };
        let group = |(name, size): (String, usize)| SimulatedGroup {
            holds: (0..viewpoints)
                .map(|v| size / viewpoints + usize::from(v < size % viewpoints))
                .collect(),
            none: self.none,
            name,
        };
        Ok(sizes.into_iter().map(group).collect())
    }
}

pub(super) fn of_solution(solution: &Solution) -> Result<ViewpointSource, MagicError> {
    let scored = solution.scored()?;
    let mut viewpoints = Vec::new();
    for factor in scored.scored_factors() {
        let array = scored.array(factor).ok_or(MethodError::NoGridForArrays)?;
        viewpoints.push(Viewpoint {
            name: label(solution, factor),
            profile: array.iter().map(|value| f64::from(*value)).collect(),
        });
    }
    with_viewpoints(solution.part(), viewpoints)
}

fn label(solution: &Solution, factor: FactorIndex) -> String {
    solution.labels().get(factor.0).cloned().unwrap_or_default()
}

fn with_viewpoints(
    study: &Study,
    viewpoints: Vec<Viewpoint>,
) -> Result<ViewpointSource, MagicError> {
    let grid = study.grid().for_arrays();
    Ok(ViewpointSource {
        viewpoints,
        statements: study.statements().to_vec(),
        statement_attributes: study.statement_attributes().to_vec(),
        grid: grid.cloned().ok_or(MethodError::NoGridForArrays)?,
    })
}

/// One group of a size, or several such as `A=20,B=30`.
fn sizes(text: &str) -> Result<Vec<(String, usize)>, MagicError> {
    if let Ok(size) = text.trim().parse() {
        return Ok(vec![(ONE_GROUP.to_owned(), size)]);
    }
    text.split(',')
        .map(|pair| {
            let parts = pair.split_once('=');
            let size = parts.and_then(|(name, n)| Some((name.trim(), n.trim().parse().ok()?)));
            let named = size.filter(|(name, _)| !name.is_empty());
            named
                .map(|(name, size)| (name.to_owned(), size))
                .ok_or_else(|| {
                    MagicError::Refused(format!(
                        "`{}` in `--sorts {text}` is not GROUP=NUMBER, such as `A=20`. Write one number, or one for each group: `--sorts A=20,B=30`.",
                        pair.trim()
                    ))
                })
        })
        .collect()
}

/// The table under the magic: the groups' heading, and what each group holds.
fn holders(text: &str, names: &[&str]) -> Result<(String, Vec<SimulatedGroup>), MagicError> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let cells =
        |line: &str| -> Vec<String> { line.split(',').map(|c| c.trim().to_owned()).collect() };
    let heading = cells(lines.next().unwrap_or_default());
    let (by, columns) = heading
        .split_first()
        .map_or(("", &[][..]), |(by, c)| (by, c));
    let mut places = Vec::new();
    for column in columns {
        let place = names.iter().position(|name| name == column);
        if place.is_none() && column != crate::qmethod::simulation::NO_VIEWPOINT {
            return Err(MagicError::Refused(format!(
                "There is no viewpoint `{column}`; there are `{}`. The first line names the groups' attribute, then viewpoints, and `none`.",
                names.join("`, `")
            )));
        }
        places.push(place);
    }
    let mut groups = Vec::new();
    for line in lines {
        let row = cells(line);
        let wrong = || {
            MagicError::Refused(format!(
                "The line `{}` is not a group and {} whole numbers, one for each column of the first line.",
                line.trim(),
                columns.len()
            ))
        };
        let (name, counts) = row.split_first().ok_or_else(wrong)?;
        if counts.len() != columns.len() || name.is_empty() {
            return Err(wrong());
        }
        let mut group = SimulatedGroup {
            name: name.clone(),
            holds: vec![0; names.len()],
            none: 0,
        };
        for (place, count) in places.iter().zip(counts) {
            let count: usize = count.parse().map_err(|_| wrong())?;
            match place.and_then(|v| group.holds.get_mut(v)) {
                Some(holders) => *holders = count,
                None => group.none = count,
            }
        }
        groups.push(group);
    }
    Ok((by.to_owned(), groups))
}
