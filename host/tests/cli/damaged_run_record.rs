//! Damaged `run.json`: with any values in it, commands end with a result or an error, and never with a panic.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use twinbench::random::Random;

use crate::support::{firmware, twinbench};

/// Number of damaged records. Each is reported, compared and exported.
const ROUNDS: usize = 40;

/// Returns a random value that replaces another.
fn replacement(random: &mut Random) -> Value {
    let numbers = [0.0, -0.0, -1.0, 0.5, 1e308, -1e308, 1e-308, 1e15]
        .map(|number| json!(number))
        .into_iter()
        .chain([json!(0), json!(u32::MAX), json!(u64::MAX), json!(1_u64 << 63), json!(i64::MIN)]);
    let texts = ["", "ram", "yes", "a/b/ram", "<script>", "\n|`*_", "\u{202e}\u{0}"].map(|text| json!(text));
    let others = [json!(null), json!([]), json!({}), json!(true), json!("ä".repeat(200))];
    let all: Vec<Value> = numbers.chain(texts).chain(others).collect();
    all[random.below(all.len())].clone()
}

/// Appends the JSON pointer of every scalar in `value`.
fn pointers(value: &Value, prefix: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| pointers(value, &format!("{prefix}/{key}"), found))
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(index, value)| pointers(value, &format!("{prefix}/{index}"), found));
        }
        _ => found.push(prefix.to_owned()),
    }
}

/// Returns the field of a pointer: the keys without array indices.
fn field(pointer: &str) -> String {
    pointer.split('/').filter(|part| part.parse::<usize>().is_err()).collect::<Vec<_>>().join("/")
}

/// Replaces one or two values of a record. Every field is equally likely, however many values it has.
fn damage(record: &Value, random: &mut Random) -> Value {
    let mut all = Vec::new();
    pointers(record, "", &mut all);
    let mut fields: Vec<String> = all.iter().map(|pointer| field(pointer)).collect();
    fields.sort_unstable();
    fields.dedup();
    let mut damaged = record.clone();
    for _ in 0..1 + random.below(2) {
        let chosen = &fields[random.below(fields.len())];
        let candidates: Vec<&String> = all.iter().filter(|pointer| field(pointer) == *chosen).collect();
        let pointer = candidates[random.below(candidates.len())];
        if let Some(value) = damaged.pointer_mut(pointer) {
            // Half of the numbers stay numbers: such a record can be read, and its figures are drawn.
            let new = replacement(random);
            let stays_number = value.is_number() && !new.is_number() && random.below(2) == 0;
            *value = if stays_number { json!(1e300) } else { new };
        }
    }
    damaged
}

/// Copies the files of a folder.
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
    let directory = tempfile::tempdir().unwrap();
    let intact = directory.path().join("intact");
    twinbench()
        .args(["run", "--quick", "--boots", "2", "--no-explain", "--firmware"])
        .arg(firmware())
        .args(["--scenario", "increment-memory", "interrupt-latency", "ws2812", "--out"])
        .arg(&intact)
        .assert()
        .success();
    let record: Value = serde_json::from_slice(&fs::read(intact.join("run.json")).unwrap()).unwrap();
    let mut random = Random::new(1, "damage");
    let (mut read, mut refused) = (0, 0);
    for round in 0..ROUNDS {
        let folder = directory.path().join(format!("damaged-{round}"));
        copy(&intact, &folder);
        let damaged = damage(&record, &mut random);
        fs::write(folder.join("run.json"), damaged.to_string()).unwrap();
        for arguments in [vec!["report"], vec!["export"], vec!["compare", "--format", "junit"]] {
            let mut command = twinbench();
            command.args(&arguments).arg(&folder);
            if arguments[0] == "compare" {
                command.arg(&folder);
            }
            let output = command.output().unwrap();
            let errors = String::from_utf8_lossy(&output.stderr);
            match output.status.code() {
                Some(0) => read += 1,
                Some(2) => refused += 1,
                code => panic!("{arguments:?} ended with {code:?}: {errors}\n{damaged}"),
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
    assert!(read > ROUNDS / 4 && refused > ROUNDS / 4, "{read} read, {refused} refused");
}
