use super::fake_target::{FAULTING, FakeTarget, MEMORY, NOT_MODELLED, ResetEvent};
use super::mem_ap::{BASES, CSW, DRW, TAR, TRR};
use super::wire::TRANSACTION_BITS;
use super::*;
use crate::bus::Size;
use crate::ppb::dcb::DHCSR;

const POWER_UP: u32 = 0x5000_0000;
/// Secure, privileged, single auto-increment; the size is or-ed in.
const CSW_INCREMENT: u32 = 0x2300_0010;
const CSW_FIXED: u32 = 0x2300_0000;

struct Bench {
    dap: Dap,
    board: FakeTarget,
}

impl Bench {
    fn new() -> Self {
        let mut bench = Self { dap: Dap::new(), board: FakeTarget::new() };
        bench.dap.write_port(&mut bench.board, CTRL_STAT, POWER_UP).unwrap();
        bench
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
    let mut bench = Bench::new();
    assert_eq!(bench.read(0x000), Ok(0x2003));
    assert_eq!(bench.read(0x004), Ok(0x4003));
    for base in BASES {
        assert_eq!(bench.read(base | 0xFBC), Ok(0x4770_0A17));
        assert_eq!(bench.read(base | 0xDF8), Ok(0xE00F_F003));
        assert_eq!(bench.read(base | 0xDF4), Ok(0x0001_01A0));
    }
}

#[test]
fn words_halfwords_and_bytes_lie_in_their_lanes() {
    let mut bench = Bench::new();
    bench.set_up(CSW_FIXED | 2, MEMORY + 8);
    bench.write(BASES[0] | DRW, 0xAABB_CCDD).unwrap();
    bench.set_up(CSW_FIXED, MEMORY + 9);
    assert_eq!(bench.read(BASES[0] | DRW), Ok(0x0000_CC00));
    bench.write(BASES[0] | DRW, 0xFFFF_11FF).unwrap();
    bench.set_up(CSW_FIXED | 1, MEMORY + 10);
    assert_eq!(bench.read(BASES[0] | DRW), Ok(0xAABB_0000));
    bench.write(BASES[0] | DRW, 0x7788_0000).unwrap();
    assert_eq!(bench.board.word(MEMORY + 8), 0x7788_11DD);
}

#[test]
fn increment_follows_the_size_and_wraps_at_1_kb() {
    let mut bench = Bench::new();
    bench.set_up(CSW_INCREMENT | 2, MEMORY + 0x3F8);
    let address = bench.select(BASES[0] | DRW);
    let mut values = [0; 3];
    bench.dap.read_access_block(&mut bench.board, address, &mut values).unwrap();
    let expected = [0x3F8, 0x3FC, 0x000].map(|offset| bench.board.word(MEMORY + offset));
    assert_eq!(values, expected);
    assert_eq!(bench.read(BASES[0] | TAR), Ok(MEMORY + 4));
    bench.set_up(CSW_INCREMENT, MEMORY + 1);
    bench.read(BASES[0] | DRW).unwrap();
    assert_eq!(bench.read(BASES[0] | TAR), Ok(MEMORY + 2));
    bench.set_up(CSW_FIXED | 2, MEMORY);
    bench.read(BASES[0] | DRW).unwrap();
    assert_eq!(bench.read(BASES[0] | TAR), Ok(MEMORY));
}

#[test]
fn banked_and_direct_registers_reach_the_same_memory() {
    let mut bench = Bench::new();
    bench.set_up(CSW_FIXED | 2, MEMORY + 0x414);
    assert_eq!(bench.read(BASES[0] | 0xD18), Ok(bench.board.word(MEMORY + 0x418)));
    assert_eq!(bench.read(BASES[0] | 0x020), Ok(bench.board.word(MEMORY + 0x420)));
    bench.write(BASES[0] | 0xD10, 0x1234_5678).unwrap();
    assert_eq!(bench.board.word(MEMORY + 0x410), 0x1234_5678);
}

#[test]
fn each_port_reaches_its_own_core() {
    let mut bench = Bench::new();
    for (core, base) in (0u8..).zip(BASES) {
        bench.write(base | CSW, CSW_FIXED | 2).unwrap();
        bench.write(base | TAR, DHCSR).unwrap();
        bench.board.halted = [core == 0, core == 1];
        assert_eq!(bench.read(base | DRW), Ok(1 << 17));
        assert_eq!(bench.board.accesses.last(), Some(&(core, DHCSR, Size::Word)));
    }
}

#[test]
fn a_bus_error_sticks_until_abort() {
    let mut bench = Bench::new();
    bench.set_up(CSW_INCREMENT | 2, FAULTING);
    assert_eq!(bench.read(BASES[0] | DRW), Err(DapError::Fault));
    assert_eq!(bench.dap.read_access(&mut bench.board, 0x4), Err(DapError::Fault));
    let status = bench.dap.read_port(&mut bench.board, CTRL_STAT).unwrap();
    assert_ne!(status & 1 << 5, 0);
    bench.dap.clear_sticky_error(&mut bench.board);
    assert_eq!(bench.read(BASES[0] | TAR), Ok(FAULTING));
    assert_eq!(bench.read(BASES[0] | TRR), Ok(1));
    bench.write(BASES[0] | TRR, 1).unwrap();
    assert_eq!(bench.read(BASES[0] | TRR), Ok(0));
    assert_eq!(bench.word(MEMORY), Ok(bench.board.word(MEMORY)));
}

#[test]
fn errors_can_be_kept_from_the_port_and_can_block() {
    const ERRNPASS_ERRSTOP: u32 = 0b11 << 16;
    let mut bench = Bench::new();
    bench.set_up(CSW_FIXED | ERRNPASS_ERRSTOP | 2, FAULTING);
    assert_eq!(bench.read(BASES[0] | DRW), Ok(0));
    bench.write(BASES[0] | TAR, MEMORY).unwrap();
    bench.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_ne!(bench.board.word(MEMORY), 0x5555_5555);
    bench.write(BASES[0] | TRR, 1).unwrap();
    bench.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_eq!(bench.board.word(MEMORY), 0x5555_5555);
}

#[test]
fn misaligned_and_absent_places_fault() {
    let mut bench = Bench::new();
    bench.set_up(CSW_FIXED | 2, MEMORY + 2);
    assert_eq!(bench.read(BASES[0] | DRW), Err(DapError::Fault));
    bench.dap.clear_sticky_error(&mut bench.board);
    assert_eq!(bench.read(0x1_0000), Err(DapError::Fault));
}

#[test]
fn what_is_not_modelled_is_named_and_does_not_stick() {
    let mut bench = Bench::new();
    let error = bench.word(NOT_MODELLED).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the simulated board cannot answer the debugger: a test register, at 0x40000000"
    );
    assert!(bench.read(0xA000).unwrap_err().to_string().contains("RISC-V APB-AP"));
    bench.set_up(0x6300_0012, MEMORY);
    assert!(bench.read(BASES[0] | DRW).unwrap_err().to_string().contains("HNONSEC"));
    assert!(bench.word(MEMORY).is_ok());
}

