use super::fake_target::{FAULTING, FakeTarget, MEMORY, NOT_MODELLED, ResetEvent};
use super::mem_ap::{BASES, CSW, DRW, TAR, TRR};
use super::wire_timing::TRANSACTION_BITS;
use super::*;
use crate::bus::Size;
use crate::ppb::dcb::DHCSR;

const POWER_UP: u32 = 0x5000_0000;
/// Secure, privileged, single auto-increment; the size is or-ed in.
const CSW_INCREMENT: u32 = 0x2300_0010;
const CSW_FIXED: u32 = 0x2300_0000;

struct Fixture {
    dap: Dap,
    board: FakeTarget,
}

impl Fixture {
    fn new() -> Self {
        let mut fixture = Self { dap: Dap::new(), board: FakeTarget::new() };
        fixture.dap.write_port(&mut fixture.board, CTRL_STAT, POWER_UP).unwrap();
        fixture
    }

    fn select(&mut self, register: u32) -> u8 {
        self.dap.write_port(&mut self.board, SELECT, register & !0xF).unwrap();
        register as u8
    }

    fn read(&mut self, register: u32) -> Result<u32, DapError> {
        let address = self.select(register);
        self.dap.read_access(&mut self.board, address)
    }

    fn write(&mut self, register: u32, value: u32) -> Result<(), DapError> {
        let address = self.select(register);
        self.dap.write_access(&mut self.board, address, value)
    }

    fn set_up(&mut self, csw: u32, address: u32) {
        self.write(BASES[0] | CSW, csw).unwrap();
        self.write(BASES[0] | TAR, address).unwrap();
    }

    /// Reads a word as debuggers do: TAR, then DRW.
    fn word(&mut self, address: u32) -> Result<u32, DapError> {
        self.set_up(CSW_INCREMENT | 2, address);
        self.read(BASES[0] | DRW)
    }
}

#[test]
fn access_needs_debug_power() {
    let mut dap = Dap::new();
    let mut board = FakeTarget::new();
    dap.write_port(&mut board, SELECT, 0x2DF0).unwrap();
    assert_eq!(dap.read_access(&mut board, 0xC), Err(DapError::Fault));
    dap.clear_sticky_error(&mut board);
    dap.write_port(&mut board, CTRL_STAT, POWER_UP).unwrap();
    assert_eq!(dap.read_access(&mut board, 0xC), Ok(0x3477_0008));
    assert_eq!(dap.read_port(&mut board, RDBUFF), Ok(0x3477_0008));
}

#[test]
fn discovery_finds_both_access_ports_and_the_processor_table() {
    let mut fixture = Fixture::new();
    assert_eq!(fixture.read(0x000), Ok(0x2003));
    assert_eq!(fixture.read(0x004), Ok(0x4003));
    for base in BASES {
        assert_eq!(fixture.read(base | 0xFBC), Ok(0x4770_0A17));
        assert_eq!(fixture.read(base | 0xDF8), Ok(0xE00F_F003));
        assert_eq!(fixture.read(base | 0xDF4), Ok(0x0001_01A0));
    }
}

#[test]
fn words_halfwords_and_bytes_lie_in_their_lanes() {
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_FIXED | 2, MEMORY + 8);
    fixture.write(BASES[0] | DRW, 0xAABB_CCDD).unwrap();
    fixture.set_up(CSW_FIXED, MEMORY + 9);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0x0000_CC00));
    fixture.write(BASES[0] | DRW, 0xFFFF_11FF).unwrap();
    fixture.set_up(CSW_FIXED | 1, MEMORY + 10);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0xAABB_0000));
    fixture.write(BASES[0] | DRW, 0x7788_0000).unwrap();
    assert_eq!(fixture.board.word(MEMORY + 8), 0x7788_11DD);
}

#[test]
fn increment_follows_the_size_and_wraps_at_1_kb() {
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_INCREMENT | 2, MEMORY + 0x3F8);
    let address = fixture.select(BASES[0] | DRW);
    let mut values = [0; 3];
    fixture.dap.read_access_block(&mut fixture.board, address, &mut values).unwrap();
    let expected = [0x3F8, 0x3FC, 0x000].map(|offset| fixture.board.word(MEMORY + offset));
    assert_eq!(values, expected);
    assert_eq!(fixture.read(BASES[0] | TAR), Ok(MEMORY + 4));
    fixture.set_up(CSW_INCREMENT, MEMORY + 1);
    fixture.read(BASES[0] | DRW).unwrap();
    assert_eq!(fixture.read(BASES[0] | TAR), Ok(MEMORY + 2));
    fixture.set_up(CSW_FIXED | 2, MEMORY);
    fixture.read(BASES[0] | DRW).unwrap();
    assert_eq!(fixture.read(BASES[0] | TAR), Ok(MEMORY));
}

