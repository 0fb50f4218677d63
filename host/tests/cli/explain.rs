//! `twinbench explain`: operations down to the instruction, on the simulated board.

use std::fs;

use crate::support::{firmware, twinbench};
use object::{Object, ObjectSection};
use predicates::prelude::*;
use serde_json::Value;

fn json(arguments: &[&str]) -> Vec<Value> {
    let output = twinbench().arg("explain").args(arguments).arg("--json").assert().success();
    let document: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(document["schema"], 1);
    assert_eq!(document["board"]["kind"], "simulated");
    document["explanations"].as_array().unwrap().clone()
}

fn sum<'a>(rows: &'a Value, count: impl Fn(&'a Value) -> &'a Value) -> u64 {
    rows.as_array().unwrap().iter().map(|row| count(row).as_u64().unwrap_or(0)).sum()
}

fn own_of_tree(node: &Value, field: &str) -> u64 {
    node["own"][field].as_u64().unwrap_or(0)
        + node["children"].as_array().unwrap().iter().map(|child| own_of_tree(child, field)).sum::<u64>()
}

/// Bytecodes, functions, classes and the tree each add up to the whole, in instructions and cycles.
fn adds_up(profile: &Value, what: &Value) {
    let total = &profile["total"];
    for field in ["instructions", "cycles"] {
        let all = total[field].as_u64().unwrap_or(0);
        let bytecodes = sum(&profile["bytecodes"], |row| &row["total"][field]);
        assert_eq!(bytecodes + profile["outside"][field].as_u64().unwrap_or(0), all, "bytecodes of {what}");
        let parts = ["dispatch", "own", "callee"]
            .map(|part| sum(&profile["bytecodes"], move |row| &row[part][field]));
        assert_eq!(parts.iter().sum::<u64>(), bytecodes, "parts of the bytecodes of {what}");
        assert_eq!(sum(&profile["functions"], |row| &row["own"][field]), all, "functions of {what}");
        assert_eq!(own_of_tree(&profile["tree"], field), all, "tree of {what}");
    }
    let classes = profile["classes"].as_object().unwrap();
    let counted: u64 = classes.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(Some(counted), total["instructions"].as_u64(), "classes of {what}");
}

fn check(explanation: &Value) {
    let title = &explanation["subject"]["title"];
    adds_up(&explanation["sample"], title);
    assert_eq!(explanation["sample"]["total"]["cycles"], explanation["traced_dwt_cycles"], "{title}");
    if let Some(steady) = explanation["steady"].as_object() {
        adds_up(&steady["profile"], title);
    }
}

