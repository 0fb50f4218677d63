//! Holds a run against claims.

use super::{Claim, Test, file::TIMES};
use crate::evaluation::Evaluation;
use crate::random::Random;
use crate::run::{
    CellKey, CellOutcome, ClaimRecord, ClaimStatus, Measure, MeasuredCell, QuantitySummary, RunRecord,
};
use crate::stats::{Distribution, Estimate, Interval, Series, ratio};

/// Where figures of `twinbench explain` come from.
pub trait Explained {
    /// The figure of that name for one operation of `cell`.
    ///
    /// # Errors
    /// Why there is none.
    fn figure(&self, cell: &CellKey, name: &str) -> Result<Estimate, String>;
}

/// No operation was explained.
pub struct Unexplained;

impl Explained for Unexplained {
    fn figure(&self, _: &CellKey, _: &str) -> Result<Estimate, String> {
        Err("a run counts no single instructions".to_owned())
    }
}

/// What the run says of each of `claims`. `series` gives the samples of a cell that was measured.
pub fn judge(
    claims: &[Claim],
    record: &RunRecord,
    series: &dyn Fn(&CellKey) -> Option<Series>,
    explained: &dyn Explained,
) -> Vec<ClaimRecord> {
    let run = Run { record, series, explained };
    claims.iter().map(|claim| run.judge(claim)).collect()
}

struct Run<'a> {
    record: &'a RunRecord,
    series: &'a dyn Fn(&CellKey) -> Option<Series>,
    explained: &'a dyn Explained,
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
            status: measured.as_ref().map_or(ClaimStatus::NotMeasured, |it| verdict(it, claim.stated)),
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
                let time = time.ok_or_else(|| "the clock is not known".to_owned())?;
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

    /// The figures of a cell, or why there are none.
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
        let samples = |id| (self.series)(id).ok_or_else(|| format!("there are no samples of cell {id}"));
        let mut random = Random::new(self.record.provenance.seed, &format!("{cell} to {to}"));
        ratio(&samples(cell)?, &samples(to)?, &mut random)
            .ok_or_else(|| format!("the cost of cell {to} cannot be told from nothing"))
    }

    /// A figure of a quantity, with the range of its values beside it.
    fn quantity(
        &self,
        cell: &CellKey,
        id: &str,
        unit: &str,
        of: fn(&Distribution) -> f64,
    ) -> Result<Estimate, String> {
        let summary: &QuantitySummary =
            self.cell(cell)?.quantity(id).ok_or_else(|| format!("cell {cell} gives no quantity `{id}`"))?;
        if summary.missed > 0 {
            return Err(format!("{} events were missed", summary.missed));
        }
        let values = summary.values.as_ref().ok_or_else(|| "nothing happened".to_owned())?;
        let is_time = summary.description.unit == Evaluation::TIME_UNIT;
        let factor = if is_time { 1.0 / nanoseconds(unit) } else { 1.0 };
        Ok(Estimate { value: of(values) * factor, samples: values.count, interval: None })
    }
}

/// How many nanoseconds a unit of time has.
fn nanoseconds(unit: &str) -> f64 {
    TIMES.iter().find(|it| it.0 == unit).map_or(1.0, |it| it.1)
}

/// A claim holds if interval and range meet.
fn verdict(measured: &Estimate, stated: Interval) -> ClaimStatus {
    let meets = measured.lower() <= stated.upper && measured.upper() >= stated.lower;
    if meets { ClaimStatus::Holds } else { ClaimStatus::Off }
}