#[test]
fn time_passes_with_the_bits_on_the_wire() {
    let mut bench = Bench::new();
    bench.dap.set_clock_khz(1_000);
    let before = bench.board.now;
    bench.dap.read_port(&mut bench.board, DPIDR).unwrap();
    assert_eq!(bench.board.now - before, TRANSACTION_BITS * 150);
    let before = bench.board.now;
    let mut values = [0; 10];
    bench.dap.read_access_block(&mut bench.board, 0x4, &mut values).unwrap();
    assert_eq!(bench.board.now - before, 11 * TRANSACTION_BITS * 150);
    let before = bench.board.now;
    bench.dap.send_sequence(&mut bench.board, 16, 0xE79E);
    assert_eq!(bench.board.now - before, 16 * 150);
}

#[test]
fn line_reset_selects_bank_zero() {
    let mut bench = Bench::new();
    bench.dap.write_port(&mut bench.board, SELECT, 2).unwrap();
    bench.dap.send_sequence(&mut bench.board, 8, 0xFF);
    assert_eq!(bench.dap.read_port(&mut bench.board, DPIDR), Ok(1));
    bench.dap.send_sequence(&mut bench.board, 51, u64::MAX);
    assert_eq!(bench.dap.read_port(&mut bench.board, DPIDR), Ok(0x4C01_3477));
}

#[test]
fn polling_a_running_core_runs_ahead_until_it_halts() {
    let mut bench = Bench::new();
    bench.board.halts_at = Some(10_000_000);
    let mut polls = 0;
    while bench.word(DHCSR).unwrap() == 0 {
        polls += 1;
        assert!(polls < 50, "at {}", bench.board.now);
    }
    assert!(bench.board.now < 10_000_000 + 20_000, "at {}", bench.board.now);
    let halted_at = bench.board.now;
    for _ in 0..10 {
        bench.word(DHCSR).unwrap();
    }
    assert!(bench.board.now - halted_at < 200_000);
}

