//! Results as the last expression of a Rust cell, in the plain evcxr kernel as in ours: tables and figures as the magics show them.
//!
//! evcxr calls `evcxr_display` of a cell's value where there is one; what that prints between two marks is shown. A value is shown by one bundle
//! there, so the pictures of a report lie within its HTML. Every result has its report in [`render`]; a stage of the analysis
//! shows the one of its verb, its factors called F1, F2, ….

use crate::mime::{MimeBundle, PLAIN};
use std::io::{self, Write};

// What an analysis takes, under one `use quincunx::notebook::*;`.
pub use crate::numeric::Matrix;
pub use crate::qmethod::correlation::CorrelationMethod;
pub use crate::qmethod::extraction::{CentroidOptions, Extraction};
pub use crate::qmethod::flagging::FlagRule;
pub use crate::qmethod::grid::GridColumn;
pub use crate::qmethod::rotation::RotationStep;
pub use crate::qmethod::scores::ScoreOptions;
pub use crate::qmethod::{
    Attribute, Correlated, Distribution, Extracted, FactorIndex, Flagged, Grid, Rotated, Scored,
    SortIndex, Statement, StatementIndex, Study, Texts,
};
pub use crate::render::{self, Figure, Report};
pub use crate::study_files::{LoadRequest, Loaded, Source, example, load};
pub use std::sync::Arc;

/// What a bundle's notebook is told: a block for each media type, the plain text last.
pub fn blocks(bundle: &MimeBundle) -> String {
    let mut media: Vec<_> = bundle.data().iter().collect();
    media.sort_by_key(|(media_type, _)| *media_type == PLAIN);
    let texts = media.into_iter().filter_map(|(media_type, content)| {
        let content = unmarked(content.as_str()?);
        Some(format!(
            "EVCXR_BEGIN_CONTENT {media_type}\n{content}\nEVCXR_END_CONTENT\n"
        ))
    });
    texts.collect()
}

/// Without lines that would be taken for a mark: data may hold any text.
fn unmarked(content: &str) -> String {
    let lines = content.lines().map(|line| match line.contains("EVCXR_") {
        true => line.replace("EVCXR_", "EVCXR "),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn show(bundle: &MimeBundle) {
    // Without anyone to read it there is nobody to show it to.
    let _ = io::stdout().lock().write_all(blocks(bundle).as_bytes());
}

/// What a Rust notebook asks of a value: bring it into scope there, by `use quincunx::notebook::EvcxrDisplay;`.
pub trait EvcxrDisplay {
    /// Writes what shows the value to stdout, between the marks that evcxr reads.
    fn evcxr_display(&self);
}

fn overview(study: &Study, notes: &[String]) -> Report {
    let mut report = render::study(study, "", notes);
    "Study".clone_into(&mut report.title);
    report
}

impl EvcxrDisplay for Report {
    /// Shows the report in a Rust notebook.
    fn evcxr_display(&self) {
        show(&self.as_one());
    }
}

impl EvcxrDisplay for Figure {
    /// Shows the picture in a Rust notebook.
    fn evcxr_display(&self) {
        show(&Report::new("").figure(self.clone()).as_one());
    }
}

impl EvcxrDisplay for Loaded {
    /// Shows the study and what was assumed in reading it, in a Rust notebook.
    fn evcxr_display(&self) {
        show(&overview(&self.study, &self.notes).as_one());
    }
}

impl EvcxrDisplay for Study {
    /// Shows what the study consists of in a Rust notebook, as `%q study` does.
    fn evcxr_display(&self) {
        show(&overview(self, &[]).as_one());
    }
}

impl EvcxrDisplay for Correlated {
    /// Shows the correlations between sorts in a Rust notebook, as `%q correlate` does.
    fn evcxr_display(&self) {
        show(&render::correlations(self).as_one());
    }
}

impl EvcxrDisplay for Extracted {
    /// Shows the unrotated loadings in a Rust notebook, as `%q extract` does.
    fn evcxr_display(&self) {
        show(&render::unrotated(self).as_one());
    }
}

impl EvcxrDisplay for Rotated {
    /// Shows the rotated loadings in a Rust notebook, as `%q rotate` does.
    fn evcxr_display(&self) {
        show(&render::rotated(self, &[]).as_one());
    }
}

impl EvcxrDisplay for Flagged {
    /// Shows the loadings with their flags in a Rust notebook, as `%q flag` does.
    fn evcxr_display(&self) {
        show(&render::loadings(self, &[]).as_one());
    }
}

impl EvcxrDisplay for Scored {
    /// Shows the z-scores in a Rust notebook, as `%q score` does.
    fn evcxr_display(&self) {
        show(&render::scores(self, &[]).as_one());
    }
}
