//! Rust cells, with a real evcxr.

use std::sync::Mutex;
use std::time::Instant;
use quincunx::mime::MimeBundle;
use quincunx::output::Output;
use quincunx::rust_cell::{RustCells, Setup};

#[derive(Default)]
struct Recorder { start: Option<Instant> }
impl Recorder { fn t(&self) -> f64 { self.start.unwrap().elapsed().as_secs_f64() } }
impl Output for Recorder {
    fn stdout(&self, text: &str) { println!("{:.3} out {text:?}", self.t()); }
    fn stderr(&self, text: &str) { println!("{:.3} err {text:?}", self.t()); }
    fn display(&self, b: &MimeBundle, _: Option<&str>) { println!("{:.3} display {:?}", self.t(), b.data()); }
    fn update(&self, _: &MimeBundle, _: &str) {}
    fn result(&self, b: &MimeBundle) { println!("{:.3} result {:?}", self.t(), b.data()); }
    fn clear(&self, _: bool) {}
    fn input(&self, p: &str, w: bool) -> Result<String, String> { println!("input {p:?} {w}"); Ok("an answer".into()) }
}

#[test]
fn explore() {
    let dir = tempfile::tempdir().unwrap();
    let cells = RustCells::new(Setup {
        program: env!("CARGO_BIN_EXE_quincunx").into(),
        directory: dir.path().into(),
        ..Setup::from_environment().unwrap()
    });
    let _ = Mutex::new(0);
    let text = std::fs::read_to_string(std::env::var("CELLS").unwrap()).unwrap();
    for cell in text.split("\n---\n") {
        println!("=== {cell}");
        let out = Recorder { start: Some(Instant::now()) };
        let interrupt = cells.interrupter();
        if let Some(ms) = cell.split("INTERRUPT").nth(1) {
            let ms: u64 = ms.split_whitespace().next().unwrap().parse().unwrap();
            std::thread::spawn(move || { std::thread::sleep(std::time::Duration::from_millis(ms)); interrupt(); });
        }
        if let Some(at) = cell.find("COMPLETE") {
            println!("{:?}", cells.complete(&cell[..at], at));
            println!("{:?}", cells.inspect(&cell[..at], at));
            println!("{:.3}", out.t());
            continue;
        }
        let result = cells.run(cell, &out);
        println!("{:.3} {}", out.t(), match result { Ok(()) => "ok".to_string(), Err(f) => format!("{}: {}\n{}", f.kind.name(), f.message, f.traceback.join("\n")) });
    }
}
