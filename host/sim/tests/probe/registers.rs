use probe_rs::{Core, MemoryInterface, RegisterId};

use super::fixture::{PROGRAM, STACK, TIMEOUT, attach, load};

fn write(core: &mut Core<'_>, register: u16, value: u32) {
    core.write_core_reg(RegisterId(register), value).unwrap();
}

fn read(core: &mut Core<'_>, register: u16) -> u32 {
    core.read_core_reg(RegisterId(register)).unwrap()
}

#[test]
fn general_registers_are_read_and_written() {
    let mut session = attach("SIM30");
    let mut core = session.core(0).unwrap();
    core.halt(TIMEOUT).unwrap();
    for register in 0..=12 {
        write(&mut core, register, 0xA500_0000 | u32::from(register));
    }
    write(&mut core, 13, STACK);
    write(&mut core, 14, 0x2000_1235);
    write(&mut core, 15, 0x2000_1000);
    for register in 0..=12 {
        assert_eq!(read(&mut core, register), 0xA500_0000 | u32::from(register));
    }
    assert_eq!([13, 14, 15].map(|register| read(&mut core, register)), [STACK, 0x2000_1235, 0x2000_1000]);
}

#[test]
fn the_program_sees_what_was_written() {
    let mut session = attach("SIM31");
    let mut core = session.core(0).unwrap();
    // adds r2, r0, r1
    load(&mut core, &[0x1842]);
    write(&mut core, 0, 40);
    write(&mut core, 1, 2);
    core.step().unwrap();
    assert_eq!(read(&mut core, 2), 42);
    assert_eq!(u64::from(read(&mut core, 15)), PROGRAM + 2);
}

#[test]
fn special_registers_are_read_and_written() {
    let mut session = attach("SIM32");
    let mut core = session.core(0).unwrap();
    core.halt(TIMEOUT).unwrap();
    // XPSR flags and T
    write(&mut core, 0x10, 0xF100_0000);
    assert_eq!(read(&mut core, 0x10) & 0xF900_0000, 0xF100_0000);
    // MSP_S, PSP_S, MSPLIM_S, PSPLIM_S
    for (register, value) in
        [(0x1A, 0x2000_7000), (0x1B, 0x2000_6000), (0x1C, 0x2000_5000), (0x1D, 0x2000_4000)]
    {
        write(&mut core, register, value);
        assert_eq!(read(&mut core, register), value);
    }
    assert_eq!(read(&mut core, 0x11), 0x2000_7000);
    assert_eq!(read(&mut core, 0x12), 0x2000_6000);
    // PRIMASK, BASEPRI, FAULTMASK; BASEPRI has four bits
    write(&mut core, 0x14, 0x0001_4001);
    assert_eq!(read(&mut core, 0x14) & 0x00FF_FFFF, 0x0001_4001);
    write(&mut core, 0x14, 0);
}

/// CPACR: full access to CP10 and CP11, the floating-point unit.
fn enable_fpu(core: &mut Core<'_>) {
    core.write_word_32(0xE000_ED88, 0x00F0_0000).unwrap();
}

#[test]
fn floating_point_registers_are_read_and_written() {
    let mut session = attach("SIM33");
    let mut core = session.core(0).unwrap();
    assert!(core.fpu_support().unwrap());
    core.halt(TIMEOUT).unwrap();
    enable_fpu(&mut core);
    for single in 0..32 {
        write(&mut core, 0x40 + single, (f32::from(single) + 0.5).to_bits());
    }
    for single in 0..32 {
        assert_eq!(f32::from_bits(read(&mut core, 0x40 + single)), f32::from(single) + 0.5);
    }
    write(&mut core, 0x21, 0x0300_0000);
    assert_eq!(read(&mut core, 0x21), 0x0300_0000);
}

#[test]
fn the_program_computes_with_floating_point_registers() {
    let mut session = attach("SIM34");
    let mut core = session.core(0).unwrap();
    // vadd.f32 s2, s0, s1
    load(&mut core, &[0xEE30, 0x1A20]);
    enable_fpu(&mut core);
    write(&mut core, 0x40, 0.5f32.to_bits());
    write(&mut core, 0x41, 1.5f32.to_bits());
    assert_eq!(core.step().unwrap().pc, PROGRAM + 4);
    assert_eq!(f32::from_bits(read(&mut core, 0x42)), 2.0);
}
