//! Loads the scenario files of one or more folders.

use super::{Location, Problem, Scenario, ScenarioError, parse};
use crate::run::Scale;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Name of the file in the folder of a scenario.
const FILE_NAME: &str = "scenario.toml";

/// Loads every `<scale>/<id>/scenario.toml` in each of `directories`, and returns the scenarios by scale and id.
///
/// # Errors
/// [`ScenarioError`] for a directory that is missing or has no scenario, for a misplaced folder, for an id that is used
/// twice, and for an invalid file.
pub fn load(directories: &[PathBuf]) -> Result<Vec<Scenario>, ScenarioError> {
    let mut first_uses: BTreeMap<String, Location> = BTreeMap::new();
    let mut scenarios = Vec::new();
    for directory in directories {
        let before = scenarios.len();
        for scale_folder in folders(directory)? {
            let scale = folder_name(&scale_folder).parse::<Scale>();
            for folder in folders(&scale_folder)? {
                if let Some(scenario) = load_folder(&folder, scale.ok())? {
                    if let Some(first) = first_uses.insert(scenario.id.clone(), scenario.location.clone()) {
                        let problem = Problem::Duplicate { kind: "scenario", id: scenario.id, first };
                        return Err(ScenarioError::Invalid { location: scenario.location, problem });
                    }
                    scenarios.push(scenario);
                }
            }
        }
        if scenarios.len() == before {
            return Err(ScenarioError::Folder {
                path: directory.clone(),
                problem: format!("has no scenarios, expected <scale>/<id>/{FILE_NAME}"),
            });
        }
    }
    scenarios.sort_by(|a, b| (a.scale, &a.id).cmp(&(b.scale, &b.id)));
    Ok(scenarios)
}

/// Loads the scenario in `folder`, whose parent is named after `scale`; `None` if it is not named after a scale. In such a
/// parent, folders without a scenario are ignored.
fn load_folder(folder: &Path, scale: Option<Scale>) -> Result<Option<Scenario>, ScenarioError> {
    let path = folder.join(FILE_NAME);
    if !path.exists() {
        if scale.is_none() {
            return Ok(None);
        }
        let problem = format!("has no {FILE_NAME}");
        return Err(ScenarioError::Folder { path: folder.to_owned(), problem });
    }
    let text =
        fs::read_to_string(&path).map_err(|source| ScenarioError::Read { path: path.clone(), source })?;
    let scenario = parse(&path, &text)?;
    let misplaced = |key, found: String, folder: String| ScenarioError::Invalid {
        location: scenario.location.clone(),
        problem: Problem::Misplaced { key, found, folder },
    };
    if scenario.id != folder_name(folder) {
        return Err(misplaced("id", scenario.id.clone(), folder_name(folder)));
    }
    if scale != Some(scenario.scale) {
        let found = folder.parent().map(folder_name).unwrap_or_default();
        return Err(misplaced("scale", scenario.scale.to_string(), found));
    }
    Ok(Some(scenario))
}

fn folder_name(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Returns the folders in `directory` that are not hidden, by name.
fn folders(directory: &Path) -> Result<Vec<PathBuf>, ScenarioError> {
    let error = |source| ScenarioError::Read { path: directory.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path.is_dir() && !folder_name(&path).starts_with('.') {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const SCENARIO: &str = "
id = 'blink'
scale = 'us'
title = 'Blink'
operations = 10
expect = 5
baseline = 'c'
[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'blink'
";

    fn write(directory: &Path, place: &str, text: &str) {
        let folder = directory.join(place);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(FILE_NAME), text).unwrap();
    }

    fn refused(directories: &[PathBuf]) -> String {
        load(directories).unwrap_err().to_string()
    }

    #[test]
    fn scenarios_of_several_directories_are_ordered_by_scale_and_id() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(one.path(), "us/blink", SCENARIO);
        write(one.path(), "us/beep", &SCENARIO.replace("'blink'\nscale", "'beep'\nscale"));
        write(two.path(), "ns/flip", &SCENARIO.replace("'blink'\nscale = 'us'", "'flip'\nscale = 'ns'"));
        fs::create_dir_all(one.path().join(".hidden/thing")).unwrap();
        fs::create_dir_all(one.path().join("notes/drafts")).unwrap();
        fs::write(one.path().join("claims.toml"), "").unwrap();
        let found = load(&[one.path().into(), two.path().into()]).unwrap();
        let ids: Vec<_> = found.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["flip", "beep", "blink"]);
    }

    #[test]
    fn missing_and_empty_directories() {
        let directory = tempfile::tempdir().unwrap();
        assert!(
            refused(&[directory.path().into()])
                .ends_with("has no scenarios, expected <scale>/<id>/scenario.toml")
        );
        let missing = directory.path().join("none");
        assert_eq!(refused(std::slice::from_ref(&missing)), format!("cannot read {}", missing.display()));
    }

    #[test]
    fn folder_names_must_match() {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "us/blank", SCENARIO);
        assert!(
            refused(&[directory.path().into()])
                .contains("us/blank/scenario.toml:2: id is `blink`, but the folder is `blank`")
        );
        for place in ["ms/blink", "fast/blink"] {
            let directory = tempfile::tempdir().unwrap();
            write(directory.path(), place, SCENARIO);
            assert!(
                refused(&[directory.path().into()]).contains("scale is `us`, but the folder is"),
                "{place}"
            );
        }
    }

    #[test]
    fn folder_without_a_file() {
        let directory = tempfile::tempdir().unwrap();
        write(directory.path(), "us/blink", SCENARIO);
        fs::create_dir(directory.path().join("us/empty")).unwrap();
        assert!(refused(&[directory.path().into()]).ends_with("us/empty: has no scenario.toml"));
    }

    #[test]
    fn a_repeated_id_names_both_locations() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(one.path(), "us/blink", SCENARIO);
        write(two.path(), "us/blink", SCENARIO);
        let error = refused(&[one.path().into(), two.path().into()]);
        assert!(error.starts_with(two.path().to_str().unwrap()), "{error}");
        assert!(error.contains("scenario `blink` is already defined at"), "{error}");
        assert!(error.contains(one.path().to_str().unwrap()), "{error}");
    }

    /// Scenarios of this repository.
    #[test]
    fn our_scenarios_are_valid() {
        let scenarios = load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios")]).unwrap();
        let ids: Vec<_> = scenarios.iter().map(|it| it.id.as_str()).collect();
        for id in ["increment-register", "increment-memory", "sum-loop"] {
            assert!(ids.contains(&id), "{ids:?}");
        }
        for scenario in &scenarios {
            let runtimes: BTreeSet<_> = scenario.implementations.iter().map(|it| it.runtime).collect();
            assert!(runtimes.iter().any(|it| it.is_python()), "{}", scenario.id);
            // `gc-pause` needs a collector, which native code does not have.
            let has_native = runtimes.iter().any(|it| !it.is_python());
            assert_eq!(has_native, scenario.id != "gc-pause", "{}", scenario.id);
        }
    }
}
