//! Checks native implementations against the workloads of the firmware.

use super::{Problem, Scenario, ScenarioError, Work};
use crate::run::{Placement, Runtime};
use std::collections::BTreeSet;

/// Workload of the native firmware, found among the symbols of the ELF file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Runtime: C or Rust.
    pub runtime: Runtime,
    /// Name in scenario files.
    pub name: String,
    /// Placement of its code.
    pub placement: Placement,
}

/// Checks that `entries` contain the entry of every native implementation, in each of its placements.
///
/// # Errors
/// [`ScenarioError::Invalid`] with [`Problem::Entry`] for the first that is missing.
pub fn check_entries(scenarios: &[Scenario], entries: &BTreeSet<Entry>) -> Result<(), ScenarioError> {
    for implementation in scenarios.iter().flat_map(|scenario| &scenario.implementations) {
        let Work::Entry(name) = &implementation.work else {
            continue;
        };
        let runtime = implementation.runtime;
        for &placement in &implementation.placements {
            if !entries.contains(&Entry { runtime, name: name.clone(), placement }) {
                let same_kind =
                    entries.iter().filter(|it| it.runtime == runtime && it.placement == placement);
                let expected = same_kind.map(|it| it.name.clone()).collect();
                let problem = Problem::Entry { runtime, entry: name.clone(), placement, expected };
                return Err(ScenarioError::Invalid { location: implementation.location.clone(), problem });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::parse;
    use std::path::Path;

    const SCENARIO: &str = "id = 'a'
scale = 'ns'
title = 'A'
operations = 1
expect = 1
baseline = 'c'
[[implementation]]
id = 'c'
runtime = 'c'
technique = 'loop'
entry = 'alpha'
";

    fn entry(runtime: Runtime, name: &str, placement: Placement) -> Entry {
        Entry { runtime, name: name.to_owned(), placement }
    }

    #[test]
    fn each_placement_is_checked() {
        let scenarios = [parse(Path::new("a/scenario.toml"), SCENARIO).unwrap()];
        let mut entries = BTreeSet::from([
            entry(Runtime::C, "alpha", Placement::Ram),
            entry(Runtime::C, "beta", Placement::Flash),
            entry(Runtime::Rust, "alpha", Placement::Flash),
        ]);
        let error = check_entries(&scenarios, &entries).unwrap_err().to_string();
        assert_eq!(
            error,
            "a/scenario.toml:8: c entry `alpha` in flash is not in the firmware, which has `beta`"
        );
        entries.insert(entry(Runtime::C, "alpha", Placement::Flash));
        check_entries(&scenarios, &entries).unwrap();
    }

    #[test]
    fn firmware_without_entries() {
        let scenarios = [parse(Path::new("a/scenario.toml"), SCENARIO).unwrap()];
        let error = check_entries(&scenarios, &BTreeSet::new()).unwrap_err().to_string();
        assert!(error.ends_with("which has none"), "{error}");
    }
}
