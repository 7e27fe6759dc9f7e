//! The output of a cell that runs for a widget: it is not shown.

use crate::mime::MimeBundle;
use crate::output::Output;
use std::sync::{Mutex, PoisonError};

/// Keeps what was shown last.
#[derive(Debug, Default)]
pub(super) struct Aside {
    last: Mutex<Option<MimeBundle>>,
}

impl Aside {
    pub(super) fn last(self) -> MimeBundle {
        let last = self.last.into_inner();
        let last = last.unwrap_or_else(PoisonError::into_inner);
        last.unwrap_or_else(|| MimeBundle::plain(""))
    }
}

impl Output for Aside {
    fn stdout(&self, _text: &str) {}

    fn stderr(&self, _text: &str) {}

    fn display(&self, bundle: &MimeBundle, id: Option<&str>) {
        // What has an id only says how far a long step is.
        if id.is_none() {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last = Some(bundle.clone());
        }
    }

    fn update(&self, _bundle: &MimeBundle, _id: &str) {}

    fn result(&self, bundle: &MimeBundle) {
        self.display(bundle, None);
    }

    fn clear(&self, _wait: bool) {}

    fn input(&self, _prompt: &str, _password: bool) -> Result<String, String> {
        Err("A widget cannot be asked for a line of text.".to_owned())
    }

    fn is_watched(&self) -> bool {
        false
    }
}
