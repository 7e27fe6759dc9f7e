//! Studies made from given viewpoints: who holds which, with how much noise, and whether an analysis finds them again.

mod recovery;
mod sample_size;

use crate::qmethod::comparison::ComparisonError;
pub use recovery::{
    RECOVERED, Recovery, RecoveryRates, analysed, recoveries, recovery, recovery_rates,
};
pub use sample_size::{MOST_HOLDERS, SampleSize, SampleSizeOptions, SampleSizes, noise_of};

use super::error::MethodError;
use super::grid::{Distribution, Grid};
use super::study::{Attribute, Statement, Study};
use crate::numeric::{Matrix, Random, standardised};

/// A viewpoint to be held.
#[derive(Clone, Debug, PartialEq)]
pub struct Viewpoint {
    /// What it is called.
    pub name: String,
    /// A value per statement, such as a factor array or z-scores; only differences between values matter.
    pub profile: Vec<f64>,
}

/// Participants who are simulated together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedGroup {
    /// What the group is called, such as a site.
    pub name: String,
    /// How many hold each viewpoint, in the order of the viewpoints.
    pub holds: Vec<usize>,
    /// How many hold none: their sorts are random fillings of the grid.
    pub none: usize,
}

/// Repeated sorts of the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedWaves {
    /// The waves in their order.
    pub names: Vec<String>,
    /// The share of people, 0…1, who keep their viewpoint from one wave to the next; the others take another one, each equally likely.
    pub staying: f64,
}

/// What a simulated study is made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The Q set.
    pub statements: Vec<Statement>,
    /// What every sort fills.
    pub grid: Distribution,
    /// The viewpoints.
    pub viewpoints: Vec<Viewpoint>,
    /// What the groups are told apart by, such as `site`.
    pub grouped_by: String,
    /// The groups.
    pub groups: Vec<SimulatedGroup>,
    /// Spread of the normal noise that each sort adds to its viewpoint, whose own spread is 1: r of a sort with its viewpoint is about 1/√(1 + noise²).
    pub noise: f64,
    /// Waves, if everybody sorts several times. Half of the noise variance then belongs to the person and stays, half to the occasion.
    pub waves: Option<SimulatedWaves>,
    /// The same seed gives the same study.
    pub seed: u64,
}

/// The attribute that holds the name of the viewpoint a sort was made from.
pub const VIEWPOINT: &str = "viewpoint";
/// That word for sorts made from none.
pub const NO_VIEWPOINT: &str = "none";

impl Simulation {
    /// The study: every sort is its viewpoint with mean 0 and sd 1, plus noise, laid out on the grid in the order of the values. Attributes: the group,
    /// `viewpoint` (the one held, or `none`), and with waves `wave` and `person`. Ids count within the group, such as `A01`.
    ///
    /// # Errors
    /// No viewpoint or no sort; a viewpoint that is constant or of another length than the Q set; a group with another number of viewpoints; noise that is
    /// no number from 0 on; a share of those who stay outside of 0…1; a grid of another size; whatever [`Study::new`] refuses.
    pub fn study(&self) -> Result<Study, MethodError> {
        let profiles = self.checked_profiles()?;
        let mut random = Random::seeded(self.seed);
        let mut sorts = Sorts::default();
        for group in &self.groups {
            let mut count = 0;
            for held in held_in(group) {
                count += 1;
                let person = format!("{}{count:02}", group.name);
                self.person(
                    &mut sorts,
                    &mut random,
                    &profiles,
                    held,
                    &person,
                    &group.name,
                );
            }
        }
        self.assemble(sorts)
    }

    fn checked_profiles(&self) -> Result<Vec<Vec<f64>>, MethodError> {
        if !(self.noise >= 0.0 && self.noise.is_finite()) {
            return Err(ComparisonError::Noise { value: self.noise }.into());
        }
        let missing = |needed: &str, next| {
            let needed = needed.to_owned();
            Err(ComparisonError::Simulation { needed, next }.into())
        };
        let sorts: usize = self.groups.iter().map(SimulatedGroup::size).sum();
        if self.viewpoints.is_empty() {
            return missing(
                "at least one viewpoint",
                "Name a scored solution, or a study whose sorts are viewpoints.",
            );
        }
        if sorts == 0 {
            return missing("at least one sort", "Say how many sorts each group has.");
        }
        if self
            .groups
            .iter()
            .any(|g| g.holds.len() != self.viewpoints.len())
        {
            return missing(
                "a number of holders for each viewpoint",
                "Give every group as many numbers as there are viewpoints.",
            );
        }
        let stays = self.waves.as_ref().map_or(1.0, |w| w.staying);
        if !(0.0..=1.0).contains(&stays) {
            return missing(
                "a share of people who stay between 0 and 1",
                "Give one such as 0.7.",
            );
        }
        if self.grid.cards() != self.statements.len() {
            return Err(MethodError::GridSize {
                cards: self.grid.cards(),
                statements: self.statements.len(),
            });
        }
        self.viewpoints.iter().map(|v| self.profile(v)).collect()
    }

