//! Exceptions: entry, return, priorities, masks, stacks.

use super::{CODE, DATA, halting_debug};
use crate::bus::flat::FlatBus;
use crate::cpu::{Cpu, Exit};
use crate::ppb::nvic::{NVIC_IPR0, NVIC_ISER0, NVIC_ISPR0};
use crate::ppb::scb::{AIRCR, ICSR, SCR, SHPR3};
use crate::ppb::systick::{SYST_CSR, SYST_CVR, SYST_RVR};

const VECTORS: u32 = CODE + 0x1000;
const HANDLERS: u32 = CODE + 0x2000;
/// `adds r7, #1; bx lr`
const COUNT: [u16; 2] = [0x3701, 0x4770];
/// `bkpt`
const STOP: [u16; 1] = [0xBE00];

/// Returns a core about to execute `code`, which ends at a breakpoint, with these exception handlers.
fn machine(code: &[u16], handlers: &[(u16, &[u16])]) -> (Cpu, FlatBus) {
    let mut bus = FlatBus::new(CODE, 0x1_0000);
    bus.place(CODE, code);
    bus.place(CODE + 2 * code.len() as u32, &STOP);
    for (index, &(exception, handler)) in handlers.iter().enumerate() {
        let address = HANDLERS + 0x100 * index as u32;
        bus.place(address, handler);
        bus.set_word(VECTORS + 4 * u32::from(exception), address | 1);
    }
    let mut cpu = Cpu::new(0);
    halting_debug(&mut cpu);
    cpu.start(VECTORS, DATA, CODE);
    for number in 0..7 {
        cpu.set_register(number, 0x100 + number as u32);
    }
    (cpu, bus)
}

fn halts(cpu: &mut Cpu, bus: &mut FlatBus) -> u32 {
    assert_eq!(cpu.run(bus, cpu.cycle() + 10_000), Exit::Halted);
    cpu.register(15)
}

#[test]
fn entry_stacks_the_frame_and_return_restores_it() {
    let (mut cpu, mut bus) = machine(&[0xDF05], &[(11, &[0x4674, 0xBE00, 0x4770])]); // svc; mov r4, lr; bkpt; bx lr
    cpu.set_register(12, 0x10C);
    cpu.set_register(14, 0x10E);
    cpu.set_xpsr(0xA100_0000, false);
    assert_eq!(halts(&mut cpu, &mut bus), HANDLERS + 2);
    assert_eq!(cpu.exception_number(), 11);
    assert_eq!(cpu.register(4), 0xFFFF_FFF9);
    let sp = cpu.register(13);
    assert_eq!(sp, DATA - 0x20);
    let frame: Vec<u32> = (0..8).map(|word| bus.word(sp + 4 * word)).collect();
    assert_eq!(frame, [0x100, 0x101, 0x102, 0x103, 0x10C, 0x10E, CODE + 2, 0xA100_0000]);
    // Continue after the breakpoint, with the stacked registers overwritten.
    for number in [0, 1, 2, 3, 12] {
        cpu.set_register(number, 0);
    }
    cpu.set_register(15, HANDLERS + 4);
    halting_debug(&mut cpu);
    assert_eq!(halts(&mut cpu, &mut bus), CODE + 2);
    assert_eq!(
        [0, 1, 2, 3, 12, 13, 14].map(|r| cpu.register(r)),
        [0x100, 0x101, 0x102, 0x103, 0x10C, DATA, 0x10E]
    );
    assert_eq!(cpu.xpsr(), 0xA100_0000);
    assert_eq!(cpu.exception_number(), 0);
}

#[test]
fn a_frame_is_aligned_to_eight_bytes() {
    let (mut cpu, mut bus) = machine(&[0xDF05], &[(11, &[0xBE00, 0x4770])]);
    cpu.set_register(13, DATA - 4);
    halts(&mut cpu, &mut bus);
    assert_eq!(cpu.register(13), DATA - 0x28);
    assert_eq!(bus.word(DATA - 0x28 + 28) & 1 << 9, 1 << 9);
    cpu.set_register(15, HANDLERS + 2);
    halting_debug(&mut cpu);
    halts(&mut cpu, &mut bus);
    assert_eq!(cpu.register(13), DATA - 4);
}

