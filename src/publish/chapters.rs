//! All results of an analysis in their order: the sheets of a workbook, the sections of a document.

use super::data_tables;
use crate::qmethod::{FactorIndex, Scored};
use crate::render::{self, Align, Analysis, Report, Table, TableCell};

/// One result.
pub(super) struct Chapter {
    /// A short name, such as a sheet carries.
    pub(super) name: String,
    /// The result as readers see it; long tables are cut there.
    pub(super) report: Report,
    /// Its table with every row, where the report may have cut it.
    pub(super) whole: Option<Table>,
}

/// The chapters in order; `progress` hears each name before it is made.
pub(super) fn chapters(analysis: &Analysis<'_>, progress: &mut dyn FnMut(&str)) -> Vec<Chapter> {
    let mut book = Book {
        chapters: Vec::new(),
        progress,
    };
    let study = analysis.study;
    book.add("Overview", || overview(analysis));
    book.add_whole(
        "Statements",
        || render::statements(study),
        || data_tables::statements(study),
    );
    book.add_whole(
        "Participants",
        || render::participants(study),
        || data_tables::participants(study),
    );
    book.add_whole(
        "Sorts",
        || render::sorts(study),
        || data_tables::sorts(study),
    );
    book.add("Grid", || render::grid(study));
    if let Some(correlated) = analysis.correlated {
        let report = || render::correlations(correlated);
        if data_tables::holds_correlations(correlated) {
            book.add_whole("Correlations", report, || {
                data_tables::correlations(correlated)
            });
        } else {
            book.add("Correlations", report);
        }
    }
    if let Some(extracted) = analysis.extracted {
        book.add("Eigenvalues", || render::scree(extracted));
        book.add_whole(
            "Unrotated",
            || render::unrotated(extracted),
            || data_tables::unrotated(extracted),
        );
    }
    if let Some(rotated) = analysis.rotated {
        let report = || match analysis.flagged {
            Some(flagged) => render::loadings(flagged, analysis.labels),
            None => render::rotated(rotated, analysis.labels),
        };
        book.add_whole("Loadings", report, || {
            data_tables::loadings(rotated, analysis.flagged, analysis.labels)
        });
    }
    let summaries = &analysis.background.summaries;
    if summaries.iter().any(Option::is_some) {
        book.add("Viewpoints", || {
            render::viewpoints(analysis.labels, summaries)
        });
    }
    if let Some(scored) = analysis.scored {
        results(&mut book, scored, analysis.labels);
    }
    book.chapters
}

/// The chapters as a document for readers: the method comes first, in words.
pub(super) fn document(analysis: &Analysis<'_>, progress: &mut dyn FnMut(&str)) -> Vec<Report> {
    let chapters = chapters(analysis, progress).into_iter();
    let mut reports: Vec<Report> = vec![render::methods(analysis)];
    let (overview, results): (Vec<Chapter>, Vec<Chapter>) =
        chapters.partition(|chapter| chapter.name == "Overview");
    reports.extend(results.into_iter().map(|chapter| chapter.report));
    reports.extend(overview.into_iter().map(|chapter| chapter.report));
    reports
}

struct Book<'p> {
    chapters: Vec<Chapter>,
    progress: &'p mut dyn FnMut(&str),
}

impl Book<'_> {
    fn add(&mut self, name: impl Into<String>, report: impl FnOnce() -> Report) {
        let name = name.into();
        (self.progress)(&name);
        self.chapters.push(Chapter {
            name,
            report: report(),
            whole: None,
        });
    }

    fn add_whole(
        &mut self,
        name: &str,
        report: impl FnOnce() -> Report,
        whole: impl FnOnce() -> Table,
    ) {
        self.add(name, report);
        if let Some(chapter) = self.chapters.last_mut() {
            chapter.whole = Some(whole());
        }
    }
}

fn results(book: &mut Book<'_>, scored: &Scored, labels: &[String]) {
    let critical = scored.critical_values();
    let factors = scored.scored_factors();
    book.add_whole(
        "Scores",
        || render::scores(scored, labels),
        || data_tables::scores(scored, labels),
    );
    book.add_whole(
        "Arrays",
        || render::arrays(scored, labels),
        || data_tables::arrays(scored, labels),
    );
    book.add("Characteristics", || {
        render::characteristics(scored, labels)
    });
    for &factor in &factors {
        if let Ok(report) = render::distinguishing(scored, labels, Some(factor), critical.into()) {
            book.add(named("Distinguishing", labels, factor), || report);
        }
    }
    if let Ok(report) = render::consensus(scored, labels, critical.into(), None) {
        book.add("Consensus", || report);
    }
    for &factor in &factors {
        if let Ok(report) = render::crib(scored, labels, factor) {
            book.add(named("Crib", labels, factor), || report);
        }
    }
    for &factor in &factors {
        if let Ok(report) = render::composite(scored, labels, factor) {
            book.add(named("Composite", labels, factor), || report);
        }
    }
}

fn named(what: &str, labels: &[String], factor: FactorIndex) -> String {
    let place = || format!("F{}", factor.0 + 1);
    let label = labels.get(factor.0).cloned().unwrap_or_else(place);
    format!("{what} {label}")
}

/// Where all of it comes from: names, sizes, digest, steps, version.
fn overview(analysis: &Analysis<'_>) -> Report {
    let provenance = analysis.provenance;
    let mut table = Table::new("")
        .column("", Align::Left)
        .column("", Align::Left);
    let mut say = |what: &str, text: String| {
        table.push([TableCell::text(what), TableCell::text(text)]);
    };
    say("Study", provenance.study.clone());
    if let Some(solution) = &provenance.solution {
        say("Solution", solution.clone());
    }
    say("Statements", provenance.statements.to_string());
    say("Sorts", provenance.sorts.to_string());
    say("Digest of the data", provenance.digest.clone());
    say(
        "Made with",
        format!("Quincunx {}", env!("CARGO_PKG_VERSION")),
    );
    let mut report = Report::new("Overview").table(table);
    if !provenance.steps.is_empty() {
        report = report.heading("Steps").code(provenance.steps.join("\n"));
    }
    for note in analysis.notes {
        report = report.remark(note.as_str());
    }
    report
}
