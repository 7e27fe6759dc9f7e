//! config.xml and language.xml: `<item id="…">…</item>`, one after another; those of questions hold further elements.

use super::elements::{Element, elements};
use crate::study_files::collected::ImportError;
use crate::study_files::place::Place;

/// An item with what lies in it.
pub(in crate::study_files) struct Item {
    /// What it is.
    pub id: String,
    /// The text directly in it.
    pub text: String,
    /// The elements in it, in their order.
    pub parts: Vec<Element>,
}

/// The items of such a file.
///
/// # Errors
/// No XML, XML that is broken, or without items.
pub(in crate::study_files) fn items(name: &str, text: &str) -> Result<Vec<Item>, ImportError> {
    let mut items: Vec<Item> = Vec::new();
    for element in elements(name, text)? {
        if element.name == "item" {
            items.push(Item {
                id: element.attribute("id").unwrap_or_default().to_owned(),
                text: element.text.trim().to_owned(),
                parts: Vec::new(),
            });
        } else if let Some(item) = items.last_mut() {
            item.parts.push(element);
        }
    }
    if items.is_empty() {
        return Err(ImportError::Unexpected {
            place: Place::whole(name),
            expected: "settings, `<item id=\"studyTitle\">…</item>`".to_owned(),
            found: "other XML".to_owned(),
            next: super::NEXT,
        });
    }
    Ok(items)
}
