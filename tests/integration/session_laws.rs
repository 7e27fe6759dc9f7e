#[test]
fn scratch() {
    let mut n = crate::notebook::after(quincunx::magic::Station::Flagged.way());
    println!(
        "{}",
        crate::notebook::text(&crate::notebook::run(&mut n, "%q loadings"))
    );
}
