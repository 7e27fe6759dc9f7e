//! Whether the analysis finds what the search follows; if not, the way back.

use super::Search;
use crate::qmethod::reconstruction::aims::Views;
use crate::qmethod::reconstruction::axes::Axes;
use std::ops::Range;

/// Random starts at each look.
const STARTS: usize = 2;
/// How much of its gap a solution below the limit may lose between two looks.
const SLACK: f64 = 0.99;

/// The sorts when rotations from random starts last found nothing better.
pub(super) struct Safe {
    pub(super) cards: Vec<f64>,
    pub(super) national: Axes,
    pub(super) sites: Vec<(Range<usize>, Axes)>,
    pub(super) views: Views,
}

impl Search {
    /// Takes the last safe sorts back where the analysis, which starts from the unrotated factors, does not find the factors followed, or less plainly than the
    /// limits and the safe sorts allow; or where a rotation from a random start is better.
    pub(super) fn check(&mut self) {
        let limits = self.aims.limits;
        let mut best = sound(&mut self.national, limits.gap, limits.sweeps);
        for (_, axes) in &mut self.sites {
            best = best && sound(axes, limits.local_gap, limits.sweeps);
        }
        let random = &mut self.random;
        for axes in
            std::iter::once(&mut self.national).chain(self.sites.iter_mut().map(|(_, axes)| axes))
        {
            let k = axes.now().count;
            let starts: Vec<Vec<f64>> = (0..STARTS)
                .map(|_| (0..k * k).map(|_| random.normal()).collect())
                .collect();
            best = best && axes.is_best(starts.into_iter());
        }
        if best {
            self.make_safe();
            return;
        }
        self.taken_back += 1;
        self.cards.clone_from(&self.safe.cards);
        self.national.clone_from(&self.safe.national);
        self.sites.clone_from(&self.safe.sites);
        self.views.clone_from(&self.safe.views);
    }

    pub(super) fn make_safe(&mut self) {
        self.safe.cards.clone_from(&self.cards);
        self.safe.national.clone_from(&self.national);
        self.safe.sites.clone_from(&self.sites);
        self.safe.views.clone_from(&self.views);
    }
}

/// Whether the analysis finds the factors followed, and as plainly as the limits or the factors before ask for.
fn sound(axes: &mut Axes, gap: f64, sweeps: usize) -> bool {
    let before = axes.standing();
    let Some(cold) = axes.started_cold() else {
        return false;
    };
    let now = cold.standing;
    let settles = now.sweeps <= sweeps.max(before.sweeps);
    let apart = now.gap >= gap.min(SLACK * before.gap);
    let sound = cold.same && settles && apart;
    if sound {
        axes.note(now);
    }
    sound
}
