//! The Q study of the notebook, in any Rust cell: `q::loadings()`, `q::arrays()[(0, 1)]`,
//! `q::participants().texts("site")`. [`tables`] lists what there is.

mod cell;
mod giving;
mod layout;
mod matrix;
mod random;
mod showing;
mod snapshot;
mod table;

pub use cell::{RunningCell, Shown, clear_output, input, password};
pub use giving::{add_attribute, magic, rotate, set_flags, set_loadings};
pub use matrix::Matrix;
pub use random::Random;
pub use showing::{Show, ShowAlike};
pub use table::Table;

/// The names of the tables the session shares now.
pub fn tables() -> Vec<String> {
    snapshot::names()
}

/// The table called `name`, if the session has it now.
pub fn find(name: &str) -> Option<Table> {
    snapshot::read(name)
}

/// The table called `name`: its matrix and its columns of text.
///
/// # Panics
/// If the session has no such table; the message lists those it has.
#[track_caller]
pub fn table(name: &str) -> Table {
    match find(name) {
        Some(table) => table,
        None => panic!("{}", missing(name)),
    }
}

/// The numbers of the table called `name`.
///
/// # Panics
/// If the session has no such table; the message lists those it has.
#[track_caller]
pub fn matrix(name: &str) -> Matrix {
    table(name).matrix
}

/// The Q sorts, n statements × m sorts.
///
/// # Panics
/// If no study is loaded.
#[track_caller]
pub fn sorts() -> Matrix {
    matrix("sorts")
}

/// The correlations between sorts, m × m.
///
/// # Panics
/// If they have not been computed.
#[track_caller]
pub fn correlations() -> Matrix {
    matrix("correlations")
}

/// The factor loadings, m sorts × k factors, of the latest stage.
///
/// # Panics
/// If no factors have been extracted.
#[track_caller]
pub fn loadings() -> Matrix {
    matrix("loadings")
}

/// The flags, m sorts × k factors: 1 where a sort defines a factor, 0 elsewhere.
///
/// # Panics
/// If no sorts have been flagged.
#[track_caller]
pub fn flags() -> Matrix {
    matrix("flags")
}

/// The unrotated loadings, m sorts × k factors.
///
/// # Panics
/// If no factors have been extracted.
#[track_caller]
pub fn unrotated() -> Matrix {
    matrix("unrotated")
}

/// The grid: one row a column of it, with its `value` and how many `cards` it takes.
///
/// # Panics
/// If no study is loaded, or it has no grid.
#[track_caller]
pub fn grid() -> Matrix {
    matrix("grid")
}

/// The factor scores, n statements × k factors.
///
/// # Panics
/// If no scores have been computed.
#[track_caller]
pub fn z_scores() -> Matrix {
    matrix("z_scores")
}

/// The factor arrays, n statements × k factors, whole numbers of the grid.
///
/// # Panics
/// If no scores have been computed.
#[track_caller]
pub fn arrays() -> Matrix {
    matrix("arrays")
}

/// A kept solution by its name, such as `q::kept("national").arrays()`.
pub fn kept(name: &str) -> Kept {
    Kept {
        name: name.to_owned(),
    }
}

/// A kept solution.
#[derive(Clone, Debug)]
pub struct Kept {
    name: String,
}

impl Kept {
    /// Any table of the solution, such as `loadings` or `statements`.
    ///
    /// # Panics
    /// If it has none of this name; the message lists those there are.
    #[track_caller]
    pub fn table(&self, name: &str) -> Table {
        table(&format!("{}.{name}", self.name))
    }

    /// The Q sorts, n statements × m sorts.
    ///
    /// # Panics
    /// If there is no such solution.
    #[track_caller]
    pub fn sorts(&self) -> Matrix {
        self.table("sorts").matrix
    }

    /// The factor loadings, m sorts × k factors.
    ///
    /// # Panics
    /// If there is no such solution, or it has no factors.
    #[track_caller]
    pub fn loadings(&self) -> Matrix {
        self.table("loadings").matrix
    }

    /// The flags, m sorts × k factors: 1 where a sort defines a factor, 0 elsewhere.
    ///
    /// # Panics
    /// If there is no such solution, or it has no flags.
    #[track_caller]
    pub fn flags(&self) -> Matrix {
        self.table("flags").matrix
    }

    /// The factor scores, n statements × k factors.
    ///
    /// # Panics
    /// If there is no such solution, or it has no scores.
    #[track_caller]
    pub fn z_scores(&self) -> Matrix {
        self.table("z_scores").matrix
    }

    /// The factor arrays, n statements × k factors.
    ///
    /// # Panics
    /// If there is no such solution, or it has no arrays.
    #[track_caller]
    pub fn arrays(&self) -> Matrix {
        self.table("arrays").matrix
    }

    /// The P set of the solution with its attributes: one row a participant.
    ///
    /// # Panics
    /// If there is no such solution.
    #[track_caller]
    pub fn participants(&self) -> Table {
        self.table("participants")
    }
}

/// The Q set: one row a statement.
///
/// # Panics
/// If no study is loaded.
#[track_caller]
pub fn statements() -> Table {
    table("statements")
}

/// The P set with its attributes: one row a participant.
///
/// # Panics
/// If no study is loaded.
#[track_caller]
pub fn participants() -> Table {
    table("participants")
}

fn missing(name: &str) -> String {
    let names = tables();
    if names.is_empty() {
        return format!(
            "The session has no table `{name}`: it shares none yet. Load a study in a cell before this \
             one, for example with `%q example case-study`."
        );
    }
    format!(
        "The session has no table `{name}` yet. It has {}. Run the verb that makes it in a cell \
         before this one.",
        names.join(", ")
    )
}

/// Stands at the beginning of each cell, written there by the kernel. `cell!(plain)` leaves it to evcxr how values are shown.
#[doc(hidden)]
#[macro_export]
macro_rules! cell {
    () => {
        #[allow(unused_imports)]
        use $crate::Show as _;
        let _running_cell = $crate::RunningCell::begin();
    };
    (plain) => {
        #[allow(unused_imports)]
        use $crate::{Show as _, ShowAlike as _};
        let _running_cell = $crate::RunningCell::begin();
    };
}
