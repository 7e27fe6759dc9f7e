//! The method against expected values of other programs; origin, tolerances and what is left out in `tests/oracle/README.md`.

mod biobank;
mod conventions;
mod expected;
mod extraction;
mod factoring;
mod grids;
mod lipset;
mod manual;
mod retention;
mod solution;
mod solutions;
mod statements;
