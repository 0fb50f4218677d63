//! Compares claims with the figures of a run.

use super::units::TIMES;
use super::{Claim, Test};
use crate::evaluation::Evaluation;
use crate::random::Random;
use crate::run::{
    CellKey, CellOutcome, ClaimRecord, ClaimStatus, Measure, MeasuredCell, QuantitySummary, RunRecord,
};
use crate::stats::{Distribution, Estimate, Interval, Series, ratio};

/// Source of the figures of `twinbench explain`.
pub trait ExplainedFigures {
    /// Returns the figure `name` of one operation of `cell`.
    ///
    /// # Errors
    /// The reason that there is none.
    fn figure(&self, cell: &CellKey, name: &str) -> Result<Estimate, String>;
}

/// Source without figures, for a run without explanations.
pub struct NoExplanations;

impl ExplainedFigures for NoExplanations {
    fn figure(&self, _: &CellKey, _: &str) -> Result<Estimate, String> {
        Err("the run has no explanations".to_owned())
    }
}

/// Compares each of `claims` with the figures of a run. `series` returns the samples of a cell that was measured.
pub fn judge(
    claims: &[Claim],
    record: &RunRecord,
    series: &dyn Fn(&CellKey) -> Option<Series>,
    explained: &dyn ExplainedFigures,
) -> Vec<ClaimRecord> {
    let run = Run { record, series, explained };
    claims.iter().map(|claim| run.judge(claim)).collect()
}

struct Run<'a> {
    record: &'a RunRecord,
    series: &'a dyn Fn(&CellKey) -> Option<Series>,
    explained: &'a dyn ExplainedFigures,
}

impl Run<'_> {
    fn judge(&self, claim: &Claim) -> ClaimRecord {
        let (measure, found) = match &claim.test {
            Test::Measure(measure) => (Some(measure), self.figure(measure, &claim.unit)),
            Test::NotMeasured(why) => (None, Err(why.clone())),
        };
        let (measured, note) = match found {
            Ok(estimate) if estimate.value.is_finite() => (Some(estimate), None),
            Ok(_) => (None, Some("the figure is not finite".to_owned())),
            Err(why) => (None, Some(why)),
        };
        ClaimRecord {
            id: claim.id.clone(),
            source: claim.source.clone(),
            statement: claim.statement.clone(),
            unit: claim.unit.clone(),
            stated: claim.stated,
            stated_as: Some(claim.stated_as.clone()),
            nominal: claim.nominal,
            status: measured.as_ref().map_or(ClaimStatus::NotMeasured, |it| status(it, claim.stated)),
            measured,
            tested_by: measure.map(Measure::description),
            measure: measure.cloned(),
            note,
        }
    }

    fn figure(&self, measure: &Measure, unit: &str) -> Result<Estimate, String> {
        match measure {
            Measure::CyclesPerOperation { cell } => Ok(self.cell(cell)?.statistics.per_operation),
            Measure::TimePerOperation { cell } => {
                let time = self.record.time_per_operation(self.cell(cell)?);
                let time = time.ok_or_else(|| "the clock is unknown".to_owned())?;
                Ok(time.scaled(1.0 / nanoseconds(unit)))
            }
            Measure::InstructionsPerOperation { cell } => {
                let measured = self.cell(cell)?;
                let value = measured
                    .instructions_per_operation
                    .ok_or_else(|| "this board does not count instructions in a sample".to_owned())?;
                Ok(Estimate { value, samples: measured.statistics.per_operation.samples, interval: None })
            }
            Measure::Ratio { cell, to } => self.ratio(cell, to.as_ref()),
            Measure::WorstCase { cell, quantity } => self.quantity(cell, quantity, unit, |it| it.maximum),
            Measure::Median { cell, quantity } => self.quantity(cell, quantity, unit, |it| it.median),
            Measure::Clock {} => {
                let firmware = self.record.firmwares.first().ok_or_else(|| "no firmware ran".to_owned())?;
                let value = f64::from(firmware.board.sysclk_hz) / 1e6;
                Ok(Estimate { value, samples: 1, interval: None })
            }
            Measure::Explain { cell, name } => self.explained.figure(cell, name),
        }
    }

    /// Returns the figures of a cell, or the reason why there are none.
    fn cell(&self, id: &CellKey) -> Result<&MeasuredCell, String> {
        match self.record.cells.iter().find(|it| it.key == *id).map(|it| &it.outcome) {
            Some(CellOutcome::Measured(measured)) => Ok(measured),
            Some(CellOutcome::Failed { .. }) => Err(format!("cell {id} failed")),
            None => Err(format!("cell {id} was not part of the run")),
        }
    }

    fn ratio(&self, cell: &CellKey, to: Option<&CellKey>) -> Result<Estimate, String> {
        let Some(to) = to else {
            let found = self.cell(cell)?.ratio.as_ref().map(|it| it.estimate);
            return found.ok_or_else(|| "the baseline was not measured".to_owned());
        };
        self.cell(cell)?;
        self.cell(to)?;
        let samples = |id| (self.series)(id).ok_or_else(|| format!("cell {id} has no samples"));
        let mut random = Random::new(self.record.provenance.seed, &format!("{cell} to {to}"));
        ratio(&samples(cell)?, &samples(to)?, &mut random)
            .ok_or_else(|| format!("the cost of cell {to} does not differ from zero"))
    }

    /// Returns a figure of a quantity, in `unit`.
    fn quantity(
        &self,
        cell: &CellKey,
        id: &str,
        unit: &str,
        of: fn(&Distribution) -> f64,
    ) -> Result<Estimate, String> {
        let summary: &QuantitySummary =
            self.cell(cell)?.quantity(id).ok_or_else(|| format!("cell {cell} has no quantity `{id}`"))?;
        if summary.missed > 0 {
            return Err(format!("{} events were missed", summary.missed));
        }
        let values = summary.values.as_ref().ok_or_else(|| "no event happened".to_owned())?;
        let is_time = summary.description.unit == Evaluation::TIME_UNIT;
        let factor = if is_time { 1.0 / nanoseconds(unit) } else { 1.0 };
        Ok(Estimate { value: of(values) * factor, samples: values.count, interval: None })
    }
}

/// Returns the number of nanoseconds of a unit of time.
fn nanoseconds(unit: &str) -> f64 {
    TIMES.iter().find(|it| it.0 == unit).map_or(1.0, |it| it.1)
}

/// Returns the status of a claim, which holds if interval and range overlap.
fn status(measured: &Estimate, stated: Interval) -> ClaimStatus {
    let meets = measured.lower() <= stated.upper && measured.upper() >= stated.lower;
    if meets { ClaimStatus::Holds } else { ClaimStatus::Off }
}
