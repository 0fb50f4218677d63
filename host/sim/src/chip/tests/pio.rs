//! PIO through the bus: programs, pins, interrupts.

use super::*;

mod dma;
mod machines;
mod pins;
mod skipped_cycles;

impl TestChip {
    /// Returns a chip with the pins, PIO0 and PIO1 out of reset.
    fn with_pio() -> Self {
        let mut test = TestChip::new();
        test.unreset(1 << 6 | 1 << 9 | 3 << 11);
        test
    }

    /// Connects pins to a function, with inputs enabled.
    fn connect(&mut self, pins: &[u32], function: u32) {
        self.route(pins, function, 0x50);
    }

    /// Loads a program at an address of a PIO's memory and wraps a state machine around it.
    fn load(&mut self, pio: &str, machine: u32, origin: u32, program: &[u16]) {
        for (address, instruction) in (origin..).zip(program) {
            self.write(format!("{pio}.INSTR_MEM{address}"), u32::from(*instruction));
        }
        let top = origin + program.len() as u32 - 1;
        self.write(format!("{pio}.SM{machine}_EXECCTRL"), top << 12 | origin << 7);
        self.write(format!("{pio}.SM{machine}_INSTR"), origin);
    }

    /// Reads in a cycle.
    fn read_at(&mut self, cycle: u64, address: impl Address) -> u32 {
        assert!(cycle >= self.cycle);
        self.sleep(cycle - self.cycle);
        self.read(address)
    }

    /// Records the pins of `pins` from now on.
    fn record(&mut self, pins: u64) -> std::sync::Arc<std::sync::Mutex<Vec<crate::devices::pins::Edge>>> {
        #[derive(Clone, Default)]
        struct Kept(std::sync::Arc<std::sync::Mutex<Vec<crate::devices::pins::Edge>>>);
        impl crate::devices::pins::EdgeSink for Kept {
            fn edge(&mut self, edge: crate::devices::pins::Edge) {
                self.0.lock().unwrap().push(edge);
            }
        }
        let kept = Kept::default();
        self.chip.record_pins(pins, Some(Box::new(kept.clone())), self.cycle);
        kept.0
    }
}
