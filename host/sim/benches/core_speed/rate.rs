//! Measurement of rates. On Linux it counts the processor time of the thread, so that other work on the machine has less
//! influence.

use std::time::Instant;

/// Simulated cycles of one measurement: one second of the chip at 150 MHz.
pub const CYCLES: u64 = 150_000_000;
/// Number of measurements, of which the best one counts.
const ROUNDS: usize = 5;

/// Speed of a simulation.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// Simulated cycles per second.
    pub cycles: f64,
    /// Instructions per second, if they are counted.
    pub instructions: Option<f64>,
}

/// Returns the best of several measurements; `run` returns the cycles and instructions that it simulated.
pub fn best(run: impl FnMut() -> (u64, Option<u64>)) -> Rate {
    best_of(ROUNDS, run)
}

/// Returns the best of `rounds` measurements, as [`best`].
pub fn best_of(rounds: usize, mut run: impl FnMut() -> (u64, Option<u64>)) -> Rate {
    let mut best = Rate { cycles: 0.0, instructions: None };
    for _ in 0..rounds {
        let (start, processor) = (Instant::now(), processor_seconds());
        let (cycles, instructions) = run();
        let seconds = match (processor, processor_seconds()) {
            (Some(before), Some(after)) => after - before,
            _ => start.elapsed().as_secs_f64(),
        };
        let rate = Rate {
            cycles: cycles as f64 / seconds,
            instructions: instructions.map(|count| count as f64 / seconds),
        };
        if rate.cycles > best.cycles {
            best = rate;
        }
    }
    best
}

/// Returns the processor time of this thread in seconds, from the first field of schedstat (Linux,
/// `Documentation/scheduler/sched-stats.rst`); `None` on other systems.
fn processor_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: u64 = text.split_whitespace().next()?.parse().ok()?;
    (nanoseconds > 0).then_some(nanoseconds as f64 / 1e9)
}

impl Rate {
    pub fn print(&self, name: &str) {
        let instructions = self
            .instructions
            .map(|instructions| {
                let each = instructions / self.cycles;
                format!(", {:.1} million instructions per second ({each:.3} per cycle)", instructions / 1e6)
            })
            .unwrap_or_default();
        println!("  {name}: {:.1} million cycles per second{instructions}", self.cycles / 1e6);
    }

    pub fn print_ratio(&self, other: &Rate) {
        let instructions = match (self.instructions, other.instructions) {
            (Some(ours), Some(theirs)) => format!(", {:.1} in instructions", ours / theirs),
            _ => String::new(),
        };
        println!("  ratio: {:.1} in cycles{instructions}", self.cycles / other.cycles);
    }
}
