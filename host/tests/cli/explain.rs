//! `twinbench explain` on the simulated board.

use std::fs;

use crate::support::{firmware, twinbench};
use object::{Object, ObjectSection};
use predicates::prelude::*;
use serde_json::Value;

/// Runs `explain --json`, and returns the explanations.
fn explain(arguments: &[&str]) -> Vec<Value> {
    let output = twinbench().arg("explain").args(arguments).arg("--json").assert().success();
    let document: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    assert_eq!(document["schema"], 1);
    assert_eq!(document["board"]["kind"], "simulated");
    document["explanations"].as_array().unwrap().clone()
}

fn sum<'a>(rows: &'a Value, count: impl Fn(&'a Value) -> &'a Value) -> u64 {
    rows.as_array().unwrap().iter().map(|row| count(row).as_u64().unwrap_or(0)).sum()
}

fn sum_of_own_counts(node: &Value, field: &str) -> u64 {
    node["own"][field].as_u64().unwrap_or(0)
        + node["children"]
            .as_array()
            .unwrap()
            .iter()
            .map(|child| sum_of_own_counts(child, field))
            .sum::<u64>()
}

/// Asserts that bytecodes, functions, classes and the call tree each add up to the total, in instructions and cycles.
fn assert_sums(profile: &Value, title: &Value) {
    let total = &profile["total"];
    for field in ["instructions", "cycles"] {
        let all = total[field].as_u64().unwrap_or(0);
        let bytecodes = sum(&profile["bytecodes"], |row| &row["total"][field]);
        assert_eq!(bytecodes + profile["outside"][field].as_u64().unwrap_or(0), all, "bytecodes of {title}");
        let parts = ["dispatch", "own", "callee"]
            .map(|part| sum(&profile["bytecodes"], move |row| &row[part][field]));
        assert_eq!(parts.iter().sum::<u64>(), bytecodes, "parts of the bytecodes of {title}");
        assert_eq!(sum(&profile["functions"], |row| &row["own"][field]), all, "functions of {title}");
        assert_eq!(sum_of_own_counts(&profile["tree"], field), all, "tree of {title}");
    }
    let classes = profile["classes"].as_object().unwrap();
    let counted: u64 = classes.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(Some(counted), total["instructions"].as_u64(), "classes of {title}");
}

fn assert_all_sums(explanation: &Value) {
    let title = &explanation["subject"]["title"];
    assert_sums(&explanation["sample"], title);
    assert_eq!(explanation["sample"]["total"]["cycles"], explanation["traced_dwt_cycles"], "{title}");
    if let Some(steady) = explanation["steady"].as_object() {
        assert_sums(&steady["profile"], title);
    }
}

