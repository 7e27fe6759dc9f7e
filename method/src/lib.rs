//! The computations of Q methodology, and the linear algebra below them. A crate of its own, since this is what runs at full speed; the
//! crate `quincunx` shows it under the same names.

pub mod numeric;
pub mod qmethod;
