//! From the text of a `scenario.toml` to a [`Scenario`].

use super::conditions::DeadlineFile;
use super::error::format_message;
use super::{Implementation, Location, Problem, Scenario, ScenarioError, Script, Work};
use crate::evaluation::Evaluation;
use crate::run::{Collector, Level, Placement, Runtime, Scale, is_id};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path},
};
use strum::VariantArray;
use toml::Spanned;

/// Twice as many operations must still be a 32-bit number: the link hands over 32 bits.
const MOST_OPERATIONS: u32 = u32::MAX / 2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScenarioFile {
    id: Spanned<String>,
    scale: Spanned<Scale>,
    title: Spanned<String>,
    operations: Spanned<u32>,
    expect: u32,
    pub(super) expect_double: Option<Spanned<u32>>,
    baseline: Spanned<String>,
    pub(super) lengths: Option<Spanned<u32>>,
    pub(super) samples: Option<Spanned<u32>>,
    pub(super) boots: Option<Spanned<u32>>,
    pub(super) interrupts: Option<bool>,
    pub(super) collector: Option<Spanned<Collector>>,
    pub(super) fixture: Option<Spanned<String>>,
    pub(super) argument: Option<Spanned<u32>>,
    pub(super) evaluation: Option<Spanned<Evaluation>>,
    #[serde(default)]
    deadline: Vec<DeadlineFile>,
    #[serde(default)]
    implementation: Vec<Spanned<ImplementationFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImplementationFile {
    id: Spanned<String>,
    runtime: Spanned<Runtime>,
    technique: Spanned<String>,
    entry: Option<Spanned<String>>,
    script: Option<Spanned<String>>,
    level: Option<Spanned<Level>>,
    placements: Option<Spanned<Vec<Placement>>>,
}

/// Reads the scenario whose file at `path` has the content `text`. Scripts are read from the folder
/// of `path`.
///
/// # Errors
/// [`ScenarioError::Invalid`] with the line, for anything the format does not allow.
pub fn parse(path: &Path, text: &str) -> Result<Scenario, ScenarioError> {
    let source = Source { path, text };
    let file: ScenarioFile = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        source.error_at(offset, Problem::Format(format_message(&error)))
    })?;

    source.check_id(&file.id)?;
    source.check_text("title", &file.title)?;
    let operations = *file.operations.get_ref();
    if !(1..=MOST_OPERATIONS).contains(&operations) {
        return Err(source.error(
            &file.operations,
            Problem::Range {
                key: "operations",
                found: operations.into(),
                minimum: 1,
                maximum: MOST_OPERATIONS.into(),
            },
        ));
    }

    let conditions = source.conditions(&file)?;
    let evaluation = source.evaluation(&file)?;
    let deadlines = source.deadlines(&file.deadline, evaluation.as_ref())?;
    let implementations = source.implementations(&file.implementation)?;
    if implementations.is_empty() {
        return Err(source.error_at(0, Problem::NoImplementation));
    }
    if !implementations.iter().any(|it| it.id == *file.baseline.get_ref()) {
        let problem = Problem::Baseline {
            found: file.baseline.get_ref().clone(),
            expected: implementations.into_iter().map(|it| it.id).collect(),
        };
        return Err(source.error(&file.baseline, problem));
    }

    Ok(Scenario {
        location: source.location(file.id.span().start),
        id: file.id.into_inner(),
        scale: file.scale.into_inner(),
        title: file.title.into_inner(),
        operations,
        expect: file.expect,
        expect_double: file.expect_double.map_or(file.expect.wrapping_mul(2), Spanned::into_inner),
        baseline: file.baseline.into_inner(),
        conditions,
        evaluation,
        deadlines,
        implementations,
    })
}

