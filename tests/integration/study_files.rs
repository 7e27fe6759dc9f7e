//! Study files: good ones in every dress, broken ones with their messages, and laws over both.

mod broken;
mod formats;
mod good;
mod grids;
mod laws;
mod sources;

use quincunx::qmethod::Distribution;
use quincunx::qmethod::grid::GridColumn;
use quincunx::study_files::{LoadRequest, Source};

fn data(name: &str) -> Source {
    Source::File(format!("tests/data/{name}").into())
}

fn inline(text: &str) -> Source {
    Source::Inline {
        name: "this cell".to_owned(),
        text: text.to_owned(),
    }
}

/// The sorts alone, their grid read off them.
fn sorts_only(sorts: Source) -> LoadRequest {
    LoadRequest::of(sorts)
}

fn distribution(columns: &[(i32, usize)]) -> Distribution {
    let columns = columns
        .iter()
        .map(|&(value, cards)| GridColumn { value, cards });
    Distribution::new(columns).expect("a grid")
}

/// The grid of the study in `tests/data/good`.
fn small_grid() -> Distribution {
    distribution(&[(-2, 1), (-1, 2), (0, 3), (1, 2), (2, 1)])
}
