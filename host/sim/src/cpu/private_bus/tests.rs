//! Tests of the registers of the private peripheral bus, accessed by the debugger and by code.

use crate::bus::{BusFault, Size};
use crate::cpu::Cpu;
use crate::ppb::identification::{CPUID, ICTR, MVFR0};
use crate::ppb::mpu::{MPU_CTRL, MPU_RBAR, MPU_RNR, MPU_TYPE};
use crate::ppb::nvic::{NVIC_ICER0, NVIC_ICPR0, NVIC_IPR0, NVIC_ISER0, NVIC_ISPR0};
use crate::ppb::scb::{CFSR, CPACR, ICSR, SHPR3, STIR, VTOR};

fn written(address: u32, value: u32) -> u32 {
    let mut cpu = Cpu::new(0);
    cpu.ppb_write(address, value).unwrap();
    cpu.ppb_read(address).unwrap()
}

#[test]
fn the_core_identifies_itself() {
    let mut cpu = Cpu::new(1);
    // CPUID of a Cortex-M33 r1p0, MVFR0 with single precision, 64 interrupts' worth of registers.
    assert_eq!(cpu.ppb_read(CPUID), Ok(0x411F_D210));
    assert_eq!(cpu.ppb_read(MVFR0), Ok(0x1011_0021));
    assert_eq!(cpu.ppb_read(ICTR), Ok(1));
}

#[test]
fn there_are_52_interrupts_with_four_priority_bits() {
    assert_eq!(written(NVIC_ISER0, u32::MAX), u32::MAX);
    assert_eq!(written(NVIC_ISER0 + 4, u32::MAX), 0x000F_FFFF);
    assert_eq!(written(NVIC_ISER0 + 8, u32::MAX), 0);
    assert_eq!(written(NVIC_IPR0, 0x1234_56FF), 0x1030_50F0);
    assert_eq!(written(NVIC_IPR0 + 0x30, u32::MAX), 0xF0F0_F0F0);
    assert_eq!(written(NVIC_IPR0 + 0x34, u32::MAX), 0);
}

#[test]
fn enabling_and_pending_have_set_and_clear_registers() {
    let mut cpu = Cpu::new(0);
    for (set, clear) in [(NVIC_ISER0, NVIC_ICER0), (NVIC_ISPR0, NVIC_ICPR0)] {
        cpu.ppb_write(set, 0b1011).unwrap();
        cpu.ppb_write(clear, 0b0010).unwrap();
        assert_eq!(cpu.ppb_read(set), Ok(0b1001));
        assert_eq!(cpu.ppb_read(clear), Ok(0b1001));
    }
    cpu.ppb_write(STIR, 40).unwrap();
    assert_eq!(cpu.ppb_read(NVIC_ISPR0 + 4), Ok(1 << 8));
}

#[test]
fn single_priorities_are_written_by_bytes() {
    let mut cpu = Cpu::new(0);
    cpu.private_write(NVIC_IPR0 + 3, Size::Byte, 0xE7, false).unwrap();
    cpu.private_write(SHPR3 + 3, Size::Byte, 0xC0, false).unwrap();
    assert_eq!(cpu.ppb_read(NVIC_IPR0), Ok(0xE000_0000));
    assert_eq!(cpu.ppb_read(SHPR3), Ok(0xC000_0000));
    assert_eq!(cpu.nvic.priority(15), 0xC0);
}

#[test]
fn icsr_shows_and_pends_system_exceptions() {
    let mut cpu = Cpu::new(0);
    cpu.ppb_write(ICSR, 1 << 28 | 1 << 26).unwrap();
    // PendSV and SysTick pending, PendSV (14) first; nothing active.
    assert_eq!(cpu.ppb_read(ICSR), Ok(1 << 28 | 1 << 26 | 14 << 12 | 1 << 11));
    cpu.ppb_write(ICSR, 1 << 27 | 1 << 25).unwrap();
    assert_eq!(cpu.ppb_read(ICSR), Ok(1 << 11));
}

#[test]
fn fault_status_is_cleared_by_writing_ones_also_in_parts() {
    let mut cpu = Cpu::new(0);
    cpu.scb.cfsr = 0x0301_8282;
    cpu.ppb_write(CFSR, 0x8000).unwrap();
    cpu.private_write(CFSR + 2, Size::Half, 0x0100, false).unwrap();
    cpu.private_write(CFSR, Size::Byte, 0x80, false).unwrap();
    assert_eq!(cpu.ppb_read(CFSR), Ok(0x0201_0202));
}

#[test]
fn the_mpu_is_set_up_region_by_region() {
    let mut cpu = Cpu::new(0);
    for region in 0..8 {
        cpu.ppb_write(MPU_RNR, region).unwrap();
        cpu.ppb_write(MPU_RBAR, 0x2000_0000 + (region << 16)).unwrap();
    }
    cpu.ppb_write(MPU_RNR, 4).unwrap();
    assert_eq!(cpu.ppb_read(MPU_RBAR), Ok(0x2004_0000));
    // The alias of region 6.
    assert_eq!(cpu.ppb_read(MPU_RBAR + 0x10), Ok(0x2006_0000));
    assert_eq!(cpu.ppb_read(MPU_TYPE), Ok(0x800));
    assert_eq!(cpu.ppb_write(MPU_CTRL, u32::MAX), Ok(()));
    assert_eq!(cpu.ppb_read(MPU_CTRL), Ok(7));
}

#[test]
fn coprocessor_access_covers_what_there_is() {
    // CP0 to CP7, and the FPU, whose second number follows the first.
    assert_eq!(written(CPACR, u32::MAX), 0x00F0_FFFF);
    assert_eq!(written(CPACR, 0x0030_0000), 0x00F0_0000);
}

#[test]
fn the_vector_table_is_aligned() {
    assert_eq!(written(VTOR, 0x2000_01FF), 0x2000_0180);
}

#[test]
fn what_is_missing_is_named() {
    let mut cpu = Cpu::new(0);
    let fault = cpu.ppb_read(0xE004_3000).unwrap_err();
    assert!(matches!(fault, BusFault::Unmodelled { address: 0xE004_3000, .. }), "{fault}");
}
