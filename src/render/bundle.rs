//! Reports as MIME bundles.

use super::report::{Block, Figure, FigureFormat, Provenance, Report, ResultData};
use super::{html, latex, page, paint, text};
use crate::mime::{HTML, LATEX, MimeBundle, PNG, QUINCUNX_JSON, SVG};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// Version of the envelope around `data`.
const SCHEMA: u32 = 1;

impl Report {
    /// The report as MIME bundles in reading order: each run of words and tables is one bundle (HTML, LaTeX, plain text, and once the
    /// machine-readable result), each figure another (PNG at twice its size, SVG if asked for, plain text).
    pub fn bundles(&self, provenance: &Provenance, format: FigureFormat) -> Vec<MimeBundle> {
        let result = self.data.as_ref().map(|data| envelope(data, provenance));
        let mut bundles = Vec::new();
        let mut title = Some(self.title.as_str()).filter(|t| !t.is_empty());
        let mut unattached = result.as_ref();
        for run in self.runs() {
            if let [Block::Figure(figure)] = run {
                if let Some(title) = title.take() {
                    bundles.push(words(Some(title), &[], unattached.take()));
                }
                bundles.push(picture(figure, format, result.as_ref()));
            } else {
                bundles.push(words(title.take(), run, unattached.take()));
            }
        }
        if bundles.is_empty() {
            bundles.push(words(title, &[], unattached));
        }
        bundles
    }

    /// The report as one bundle, its pictures within the HTML, for notebooks that show a value by one: HTML, LaTeX, plain text.
    pub fn as_one(&self) -> MimeBundle {
        let title = Some(self.title.as_str()).filter(|t| !t.is_empty());
        let mut page: String = title
            .map(|t| html::render(Some(t), &[]))
            .unwrap_or_default();
        page.extend(self.blocks.iter().map(page::part));
        MimeBundle::plain(text::render(title, &self.blocks))
            .with(HTML, page)
            .with(LATEX, latex::render(title, &self.blocks))
    }

    /// The machine-readable result with where it comes from, if the report has one.
    pub fn machine_readable(&self, provenance: &Provenance) -> Option<Value> {
        self.data.as_ref().map(|data| envelope(data, provenance))
    }

    /// Figures one by one, and what stands between them.
    fn runs(&self) -> impl Iterator<Item = &[Block]> {
        self.blocks
            .chunk_by(|a, b| !matches!(a, Block::Figure(_)) && !matches!(b, Block::Figure(_)))
    }
}

fn words(title: Option<&str>, blocks: &[Block], result: Option<&Value>) -> MimeBundle {
    let bundle = MimeBundle::plain(text::render(title, blocks))
        .with(HTML, html::render(title, blocks))
        .with(LATEX, latex::render(title, blocks));
    match result {
        Some(result) => bundle.with(QUINCUNX_JSON, result.clone()),
        None => bundle,
    }
}

fn picture(figure: &Figure, format: FigureFormat, result: Option<&Value>) -> MimeBundle {
    // nbconvert takes the image's alternative text from here.
    let size = json!({"width": figure.width(), "height": figure.height(), "alt": figure.alt});
    let mut bundle = MimeBundle::plain(text::figure(figure));
    if let Some(png) = paint::png(&figure.drawing) {
        bundle = bundle
            .with(PNG, STANDARD.encode(png))
            .with_metadata(PNG, size);
    }
    if format == FigureFormat::Svg
        && let Some(shapes) = paint::svg_shapes(&figure.drawing)
    {
        bundle = bundle.with(
            SVG,
            html::svg_document(
                figure.width(),
                figure.height(),
                paint::SVG_SCALE,
                &figure.alt,
                &shapes,
            ),
        );
    }
    match result {
        Some(result) => bundle.with_metadata("quincunx", result.clone()),
        None => bundle,
    }
}

fn envelope(result: &ResultData, provenance: &Provenance) -> Value {
    json!({
        "kind": result.kind,
        "schema": SCHEMA,
        "study": {
            "name": provenance.study,
            "digest": provenance.digest,
            "statements": provenance.statements,
            "sorts": provenance.sorts,
        },
        "solution": provenance.solution,
        "steps": provenance.steps,
        "quincunx": env!("CARGO_PKG_VERSION"),
        "data": result.data,
    })
}
