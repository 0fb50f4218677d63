//! Missed events: native workloads on the simulated board must respond to every event of the fixtures. A checksum does not
//! show a missed event.

use crate::support::{firmware, twinbench};
use twinbench::run::CellOutcome;
use twinbench::store::Run;

#[test]
fn native_workloads_miss_no_event() {
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("run");
    twinbench()
        .args(["run", "--quick", "--boots", "1", "--runtime", "c", "--no-explain", "--firmware"])
        .arg(firmware())
        .args(["--scenario", "ultrasonic-echo", "interrupt-latency", "button-debounce", "state-machine"])
        .args(["control-loop", "pin-toggle", "ws2812", "--out"])
        .arg(&out)
        .assert()
        .success();
    let run = Run::open(&out).unwrap();
    let mut events = 0;
    for cell in &run.record.cells {
        let CellOutcome::Measured(measured) = &cell.outcome else { panic!("{} failed", cell.key) };
        assert!(!measured.quantities.is_empty(), "{} has no quantity", cell.key);
        for quantity in &measured.quantities {
            assert_eq!(quantity.missed, 0, "{} of {}", quantity.description.id, cell.key);
            events += quantity.values.map_or(0, |it| it.count);
        }
    }
    assert!(
        run.record.cells.len() >= 18 && events > 500,
        "{} cells, {events} values",
        run.record.cells.len()
    );
}
