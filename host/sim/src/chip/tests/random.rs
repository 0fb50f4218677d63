//! Random accesses of firmware and debugger: the chip answers or names the reason why not, and never panics.

use super::*;
use proptest::prelude::*;

/// Generates an address that is likely to exist.
fn address() -> impl Strategy<Value = u32> {
    let block = prop_oneof![
        (0_u32..0x17).prop_map(|block| 0x4000_0000 + block * 0x1_0000),
        (0_u32..0x17).prop_map(|block| 0x4000_8000 + block * 0x1_0000),
        (0_u32..8).prop_map(|block| 0x5000_0000 + block * 0x10_0000),
        Just(address_of("SIO.CPUID")),
        Just(0x5011_0000),
    ];
    let register = (block, 0_u32..4, 0_u32..0x400)
        .prop_map(|(block, alias, word)| block | alias << 12 | (word % 0x80 * 4) | (word / 0x300 * 0x800));
    prop_oneof![
        8 => register,
        2 => 0x0FFF_FFF0_u32..0x2008_2010,
        1 => any::<u32>(),
    ]
}

fn size() -> impl Strategy<Value = Size> {
    prop_oneof![Just(Size::Byte), Just(Size::Half), Just(Size::Word)]
}

#[derive(Clone, Debug)]
enum Step {
    Read(u32, Size, bool),
    Write(u32, Size, u32, bool),
    Fetch(u32),
    Code(u32),
    Coprocessor(u8, u8, u8, u32, u32),
    Sleep(u64),
    Reset(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let value = prop_oneof![any::<u32>(), 0_u32..8, Just(0xFAB_AA0), Just(0x5AFE_0001), Just(u32::MAX)];
    prop_oneof![
        8 => (address(), size(), any::<bool>()).prop_map(|(a, s, d)| Step::Read(a, s, d)),
        8 => (address(), size(), value, any::<bool>()).prop_map(|(a, s, v, d)| Step::Write(a, s, v, d)),
        2 => address().prop_map(Step::Fetch),
        1 => address().prop_map(Step::Code),
        1 => (0_u8..8, 0_u8..16, 0_u8..16, any::<u32>(), any::<u32>())
            .prop_map(|(n, o, c, a, b)| Step::Coprocessor(n, o, c, a, b)),
        // Not longer: free-running state machines are executed cycle by cycle to the end.
        2 => prop_oneof![0_u64..10_000, 0_u64..1_000_000].prop_map(Step::Sleep),
        1 => (0_u8..6).prop_map(Step::Reset),
    ]
}

fn act(chip: &mut Chip, cycle: &mut u64, step: &Step) {
    use crate::bus::{Coprocessor, CoprocessorForm};
    let by = |debugger| Initiator { core: (*cycle & 1) as u8, now: *cycle, debugger };
    match *step {
        Step::Read(address, size, debugger) => {
            let _ = chip.read(address & !(size.bytes() - 1), size, by(debugger));
        }
        Step::Write(address, size, value, debugger) => {
            let _ = chip.write(address & !(size.bytes() - 1), size, value, by(debugger));
        }
        Step::Fetch(address) => {
            let _ = chip.fetch(address, by(false));
        }
        Step::Code(address) => {
            let _ = chip.code(address & !1, 0);
        }
        Step::Coprocessor(number, opc1, crm, a, b) => {
            for form in [
                CoprocessorForm::Read,
                CoprocessorForm::ReadTwo,
                CoprocessorForm::Write(a),
                CoprocessorForm::WriteTwo(a, b),
                CoprocessorForm::Operation,
            ] {
                let access = Coprocessor {
                    number,
                    form,
                    opc1,
                    opc2: (b >> 2 & 3) as u8,
                    crn: 0,
                    crm,
                    crd: 0,
                    to_flags: b & 2 != 0,
                    second: b & 1 != 0,
                };
                let _ = chip.coprocessor(access, by(false));
            }
        }
        Step::Sleep(cycles) => {
            let end = cycle.saturating_add(cycles);
            for _ in 0..1000 {
                let next = chip.next_event();
                if next > end {
                    break;
                }
                assert!(next > *cycle, "an event in the past");
                *cycle = next;
                chip.advance(next);
            }
            *cycle = end;
        }
        Step::Reset(kind) => match kind {
            0 => chip.reset(Reset::Power, *cycle),
            1 => chip.reset(Reset::RunPin, *cycle),
            2 => chip.reset(Reset::Rescue, *cycle),
            3 => {
                chip.watchdog_reset(*cycle);
            }
            4 => chip.core_reset(1),
            _ => chip.set_halted([true, false], *cycle),
        },
    }
    if chip.take_pending().contains(Effects::WATCHDOG) {
        chip.watchdog_reset(*cycle);
    }
    chip.take_fault();
    *cycle = cycle.saturating_add(1);
    chip.advance(*cycle);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_accesses_never_panic_and_repeat_exactly(steps in prop::collection::vec(step(), 1..200)) {
        let (mut first, mut second) = (Chip::default(), Chip::default());
        let (mut a, mut b) = (0, 0);
        for test in [&mut first, &mut second] {
            test.refresh(0);
            // Releases all devices from reset.
            let by = Initiator { core: 0, now: 0, debugger: false };
            prop_assert!(test.write(address_of("RESETS.RESET") + CLEAR, Size::Word, 0x1FFF_FFFF, by).is_ok());
        }
        for step in &steps {
            act(&mut first, &mut a, step);
            act(&mut second, &mut b, step);
            prop_assert_eq!(a, b);
            prop_assert_eq!(first.next_event(), second.next_event());
            prop_assert_eq!(first.interrupts(0), second.interrupts(0));
            prop_assert_eq!(first.pin_levels_at(a), second.pin_levels_at(b));
        }
    }
}
