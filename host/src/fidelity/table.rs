//! All rows, group by group.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use globset::Glob;
use serde::Deserialize;

use super::row::WrittenRow;
use super::{FidelityError, KernelSource, Row, kernel};

/// A group's name, rows and kernels.
macro_rules! group {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("rows/", $name, ".toml")),
            include_str!(concat!("../../../target/native/kernels/", $name, ".s")),
        )
    };
}

/// The groups of the reference, in the order of the table.
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

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name: that of its files.
    pub name: String,
    /// Its rows, each with its kernel's text.
    pub rows: Vec<(Row, KernelSource)>,
}

/// What is to be measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// In the order in which they are measured and shown.
    pub groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rows: Vec<WrittenRow>,
}

impl Table {
    /// The timing reference.
    ///
    /// # Errors
    /// One of its own files is wrong.
    pub fn reference() -> Result<Self, FidelityError> {
        let groups = GROUPS.iter().map(|(name, rows, _)| parse(name, &format!("rows/{name}.toml"), rows));
        Ok(Self { groups: groups.collect::<Result<_, _>>()? })
    }

    /// The rows of one file, about kernels of the reference. Its name is that of the group.
    ///
    /// # Errors
    /// It cannot be read, is not written as it must be, or names a kernel that there is not.
    pub fn read(path: &Path) -> Result<Self, FidelityError> {
        let file = path.display().to_string();
        let text =
            fs::read_to_string(path).map_err(|source| FidelityError::Read { file: file.clone(), source })?;
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Ok(Self { groups: vec![parse(&name, &file, &text)?] })
    }

    /// Keeps the groups whose name fits one of the patterns; all, if there is no pattern.
    ///
    /// # Errors
    /// A pattern is wrong, or nothing is left.
    pub fn only(mut self, globs: &[String]) -> Result<Self, FidelityError> {
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

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.rows.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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
