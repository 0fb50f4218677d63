//! Counting loops and samples are executed at once. The results are compared with those of a chip that is written to in
//! every cycle, so that it executes every cycle.

use super::*;

/// Edges of the pins, words in the RX FIFO, and X, Y and the program counter at the end.
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

/// Executes state machine 1 of PIO0 for some cycles, beside one of PIO1 that toggles pin 3 every 21 cycles.
fn run(setting: Setting, cycles: u64, every_cycle: bool) -> Seen {
    let mut test = TestChip::with_pio();
    test.connect(&[2, 4], 6);
    test.connect(&[3], 7);
    // set pins, 1 [20]; set pins, 0 [20]
    test.load("PIO1", 0, 0, &[0xF401, 0xF400]);
    test.write("PIO1.SM0_PINCTRL", 1 << 26 | 3 << 5);
    test.write("PIO1.SM0_INSTR", 0xE081);
    test.load("PIO0", 1, 0, setting.program);
    let top = setting.program.len() as u32 - 1;
    test.write("PIO0.SM1_EXECCTRL", setting.control | top << 12);
    test.write("PIO0.SM1_SHIFTCTRL", setting.shift);
    test.write("PIO0.SM1_PINCTRL", 5 << 26);
    test.write("PIO0.SM1_INSTR", 0xE09F);
    test.write("PIO0.SM1_PINCTRL", setting.pins);
    test.write("PIO0.SM1_CLKDIV", setting.divider << 8);
    test.write("PIO1.CTRL", 1);
    let edges = test.record(0x1F);
    let start = test.cycle;
    test.write("PIO0.CTRL", 2);
    let mut words = Vec::new();
    while test.cycle < start + cycles {
        test.cycle += 1;
        test.chip.advance(test.cycle);
        let by = test.by();
        if every_cycle {
            test.chip.write(address_of("PIO0.FDEBUG"), Size::Word, 0, by).unwrap();
        }
        // The FIFO is read in the same cycles in both runs.
        if (test.cycle - start).is_multiple_of(97) {
            let levels = test.chip.read(address_of("PIO0.FLEVEL"), Size::Word, by).unwrap().value;
            for _ in 0..levels >> 12 & 0xF {
                words.push(test.chip.read(address_of("PIO0.RXF1"), Size::Word, by).unwrap().value);
            }
        }
    }
    let mut registers = vec![test.read("PIO0.SM1_ADDR")];
    test.write("PIO0.CTRL", 0);
    test.write("PIO0.SM1_SHIFTCTRL", 0);
    // mov isr, x; push; mov isr, y; push
    for source in [0xA0C1, 0xA0C2] {
        test.write("PIO0.SM1_INSTR", source);
        test.write("PIO0.SM1_INSTR", 0x8000);
        registers.push(test.read("PIO0.RXF1"));
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
fn counting_loops_end_in_the_exact_cycle() {
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
fn samples_taken_at_once_equal_those_of_every_cycle() {
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
