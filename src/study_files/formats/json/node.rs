//! JSON as text and fields, within an amount of both.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;

/// A value of JSON.
pub(in crate::study_files::formats) enum Node {
    /// A text, a number or a truth; or a list of them, between bars.
    Text(String),
    /// An object, or a list of objects under their places from 1.
    Fields(Vec<(String, Node)>),
    /// `null`.
    Nothing,
}

impl Node {
    /// The field of an object.
    pub(in crate::study_files::formats) fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Fields(fields) => fields
                .iter()
                .find(|(of, _)| of == name)
                .map(|(_, node)| node),
            Self::Text(_) | Self::Nothing => None,
        }
    }

    /// The text of a field; empty where there is none.
    pub(in crate::study_files::formats) fn text_of(&self, name: &str) -> &str {
        match self.field(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    /// The fields of an object, or the objects of a list.
    pub(in crate::study_files::formats) fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Fields(fields) => fields,
            Self::Text(_) | Self::Nothing => &[],
        }
    }

    /// The texts in it with their fields' names, those of inner fields behind those of the outer ones.
    pub(super) fn into_texts(self, field: String, texts: &mut Vec<(String, String)>) {
        match self {
            Self::Text(text) => texts.push((field, text)),
            Self::Fields(fields) => {
                for (inner, node) in fields {
                    node.into_texts(format!("{field} {inner}"), texts);
                }
            }
            Self::Nothing => {}
        }
    }
}

/// Reads a value, taking each part off the amount that is left.
#[derive(Clone, Copy)]
pub(super) struct Seed<'a> {
    pub left: &'a Cell<usize>,
}

impl Seed<'_> {
    fn take<E: Error>(self) -> Result<(), E> {
        let left = self.left.get().checked_sub(1);
        self.left.set(left.ok_or_else(|| {
            E::custom("the file has far more fields than its size allows for records")
        })?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.take()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut texts = String::new();
        let mut count = 0usize;
        let mut fields = Vec::new();
        while let Some(node) = list.next_element_seed(self)? {
            count += 1;
            match node {
                Node::Text(text) => {
                    if count > 1 {
                        texts.push('|');
                    }
                    texts.push_str(&text);
                    // Only the text takes room.
                    self.left.set(self.left.get() + 1);
                }
                Node::Nothing => texts.push('|'),
                fields_of => fields.push((count.to_string(), fields_of)),
            }
        }
        Ok(match fields.is_empty() {
            true => Node::Text(texts),
            false => Node::Fields(fields),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_key::<String>()? {
            fields.push((field, map.next_value_seed(self)?));
        }
        Ok(Node::Fields(fields))
    }
}
