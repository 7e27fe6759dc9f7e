//! Results become reports (headings, tables, figures, notes), and reports become MIME bundles.
