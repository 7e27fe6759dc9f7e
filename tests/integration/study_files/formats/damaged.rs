//! Every fixture damaged in the ways in which files are: cut off, sent twice, in another encoding, with mixed line ends. What is said is a snapshot; what is
//! read must be what stands there.

use super::files::{
    kade_zip, ods, ods_rows, piles_version_1, piles_version_2, results, values_version_1,
    values_version_2, workbook,
};
use super::good::FIXTURES;
use super::{bytes, content, loaded, together};
use quincunx::study_files::{LoadRequest, load};

/// Where a file is cut, in hundredths of it.
const CUTS: [usize; 3] = [40, 75, 95];

/// The fixture with one of its files as `damage` leaves it.
fn with(files: &[&str], at: usize, damage: impl Fn(&[u8]) -> Vec<u8>) -> LoadRequest {
    let sources = files.iter().enumerate().map(|(place, name)| {
        let whole = content(name);
        let name = name.rsplit('/').next().unwrap_or(name);
        bytes(name, if place == at { damage(&whole) } else { whole })
    });
    together(sources.collect())
}

/// The refusal, or the sorts that were read and what was noted beside them.
fn told(request: &LoadRequest) -> String {
    match load(request) {
        Err(refusal) => format!("refused: {refusal}"),
        Ok(read) => format!(
            "read: {}\n  {}",
            read.study.sort_ids().join(", "),
            read.notes.join("\n  ")
        ),
    }
}

fn each(damage: impl Fn(&[u8]) -> Vec<u8> + Copy) -> String {
    let mut seen = String::new();
    for (files, _) in FIXTURES {
        for (at, name) in files.iter().enumerate() {
            seen.push_str(&format!(
                "== {name}\n{}\n\n",
                told(&with(files, at, damage))
            ));
        }
    }
    seen
}

#[test]
fn cut_off() {
    for share in CUTS {
        let seen = each(|whole| whole[..whole.len() * share / 100].to_vec());
        insta::assert_snapshot!(format!("cut_off_at_{share}"), seen);
    }
}

#[test]
fn an_id_twice() {
    insta::assert_snapshot!(each(|whole| {
        String::from_utf8_lossy(whole)
            .replace("P2", "P1")
            .into_bytes()
    }));
}

#[test]
fn the_last_line_twice() {
    insta::assert_snapshot!(each(|whole| {
        let text = String::from_utf8_lossy(whole);
        let last = text.trim_end().lines().next_back().unwrap_or_default();
        format!("{}\n{last}\n", text.trim_end()).into_bytes()
    }));
}

#[test]
fn another_encoding() {
    insta::assert_snapshot!(each(|whole| {
        let text = String::from_utf8_lossy(whole);
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    }));
}

#[test]
fn mixed_line_ends_change_nothing() {
    for (files, format) in FIXTURES {
        let whole = loaded(&with(files, files.len(), <[u8]>::to_vec));
        for at in 0..files.len() {
            let mixed = with(files, at, |whole| {
                let lines = whole.split_inclusive(|byte| *byte == b'\n').enumerate();
                let ended = lines.flat_map(|(row, line)| {
                    let line = line
                        .strip_suffix(b"\n")
                        .map_or(line, |l| l.strip_suffix(b"\r").unwrap_or(l));
                    let end: &[u8] = if row % 2 == 0 { b"\r\n" } else { b"\n" };
                    [line, end].concat()
                });
                ended.collect()
            });
            assert_eq!(
                loaded(&mixed).study,
                whole.study,
                "{format:?}: {}",
                files[at]
            );
        }
    }
}

#[test]
fn packed_files_cut_off() {
    let packed = [
        ("version-1-piles.xlsx", workbook(&piles_version_1())),
        ("version-2-piles.xlsx", workbook(&piles_version_2())),
        ("version-1-values.xlsx", workbook(&values_version_1())),
        ("version-2-values.xlsx", workbook(&values_version_2())),
        ("results.xlsx", workbook(&results())),
        ("square.zip", kade_zip()),
        ("square.ods", ods(&ods_rows())),
    ];
    let mut seen = String::new();
    for (name, whole) in packed {
        for share in CUTS {
            let cut = &whole[..whole.len() * share / 100];
            let told = told(&LoadRequest::of(bytes(name, cut)));
            assert!(told.starts_with("refused"), "{name} at {share}: {told}");
            seen.push_str(&format!("== {name} at {share} %\n{told}\n\n"));
        }
    }
    insta::assert_snapshot!(seen);
}
