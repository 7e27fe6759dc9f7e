//! The order in which sorts stand in a heatmap, so that clusters show.

/// The leaves of an average-linkage tree over similarities (m × m, symmetric), each branch turned so that the most similar ends meet.
///
/// Nearest-neighbour chains find the tree in O(m²) (Murtagh 1983); average linkage is reducible, so the tree is the same as by the plain method.
pub(super) fn clustered(similarity: &[Vec<f64>]) -> Vec<usize> {
    let mut clusters = Clusters::new(similarity);
    let mut chain: Vec<usize> = Vec::new();
    while clusters.left > 1 {
        let tip = match chain.last() {
            Some(tip) => *tip,
            None => {
                let Some(first) = clusters.first() else {
                    break;
                };
                chain.push(first);
                first
            }
        };
        let before = chain
            .len()
            .checked_sub(2)
            .and_then(|i| chain.get(i))
            .copied();
        let Some(nearest) = clusters.nearest(tip, before) else {
            break;
        };
        if Some(nearest) == before {
            chain.truncate(chain.len() - 2);
            clusters.merge(nearest.min(tip), nearest.max(tip), similarity);
        } else {
            chain.push(nearest);
        }
    }
    clusters.members.into_iter().flatten().collect()
}

struct Clusters {
    /// Mean similarity between clusters.
    mean: Vec<Vec<f64>>,
    /// The sorts of each cluster in their order; empty once merged into another.
    members: Vec<Vec<usize>>,
    left: usize,
}

impl Clusters {
    fn new(similarity: &[Vec<f64>]) -> Self {
        Self {
            mean: similarity.to_vec(),
            members: (0..similarity.len()).map(|sort| vec![sort]).collect(),
            left: similarity.len(),
        }
    }

    fn first(&self) -> Option<usize> {
        self.members.iter().position(|sorts| !sorts.is_empty())
    }

    /// The most similar other cluster; on a tie `preferred`, so that chains end, then the first.
    fn nearest(&self, of: usize, preferred: Option<usize>) -> Option<usize> {
        let row = self.mean.get(of)?;
        let mut best: Option<(usize, f64)> = preferred.and_then(|p| Some((p, *row.get(p)?)));
        for (other, (mean, sorts)) in row.iter().zip(&self.members).enumerate() {
            if other == of || sorts.is_empty() {
                continue;
            }
            if best.is_none_or(|(_, most)| *mean > most) {
                best = Some((other, *mean));
            }
        }
        best.map(|(other, _)| other)
    }

    fn merge(&mut self, a: usize, b: usize, similarity: &[Vec<f64>]) {
        let mut first = self
            .members
            .get_mut(a)
            .map(std::mem::take)
            .unwrap_or_default();
        let mut second = self
            .members
            .get_mut(b)
            .map(std::mem::take)
            .unwrap_or_default();
        let (size_a, size_b) = (first.len() as f64, second.len() as f64);
        turn(&mut first, &mut second, similarity);
        first.append(&mut second);
        for other in 0..self.mean.len() {
            let (Some(to_a), Some(to_b)) = (self.between(a, other), self.between(b, other)) else {
                continue;
            };
            let mean = (size_a * to_a + size_b * to_b) / (size_a + size_b);
            self.set(a, other, mean);
            self.set(other, a, mean);
        }
        if let Some(place) = self.members.get_mut(a) {
            *place = first;
        }
        self.left -= 1;
    }

    fn between(&self, a: usize, b: usize) -> Option<f64> {
        self.mean.get(a)?.get(b).copied()
    }

    fn set(&mut self, a: usize, b: usize, mean: f64) {
        if let Some(place) = self.mean.get_mut(a).and_then(|row| row.get_mut(b)) {
            *place = mean;
        }
    }
}

/// Turns two branches so that the ends which meet are the most similar of the four pairs of ends.
fn turn(first: &mut [usize], second: &mut [usize], similarity: &[Vec<f64>]) {
    let meet = |a: Option<&usize>, b: Option<&usize>| {
        let (Some(a), Some(b)) = (a, b) else {
            return f64::NEG_INFINITY;
        };
        similarity
            .get(*a)
            .and_then(|row| row.get(*b))
            .copied()
            .unwrap_or(f64::NEG_INFINITY)
    };
    let ways = [
        (false, false, meet(first.last(), second.first())),
        (true, false, meet(first.first(), second.first())),
        (false, true, meet(first.last(), second.last())),
        (true, true, meet(first.first(), second.last())),
    ];
    let mut best = (false, false, f64::NEG_INFINITY);
    for way in ways {
        if way.2 > best.2 {
            best = way;
        }
    }
    if best.0 {
        first.reverse();
    }
    if best.1 {
        second.reverse();
    }
}
