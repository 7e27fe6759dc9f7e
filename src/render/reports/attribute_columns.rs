//! Which attributes of the participants a table has room for.

use crate::qmethod::Attribute;
use crate::render::number::counted;

/// What collectors record (times, presort piles, browsers) may be fifty attributes a participant; a table of more than these is not read.
const MOST: usize = 12;
/// How the names of what is recorded beside the answers begin.
const RECORDED: [&str; 6] = ["presort", "time", "comment", "random id", "url", "datetime"];

/// The attributes that stand in the table: all if they are few, otherwise the first that tell something of the person.
pub(super) fn in_table<'a>(attributes: &[&'a Attribute]) -> Vec<&'a Attribute> {
    if attributes.len() <= MOST {
        return attributes.to_vec();
    }
    let recorded = |a: &Attribute| RECORDED.iter().any(|begins| a.name.starts_with(begins));
    let personal = attributes.iter().filter(|a| !recorded(a));
    personal.take(MOST).copied().collect()
}

/// What the table leaves out, in words.
pub(super) fn left_out(attributes: &[&Attribute], in_table: &[&Attribute]) -> Option<String> {
    let left = attributes.len() - in_table.len();
    (left > 0).then(|| {
        format!(
            "The table leaves out {}, such as times and presort piles; the machine-readable result has all.",
            counted(left, "attribute", "attributes")
        )
    })
}
