//! Results become reports (headings, tables, figures, notes), and reports become MIME bundles.
//!
//! `labels` are the shown names of the factors in their order, such as `F1` or `Ideal world`; a missing label is shown as `F` and its number.

mod analysis;
mod bundle;
mod colour;
mod drawing;
mod figures;
mod font;
mod html;
mod latex;
mod number;
mod ordering;
mod page;
mod paint;
mod report;
mod reports;
mod table;
mod text;

pub use analysis::Analysis;
pub use drawing::{Anchor, Drawing, Point, Rgb, Shape, TextShape};
pub use number::{counted, fixed, listed, signed, typographic};
pub use page::page;
pub use report::{Block, Figure, FigureFormat, Note, Provenance, Report, ResultData, Severity};
pub use reports::arrays::arrays;
pub use reports::chain::{ChainNames, chain};
pub use reports::characteristics::characteristics;
pub use reports::comparison::compare;
pub use reports::composite::composite;
pub use reports::consensus::consensus;
pub use reports::conventions::convention_words;
pub use reports::correlations::{correlations, second_order};
pub use reports::crib::crib;
pub use reports::differences::{all_differences, differences};
pub use reports::dimensions::dimensions;
pub use reports::distribution::distribution;
pub use reports::exemplars::exemplars;
pub use reports::factors::{scree, unrotated};
pub use reports::lineage::lineage;
pub use reports::loadings::{loadings, rotated};
pub use reports::loadings_plot::loadings_plot;
pub use reports::matching::{MatchNames, matching};
pub use reports::methods::methods;
pub use reports::prevalence::prevalence;
pub use reports::ranks::{disagreement, ranks, relative};
pub use reports::receipt::{Outcome, receipt};
pub use reports::reconstruction::reconstruction;
pub use reports::responses::responses;
pub use reports::retention::retention;
pub use reports::rotation::{rotation_steps, turned};
pub use reports::scores::scores;
pub use reports::simulation::simulation;
pub use reports::statements::distinguishing;
pub use reports::study::{grid, participants, sorts, statements, study};
pub use reports::waves::waves;
pub use table::{Align, Column, Content, Table, TableCell, TableRow};