#[test]
fn thread_mode_on_psp_stacks_there_and_handles_on_msp() {
    let code = [
        0xF380, 0x8809, // msr psp, r0
        0x2002, 0xF380, 0x8814, // movs r0, #2; msr control, r0
        0xF3BF, 0x8F6F, // isb
        0xDF00, // svc
    ];
    let (mut cpu, mut bus) = machine(&code, &[(11, &[0x4674, 0xBE00])]);
    cpu.set_register(0, DATA + 0x1000);
    assert_eq!(halts(&mut cpu, &mut bus), HANDLERS + 2);
    assert_eq!(cpu.register(4), 0xFFFF_FFFD);
    assert_eq!((cpu.psp(), cpu.msp(), cpu.register(13)), (DATA + 0xFE0, DATA, DATA));
    assert_eq!(bus.word(DATA + 0xFE0), 2);
}

#[test]
fn an_interrupt_of_higher_priority_preempts_and_one_of_lower_priority_waits() {
    // Interrupt 0 pends the others and then executes two instructions.
    let pend_others = [
        0x600A, // str r2, [r1]
        0x2601, // movs r6, #1
        0x4770, // bx lr
    ];
    // Interrupts 1 and 2 copy r6, which is 1 after interrupt 0 has ended.
    let first = [0x4634, 0x4770]; // mov r4, r6; bx lr
    let second = [0x4635, 0x4770]; // mov r5, r6; bx lr
    let (mut cpu, mut bus) = machine(&[0xBF00], &[(16, &pend_others), (17, &first), (18, &second)]);
    cpu.set_register(1, NVIC_ISPR0);
    cpu.set_register(2, 0b110);
    cpu.set_register(6, 0);
    cpu.ppb_write(NVIC_ISER0, 0b111).unwrap();
    // Priorities: 0x40, 0x20 (higher), 0x60 (lower).
    cpu.ppb_write(NVIC_IPR0, 0x0060_2040).unwrap();
    cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
    halts(&mut cpu, &mut bus);
    assert_eq!((cpu.register(4), cpu.register(5)), (0, 1));
}

#[test]
fn equal_priorities_do_not_preempt_and_the_lower_number_has_precedence() {
    // Both append their number to r7.
    let seven = [0x3701, 0x4770]; // adds r7, #1; bx lr
    let shift = [0x013F, 0x3702, 0x4770]; // lsls r7, r7, #4; adds r7, #2; bx lr
    let (mut cpu, mut bus) = machine(&[0xBF00], &[(16, &seven), (17, &shift)]);
    cpu.ppb_write(NVIC_ISER0, 3).unwrap();
    cpu.ppb_write(NVIC_ISPR0, 3).unwrap();
    halts(&mut cpu, &mut bus);
    assert_eq!(cpu.register(7), 0x12);
}

#[test]
fn grouping_keeps_subpriorities_from_preempting() {
    let pend_other = [0x600A, 0x2601, 0x4770];
    let other = [0x4634, 0x4770];
    for (grouping, preempts) in [(0u32, 0), (6, 1)] {
        let (mut cpu, mut bus) = machine(&[0xBF00], &[(16, &pend_other), (17, &other)]);
        cpu.set_register(1, NVIC_ISPR0);
        cpu.set_register(2, 0b10);
        cpu.set_register(6, 0);
        cpu.ppb_write(AIRCR, 0x05FA_0000 | grouping << 8).unwrap();
        cpu.ppb_write(NVIC_ISER0, 3).unwrap();
        cpu.ppb_write(NVIC_IPR0, 0x2040).unwrap();
        cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
        halts(&mut cpu, &mut bus);
        // With PRIGROUP 6 both lie in group 0x00 of bit 7.
        assert_eq!(cpu.register(4), preempts, "PRIGROUP {grouping}");
    }
}

