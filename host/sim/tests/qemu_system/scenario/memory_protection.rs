//! The MPU: random regions, and accesses of every kind by privileged and unprivileged code.

use std::collections::BTreeMap;

use super::Scenario;
use super::action::{change_bits, constant, store};
use crate::random::Random;

/// Memory that the regions share, filled with `bx lr`.
const AREA: u32 = 0x1018_0000;
const AREA_BYTES: u32 = 0x400;
const CODE: u32 = 0x4770_4770;

/// MPU_RNR, MPU_RBAR, MPU_RLAR, MPU_CTRL.
const RNR: u32 = 0xD98;
const RBAR: u32 = 0xD9C;
const RLAR: u32 = 0xDA0;
const CTRL: u32 = 0xD94;
const ENABLE: u32 = 1;
const HFNMIENA: u32 = 2;
const PRIVDEFENA: u32 = 4;

pub fn region(number: u32, base: u32, limit: u32) -> Vec<String> {
    [store(RNR, number), store(RBAR, base), store(RLAR, limit)].concat()
}

/// Permits all accesses outside the area: regions 6 and 7.
pub fn surroundings() -> Vec<String> {
    const ANY: u32 = 1 << 1;
    let below = region(7, 0x1000_0000 | ANY, (AREA - 32) | ENABLE);
    [below, region(6, (AREA + 0x1_0000) | ANY, 0x103F_FFE0 | ENABLE)].concat()
}

/// A random case.
pub fn scenario(random: &mut Random) -> Scenario {
    let mut setup = fill();
    for number in 0..random.between(1, 6) {
        let base = AREA + 32 * random.below(AREA_BYTES / 32);
        let limit = base + 32 * random.below(8);
        let attributes = random.below(32);
        let enabled = u32::from(random.chance(7, 8));
        setup.extend(region(number, base | attributes, limit | random.below(8) << 1 | enabled));
    }
    setup.extend(surroundings());
    setup.extend(store(0xD24, random.below(8) << 16));
    let control = ENABLE | random.pick(&[0, HFNMIENA]) | random.pick(&[0, PRIVDEFENA]);
    setup.extend(store(CTRL, control));
    setup.push("isb".into());
    let mut thread = Vec::new();
    for _ in 0..random.between(8, 24) {
        match random.below(10) {
            0 => thread.push("svc 1".into()),
            1 => thread.extend(test_target(random)),
            2 if control & HFNMIENA == 0 => {
                // At negative priority the MPU is bypassed; unprivileged code has no such priority.
                thread.push("cpsid f".into());
                thread.extend(["mrs r0, faultmask".into(), "cbz r0, 1f".into()]);
                thread.extend(access(random));
                thread.extend(["1:".into(), "cpsie f".into()]);
            }
            _ => thread.extend(access(random)),
        }
    }
    let mut scripts = BTreeMap::new();
    // SVC changes privilege, and a region.
    let attributes = random.below(32);
    let change = [
        store(RNR, 0),
        change_bits(RBAR, 31, attributes),
        vec!["mrs r0, control".into(), "eor.w r0, r0, #1".into(), "msr control, r0".into(), "isb".into()],
        test_target(random),
    ];
    scripts.insert(11, change.concat());
    Scenario { name: "memory protection", budget: 40, setup, thread, scripts }
}

fn fill() -> Vec<String> {
    let mut lines = constant("r0", CODE);
    lines.extend(constant("r1", AREA - 64));
    lines.extend(constant("r2", AREA_BYTES + 0x140));
    let body = ["9:", "str.w r0, [r1], #4", "subs.w r2, r2, #4", "bne.w 9b"];
    lines.extend(body.map(String::from));
    lines
}

/// Returns an address in the area or close to it, aligned to `bytes`.
fn address(random: &mut Random, bytes: u32) -> Vec<String> {
    constant("r0", AREA - 32 + bytes * random.below((AREA_BYTES + 0x100) / bytes))
}

/// One access, with its result in the log.
fn access(random: &mut Random) -> Vec<String> {
    const ACCESSES: [(u32, &str); 21] = [
        (4, "ldr.w r1, [r0]"),
        (2, "ldrh.w r1, [r0]"),
        (1, "ldrb.w r1, [r0]"),
        (1, "ldrsb.w r1, [r0]"),
        (4, "str.w r1, [r0]"),
        (2, "strh.w r1, [r0]"),
        (1, "strb.w r1, [r0]"),
        (4, "ldrt r1, [r0]"),
        (2, "ldrsht r1, [r0]"),
        (1, "ldrbt r1, [r0]"),
        (4, "strt r1, [r0]"),
        (2, "strht r1, [r0]"),
        (1, "strbt r1, [r0]"),
        (4, "ldrd r1, r2, [r0]"),
        (4, "strd r1, r1, [r0]"),
        (4, "ldmia.w r0, {r1, r2, r3, r9}"),
        (4, "stmia.w r0!, {r1, r10, r11}"),
        (4, "ldrex r1, [r0]"),
        (4, "lda r1, [r0]"),
        (4, "stl r1, [r0]"),
        (2, "blx"),
    ];
    let (bytes, instruction) = random.pick(&ACCESSES);
    let mut lines = [constant("r1", CODE), constant("r2", CODE)].concat();
    lines.extend(["mov r10, r1".into(), "mov r11, r1".into()]);
    lines.extend(address(random, bytes));
    if instruction == "blx" {
        lines.extend(["orr.w r0, r0, #1".into(), "blx r0".into()]);
    } else {
        lines.push(instruction.into());
    }
    lines.push("str.w r1, [r7], #4".into());
    lines
}

/// TT of an address, without the part of the IDAU, which exempts no peripherals in QEMU.
fn test_target(random: &mut Random) -> Vec<String> {
    let mut lines = match random.below(4) {
        0 => constant("r0", random.pick(&[0x6000_0000, 0xE000_ED00, 0xE010_0000, 0x2000_0000, 0x1000_0000])),
        _ => address(random, 4),
    };
    let form = random.pick(&["tt", "ttt", "tta", "ttat"]);
    lines.extend([format!("{form} r1, r0"), "ubfx r1, r1, #0, #23".into(), "str.w r1, [r7], #4".into()]);
    lines
}
