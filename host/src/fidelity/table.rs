//! The table of the timing reference, group by group.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use globset::Glob;
use serde::Deserialize;

use super::error::FidelityError;
use super::kernel::{self, KernelSource};
use super::row::{Row, WrittenRow};

/// Expands to the name, the rows and the kernels of a group.
macro_rules! group {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("rows/", $name, ".toml")),
            include_str!(concat!("../../../target/native/kernels/", $name, ".s")),
        )
    };
}

/// Groups of the reference in the order of the table: name, rows, kernels.
const GROUPS: &[(&str, &str, &str)] = &[
    group!("arithmetic"),
    group!("multiply"),
    group!("memory"),
    group!("pairing"),
    group!("branches"),
    group!("divide"),
    group!("floating_point"),
    group!("whole_kernels"),
    group!("system"),
    group!("interrupts"),
    group!("chip"),
    group!("flash"),
    group!("contention"),
];

/// Group of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Name of the group and of its files.
    pub name: String,
    /// Rows with the source text of their kernels.
    pub rows: Vec<(Row, KernelSource)>,
}

/// Rows to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// Groups in the order of measurement and output.
    pub groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rows: Vec<WrittenRow>,
}

impl Table {
    /// Returns the timing reference.
    ///
    /// # Errors
    /// Returns an error if one of its files is invalid.
    pub(crate) fn reference() -> Result<Self, FidelityError> {
        let groups = GROUPS.iter().map(|(name, rows, _)| parse(name, &format!("rows/{name}.toml"), rows));
        Ok(Self { groups: groups.collect::<Result<_, _>>()? })
    }

    /// Reads a file of rows about kernels of the reference. The group is named after the file.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read, has a syntax error, or names an unknown kernel.
    pub(crate) fn read(path: &Path) -> Result<Self, FidelityError> {
        let file = path.display().to_string();
        let text =
            fs::read_to_string(path).map_err(|source| FidelityError::Read { file: file.clone(), source })?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self { groups: vec![parse(&name, &file, &text)?] })
    }

    /// Keeps the groups whose name matches one of the patterns; without a pattern, keeps all.
    ///
    /// # Errors
    /// Returns an error if a pattern is invalid or no group matches.
    pub(crate) fn only(mut self, globs: &[String]) -> Result<Self, FidelityError> {
        if globs.is_empty() {
            return Ok(self);
        }
        let matchers = globs.iter().map(|glob| {
            Glob::new(glob)
                .map(|glob| glob.compile_matcher())
                .map_err(|source| FidelityError::Glob { glob: glob.clone(), source })
        });
        let matchers = matchers.collect::<Result<Vec<_>, _>>()?;
        let names = self.groups.iter().map(|group| group.name.clone()).collect();
        self.groups.retain(|group| matchers.iter().any(|matcher| matcher.is_match(&group.name)));
        if self.groups.is_empty() {
            return Err(FidelityError::NoGroup { globs: globs.to_vec(), groups: names });
        }
        Ok(self)
    }

    /// Returns the number of rows.
    pub(crate) fn row_count(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }
}

fn parse(name: &str, file: &str, text: &str) -> Result<Group, FidelityError> {
    let file = file.to_owned();
    let written: File = toml::from_str(text)
        .map_err(|source| FidelityError::Syntax { file: file.clone(), source: Box::new(source) })?;
    let kernels: Vec<KernelSource> =
        GROUPS.iter().flat_map(|(_, _, kernels)| kernel::parse(kernels)).collect();
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for row in written.rows.into_iter().map(Row::from) {
        let kernel = row.kernel.clone();
        if row.stated.is_empty() {
            return Err(FidelityError::NothingStated { file, kernel });
        }
        if !seen.insert(kernel.clone()) {
            return Err(FidelityError::Duplicate { file, kernel });
        }
        let Some(source) = kernels.iter().find(|source| source.name == kernel) else {
            return Err(FidelityError::UnknownKernel { file, kernel });
        };
        rows.push((row, source.clone()));
    }
    Ok(Group { name: name.to_owned(), rows })
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
