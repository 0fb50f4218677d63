//! Run folders whose record says what no run ever wrote: whatever stands there, each command ends with a result or with
//! an error, and never with a panic.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use twinbench::random::Random;

use crate::support::{firmware, twinbench};

/// Damaged records that are tried: each is reported, compared and exported.
const ROUNDS: usize = 40;

/// What takes the place of a value.
fn replacement(random: &mut Random) -> Value {
    let numbers = [0.0, -0.0, -1.0, 0.5, 1e308, -1e308, 1e-308, 1e15]
        .map(|it| json!(it))
        .into_iter()
        .chain([json!(0), json!(u32::MAX), json!(u64::MAX), json!(1_u64 << 63), json!(i64::MIN)]);
    let texts = ["", "ram", "yes", "a/b/ram", "<script>", "\n|`*_", "\u{202e}\u{0}"].map(|it| json!(it));
    let others = [json!(null), json!([]), json!({}), json!(true), json!("ä".repeat(200))];
    let all: Vec<Value> = numbers.chain(texts).chain(others).collect();
    all[random.below(all.len())].clone()
}

/// The way to every value in `value`: keys and indices.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| places(value, &format!("{at}/{key}"), found))
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| places(value, &format!("{at}/{index}"), found));
        }
        _ => found.push(at.to_owned()),
    }
}

/// Places of the same kind, whatever their indices: a rare kind is damaged as often as a frequent one.
fn kind(place: &str) -> String {
    place.split('/').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("/")
}

fn damage(record: &Value, random: &mut Random) -> Value {
    let mut all = Vec::new();
    places(record, "", &mut all);
    let mut kinds: Vec<String> = all.iter().map(|place| kind(place)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut damaged = record.clone();
    for _ in 0..1 + random.below(2) {
        let wanted = &kinds[random.below(kinds.len())];
        let alike: Vec<&String> = all.iter().filter(|place| kind(place) == *wanted).collect();
        let place = alike[random.below(alike.len())];
        if let Some(value) = damaged.pointer_mut(place) {
            // A number stays one half of the time: such a record is read, and its figures are drawn.
            let new = replacement(random);
            let stays = value.is_number() && !new.is_number() && random.below(2) == 0;
            *value = if stays { json!(1e300) } else { new };
        }
    }
    damaged
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn no_record_makes_a_command_panic() {
    let place = tempfile::tempdir().unwrap();
    let whole = place.path().join("whole");
    twinbench()
        .args(["run", "--quick", "--boots", "2", "--no-explain", "--firmware"])
        .arg(firmware())
        .args(["--scenario", "increment-memory", "interrupt-latency", "ws2812", "--out"])
        .arg(&whole)
        .assert()
        .success();
    let record: Value = serde_json::from_slice(&fs::read(whole.join("run.json")).unwrap()).unwrap();
    let mut random = Random::new(1, "damage");
    let (mut read, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let folder = place.path().join(format!("damaged-{round}"));
        copy(&whole, &folder);
        let damaged = damage(&record, &mut random);
        fs::write(folder.join("run.json"), damaged.to_string()).unwrap();
        for arguments in [vec!["report"], vec!["export"], vec!["compare", "--format", "junit"]] {
            let mut command = twinbench();
            command.args(&arguments).arg(&folder);
            if arguments[0] == "compare" {
                command.arg(&folder);
            }
            let output = command.output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => read += 1,
                Some(2) => refused += 1,
                code => panic!("{arguments:?} ended with {code:?}: {said}\n{damaged}"),
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
    assert!(read > ROUNDS / 4 && refused > ROUNDS / 4, "{read} read, {refused} refused");
}
