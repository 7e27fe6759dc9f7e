//! Results become reports (headings, tables, figures, notes), and reports become MIME bundles.
//!
//! `labels` are the shown names of the factors in their order, such as `F1` or `Ideal world`; a missing label is shown as `F` and its number.

mod bundle;
mod colour;
mod drawing;
mod figures;
mod font;
mod html;
mod latex;
mod number;
mod ordering;
mod paint;
mod report;
mod reports;
mod table;
mod text;

pub use drawing::{Anchor, Drawing, Point, Rgb, Shape, TextShape};
pub use report::{Block, Figure, FigureFormat, Note, Provenance, Report, ResultData, Severity};
pub use reports::arrays::arrays;
pub use reports::characteristics::characteristics;
pub use reports::comparison::compare;
pub use reports::composite::composite;
pub use reports::correlations::{correlations, second_order};
pub use reports::crib::crib;
pub use reports::factors::{scree, unrotated};
pub use reports::loadings::{loadings, rotated};
pub use reports::loadings_plot::loadings_plot;
pub use reports::prevalence::prevalence;
pub use reports::rotation::{rotation_steps, turned};
pub use reports::scores::scores;
pub use reports::statements::{consensus, distinguishing};
pub use reports::study::{grid, participants, sorts, statements, study};
pub use table::{Align, Column, Content, Table, TableCell, TableRow};
