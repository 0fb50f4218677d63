//! Board with sleeping cores, while state machines and DMA sample pins, as firmware that captures edges does.

use pico2_sim::bus::{Bus, Initiator, Size};
use pico2_sim::chip::Chip;

use crate::rate::{self, Rate};

const RESETS_CLEAR: u32 = 0x4002_3000;
const IO_BANK0: u32 = 0x4002_8000;
const PADS_BANK0: u32 = 0x4003_8000;
const TIMERAWL: u32 = 0x400B_0028;
const DMA: u32 = 0x5000_0000;
const PIO0: u32 = 0x5020_0000;
const PIO1: u32 = 0x5030_0000;
const RXF0: u32 = 0x20;
const BUFFER: u32 = 0x2001_0000;
/// Pin that a state machine of PIO0 drives and one of PIO1 samples.
const PIN: u32 = 2;

/// Prints the speed of simulated time.
pub fn measure() {
    println!("cores asleep, PIO and DMA at work:");
    capture(50_000, stamps).print("a pulse every 100,000 cycles, each edge stamped by TIMERAWL");
    capture(500, stamps).print("a pulse every 1,000 cycles, each edge stamped by TIMERAWL");
    capture(500, samples).print("a pulse every 1,000 cycles, every cycle sampled");
    capture(5, samples).print("a pulse every 16 cycles, every cycle sampled");
    capture(50_000, |_| {}).print("pulses that nobody looks at");
}

/// Returns a chip whose PIO0 makes pulses of the given number of cycles, and its first free cycle.
struct Setting {
    chip: Chip,
    cycle: u64,
}

impl Setting {
    fn write(&mut self, address: u32, value: u32) {
        self.chip.advance(self.cycle);
        let by = Initiator { core: 0, now: self.cycle, debugger: false };
        let transfer = self.chip.write(address, Size::Word, value, by).expect("the register is modelled");
        self.cycle += 1 + u64::from(transfer.wait);
    }

    fn program(&mut self, pio: u32, program: &[u16]) {
        for (place, instruction) in program.iter().enumerate() {
            self.write(pio + 0x48 + 4 * place as u32, u32::from(*instruction));
        }
        self.write(pio + 0xCC, (program.len() as u32 - 1) << 12);
    }

    fn channel(&mut self, number: u32, from: u32, to: u32, count: u32, control: u32) {
        let base = DMA + 0x40 * number;
        self.write(base, from);
        self.write(base + 4, to);
        self.write(base + 8, count);
        // The last write starts channel 0; channel 1 waits for it.
        self.write(base + if number == 0 { 0xC } else { 0x10 }, control | 2 << 2 | 1);
    }
}

fn pulses(half: u32) -> Setting {
    let mut setting = Setting { chip: Chip::default(), cycle: 0 };
    setting.write(RESETS_CLEAR, 1 << 2 | 1 << 6 | 1 << 9 | 3 << 11 | 1 << 23);
    setting.write(PADS_BANK0 + 4 + 4 * PIN, 0x50);
    setting.write(IO_BANK0 + 8 * PIN + 4, 6);
    // mov x, osr; jmp x--, 1; set pins, 1; mov x, osr; jmp x--, 4; set pins, 0
    setting.program(PIO0, &[0xA027, 0x0041, 0xE001, 0xA027, 0x0044, 0xE000]);
    setting.write(PIO0 + 0xDC, 1 << 26 | PIN << 5);
    setting.write(PIO0 + 0x10, half);
    for instruction in [0x80A0, 0xE081] {
        // pull; set pindirs, 1
        setting.write(PIO0 + 0xD8, instruction);
    }
    setting.write(PIO0, 1);
    setting
}

/// wait 1 pin 0; in null, 32; wait 0 pin 0; in null, 32: a request at each edge. One channel then empties the FIFO and
/// starts another that copies the timer.
fn stamps(setting: &mut Setting) {
    setting.program(PIO1, &[0x20A0, 0x4060, 0x2020, 0x4060]);
    setting.write(PIO1 + 0xD0, 1 << 16 | 3 << 18);
    setting.write(PIO1 + 0xDC, PIN << 15);
    setting.channel(1, TIMERAWL, BUFFER, 1, 0x3F << 17 | 1 << 12 | 10 << 8 | 1 << 6);
    setting.channel(0, PIO1 + RXF0, 0x2000_0000, 1, 12 << 17 | 1 << 13);
    setting.write(PIO1, 1);
}

/// in pins, 1 in each cycle, and a channel that reads the words.
fn samples(setting: &mut Setting) {
    setting.program(PIO1, &[0x4001]);
    setting.write(PIO1 + 0xD0, 1 << 16 | 3 << 18);
    setting.write(PIO1 + 0xDC, PIN << 15);
    setting.channel(0, PIO1 + RXF0, BUFFER, 0x0FFF_FFFF, 12 << 17 | 1 << 12 | 10 << 8 | 1 << 6);
    setting.write(PIO1, 1);
}

fn capture(half: u32, look: impl Fn(&mut Setting)) -> Rate {
    // Programs that almost always wait are too fast to measure.
    let cycles = if half > 1000 { 20 * rate::CYCLES } else { rate::CYCLES / 15 };
    let mut setting = pulses(half);
    look(&mut setting);
    let Setting { mut chip, mut cycle } = setting;
    rate::best(|| {
        let end = cycle + cycles;
        while cycle < end {
            cycle = chip.next_event().min(end);
            chip.advance(cycle);
        }
        assert_eq!(chip.pin_levels_at(end) & !(1 << PIN), 0);
        (cycles, None)
    })
}
