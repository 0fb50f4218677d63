//! Reads `claims.toml`.

use super::units::units;
use super::{Claim, ClaimProblem, ClaimsError, OPEN, Test};
use crate::run::{Measure, is_id};
use crate::scenario::{Location, format_message};
use crate::stats::Interval;
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};
use toml::Spanned;

/// Name of the file beside the folders of the scales.
const FILE_NAME: &str = "claims.toml";

/// Half-width of the range of a whole number: all numbers that round to it.
const WHOLE: f64 = 0.5;

/// Factor of the range of `about` in both directions: the primer's "about 200×" is 4 to 6 µs divided by 20 to 30 ns, 133 to
/// 300.
const ABOUT: f64 = 1.5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimsFile {
    #[serde(default)]
    claim: Vec<ClaimFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimFile {
    id: Spanned<String>,
    source: Spanned<String>,
    statement: Spanned<String>,
    unit: Spanned<String>,
    stated: Option<Spanned<[f64; 2]>>,
    about: Option<Spanned<f64>>,
    at_least: Option<Spanned<f64>>,
    whole: Option<Spanned<u32>>,
    measure: Option<Spanned<Measure>>,
    not_measured: Option<Spanned<String>>,
}

/// Loads the claims of each of `directories` that has a `claims.toml`.
///
/// # Errors
/// [`ClaimsError`] for a file that cannot be read or is invalid, and for an id that is used twice.
pub fn load(directories: &[PathBuf]) -> Result<Vec<Claim>, ClaimsError> {
    let mut claims: Vec<Claim> = Vec::new();
    for directory in directories {
        let path = directory.join(FILE_NAME);
        match fs::read_to_string(&path) {
            Ok(text) => claims.extend(parse(&path, &text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ClaimsError::Read { path, source }),
        }
    }
    let mut first_uses: BTreeMap<&str, &Location> = BTreeMap::new();
    for claim in &claims {
        if let Some(first) = first_uses.insert(&claim.id, &claim.location) {
            let problem = ClaimProblem::Duplicate { id: claim.id.clone(), first: first.clone() };
            return Err(ClaimsError::Invalid { location: claim.location.clone(), problem });
        }
    }
    Ok(claims)
}

/// Parses the claims file at `path` with the content `text`.
///
/// # Errors
/// [`ClaimsError::Invalid`] with the line, for anything that the format does not allow.
pub fn parse(path: &Path, text: &str) -> Result<Vec<Claim>, ClaimsError> {
    let source = Source { path, text };
    let file: ClaimsFile = toml::from_str(text).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        source.error_at(offset, ClaimProblem::Format(format_message(&error)))
    })?;
    file.claim.iter().map(|claim| source.claim(claim)).collect()
}

/// A claims file that is being read.
struct Source<'a> {
    path: &'a Path,
    text: &'a str,
}

impl Source<'_> {
    fn error_at(&self, offset: usize, problem: ClaimProblem) -> ClaimsError {
        ClaimsError::Invalid { location: Location::of(self.path, self.text, offset), problem }
    }

    fn error<T>(&self, value: &Spanned<T>, problem: ClaimProblem) -> ClaimsError {
        self.error_at(value.span().start, problem)
    }

    fn text(&self, key: &'static str, text: &Spanned<String>) -> Result<String, ClaimsError> {
        if text.get_ref().trim().is_empty() {
            return Err(self.error(text, ClaimProblem::Empty(key)));
        }
        Ok(text.get_ref().clone())
    }

    fn claim(&self, file: &ClaimFile) -> Result<Claim, ClaimsError> {
        let id = file.id.get_ref();
        if !is_id(id) {
            return Err(self.error(&file.id, ClaimProblem::Id(id.clone())));
        }
        let unit = self.text("unit", &file.unit)?;
        let (stated, stated_as, nominal) = self.stated(file)?;
        Ok(Claim {
            id: id.clone(),
            source: self.text("source", &file.source)?,
            statement: self.text("statement", &file.statement)?,
            stated,
            stated_as,
            nominal,
            test: self.test(file, &unit)?,
            unit,
            location: Location::of(self.path, self.text, file.id.span().start),
        })
    }

    /// Returns the stated range, its words, and the number that it was derived from.
    fn stated(&self, file: &ClaimFile) -> Result<(Interval, String, Option<f64>), ClaimsError> {
        let range = file.stated.as_ref().map(|it| {
            let [lower, upper] = *it.get_ref();
            (it.span().start, lower, upper, format!("{lower} – {upper}"), None)
        });
        let about = file.about.as_ref().map(|it| {
            let value = *it.get_ref();
            (it.span().start, value / ABOUT, value * ABOUT, format!("about {value}"), Some(value))
        });
        let at_least = file.at_least.as_ref().map(|it| {
            let value = *it.get_ref();
            (it.span().start, value, OPEN, format!("at least {value}"), None)
        });
        let whole = file.whole.as_ref().map(|it| {
            let value = f64::from(*it.get_ref());
            (it.span().start, value - WHOLE, value + WHOLE, value.to_string(), Some(value))
        });
        let mut ranges: Vec<_> = [range, about, at_least, whole].into_iter().flatten().collect();
        match (ranges.pop(), ranges.len()) {
            (Some((offset, lower, upper, words, nominal)), 0) => {
                if lower > 0.0 && lower <= upper && upper.is_finite() {
                    return Ok((Interval { lower, upper }, words, nominal));
                }
                Err(self.error_at(offset, ClaimProblem::Range(format!("{lower} to {upper}"))))
            }
            (popped, left) => {
                let found = left + usize::from(popped.is_some());
                Err(self.not_one(file, found, "`stated`, `about`, `at_least`, `whole`"))
            }
        }
    }

    fn test(&self, file: &ClaimFile, unit: &str) -> Result<Test, ClaimsError> {
        match (&file.measure, &file.not_measured) {
            (Some(measure), None) => {
                if let Some(units) = units(measure.get_ref())
                    && !units.contains(&unit)
                {
                    let expected = units.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
                    let problem = ClaimProblem::Unit { found: unit.to_owned(), expected };
                    return Err(self.error(&file.unit, problem));
                }
                Ok(Test::Measure(measure.get_ref().clone()))
            }
            (None, Some(why)) => Ok(Test::NotMeasured(self.text("not_measured", why)?)),
            (measure, _) => {
                let found = if measure.is_some() { 2 } else { 0 };
                Err(self.not_one(file, found, "`measure`, `not_measured`"))
            }
        }
    }

    fn not_one(&self, file: &ClaimFile, found: usize, keys: &'static str) -> ClaimsError {
        self.error(&file.id, ClaimProblem::NotOne { id: file.id.get_ref().clone(), found, keys })
    }
}
