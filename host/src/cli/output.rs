//! Output of a command: standard output, or a file that is written completely or not at all.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use tempfile::NamedTempFile;

use super::exit::UsageError;

/// Returns the parser of `--format`, whose values are `formats`. `describe` returns name and purpose of a format.
pub(super) fn format_parser<F: Sync>(
    formats: &'static [F],
    describe: fn(&F) -> (&'static str, &'static str),
) -> impl TypedValueParser<Value = &'static F> {
    let value = |format| {
        let (name, purpose) = describe(format);
        PossibleValue::new(name).help(purpose)
    };
    let find = move |name: String| {
        let format = formats.iter().find(|format| describe(format).0 == name);
        format.ok_or_else(|| format!("unknown format `{name}`"))
    };
    PossibleValuesParser::new(formats.iter().map(value)).try_map(find)
}

/// A file that replaces the one at its path when it is complete.
#[derive(Debug)]
pub(super) struct StagedFile {
    path: PathBuf,
    staged: NamedTempFile,
}

impl StagedFile {
    /// Creates the file beside `path`, which stays as it is until [`Self::finish`].
    ///
    /// # Errors
    /// Returns [`UsageError`] if the folder is not writable.
    pub(super) fn create(path: &Path) -> Result<Self, UsageError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let staged = NamedTempFile::new_in(folder).map_err(|error| refused(path, &error))?;
        Ok(Self { path: path.to_owned(), staged })
    }

    /// Writes `text` and moves the file to its path.
    ///
    /// # Errors
    /// Returns [`UsageError`] if writing fails.
    pub(super) fn finish(mut self, text: &str) -> Result<(), UsageError> {
        let written = self.staged.write_all(text.as_bytes()).and_then(|()| self.staged.as_file().sync_all());
        written.map_err(|error| refused(&self.path, &error))?;
        self.staged.persist(&self.path).map_err(|error| refused(&self.path, &error.error))?;
        Ok(())
    }
}

fn refused(path: &Path, error: &io::Error) -> UsageError {
    UsageError(format!("cannot write {}: {error}", path.display()))
}

/// Writes `text` to `file`, or to standard output. A closed pipe is not an error.
pub(super) fn write(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    if let Some(path) = file {
        return Ok(StagedFile::create(path)?.finish(text)?);
    }
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}
