//! Execution of the Python scripts in this folder.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a script with `input` as JSON on standard input, and returns its JSON output.
pub fn run(script: &str, input: &serde_json::Value) -> serde_json::Value {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = package.join("../build/python/bin/python");
    assert!(python.exists(), "build/python/bin/python not found: run ci/setup");
    let mut child = Command::new(python)
        .arg(package.join("tests/references").join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start Python");
    let text = input.to_string();
    let mut pipe = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("run Python");
    assert!(output.status.success(), "{script} failed");
    writer.join().expect("the thread").expect("write the input");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
