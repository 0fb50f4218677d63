//! Tests of the SWD port, bit by bit.

use proptest::prelude::*;

use super::test_host::{FAULT, Host, NOT_DRIVEN, OK, WAIT};
use crate::debug::debug_port::{Abort, CtrlStat, DPIDR_VALUE, TARGETID_VALUE};
use crate::debug::fake_target::{FAULTING, MEMORY, NOT_MODELLED};
use crate::debug::fault_injection::{FaultKind, InjectedFault};
use crate::debug::mem_ap::{BASES, CSW, Csw, DRW, TAR};
use crate::debug::{ABORT, CTRL_STAT, DPIDR, RDBUFF, SELECT};

/// Address of TARGETSEL (writes).
const TARGETSEL: u8 = 0xC;
/// Revision field of TARGETID.
const TARGETID_REVISION_1: u32 = 1 << 24;
/// Request for a read of DPIDR.
const DPIDR_REQUEST: u128 = 0xA5;
/// Parity bit of a request.
const REQUEST_PARITY: u128 = 1 << 5;
/// Sequence that selects SWD of a port with JTAG.
const JTAG_TO_SWD: u128 = 0xE79E;
/// Sequence that switches to the dormant state.
const SWD_TO_DORMANT: u128 = 0xE3BC;

/// Secure privileged word accesses with single increments.
fn word_accesses() -> u32 {
    (Csw::PRIVILEGED | Csw::DATA | Csw::INCREMENT_SINGLE | Csw::SIZE_WORD).bits()
}

/// CTRL/STAT of a connected port.
fn connected() -> CtrlStat {
    CtrlStat::CSYSPWRUPREQ | CtrlStat::CSYSPWRUPACK | CtrlStat::CDBGPWRUPREQ | CtrlStat::CDBGPWRUPACK
}

#[test]
fn the_port_is_dormant_until_the_selection_alert() {
    let mut host = Host::new();
    host.line_reset();
    assert_eq!(host.read(false, DPIDR).0, NOT_DRIVEN);
    host.activate();
    assert_eq!(host.read(false, DPIDR), (OK, DPIDR_VALUE));
}

#[test]
fn the_jtag_sequence_has_no_effect() {
    let mut host = Host::active();
    host.write_bits(u128::MAX, 50);
    host.write_bits(JTAG_TO_SWD, 16);
    host.line_reset();
    assert_eq!(host.read(false, DPIDR), (OK, DPIDR_VALUE));
}

#[test]
fn the_port_returns_to_the_dormant_state() {
    let mut host = Host::active();
    host.write_bits(u128::MAX, 50);
    host.write_bits(SWD_TO_DORMANT, 16);
    host.line_reset();
    assert_eq!(host.read(false, DPIDR).0, NOT_DRIVEN);
    host.activate();
    host.connect();
}

#[test]
fn a_read_of_dpidr_follows_a_line_reset() {
    let mut host = Host::active();
    assert_eq!(host.read(false, CTRL_STAT).0, NOT_DRIVEN);
    assert_eq!(host.read(false, DPIDR).0, NOT_DRIVEN, "locked out until the next line reset");
    host.line_reset();
    host.connect();
    assert_eq!(host.read(false, CTRL_STAT), (OK, connected().bits()));
}

#[test]
fn a_malformed_request_needs_a_line_reset() {
    let mut host = Host::active();
    host.connect();
    host.write_bits(DPIDR_REQUEST ^ REQUEST_PARITY, 8);
    host.write_bits(0, 50);
    assert_eq!(host.read(false, DPIDR).0, NOT_DRIVEN);
    host.line_reset();
    host.connect();
}

#[test]
fn only_its_own_target_id_selects_the_port() {
    let mut host = Host::active();
    assert_eq!(host.write(false, TARGETSEL, TARGETID_VALUE | TARGETID_REVISION_1), NOT_DRIVEN);
    assert_eq!(host.read(false, DPIDR).0, NOT_DRIVEN);
    host.line_reset();
    assert_eq!(host.write(false, TARGETSEL, TARGETID_VALUE), NOT_DRIVEN);
    host.connect();
}

#[test]
fn a_read_returns_the_previous_result_and_a_write_has_effect_at_once() {
    let mut host = Host::active();
    host.connect();
    assert_eq!(host.write_ap(BASES[0] | CSW, word_accesses()), OK);
    host.write_ap(BASES[0] | TAR, MEMORY + 4);
    host.write_ap(BASES[0] | DRW, 0xCAFE_F00D);
    assert_eq!(host.board.word(MEMORY + 4), 0xCAFE_F00D);
    host.write_ap(BASES[0] | TAR, MEMORY);
    host.select(BASES[0] | DRW);
    host.read(true, DRW as u8);
    let first = host.board.word(MEMORY);
    assert_eq!(host.read(true, DRW as u8), (OK, first));
    assert_eq!(host.read(false, RDBUFF), (OK, 0xCAFE_F00D));
}