#[test]
fn banked_and_direct_registers_reach_the_same_memory() {
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_FIXED | 2, MEMORY + 0x414);
    assert_eq!(fixture.read(BASES[0] | 0xD18), Ok(fixture.board.word(MEMORY + 0x418)));
    assert_eq!(fixture.read(BASES[0] | 0x020), Ok(fixture.board.word(MEMORY + 0x420)));
    fixture.write(BASES[0] | 0xD10, 0x1234_5678).unwrap();
    assert_eq!(fixture.board.word(MEMORY + 0x410), 0x1234_5678);
}

#[test]
fn each_port_reaches_its_own_core() {
    let mut fixture = Fixture::new();
    for (core, base) in (0u8..).zip(BASES) {
        fixture.write(base | CSW, CSW_FIXED | 2).unwrap();
        fixture.write(base | TAR, DHCSR).unwrap();
        fixture.board.halted = [core == 0, core == 1];
        assert_eq!(fixture.read(base | DRW), Ok(1 << 17));
        assert_eq!(fixture.board.accesses.last(), Some(&(core, DHCSR, Size::Word)));
    }
}

#[test]
fn a_bus_error_sticks_until_abort() {
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_INCREMENT | 2, FAULTING);
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault));
    assert_eq!(fixture.dap.read_access(&mut fixture.board, 0x4), Err(DapError::Fault));
    let status = fixture.dap.read_port(&mut fixture.board, CTRL_STAT).unwrap();
    assert_ne!(status & 1 << 5, 0);
    fixture.dap.clear_sticky_error(&mut fixture.board);
    assert_eq!(fixture.read(BASES[0] | TAR), Ok(FAULTING));
    assert_eq!(fixture.read(BASES[0] | TRR), Ok(1));
    fixture.write(BASES[0] | TRR, 1).unwrap();
    assert_eq!(fixture.read(BASES[0] | TRR), Ok(0));
    assert_eq!(fixture.word(MEMORY), Ok(fixture.board.word(MEMORY)));
}

#[test]
fn errors_can_be_kept_from_the_port_and_can_block() {
    const ERRNPASS_ERRSTOP: u32 = 0b11 << 16;
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_FIXED | ERRNPASS_ERRSTOP | 2, FAULTING);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0));
    fixture.write(BASES[0] | TAR, MEMORY).unwrap();
    fixture.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_ne!(fixture.board.word(MEMORY), 0x5555_5555);
    fixture.write(BASES[0] | TRR, 1).unwrap();
    fixture.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_eq!(fixture.board.word(MEMORY), 0x5555_5555);
}

#[test]
fn misaligned_and_absent_places_fault() {
    let mut fixture = Fixture::new();
    fixture.set_up(CSW_FIXED | 2, MEMORY + 2);
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault));
    fixture.dap.clear_sticky_error(&mut fixture.board);
    assert_eq!(fixture.read(0x1_0000), Err(DapError::Fault));
}

#[test]
fn what_is_not_modelled_is_named_and_does_not_stick() {
    let mut fixture = Fixture::new();
    let error = fixture.word(NOT_MODELLED).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the simulated board cannot answer the debugger: a test register, at 0x40000000"
    );
    assert!(fixture.read(0xA000).unwrap_err().to_string().contains("RISC-V APB-AP"));
    fixture.set_up(0x6300_0012, MEMORY);
    assert!(fixture.read(BASES[0] | DRW).unwrap_err().to_string().contains("HNONSEC"));
    assert!(fixture.word(MEMORY).is_ok());
}

#[test]
fn time_passes_with_the_bits_on_the_wire() {
    let mut fixture = Fixture::new();
    fixture.dap.set_clock_khz(1_000);
    let before = fixture.board.now;
    fixture.dap.read_port(&mut fixture.board, DPIDR).unwrap();
    assert_eq!(fixture.board.now - before, TRANSACTION_BITS * 150);
    let before = fixture.board.now;
    let mut values = [0; 10];
    fixture.dap.read_access_block(&mut fixture.board, 0x4, &mut values).unwrap();
    assert_eq!(fixture.board.now - before, 11 * TRANSACTION_BITS * 150);
    let before = fixture.board.now;
    fixture.dap.send_sequence(&mut fixture.board, 16, 0xE79E);
    assert_eq!(fixture.board.now - before, 16 * 150);
}

#[test]
fn line_reset_selects_bank_zero() {
    let mut fixture = Fixture::new();
    fixture.dap.write_port(&mut fixture.board, SELECT, 2).unwrap();
    fixture.dap.send_sequence(&mut fixture.board, 8, 0xFF);
    assert_eq!(fixture.dap.read_port(&mut fixture.board, DPIDR), Ok(1));
    fixture.dap.send_sequence(&mut fixture.board, 51, u64::MAX);
    assert_eq!(fixture.dap.read_port(&mut fixture.board, DPIDR), Ok(0x4C01_3477));
}

