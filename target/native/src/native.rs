//! The runtime: an entry is loaded by its address, and sampled by calling it.

use twinbench_board::{Entry, Identity, Load, Outcome, Runtime, entry_table};
use twinbench_link::{Firmware, Placement, Status};

/// Runs the workloads of this image.
#[derive(Debug, Default)]
pub struct Native {
    loaded: Option<Entry>,
}

impl Native {
    /// Nothing loaded.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Runtime for Native {
    fn identity(&self) -> Identity {
        Identity { firmware: Firmware::Native, placement: Placement::Both, script_capacity: 0, heap_bytes: 0 }
    }

    fn script_buffer(&mut self) -> &mut [u8] {
        &mut []
    }

    fn load(&mut self, load: &Load) -> Outcome {
        self.loaded = None;
        if load.module_level {
            return Outcome::of(Status::Unsupported);
        }
        let known = entry_table().iter().copied().find(|entry| *entry as usize == load.entry as usize);
        let Some(entry) = known else {
            return Outcome::of(Status::BadEntry);
        };
        self.loaded = Some(entry);
        Outcome::OK
    }

    fn entry(&self) -> Option<Entry> {
        self.loaded
    }

    fn before_sample(&mut self, _collect: bool) {}

    fn after_sample(&mut self) -> Outcome {
        Outcome::OK
    }

    fn execute(&mut self, _script_bytes: usize) -> Outcome {
        Outcome::of(Status::Unsupported)
    }
}