fn bytecodes(profile: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        profile["bytecodes"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn the_parts_add_up_in_every_scenario_of_the_nanosecond_scale() {
    for scenario in ["increment-memory", "increment-register", "add-by-type"] {
        for placement in ["ram", "flash"] {
            let explanations = json(&[scenario, "--placement", placement]);
            assert!(explanations.len() >= 3);
            explanations.iter().for_each(check);
        }
    }
}

#[test]
fn the_primer_s_statement() {
    twinbench()
        .args(["explain", "increment-memory", "--implementation", "micropython-module"])
        .assert()
        .success()
        .stdout(
            predicate::str::contains("LOAD_NAME x")
                .and(predicate::str::contains("LOAD_CONST_SMALL_INT 1"))
                .and(predicate::str::contains("BINARY_OP_MULTI +="))
                .and(predicate::str::contains("STORE_NAME x"))
                .and(predicate::str::contains("mp_binary_op"))
                .and(predicate::str::contains("stated  measured"))
                .and(predicate::str::contains("~500-700"))
                .and(predicate::str::contains("simulated: a model, no measurement of silicon")),
        );
    let of_scenario = &json(&["increment-memory", "--implementation", "micropython-module"])[0];
    let of_code = &json(&["--code", "x += 1", "--setup", "x = 0"])[0];
    for explanation in [of_scenario, of_code] {
        let profile = &explanation["steady"]["profile"];
        assert_eq!(
            bytecodes(profile),
            ["BINARY_OP_MULTI", "LOAD_CONST_SMALL_INT", "LOAD_NAME", "STORE_NAME"]
        );
        assert_eq!(explanation["primer"].as_array().unwrap().len(), 7);
        assert!(profile["total"]["instructions"].as_u64() > Some(50));
    }
    // The same statement, whoever asks.
    assert_eq!(
        of_scenario["steady"]["profile"]["total"]["instructions"],
        of_code["steady"]["profile"]["total"]["instructions"]
    );
    let pipeline = &of_code["pipeline"]["statement"];
    assert_eq!(pipeline["source_bytes"], "x += 1\n".len());
    for field in ["parse_cycles", "compile_cycles", "bytecode_bytes"] {
        assert!(pipeline[field].as_u64() > Some(0), "{field}");
    }
}

#[test]
fn c_needs_the_three_instructions_that_the_primer_names() {
    let explanation = &json(&["increment-memory", "--implementation", "c"])[0];
    let steady = &explanation["steady"];
    let classes: Vec<&str> = steady["instructions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["class"].as_str().unwrap())
        .collect();
    assert_eq!(classes, ["load", "alu", "store"]);
    assert_eq!(explanation["primer"][0]["measured"], 3.0);
    assert_eq!(explanation["pipeline"], Value::Null);
}

#[test]
fn single_steps_show_what_retires() {
    let cases: [&[&str]; 3] = [
        &["--code", "x += 1", "--setup", "x = 0"],
        &["increment-register", "--implementation", "c", "--operations", "7"],
        &["increment-memory", "--implementation", "micropython-viper-pointer", "--placement", "flash"],
    ];
    for arguments in cases {
        let retired = &json(arguments)[0];
        let stepped = &json(&[arguments, &["--method", "stepped"]].concat())[0];
        assert_eq!(stepped["method"], "stepped");
        assert_eq!(stepped["traced_dwt_cycles"], Value::Null);
        assert_eq!(stepped["dwt_cycles"], retired["dwt_cycles"]);
        let strip = |explanation: &Value| -> Vec<(String, Value)> {
            let steady = &explanation["steady"];
            let addresses = steady["instructions"].as_array().unwrap().iter();
            addresses
                .map(|line| (line["text"].as_str().unwrap().to_owned(), line["address"].clone()))
                .collect()
        };
        assert_eq!(strip(stepped), strip(retired));
        for field in ["functions", "bytecodes"] {
            let counts = |explanation: &Value| -> Vec<(Value, Value)> {
                let rows = explanation["sample"][field].as_array().unwrap();
                let count = |row: &Value| {
                    let counts = if field == "functions" { &row["own"] } else { &row["total"] };
                    (row["name"].clone(), counts["instructions"].clone())
                };
                rows.iter().map(count).collect()
            };
            assert_eq!(counts(stepped), counts(retired));
        }
    }
}

#[test]
fn exceptions_collections_and_functions_written_in_c() {
    let raised = &json(&["--code", "try:\n  'a' + 1\nexcept TypeError:\n  pass"])[0];
    check(raised);
    let names = bytecodes(&raised["steady"]["profile"]);
    assert!(names.contains(&"SETUP_EXCEPT") && names.contains(&"POP_EXCEPT_JUMP"), "{names:?}");

    let collected = &json(&["--setup", "import gc", "--code", "gc.collect()"])[0];
    check(collected);
    assert_eq!(collected["steady"]["profile"]["allocations"]["collections"], 1);

    let summed = &json(&["--code", "s = sum(range(100))"])[0];
    check(summed);
    let functions = summed["steady"]["profile"]["functions"].as_array().unwrap();
    assert!(functions.iter().any(|row| row["name"] == "range_it_iternext" && row["calls"] == 101));

    let called =
        &json(&["--setup", "def f(a):\n  return a + 1", "--code", "f(1)", "--placement", "flash"])[0];
    check(called);
    assert!(bytecodes(&called["steady"]["profile"]).contains(&"LOAD_FAST_MULTI"));
}

#[test]
fn what_is_written_to_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    twinbench()
        .args(["explain", "--code", "x += 1", "--setup", "x = 0", "--out"])
        .arg(folder.path())
        .assert()
        .success();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["explain.json", "flame-code-ram-bytecodes.svg", "flame-code-ram-functions.svg"]);
    let svg = fs::read_to_string(folder.path().join("flame-code-ram-bytecodes.svg")).unwrap();
    assert!(svg.contains("LOAD_NAME x") && svg.contains("mp_binary_op"));
    assert!(svg.contains("simulated: instructions by bytecode"), "a picture says what the board was");
}

#[test]
fn a_run_s_report_shows_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let cell = ["--scenario", "increment-register", "--runtime", "c", "--placement", "ram"];
    twinbench()
        .args(["run", "--samples", "1", "--boots", "1"])
        .args(cell)
        .arg("--out")
        .arg(&run)
        .assert()
        .success();
    twinbench().args(["explain", "--code", "x = 1", "--out"]).arg(&run).assert().success();
    twinbench().arg("report").arg(&run).assert().success();
    let page = fs::read_to_string(run.join("report.html")).unwrap();
    for text in ["Down to the instruction", "STORE_NAME x", "data:image/svg+xml", "id=\"instructions\""] {
        assert!(page.contains(text), "{text}");
    }
    assert!(run.join("charts/instructions.svg").is_file());
}

