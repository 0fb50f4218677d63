use super::*;
use crate::bus::CoprocessorForm;

/// Instruction without delay, with the parity that makes it valid.
fn instruction(form: CoprocessorForm, opc1: u8, tag: u8) -> Coprocessor {
    let odd = opc1.count_ones() % 2 == 1;
    let two = matches!(form, CoprocessorForm::WriteTwo(..));
    Coprocessor {
        number: 7,
        form,
        opc1,
        opc2: u8::from(!odd && !two),
        crn: tag >> 4,
        crm: tag & 15 | if !odd && two { 8 } else { 0 },
        crd: 0,
        to_flags: false,
        second: true,
    }
}

fn value(answer: RcpAnswer) -> u32 {
    match answer {
        RcpAnswer::Done(result) => result.values[0],
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_flash_loader_sets_salts_once() {
    let mut rcp = Rcp::default();
    let status = instruction(CoprocessorForm::Read, 1, 0);
    assert_eq!(value(rcp.access(0, status)), FALSE);
    assert_eq!(
        rcp.clone().access(0, instruction(CoprocessorForm::Read, 0, 1)),
        RcpAnswer::Failed("use before the salt is set")
    );
    let salt = instruction(CoprocessorForm::WriteTwo(1, 2), 8, 0);
    assert_eq!(value(rcp.access(0, salt)), 0);
    assert_eq!(value(rcp.access(0, status)), TRUE);
    assert_eq!(value(rcp.access(1, status)), FALSE);
    assert!(matches!(rcp.access(0, salt), RcpAnswer::Failed(_)));
    rcp.reset(0);
    assert_eq!(value(rcp.access(0, status)), FALSE);
}

#[test]
fn canaries_match_their_tag() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let canary = value(rcp.access(0, instruction(CoprocessorForm::Read, 0, 0x42)));
    let check = |rcp: &mut Rcp, tag| rcp.access(0, instruction(CoprocessorForm::Write(canary), 0, tag));
    assert!(matches!(check(&mut rcp, 0x42), RcpAnswer::Done(_)));
    assert_eq!(check(&mut rcp, 0x43), RcpAnswer::Failed("canary_check"));
}

#[test]
fn canaries_are_the_documented_function_of_salt_and_tag() {
    // Computed by hand from §3.6.3.5, with the salt's bytes 0x11 to 0x55 from bit 0.
    let salt = 0x55_44_33_22_11;
    assert_eq!(canary(salt, 0x00), u32::from_le_bytes([0, 0x11, 0x22 ^ 0x55, 0x33]));
    assert_eq!(canary(salt, 0xFF), u32::from_le_bytes([0, 0x11 ^ 0x44, 0x22, 0x33 ^ 0xFF]));
    assert_eq!(canary(salt, 0x0F), u32::from_le_bytes([0, 0x11 ^ 0x04, 0x22 ^ 0x50, 0x3C]));
}

#[test]
fn the_count_must_go_in_steps() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    rcp.access(0, instruction(CoprocessorForm::Write(0), 4, 7));
    let check = |rcp: &mut Rcp, tag| rcp.access(0, instruction(CoprocessorForm::Write(0), 5, tag));
    assert!(matches!(check(&mut rcp, 7), RcpAnswer::Done(_)));
    assert!(matches!(check(&mut rcp, 8), RcpAnswer::Done(_)));
    assert!(matches!(check(&mut rcp, 8), RcpAnswer::Failed(_)));
}

