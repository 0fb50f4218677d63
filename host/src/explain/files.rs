//! Explanations as files: `explain.json` and its flame graphs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::document::{ExplainDocument, SCHEMA};
use super::{ExplainError, FlameView, flame_graph};

/// Name of the document in a folder; in a run's folder the report shows it.
pub const FILE: &str = "explain.json";

/// Writes the document and a flame graph for each explanation and view. Returns the files.
///
/// # Errors
/// A file cannot be written, or a graph not drawn. Each file is written whole or not at all.
pub fn write(document: &ExplainDocument, folder: &Path) -> Result<Vec<PathBuf>, ExplainError> {
    fs::create_dir_all(folder).map_err(|source| ExplainError::File { path: folder.to_owned(), source })?;
    let mut written = Vec::new();
    for explanation in &document.explanations {
        for view in [FlameView::Function, FlameView::Bytecode] {
            if let Some(svg) = flame_graph(explanation, document.board.kind, view)? {
                let name = format!("flame-{}-{}.svg", explanation.subject.title.replace('/', "-"), view.id());
                written.push(put(&folder.join(name), svg.as_bytes())?);
            }
        }
    }
    let path = folder.join(FILE);
    let json = serde_json::to_vec_pretty(document)
        .map_err(|error| ExplainError::File { path: path.clone(), source: error.into() })?;
    written.push(put(&path, &json)?);
    Ok(written)
}

/// Reads the document of a folder; `None` if there is none.
///
/// # Errors
/// It cannot be read, or is of another schema.
pub fn read(folder: &Path) -> Result<Option<ExplainDocument>, ExplainError> {
    let path = folder.join(FILE);
    let failed = |source| ExplainError::File { path: path.clone(), source };
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let document: ExplainDocument = serde_json::from_slice(&bytes).map_err(|error| failed(error.into()))?;
    if document.schema != SCHEMA {
        let found = document.schema;
        return Err(failed(std::io::Error::other(format!("expected schema {SCHEMA}, found {found}"))));
    }
    Ok(Some(document))
}

fn put(path: &Path, bytes: &[u8]) -> Result<PathBuf, ExplainError> {
    let failed = |source| ExplainError::File { path: path.to_owned(), source };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // For others to read, once it is in its place.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    let mut staged = builder.tempfile_in(folder).map_err(failed)?;
    staged.write_all(bytes).map_err(failed)?;
    staged.persist(path).map_err(|error| failed(error.error))?;
    Ok(path.to_owned())
}
