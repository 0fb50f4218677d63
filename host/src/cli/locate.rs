//! Default folders of scenarios, firmware images and results.

use std::env;
use std::path::{Path, PathBuf};

use super::exit::UsageError;

/// Folder of the firmware images that `ci/firmware` builds.
const FIRMWARE: &str = "build/firmware";
/// Folder of the scenarios.
const SCENARIOS: &str = "scenarios";

/// Returns the folder of the firmware images: `given`, or `build/firmware` of the checkout that contains the current
/// folder or the program.
///
/// # Errors
/// Returns an error if there is no such folder.
pub(super) fn firmware(given: Option<&Path>) -> Result<PathBuf, UsageError> {
    find(given, FIRMWARE, "--firmware", "`ci/firmware` builds the images")
}

/// Returns the folder of the scenarios of that checkout.
///
/// # Errors
/// Returns an error if there is no such folder.
pub(super) fn scenarios() -> Result<PathBuf, UsageError> {
    find(None, SCENARIOS, "--scenarios", "the repository holds them")
}

/// Returns the default folder of runs: `results/runs` beside the scenarios.
///
/// # Errors
/// Returns an error if there is no checkout.
pub(super) fn runs() -> Result<PathBuf, UsageError> {
    Ok(scenarios()?.with_file_name("results").join("runs"))
}

fn find(given: Option<&Path>, relative: &str, flag: &str, origin: &str) -> Result<PathBuf, UsageError> {
    if let Some(folder) = given {
        return if folder.is_dir() {
            Ok(folder.to_owned())
        } else {
            Err(UsageError(format!("{flag} {}: no such folder", folder.display())))
        };
    }
    let starts = [env::current_dir().ok(), env::current_exe().ok()];
    starts
        .iter()
        .flatten()
        .flat_map(|start| start.ancestors())
        .map(|folder| folder.join(relative))
        .find(|folder| folder.is_dir())
        .ok_or_else(|| {
            UsageError(format!(
                "no folder `{relative}` in the current folder, its parents or those of the program: {origin}; or \
                 select a folder with {flag}"
            ))
        })
}
