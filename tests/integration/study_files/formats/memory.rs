//! What reading takes in memory: at most ten times what is read, unpacked, and beside it a constant that only small files notice.
//!
//! Each file is read by a process of its own, whose peak the system tells (`VmHWM`), from the point where everything that happens once has happened. The
//! files are as dense as their formats allow: cells of one letter and of none, many short rows, few long ones, nothing but faults.

use super::files::{archive, ods};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many times the file …
const TIMES: u64 = 10;

/// … and what a file of any size may take beside that, in bytes: what polars is handed at once and what its threads keep, and the first 50,000 fields and
/// 200,000 repeated cells, which are read however small the file.
const ALWAYS: u64 = 32 << 20;

/// About how large the files are, in MB, unless QUINCUNX_MEMORY_FILES says otherwise; ten times this is far more than the constant.
const SIZE: usize = 8;

fn size() -> usize {
    let stated = std::env::var("QUINCUNX_MEMORY_FILES").ok();
    stated.map_or(SIZE, |megabytes| megabytes.parse().expect("megabytes")) << 20
}

const FILES: &str = "QUINCUNX_READ_FILES";
const FORMAT: &str = "QUINCUNX_READ_FORMAT";

/// The process that reads; nothing unless it is told what.
#[test]
fn reader() {
    use quincunx::study_files::{Format, GridRequest, LoadRequest, Source, load};
    let Ok(files) = std::env::var(FILES) else {
        return;
    };
    let format = std::env::var(FORMAT).ok();
    let format = Format::ALL
        .into_iter()
        .find(|f| Some(f.name()) == format.as_deref());
    let request = |files: &str| {
        let mut sources = files.split(':').map(|file| Source::File(file.into()));
        LoadRequest {
            participants: sources.clone().nth(1),
            format,
            grid: GridRequest::Free { arrays: None },
            ..LoadRequest::of(sources.next().unwrap())
        }
    };
    // Threads and tables that are made once.
    let _ = load(&LoadRequest::of(super::path("kade/sorts.csv")));
    let _ = load(&LoadRequest::of(super::path(
        "orientation/number-and-text.csv",
    )));
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmRSS:");
    let outcome = load(&request(&files));
    let taken = status("VmHWM:").saturating_sub(before);
    let words = match &outcome {
        Ok(loaded) => format!("loaded {} sorts", loaded.study.sort_count()),
        Err(error) => format!("refused: {error}"),
    };
    println!("TAKEN {taken} {}", words.replace('\n', " "));
}

fn status(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes << 10
}

/// What reading the files took, and what became of it, as told by a process of its own.
fn taken(files: &[PathBuf], format: Option<&str>) -> (u64, String) {
    let names: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let mut reader = Command::new(std::env::current_exe().unwrap());
    reader
        .args([
            "--exact",
            "study_files::formats::memory::reader",
            "--nocapture",
        ])
        .env(FILES, names.join(":"));
    if let Some(format) = format {
        reader.env(FORMAT, format);
    }
    let output = reader.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let line = said.lines().find_map(|line| line.split_once("TAKEN "));
    let (_, words) =
        line.unwrap_or_else(|| panic!("{}\n{}", said, String::from_utf8_lossy(&output.stderr)));
    let (taken, words) = words.split_once(' ').unwrap();
    (taken.parse().unwrap(), words.to_owned())
}

/// A file, what it should come to, and its size where it is unpacked.
struct Case {
    name: &'static str,
    files: Vec<Vec<u8>>,
    format: Option<&'static str>,
    comes_to: &'static str,
    unpacked: Option<usize>,
}

fn check(case: &Case, folder: &Path) -> Option<String> {
    let files: Vec<PathBuf> = (1..)
        .zip(&case.files)
        .map(|(number, content)| {
            let ending = case.name.split_whitespace().next().unwrap();
            let path = folder.join(format!("{number}.{ending}"));
            std::fs::write(&path, content).unwrap();
            path
        })
        .collect();
    let size: usize = case.files.iter().map(Vec::len).sum();
    let size = case.unpacked.unwrap_or(size) as u64;
    let (taken, words) = taken(&files, case.format);
    println!(
        "{:<58} {:>5.1} MB, {:>6.1} MB taken, {:>5.1} times: {}",
        case.name,
        size as f64 / 1e6,
        taken as f64 / 1e6,
        taken as f64 / size as f64,
        words.chars().take(90).collect::<String>()
    );
    assert!(words.starts_with(case.comes_to), "{}: {words}", case.name);
    (taken > TIMES * size + ALWAYS).then(|| format!("{}: {size} bytes took {taken}", case.name))
}

