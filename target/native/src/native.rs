//! Runtime of the native image: loads an entry by its address, and calls it for each sample.

use twinbench_board::{Entry, Identity, Load, Runtime, entry_table, readings};
use twinbench_link::{Answer, Firmware, Placement, SampleRecord, Status};

/// Runtime that calls the workloads of this image.
#[derive(Debug, Default)]
pub struct Native {
    loaded: Option<Entry>,
}

impl Native {
    /// Creates a runtime without a loaded entry.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Runtime for Native {
    const IDENTITY: Identity = Identity {
        firmware: Firmware::Native,
        placement: Placement::Both,
        script_capacity: 0,
        heap_bytes: 0,
    };

    fn script_buffer(&mut self) -> &mut [u8] {
        &mut []
    }

    fn load(&mut self, load: &Load) -> Answer {
        self.loaded = None;
        if load.module_level {
            return Status::Unsupported.into();
        }
        let known = entry_table().iter().copied().find(|entry| *entry as usize == load.entry as usize);
        let Some(entry) = known else {
            return Status::BadEntry.into();
        };
        self.loaded = Some(entry);
        Status::Ok.into()
    }

    fn entry(&self) -> Option<Entry> {
        self.loaded
    }

    fn before_sample(&mut self, _operations: u32, _collect: bool) -> Answer {
        readings::clear();
        Status::Ok.into()
    }

    fn after_sample(&mut self, _record: &mut SampleRecord) -> Answer {
        Status::Ok.into()
    }

    fn readings(&mut self) -> Result<&[u32], Answer> {
        readings::recorded().ok_or(Status::BadReadings.into())
    }

    fn execute(&mut self, _script_bytes: usize) -> Answer {
        Status::Unsupported.into()
    }
}
