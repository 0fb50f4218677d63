//! PIO through the bus: programs, pins, interrupts.

use super::*;

mod dma;
mod leaps;
mod machines;
mod pins;

const PIO0: u32 = 0x5020_0000;
const PIO1: u32 = 0x5030_0000;
const IO_BANK0: u32 = 0x4002_8000;
const PADS_BANK0: u32 = 0x4003_8000;

const TXF0: u32 = 0x10;
const RXF0: u32 = 0x20;
const CLKDIV: u32 = 0xC8;
const EXECCTRL: u32 = 0xCC;
const SHIFTCTRL: u32 = 0xD0;
const ADDR: u32 = 0xD4;
const INSTR: u32 = 0xD8;
const PINCTRL: u32 = 0xDC;
const MACHINE: u32 = 0x18;

impl Bench {
    /// A chip with pins, PIO0 and PIO1 out of reset.
    fn with_pio() -> Self {
        let mut bench = Bench::new();
        bench.unreset(1 << 6 | 1 << 9 | 3 << 11);
        bench
    }

    /// Pins connected, input enabled, to a function.
    fn connect(&mut self, pins: &[u32], function: u32) {
        for pin in pins {
            self.write(PADS_BANK0 + 4 + pin * 4, 0x50);
            self.write(IO_BANK0 + pin * 8 + 4, function);
        }
    }

    /// Puts a program at the start of a PIO's memory; state machine `machine` wraps around it.
    fn load(&mut self, pio: u32, machine: u32, origin: u32, program: &[u16]) {
        for (place, instruction) in program.iter().enumerate() {
            self.write(pio + 0x48 + (origin + place as u32) * 4, u32::from(*instruction));
        }
        let top = origin + program.len() as u32 - 1;
        self.write(pio + EXECCTRL + machine * MACHINE, top << 12 | origin << 7);
        self.write(pio + INSTR + machine * MACHINE, origin);
    }

    /// Lets time pass to a cycle and reads there.
    fn read_at(&mut self, cycle: u64, address: u32) -> u32 {
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
