//! The Quincunx kernel's executable.

fn main() {
    quincunx::rust_cell::hook();
}
