use pico2_sim::control::SimulatedBoard;
use pico2_sim::probe::{NAME, SimulatedProbeFactory};
use pico2_sim::registry;
use probe_rs::config::TargetSelector;
use probe_rs::probe::list::Lister;
use probe_rs::probe::{DebugProbeError, DebugProbeSelector, ProbeCreationError, ProbeFactory, WireProtocol};
use probe_rs::{MemoryInterface, Permissions};

use super::fixture::{DATA, TIMEOUT, attach, chain, handle, open};

const SIO_CPUID: u64 = 0xD000_0000;

#[test]
fn is_listed_like_any_probe() {
    pico2_sim::probe::register();
    pico2_sim::probe::register();
    let probes = Lister::new().list_all();
    let ours: Vec<_> = probes.iter().filter(|probe| probe.serial_number.as_deref() == Some("SIM0")).collect();
    assert_eq!(ours.len(), 1, "{probes:?}");
    assert_eq!(ours[0].to_string(), "Simulated Pico 2 -- 1209:0001:SIM0 (simulated)");
    let probe = ours[0].open().unwrap();
    assert_eq!(probe.get_name(), NAME);
}

#[test]
fn other_identifiers_and_serials_are_not_found() {
    for selector in ["2e8a:000c", "1209:0002:SIM0", "1209:0001:E6614C775B1D4D35", "1209:0001-2:SIM0"] {
        let selector: DebugProbeSelector = selector.parse().unwrap();
        let error = SimulatedProbeFactory.open(&selector).unwrap_err();
        assert!(
            matches!(error, DebugProbeError::ProbeCouldNotBeCreated(ProbeCreationError::NotFound)),
            "{selector}: {error:?}"
        );
    }
}

#[test]
fn has_one_user_at_a_time() {
    let probe = open("SIM10");
    let selector: DebugProbeSelector = "1209:0001:SIM10".parse().unwrap();
    let error = SimulatedProbeFactory.open(&selector).unwrap_err();
    assert!(chain(&error).contains("SIM10 is in use"), "{error:?}");
    drop(probe);
    open("SIM10");
}

#[test]
fn speaks_swd_only_at_the_speed_that_is_set() {
    let mut probe = open("SIM11");
    assert!(probe.select_protocol(WireProtocol::Jtag).is_err());
    probe.select_protocol(WireProtocol::Swd).unwrap();
    assert_eq!(probe.set_speed(1_000).unwrap(), 1_000);
    assert_eq!(probe.speed_khz(), 1_000);
}

#[test]
fn attaches_by_name_and_by_itself() {
    for (serial, target) in [("SIM12", TargetSelector::from("RP235x")), ("SIM13", TargetSelector::Auto)] {
        let session = open(serial).attach(target, Permissions::default()).unwrap();
        assert_eq!(session.target().name, "RP235x");
    }
}

#[test]
fn both_cores_are_there() {
    let mut session = attach("SIM14");
    assert_eq!(session.list_cores().len(), 2);
    for index in 0..2 {
        let mut core = session.core(index).unwrap();
        assert_eq!(core.read_word_32(SIO_CPUID).unwrap(), index as u32);
        core.halt(TIMEOUT).unwrap();
        assert!(core.core_halted().unwrap());
        core.run().unwrap();
    }
}

#[test]
fn boards_are_independent_and_keep_their_memory() {
    let mut first = attach("SIM15");
    let mut second = attach("SIM16");
    first.core(0).unwrap().write_word_32(DATA, 0x1111_1111).unwrap();
    second.core(0).unwrap().write_word_32(DATA, 0x2222_2222).unwrap();
    assert_eq!(first.core(0).unwrap().read_word_32(DATA).unwrap(), 0x1111_1111);
    drop(first);
    let mut again = attach("SIM15");
    assert_eq!(again.core(0).unwrap().read_word_32(DATA).unwrap(), 0x1111_1111);
}

#[test]
fn equal_traffic_gives_equal_cycles() {
    let cycles = ["SIM17", "SIM18"].map(|serial| {
        let mut session = attach(serial);
        let mut core = session.core(0).unwrap();
        core.reset_and_halt(TIMEOUT).unwrap();
        for _ in 0..5 {
            core.step().unwrap();
        }
        drop(core);
        drop(session);
        let board = handle(serial);
        (board.cycles(), board.retired_instructions(0), board.retired_instructions(1))
    });
    assert_eq!(cycles[0], cycles[1]);
    assert!(cycles[0].0 > 0 && cycles[0].1 > 0);
}

#[test]
fn an_unopened_board_has_no_handle() {
    assert!(registry::board("SIM99").is_none());
}
