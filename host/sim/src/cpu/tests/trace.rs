//! Traces of executed instructions.

use super::{CODE, DATA, halting_debug, machine};
use crate::bus::flat::FlatBus;
use crate::cpu::trace::{CapturePoint, RetiredTrace, TraceProgress, TraceSettings};
use crate::cpu::{Cpu, Exit};
use crate::ppb::dcb::DHCSR;

/// A loop of three passes with an IT block, of which one instruction is skipped:
/// `movs r0, #3; loop: ldr r1, [r2]; cmp r0, #2; ite eq; moveq r3, #1; movne r3, #2; subs r0, #1; bne loop; nop`.
const PROGRAM: [u16; 9] = [0x2003, 0x6811, 0x2802, 0xBF0C, 0x2301, 0x2302, 0x3801, 0xD1F8, 0xBF00];
const END: u32 = CODE + 16;

fn planned(limit: usize, captures: Vec<CapturePoint>) -> (Cpu, FlatBus) {
    let (mut cpu, bus) = machine(&PROGRAM);
    cpu.set_register(2, DATA);
    cpu.trace(TraceSettings { begin: CODE, end: END, limit, captures });
    (cpu, bus)
}

fn traced(captures: Vec<CapturePoint>) -> RetiredTrace {
    let (mut cpu, mut bus) = planned(100, captures);
    assert_eq!(cpu.trace_progress(), Some(TraceProgress::Waiting));
    assert_eq!(cpu.run(&mut bus, 100_000), Exit::Halted);
    assert_eq!(cpu.trace_progress(), Some(TraceProgress::Complete));
    let trace = cpu.take_trace().unwrap();
    assert_eq!(cpu.trace_progress(), None);
    trace
}

#[test]
fn every_instruction_is_recorded_once_with_its_cycles() {
    let trace = traced(vec![]);
    let body = [2, 4, 6, 8, 10, 12, 14];
    let expected: Vec<u32> =
        [&[0][..], &body, &body, &body].concat().into_iter().map(|offset| CODE + offset).collect();
    let addresses: Vec<u32> = trace.instructions.iter().map(|instruction| instruction.address).collect();
    assert_eq!(addresses, expected);
    let sum: u64 = trace.instructions.iter().map(|instruction| u64::from(instruction.cycles)).sum();
    assert_eq!(trace.cycles, sum);
    assert!(sum >= 15, "{sum} cycles");
}

#[test]
fn stepping_executes_the_same_instructions() {
    let trace = traced(vec![]);
    let (mut cpu, mut bus) = machine(&PROGRAM);
    cpu.set_register(2, DATA);
    halting_debug(&mut cpu);
    let mut stepped = Vec::new();
    while cpu.register(15) != END {
        stepped.push(cpu.register(15));
        // C_STEP, C_MASKINTS and C_DEBUGEN.
        cpu.ppb_write(DHCSR, 0xA05F_000D).unwrap();
        let until = cpu.cycle() + 100;
        assert_eq!(cpu.run(&mut bus, until), Exit::Halted);
    }
    let addresses: Vec<u32> = trace.instructions.iter().map(|instruction| instruction.address).collect();
    assert_eq!(stepped, addresses);
}

#[test]
fn values_are_captured_before_the_instruction() {
    let load = CapturePoint { address: CODE + 2, register: 0, path: vec![] };
    let through = CapturePoint { address: CODE + 2, register: 2, path: vec![0] };
    let nowhere = CapturePoint { address: CODE + 14, register: 2, path: vec![0x5000_0000] };
    let (mut cpu, mut bus) = planned(100, vec![load, through, nowhere]);
    bus.place(DATA, &[0x5678, 0x1234]);
    cpu.run(&mut bus, 100_000);
    let trace = cpu.take_trace().unwrap();
    let of = |point: usize| -> Vec<Option<u32>> {
        trace.captures.iter().filter(|taken| taken.point == point).map(|taken| taken.value).collect()
    };
    assert_eq!(of(0), [Some(3), Some(2), Some(1)]);
    assert_eq!(of(1), [Some(0x1234_5678); 3]);
    assert_eq!(of(2), [None; 3]);
    let first: Vec<usize> = trace.captures.iter().take(2).map(|taken| taken.instruction).collect();
    assert_eq!(first, [1, 1]);
}

#[test]
fn tracing_does_not_change_the_instructions() {
    let (mut plain, mut plain_bus) = machine(&PROGRAM);
    plain.set_register(2, DATA);
    plain.run(&mut plain_bus, 100_000);
    let (mut traced, mut bus) = planned(100, vec![]);
    traced.run(&mut bus, 100_000);
    assert_eq!(plain.retired(), traced.retired());
}

#[test]
fn a_trace_beyond_its_limit_is_discarded() {
    let (mut cpu, mut bus) = planned(5, vec![]);
    cpu.run(&mut bus, 100_000);
    assert_eq!(cpu.trace_progress(), Some(TraceProgress::LimitReached));
    assert_eq!(cpu.take_trace(), None);
}
