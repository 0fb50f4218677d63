//! Stacks: alignment, limits, frames that cannot be written, and invalid returns.

use std::collections::BTreeMap;

use super::Scenario;
use super::action::{constant, store};
use crate::random::Random;

/// Process stack of these cases. Every 32 bytes around it hold a frame that returns to the end of the case.
const FRAMES: u32 = 0x1019_0000;
const FRAMES_BYTES: u32 = 0x800;
/// First word of the main stack. The free memory after it holds such frames too.
const MAIN: u32 = 0x103F_0000;
/// Address without memory.
const NOTHING: u32 = 0x6000_0800;

/// A random case.
pub fn scenario(random: &mut Random) -> Scenario {
    let mut setup = fill();
    setup.extend(store(0xD24, random.below(8) << 16));
    let floating = random.chance(1, 3);
    if floating {
        setup.push("vadd.f32 s3, s1, s2".into());
    }
    // The frame starts at a multiple of 32, or, by alignment, directly after it.
    let process = random.chance(5, 6);
    let size = if floating { 0x68 } else { 0x20 };
    let used = if process { size + random.pick(&[0, 0, 4]) } else { 0 };
    let stack = FRAMES + 32 * random.between(10, 20) + used;
    let top = if random.chance(1, 6) { NOTHING } else { stack };
    setup.extend(constant("r0", top));
    setup.push("msr psp, r0".into());
    if random.chance(1, 3) {
        // Limits from far below to above.
        setup.extend(constant("r0", (stack & !31).wrapping_add(64).wrapping_sub(32 * random.below(6))));
        setup.push("msr psplim, r0".into());
    }
    if process {
        setup.extend(["mov.w r0, #2".into(), "mrs r1, control".into(), "orr.w r0, r0, r1".into()]);
        setup.extend(["msr control, r0".into(), "isb".into()]);
    }
    let mut thread = trigger(random);
    thread.extend(["2:".into(), "movw r0, #0".into(), "msr psplim, r0".into()]);
    thread.extend(constant("r0", FRAMES));
    thread.push("msr psp, r0".into());
    let mut scripts = BTreeMap::new();
    scripts.insert(11, forged_return(random));
    scripts.insert(16, forged_return(random));
    // Faults return to Thread mode by a valid frame.
    let good = constant("r0", random.pick(&[0xFFFF_FFF9, 0xFFFF_FFFD]));
    let restore = [good, vec!["str.w r0, [sp, #12]".into()], restored_stacks()].concat();
    for fault in [3, 4, 5, 6, 7] {
        scripts.insert(fault, restore.clone());
    }
    Scenario { name: "stacks", budget: 40, setup, thread, scripts }
}

/// Fills memory with frames: r0 to r3, r12, LR all 0, the end of the case, xPSR with T.
fn fill() -> Vec<String> {
    let mut lines = Vec::new();
    for (base, bytes) in [(FRAMES, FRAMES_BYTES), (MAIN, 0x100)] {
        lines.extend(constant("r1", base));
        lines.extend(constant("r2", bytes));
        lines.extend(
            ["adr.w r0, 2f", "mov.w r3, #0x01000000", "movw r9, #0", "movw r10, #0"].map(String::from),
        );
        let body = [
            "8:",
            "strd r9, r10, [r1]",
            "strd r9, r10, [r1, #8]",
            "strd r9, r10, [r1, #16]",
            "strd r0, r3, [r1, #24]",
            "add.w r1, r1, #32",
            "subs.w r2, r2, #32",
            "bne.w 8b",
        ];
        lines.extend(body.map(String::from));
    }
    lines
}

/// Restores valid frames on both stacks and removes the limits, after a fault. The script itself uses four words of
/// stack.
fn restored_stacks() -> Vec<String> {
    let mut lines = vec!["movw r0, #0".into(), "msr psplim, r0".into()];
    lines.extend(constant("r2", FRAMES + 0x80));
    lines.push("msr psp, r2".into());
    let frame = ["adr.w r0, 2b", "mov.w r1, #0x01000000", "strd r0, r1, [r2, #24]", "strd r0, r1, [sp, #40]"];
    lines.extend(frame.map(String::from));
    lines
}

/// Raises the exception.
fn trigger(random: &mut Random) -> Vec<String> {
    match random.below(6) {
        0 => vec!["udf.w #0".into()],
        1 => [store(0x100, 1), store(0x200, 1)].concat(),
        2 => [constant("r0", 0x6000_0000), vec!["ldr.w r1, [r0]".into()]].concat(),
        3 => vec!["push.w {r1, r2}".into(), "svc 1".into()],
        _ => vec!["svc 1".into()],
    }
}

/// Changes EXC_RETURN or the frame's xPSR, or deactivates the exception.
fn forged_return(random: &mut Random) -> Vec<String> {
    let flip = |bits: u32| {
        vec!["ldr.w r0, [sp, #12]".into(), format!("eor.w r0, r0, #{bits}"), "str.w r0, [sp, #12]".into()]
    };
    match random.below(8) {
        // SPSEL, Mode, both, FType.
        0 => flip(4),
        1 => flip(8),
        2 => flip(12),
        3 => flip(16),
        4 => {
            // An exception number in a frame that returns to Thread mode.
            let mut lines = vec!["ldr.w r1, [sp, #8]".into(), "lsrs.w r0, r1, #22".into()];
            lines.extend(["cmp.w r0, #0x40".into(), "ittt eq".into(), "ldreq.w r0, [r1, #28]".into()]);
            lines.extend(["orreq.w r0, r0, #16".into(), "streq.w r0, [r1, #28]".into()]);
            lines
        }
        // No exception is active any more.
        5 => vec![
            "ldr.w r0, [r8, #0xD24]".into(),
            "bic.w r0, r0, #0x80".into(),
            "str.w r0, [r8, #0xD24]".into(),
        ],
        _ => Vec::new(),
    }
}
