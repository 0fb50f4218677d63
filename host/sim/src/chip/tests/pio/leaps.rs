//! What is skipped or taken at once makes no difference: counting loops and samples, against a chip that is written to in
//! every cycle, so that nothing is skipped.

use super::*;

/// What was seen: edges of the pins, words in the RX FIFO, and X, Y and the program counter at the end.
#[derive(Debug, PartialEq)]
struct Seen {
    edges: Vec<(u64, u64)>,
    words: Vec<u32>,
    registers: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Setting<'a> {
    program: &'a [u16],
    control: u32,
    shift: u32,
    pins: u32,
    divider: u32,
}

/// Lets state machine 1 of PIO0 run beside one of PIO1 that toggles pin 3 every 21 cycles, for so many cycles.
fn run(setting: Setting, cycles: u64, every_cycle: bool) -> Seen {
    let mut bench = Bench::with_pio();
    bench.connect(&[2, 4], 6);
    bench.connect(&[3], 7);
    // set pins, 1 [20]; set pins, 0 [20]
    bench.load(PIO1, 0, 0, &[0xF401, 0xF400]);
    bench.write(PIO1 + PINCTRL, 1 << 26 | 3 << 5);
    bench.write(PIO1 + INSTR, 0xE081);
    bench.load(PIO0, 1, 0, setting.program);
    let top = setting.program.len() as u32 - 1;
    bench.write(PIO0 + EXECCTRL + MACHINE, setting.control | top << 12);
    bench.write(PIO0 + SHIFTCTRL + MACHINE, setting.shift);
    bench.write(PIO0 + PINCTRL + MACHINE, 5 << 26);
    bench.write(PIO0 + INSTR + MACHINE, 0xE09F);
    bench.write(PIO0 + PINCTRL + MACHINE, setting.pins);
    bench.write(PIO0 + CLKDIV + MACHINE, setting.divider << 8);
    bench.write(PIO1, 1);
    let edges = bench.record(0x1F);
    let start = bench.cycle;
    bench.write(PIO0, 2);
    let mut words = Vec::new();
    while bench.cycle < start + cycles {
        bench.cycle += 1;
        bench.chip.advance(bench.cycle);
        let by = bench.by();
        if every_cycle {
            bench.chip.write(PIO0 + 0x08, Size::Word, 0, by).unwrap();
        }
        // The FIFO is emptied in the same cycles.
        if (bench.cycle - start).is_multiple_of(97) {
            let levels = bench.chip.read(PIO0 + 0x0C, Size::Word, by).unwrap().value;
            for _ in 0..levels >> 12 & 0xF {
                words.push(bench.chip.read(PIO0 + RXF0 + 4, Size::Word, by).unwrap().value);
            }
        }
    }
    let mut registers = vec![bench.read(PIO0 + ADDR + MACHINE)];
    bench.write(PIO0, 0);
    bench.write(PIO0 + SHIFTCTRL + MACHINE, 0);
    // mov isr, x; push; mov isr, y; push
    for source in [0xA0C1, 0xA0C2] {
        bench.write(PIO0 + INSTR + MACHINE, source);
        bench.write(PIO0 + INSTR + MACHINE, 0x8000);
        registers.push(bench.read(PIO0 + RXF0 + 4));
    }
    let edges = edges.lock().unwrap().iter().map(|edge| (edge.cycle - start, edge.levels)).collect();
    Seen { edges, words, registers }
}

fn compare(setting: Setting) -> Seen {
    for cycles in [1, 40, 333, 1000, 2501] {
        assert_eq!(run(setting, cycles, false), run(setting, cycles, true), "{cycles} cycles");
    }
    run(setting, 2501, false)
}

#[test]
fn counting_loops_end_where_they_would() {
    let plain = Setting { program: &[], control: 0, shift: 0, pins: 1 << 26 | 2 << 5, divider: 0x100 };
    // set x, 19; jmp x--, 1 [2]; set pins, 1; set y, 7; jmp y--, 4; set pins, 0
    let loops: &[u16] = &[0xE033, 0x0241, 0xE001, 0xE047, 0x0084, 0xE000];
    for divider in [0x100, 0x200, 0x180, 0x3_40] {
        let seen = compare(Setting { program: loops, divider, ..plain });
        assert!(seen.edges.len() > 4, "{seen:?}");
    }
    // Side-set on pin 4, in the loop too: set x, 9 side 1; jmp x--, 1 side 0; mov x, x side 1 [3]
    let sides: &[u16] = &[0xF029, 0x0041, 0xB321];
    for divider in [0x100, 0x180] {
        let seen = compare(Setting { program: sides, pins: 1 << 29 | 4 << 10, divider, ..plain });
        assert!(seen.edges.len() > 20, "{seen:?}");
    }
}

#[test]
fn samples_taken_at_once_are_those_of_every_cycle() {
    for (program, threshold) in [([0x4001], 32), ([0x4001], 9), ([0x4003], 32), ([0x4005], 17)] {
        for divider in [0x100, 0x200, 0x180] {
            for right in [0, 1 << 18] {
                let shift = (threshold & 31) << 20 | right | 1 << 16;
                let seen = compare(Setting { program: &program, control: 0, shift, pins: 3 << 15, divider });
                assert!(seen.words.iter().any(|word| *word != 0 && *word != u32::MAX), "{seen:?}");
            }
        }
    }
}
