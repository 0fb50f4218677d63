use super::*;
use crate::run::{Level, Placement, Scale};
use crate::scenario::{Location, Work};
use crate::stats::Length;
use std::fs;
use std::path::PathBuf;
use strum::VariantArray;

const GOOD: &str = r#"id = "increment-memory"
scale = "ns"
title = "x += 1, x in memory"
operations = 1000
expect = 1000
baseline = "c"

[[implementation]]
id = "c"
runtime = "c"
technique = "loop"
entry = "increment_memory"
placements = ["flash", "ram"]

[[implementation]]
id = "micropython-global"
runtime = "micropython"
technique = "loop"
script = "global.py"
"#;

/// Folder of a scenario with one script, `global.py`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("global.py"), script).unwrap();
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("scenario.toml")
    }

    fn parse(&self, text: &str) -> Result<Scenario, ScenarioError> {
        parse(&self.path(), text)
    }

    /// Returns the error for `text`, without the name of the folder.
    fn refuse(&self, text: &str) -> String {
        let message = self.parse(text).unwrap_err().to_string();
        let prefix = format!("{}/", self.0.path().display());
        message.strip_prefix(&prefix).unwrap_or(&message).to_owned()
    }
}

/// Returns the error for the good scenario with `from` replaced by `to`.
fn refuse(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    Folder::new("def run(operations): pass\n").refuse(&GOOD.replacen(from, to, 1))
}

#[test]
fn good_file_with_defaults() {
    let folder = Folder::new("def run(operations):\n    return operations\n");
    let scenario = folder.parse(GOOD).unwrap();
    assert_eq!(
        (scenario.id.as_str(), scenario.scale, scenario.operations),
        ("increment-memory", Scale::Nanoseconds, 1000)
    );
    assert_eq!((scenario.expect_at(Length::Single), scenario.expect_at(Length::Double)), (1000, 2000));
    assert_eq!(scenario.operations_at(Length::Double), 2000);
    assert_eq!(scenario.location, Location { path: folder.path(), line: 1 });

    let [c, python] = scenario.implementations.as_slice() else { panic!("{scenario:?}") };
    assert_eq!(c.work, Work::Entry("increment_memory".into()));
    assert_eq!(c.placements, [Placement::Ram, Placement::Flash]);
    assert_eq!(c.location.line, 9);
    assert_eq!(python.placements, Placement::VARIANTS);
    let Work::Script(script) = &python.work else { panic!("{python:?}") };
    assert_eq!(script.level, Level::Function);
    assert!(script.source.starts_with("def run"));
    assert_eq!(scenario.implementation("c"), Some(c));
    assert_eq!(scenario.implementation("rust"), None);
}

#[test]
fn stated_double_checksum_and_module_level() {
    let folder = Folder::new("checksum = operations\n");
    let text =
        GOOD.replace("expect = 1000", "expect = 4294967295\nexpect_double = 7") + "level = \"module\"\n";
    let scenario = folder.parse(&text).unwrap();
    assert_eq!((scenario.expect, scenario.expect_double), (u32::MAX, 7));
    let Work::Script(script) = &scenario.implementations[1].work else { panic!("{scenario:?}") };
    assert_eq!(script.level, Level::Module);
}

#[test]
fn not_toml() {
    let error = refuse("operations = 1000", "operations = = 1000");
    assert!(error.starts_with("scenario.toml:4: "), "{error}");
}

#[test]
fn unknown_keys_are_named_with_the_known_ones() {
    let error = refuse("operations", "operation");
    assert!(
        error.starts_with("scenario.toml:4: unknown field `operation`, expected one of `id`, `scale`"),
        "{error}"
    );
    let error = refuse("placements", "placement");
    assert!(error.starts_with("scenario.toml:13: unknown field `placement`, expected one of"), "{error}");
}

#[test]
fn missing_keys() {
    let error = refuse("title = \"x += 1, x in memory\"\n", "");
    assert!(error.contains("missing field `title`"), "{error}");
    let error = refuse("technique = \"loop\"\n", "");
    assert_eq!(error, "scenario.toml:8: missing field `technique`");
}

#[test]
fn values_of_another_type() {
    let error = refuse("\"ns\"", "\"ps\"");
    assert_eq!(error, "scenario.toml:2: unknown value `ps`, expected one of `ns`, `us`, `ms`, `s`");
    let error = refuse("runtime = \"c\"", "runtime = \"d\"");
    assert!(error.starts_with("scenario.toml:10: unknown value `d`, expected one of `c`, `rust`"), "{error}");
    let error = refuse("[\"flash\", \"ram\"]", "[\"rom\"]");
    assert_eq!(error, "scenario.toml:13: unknown value `rom`, expected `ram` or `flash`");
    assert!(refuse("operations = 1000", "operations = -1").starts_with("scenario.toml:4: "));
    assert!(refuse("expect = 1000", "expect = \"1000\"").starts_with("scenario.toml:5: "));
    assert!(refuse("expect = 1000", "expect = 4294967296").starts_with("scenario.toml:5: "));
}

