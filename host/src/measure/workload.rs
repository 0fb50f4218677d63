//! The workload of a cell in a firmware image.

use crate::board::{FirmwareImage, FixtureCall, NotInFirmware, Workload, WorkloadCode};
use crate::run::{Collector, Level};
use crate::scenario::{Cell, Work};

/// Returns the workload of `cell`, with the addresses that it has in `image`.
///
/// # Errors
/// Returns an error if the image lacks the cell's entry or fixture.
pub(crate) fn workload(cell: &Cell, image: &FirmwareImage) -> Result<Workload, NotInFirmware> {
    let scenario = cell.scenario();
    let code = match &cell.implementation().work {
        Work::Entry(name) => WorkloadCode::Native(image.entry(cell.runtime(), cell.placement, name)?),
        Work::Script(script) => WorkloadCode::Script {
            source: script.source.clone(),
            module_level: script.level == Level::Module,
        },
    };
    let conditions = &scenario.conditions;
    let fixture = match &conditions.fixture {
        Some(fixture) => {
            Some(FixtureCall { address: image.fixture(&fixture.name)?, argument: fixture.argument })
        }
        None => None,
    };
    Ok(Workload {
        code,
        fixture,
        operations: scenario.operations,
        interrupts: conditions.interrupts,
        collection: conditions.collector == Collector::Forced,
    })
}