#[test]
fn masks_delay_interrupts() {
    // Each sets its mask, executes a nop, and clears the mask.
    let primask = [0xB672, 0xBF00, 0x463C, 0xB662, 0xBF00]; // …; mov r4, r7; cpsie i; nop
    let basepri = [0xF380, 0x8811, 0xBF00, 0x463C, 0x2000, 0xF380, 0x8811, 0xBF00]; // …; movs r0, #0; msr basepri, r0
    for (code, level) in [(&primask[..], 0), (&basepri[..], 0x40)] {
        let (mut cpu, mut bus) = machine(code, &[(16, &COUNT)]);
        cpu.set_register(0, level);
        cpu.ppb_write(NVIC_ISER0, 1).unwrap();
        cpu.ppb_write(NVIC_IPR0, 0x40).unwrap();
        // The interrupt comes after the instruction that sets the mask.
        assert_eq!(cpu.run(&mut bus, 1), Exit::Deadline);
        cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
        halts(&mut cpu, &mut bus);
        assert_eq!((cpu.register(4), cpu.register(7)), (0, 1));
    }
}

#[test]
fn basepri_does_not_mask_interrupts_of_higher_priority() {
    let (mut cpu, mut bus) = machine(&[0xF380, 0x8811, 0xBF00, 0x463C], &[(16, &COUNT)]);
    cpu.set_register(0, 0x40);
    cpu.ppb_write(NVIC_ISER0, 1).unwrap();
    cpu.ppb_write(NVIC_IPR0, 0x30).unwrap();
    assert_eq!(cpu.run(&mut bus, 1), Exit::Deadline);
    cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
    halts(&mut cpu, &mut bus);
    assert_eq!(cpu.register(4), 1);
}

#[test]
fn a_line_that_stays_high_interrupts_again() {
    let (mut cpu, mut bus) = machine(&[0xE7FE], &[(16, &COUNT)]);
    cpu.ppb_write(NVIC_ISER0, 1).unwrap();
    cpu.set_irq_lines(1);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Deadline);
    let while_high = cpu.register(7);
    assert!(while_high > 5);
    cpu.set_irq_lines(0);
    assert_eq!(cpu.run(&mut bus, 200), Exit::Deadline);
    assert!(cpu.register(7) <= while_high + 1);
}

#[test]
fn an_interrupt_in_any_cycle_does_not_change_the_program() {
    let code = [
        0x2801, // cmp r0, #1
        0xBF05, 0x3101, 0x3202, 0x3303, // ittet eq; addeq r1, #1; addeq r2, #2; addne r3, #3
        0xE894, 0x0060, // ldmiaeq.w r4, {r5, r6}
        0xFBB2, 0xF0F1, // udiv r0, r2, r1
        0xE8B4, 0x0024, // ldmia.w r4!, {r2, r5}
        0xB40F, 0xBC0F, // push {r0-r3}; pop {r0-r3}
        0xF04F, 0x0C03, // mov.w r12, #3
        0xF1BC, 0x0C01, 0xD1FC, // subs.w r12, #1; bne
    ];
    let outcome = |interrupt_at: Option<u64>| {
        let (mut cpu, mut bus) = machine(&code, &[(16, &COUNT)]);
        cpu.set_register(0, 1);
        cpu.set_register(4, DATA + 0x100);
        cpu.set_register(7, 0);
        cpu.ppb_write(NVIC_ISER0, 1).unwrap();
        if let Some(cycle) = interrupt_at {
            cpu.run(&mut bus, cycle);
            cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
        }
        halts(&mut cpu, &mut bus);
        let mut registers: Vec<u32> = (0..16).map(|number| cpu.register(number)).collect();
        assert_eq!(std::mem::take(&mut registers[7]), u32::from(interrupt_at.is_some()));
        (registers, cpu.xpsr(), cpu.cycle())
    };
    let (registers, xpsr, cycles) = outcome(None);
    assert!(cycles > 20);
    for cycle in 0..cycles {
        let (disturbed, disturbed_xpsr, _) = outcome(Some(cycle));
        assert_eq!((disturbed, disturbed_xpsr), (registers.clone(), xpsr), "interrupt in cycle {cycle}");
    }
}

#[test]
fn systick_interrupts_every_period() {
    let (mut cpu, mut bus) = machine(&[0xE7FE], &[(15, &COUNT)]);
    cpu.ppb_write(SYST_RVR, 99).unwrap();
    cpu.ppb_write(SYST_CVR, 0).unwrap();
    cpu.ppb_write(SYST_CSR, 7).unwrap();
    assert_eq!(cpu.next_wakeup(), Some(100));
    assert_eq!(cpu.run(&mut bus, 1050), Exit::Deadline);
    assert_eq!(cpu.register(7), 10);
}

