//! Tells the program which revision it was built from.

use std::process::Command;

fn main() {
    for file in ["HEAD", "logs/HEAD"] {
        println!("cargo:rerun-if-changed=../.git/{file}");
    }
    let revision = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output();
    if let Ok(output) = revision
        && output.status.success()
    {
        println!("cargo:rustc-env=TWINBENCH_GIT_REVISION={}", String::from_utf8_lossy(&output.stdout).trim());
    }
}
