//! Fast execution of a program of a single IN that samples in every tick (`in pins, 1` with autopush): while the inputs
//! are constant, all samples before the one that completes a word are taken at once.

use super::cycle::CycleInputs;
use super::engine::Engine;
use super::instruction::{Operation, Source};
use super::machine::Machine;

impl Machine {
    /// Takes the samples from this cycle on, before `until` and before the one that completes a word. Returns the cycle
    /// of the next sample. Returns `None`, without a change of state, if the program is not of this form.
    fn take_samples(&mut self, view: &CycleInputs, until: u64) -> Option<u64> {
        let instruction = view.memory[usize::from(self.program_counter & 31)];
        let Operation::In { source: Source::Pins, count } = instruction.operation else { return None };
        let settings = &self.settings;
        let alone = self.program_counter == settings.wrap_top && settings.wrap_top == settings.wrap_bottom;
        let plain = settings.side_and_delay(instruction.side_and_delay()) == (None, 0);
        let pulls = settings.autopull && self.output_used_up() && !self.tx.empty();
        let free = self.injected.is_none() && self.stall.is_none() && self.ready <= view.cycle;
        if !(alone && plain && free && settings.autopush && self.enabled) || pulls {
            return None;
        }
        let missing = settings.push_threshold.saturating_sub(self.input.count);
        let before_push = u64::from(missing.div_ceil(count).saturating_sub(1));
        let ticks = self.divider.ticks_between(view.cycle, until).min(before_push);
        if ticks < 2 {
            return None;
        }
        let data = self.input_pins(view);
        for _ in 0..ticks {
            self.input = self.input.with(data, count, self.settings.in_right);
        }
        self.ready = self.divider.tick_after(view.cycle, ticks);
        self.due = self.ready;
        Some(self.due)
    }
}

impl Engine {
    /// Takes several samples at once, if only one state machine is due in this cycle. The inputs must be constant until
    /// `until`. Returns the next cycle in which a state machine must be executed; `None` if no sample was taken.
    pub fn sample(&mut self, cycle: u64, inputs: u32, until: u64) -> Option<u64> {
        let Engine { memory, machines, .. } = self;
        let (mut sampler, mut until) = (None, until);
        for machine in machines {
            match machine.due() {
                due if due > cycle => until = until.min(due),
                _ if sampler.is_some() => return None,
                _ => sampler = Some(machine),
            }
        }
        // Samples are of pins; the flags are not read.
        let view = CycleInputs { cycle, memory, inputs, flags: [0; 3] };
        Some(sampler?.take_samples(&view, until)?.min(until))
    }
}
