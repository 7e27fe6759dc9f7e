//! What `export` and `report` have in common: a solution becomes files, and what was written is said.

use super::background::background;
use super::shared::file;
use crate::magic::{Answer, Call, MagicError, provenance_of};
use crate::publish::{self, Format, Options, Written};
use crate::render::{Align, Analysis, Background, Provenance, Report, Table, TableCell, counted};
use crate::session::Solution;
use crate::study_files::Source;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file to be written.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) format: Format,
}

/// The path as the user means it, as short as the notebook's folder allows.
pub(super) fn path(text: &str, directory: &Path) -> PathBuf {
    match file(text.trim_end_matches('/'), directory) {
        Source::File(path) => path,
        Source::Inline { name, .. } | Source::Bytes { name, .. } => name.into(),
    }
}

/// The ending of a path, in small letters.
pub(super) fn ending(path: &Path) -> Option<String> {
    let ending = path.extension()?;
    Some(ending.to_string_lossy().to_lowercase())
}

/// All that is known of a solution.
pub(super) fn analysis<'a>(
    solution: &'a Solution,
    provenance: &'a Provenance,
    background: &'a Background,
) -> Analysis<'a> {
    Analysis {
        study: solution.part(),
        notes: &solution.study().notes,
        labels: solution.labels(),
        provenance,
        correlated: solution.correlated().ok().map(Arc::as_ref),
        extracted: solution.extracted().ok().map(Arc::as_ref),
        rotated: solution.rotated().ok().map(Arc::as_ref),
        flagged: solution.flagged().ok().map(Arc::as_ref),
        scored: solution.scored().ok().map(Arc::as_ref),
        background,
    }
}

/// Makes the files of every target, then writes them all, and says so.
pub(super) fn write(
    call: &Call<'_>,
    solution: Solution,
    targets: &[Target],
    options: &Options,
    overwrite: bool,
) -> Result<Answer, MagicError> {
    let provenance = provenance_of(&solution);
    let background = background(call, &solution);
    let analysis = analysis(&solution, &provenance, &background);
    for target in targets {
        // What would be refused in the end is refused before the work.
        let known = target.format.known_files(&target.path);
        publish::check(
            known.iter().map(PathBuf::as_path),
            folder(target),
            overwrite,
        )?;
    }
    let mut packages = Vec::new();
    for (made, target) in targets.iter().enumerate() {
        call.advance(made, targets.len(), "files made")?;
        let mut progress = |chapter: &str| call.progress.step(0, 0, chapter);
        let package = publish::package(
            &analysis,
            target.format,
            &target.path,
            options,
            &mut progress,
        )?;
        publish::check(publish::paths(&package.files), folder(target), overwrite)?;
        packages.push((target, package));
    }
    call.advance(targets.len(), targets.len(), "files made")?;
    let mut written = Vec::new();
    for (target, package) in &packages {
        written.extend(publish::write(&package.files, folder(target), overwrite)?);
    }
    let notes: Vec<&String> = packages.iter().flat_map(|(_, p)| &p.notes).collect();
    let report = said(call, Some(&solution), &notes, &written);
    Ok(Answer::about(solution, report))
}

fn folder(target: &Target) -> Option<&Path> {
    target.format.is_folder().then_some(target.path.as_path())
}

/// What was written, and of which part where a solution does not rest on all sorts.
pub(super) fn said(
    call: &Call<'_>,
    solution: Option<&Solution>,
    notes: &[&String],
    written: &[Written],
) -> Report {
    let shown = |path: &Path| {
        let short = path.strip_prefix(call.directory).unwrap_or(path);
        short.display().to_string()
    };
    let mut table = Table::new("")
        .column("File", Align::Left)
        .column("Size", Align::Right)
        .column("", Align::Left);
    for file in written {
        table.push([
            TableCell::text(shown(&file.path)),
            TableCell::text(size(file.bytes)),
            TableCell::text(if file.replaced { "replaced" } else { "new" }),
        ]);
    }
    let mut report = Report::new(format!(
        "Written: {}",
        counted(written.len(), "file", "files")
    ))
    .table(table);
    if let Some(solution) = solution {
        let study = solution.study();
        let (part, whole) = (solution.part().sort_count(), study.study.sort_count());
        if part < whole {
            report = report.remark(format!(
                "Only the part that the solution rests on: {part} of the {whole} sorts of `{}`.",
                study.name
            ));
        }
    }
    let data = publish::written_data(written, notes);
    for note in notes {
        report = report.remark(note.as_str());
    }
    report.data("export", data)
}

fn size(bytes: usize) -> String {
    match bytes {
        0..10_000 => counted(bytes, "byte", "bytes"),
        10_000..10_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{} MB", bytes.div_ceil(1_000_000)),
    }
}
