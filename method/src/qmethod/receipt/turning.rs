//! Where a centroid may go either way: behind a factor for which no sort was reflected, the columns of what is left add up to zero, and which sort the next
//! reflection begins with hangs on the last digits.

use crate::qmethod::error::MethodError;
use crate::qmethod::extraction::{Extracted, Extraction, Opening, openings};
use crate::qmethod::study::{FactorIndex, SortIndex};

/// A factor of a centroid behind which the two conventions begin to reflect with different sorts, so that the factors that follow are others.
///
/// Brown's l = t/√Σt (1980, pp. 208–224) makes the sum of a residual column l² − d, the last movement of its communality, where no sort was reflected: zero but for
/// the tolerance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turning {
    /// The unrotated factor for which neither reflected a sort.
    pub factor: FactorIndex,
    /// The largest |column sum| of what it leaves, diagonal left out, here and there.
    pub left: (f64, f64),
    /// The largest |column sum| of the correlations, before any factor, here.
    pub before: f64,
    /// The sort that is reflected next, here and there.
    pub begins: (SortIndex, SortIndex),
}

/// The first such factor, where both are centroids with communalities that are iterated.
pub(super) fn between(here: &Extracted, there: &Extracted) -> Result<Option<Turning>, MethodError> {
    let (Some(ours), Some(theirs)) = (openings_of(here)?, openings_of(there)?) else {
        return Ok(None);
    };
    let before = ours.first().map_or(0.0, |first| first.largest_sum);
    let pairs: Vec<(&Opening, &Opening)> = ours.iter().zip(&theirs).collect();
    let parting = pairs.windows(2).enumerate().find_map(|(factor, pair)| {
        let [(ours, theirs), (our_next, their_next)] = pair else {
            return None;
        };
        let unreflected = ours.first.is_none() && theirs.first.is_none();
        let begins = our_next.first.zip(their_next.first)?;
        (unreflected && begins.0 != begins.1).then_some(Turning {
            factor: FactorIndex(factor),
            left: (our_next.largest_sum, their_next.largest_sum),
            before,
            begins: (SortIndex(begins.0), SortIndex(begins.1)),
        })
    });
    Ok(parting)
}

fn openings_of(extracted: &Extracted) -> Result<Option<Vec<Opening>>, MethodError> {
    match extracted.extraction() {
        Extraction::Centroid(options) => {
            let k = extracted.factor_count();
            openings(extracted.correlated(), options, k).map(Some)
        }
        _ => Ok(None),
    }
}
