//! Where a command's product goes: standard output, or a file that is written whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

use super::exit::WrongUse;

/// What `--format` names: the one called `name` of `formats`.
///
/// # Errors
/// None is called so; the message lists those there are.
pub fn format_named<F>(
    formats: &'static [F],
    name: &str,
    name_of: fn(&F) -> &str,
) -> Result<&'static F, String> {
    formats.iter().find(|format| name_of(format) == name).ok_or_else(|| {
        let names: Vec<&str> = formats.iter().map(name_of).collect();
        format!("expected one of {}", names.join(", "))
    })
}

/// Writes `text` to `file`, or to standard output. A reader that has gone away is no error.
pub fn put(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    let Some(path) = file else {
        return match io::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot print"),
            _ => Ok(()),
        };
    };
    let refused = |error: io::Error| WrongUse(format!("{}: cannot be written: {error}", path.display()));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut staged = tempfile::NamedTempFile::new_in(folder).map_err(refused)?;
    staged.write_all(text.as_bytes()).map_err(refused)?;
    staged.persist(path).map_err(|error| refused(error.error))?;
    Ok(())
}