#[test]
fn polling_memory_runs_ahead_until_any_word_of_the_block_changes() {
    let mut bench = Bench::new();
    bench.board.changes = vec![(30_000_000, MEMORY + 12, 0xFEED_F00D)];
    let mut polls = 0;
    let mut values = [0; 4];
    while values[3] != 0xFEED_F00D {
        bench.set_up(CSW_INCREMENT | 2, MEMORY);
        let address = bench.select(BASES[0] | DRW);
        bench.dap.read_access_block(&mut bench.board, address, &mut values).unwrap();
        polls += 1;
        assert!(polls < 60, "at {}", bench.board.now);
    }
    assert!(bench.board.now < 30_000_000 + 40_000, "at {}", bench.board.now);
}

#[test]
fn stores_that_change_nothing_do_not_end_a_wait() {
    let mut bench = Bench::new();
    let same = bench.board.word(MEMORY);
    bench.board.changes = (1..2000).map(|index| (index * 1000, MEMORY, same)).collect();
    bench.board.changes.push((2_000_000, MEMORY, !same));
    let polls = (0..1000).take_while(|_| bench.word(MEMORY) == Ok(same)).count();
    assert!((8..20).contains(&polls), "{polls}");
}

#[test]
fn polling_two_places_in_turn_is_a_wait_and_a_write_ends_it() {
    let mut bench = Bench::new();
    for _ in 0..12 {
        bench.word(MEMORY).unwrap();
        bench.word(DHCSR).unwrap();
    }
    assert!(bench.board.now > 2_000_000, "at {}", bench.board.now);
    bench.set_up(CSW_INCREMENT | 2, MEMORY + 0x100);
    bench.write(BASES[0] | DRW, 1).unwrap();
    let before = bench.board.now;
    for _ in 0..12 {
        bench.word(MEMORY).unwrap();
        bench.set_up(CSW_INCREMENT | 2, MEMORY + 0x100);
        bench.write(BASES[0] | DRW, 1).unwrap();
    }
    assert!(bench.board.now - before < 600_000);
}

#[test]
fn polling_with_both_cores_held_does_not_run_ahead() {
    let mut bench = Bench::new();
    bench.board.halted = [true, true];
    for _ in 0..20 {
        bench.word(MEMORY).unwrap();
    }
    assert!(bench.board.now < 1_000_000);
}

#[test]
fn a_stop_is_told_once_and_to_whoever_waits() {
    let mut bench = Bench::new();
    bench.board.stop = Some("at 0x10000200: not modelled: PWM CH0_CSR".to_owned());
    let stopped = "the simulated board has stopped: at 0x10000200: not modelled: PWM CH0_CSR";
    assert_eq!(bench.word(MEMORY).unwrap_err().to_string(), stopped);
    let answered = (0..100).take_while(|_| bench.word(MEMORY).is_ok()).count();
    assert_eq!(answered, 4);
    assert_eq!(bench.word(MEMORY).unwrap_err().to_string(), stopped);
    assert_eq!(bench.word(MEMORY + 4), Ok(bench.board.word(MEMORY + 4)));
    bench.write(0x8_0000, 1 << 31).unwrap();
    bench.write(0x8_0000, 0).unwrap();
    assert_eq!(bench.word(MEMORY), Ok(bench.board.word(MEMORY)));
    bench.board.stop = Some("again".to_owned());
    assert!(bench.word(MEMORY + 8).is_err());
}

#[test]
fn rescue_resets_and_restarts() {
    let mut bench = Bench::new();
    bench.write(0x8_0000, 1 << 31).unwrap();
    assert_eq!(bench.board.resets, [ResetEvent::Asserted]);
    bench.write(0x8_0000, 0).unwrap();
    assert_eq!(bench.board.resets, [ResetEvent::Asserted, ResetEvent::Rescued]);
}

#[test]
fn the_reset_line_leaves_time_before_the_processors_start() {
    let mut bench = Bench::new();
    bench.dap.drive_reset(&mut bench.board, false);
    assert!(!bench.dap.reset_is_high());
    bench.dap.drive_reset(&mut bench.board, true);
    assert!(bench.dap.reset_is_high());
    bench.word(MEMORY).unwrap();
    assert_eq!(bench.board.resets, [ResetEvent::Asserted]);
    for _ in 0..20 {
        bench.word(MEMORY).unwrap();
    }
    assert_eq!(bench.board.resets, [ResetEvent::Asserted, ResetEvent::Released]);
    let before = bench.board.now;
    bench.dap.reset_board(&mut bench.board);
    assert_eq!(bench.board.resets.len(), 4);
    assert_eq!(bench.board.now - before, 1_500_000);
}
