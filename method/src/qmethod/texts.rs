//! Many short texts in one piece of memory.

mod joined;
mod words;

use joined::Joined;
use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use words::Words;

/// A list of texts: end to end, four bytes each beside their own length, where a `Vec<String>` takes about fifty; or, while there are few different
/// ones, one byte each.
#[derive(Clone)]
pub struct Texts {
    few: Option<Few>,
    /// All texts in their order, once they are not few.
    each: Joined,
}

/// Each text once, and for each place which one stands there.
#[derive(Clone, Default)]
struct Few {
    words: Words,
    codes: Vec<u8>,
}

impl Default for Texts {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl Texts {
    /// No texts, and room for so many.
    pub fn with_room(texts: usize) -> Self {
        Self {
            few: Some(Few {
                words: Words::default(),
                codes: Vec::with_capacity(texts),
            }),
            each: Joined::default(),
        }
    }

    /// Adds a text at the end.
    pub fn push(&mut self, text: &str) {
        if let Some(few) = &mut self.few {
            if let Some(code) = few.words.code(text) {
                few.codes.push(code);
                return;
            }
            self.give_each_its_own();
        }
        self.each.push(text);
    }

    /// Adds texts that are told by their places in a list of different ones; places where there is none are passed over.
    pub fn extend_from(&mut self, list: &[String], places: impl IntoIterator<Item = usize>) {
        let mut known: Vec<Option<u8>> = vec![None; list.len()];
        for place in places {
            let Some(text) = list.get(place) else {
                continue;
            };
            if let Some(few) = &mut self.few
                && let Some(slot) = known.get_mut(place)
            {
                *slot = slot.or_else(|| few.words.code(text));
                if let Some(code) = *slot {
                    few.codes.push(code);
                    continue;
                }
            }
            self.push(text);
        }
    }

    /// Puts another text in the place of the last; adds it where there is none.
    pub fn replace_last(&mut self, text: &str) {
        self.truncate(self.len().saturating_sub(1));
        self.push(text);
    }

    /// Keeps only the first so many.
    pub fn truncate(&mut self, texts: usize) {
        match &mut self.few {
            Some(few) => few.codes.truncate(texts),
            None => self.each.truncate(texts),
        }
    }

    /// Empty texts at the end until there are so many.
    pub fn pad_to(&mut self, texts: usize) {
        while self.len() < texts {
            self.push("");
        }
    }

    fn give_each_its_own(&mut self) {
        let Some(Few { words, codes }) = self.few.take() else {
            return;
        };
        self.each = Joined::with_room(codes.len());
        for code in codes {
            self.each.push(words.get(code));
        }
    }

    /// While there are few different texts: those, and for each place which of them stands there. A text may be in the list that stands nowhere.
    pub fn few(&self) -> Option<(Vec<&str>, &[u8])> {
        let few = self.few.as_ref()?;
        Some((few.words.iter().collect(), &few.codes))
    }

    /// The different texts, in alphabetical order, each with how often it stands.
    pub fn counted(&self) -> Vec<(&str, usize)> {
        if let Some((words, codes)) = self.few() {
            let mut counts = vec![0; words.len()];
            for code in codes {
                if let Some(count) = counts.get_mut(usize::from(*code)) {
                    *count += 1;
                }
            }
            let mut counted: Vec<(&str, usize)> = words.into_iter().zip(counts).collect();
            counted.retain(|(_, count)| *count > 0);
            counted.sort_unstable();
            return counted;
        }
        let mut sorted: Vec<&str> = self.iter().collect();
        sorted.sort_unstable();
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for text in sorted {
            match counted.last_mut() {
                Some((last, count)) if *last == text => *count += 1,
                _ => counted.push((text, 1)),
            }
        }
        counted
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.few {
            Some(few) => few.codes.len(),
            None => self.each.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether any text is empty.
    pub fn has_gaps(&self) -> bool {
        let Some((words, codes)) = self.few() else {
            return self.iter().any(str::is_empty);
        };
        let gap = words.iter().position(|word| word.is_empty());
        gap.is_some_and(|gap| codes.iter().any(|code| usize::from(*code) == gap))
    }

    /// The text at this place, from 0.
    pub fn get(&self, index: usize) -> Option<&str> {
        match &self.few {
            Some(few) => Some(few.words.get(*few.codes.get(index)?)),
            None => self.each.get(index),
        }
    }

    /// The first text.
    pub fn first(&self) -> Option<&str> {
        self.get(0)
    }

    /// The texts in their order.
    pub fn iter(&self) -> Iter<'_> {
        Iter {
            texts: self,
            next: 0,
        }
    }

    /// The texts one by one.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(str::to_owned).collect()
    }

