//! JSON as text and fields, within an amount of both.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

/// A value of JSON, which lends its texts from the file.
pub(in crate::study_files::formats) enum Node<'t> {
    /// A text, a number or a truth; or a list of them, between bars.
    Text(Cow<'t, str>),
    /// An object, or a list of objects under their places from 1.
    Fields(Fields<'t>),
    /// `null`.
    Nothing,
}

/// Fields by their names.
pub(in crate::study_files::formats) type Fields<'t> = Vec<(Cow<'t, str>, Node<'t>)>;

impl<'t> Node<'t> {
    /// The field of an object.
    pub(in crate::study_files::formats) fn field(&self, name: &str) -> Option<&Self> {
        let found = self.fields().iter().find(|(of, _)| of == name);
        found.map(|(_, node)| node)
    }

    /// The text of a field; empty where there is none.
    pub(in crate::study_files::formats) fn text_of(&self, name: &str) -> &str {
        match self.field(name) {
            Some(Self::Text(text)) => text,
            _ => "",
        }
    }

    /// The fields of an object, or the objects of a list.
    pub(in crate::study_files::formats) fn fields(&self) -> &[(Cow<'t, str>, Self)] {
        match self {
            Self::Fields(fields) => fields,
            Self::Text(_) | Self::Nothing => &[],
        }
    }

    /// Hands out the texts in it with their fields' names, those of inner fields behind those of the outer ones.
    pub(super) fn for_each_text(&self, field: &str, take: &mut impl FnMut(&str, &str)) {
        match self {
            Self::Text(text) => take(field, text),
            Self::Fields(fields) => {
                for (inner, node) in fields {
                    node.for_each_text(&format!("{field} {inner}"), take);
                }
            }
            Self::Nothing => {}
        }
    }
}

/// Reads a value, taking each part off the amount that is left.
#[derive(Clone, Copy)]
pub(super) struct Seed<'a> {
    /// How many parts there may still be.
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
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        self.take()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_string())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'de>, A::Error> {
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
                fields_of => fields.push((Cow::Owned(count.to_string()), fields_of)),
            }
        }
        Ok(match fields.is_empty() {
            true => Node::Text(Cow::Owned(texts)),
            false => Node::Fields(fields),
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_key_seed(Name)? {
            fields.push((field, map.next_value_seed(self)?));
        }
        // Of many small objects the room to grow would take more than what they hold.
        fields.shrink_to_fit();
        Ok(Node::Fields(fields))
    }
}

/// Reads the values of an object or a list one after the other, so that no more than one of them is held at a time.
pub(super) struct Each<'a, F> {
    /// How many parts each of them may have.
    pub most: usize,
    pub take: &'a mut F,
}

impl<'de, F: FnMut(&str, Node<'de>)> DeserializeSeed<'de> for Each<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(&str, Node<'de>)> Visitor<'de> for Each<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key_seed(Name)? {
            let left = Cell::new(self.most);
            (self.take)(&field, map.next_value_seed(Seed { left: &left })?);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut place = 0usize;
        loop {
            let left = Cell::new(self.most);
            let Some(node) = list.next_element_seed(Seed { left: &left })? else {
                return Ok(());
            };
            place += 1;
            (self.take)(&place.to_string(), node);
        }
    }
}

/// Reads the name of a field.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(value.to_owned()))
    }
}
