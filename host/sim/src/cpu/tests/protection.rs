//! Memory protection, and bus errors of fetches.

use super::{CODE, DATA, halting_debug};
use crate::bus::flat::FlatBus;
use crate::bus::{Bus, BusFault, Coprocessor, CoprocessorResult, Initiator, Size, Transfer};
use crate::cpu::{Cpu, Exit};
use crate::ppb::dcb::DEMCR;
use crate::ppb::dwt::{DWT_COMP0, DWT_FUNCTION0};
use crate::ppb::mpu::{MPU_CTRL, MPU_RBAR, MPU_RLAR, MPU_RNR};
use crate::ppb::scb::{CCR, CFSR, ICSR, MMFAR, SHCSR};

const VECTORS: u32 = CODE + 0x1000;
const HANDLERS: u32 = CODE + 0x2000;
const ENABLE: u32 = 1;
const BACKGROUND: u32 = 1 << 2;
const MEM_MANAGE: u16 = 4;
const BUS_FAULT: u16 = 5;

/// A bus on which the fetch of one line of code fails.
struct FailingFetch {
    flat: FlatBus,
    line: u32,
}

impl Bus for FailingFetch {
    fn read(&mut self, address: u32, size: Size, by: Initiator) -> Result<Transfer, BusFault> {
        self.flat.read(address, size, by)
    }

    fn write(&mut self, address: u32, size: Size, value: u32, by: Initiator) -> Result<Transfer, BusFault> {
        self.flat.write(address, size, value, by)
    }

    fn code(&mut self, address: u32, core: u8) -> Result<u16, BusFault> {
        self.flat.code(address, core)
    }

    fn take_stale_code(&mut self, core: u8, into: &mut Vec<u32>) {
        self.flat.take_stale_code(core, into);
    }

    fn fetch(&mut self, address: u32, by: Initiator) -> Result<u32, Box<BusFault>> {
        if address & !7 == self.line {
            return Err(Box::new(BusFault::Bus { address }));
        }
        self.flat.fetch(address, by)
    }

    fn coprocessor(&mut self, access: Coprocessor, by: Initiator) -> Option<CoprocessorResult> {
        self.flat.coprocessor(access, by)
    }
}

/// Returns a core about to execute `code`, with all configurable faults enabled; every handler is a breakpoint.
fn machine(code: &[u16], line: u32) -> (Cpu, FailingFetch) {
    let mut flat = FlatBus::new(CODE, 0x1_0000);
    flat.place(CODE, code);
    flat.place(CODE + 2 * code.len() as u32, &[0xBE00]);
    flat.place(HANDLERS, &[0xBE00]);
    for exception in 2..16 {
        flat.set_word(VECTORS + 4 * exception, HANDLERS | 1);
    }
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(VECTORS, DATA, CODE);
    cpu.ppb_write(SHCSR, 7 << 16).unwrap();
    (cpu, FailingFetch { flat, line })
}

fn region(cpu: &mut Cpu, number: u32, base: u32, limit: u32) {
    for (register, value) in [(MPU_RNR, number), (MPU_RBAR, base), (MPU_RLAR, limit)] {
        cpu.ppb_write(register, value).unwrap();
    }
}

/// Runs to a handler, and returns its exception, CFSR and the stacked return address.
fn fault(cpu: &mut Cpu, bus: &mut FailingFetch) -> (u16, u32, u32) {
    assert_eq!(cpu.run(bus, cpu.cycle() + 10_000), Exit::Halted);
    assert_eq!(cpu.register(15), HANDLERS);
    (cpu.exception_number(), cpu.ppb_read(CFSR).unwrap(), bus.flat.word(cpu.register(13) + 24))
}

#[test]
fn a_failed_fetch_is_a_precise_bus_fault() {
    const IBUSERR: u32 = 1 << 8;
    // The line is entered sequentially, by a branch, and by an instruction that spans two lines.
    for (code, at) in [
        (&[0xBF00, 0xBF00, 0xBF00, 0xBF00, 0x3001][..], CODE + 8),
        (&[0xE002, 0xBF00, 0xBF00, 0xBF00, 0x3001], CODE + 8),
        (&[0xBF00, 0xBF00, 0xBF00, 0xF100, 0x0001], CODE + 6),
        (&[0xBF00, 0xBF08, 0xBF00, 0xF100, 0x0001], CODE + 6),
    ] {
        let (mut cpu, mut bus) = machine(code, CODE + 8);
        assert_eq!(fault(&mut cpu, &mut bus), (BUS_FAULT, IBUSERR, at));
        // When the fetch succeeds, the return continues at the instruction whose fetch failed.
        bus.line = 0;
        cpu.set_register(15, HANDLERS + 2);
        bus.flat.place(HANDLERS + 2, &[0x4770]); // bx lr
        halting_debug(&mut cpu);
        assert_eq!(cpu.run(&mut bus, cpu.cycle() + 1000), Exit::Halted);
        assert_eq!(cpu.register(15), CODE + 2 * code.len() as u32);
    }
}

