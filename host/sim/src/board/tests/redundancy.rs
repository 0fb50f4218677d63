//! RCP faults: the NMI of both cores, and instructions that stall.

use super::*;

const NMI_HANDLER: u32 = 0x1000_01F0;

/// Enables CP7, then executes `mcr p7, #0, r0, c0, c0, #0`, whose parity is wrong, and stores r1 to SRAM. The handler
/// of NMI executes a valid instruction of the RCP.
fn image_with_fault() -> Vec<u8> {
    let code = [
        ldr_literal(0, 0),
        ldr_literal(1, 1),
        str(1, 0, 0),
        ldr_literal(2, 2),
        0xEE00,
        0x0710,
        str(1, 2, 0),
        LOOP,
    ];
    let mut image = image(&code, &[CPACR, 0xC000, 0x2000_0000]);
    place(&mut image, 0x1F0, &[0xEE00, 0x0730, LOOP], &[]);
    image
}

#[test]
fn a_fault_is_an_nmi_of_both_cores_and_the_next_instruction_stalls() {
    let mut board = board_with(&image_with_fault());
    board.advance(100_000);
    assert_eq!(board.stop_reason(), None);
    assert!(board.core(0).stalled());
    assert_eq!((board.core(0).exception_number(), board.core(0).register(15)), (2, NMI_HANDLER));
    assert!(!board.executes(1), "core 1 has its NMI too");
    let retired = board.retired(0);
    // A debugger can halt the stalled core and read its address; when it resumes, the core stalls again.
    halt(&mut board, 0);
    assert_eq!(board.core(0).register(15), NMI_HANDLER);
    control_debug(&mut board, 0, Dhcsr::C_DEBUGEN);
    board.advance(10_000);
    assert!(board.core(0).stalled() && board.retired(0) == retired);
    // A reset ends the stall.
    board.reset(Reset::RunPin);
    assert!(!board.core(0).stalled() && board.core(0).exception_number() == 0);
}

#[test]
fn a_panic_can_be_abandoned_for_an_interrupt_which_the_nmi_preempts() {
    // SysTick after 1000 cycles, then rcp_panic.
    let code = [
        ldr_literal(0, 0),
        ldr_literal(1, 1),
        str(1, 0, 0),
        ldr_literal(0, 2),
        ldr_literal(1, 3),
        str(1, 0, 1),
        movs(1, 7),
        str(1, 0, 0),
        0xEE00,
        0x0720,
        LOOP,
    ];
    let mut board = board_with(&image(&code, &[CPACR, 0xC000, SYST_CSR, 1000]));
    let before = board.cycles();
    while !board.core(0).stalled() {
        board.advance(10);
        assert!(board.cycles() < before + 10_000);
    }
    assert_eq!(board.core(0).exception_number(), 0);
    board.advance(2000);
    // Both handlers are endless loops. That of NMI is active, whether or not it has preempted that of SysTick.
    assert_eq!((board.core(0).exception_number(), board.core(0).register(15)), (2, NMI_HANDLER));
    assert!(!board.core(0).stalled());
}

#[test]
fn the_sau_covers_the_rom_after_boot() {
    let mut board = board_with(&image(&[LOOP], &[]));
    board.advance(1000);
    assert_eq!(word(&mut board, SAU_CTRL), 1);
    put(&mut board, SAU_RNR, 7);
    assert_eq!([word(&mut board, SAU_RBAR), word(&mut board, SAU_RLAR)], [0, 0x7FE1]);
}
