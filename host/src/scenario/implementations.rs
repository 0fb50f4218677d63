//! Reads the implementations of a scenario file.

use super::format::ImplementationFile;
use super::source::Source;
use super::{Implementation, Problem, ScenarioError, Script, Work};
use crate::run::{Level, Placement, Runtime};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path};
use strum::VariantArray;
use toml::Spanned;

/// Reads `files`, the implementations of `source`.
///
/// # Errors
/// [`ScenarioError::Invalid`] for an empty list, an id that is used twice, and anything that the format does not allow.
pub(super) fn read(
    source: &Source<'_>,
    files: &[Spanned<ImplementationFile>],
) -> Result<Vec<Implementation>, ScenarioError> {
    if files.is_empty() {
        return Err(source.error_at(0, Problem::NoImplementation));
    }
    let mut first_uses = BTreeMap::new();
    let mut implementations = Vec::with_capacity(files.len());
    for file in files {
        let implementation = read_one(source, file.get_ref())?;
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

fn read_one(source: &Source<'_>, file: &ImplementationFile) -> Result<Implementation, ScenarioError> {
    source.check_id(&file.id)?;
    source.check_id(&file.technique)?;
    Ok(Implementation {
        id: file.id.get_ref().clone(),
        runtime: *file.runtime.get_ref(),
        technique: file.technique.get_ref().clone(),
        work: read_work(source, file)?,
        placements: read_placements(source, file)?,
        location: source.location(file.id.span().start),
    })
}

fn read_placements(source: &Source<'_>, file: &ImplementationFile) -> Result<Vec<Placement>, ScenarioError> {
    let Some(listed) = &file.placements else {
        return Ok(Placement::VARIANTS.to_vec());
    };
    if listed.get_ref().is_empty() {
        return Err(source.error(listed, Problem::Empty("placements")));
    }
    let mut placements = listed.get_ref().clone();
    placements.sort_unstable();
    match placements.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(source.error(listed, Problem::RepeatedPlacement(pair[0]))),
        None => Ok(placements),
    }
}

fn read_work(source: &Source<'_>, file: &ImplementationFile) -> Result<Work, ScenarioError> {
    let runtime = *file.runtime.get_ref();
    let needs = |key| source.error(&file.runtime, Problem::Needs { runtime, key });
    let refuses = |offset, key| Err(source.error_at(offset, Problem::Refuses { runtime, key }));
    if runtime.is_python() {
        if let Some(entry) = &file.entry {
            return refuses(entry.span().start, "entry");
        }
        let script = file.script.as_ref().ok_or_else(|| needs("script"))?;
        return Ok(Work::Script(read_script(source, runtime, script, file.level.as_ref())?));
    }
    if let Some(script) = &file.script {
        return refuses(script.span().start, "script");
    }
    if let Some(level) = &file.level {
        return refuses(level.span().start, "level");
    }
    let entry = file.entry.as_ref().ok_or_else(|| needs("entry"))?;
    source.check_text("entry", entry)?;
    Ok(Work::Entry(entry.get_ref().clone()))
}

fn read_script(
    source: &Source<'_>,
    runtime: Runtime,
    name: &Spanned<String>,
    level: Option<&Spanned<Level>>,
) -> Result<Script, ScenarioError> {
    source.check_text("script", name)?;
    let script = name.get_ref().clone();
    if !Path::new(&script).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(source.error(name, Problem::ScriptOutside(script)));
    }
    let path = source.path.parent().unwrap_or(Path::new("")).join(&script);
    let text = fs::read_to_string(&path).map_err(|error| {
        source.error(name, Problem::Script { script: script.clone(), reason: error.to_string() })
    })?;
    if let Some(expected) = missing_emitter(runtime, &text) {
        return Err(source.error(name, Problem::Emitter { script, runtime, expected }));
    }
    if let Some(level) = level
        && *level.get_ref() == Level::Module
        && runtime != Runtime::MicroPython
    {
        return Err(source.error(level, Problem::ModuleLevel(runtime)));
    }
    Ok(Script { path, source: text, level: level.map_or(Level::Function, |it| *it.get_ref()) })
}

/// Returns what `source` must or must not contain to be for `runtime`; `None` if it is.
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
