//! Builds the MicroPython core with its own build system, one object for each placement, and passes the objects to the
//! linker.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::available_parallelism;

/// Names of the binaries and of their objects.
const IMAGES: [&str; 2] = ["micropython-ram", "micropython-flash"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=port");
    println!("cargo:rerun-if-env-changed=MICROPYTHON_DIR");
    let source = env::var_os("MICROPYTHON_DIR").map(PathBuf::from).ok_or(
        "MICROPYTHON_DIR is not set: run ci/firmware, or set it to a source tree of MicroPython 1.25.0",
    )?;
    println!("cargo:rerun-if-changed={}", source.join("py").display());
    println!("cargo:rerun-if-changed={}", source.join("extmod").display());
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("core");
    make(&source, &out)?;
    for image in IMAGES {
        let object = out.join(image).with_extension("o");
        println!("cargo:rustc-link-arg-bin={image}={}", object.display());
    }
    Ok(())
}

/// Builds the objects with `port/Makefile`.
fn make(source: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let jobs = available_parallelism().map_or(1, usize::from);
    let mut command = Command::new("make");
    command
        .current_dir("port")
        // cargo's job server and its flags for the host do not apply to this build.
        .env_remove("MAKEFLAGS")
        .env_remove("MFLAGS")
        .env_remove("CARGO_MAKEFLAGS")
        .env_remove("CFLAGS")
        .env_remove("LDFLAGS")
        .arg(format!("-j{jobs}"))
        .arg(format!("MICROPYTHON_DIR={}", source.display()))
        .arg(format!("BUILD={}", out.display()));
    let status = command.status().map_err(|error| format!("starting make failed: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("building the MicroPython core failed: {status}").into())
    }
}
