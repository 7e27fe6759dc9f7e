//! What a cell has shown so far, so that one piece of it can be taken away again: the protocol can only clear all.

use crate::jupyter::iopub::Stream;
use serde_json::Value;

/// More than this many bytes are not remembered; what is to go then stays as an empty line.
const LIMIT: usize = 4 << 20;

/// A piece of a cell's output, as it was published.
#[derive(Debug)]
pub(super) enum Piece {
    Text(Stream, String),
    Message {
        msg_type: &'static str,
        content: Value,
        /// What it can be replaced by.
        id: Option<String>,
    },
}

/// The pieces in their order.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pieces: Vec<Piece>,
    bytes: usize,
    is_too_much: bool,
    /// All of it goes as soon as more comes.
    goes_with_next: bool,
}

impl Shown {
    pub(super) fn text(&mut self, stream: Stream, text: &str) {
        if !self.has_room_for(text.len()) {
            return;
        }
        match self.pieces.last_mut() {
            Some(Piece::Text(last, before)) if *last == stream => before.push_str(text),
            _ => self.pieces.push(Piece::Text(stream, text.to_owned())),
        }
    }

    pub(super) fn message(&mut self, msg_type: &'static str, content: &Value, id: Option<&str>) {
        if self.has_room_for(length(content)) {
            self.pieces.push(Piece::Message {
                msg_type,
                content: content.clone(),
                id: id.map(str::to_owned),
            });
        }
    }

    /// What was shown under `id` shows `content` now.
    pub(super) fn update(&mut self, id: &str, content: &Value) {
        for piece in &mut self.pieces {
            if let Piece::Message {
                content: old,
                id: Some(shown),
                ..
            } = piece
                && shown == id
            {
                *old = content.clone();
            }
        }
    }

    pub(super) fn clear(&mut self, wait: bool) {
        if wait {
            self.goes_with_next = true;
        } else {
            *self = Self::default();
        }
    }

    /// Forgets what was shown under `id`, and gives what is left; none if it was not remembered.
    pub(super) fn without(&mut self, id: &str) -> Option<&[Piece]> {
        let before = self.pieces.len();
        self.pieces.retain(|piece| !piece.is_under(id));
        (self.pieces.len() < before && !self.goes_with_next).then_some(self.pieces.as_slice())
    }

    fn has_room_for(&mut self, bytes: usize) -> bool {
        if self.goes_with_next {
            *self = Self::default();
        }
        self.bytes += bytes;
        if self.bytes > LIMIT {
            self.is_too_much = true;
            self.pieces = Vec::new();
        }
        !self.is_too_much
    }
}

impl Piece {
    fn is_under(&self, wanted: &str) -> bool {
        matches!(self, Self::Message { id: Some(id), .. } if id == wanted)
    }
}

/// Roughly, and at no cost beside that of publishing it.
fn length(content: &Value) -> usize {
    match content {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(length).sum(),
        Value::Object(fields) => fields.values().map(length).sum(),
        _ => 8,
    }
}
