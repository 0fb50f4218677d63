//! Tests of the debug access port with a fake target.

use super::debug_port::{Abort, CtrlStat, DPIDR_VALUE, TARGETID_BANK};
use super::fake_target::{FAULTING, FakeTarget, MEMORY, NOT_MODELLED, ResetEvent};
use super::mem_ap::{BASE, BASES, BD0, CFG, CSW, Csw, DRW, IDR, TAR, TRR};
use super::rp_ap;
use super::wire_timing::TRANSACTION_BITS;
use super::*;
use crate::bus::Size;
use crate::ppb::dcb::{DHCSR, Dhcsr};
use crate::ppb::rom_table::ROM_TABLE;

/// DEVARCH, CoreSight component identification.
const DEVARCH: u32 = 0xFBC;
/// CTRL of the RP-AP.
const RP_AP_CTRL: u32 = rp_ap::BASE | rp_ap::CTRL;
/// IDR of a MEM-AP.
const MEM_AP_IDR: u32 = 0x3477_0008;

const POWER_UP: CtrlStat = CtrlStat::CSYSPWRUPREQ.union(CtrlStat::CDBGPWRUPREQ);
/// Secure privileged data accesses without increment, of bytes.
const FIXED: Csw = Csw::PRIVILEGED.union(Csw::DATA);
const SINGLE: Csw = FIXED.union(Csw::INCREMENT_SINGLE);
const PACKED: Csw = FIXED.union(Csw::INCREMENT_PACKED);

/// Debug port with debug power, and the target behind it.
struct Fixture {
    dap: Dap,
    board: FakeTarget,
}

impl Fixture {
    fn new() -> Self {
        let mut fixture = Self { dap: Dap::new(), board: FakeTarget::new() };
        fixture.dap.write_dp(&mut fixture.board, CTRL_STAT, POWER_UP.bits()).unwrap();
        fixture
    }

    fn select(&mut self, register: u32) -> u8 {
        self.dap.write_dp(&mut self.board, SELECT, register & !0xF).unwrap();
        register as u8
    }

    fn read(&mut self, register: u32) -> Result<u32, DapError> {
        let address = self.select(register);
        self.dap.read_ap(&mut self.board, address)
    }

    fn write(&mut self, register: u32, value: u32) -> Result<(), DapError> {
        let address = self.select(register);
        self.dap.write_ap(&mut self.board, address, value)
    }

    fn set_up(&mut self, csw: Csw, address: u32) {
        self.write(BASES[0] | CSW, csw.bits()).unwrap();
        self.write(BASES[0] | TAR, address).unwrap();
    }

    fn tar(&mut self) -> u32 {
        self.read(BASES[0] | TAR).unwrap()
    }

    /// Reads DRW repeatedly in one block.
    fn read_block<const N: usize>(&mut self) -> [u32; N] {
        let address = self.select(BASES[0] | DRW);
        let mut values = [0; N];
        self.dap.read_ap_block(&mut self.board, address, &mut values).unwrap();
        values
    }

    /// Writes DRW repeatedly in one block.
    fn write_block(&mut self, values: &[u32]) {
        let address = self.select(BASES[0] | DRW);
        self.dap.write_ap_block(&mut self.board, address, values).unwrap();
    }

    /// Reads a word as debuggers do: TAR, then DRW.
    fn word(&mut self, address: u32) -> Result<u32, DapError> {
        self.set_up(SINGLE | Csw::SIZE_WORD, address);
        self.read(BASES[0] | DRW)
    }
}

#[test]
fn access_needs_debug_power() {
    let mut dap = Dap::new();
    let mut board = FakeTarget::new();
    let idr = BASES[0] | IDR;
    dap.write_dp(&mut board, SELECT, idr & !0xF).unwrap();
    assert_eq!(dap.read_ap(&mut board, idr as u8), Err(DapError::Fault));
    dap.clear_sticky_errors(&mut board);
    dap.write_dp(&mut board, CTRL_STAT, POWER_UP.bits()).unwrap();
    assert_eq!(dap.read_ap(&mut board, idr as u8), Ok(MEM_AP_IDR));
    assert_eq!(dap.read_dp(&mut board, RDBUFF), Ok(MEM_AP_IDR));
}

#[test]
fn discovery_finds_both_access_ports_and_the_processor_table() {
    let mut fixture = Fixture::new();
    assert_eq!([fixture.read(0), fixture.read(4)], BASES.map(|base| Ok(base | 0b11)));
    for base in BASES {
        assert_eq!(fixture.read(base | DEVARCH), Ok(0x4770_0A17));
        assert_eq!(fixture.read(base | BASE), Ok(ROM_TABLE | 0b11));
        assert_eq!(fixture.read(base | CFG), Ok(0x0001_01A0));
    }
}

