//! A case on the simulated state machine.

use pico2_sim::chip::Chip;
use pico2_sim::devices::pio::{BlockInputs, FlagChanges, Pio};
use pico2_sim::peripheral::registers::Write;
use pico2_sim::peripheral::{Access, Peripheral};

use crate::case::Case;
use crate::random::noise;
use crate::reference::Step;

const FLEVEL: u32 = 0x0C;
const TXF0: u32 = 0x10;
const RXF0: u32 = 0x20;
const PADOUT: u32 = 0x3C;
const PADOE: u32 = 0x40;
const MEMORY: u32 = 0x48;
const EXECCTRL: u32 = 0xCC;
const SHIFTCTRL: u32 = 0xD0;
const INSTR: u32 = 0xD8;
const PINCTRL: u32 = 0xDC;

/// PIO0 with the program of a case.
pub struct Machine {
    chip: Chip,
    pio: Pio,
    seed: u32,
}

impl Machine {
    pub fn new(case: &Case) -> Self {
        let mut machine = Machine { chip: Chip::default(), pio: Pio::new(0), seed: case.seed };
        for (place, word) in case.program.iter().enumerate() {
            machine.write(MEMORY + place as u32 * 4, u32::from(*word), 0);
        }
        let [x, y, isr, osr] = case.registers;
        machine.write(PINCTRL, 32 << 20, 0);
        // mov pindirs, osr; mov x, osr; mov y, osr; mov isr, osr; the last word stays in the OSR.
        for (value, instruction) in
            [(case.directions, 0xA067), (x, 0xA027), (y, 0xA047), (isr, 0xA0C7), (osr, 0xA042)]
        {
            machine.write(TXF0, value, 0);
            machine.force(0x80A0);
            machine.force(instruction);
        }
        machine.write(EXECCTRL, case.jump_pin << 24 | case.wrap.1 << 12 | case.wrap.0 << 7, 0);
        let shift = case.pull_threshold << 25 & 0x3E00_0000 | (case.push_threshold & 31) << 20;
        let flags = [case.autopush, case.autopull, case.in_right, case.out_right];
        let flags =
            flags.iter().enumerate().fold(0, |bits, (place, on)| bits | u32::from(*on) << (16 + place));
        machine.write(SHIFTCTRL, shift | flags, 0);
        let ((out, out_count), (set, set_count), (side, side_count)) = (case.out, case.set, case.side);
        machine.write(
            PINCTRL,
            side_count << 29 | set_count << 26 | out_count << 20 | side << 10 | set << 5 | out,
            0,
        );
        machine.force(0);
        machine.write(0, 1, 0);
        machine
    }

    fn force(&mut self, instruction: u32) {
        self.write(INSTR, instruction, 0);
        if let Some((number, bits)) = self.pio.take_write_completion().forced {
            self.pio.engine().force(number, bits, BlockInputs::default());
        }
    }

    fn write(&mut self, offset: u32, value: u32, cycle: u64) {
        let access = Access { now: 0, cycle, core: 0, clocks: self.chip.clocks() };
        self.pio.write(offset, Write::plain(value), &access).expect("the register exists");
    }

    fn read(&mut self, offset: u32, cycle: u64) -> u32 {
        let access = Access { now: 0, cycle, core: 0, clocks: self.chip.clocks() };
        self.pio.read(offset, &access).expect("the register exists").0
    }

    fn levels(&mut self, cycle: u64) -> (u32, u32) {
        let levels = self.read(FLEVEL, cycle);
        (levels & 0xF, levels >> 4 & 0xF)
    }

    /// Accesses the FIFOs before an instruction, as the reference does. Returns the words read.
    fn act(&mut self, case: &Case, step: u32, cycle: u64) -> Vec<u32> {
        let draw = noise(step, self.seed ^ 0x5EED);
        let (mut sent, waiting) = self.levels(cycle);
        if case.feeds() {
            while sent < 4 {
                self.write(TXF0, noise(step * 4 + sent, self.seed), cycle);
                sent += 1;
            }
        } else if draw & 3 == 0 && sent < 4 {
            self.write(TXF0, noise(step, self.seed), cycle);
        }
        let read = if case.drains() { waiting } else { u32::from(draw & 0x70 == 0).min(waiting) };
        (0..read).map(|_| self.read(RXF0, cycle)).collect()
    }

    /// Executes a step of the reference, in the cycles that it took there.
    pub fn follow(&mut self, case: &Case, number: u32, step: &Step) -> Step {
        let read = self.act(case, number, step.from);
        let mut state = None;
        for cycle in step.from..step.to {
            // In the package, outputs are read back in the next cycle. The delay of the pads is tested elsewhere.
            let (level, enable) = (self.read(PADOUT, cycle), self.read(PADOE, cycle));
            let inputs = level & enable | noise((cycle >> 3) as u32, self.seed) & !enable;
            self.pio.engine().recheck_pins(cycle);
            self.pio.engine().step(cycle, inputs, [0; 3], &mut FlagChanges::default());
            state.get_or_insert_with(|| self.pio.engine().registers(0, cycle + 1));
        }
        let registers = state.unwrap_or_default();
        let enable = self.read(PADOE, step.to);
        let (sent, waiting) = self.levels(step.to);
        Step {
            from: step.from,
            to: step.to,
            program_counter: u32::from(registers.program_counter),
            x: registers.x,
            y: registers.y,
            input: registers.input,
            output: registers.output,
            pins: self.read(PADOUT, step.to) & enable,
            directions: enable,
            fifos: (sent, waiting),
            read,
        }
    }
}
