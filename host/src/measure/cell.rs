//! One cell in one boot.

use std::collections::BTreeMap;

use twinbench_link::{Command, SampleRecord, Status, flags};

use super::Settings;
use super::check::clocks_agree;
use crate::board::link::{Frame, LinkClient, LinkError, Outcome, RequestMessage};
use crate::board::{AttachedBoard, BoardError, FirmwareImage, measure_by_breakpoints};
use crate::evaluation::SampleReadings;
use crate::run::{Collector, Level, Method, Sample, SampleQuantities};
use crate::scenario::{Cell, Work};
use crate::stats::{Length, Lengths};

/// Samples of a cell, over all boots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellMeasurement {
    /// In the order in which they were taken.
    pub samples: Vec<Sample>,
    /// What the scenario's evaluation made of their readings; none without an evaluation.
    pub quantities: Vec<SampleQuantities>,
    /// Cycles that parsing and compiling the script took; `None` for native code.
    pub compile_cycles: Option<u64>,
}

/// Why a cell has no result. The run goes on with the next cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFailure {
    /// What was expected, what was found.
    pub reason: String,
}

/// What stops one boot of a cell.
pub(super) enum Obstacle {
    /// The cell is at fault.
    Cell(CellFailure),
    /// The board or the user is.
    Board(BoardError),
}

impl From<BoardError> for Obstacle {
    fn from(error: BoardError) -> Self {
        match &error {
            BoardError::Link(
                LinkError::Failed { .. } | LinkError::Timeout { .. } | LinkError::Refused { .. },
            )
            | BoardError::Breakpoint { .. } => Self::Cell(CellFailure { reason: error.to_string() }),
            _ => Self::Board(error),
        }
    }
}

fn failure(reason: String) -> Obstacle {
    Obstacle::Cell(CellFailure { reason })
}

/// A booted firmware, and everything one cell's requests need.
pub(super) struct CellRun<'a> {
    pub board: &'a mut AttachedBoard,
    pub client: &'a mut LinkClient,
    pub image: &'a FirmwareImage,
    pub cell: &'a Cell,
    pub settings: Settings,
    pub boot: u32,
    pub interrupted: &'a dyn Fn() -> bool,
}

