//! Puts a report in its place, whole or not at all.

use super::{ARTIFACTS, ReportError, charts};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A folder in the run folder in which a report is made.
pub(super) struct Staging(tempfile::TempDir);

impl Staging {
    pub(super) fn beside(folder: &Path) -> Result<Self, ReportError> {
        let write_error = |source| ReportError::Write { path: folder.to_owned(), source };
        let staging = tempfile::Builder::new().prefix(".report-").tempdir_in(folder).map_err(write_error)?;
        fs::create_dir(staging.path().join(charts::FOLDER)).map_err(write_error)?;
        Ok(Self(staging))
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Moves the files called `names` to `folder`, and removes what an earlier report left there and this one
    /// has no more. Returns where they are.
    pub(super) fn put_in_place(self, folder: &Path, names: &[PathBuf]) -> Result<Vec<PathBuf>, ReportError> {
        let write_error = |path: &Path| {
            let path = path.to_owned();
            move |source| ReportError::Write { path, source }
        };
        let charts = folder.join(charts::FOLDER);
        fs::create_dir_all(&charts).map_err(write_error(&charts))?;
        let mut written = Vec::with_capacity(names.len());
        for name in names {
            let path = folder.join(name);
            fs::rename(self.path().join(name), &path).map_err(write_error(&path))?;
            written.push(path);
        }
        for (name, path) in present(folder).map_err(write_error(folder))? {
            let owned = ARTIFACTS.iter().any(|artifact| artifact.owns(&name));
            if owned && !names.iter().any(|it| folder.join(it) == path) {
                fs::remove_file(&path).map_err(write_error(&path))?;
            }
        }
        Ok(written)
    }
}

/// The files in `folder` and its folder of charts: names and paths.
fn present(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for prefix in ["", charts::FOLDER] {
        for entry in fs::read_dir(folder.join(prefix))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            files.push((name, entry.path()));
        }
    }
    Ok(files)
}