#[test]
fn words_halfwords_and_bytes_are_in_their_lanes() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::SIZE_WORD, MEMORY + 8);
    fixture.write(BASES[0] | DRW, 0xAABB_CCDD).unwrap();
    fixture.set_up(FIXED, MEMORY + 9);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0x0000_CC00));
    fixture.write(BASES[0] | DRW, 0xFFFF_11FF).unwrap();
    fixture.set_up(FIXED | Csw::SIZE_HALFWORD, MEMORY + 10);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0xAABB_0000));
    fixture.write(BASES[0] | DRW, 0x7788_0000).unwrap();
    assert_eq!(fixture.board.word(MEMORY + 8), 0x7788_11DD);
}

#[test]
fn single_increments_follow_the_size_and_wrap_at_1_kb() {
    let mut fixture = Fixture::new();
    fixture.set_up(SINGLE | Csw::SIZE_WORD, MEMORY + 0x3F8);
    let expected = [0x3F8, 0x3FC, 0x000].map(|offset| fixture.board.word(MEMORY + offset));
    assert_eq!(fixture.read_block(), expected);
    assert_eq!(fixture.tar(), MEMORY + 4);
    fixture.set_up(SINGLE, MEMORY + 1);
    fixture.read(BASES[0] | DRW).unwrap();
    assert_eq!(fixture.tar(), MEMORY + 2);
    fixture.set_up(FIXED | Csw::SIZE_WORD, MEMORY);
    fixture.read(BASES[0] | DRW).unwrap();
    assert_eq!(fixture.tar(), MEMORY);
}

#[test]
fn packed_transfers_move_a_word_in_units_of_their_size() {
    for (size, width, count) in
        [(Csw::empty(), Size::Byte, 4), (Csw::SIZE_HALFWORD, Size::Half, 2), (Csw::SIZE_WORD, Size::Word, 1)]
    {
        let mut fixture = Fixture::new();
        fixture.set_up(PACKED | size, MEMORY + 0x20);
        assert_eq!(fixture.read(BASES[0] | CSW).map(Csw::from_bits_retain).unwrap() & PACKED, PACKED);
        let expected = [0x20, 0x24, 0x28].map(|offset| fixture.board.word(MEMORY + offset));
        fixture.board.accesses.clear();
        assert_eq!(fixture.read_block(), expected, "{width:?}");
        let accesses: Vec<_> =
            (0..3 * count).map(|number| (0, MEMORY + 0x20 + number * width.bytes(), width)).collect();
        assert_eq!(fixture.board.accesses, accesses);
        assert_eq!(fixture.tar(), MEMORY + 0x2C);
        fixture.set_up(PACKED | size, MEMORY + 0x40);
        fixture.write_block(&[0x0403_0201, 0x0807_0605]);
        assert_eq!(
            [0x40, 0x44].map(|offset| fixture.board.word(MEMORY + offset)),
            [0x0403_0201, 0x0807_0605]
        );
        assert_eq!(fixture.tar(), MEMORY + 0x48);
    }
}

#[test]
fn packed_transfers_use_the_lanes_of_their_addresses_across_words() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::SIZE_WORD, MEMORY);
    fixture.board.memory[..8].copy_from_slice(&[0, 1, 2, 3, 4, 5, 6, 7]);
    fixture.set_up(PACKED, MEMORY + 1);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0x0302_0104));
    assert_eq!(fixture.tar(), MEMORY + 5);
    fixture.set_up(PACKED | Csw::SIZE_HALFWORD, MEMORY + 2);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0x0302_0504));
    fixture.set_up(PACKED | Csw::SIZE_HALFWORD, MEMORY + 1);
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault), "not aligned");
}

#[test]
fn a_packed_transfer_that_fails_ends_the_access() {
    let mut fixture = Fixture::new();
    fixture.set_up(PACKED, MEMORY + 8190);
    assert_eq!(
        fixture.read(BASES[0] | DRW).map(|value| value >> 16),
        Ok(u32::from(u16::from_le_bytes([fixture.board.memory[8190], fixture.board.memory[8191],])))
    );
    assert_eq!(fixture.tar(), MEMORY + 0x1C02, "wraps at 1 KB");
    fixture.set_up(PACKED, FAULTING);
    fixture.board.accesses.clear();
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault));
    assert_eq!(fixture.board.accesses.len(), 1);
    fixture.dap.clear_sticky_errors(&mut fixture.board);
    assert_eq!(fixture.tar(), FAULTING);
}