fn bytecodes(profile: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        profile["bytecodes"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

#[test]
fn counts_add_up_in_every_scenario_of_the_nanosecond_scale() {
    for scenario in ["increment-memory", "increment-register", "add-by-type"] {
        for placement in ["ram", "flash"] {
            let explanations = explain(&[scenario, "--placement", placement]);
            assert!(explanations.len() >= 3);
            explanations.iter().for_each(assert_all_sums);
        }
    }
}

#[test]
fn the_statement_of_the_primer_is_explained_alike_as_cell_and_as_code() {
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
                .and(predicate::str::contains("simulated: a model, not a measurement of silicon")),
        );
    let of_scenario = &explain(&["increment-memory", "--implementation", "micropython-module"])[0];
    let of_code = &explain(&["--code", "x += 1", "--setup", "x = 0"])[0];
    for explanation in [of_scenario, of_code] {
        let profile = &explanation["steady"]["profile"];
        assert_eq!(
            bytecodes(profile),
            ["BINARY_OP_MULTI", "LOAD_CONST_SMALL_INT", "LOAD_NAME", "STORE_NAME"]
        );
        assert_eq!(explanation["primer"].as_array().unwrap().len(), 7);
        assert!(profile["total"]["instructions"].as_u64() > Some(50));
    }
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
fn c_executes_the_three_instructions_of_the_primer() {
    let explanation = &explain(&["increment-memory", "--implementation", "c"])[0];
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
fn stepped_and_retired_traces_are_equal() {
    let cases: [&[&str]; 3] = [
        &["--code", "x += 1", "--setup", "x = 0"],
        &["increment-register", "--implementation", "c", "--operations", "7"],
        &["increment-memory", "--implementation", "micropython-viper-pointer", "--placement", "flash"],
    ];
    for arguments in cases {
        let retired = &explain(arguments)[0];
        let stepped = &explain(&[arguments, &["--method", "stepped"]].concat())[0];
        assert_eq!(stepped["method"], "stepped");
        assert_eq!(stepped["traced_dwt_cycles"], Value::Null);
        assert_eq!(stepped["dwt_cycles"], retired["dwt_cycles"]);
        let listing = |explanation: &Value| -> Vec<(String, Value)> {
            let steady = &explanation["steady"];
            let addresses = steady["instructions"].as_array().unwrap().iter();
            addresses
                .map(|line| (line["text"].as_str().unwrap().to_owned(), line["address"].clone()))
                .collect()
        };
        assert_eq!(listing(stepped), listing(retired));
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
fn counts_add_up_with_exceptions_collections_and_c_functions() {
    let raised = &explain(&["--code", "try:\n  'a' + 1\nexcept TypeError:\n  pass"])[0];
    assert_all_sums(raised);
    let names = bytecodes(&raised["steady"]["profile"]);
    assert!(names.contains(&"SETUP_EXCEPT") && names.contains(&"POP_EXCEPT_JUMP"), "{names:?}");

    let collected = &explain(&["--setup", "import gc", "--code", "gc.collect()"])[0];
    assert_all_sums(collected);
    assert_eq!(collected["steady"]["profile"]["allocations"]["collections"], 1);

    let summed = &explain(&["--code", "s = sum(range(100))"])[0];
    assert_all_sums(summed);
    let functions = summed["steady"]["profile"]["functions"].as_array().unwrap();
    assert!(functions.iter().any(|row| row["name"] == "range_it_iternext" && row["calls"] == 101));

    let called =
        &explain(&["--setup", "def f(a):\n  return a + 1", "--code", "f(1)", "--placement", "flash"])[0];
    assert_all_sums(called);
    assert!(bytecodes(&called["steady"]["profile"]).contains(&"LOAD_FAST_MULTI"));
}

#[test]
fn out_writes_the_document_and_flame_graphs() {
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
    assert!(
        svg.contains("simulated: instructions by bytecode"),
        "expected the kind of board in the subtitle"
    );
}

#[test]
fn a_report_shows_the_explanations_in_its_run_folder() {
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
    for text in ["<h2>Explanations</h2>", "STORE_NAME x", "data:image/svg+xml", "id=\"instructions\""] {
        assert!(page.contains(text), "{text}");
    }
    assert!(run.join("charts/instructions.svg").is_file());
}

#[test]
fn errors_name_their_cause() {
    let fails = |arguments: &[&str], code: i32, text: &str| {
        let refused = twinbench().arg("explain").args(arguments).assert().code(code).stdout("");
        refused.stderr(predicate::str::contains(text));
    };
    fails(&["--code", "x +="], 1, "does not compile");
    fails(&["--code", "x"], 1, "NameError");
    fails(&["--code", "while True: pass", "--timeout", "1"], 1, "did not end within 1 s");
    fails(&["--code", "s = sum(range(100))", "--limit", "500"], 1, "did not end within 500 instructions");
    fails(&["--code", " "], 2, "expected a statement");
    fails(&["increment-memory", "--implementation", "java"], 2, "expected one of c, micropython-global");
    fails(&["no-such-scenario"], 2, "no scenario matches");
}

#[test]
fn images_without_symbols_or_debug_information_are_refused() {
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

/// Returns an ELF file with one section disabled: type SHT_NULL, size 0.
fn without_section(elf: &[u8], name: &str) -> Vec<u8> {
    let file = object::File::parse(elf).unwrap();
    let index = file.section_by_name(name).unwrap().index().0;
    let word = |offset: usize| u32::from_le_bytes(elf[offset..offset + 4].try_into().unwrap()) as usize;
    // ELF32: offsets of e_shoff in the file header, and of sh_type and sh_size in a section header.
    const E_SHOFF: usize = 32;
    const SH_TYPE: usize = 4;
    const SH_SIZE: usize = 20;
    const HEADER_SIZE: usize = 40;
    let header = word(E_SHOFF) + index * HEADER_SIZE;
    let mut stripped = elf.to_vec();
    stripped[header + SH_TYPE..][..4].fill(0);
    stripped[header + SH_SIZE..][..4].fill(0);
    stripped
}
