//! Where scenarios and firmware lie, if the command line does not say.

use std::env;
use std::path::{Path, PathBuf};

use super::exit::WrongUse;

/// Firmware images, as `ci/bench` builds them.
const FIRMWARE: &str = "build/firmware";
/// Scenarios of the repository.
const SCENARIOS: &str = "scenarios";

/// The folder of the firmware images: `given`, or else `build/firmware` in a checkout around the current folder or
/// around the program.
///
/// # Errors
/// There is none.
pub fn firmware(given: Option<&Path>) -> Result<PathBuf, WrongUse> {
    find(given, FIRMWARE, "--firmware", "`ci/bench` builds the images")
}

/// The repository's scenarios, found in the same way.
///
/// # Errors
/// There are none.
pub fn scenarios() -> Result<PathBuf, WrongUse> {
    find(None, SCENARIOS, "--scenarios", "the repository holds them")
}

/// Where runs go if the command line does not say: `results/runs` beside the scenarios.
///
/// # Errors
/// There is no checkout.
pub fn runs() -> Result<PathBuf, WrongUse> {
    Ok(scenarios()?.with_file_name("results").join("runs"))
}

fn find(given: Option<&Path>, relative: &str, flag: &str, origin: &str) -> Result<PathBuf, WrongUse> {
    if let Some(folder) = given {
        return if folder.is_dir() {
            Ok(folder.to_owned())
        } else {
            Err(WrongUse(format!("{flag} {}: expected a folder, found none", folder.display())))
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
            WrongUse(format!(
                "no folder `{relative}` here, above here or above the program: {origin}; name one with {flag}"
            ))
        })
}