/// Rows until there are enough of them; `row` gets their number.
fn rows(head: &str, row: impl Fn(usize) -> String) -> Vec<u8> {
    rows_of(size(), head, row)
}

fn rows_of(size: usize, head: &str, row: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = format!("{head}\n");
    let mut number = 0;
    while text.len() < size {
        writeln!(text, "{}", row(number)).unwrap();
        number += 1;
    }
    text.into_bytes()
}

/// `prefix1,prefix2,…`.
fn headings(prefix: &str, count: usize) -> String {
    let names: Vec<String> = (1..=count).map(|n| format!("{prefix}{n}")).collect();
    names.join(",")
}

/// The number in as few letters as there are.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut word = String::new();
    loop {
        word.push(char::from(LETTERS[number % LETTERS.len()]));
        number /= LETTERS.len();
        if number == 0 {
            return word;
        }
    }
}

fn case(name: &'static str, content: Vec<u8>, comes_to: &'static str) -> Case {
    Case {
        name,
        files: vec![content],
        format: None,
        comes_to,
        unpacked: None,
    }
}

fn tables() -> Vec<Case> {
    let head = |attributes: usize, statements: usize| {
        let attributes: String = (0..attributes)
            .map(|n| format!(",{}", short(n + 700)))
            .collect();
        format!("id{attributes},{}", headings("s", statements))
    };
    let letters = |n: usize| format!("{}{},1,0", short(n), ",a".repeat(60));
    let gaps = |n: usize| format!("{}{},1,0", short(n), ",".repeat(200));
    let values = |n: usize| format!("{},1,0{}", short(n), ",2".repeat(38));
    let narrow = |n: usize| format!("{},1,0", short(n));
    let missing = |n: usize| format!("{},1{}", short(n), ",".repeat(199));
    let wrong = |n: usize| format!("{}{}", short(n), ",x".repeat(200));
    let lines = |n: usize| format!("{},1", n + 1);
    let people = rows_of(size() / 2, "id,site", |n| format!("{},a", short(n)));
    let same = rows_of(size() / 2, "id,s1,s2", narrow);
    let shared = people
        .iter()
        .filter(|b| **b == b'\n')
        .count()
        .min(same.iter().filter(|b| **b == b'\n').count());
    let first = |text: &[u8]| -> Vec<u8> {
        let lines = text.split_inclusive(|b| *b == b'\n').take(shared);
        lines.flatten().copied().collect()
    };
    let wide = |n: usize| format!("{}{}", n + 1, [",1,0", ",0,1"][n % 2].repeat(9_000));
    let wide_head = format!(
        "number,{}",
        (0..18_000)
            .map(|n| short(n + 3_000))
            .collect::<Vec<_>>()
            .join(",")
    );
    vec![
        case(
            "csv of cells of one letter",
            rows(&head(60, 2), letters),
            "loaded",
        ),
        case("csv of empty cells", rows(&head(200, 2), gaps), "loaded"),
        case(
            "csv of values of one digit",
            rows(&head(0, 40), values),
            "loaded",
        ),
        case("csv of many short rows", rows("id,s1,s2", narrow), "loaded"),
        case(
            "csv without most values",
            rows(&head(0, 200), missing),
            "refused",
        ),
        case(
            "csv of letters for values",
            rows(&head(0, 200), wrong),
            "refused",
        ),
        case(
            "csv of the same id in each row",
            rows("id,s1,s2", |_| "a,1,0".to_owned()),
            "refused",
        ),
        case(
            "csv of rows of too few cells",
            rows("id,s1,s2", |_| "a".to_owned()),
            "refused",
        ),
        case(
            "csv of a statement in each row",
            rows("statement,P1", lines),
            "refused",
        ),
        case("csv of few long rows", rows(&wide_head, wide), "loaded"),
        case(
            "csv of letters beyond ASCII in Windows-1252",
            {
                let text = rows(&head(60, 2), letters);
                text.iter()
                    .map(|b| if *b == b'a' { 0xE9 } else { *b })
                    .collect()
            },
            "loaded",
        ),
        Case {
            name: "csv of participants beside short rows",
            files: vec![first(&same), first(&people)],
            format: None,
            comes_to: "loaded",
            unpacked: None,
        },
        Case {
            format: Some("kade-csv"),
            ..case(
                "csv of KADE, short rows",
                rows("x,,", |n| format!("{},1,0", short(n))),
                "loaded",
            )
        },
        Case {
            format: Some("kade-csv"),
            ..case(
                "csv of KADE, long rows",
                rows("x,,", |n| format!("{},1{}", short(n), ",0".repeat(199))),
                "loaded",
            )
        },
        Case {
            format: Some("kade-csv"),
            ..case(
                "csv of KADE without most values",
                rows("x,,", |n| format!("{}{}1", short(n), ",".repeat(200))),
                "refused",
            )
        },
    ]
}