#[test]
fn polling_a_running_core_runs_ahead_until_it_halts() {
    let mut fixture = Fixture::new();
    fixture.board.halts_at = Some(10_000_000);
    let mut polls = 0;
    while fixture.word(DHCSR).unwrap() == 0 {
        polls += 1;
        assert!(polls < 50, "at {}", fixture.board.now);
    }
    assert!(fixture.board.now < 10_000_000 + 20_000, "at {}", fixture.board.now);
    let halted_at = fixture.board.now;
    for _ in 0..10 {
        fixture.word(DHCSR).unwrap();
    }
    assert!(fixture.board.now - halted_at < 200_000);
}

#[test]
fn polling_memory_runs_ahead_until_any_word_of_the_block_changes() {
    let mut fixture = Fixture::new();
    fixture.board.changes = vec![(30_000_000, MEMORY + 12, 0xFEED_F00D)];
    let mut polls = 0;
    let mut values = [0; 4];
    while values[3] != 0xFEED_F00D {
        fixture.set_up(CSW_INCREMENT | 2, MEMORY);
        let address = fixture.select(BASES[0] | DRW);
        fixture.dap.read_access_block(&mut fixture.board, address, &mut values).unwrap();
        polls += 1;
        assert!(polls < 60, "at {}", fixture.board.now);
    }
    assert!(fixture.board.now < 30_000_000 + 40_000, "at {}", fixture.board.now);
}

#[test]
fn stores_that_change_nothing_do_not_end_a_wait() {
    let mut fixture = Fixture::new();
    let same = fixture.board.word(MEMORY);
    fixture.board.changes = (1..2000).map(|index| (index * 1000, MEMORY, same)).collect();
    fixture.board.changes.push((2_000_000, MEMORY, !same));
    let polls = (0..1000).take_while(|_| fixture.word(MEMORY) == Ok(same)).count();
    assert!((8..20).contains(&polls), "{polls}");
}

#[test]
fn polling_two_places_in_turn_is_a_wait_and_a_write_ends_it() {
    let mut fixture = Fixture::new();
    for _ in 0..12 {
        fixture.word(MEMORY).unwrap();
        fixture.word(DHCSR).unwrap();
    }
    assert!(fixture.board.now > 2_000_000, "at {}", fixture.board.now);
    fixture.set_up(CSW_INCREMENT | 2, MEMORY + 0x100);
    fixture.write(BASES[0] | DRW, 1).unwrap();
    let before = fixture.board.now;
    for _ in 0..12 {
        fixture.word(MEMORY).unwrap();
        fixture.set_up(CSW_INCREMENT | 2, MEMORY + 0x100);
        fixture.write(BASES[0] | DRW, 1).unwrap();
    }
    assert!(fixture.board.now - before < 600_000);
}

#[test]
fn polling_with_both_cores_held_does_not_run_ahead() {
    let mut fixture = Fixture::new();
    fixture.board.halted = [true, true];
    for _ in 0..20 {
        fixture.word(MEMORY).unwrap();
    }
    assert!(fixture.board.now < 1_000_000);
}

#[test]
fn a_stop_is_told_once_and_to_whoever_waits() {
    let mut fixture = Fixture::new();
    fixture.board.stop = Some("at 0x10000200: not modelled: PWM CH0_CSR".to_owned());
    let stopped = "the simulated board has stopped: at 0x10000200: not modelled: PWM CH0_CSR";
    assert_eq!(fixture.word(MEMORY).unwrap_err().to_string(), stopped);
    let answered = (0..100).take_while(|_| fixture.word(MEMORY).is_ok()).count();
    assert_eq!(answered, 4);
    assert_eq!(fixture.word(MEMORY).unwrap_err().to_string(), stopped);
    assert_eq!(fixture.word(MEMORY + 4), Ok(fixture.board.word(MEMORY + 4)));
    fixture.write(0x8_0000, 1 << 31).unwrap();
    fixture.write(0x8_0000, 0).unwrap();
    assert_eq!(fixture.word(MEMORY), Ok(fixture.board.word(MEMORY)));
    fixture.board.stop = Some("again".to_owned());
    assert!(fixture.word(MEMORY + 8).is_err());
}

#[test]
fn rescue_resets_and_restarts() {
    let mut fixture = Fixture::new();
    fixture.write(0x8_0000, 1 << 31).unwrap();
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted]);
    fixture.write(0x8_0000, 0).unwrap();
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted, ResetEvent::Rescued]);
}

#[test]
fn the_reset_line_leaves_time_before_the_processors_start() {
    let mut fixture = Fixture::new();
    fixture.dap.drive_reset(&mut fixture.board, false);
    assert!(!fixture.dap.reset_is_high());
    fixture.dap.drive_reset(&mut fixture.board, true);
    assert!(fixture.dap.reset_is_high());
    fixture.word(MEMORY).unwrap();
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted]);
    for _ in 0..20 {
        fixture.word(MEMORY).unwrap();
    }
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted, ResetEvent::Released]);
    let before = fixture.board.now;
    fixture.dap.reset_board(&mut fixture.board);
    assert_eq!(fixture.board.resets.len(), 4);
    assert_eq!(fixture.board.now - before, 1_500_000);
}
