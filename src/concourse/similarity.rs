//! What is alike in wording.

use super::error::ConcourseError;

/// Two statements alike in wording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The one collected earlier.
    pub first: usize,
    /// The one collected later.
    pub second: usize,
    /// 0…1; see [`Similar`].
    pub similarity: f64,
    /// The same words in the same order, capitals and punctuation aside.
    pub same_words: bool,
}

/// The pairs of statements whose wording is alike.
///
/// Similarity is 1 − d/l: d is Levenshtein's distance (1966) between the texts in small letters without punctuation, l the length of the longer one; with the
/// words in their order or in the alphabet's, whichever is closer, so that a clause moved to the front makes no difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Similar {
    /// The least similarity of a pair, above 0 and at most 1.
    threshold: f64,
    /// The pairs, the most alike first.
    pairs: Vec<Pair>,
}

/// Whoever watched wanted it to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

impl Similar {
    /// Compares every text with every other; `watch` hears how many of them have been compared, of how many.
    ///
    /// # Errors
    /// As `watch`.
    pub fn among(
        texts: &[&str],
        threshold: f64,
        watch: &mut dyn FnMut(usize, usize) -> Result<(), Interrupted>,
    ) -> Result<Self, Interrupted> {
        let forms: Vec<Form> = texts.iter().map(|text| Form::of(text)).collect();
        let mut pairs = Vec::new();
        for (second, form) in forms.iter().enumerate() {
            watch(second, forms.len())?;
            for (first, earlier) in forms.iter().take(second).enumerate() {
                pairs.extend(pair(first, earlier, second, form, threshold));
            }
        }
        let mut similar = Self { threshold, pairs };
        similar.sort();
        Ok(similar)
    }

    /// The same after one text was given other words.
    #[must_use]
    pub fn reworded(mut self, texts: &[&str], changed: usize) -> Self {
        self.pairs
            .retain(|pair| pair.first != changed && pair.second != changed);
        let Some(text) = texts.get(changed) else {
            return self;
        };
        let form = Form::of(text);
        for (at, other) in texts.iter().enumerate() {
            let other = Form::of(other);
            let found = match at.cmp(&changed) {
                std::cmp::Ordering::Less => pair(at, &other, changed, &form, self.threshold),
                std::cmp::Ordering::Greater => pair(changed, &form, at, &other, self.threshold),
                std::cmp::Ordering::Equal => None,
            };
            self.pairs.extend(found);
        }
        self.sort();
        self
    }

    /// The least similarity of a pair.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The pairs, the most alike first.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    fn sort(&mut self) {
        self.pairs.sort_by(|a, b| {
            let alike = b.similarity.total_cmp(&a.similarity);
            alike.then((a.first, a.second).cmp(&(b.first, b.second)))
        });
    }
}

/// The threshold, if it is one.
///
/// # Errors
/// [`ConcourseError::Threshold`].
pub fn checked_threshold(threshold: f64) -> Result<f64, ConcourseError> {
    if threshold > 0.0 && threshold <= 1.0 {
        return Ok(threshold);
    }
    Err(ConcourseError::Threshold { value: threshold })
}

/// The known name nearest to a misspelt one.
pub(super) fn nearest(name: &str, known: &[&str]) -> Option<String> {
    let name = name.to_lowercase();
    let closeness = |k: &&str| strsim::jaro_winkler(&name, &k.to_lowercase());
    known
        .iter()
        .map(|k| (closeness(k), k))
        .filter(|(closeness, _)| *closeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, k)| (*k).to_owned())
}

/// A text as it is compared.
struct Form {
    plain: String,
    by_alphabet: String,
    /// Its letters in order, by which most pairs are told apart at once.
    letters: Vec<char>,
}

impl Form {
    fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let mut words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        if words.is_empty() {
            words.push(lower.trim());
        }
        let plain = words.join(" ");
        words.sort_unstable();
        let mut letters: Vec<char> = plain.chars().collect();
        letters.sort_unstable();
        Self {
            by_alphabet: words.join(" "),
            plain,
            letters,
        }
    }

    /// No edit can make more letters common than there are.
    fn at_most(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (
            self.letters.iter().peekable(),
            other.letters.iter().peekable(),
        );
        let mut common = 0_usize;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => {
                    a.next();
                }
                std::cmp::Ordering::Greater => {
                    b.next();
                }
                std::cmp::Ordering::Equal => {
                    common += 1;
                    a.next();
                    b.next();
                }
            }
        }
        common as f64 / self.letters.len().max(other.letters.len()).max(1) as f64
    }
}

fn pair(first: usize, a: &Form, second: usize, b: &Form, threshold: f64) -> Option<Pair> {
    if a.at_most(b) < threshold {
        return None;
    }
    let in_order = strsim::normalized_levenshtein(&a.plain, &b.plain);
    let by_alphabet = strsim::normalized_levenshtein(&a.by_alphabet, &b.by_alphabet);
    let similarity = in_order.max(by_alphabet);
    (similarity >= threshold).then(|| Pair {
        first,
        second,
        similarity,
        same_words: a.plain == b.plain,
    })
}