fn collected() -> Vec<Case> {
    let as_format = |format, name, content, comes_to| Case {
        format: Some(format),
        ..case(name, content, comes_to)
    };
    let json = |fields: &str, sort: &str| {
        let mut text = rows("{", |n| {
            format!("\"{}\":{{{fields}\"sort\":\"{sort}\"}},", short(n))
        });
        text.truncate(text.len() - 2);
        text.push(b'}');
        text
    };
    let field = |name: usize| format!("\"{}\":\"a\",", short(name + 60));
    let fields: String = (0..40).map(field).collect();
    let numbers: String = (0..40)
        .map(|n| format!("\"{}\":1,", short(n + 60)))
        .collect();
    let mut wrapped = b"{\"results\":".to_vec();
    wrapped.extend(json(&fields, "1|0|2"));
    wrapped.push(b'}');
    let labelled: String = (0..40).map(|n| format!("{}:a,", short(n + 60))).collect();
    let tabs = format!(
        "Stage\tParticipant No\t{}Q results::1\tQ results::2",
        (0..40).map(|n| short(n + 60) + "\t").collect::<String>()
    );
    let letters = "\ta".repeat(40);
    let ours = |sorts: usize, statements: usize| {
        let people: Vec<String> = (0..sorts)
            .map(|n| format!("{{\"id\":\"{}\"}}", short(n)))
            .collect();
        let row = |s: usize| {
            let values: Vec<String> = (0..sorts).map(|n| ((n + s) % 3).to_string()).collect();
            format!("[{}]", values.join(","))
        };
        let rows = (0..statements).map(row).collect::<Vec<_>>().join(",");
        let numbers: Vec<String> = (1..=statements).map(|n| n.to_string()).collect();
        format!(
            "{{\"quincunx\":\"0\",\"schema\":1,\"results\":[\n{{\"kind\":\"study\",\"data\":{{\"forced\":false,\"participants\":[{}]}}}},\n{{\"kind\":\"sorts\",\"data\":{{\"statements\":[{}],\"values\":[{rows}]}}}}]}}",
            people.join(","),
            numbers.join(",")
        )
        .into_bytes()
    };
    let pcq = |n: usize| format!("sort {n} [ {} ] = 1,0,2", short(n));
    vec![
        as_format(
            "easy-htmlq",
            "json of many short fields",
            json(&fields, "1|0|2"),
            "loaded",
        ),
        as_format(
            "easy-htmlq",
            "json of numbers",
            json(&numbers, "1|0|2"),
            "loaded",
        ),
        as_format(
            "easy-htmlq",
            "json of short records",
            json("", "1|0"),
            "loaded",
        ),
        as_format(
            "easy-htmlq",
            "json of long sorts",
            json("", &format!("1|0{}", "|2".repeat(500))),
            "loaded",
        ),
        as_format(
            "easy-htmlq",
            "json of sorts without values",
            json("", &"|".repeat(500)),
            "refused",
        ),
        as_format(
            "easy-htmlq",
            "json of records within an object",
            wrapped,
            "",
        ),
        case(
            "json of our own, many sorts",
            ours(size() / 100, 40),
            "loaded",
        ),
        as_format(
            "google-sheets",
            "csv of labelled cells",
            rows("x,y", |n| {
                format!("partId:{},{labelled}sort:1|0|2", short(n))
            }),
            "loaded",
        ),
        as_format(
            "netlify",
            "csv of labels between bars",
            rows("results,created", |n| {
                format!(
                    "partId:| {} |{}sort:|1|0|2|,x",
                    short(n),
                    labelled.replace(':', ":|").replace(',', "|")
                )
            }),
            "loaded",
        ),
        as_format(
            "htmlq",
            "csv of HTMLQ, fields of one letter",
            {
                let head = format!(
                    "sid;uid;s1;s2;npos;{}datetime",
                    (0..60).map(|n| short(n + 60) + ";").collect::<String>()
                );
                rows(&head, |n| {
                    format!("{n};{};1;0;3;{}x", short(n), "a;".repeat(60))
                })
            },
            "loaded",
        ),
        as_format("pcq", "pcq of short sorts", rows("PCQ", pcq), "loaded"),
        as_format(
            "pcq",
            "pcq of long sorts",
            rows("PCQ", |n| format!("{}{}", pcq(n), ",1".repeat(500))),
            "loaded",
        ),
        as_format(
            "deliberateq",
            "txt of DeliberateQ",
            rows(&format!("#Title x\n#Data\n{tabs}"), |n| {
                format!("1\t{n}{letters}\t1\t0")
            }),
            "loaded",
        ),
        as_format(
            "forq",
            "txt of Forq",
            rows(":Variables 40\n:Q Statements 2", |n| {
                format!("{}{letters}\t1\t0", short(n))
            }),
            "loaded",
        ),
        as_format(
            "piles",
            "csv of piles",
            rows("id,-1,0,1", |n| format!("{},1,2,3", short(n))),
            "loaded",
        ),
        case(
            "dat of PQMethod",
            {
                let head = format!("  0999999 x\n -1  1{}", "  0".repeat(20));
                let row = |n: usize| format!("{:<8}  {}", short(n), " 1 0-1".repeat(333));
                let mut text = head;
                (0..999).for_each(|n| text.push_str(&format!("\n{}", row(n))));
                text.into_bytes()
            },
            "loaded",
        ),
        as_format(
            "table",
            "csv of lines of a statement each",
            rows("text", |_| "a".to_owned()),
            "refused",
        ),
    ]
}

