//! Texts end to end against a list of strings.

use proptest::collection::vec;
use proptest::prelude::*;
use quincunx::qmethod::Texts;
use quincunx::qmethod::texts::{Places, repeated};

/// Few letters, so that texts stand twice; empty ones and such of several bytes among them.
fn words() -> impl Strategy<Value = Vec<String>> {
    vec("[aé]{0,3}", 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_the_strings_they_were_made_of(words in words(), keep in vec(0..50usize, 0..20), cut in 0..50usize) {
        let mut texts = Texts::from(words.clone());
        prop_assert_eq!(texts.len(), words.len());
        prop_assert_eq!(&texts.to_vec(), &words);
        prop_assert_eq!(texts.iter().len(), words.len());
        prop_assert_eq!(texts.has_gaps(), words.iter().any(String::is_empty));
        for place in 0..words.len() + 2 {
            prop_assert_eq!(texts.get(place), words.get(place).map(String::as_str));
        }
        let kept: Vec<String> = keep.iter().filter_map(|&k| words.get(k).cloned()).collect();
        prop_assert_eq!(texts.select(&keep), Texts::from(kept));
        let mut strings = words.clone();
        texts.truncate(cut);
        strings.truncate(cut);
        texts.replace_last("x");
        strings.pop();
        strings.push("x".to_owned());
        texts.pad_to(5);
        while strings.len() < 5 {
            strings.push(String::new());
        }
        prop_assert_eq!(Vec::from(texts), strings);
    }

    #[test]
    fn few_texts_and_many_are_kept_alike(numbers in vec(0..700usize, 0..2000), most in 1..700usize) {
        let words: Vec<String> = numbers.iter().map(|number| (number % most).to_string()).collect();
        let texts = Texts::from(words.clone());
        prop_assert_eq!(texts.to_vec(), words.clone());
        let mut different = words.clone();
        different.sort_unstable();
        different.dedup();
        prop_assert_eq!(texts.few().is_some(), different.len() <= 256);
        let counted: Vec<(&str, usize)> = different
            .iter()
            .map(|word| (word.as_str(), words.iter().filter(|w| *w == word).count()))
            .collect();
        prop_assert_eq!(texts.counted(), counted);
        let list: Vec<String> = (0..most).map(|number| number.to_string()).collect();
        let mut extended = Texts::default();
        extended.extend_from(&list, numbers.iter().map(|number| number % most));
        prop_assert_eq!(extended, texts);
    }

    #[test]
    fn places_are_the_first_ones(words in words()) {
        let texts = Texts::from(words.clone());
        let places = Places::of(&texts);
        for word in words.iter().map(String::as_str).chain(["b", "aaaa"]) {
            prop_assert_eq!(places.get(word), words.iter().position(|w| w == word));
        }
    }

    #[test]
    fn repetitions_are_found_and_counted(words in words()) {
        let all: Vec<(usize, usize)> = (0..words.len())
            .filter_map(|place| {
                let first = words.iter().position(|w| *w == words[place])?;
                (first < place).then_some((first, place))
            })
            .collect();
        let found = repeated(words.iter().map(String::as_str));
        prop_assert_eq!(found.count, all.len());
        prop_assert_eq!(&found.first[..], &all[..all.len().min(found.first.len())]);
        prop_assert!(found.first.len() == all.len() || found.first.len() >= 5);
    }
}