#[test]
fn numbers_out_of_range() {
    for operations in ["0", "2147483648"] {
        let error = refuse("operations = 1000", &format!("operations = {operations}"));
        assert_eq!(error, format!("scenario.toml:4: `operations` is {operations}, expected 1 to 2147483647"));
    }
}

#[test]
fn ids_and_texts() {
    for id in ["", "Increment", "a--b", "-a", "a_b", "../a", "ä"] {
        let error = refuse("\"increment-memory\"", &format!("{id:?}"));
        assert!(error.starts_with(&format!("scenario.toml:1: `{id}` is not an id")), "{error}");
    }
    assert!(refuse("\"loop\"", "\"\"").starts_with("scenario.toml:11: `` is not an id"));
    assert_eq!(
        refuse("\"x += 1, x in memory\"", "\" \""),
        "scenario.toml:3: `title` is empty, expected a value"
    );
    assert_eq!(
        refuse("\"increment_memory\"", "\"\""),
        "scenario.toml:12: `entry` is empty, expected a value"
    );
}

#[test]
fn the_baseline_must_exist() {
    let error = refuse("baseline = \"c\"", "baseline = \"rust\"");
    let expected = "baseline `rust` is not an implementation of this scenario, expected one of `c`, `micropython-global`";
    assert_eq!(error, format!("scenario.toml:6: {expected}"));
    let without = GOOD.split("\n[[").next().unwrap();
    assert!(
        Folder::new("")
            .refuse(without)
            .ends_with("the file has no [[implementation]], expected at least one")
    );
}

#[test]
fn duplicate_implementation() {
    let error = refuse("\"micropython-global\"", "\"c\"");
    assert!(error.starts_with("scenario.toml:16: implementation `c` is already defined at "), "{error}");
    assert!(error.ends_with("scenario.toml:9, expected a unique id"), "{error}");
}

#[test]
fn placements_are_not_empty_and_not_repeated() {
    assert_eq!(
        refuse("[\"flash\", \"ram\"]", "[]"),
        "scenario.toml:13: `placements` is empty, expected a value"
    );
    assert_eq!(
        refuse("\"flash\", \"ram\"", "\"ram\", \"ram\""),
        "scenario.toml:13: placement `ram` is listed twice"
    );
}

#[test]
fn keys_match_the_runtime() {
    let error = refuse("entry = \"increment_memory\"\n", "");
    assert_eq!(error, "scenario.toml:10: runtime `c` needs `entry`");
    let error = refuse("script = \"global.py\"\n", "");
    assert_eq!(error, "scenario.toml:17: runtime `micropython` needs `script`");
    let error = refuse("entry = ", "script = \"global.py\"\nentry = ");
    assert!(error.starts_with("scenario.toml:12: runtime `c` does not use `script`"), "{error}");
    let error = refuse("entry = ", "level = \"module\"\nentry = ");
    assert!(error.starts_with("scenario.toml:12: runtime `c` does not use `level`"), "{error}");
    let error = refuse("script = ", "entry = \"a\"\nscript = ");
    assert!(error.starts_with("scenario.toml:19: runtime `micropython` does not use `entry`"), "{error}");
}

#[test]
fn scripts_are_files_in_the_folder() {
    let error = refuse("\"global.py\"", "\"local.py\"");
    assert!(error.starts_with("scenario.toml:19: script `local.py` cannot be read: "), "{error}");
    for outside in ["../global.py", "/etc/hostname", "./global.py"] {
        let error = refuse("global.py", outside);
        assert!(error.contains("is outside of the scenario's folder"), "{error}");
    }
    let folder = Folder::new("");
    fs::write(folder.0.path().join("global.py"), [0xFF, 0xFE]).unwrap();
    assert!(folder.refuse(GOOD).contains("script `global.py` cannot be read"));
}

#[test]
fn scripts_match_their_runtime() {
    let plain = Folder::new("def run(operations): pass\n");
    let viper = Folder::new("@micropython.viper\ndef run(operations: int) -> int: pass\n");
    let as_viper = GOOD.replace("runtime = \"micropython\"", "runtime = \"micropython-viper\"");
    let as_native = GOOD.replace("runtime = \"micropython\"", "runtime = \"micropython-native\"");
    viper.parse(&as_viper).unwrap();
    assert!(viper.refuse(GOOD).ends_with("expected neither `@micropython.native` nor `@micropython.viper`"));
    assert!(viper.refuse(&as_native).ends_with("expected a function under `@micropython.native`"));
    assert!(plain.refuse(&as_viper).ends_with("expected a function under `@micropython.viper`"));
    let module = as_viper + "level = \"module\"\n";
    assert!(
        viper.refuse(&module).starts_with("scenario.toml:20: runtime `micropython-viper` compiles functions")
    );
}

proptest::proptest! {
    #[test]
    fn any_text_gives_a_scenario_or_an_error(text in "\\PC*", cut in 0..GOOD.len(), replaced in 0..GOOD.len()) {
        let folder = Folder::new("");
        let _ = folder.parse(&text);
        let _ = folder.parse(&GOOD[..cut]);
        let mut bytes = GOOD.as_bytes().to_vec();
        bytes[replaced] = b'\n';
        let _ = folder.parse(&String::from_utf8_lossy(&bytes));
    }
}
