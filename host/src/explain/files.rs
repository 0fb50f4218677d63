//! Explanations in a folder: `explain.json` and its flame graphs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::document::{ExplainDocument, SCHEMA_VERSION};
use super::error::ExplainError;
use super::flame_graph::{FlameGraphView, flame_graph};

/// Name of the document. `report` reads it from a run folder.
const FILE_NAME: &str = "explain.json";

/// Writes the document, and a flame graph per explanation and view. Returns the paths of the files.
///
/// # Errors
/// Returns an error if a file cannot be written or a flame graph cannot be drawn. No file is left incomplete.
pub(crate) fn write_to_folder(
    document: &ExplainDocument,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExplainError> {
    fs::create_dir_all(folder).map_err(|source| ExplainError::File { path: folder.to_owned(), source })?;
    let mut written = Vec::new();
    for explanation in &document.explanations {
        for view in FlameGraphView::ALL {
            if let Some(svg) = flame_graph(explanation, document.board.kind, view)? {
                let name =
                    format!("flame-{}-{}.svg", explanation.workload.title.replace('/', "-"), view.id());
                written.push(write_file(&folder.join(name), svg.as_bytes())?);
            }
        }
    }
    let path = folder.join(FILE_NAME);
    let json = serde_json::to_vec_pretty(document)
        .map_err(|error| ExplainError::File { path: path.clone(), source: error.into() })?;
    written.push(write_file(&path, &json)?);
    Ok(written)
}

/// Reads the document of a folder; `None` if the folder has none.
///
/// # Errors
/// Returns an error if the file cannot be read or has another schema version.
pub(crate) fn read_from_folder(folder: &Path) -> Result<Option<ExplainDocument>, ExplainError> {
    let path = folder.join(FILE_NAME);
    let file_error = |source| ExplainError::File { path: path.clone(), source };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(error)),
    };
    let document: ExplainDocument =
        serde_json::from_slice(&bytes).map_err(|error| file_error(error.into()))?;
    if document.schema != SCHEMA_VERSION {
        let message = format!("expected schema version {SCHEMA_VERSION}, found {}", document.schema);
        return Err(file_error(std::io::Error::other(message)));
    }
    Ok(Some(document))
}

/// Writes a temporary file and renames it to `path`.
fn write_file(path: &Path, bytes: &[u8]) -> Result<PathBuf, ExplainError> {
    let file_error = |source| ExplainError::File { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // Temporary files are private to their owner; results are not.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut staged = builder.tempfile_in(folder).map_err(file_error)?;
    staged.write_all(bytes).map_err(file_error)?;
    staged.persist(path).map_err(|error| file_error(error.error))?;
    Ok(path.to_owned())
}