    /// The texts at these places, in this order; places where there is none are passed over.
    pub fn select(&self, places: &[usize]) -> Self {
        places.iter().filter_map(|&place| self.get(place)).collect()
    }
}

/// The texts of [`Texts`] in their order.
#[derive(Clone)]
pub struct Iter<'t> {
    texts: &'t Texts,
    next: usize,
}

impl<'t> Iterator for Iter<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.texts.get(self.next)?;
        self.next += 1;
        Some(text)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.texts.len().saturating_sub(self.next);
        (left, Some(left))
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'t> IntoIterator for &'t Texts {
    type Item = &'t str;
    type IntoIter = Iter<'t>;

    fn into_iter(self) -> Iter<'t> {
        self.iter()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let texts = texts.into_iter();
        let mut all = Self::with_room(texts.size_hint().0);
        texts.for_each(|text| all.push(text.as_ref()));
        all
    }
}

impl<T: AsRef<str>> From<Vec<T>> for Texts {
    fn from(texts: Vec<T>) -> Self {
        texts.into_iter().collect()
    }
}

impl From<Texts> for Vec<String> {
    fn from(texts: Texts) -> Self {
        texts.to_vec()
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Texts {}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Where each of a list of texts stands: eight bytes per text, where a map of them takes about sixty.
pub struct Places<'t> {
    texts: &'t Texts,
    hasher: RandomState,
    /// By the first half of the text's hash, then by place.
    places: Vec<(u32, u32)>,
}

impl<'t> Places<'t> {
    /// Of these texts, as far as the first four thousand million of them.
    pub fn of(texts: &'t Texts) -> Self {
        let hasher = RandomState::new();
        let mut places: Vec<(u32, u32)> = texts
            .iter()
            .zip(0..)
            .map(|(text, place)| (half(hasher.hash_one(text)), place))
            .collect();
        places.sort_unstable();
        Self {
            texts,
            hasher,
            places,
        }
    }

    /// The first place of a text, from 0.
    pub fn get(&self, text: &str) -> Option<usize> {
        let wanted = half(self.hasher.hash_one(text));
        let from = self.places.partition_point(|(hash, _)| *hash < wanted);
        let alike = self.places.get(from..)?.iter();
        alike
            .take_while(|(hash, _)| *hash == wanted)
            .map(|(_, place)| *place as usize)
            .find(|&place| self.texts.get(place) == Some(text))
    }
}

fn half(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Texts that stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeated {
    /// Of the first few the place, from 0, at which the text stands first, and the one at which it stands again; ascending by the latter.
    pub first: Vec<(usize, usize)>,
    /// How often a text stands that has stood before.
    pub count: usize,
}

/// The texts that stand more than once. Takes eight bytes per text where all differ, and little more where all are the same.
pub fn repeated<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Repeated {
    const KEPT: usize = 8;
    let hasher = RandomState::new();
    let mut hashes: Vec<u64> = texts.clone().map(|text| hasher.hash_one(text)).collect();
    hashes.sort_unstable();
    let mut before = None;
    let mut suspects = hashes;
    // Of each run of equal ones all but the first stay, then one of them.
    suspects.retain(|hash| before.replace(*hash) == Some(*hash));
    suspects.dedup();
    suspects.shrink_to_fit();
    let mut repeated = Repeated::default();
    if suspects.is_empty() {
        return repeated;
    }
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (place, text) in texts.enumerate() {
        if suspects.binary_search(&hasher.hash_one(text)).is_err() {
            continue;
        }
        match first.get(text) {
            Some(&earlier) => {
                repeated.count += 1;
                if repeated.first.len() < KEPT {
                    repeated.first.push((earlier, place));
                }
            }
            None => {
                first.insert(text, place);
            }
        }
    }
    repeated
}
