//! Good and broken study files.
