//! A whole notebook on 10³ to 10⁶ sorts of 40 statements in Parquet: seconds, the most memory the process held, and what the cells' outputs weigh.
//!
//! Each size runs in a process of its own, so that memory is that of this size alone. The sorts are drawn with a seed. Figures go to
//! `target/criterion/growth.json`, from where `page.py` takes them.

// A bench ends where something is wrong, and says its figures.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs
)]

use polars::prelude::{Column, DataFrame};
use polars_io::parquet::write::ParquetWriter;
use quincunx::cell::Notebook;
use quincunx::mime::MimeBundle;
use quincunx::output::Output;
use quincunx::rust_cell::{RustCells, Setup};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

const STATEMENTS: usize = 40;
const VIEWPOINTS: usize = 5;
const SITES: [&str; 3] = ["east", "north", "south"];
const GROUP_ROWS: usize = 100_000;
const CELLS: [&str; 12] = [
    "%q load sorts.parquet",
    "%q correlate",
    "%q extract pca -k 5",
    "%q rotate varimax -k 5",
    "%q flag auto",
    "%q loadings",
    "%q scores",
    "%q arrays",
    "%q prevalence site",
    "%q characteristics",
    "%q distinguishing",
    "%q consensus",
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("make") => make(Path::new(&arguments[2]), arguments[3].parse().unwrap()),
        Some("run") => println!("{}", run(Path::new(&arguments[2]))),
        _ => measure(),
    }
}

fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let mut measured = Vec::new();
    for sorts in [1_000, 10_000, 100_000, 1_000_000] {
        child(&["make", folder.path().to_str().unwrap(), &sorts.to_string()]);
        let file = fs::metadata(folder.path().join("sorts.parquet")).unwrap();
        let mut figures: Value =
            serde_json::from_str(&child(&["run", folder.path().to_str().unwrap()])).unwrap();
        figures["sorts"] = json!(sorts);
        figures["file_bytes"] = json!(file.len());
        println!(
            "{sorts} sorts: {:.2} s, {:.0} MB at most",
            figures["seconds"].as_f64().unwrap(),
            figures["peak_bytes"].as_f64().unwrap() / 1e6
        );
        measured.push(figures);
    }
    let place = criterion_folder();
    fs::create_dir_all(&place).unwrap();
    fs::write(
        place.join("growth.json"),
        serde_json::to_string_pretty(&measured).unwrap(),
    )
    .unwrap();
}

/// `target/criterion`, above this program's own folder.
fn criterion_folder() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    let target = program
        .ancestors()
        .find(|f| f.join("CACHEDIR.TAG").exists());
    target.unwrap().join("criterion")
}

fn child(arguments: &[&str]) -> String {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).args(arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Counts what a notebook would keep.
#[derive(Default)]
struct Scale;

impl Output for Scale {
    fn stdout(&self, _: &str) {}
    fn stderr(&self, _: &str) {}
    fn display(&self, _: &MimeBundle, _: Option<&str>) {}
    fn update(&self, _: &MimeBundle, _: &str) {}
    fn result(&self, _: &MimeBundle) {}
    fn clear(&self, _: bool) {}
    fn input(&self, _: &str, _: bool) -> Result<String, String> {
        Err("There is no one to ask.".to_owned())
    }
}

fn run(folder: &Path) -> Value {
    let setup = Setup {
        program: "no-such-program".into(),
        directory: folder.into(),
        cache: None,
        path: None,
        cargo_home: None,
    };
    let mut notebook = Notebook::new(RustCells::new(setup), folder.into());
    let began = Instant::now();
    let mut cells = Vec::new();
    for cell in CELLS {
        let start = Instant::now();
        let bundles = notebook.run(cell, &Scale).unwrap();
        let seconds = start.elapsed().as_secs_f64();
        let bytes: usize = bundles
            .iter()
            .map(|bundle| serde_json::to_string(bundle.data()).unwrap().len())
            .sum();
        cells.push(json!({"cell": cell, "seconds": seconds, "output_bytes": bytes}));
    }
    json!({"seconds": began.elapsed().as_secs_f64(), "peak_bytes": peak_bytes(), "cells": cells})
}

/// The most memory this process has held, as Linux tells it.
fn peak_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

/// Each sort is one of five viewpoints with a third of its cards moved about; the viewpoints are not spread alike over the sites.
fn make(folder: &Path, sorts: usize) {
    let mut state = 2_463_534_242_u32;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % limit
    };
    let cards = [2, 3, 5, 6, 8, 6, 5, 3, 2];
    let grid: Vec<i32> = (-4..)
        .zip(cards)
        .flat_map(|(value, cards)| std::iter::repeat_n(value, cards))
        .collect();
    let mut shuffled = |of: &[i32], swaps: usize| {
        let mut values = of.to_vec();
        for _ in 0..swaps {
            values.swap(below(STATEMENTS), below(STATEMENTS));
        }
        values
    };
    let viewpoints: Vec<Vec<i32>> = (0..VIEWPOINTS).map(|_| shuffled(&grid, 400)).collect();
    let mut columns: Vec<_> = (0..STATEMENTS).map(|_| Vec::with_capacity(sorts)).collect();
    let mut sites = Vec::with_capacity(sorts);
    for sort in 0..sorts {
        let viewpoint = sort * sort % 7 % VIEWPOINTS;
        for (column, value) in columns.iter_mut().zip(shuffled(&viewpoints[viewpoint], 13)) {
            column.push(value);
        }
        sites.push(SITES[(viewpoint + sort % 2) % SITES.len()]);
    }
    let ids: Vec<String> = (1..=sorts).map(|sort| format!("P{sort}")).collect();
    let mut frame = vec![
        Column::new("id".into(), ids),
        Column::new("site".into(), sites),
    ];
    for (statement, values) in columns.into_iter().enumerate() {
        frame.push(Column::new(format!("s{}", statement + 1).into(), values));
    }
    let mut frame = DataFrame::new(sorts, frame).unwrap();
    let file = File::create(folder.join("sorts.parquet")).unwrap();
    ParquetWriter::new(file)
        .with_row_group_size(Some(GROUP_ROWS))
        .finish(&mut frame)
        .unwrap();
}