    fn profile(&self, viewpoint: &Viewpoint) -> Result<Vec<f64>, MethodError> {
        let standardised = standardised(&viewpoint.profile);
        let fits = viewpoint.profile.len() == self.statements.len();
        standardised.filter(|_| fits).ok_or_else(|| {
            MethodError::from(ComparisonError::Simulation {
                needed: format!(
                    "a value for each of the {} statements in the viewpoint `{}`, not all the same",
                    self.statements.len(),
                    viewpoint.name
                ),
                next: "Correct the viewpoint.",
            })
        })
    }

    /// The sorts of one person, one per wave.
    fn person(
        &self,
        sorts: &mut Sorts,
        random: &mut Random,
        profiles: &[Vec<f64>],
        first: Option<usize>,
        person: &str,
        group: &str,
    ) {
        let noise = |random: &mut Random| -> Vec<f64> {
            self.statements.iter().map(|_| random.normal()).collect()
        };
        let Some(waves) = &self.waves else {
            let own = noise(random);
            let values = self.values(profiles, first, &own);
            sorts.push(person.to_owned(), group, first, self.laid_out(&values));
            return;
        };
        let personal = noise(random);
        let mut held = first;
        for (wave, name) in waves.names.iter().enumerate() {
            if wave > 0 && random.uniform() >= waves.staying {
                held = moved(held, profiles.len(), random);
            }
            let occasion = noise(random);
            let both = personal.iter().zip(&occasion);
            let own: Vec<f64> = both.map(|(p, o)| (p + o) * 0.5_f64.sqrt()).collect();
            let values = self.values(profiles, held, &own);
            sorts.push(
                format!("{person}-{name}"),
                group,
                held,
                self.laid_out(&values),
            );
            sorts.waves.push(name.clone());
            sorts.people.push(person.to_owned());
        }
    }

    /// What the sort is laid out by: viewpoint and noise, or noise alone.
    fn values(&self, profiles: &[Vec<f64>], held: Option<usize>, noise: &[f64]) -> Vec<f64> {
        match held.and_then(|viewpoint| profiles.get(viewpoint)) {
            Some(profile) => {
                let both = profile.iter().zip(noise);
                both.map(|(value, noise)| value + self.noise * noise)
                    .collect()
            }
            None => noise.to_vec(),
        }
    }

    /// The grid handed out by falling value, ties in the order of the statements.
    fn laid_out(&self, values: &[f64]) -> Vec<f64> {
        let mut falling: Vec<(usize, f64)> = values.iter().copied().enumerate().collect();
        falling.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut sort = vec![0.0; values.len()];
        let cards = self.grid.sorted_values().into_iter().rev();
        for ((statement, _), card) in falling.into_iter().zip(cards) {
            sort[statement] = f64::from(card);
        }
        sort
    }

    fn assemble(&self, sorts: Sorts) -> Result<Study, MethodError> {
        let matrix = Matrix::from_vec(self.statements.len(), sorts.ids.len(), sorts.values);
        let grid = Grid::Forced(self.grid.clone());
        let held = sorts.held.iter().map(|held| {
            let viewpoint = held.and_then(|v| self.viewpoints.get(v));
            viewpoint
                .map_or(NO_VIEWPOINT, |v| v.name.as_str())
                .to_owned()
        });
        let mut attributes = vec![
            (self.grouped_by.as_str(), sorts.groups),
            (VIEWPOINT, held.collect()),
        ];
        if self.waves.is_some() {
            attributes.push(("wave", sorts.waves));
            attributes.push(("person", sorts.people));
        }
        let mut study = Study::new(self.statements.clone(), sorts.ids, matrix, grid)?;
        for (name, values) in attributes {
            let name = name.to_owned();
            study = study.with_sort_attribute(Attribute {
                name,
                values: values.into(),
            })?;
        }
        Ok(study)
    }
}

impl SimulatedGroup {
    /// Its participants.
    pub fn size(&self) -> usize {
        self.holds.iter().sum::<usize>() + self.none
    }
}

/// The viewpoint of each participant of a group, viewpoint by viewpoint.
fn held_in(group: &SimulatedGroup) -> Vec<Option<usize>> {
    let mut held = Vec::with_capacity(group.size());
    for (viewpoint, count) in group.holds.iter().enumerate() {
        held.extend(std::iter::repeat_n(Some(viewpoint), *count));
    }
    held.extend(std::iter::repeat_n(None, group.none));
    held
}

/// Another viewpoint than this, each equally likely; who has nowhere to go stays.
fn moved(held: Option<usize>, viewpoints: usize, random: &mut Random) -> Option<usize> {
    match held {
        Some(_) if viewpoints < 2 => held,
        Some(at) => {
            let other = random.below(viewpoints - 1);
            Some(if other >= at { other + 1 } else { other })
        }
        None => Some(random.below(viewpoints)),
    }
}

/// Sorts on their way into a study.
#[derive(Default)]
struct Sorts {
    ids: Vec<String>,
    groups: Vec<String>,
    held: Vec<Option<usize>>,
    waves: Vec<String>,
    people: Vec<String>,
    values: Vec<f64>,
}

impl Sorts {
    fn push(&mut self, id: String, group: &str, held: Option<usize>, sort: Vec<f64>) {
        self.ids.push(id);
        self.groups.push(group.to_owned());
        self.held.push(held);
        self.values.extend(sort);
    }
}