#[test]
fn a_failed_access_faults_the_next_transaction_until_it_is_cleared() {
    let mut host = Host::active();
    host.connect();
    host.write_ap(BASES[0] | CSW, word_accesses());
    host.write_ap(BASES[0] | TAR, FAULTING);
    host.select(BASES[0] | DRW);
    assert_eq!(host.read(true, DRW as u8).0, OK);
    assert_eq!(host.read(false, RDBUFF).0, FAULT);
    assert_eq!(host.read(false, CTRL_STAT), (OK, (connected() | CtrlStat::STICKYERR).bits()));
    assert_eq!(host.write(false, SELECT, 0), FAULT);
    assert_eq!(host.write(false, ABORT, Abort::STKERRCLR.bits()), OK);
    assert_eq!(host.write(false, SELECT, 0), OK);
    assert!(host.line.take_errors().is_empty());
}

#[test]
fn an_unmodelled_access_is_reported_beside_the_wire() {
    let mut host = Host::active();
    host.connect();
    host.write_ap(BASES[0] | CSW, word_accesses());
    host.write_ap(BASES[0] | TAR, NOT_MODELLED);
    host.write_ap(BASES[0] | DRW, 0);
    let errors = host.line.take_errors();
    assert!(errors.len() == 1 && errors[0].contains("a test register"), "{errors:?}");
    assert_eq!(host.read(false, RDBUFF).0, FAULT);
}

#[test]
fn data_with_wrong_parity_is_not_written() {
    let mut host = Host::active();
    host.connect();
    assert_eq!(host.write_with_parity(false, SELECT, 2, 0), OK);
    assert_eq!(host.read(false, CTRL_STAT), (OK, (connected() | CtrlStat::WDATAERR).bits()));
    assert_eq!(host.write(false, ABORT, Abort::WDERRCLR.bits()), OK);
    assert_eq!(host.read(false, CTRL_STAT), (OK, connected().bits()));
}

#[test]
fn with_overrun_detection_the_data_of_a_refused_write_follows() {
    let mut host = Host::active();
    host.connect();
    let control = CtrlStat::CSYSPWRUPREQ | CtrlStat::CDBGPWRUPREQ | CtrlStat::ORUNDETECT;
    host.write(false, CTRL_STAT, control.bits());
    host.dap.inject_fault(InjectedFault { kind: FaultKind::WaitResponse, after: 0, length: Some(1) });
    // A write of TAR.
    host.write_bits(0x8B, 8);
    assert_eq!(host.read_bits(4) >> 1, u64::from(WAIT));
    host.read_bits(1);
    // A port that does not wait for the data takes the ones for a request.
    host.write_bits(u128::MAX, 33);
    host.write_bits(0, 8);
    assert_eq!(host.read(false, DPIDR), (OK, DPIDR_VALUE));
}

#[test]
fn bits_take_time() {
    let mut host = Host::active();
    host.connect();
    let before = host.board.now;
    host.read(false, DPIDR);
    // A transaction of 46 bits and 8 idle bits, at 150 MHz against 4 MHz.
    assert_eq!(host.board.now - before, 54 * 150 / 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Arbitrary bits cause no panic, and a line reset always brings the port back.
    #[test]
    fn arbitrary_bits_do_not_lock_up_the_port(noise in proptest::collection::vec(any::<u128>(), 1..40)) {
        let mut host = Host::active();
        for bits in noise {
            host.write_bits(bits, 113);
        }
        host.activate();
        prop_assert_eq!(host.read(false, DPIDR), (OK, DPIDR_VALUE));
    }

    /// Well-formed transactions are answered.
    #[test]
    fn any_transaction_is_answered(
        requests in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<u8>(), any::<u32>()), 1..60)
    ) {
        let mut host = Host::active();
        host.connect();
        for (access_port, read, address, value) in requests {
            // Without overrun detection, which changes the phases after a refused request.
            let value = value & !CtrlStat::ORUNDETECT.bits();
            let acknowledge =
                if read { host.read(access_port, address).0 } else { host.write(access_port, address, value) };
            prop_assert!([OK, FAULT].contains(&acknowledge), "{acknowledge:#05b}");
        }
    }
}
