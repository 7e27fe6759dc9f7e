//! Which sorts are in which resample.

use crate::numeric::Random;

/// Resamples of m sorts, each sort as often as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draws {
    sorts: usize,
    /// One sort after another, `sorts` for each replicate.
    drawn: Vec<u32>,
}

impl Draws {
    /// Draws resamples within strata (lists of sorts that share out 0 … m − 1), each as large as the stratum. Balanced, a stratum's sorts are written down
    /// once for each replicate, shuffled, and cut into blocks; otherwise every draw is by itself.
    pub fn new(strata: &[Vec<usize>], replicates: usize, balanced: bool, seed: u64) -> Self {
        let sorts: usize = strata.iter().map(Vec::len).sum();
        let mut random = Random::seeded(seed);
        let mut drawn = vec![0; sorts * replicates];
        let mut before = 0;
        for stratum in strata {
            let size = stratum.len();
            let mut list: Vec<u32> = Vec::with_capacity(size * replicates);
            for _ in 0..replicates {
                list.extend(stratum.iter().map(|sort| *sort as u32));
            }
            if balanced {
                random.shuffle(&mut list);
            } else {
                for place in &mut list {
                    let one = stratum.get(random.below(size)).copied();
                    *place = one.unwrap_or_default() as u32;
                }
            }
            for (replicate, block) in list.chunks_exact(size.max(1)).enumerate() {
                let from = replicate * sorts + before;
                if let Some(place) = drawn.get_mut(from..from + size) {
                    place.copy_from_slice(block);
                }
            }
            before += size;
        }
        Self { sorts, drawn }
    }

    /// Resamples that are given: of each, the sorts drawn, m of them.
    pub fn given(resamples: &[Vec<usize>]) -> Self {
        let drawn = resamples.iter().flatten().map(|sort| *sort as u32);
        Self {
            sorts: resamples.first().map_or(0, Vec::len),
            drawn: drawn.collect(),
        }
    }

    /// How many there are.
    pub fn replicates(&self) -> usize {
        self.drawn.len() / self.sorts.max(1)
    }

    /// How often each sort is in one of them, length m.
    pub fn counts(&self, replicate: usize) -> Vec<u32> {
        let mut counts = vec![0; self.sorts];
        let from = replicate * self.sorts;
        for sort in self.drawn.get(from..from + self.sorts).unwrap_or_default() {
            if let Some(count) = counts.get_mut(*sort as usize) {
                *count += 1;
            }
        }
        counts
    }
}