#[test]
fn reserved_sizes_and_increments_are_not_stored() {
    let mut fixture = Fixture::new();
    let set = SINGLE | Csw::SIZE_HALFWORD;
    fixture.write(BASES[0] | CSW, set.bits()).unwrap();
    fixture
        .write(BASES[0] | CSW, (FIXED | Csw::INCREMENT_SINGLE | Csw::INCREMENT_PACKED).bits() | 0b100)
        .unwrap();
    let csw = Csw::from_bits_retain(fixture.read(BASES[0] | CSW).unwrap());
    assert_eq!(csw, set | Csw::DEVICE_EN | Csw::SDEVICE_EN);
}

#[test]
fn banked_and_direct_registers_access_the_same_memory() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::SIZE_WORD, MEMORY + 0x414);
    assert_eq!(fixture.read(BASES[0] | BD0 | 8), Ok(fixture.board.word(MEMORY + 0x418)));
    assert_eq!(fixture.read(BASES[0] | 0x020), Ok(fixture.board.word(MEMORY + 0x420)));
    fixture.write(BASES[0] | BD0, 0x1234_5678).unwrap();
    assert_eq!(fixture.board.word(MEMORY + 0x410), 0x1234_5678);
}

#[test]
fn each_port_accesses_its_own_core() {
    let mut fixture = Fixture::new();
    for (core, base) in (0u8..).zip(BASES) {
        fixture.write(base | CSW, (FIXED | Csw::SIZE_WORD).bits()).unwrap();
        fixture.write(base | TAR, DHCSR).unwrap();
        fixture.board.halted = [core == 0, core == 1];
        assert_eq!(fixture.read(base | DRW), Ok(Dhcsr::S_HALT.bits()));
        assert_eq!(fixture.board.accesses.last(), Some(&(core, DHCSR, Size::Word)));
    }
}

#[test]
fn a_bus_error_is_sticky_until_abort() {
    let mut fixture = Fixture::new();
    fixture.set_up(SINGLE | Csw::SIZE_WORD, FAULTING);
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault));
    assert_eq!(fixture.dap.read_ap(&mut fixture.board, TAR as u8), Err(DapError::Fault));
    let status = fixture.dap.read_dp(&mut fixture.board, CTRL_STAT).unwrap();
    assert!(CtrlStat::from_bits_retain(status).contains(CtrlStat::STICKYERR));
    fixture.dap.clear_sticky_errors(&mut fixture.board);
    assert_eq!(fixture.tar(), FAULTING);
    assert_eq!(fixture.read(BASES[0] | TRR), Ok(1));
    fixture.write(BASES[0] | TRR, 1).unwrap();
    assert_eq!(fixture.read(BASES[0] | TRR), Ok(0));
    assert_eq!(fixture.word(MEMORY), Ok(fixture.board.word(MEMORY)));
}

#[test]
fn errors_are_not_passed_with_errnpass_and_stop_accesses_with_errstop() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::ERRNPASS | Csw::ERRSTOP | Csw::SIZE_WORD, FAULTING);
    assert_eq!(fixture.read(BASES[0] | DRW), Ok(0));
    fixture.write(BASES[0] | TAR, MEMORY).unwrap();
    fixture.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_ne!(fixture.board.word(MEMORY), 0x5555_5555);
    fixture.write(BASES[0] | TRR, 1).unwrap();
    fixture.write(BASES[0] | DRW, 0x5555_5555).unwrap();
    assert_eq!(fixture.board.word(MEMORY), 0x5555_5555);
}

#[test]
fn misaligned_and_absent_addresses_fault() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::SIZE_WORD, MEMORY + 2);
    assert_eq!(fixture.read(BASES[0] | DRW), Err(DapError::Fault));
    fixture.dap.clear_sticky_errors(&mut fixture.board);
    assert_eq!(fixture.read(0x1_0000), Err(DapError::Fault));
}

#[test]
fn an_unmodelled_access_is_named_and_is_not_sticky() {
    let mut fixture = Fixture::new();
    let error = fixture.word(NOT_MODELLED).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the simulated board does not model this access of the debugger: a test register, at 0x40000000"
    );
    assert!(fixture.read(0xA000).unwrap_err().to_string().contains("RISC-V APB-AP"));
    fixture.set_up(SINGLE | Csw::HNONSEC | Csw::SIZE_WORD, MEMORY);
    assert!(fixture.read(BASES[0] | DRW).unwrap_err().to_string().contains("HNONSEC"));
    assert!(fixture.word(MEMORY).is_ok());
}

#[test]
fn time_passes_with_the_bits_on_the_wire() {
    let mut fixture = Fixture::new();
    fixture.dap.set_clock_khz(1_000);
    let before = fixture.board.now;
    fixture.dap.read_dp(&mut fixture.board, DPIDR).unwrap();
    assert_eq!(fixture.board.now - before, TRANSACTION_BITS * 150);
    let before = fixture.board.now;
    let mut values = [0; 10];
    fixture.dap.read_ap_block(&mut fixture.board, 0x4, &mut values).unwrap();
    assert_eq!(fixture.board.now - before, 11 * TRANSACTION_BITS * 150);
    let before = fixture.board.now;
    fixture.dap.send_sequence(&mut fixture.board, 16, 0xE79E);
    assert_eq!(fixture.board.now - before, 16 * 150);
}

