//! The journal: what was done, in a form that can be pasted and run again.

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// The magic as written, `%q …` or `%%q …` with its body.
    pub source: String,
    /// What cannot be seen from the magic: the digest of the data it read.
    pub remark: Option<String>,
}

impl JournalEntry {
    /// The step as cell text; a remark stands before it as a comment.
    pub fn as_cell(&self) -> String {
        match &self.remark {
            Some(remark) => format!("// {remark}\n{}", self.source),
            None => self.source.clone(),
        }
    }
}