#[test]
fn errors_are_named() {
    let fails = |arguments: &[&str], code: i32, text: &str| {
        let refused = twinbench().arg("explain").args(arguments).assert().code(code).stdout("");
        refused.stderr(predicate::str::contains(text));
    };
    fails(&["--code", "x +="], 1, "does not compile");
    fails(&["--code", "x"], 1, "NameError");
    fails(&["--code", "while True: pass", "--timeout", "1"], 1, "did not end within 1 s");
    fails(&["--code", "s = sum(range(100))", "--limit", "500"], 1, "did not end within 500 instructions");
    fails(&["--code", " "], 2, "expected a statement");
    fails(&["increment-memory", "--implementation", "java"], 2, "there are c, micropython-global");
    fails(&["no-such-scenario"], 2, "no scenario matches");
}

#[test]
fn images_without_symbols_or_debug_information_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let elf = fs::read(firmware().join("micropython-ram.elf")).unwrap();
    let image = folder.path().join("micropython-ram.elf");
    let refused = |elf: &[u8], text: &str| {
        fs::write(&image, elf).unwrap();
        let mut command = twinbench();
        command.args(["explain", "--code", "x = 1", "--firmware"]).arg(folder.path());
        command.assert().code(2).stderr(predicate::str::contains(text));
    };
    refused(&without_section(&elf, ".debug_info"), "no DWARF debug information");
    refused(&without_section(&elf, ".symtab"), "has no symbol");
    refused(b"no firmware", "is not an ELF file");
}

/// The same file with a section of no kind (SHT_NULL) and no bytes: nothing is left of it.
fn without_section(elf: &[u8], name: &str) -> Vec<u8> {
    let file = object::File::parse(elf).unwrap();
    let index = file.section_by_name(name).unwrap().index().0;
    let word = |at: usize| u32::from_le_bytes(elf[at..at + 4].try_into().unwrap()) as usize;
    // e_shoff; in a section header of 40 bytes the second word is the kind and the sixth the size.
    let header = word(32) + index * 40;
    let mut stripped = elf.to_vec();
    stripped[header + 4..header + 8].fill(0);
    stripped[header + 20..header + 24].fill(0);
    stripped
}