impl CellRun<'_> {
    /// Loads the work and takes the samples of this boot, the single length first.
    pub fn measure(mut self, measurement: &mut CellMeasurement) -> Result<(), Obstacle> {
        measurement.compile_cycles = self.load()?;
        let conditions = &self.cell.scenario().conditions;
        let samples =
            conditions.samples.map_or(self.settings.samples, |most| most.min(self.settings.samples));
        // Where a slope is taken, one more at the start: the first sample after a boot meets cold caches and is kept
        // apart.
        let apart = conditions.lengths == Lengths::Two;
        for &length in conditions.lengths.as_slice() {
            let count = samples + u32::from(apart && length == Length::Single);
            let Output { samples, readings, .. } = self.take(length, count)?;
            for (index, (record, readings)) in samples.iter().zip(&readings).enumerate() {
                let expected = self.cell.scenario().expect_at(length);
                if record.checksum != expected {
                    return Err(failure(format!(
                        "expected checksum {expected} from {} operations, found {}",
                        self.cell.scenario().operations_at(length),
                        record.checksum
                    )));
                }
                clocks_agree(record, self.client.report().sysclk_hz).map_err(failure)?;
                let order = measurement.samples.len() as u32;
                measurement.quantities.extend(self.evaluate(order, record, readings, length)?);
                measurement.samples.push(Sample {
                    boot: self.boot,
                    order,
                    length,
                    operations: self.cell.scenario().operations_at(length),
                    cycles: record.cycles,
                    instructions: None,
                    xip_hits: record.xip_hits.into(),
                    xip_accesses: record.xip_accesses.into(),
                    first: apart && length == Length::Single && index == 0,
                });
            }
        }
        Ok(())
    }

    /// What the scenario's evaluation makes of a sample's readings; `None` without an evaluation.
    fn evaluate(
        &self,
        order: u32,
        record: &SampleRecord,
        channels: &BTreeMap<u32, Vec<u32>>,
        length: Length,
    ) -> Result<Option<SampleQuantities>, Obstacle> {
        let scenario = self.cell.scenario();
        let Some(evaluation) = &scenario.evaluation else { return Ok(None) };
        let sample = SampleReadings {
            channels,
            operations: scenario.operations_at(length),
            cycles: record.cycles,
            sysclk_hz: self.client.report().sysclk_hz,
        };
        let quantities = evaluation.evaluate(&sample).map_err(|error| failure(error.to_string()))?;
        Ok(Some(SampleQuantities { boot: self.boot, order, quantities }))
    }

    fn load(&mut self) -> Result<Option<u64>, Obstacle> {
        let cell = self.cell;
        let mut message = RequestMessage::new(Command::Load);
        match &cell.implementation().work {
            Work::Entry(name) => {
                let runtime = cell.runtime();
                let (runtime, placement) = (runtime.as_ref(), cell.placement.as_ref());
                let entry = self
                    .image
                    .entries
                    .iter()
                    .find(|entry| {
                        entry.name == *name && entry.runtime == runtime && entry.placement == placement
                    })
                    .ok_or_else(|| {
                        failure(format!("no {runtime} entry `{name}` in {placement} in the firmware"))
                    })?;
                message.entry = entry.address;
            }
            Work::Script(script) => {
                message.payload = script.source.as_bytes();
                if script.level == Level::Module {
                    message.flags = flags::MODULE_LEVEL;
                }
            }
        }
        (message.fixture, message.argument) = self.fixture()?;
        let mut output = Output::default();
        let outcome = self.request(&message, &mut output)?;
        output.judge(outcome)?;
        Ok(matches!(cell.implementation().work, Work::Script(_)).then_some(outcome.compile_cycles))
    }

    /// Address of the scenario's fixture in this image, and the number for it; zeros for none.
    fn fixture(&self) -> Result<(u32, u32), Obstacle> {
        let Some(fixture) = &self.cell.scenario().conditions.fixture else { return Ok((0, 0)) };
        match self.image.fixture(&fixture.name) {
            Some(address) => Ok((address, fixture.argument)),
            None => Err(failure(format!("no fixture `{}` in the firmware", fixture.name))),
        }
    }

    fn take(&mut self, length: Length, count: u32) -> Result<Output, Obstacle> {
        let operations = self.cell.scenario().operations_at(length);
        let operations = u32::try_from(operations)
            .map_err(|_| failure(format!("{operations} operations are more than the link can ask for")))?;
        let conditions = &self.cell.scenario().conditions;
        let mut message =
            RequestMessage { operations, samples: count, ..RequestMessage::new(Command::Sample) };
        if conditions.interrupts {
            message.flags |= flags::INTERRUPTS;
        }
        if conditions.collector == Collector::Free {
            message.flags |= flags::NO_COLLECTION;
        }
        let mut output = Output::default();
        match self.settings.method {
            Method::Link => {
                let outcome = self.request(&message, &mut output)?;
                output.judge(outcome)?;
            }
            Method::Breakpoint => self.take_by_breakpoints(&message, &mut output)?,
        }
        if output.samples.len() != count as usize {
            return Err(failure(format!(
                "expected {count} samples from the firmware, found {}",
                output.samples.len()
            )));
        }
        Ok(output)
    }

    /// The firmware's records carry the checksums; their cycles are replaced by what the host read.
    fn take_by_breakpoints(
        &mut self,
        message: &RequestMessage<'_>,
        output: &mut Output,
    ) -> Result<(), Obstacle> {
        let Settings { cell_limit, .. } = self.settings;
        let sysclk_hz = self.client.report().sysclk_hz;
        let mut core = self.board.core()?;
        let (pending, spans) = measure_by_breakpoints(
            &mut core,
            self.image,
            message.samples,
            cell_limit,
            self.interrupted,
            |core| self.client.send(core, message),
        )?;
        let outcome =
            self.client.wait(&mut core, pending, Some(cell_limit), self.interrupted, &mut |frame| {
                output.take(frame)
            })?;
        output.judge(outcome)?;
        for (record, span) in output.samples.iter_mut().zip(&spans) {
            record.cycles = span.cycles(sysclk_hz);
            record.timer_us = span.timer_us;
        }
        Ok(())
    }

    fn request(&mut self, message: &RequestMessage<'_>, output: &mut Output) -> Result<Outcome, Obstacle> {
        let mut core = self.board.core()?;
        let limit = Some(self.settings.cell_limit);
        Ok(self
            .client
            .request(&mut core, message, limit, self.interrupted, &mut |frame| output.take(frame))?)
    }
}

/// What came through the link during a request.
#[derive(Default)]
struct Output {
    samples: Vec<SampleRecord>,
    /// Of each sample, by channel.
    readings: Vec<BTreeMap<u32, Vec<u32>>>,
    traceback: Vec<u8>,
}

impl Output {
    fn take(&mut self, frame: Frame) {
        match frame {
            Frame::Sample(record) => {
                self.samples.push(record);
                self.readings.push(BTreeMap::new());
            }
            Frame::Traceback(text) => self.traceback.extend(text),
            Frame::Readings { channel, words } => {
                if let Some(readings) = self.readings.last_mut() {
                    readings.entry(channel).or_default().extend(words);
                }
            }
            Frame::Text(_) | Frame::Failure(_) => {}
        }
    }

    fn judge(&self, outcome: Outcome) -> Result<(), Obstacle> {
        match outcome.status {
            Status::Ok => Ok(()),
            Status::Exception => {
                let traceback = String::from_utf8_lossy(&self.traceback);
                Err(failure(format!("the script raised an exception:\n{}", traceback.trim_end())))
            }
            Status::Exit => Err(failure(format!(
                "expected the script to return a checksum, found that it ended by SystemExit({})",
                outcome.exit_code
            ))),
            Status::OutputOverflow => Err(failure(
                "the script printed more in a sample than the link holds without waiting".to_owned(),
            )),
            Status::BadChecksum => {
                Err(failure("expected an int as checksum from the script, found something else".to_owned()))
            }
            status => Err(failure(LinkError::Refused { status }.to_string())),
        }
    }
}