#[test]
fn a_line_reset_selects_bank_zero() {
    let mut fixture = Fixture::new();
    fixture.dap.write_dp(&mut fixture.board, SELECT, TARGETID_BANK).unwrap();
    fixture.dap.send_sequence(&mut fixture.board, 8, 0xFF);
    assert_eq!(fixture.dap.read_dp(&mut fixture.board, DPIDR), Ok(1));
    fixture.dap.send_sequence(&mut fixture.board, 51, u64::MAX);
    assert_eq!(fixture.dap.read_dp(&mut fixture.board, DPIDR), Ok(DPIDR_VALUE));
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
    for csw in [SINGLE | Csw::SIZE_WORD, PACKED] {
        let mut fixture = Fixture::new();
        fixture.board.changes = vec![(30_000_000, MEMORY + 12, 0xFEED_F00D)];
        let mut polls = 0;
        let mut values = [0; 4];
        while values[3] != 0xFEED_F00D {
            fixture.set_up(csw, MEMORY);
            values = fixture.read_block();
            polls += 1;
            assert!(polls < 60, "at {}", fixture.board.now);
        }
        assert!(fixture.board.now < 30_000_000 + 40_000, "at {}", fixture.board.now);
    }
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
fn polling_two_locations_in_turn_is_a_wait_and_a_write_ends_it() {
    let mut fixture = Fixture::new();
    for _ in 0..12 {
        fixture.word(MEMORY).unwrap();
        fixture.word(DHCSR).unwrap();
    }
    assert!(fixture.board.now > 2_000_000, "at {}", fixture.board.now);
    fixture.set_up(SINGLE | Csw::SIZE_WORD, MEMORY + 0x100);
    fixture.write(BASES[0] | DRW, 1).unwrap();
    let before = fixture.board.now;
    for _ in 0..12 {
        fixture.word(MEMORY).unwrap();
        fixture.set_up(SINGLE | Csw::SIZE_WORD, MEMORY + 0x100);
        fixture.write(BASES[0] | DRW, 1).unwrap();
    }
    assert!(fixture.board.now - before < 600_000);
}

#[test]
fn polling_with_both_cores_halted_does_not_run_ahead() {
    let mut fixture = Fixture::new();
    fixture.board.halted = [true, true];
    for _ in 0..20 {
        fixture.word(MEMORY).unwrap();
    }
    assert!(fixture.board.now < 1_000_000);
}

#[test]
fn a_stop_fails_the_next_access_and_a_wait() {
    let mut fixture = Fixture::new();
    fixture.board.stop = Some("at 0x10000200: not modelled: PWM CH0_CSR".to_owned());
    let stopped =
        "the simulated board has stopped: at 0x10000200: not modelled: PWM CH0_CSR; reset it to continue";
    assert_eq!(fixture.word(MEMORY).unwrap_err().to_string(), stopped);
    let answered = (0..100).take_while(|_| fixture.word(MEMORY).is_ok()).count();
    assert_eq!(answered, 4);
    assert_eq!(fixture.word(MEMORY).unwrap_err().to_string(), stopped);
    assert_eq!(fixture.word(MEMORY + 4), Ok(fixture.board.word(MEMORY + 4)));
    fixture.write(RP_AP_CTRL, rp_ap::RESCUE_RESTART).unwrap();
    fixture.write(RP_AP_CTRL, 0).unwrap();
    assert_eq!(fixture.word(MEMORY), Ok(fixture.board.word(MEMORY)));
    fixture.board.stop = Some("again".to_owned());
    assert!(fixture.word(MEMORY + 8).is_err());
}

#[test]
fn a_rescue_resets_and_restarts() {
    let mut fixture = Fixture::new();
    fixture.write(RP_AP_CTRL, rp_ap::RESCUE_RESTART).unwrap();
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted]);
    fixture.write(RP_AP_CTRL, 0).unwrap();
    assert_eq!(fixture.board.resets, [ResetEvent::Asserted, ResetEvent::Rescued]);
}

#[test]
fn the_processors_start_some_time_after_the_reset_line_rises() {
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

#[test]
fn every_sticky_error_is_cleared_by_abort() {
    let mut fixture = Fixture::new();
    fixture.set_up(FIXED | Csw::SIZE_WORD, FAULTING);
    fixture.read(BASES[0] | DRW).unwrap_err();
    fixture.dap.write_dp(&mut fixture.board, ABORT, Abort::all().bits()).unwrap();
    assert!(fixture.word(MEMORY).is_ok());
}