#[test]
fn pendsv_waits_for_its_priority() {
    // svc pends PendSV and copies r7 afterwards.
    let service = [0x600A, 0xBF00, 0x463C, 0x4770]; // str r2, [r1]; nop; mov r4, r7; bx lr
    let (mut cpu, mut bus) = machine(&[0xDF00], &[(11, &service), (14, &COUNT)]);
    cpu.ppb_write(SHPR3, 0x00F0_0000).unwrap();
    cpu.set_register(1, ICSR);
    cpu.set_register(2, 1 << 28);
    halts(&mut cpu, &mut bus);
    assert_eq!((cpu.register(4), cpu.register(7)), (0, 1));
}

#[test]
fn wfi_sleeps_until_an_interrupt_even_a_masked_one() {
    let (mut cpu, mut bus) = machine(&[0xB672, 0xBF30, 0x3601], &[(16, &COUNT)]); // cpsid i; wfi; adds r6, #1
    cpu.ppb_write(NVIC_ISER0, 1).unwrap();
    assert_eq!(cpu.run(&mut bus, 500), Exit::Asleep);
    assert_eq!(cpu.cycle(), 500);
    assert!(cpu.asleep());
    cpu.set_irq_lines(1);
    halts(&mut cpu, &mut bus);
    assert_eq!((cpu.register(6), cpu.register(7)), (0x107, 0));
}

#[test]
fn systick_ends_wfi_in_its_cycle() {
    let (mut cpu, mut bus) = machine(&[0xBF30], &[(15, &STOP)]);
    cpu.ppb_write(SYST_RVR, 999).unwrap();
    cpu.ppb_write(SYST_CSR, 7).unwrap();
    assert_eq!(cpu.run(&mut bus, 5000), Exit::Halted);
    assert_eq!(cpu.cycle(), 1000 + 12);
}

#[test]
fn wfe_waits_for_an_event_and_consumes_it() {
    let (mut cpu, mut bus) = machine(&[0xBF40, 0xBF20, 0xBF20], &[]); // sev; wfe; wfe
    assert_eq!(cpu.run(&mut bus, 100), Exit::EventSent);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Asleep);
    assert_eq!(cpu.register(15), CODE + 6);
    cpu.signal_event();
    halts(&mut cpu, &mut bus);
}

#[test]
fn a_newly_pending_interrupt_ends_wfe_if_sevonpend_is_set() {
    let (mut cpu, mut bus) = machine(&[0xBF20, 0xBF20], &[]); // wfe; wfe
    cpu.set_irq_lines(1);
    assert_eq!(cpu.run(&mut bus, 100), Exit::Asleep, "without SEVONPEND a disabled interrupt is no event");
    cpu.ppb_write(SCR, 1 << 4).unwrap();
    assert_eq!(cpu.run(&mut bus, 200), Exit::Asleep, "the interrupt was pending before");
    assert_eq!(cpu.register(15), CODE + 2);
    cpu.set_irq_lines(0b11);
    assert_eq!(cpu.run(&mut bus, 300), Exit::Asleep);
    assert_eq!(cpu.register(15), CODE + 4);
    cpu.set_irq_lines(0b11);
    assert_eq!(cpu.run(&mut bus, 400), Exit::Asleep, "two levels are no edge");
    cpu.set_irq_lines(0b111);
    halts(&mut cpu, &mut bus);
}

#[test]
fn sleep_on_exit_sleeps_after_each_handler() {
    let (mut cpu, mut bus) = machine(&[0xBF30], &[(16, &COUNT)]);
    cpu.ppb_write(SCR, 2).unwrap();
    cpu.ppb_write(NVIC_ISER0, 1).unwrap();
    for passes in 1..4 {
        cpu.ppb_write(NVIC_ISPR0, 1).unwrap();
        assert_eq!(cpu.run(&mut bus, 1000 * passes), Exit::Asleep);
        assert_eq!(u64::from(cpu.register(7)), passes);
    }
}

#[test]
fn a_reset_request_ends_the_run() {
    let (mut cpu, mut bus) = machine(&[0x600A], &[]);
    cpu.set_register(1, AIRCR);
    cpu.set_register(2, 0x05FA_0004);
    assert_eq!(cpu.run(&mut bus, 100), Exit::ResetRequested);
}