/// The file at hand, for errors that name a line of it.
pub(super) struct Source<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Source<'_> {
    pub(super) fn location(&self, offset: usize) -> Location {
        Location::of(self.path, self.text, offset)
    }

    pub(super) fn error_at(&self, offset: usize, problem: Problem) -> ScenarioError {
        ScenarioError::Invalid { location: self.location(offset), problem }
    }

    pub(super) fn error<T>(&self, value: &Spanned<T>, problem: Problem) -> ScenarioError {
        self.error_at(value.span().start, problem)
    }

    pub(super) fn check_id(&self, id: &Spanned<String>) -> Result<(), ScenarioError> {
        if is_id(id.get_ref()) { Ok(()) } else { Err(self.error(id, Problem::Id(id.get_ref().clone()))) }
    }

    pub(super) fn check_text(&self, key: &'static str, text: &Spanned<String>) -> Result<(), ScenarioError> {
        if text.get_ref().trim().is_empty() { Err(self.error(text, Problem::Empty(key))) } else { Ok(()) }
    }

    fn implementations(
        &self,
        files: &[Spanned<ImplementationFile>],
    ) -> Result<Vec<Implementation>, ScenarioError> {
        let mut first_uses = BTreeMap::new();
        let mut implementations = Vec::with_capacity(files.len());
        for file in files {
            let implementation = self.implementation(file.get_ref())?;
            let id = implementation.id.clone();
            if let Some(first) = first_uses.insert(id.clone(), implementation.location.clone()) {
                return Err(ScenarioError::Invalid {
                    location: implementation.location,
                    problem: Problem::Duplicate { kind: "implementation", id, first },
                });
            }
            implementations.push(implementation);
        }
        Ok(implementations)
    }

    fn implementation(&self, file: &ImplementationFile) -> Result<Implementation, ScenarioError> {
        self.check_id(&file.id)?;
        self.check_id(&file.technique)?;
        Ok(Implementation {
            id: file.id.get_ref().clone(),
            runtime: *file.runtime.get_ref(),
            technique: file.technique.get_ref().clone(),
            work: self.work(file)?,
            placements: self.placements(file)?,
            location: self.location(file.id.span().start),
        })
    }

    fn placements(&self, file: &ImplementationFile) -> Result<Vec<Placement>, ScenarioError> {
        let Some(listed) = &file.placements else {
            return Ok(Placement::VARIANTS.to_vec());
        };
        if listed.get_ref().is_empty() {
            return Err(self.error(listed, Problem::Empty("placements")));
        }
        let mut placements = listed.get_ref().clone();
        placements.sort_unstable();
        match placements.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(self.error(listed, Problem::RepeatedPlacement(pair[0]))),
            None => Ok(placements),
        }
    }

    fn work(&self, file: &ImplementationFile) -> Result<Work, ScenarioError> {
        let runtime = *file.runtime.get_ref();
        let needs = |key| self.error(&file.runtime, Problem::Needs { runtime, key });
        let refuses = |offset, key| Err(self.error_at(offset, Problem::Refuses { runtime, key }));
        if runtime.is_python() {
            if let Some(entry) = &file.entry {
                return refuses(entry.span().start, "entry");
            }
            let script = file.script.as_ref().ok_or_else(|| needs("script"))?;
            return Ok(Work::Script(self.script(runtime, script, file.level.as_ref())?));
        }
        if let Some(script) = &file.script {
            return refuses(script.span().start, "script");
        }
        if let Some(level) = &file.level {
            return refuses(level.span().start, "level");
        }
        let entry = file.entry.as_ref().ok_or_else(|| needs("entry"))?;
        self.check_text("entry", entry)?;
        Ok(Work::Entry(entry.get_ref().clone()))
    }

    fn script(
        &self,
        runtime: Runtime,
        name: &Spanned<String>,
        level: Option<&Spanned<Level>>,
    ) -> Result<Script, ScenarioError> {
        self.check_text("script", name)?;
        let script = name.get_ref().clone();
        if !Path::new(&script).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(self.error(name, Problem::ScriptOutside(script)));
        }
        let path = self.path.parent().unwrap_or(Path::new("")).join(&script);
        let source = fs::read_to_string(&path).map_err(|error| {
            self.error(name, Problem::Script { script: script.clone(), reason: error.to_string() })
        })?;
        if let Some(expected) = missing_emitter(runtime, &source) {
            return Err(self.error(name, Problem::Emitter { script, runtime, expected }));
        }
        if let Some(level) = level
            && *level.get_ref() == Level::Module
            && runtime != Runtime::MicroPython
        {
            return Err(self.error(level, Problem::ModuleLevel(runtime)));
        }
        Ok(Script { path, source, level: level.map_or(Level::Function, |it| *it.get_ref()) })
    }
}

/// What `source` should contain, or not contain, to be what `runtime` says.
fn missing_emitter(runtime: Runtime, source: &str) -> Option<&'static str> {
    let has = |decorator| source.lines().any(|line| line.trim() == decorator);
    match runtime {
        Runtime::MicroPythonNative => {
            (!has("@micropython.native")).then_some("a function under `@micropython.native`")
        }
        Runtime::MicroPythonViper => {
            (!has("@micropython.viper")).then_some("a function under `@micropython.viper`")
        }
        Runtime::MicroPython => (has("@micropython.native") || has("@micropython.viper"))
            .then_some("neither `@micropython.native` nor `@micropython.viper`"),
        Runtime::C | Runtime::Rust => None,
    }
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
