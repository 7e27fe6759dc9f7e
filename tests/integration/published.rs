//! Numbers in print.

mod case_study;
mod lipset;
