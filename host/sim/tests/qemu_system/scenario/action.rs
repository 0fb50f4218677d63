//! Actions of programs: pieces of assembly that use only r0, r1 and r2.

use crate::random::Random;

/// Exceptions that are pended: NMI, PendSV, SysTick and the first interrupts.
const INTERRUPTS: u32 = 8;
/// Numbers of the exceptions with a configurable priority among the first 16.
const SYSTEM: [u32; 7] = [4, 5, 6, 7, 11, 14, 15];

/// Context in which an action is executed, which limits the actions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// Thread mode.
    Thread,
    /// A handler that may cause synchronous exceptions.
    Handler,
    /// NMI and HardFault, and code with FAULTMASK, where another synchronous exception would be lock-up.
    Negative,
}

/// Loads a constant.
pub fn constant(register: &str, value: u32) -> Vec<String> {
    let low = format!("movw {register}, #{:#x}", value & 0xFFFF);
    if value >> 16 == 0 { vec![low] } else { vec![low, format!("movt {register}, #{:#x}", value >> 16)] }
}

/// Stores a word to the system control space.
pub fn store(offset: u32, value: u32) -> Vec<String> {
    let mut lines = constant("r0", value);
    lines.push(format!("str.w r0, [r8, #{offset:#x}]"));
    lines
}

/// Returns a random priority of the levels of RP2350.
pub fn priority(random: &mut Random) -> u32 {
    random.below(16) << 4
}

/// Sets the priority of exception `number` by a byte.
pub fn set_priority(number: u32, priority: u32) -> Vec<String> {
    let offset = if number < 16 { 0xD18 + number - 4 } else { 0x400 + number - 16 };
    let mut lines = constant("r0", priority);
    lines.push(format!("strb.w r0, [r8, #{offset:#x}]"));
    lines
}

/// Some of the first interrupts, as bits.
pub fn interrupts(random: &mut Random) -> u32 {
    let bits = 1 << random.below(INTERRUPTS);
    if random.chance(1, 3) { bits | 1 << random.below(INTERRUPTS) } else { bits }
}

/// Returns the assembly lines of a random action.
pub fn any(random: &mut Random, context: Context) -> Vec<String> {
    match random.below(22) {
        0..=4 => store(0x200, interrupts(random)),
        5 => store(0x280, interrupts(random)),
        6 => store(0x100, interrupts(random)),
        7 => store(0x180, interrupts(random)),
        8 => set_priority(16 + random.below(INTERRUPTS), priority(random)),
        9 => set_priority(random.pick(&SYSTEM), priority(random)),
        10 => {
            let bit = random.pick(&[28, 28, 26, 26, 27, 25, 31, 30]);
            store(0xD04, 1 << bit)
        }
        11 => mask(random),
        12 => with_faultmask(random, context),
        13 => store(0xD0C, 0x05FA_0000 | random.below(8) << 8),
        14 => change_bits(0xD24, 0x7 << 16, random.below(8) << 16),
        15 => floating_point(random),
        16 => control(random, context),
        17 => store(0xF00, random.below(INTERRUPTS)),
        _ => synchronous(random, context),
    }
}

/// Changes PRIMASK or BASEPRI.
fn mask(random: &mut Random) -> Vec<String> {
    match random.below(5) {
        0 => vec!["cpsid i".into()],
        1 | 2 => vec!["cpsie i".into()],
        form => {
            let value = if random.chance(1, 3) { 0 } else { priority(random) };
            let register = if form == 3 { "basepri" } else { "basepri_max" };
            [constant("r0", value), vec![format!("msr {register}, r0")]].concat()
        }
    }
}

/// Sets FAULTMASK around a few actions.
fn with_faultmask(random: &mut Random, context: Context) -> Vec<String> {
    if context == Context::Negative {
        return vec!["cpsid f".into(), "cpsie f".into()];
    }
    let mut lines = vec!["cpsid f".into()];
    // Unprivileged code cannot set FAULTMASK, and its store is a fault, which must not occur under FAULTMASK.
    for _ in 0..random.below(3) {
        lines.extend(store(0x200, interrupts(random)));
    }
    if random.chance(1, 4) {
        lines.extend(store(0xD04, 1 << 31));
    }
    lines.push("cpsie f".into());
    lines
}

/// Replaces the bits of `mask` in a register.
pub fn change_bits(offset: u32, mask: u32, bits: u32) -> Vec<String> {
    let mut lines = vec![format!("ldr.w r1, [r8, #{offset:#x}]"), format!("bic.w r1, r1, #{mask:#x}")];
    lines.extend(constant("r0", bits));
    lines.extend(["orr.w r0, r0, r1".into(), format!("str.w r0, [r8, #{offset:#x}]")]);
    lines
}

/// Uses the floating-point unit, or changes the preservation of its context.
fn floating_point(random: &mut Random) -> Vec<String> {
    match random.below(8) {
        // ASPEN and LSPEN.
        0 => change_bits(0xF34, 0xC000_0000, random.below(4) << 30),
        // CLRONRET, TS.
        1 => change_bits(0xF34, 0x1400_0000, random.pick(&[0, 0, 1 << 28, 1 << 26])),
        2 => store(0xF3C, random.below(32) << 22),
        3 => vec!["mov.w r0, #0x90000000".into(), "vmsr fpscr, r0".into()],
        register => vec![format!("vadd.f32 s{}, s1, s2", register * 4)],
    }
}

/// Changes nPRIV and SPSEL of CONTROL, in Handler mode too, and keeps FPCA and SFPA. NMI keeps nPRIV, because it may have
/// interrupted code that needs privilege to clear FAULTMASK.
fn control(random: &mut Random, context: Context) -> Vec<String> {
    let bits = if context == Context::Negative { random.below(2) << 1 } else { random.below(4) };
    vec![
        "mrs r0, control".into(),
        "bic.w r0, r0, #3".into(),
        format!("orr.w r0, r0, #{bits}"),
        "msr control, r0".into(),
        "isb".into(),
    ]
}

/// SVC, or a fault of a 32-bit instruction, so that the handler knows the next address.
fn synchronous(random: &mut Random, context: Context) -> Vec<String> {
    if context == Context::Negative {
        return store(0x200, interrupts(random));
    }
    let address = |value: u32| constant("r0", value);
    match random.below(9) {
        0..=2 => vec!["svc 1".into()],
        3 => vec!["udf.w #1".into()],
        // No memory, and not of Device type.
        4 => [address(0x6000_0010), vec!["ldr.w r1, [r0]".into()]].concat(),
        5 => [address(0x6000_0020), vec!["str.w r1, [r0]".into()]].concat(),
        6 => [address(0x1038_0002), vec!["ldrd r1, r2, [r0]".into()]].concat(),
        // Fetches: without memory, from Device memory, without the T bit.
        7 => {
            let target = random.pick(&[0x6000_0001, 0x4000_0001, 0xF000_0001, 0x1030_0000]);
            [address(target), vec!["blx r0".into()]].concat()
        }
        _ => {
            let setup = change_bits(0xD14, 1 << 4, random.below(2) << 4);
            [setup, vec!["mov.w r0, #0".into(), "udiv r1, r1, r0".into()]].concat()
        }
    }
}
