//! One result in several media types, richest first choice left to the reader's program.

use serde_json::{Map, Value};

/// Machine-readable results; no front end renders it, so it never displaces a table.
pub const QUINCUNX_JSON: &str = "application/vnd.quincunx.v1+json";
/// Tables in the notebook.
pub const HTML: &str = "text/html";
/// Documentation.
pub const MARKDOWN: &str = "text/markdown";
/// Tables in a PDF.
pub const LATEX: &str = "text/latex";
/// Figures everywhere.
pub const PNG: &str = "image/png";
/// Figures on request.
pub const SVG: &str = "image/svg+xml";
/// A widget in the kernel, for the pages that can show it.
pub const WIDGET_VIEW: &str = "application/vnd.jupyter.widget-view+json";
/// What every bundle carries.
pub const PLAIN: &str = "text/plain";

/// Content by media type, with `text/plain` always present.
///
/// Binary content is base64 text, `+json` content an unpacked JSON value, as the Jupyter protocol asks.
#[derive(Clone, Debug, PartialEq)]
pub struct MimeBundle {
    data: Map<String, Value>,
    metadata: Map<String, Value>,
}

impl MimeBundle {
    /// A bundle of plain text alone.
    pub fn plain(text: impl Into<String>) -> Self {
        let mut data = Map::new();
        data.insert(PLAIN.to_owned(), Value::String(text.into()));
        Self {
            data,
            metadata: Map::new(),
        }
    }

    /// The bundle with one more medium (or `text/plain` replaced).
    #[must_use]
    pub fn with(mut self, media_type: &str, content: impl Into<Value>) -> Self {
        self.data.insert(media_type.to_owned(), content.into());
        self
    }

    /// The bundle with display metadata under `key`: a media type, or a name of ours.
    #[must_use]
    pub fn with_metadata(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(key.to_owned(), value.into());
        self
    }

    /// Content by media type.
    pub fn data(&self) -> &Map<String, Value> {
        &self.data
    }

    /// Display metadata by media type.
    pub fn metadata(&self) -> &Map<String, Value> {
        &self.metadata
    }

    /// The content under one media type.
    pub fn get(&self, media_type: &str) -> Option<&Value> {
        self.data.get(media_type)
    }

    /// The plain text.
    pub fn text(&self) -> &str {
        self.data
            .get(PLAIN)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }
}