#[test]
fn each_assertion_holds_for_what_it_asserts() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let holds = |form, opc1| matches!(rcp.clone().access(0, instruction(form, opc1, 0)), RcpAnswer::Done(result) if result.wait == 0);
    let one = CoprocessorForm::Write;
    let two = CoprocessorForm::WriteTwo;
    assert!(holds(one(TRUE), 1) && holds(one(FALSE), 1) && !holds(one(1), 1));
    assert!(holds(one(TRUE), 2) && !holds(one(FALSE), 2));
    assert!(holds(one(FALSE), 3) && !holds(one(TRUE), 3));
    assert!(holds(two(TRUE, FALSE), 0) && !holds(two(TRUE, 0), 0));
    assert!(holds(two(TRUE, TRUE), 1) && !holds(two(TRUE, FALSE), 1));
    assert!(holds(two(FALSE, TRUE), 2) && !holds(two(FALSE, FALSE), 2) && !holds(two(TRUE, 7), 2));
    assert!(holds(two(TRUE ^ 7, 7), 3) && holds(two(FALSE ^ 7, 7), 3) && !holds(two(7, 7), 3));
    assert!(holds(two(TRUE ^ 7, 7), 4) && !holds(two(FALSE ^ 7, 7), 4));
    assert!(holds(two(FALSE ^ 7, 7), 5) && !holds(two(TRUE ^ 7, 7), 5));
    assert!(holds(two(7, 7 ^ INTEGER), 6) && !holds(two(7, 7), 6));
    assert!(holds(two(7, 7), 7) && !holds(two(7, 8), 7));
    assert!(!holds(CoprocessorForm::Operation, 0));
}

#[test]
fn invalid_instructions_fail() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let valid = instruction(CoprocessorForm::Write(TRUE), 2, 0);
    assert!(matches!(rcp.access(0, valid), RcpAnswer::Done(_)));
    for invalid in [
        Coprocessor { opc2: 1, ..valid },
        Coprocessor { crm: 1, ..valid },
        Coprocessor { opc1: 7, ..valid },
        instruction(CoprocessorForm::ReadTwo, 1, 0),
        instruction(CoprocessorForm::Read, 4, 0),
        instruction(CoprocessorForm::WriteTwo(0, 0), 8, 2),
        instruction(CoprocessorForm::WriteTwo(0, 0), 7, 1),
        instruction(CoprocessorForm::Operation, 1, 0),
    ] {
        assert_eq!(
            rcp.clone().access(0, invalid),
            RcpAnswer::Failed("an invalid instruction"),
            "{invalid:?}"
        );
    }
}

#[test]
fn only_the_plain_form_is_delayed() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let valid = instruction(CoprocessorForm::Write(TRUE), 1, 0);
    let wait = |answer| match answer {
        RcpAnswer::Done(result) => result.wait,
        other => panic!("{other:?}"),
    };
    assert_eq!(wait(rcp.access(0, valid)), 0);
    let waits: Vec<u32> =
        (0..16).map(|_| wait(rcp.access(0, Coprocessor { second: false, ..valid }))).collect();
    assert!(waits.iter().all(|wait| *wait <= u32::from(DELAY)) && waits.iter().any(|wait| *wait != waits[0]));
    let random = Coprocessor { second: false, ..instruction(CoprocessorForm::Read, 2, 0) };
    assert_eq!(wait(rcp.access(0, random)), 0);
}

#[test]
fn a_fault_stalls_every_instruction_of_both_cores_until_their_reset() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let good = instruction(CoprocessorForm::Write(TRUE), 2, 0);
    assert_eq!(rcp.access(1, instruction(CoprocessorForm::Write(FALSE), 2, 0)), RcpAnswer::Failed("btrue"));
    for core in 0..2 {
        assert!(rcp.fault(core));
        assert_eq!(rcp.access(core, good), RcpAnswer::Stalled);
        rcp.reset(core);
        assert!(!rcp.fault(core));
    }
}

#[test]
fn a_panic_stalls_its_core_and_is_a_fault_of_the_other() {
    let mut rcp = Rcp::default();
    rcp.initialise();
    let panic = instruction(CoprocessorForm::Operation, 0, 0);
    assert_eq!(rcp.access(0, panic), RcpAnswer::Stalled);
    assert_eq!([rcp.fault(0), rcp.fault(1)], [false, true]);
    let good = instruction(CoprocessorForm::Write(TRUE), 2, 0);
    assert_eq!([0, 1].map(|core| rcp.access(core, good)), [RcpAnswer::Stalled; 2]);
}
