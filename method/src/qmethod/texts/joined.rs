//! Texts end to end.

/// Texts end to end.
#[derive(Clone, Default)]
pub(super) struct Joined {
    joined: String,
    ends: Ends,
}

impl Joined {
    pub(super) fn with_room(texts: usize) -> Self {
        Self {
            joined: String::new(),
            ends: Ends::Near(Vec::with_capacity(texts)),
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        self.joined.push_str(text);
        self.ends.push(self.joined.len());
    }

    pub(super) fn truncate(&mut self, texts: usize) {
        if texts < self.len() {
            self.joined.truncate(self.start(texts));
            self.ends.truncate(texts);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = self.ends.get(index)?;
        self.joined.get(self.start(index)..end)
    }

    fn start(&self, index: usize) -> usize {
        let before = index.checked_sub(1);
        before
            .and_then(|before| self.ends.get(before))
            .unwrap_or_default()
    }
}

/// Where each text ends.
#[derive(Clone)]
enum Ends {
    /// In a buffer of less than 4 GB.
    Near(Vec<u32>),
    /// In any other.
    Far(Vec<usize>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Near(Vec::new())
    }
}

impl Ends {
    fn len(&self) -> usize {
        match self {
            Self::Near(ends) => ends.len(),
            Self::Far(ends) => ends.len(),
        }
    }

    fn get(&self, index: usize) -> Option<usize> {
        match self {
            Self::Near(ends) => ends.get(index).map(|&end| end as usize),
            Self::Far(ends) => ends.get(index).copied(),
        }
    }

    fn push(&mut self, end: usize) {
        match (&mut *self, u32::try_from(end)) {
            (Self::Near(ends), Ok(end)) => ends.push(end),
            (Self::Near(ends), Err(_)) => {
                let mut far: Vec<usize> = ends.iter().map(|&end| end as usize).collect();
                far.push(end);
                *self = Self::Far(far);
            }
            (Self::Far(ends), _) => ends.push(end),
        }
    }

    fn truncate(&mut self, len: usize) {
        match self {
            Self::Near(ends) => ends.truncate(len),
            Self::Far(ends) => ends.truncate(len),
        }
    }
}
