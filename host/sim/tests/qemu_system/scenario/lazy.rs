//! Lazy stacking of the floating-point context to memory that can no longer be written.

use std::collections::BTreeMap;

use super::Scenario;
use super::action::{self, constant, store};
use super::memory_protection::{region, surroundings};
use crate::random::Random;

/// The process stack: a region of its own.
const STACK: u32 = 0x1018_0200;
const REGION: u32 = 0x1018_0000;
const ANY: u32 = 1 << 1;
const READ_ONLY: u32 = 1 << 2;

/// A random case.
pub fn scenario(random: &mut Random) -> Scenario {
    let stack_region = |attributes: u32| region(0, REGION | attributes, (REGION + 0x3E0) | 1);
    let mut setup = [stack_region(ANY), surroundings()].concat();
    for number in [4, 5, 6, 11, 14] {
        setup.extend(action::set_priority(number, random.below(3) << 5));
    }
    setup.extend(store(0xD24, random.below(8) << 16));
    setup.extend(constant("r0", STACK));
    setup.push("msr psp, r0".into());
    setup.extend(store(0xD94, 1 | random.below(4) << 1));
    if random.chance(1, 4) {
        // TS: the whole state is secret.
        setup.extend(action::change_bits(0xF34, 1 << 26, 1 << 26));
    }
    if random.chance(1, 4) {
        setup.extend(store(0xF3C, random.below(32) << 22));
    }
    setup.push("vadd.f32 s3, s1, s2".into());
    // Process stack, privileged or not, with the context in use.
    setup.extend([format!("mov.w r0, #{}", 14 | random.below(2)), "msr control, r0".into(), "isb".into()]);
    // After a fault of lazy stacking the harness skips the instruction after SVC.
    let thread = ["svc 1", "nop.w", "vadd.f32 s4, s1, s2", "svc 2", "nop.w"].map(String::from).to_vec();
    let mut scripts = BTreeMap::new();
    scripts.insert(11, service(random));
    scripts.insert(14, vec!["vadd.f32 s5, s1, s2".into()]);
    // After the fault, the context can be written again.
    for fault in [3, 4, 5, 6, 7] {
        let restore = [stack_region(ANY), store(0xD88, 0xF << 20), store(0xF38, REGION + 0x20)];
        scripts.insert(fault, restore.concat());
    }
    Scenario { name: "lazy stacking", budget: 40, setup, thread, scripts }
}

/// Removes a permission, uses the unit, and in some cases lets another handler use it.
fn service(random: &mut Random) -> Vec<String> {
    let mut lines = match random.below(6) {
        0 => region(0, REGION | ANY | READ_ONLY, (REGION + 0x3E0) | 1),
        1 => region(0, REGION, (REGION + 0x3E0) | 1),
        2 => region(0, REGION | ANY, (STACK - 96) | 1),
        // The unit for privileged code only, or not at all.
        3 => store(0xD88, random.pick(&[5, 0]) << 20),
        // The context lies at an address without memory.
        4 => store(0xF38, 0x6000_0000),
        _ => Vec::new(),
    };
    if random.chance(1, 3) {
        lines.extend(store(0xD04, 1 << 28));
    }
    lines.push("vadd.f32 s6, s1, s2".into());
    lines
}