/// Of one size only, as larger ones of the same bytes would be packed too well to be unpacked.
fn packed() -> Vec<Case> {
    let sheet = |rows: &str| {
        let sheet = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        );
        archive(&[
            ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#),
            ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
            ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sorts" sheetId="1" r:id="rId1"/></sheets></workbook>"#),
            ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    };
    let text = |text: &str| format!("<c t=\"str\"><v>{text}</v></c>");
    let many = |cell: &dyn Fn(&str) -> String, number: &str, row: (&str, &str)| {
        let head: String = (0..40)
            .map(|n| cell(&short(n + 60)))
            .chain(["s1", "s2"].map(cell))
            .collect();
        let mut all = format!("{}{}{head}{}", row.0, cell("id"), row.1);
        let mut n = 0;
        while all.len() < (SIZE << 20) {
            let cells = cell("a").repeat(40);
            write!(all, "{}{}{cells}{number}{}", row.0, cell(&short(n)), row.1).unwrap();
            n += 1;
        }
        all
    };
    let xlsx = many(&text, "<c><v>1</v></c><c><v>0</v></c>", ("<row>", "</row>"));
    let ods_text = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let ods_number = |n: u8| {
        format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{n}\"><text:p>{n}</text:p></table:table-cell>"
        )
    };
    let of_ods = many(
        &ods_text,
        &(ods_number(1) + &ods_number(0)),
        ("<table:table-row>", "</table:table-row>"),
    );
    let repeated = {
        let many = ods_text("a").replacen(
            "table:table-cell ",
            "table:table-cell table:number-columns-repeated=\"15\" ",
            1,
        );
        let mut all = format!(
            "<table:table-row>{}{}</table:table-row>",
            ods_text("id"),
            ods_text("s1")
        );
        while all.len() < (SIZE << 20) {
            write!(all, "<table:table-row>{many}</table:table-row>").unwrap();
        }
        all
    };
    let sorts = rows_of(SIZE << 20, "x,y,z", |n| format!("{},1,0", short(n)));
    vec![
        Case {
            unpacked: Some(xlsx.len()),
            ..case("xlsx of cells of one letter", sheet(&xlsx), "loaded")
        },
        Case {
            unpacked: Some(of_ods.len()),
            ..case("ods of cells of one letter", ods(&of_ods), "loaded")
        },
        Case {
            unpacked: Some(repeated.len()),
            ..case("ods of repeated cells", ods(&repeated), "refused")
        },
        Case {
            unpacked: Some(sorts.len()),
            ..case("zip of KADE", archive(&[("sorts.txt", &sorts)]), "loaded")
        },
    ]
}

/// Peaks are the system's to tell; where it does not, there is nothing to compare.
fn peaks_are_told() -> bool {
    Path::new("/proc/self/clear_refs").exists()
}

fn all_within(cases: &[Case]) {
    if !peaks_are_told() {
        println!("Skipped: the system does not tell peaks of memory.");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let beyond: Vec<String> = cases
        .iter()
        .filter_map(|case| check(case, folder.path()))
        .collect();
    assert!(beyond.is_empty(), "{}", beyond.join("\n"));
}

#[test]
fn of_tables() {
    all_within(&tables());
}

#[test]
fn of_programs() {
    all_within(&collected());
}

#[test]
fn of_archives() {
    all_within(&packed());
}
