//! Where a running cell's output goes, whoever runs it and whoever shows it.

mod progress;
mod widget;

pub use progress::{InPlace, Progress, Unwatched};
pub use widget::{Face, Reaction, Widget};

use crate::mime::MimeBundle;

/// The reader's side of a running cell. Calls take effect in the order they are made.
pub trait Output: Sync {
    /// Text on the cell's standard output; `text` need not end in a newline.
    fn stdout(&self, text: &str);
    /// Text on the cell's standard error.
    fn stderr(&self, text: &str);
    /// Shows `bundle`. With an `id` it can later be replaced by [`Output::update`].
    fn display(&self, bundle: &MimeBundle, id: Option<&str>);
    /// Replaces what was displayed under `id`, wherever it stands.
    fn update(&self, bundle: &MimeBundle, id: &str);
    /// Takes away what this cell displayed under `id`; where that cannot be done, nothing is to be seen there.
    fn withdraw(&self, id: &str) {
        self.update(&MimeBundle::plain(""), id);
    }
    /// Shows `bundle` as the cell's value (`Out[n]`). At most once a cell.
    fn result(&self, bundle: &MimeBundle);
    /// Brings `widget` to life where the reader's page can run it. What is to be displayed or given as the cell's value: `still`, to which that page
    /// prefers the widget.
    fn live(&self, widget: Box<dyn Widget>, still: MimeBundle) -> MimeBundle {
        let _ = widget;
        still
    }
    /// Removes the cell's output; with `wait`, when the next output arrives.
    fn clear(&self, wait: bool);
    /// Asks the reader for a line of text, hidden if `password`.
    ///
    /// # Errors
    /// A sentence saying why no answer can be had (no one to ask, or interrupted).
    fn input(&self, prompt: &str, password: bool) -> Result<String, String>;
    /// Whether someone may be looking on. Who runs a notebook unattended keeps all that was ever displayed, and should be shown
    /// nothing that depends on how long a step takes.
    fn is_watched(&self) -> bool {
        true
    }
    /// Whether the reader wants the running cell to end. Once true it stays so until the cell has ended.
    fn interrupted(&self) -> bool {
        false
    }
}