#[test]
fn a_forbidden_access_is_a_mem_manage_fault_with_its_address() {
    let (mut cpu, mut bus) = machine(&[0x6808, 0x6048], 0); // ldr r0, [r1]; str r0, [r1, #4]
    region(&mut cpu, 0, (DATA + 0x100) | 2 << 1, (DATA + 0x100) | 1);
    cpu.ppb_write(MPU_CTRL, ENABLE | BACKGROUND).unwrap();
    cpu.set_register(1, DATA + 0x100);
    assert_eq!(fault(&mut cpu, &mut bus), (MEM_MANAGE, 0x82, CODE + 2));
    assert_eq!(cpu.ppb_read(MMFAR), Ok(DATA + 0x104));
}

#[test]
fn execution_is_checked_again_after_a_change_of_privilege() {
    // movs r0, #1; msr control, r0; nop
    let (mut cpu, mut bus) = machine(&[0x2001, 0xF380, 0x8814, 0xBF00], 0);
    region(&mut cpu, 0, CODE, (CODE + 0xFFE0) | 1);
    cpu.ppb_write(MPU_CTRL, ENABLE).unwrap();
    // The stacking fails too, because unprivileged code must not write there.
    assert_eq!(cpu.run(&mut bus, cpu.cycle() + 1000), Exit::Halted);
    assert_eq!(cpu.exception_number(), MEM_MANAGE);
    assert_eq!(cpu.ppb_read(CFSR), Ok(0x11));
}

#[test]
fn unprivileged_loads_and_stores_have_unprivileged_permissions() {
    for (code, status) in [(&[0xF851, 0x0E04][..], 0x82), (&[0xF841, 0x0E04], 0x82), (&[0x6848], 0)] {
        let (mut cpu, mut bus) = machine(code, 0); // ldrt r0, [r1, #4]; strt r0, [r1, #4]; ldr r0, [r1, #4]
        cpu.ppb_write(MPU_CTRL, ENABLE | BACKGROUND).unwrap();
        cpu.set_register(1, DATA);
        assert_eq!(cpu.run(&mut bus, cpu.cycle() + 1000), Exit::Halted);
        assert_eq!(cpu.ppb_read(CFSR), Ok(status));
    }
    // Without the MPU only the private peripheral bus requires privilege.
    let (mut cpu, mut bus) = machine(&[0xF851, 0x0E04], 0);
    cpu.set_register(1, ICSR);
    assert_eq!(fault(&mut cpu, &mut bus), (BUS_FAULT, 0x8200, CODE));
}

#[test]
fn watchpoints_match_accesses_that_the_mpu_permits() {
    let (mut cpu, mut bus) = machine(&[0x6008, 0xBF00], 0); // str r0, [r1]; nop
    cpu.ppb_write(DEMCR, 1 << 24).unwrap();
    cpu.ppb_write(DWT_COMP0, DATA).unwrap();
    cpu.ppb_write(DWT_FUNCTION0, 0x0000_0815).unwrap();
    cpu.ppb_write(MPU_CTRL, ENABLE | BACKGROUND).unwrap();
    cpu.set_register(1, DATA);
    assert_eq!(cpu.run(&mut bus, cpu.cycle() + 1000), Exit::Halted);
    assert_eq!(cpu.register(15), CODE + 2);
}

#[test]
fn bus_errors_at_negative_priority_can_be_ignored() {
    const BFHFNMIGN: u32 = 1 << 8;
    for (control, number) in [(BFHFNMIGN, 0), (0, 3)] {
        // cpsid f; ldr r0, [r1]; str r0, [r1]
        let (mut cpu, mut bus) = machine(&[0xB671, 0x6808, 0x6008], 0);
        cpu.ppb_write(CCR, control).unwrap();
        cpu.set_register(0, 7);
        cpu.set_register(1, 0x3000_0000);
        let exit = cpu.run(&mut bus, cpu.cycle() + 1000);
        if number == 0 {
            assert_eq!((exit, cpu.register(0), cpu.register(15)), (Exit::Halted, 0, CODE + 6));
        } else {
            assert_eq!(exit, Exit::LockedUp);
        }
    }
}
