//! Location of an item in a scenario or claims file.

use std::fmt;
use std::path::{Path, PathBuf};

/// Location in a scenario or claims file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// Path of the file.
    pub path: PathBuf,
    /// Line, from 1.
    pub line: usize,
}

impl Location {
    /// Returns the location of the byte at `offset` in the file at `path` with the content `text`.
    pub(crate) fn of(path: &Path, text: &str, offset: usize) -> Self {
        let before = text.as_bytes().iter().take(offset);
        Self { path: path.to_owned(), line: 1 + before.filter(|&&byte| byte == b'\n').count() }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.path.display(), self.line)
    }
}
