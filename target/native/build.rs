//! Compiles every `c/*.c` for flash and for RAM, assembles every `kernels/*.s`, and passes the objects to the linker.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Options for the RP2350's Cortex-M33 with its single-precision FPU, equivalent to those of the Rust code.
const PROCESSOR: [&str; 4] = ["-mcpu=cortex-m33", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv5-sp-d16"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=c");
    println!("cargo:rerun-if-changed=kernels");
    println!("cargo:rerun-if-changed=build.rs");
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    for object in assemble(&folder.join("kernels"), &out)? {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
    let sources = sources(&folder.join("c"), "c")?;
    for object in compile(&folder, &out, "flash", &sources)? {
        println!("cargo:rustc-link-arg-bins={}", object.display());
    }
    for object in compile(&folder, &out, "ram", &sources)? {
        let placed = object.with_extension("ram.o");
        place_in_ram(&object, &placed)?;
        println!("cargo:rustc-link-arg-bins={}", placed.display());
    }
    Ok(())
}

/// Returns every file of the folder with that extension, sorted by name.
fn sources(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            sources.push(path);
        }
    }
    sources.sort();
    Ok(sources)
}

/// Assembles the kernels, whose sections determine their placement.
fn assemble(folder: &Path, out: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut build = cc::Build::new();
    build
        .compiler("arm-none-eabi-gcc")
        .no_default_flags(true)
        .out_dir(out.join("kernels"))
        .flags(PROCESSOR)
        .flag("-Wa,--fatal-warnings")
        .include(folder)
        .files(sources(folder, "s")?);
    Ok(build.try_compile_intermediates()?)
}

/// Compiles the sources for one placement.
fn compile(
    folder: &Path,
    out: &Path,
    placement: &str,
    sources: &[PathBuf],
) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut build = cc::Build::new();
    build
        .compiler("arm-none-eabi-gcc")
        .no_default_flags(true)
        .out_dir(out.join(placement))
        .flags(PROCESSOR)
        .flags(["-O2", "-std=c11", "-g", "-fno-common", "-ffunction-sections", "-fdata-sections"])
        // Compiles the square root to an instruction: there is no maths library, and no errno.
        .flag("-fno-math-errno")
        // Rounds after each operation, as an interpreter does.
        .flag("-ffp-contract=off")
        // Does not replace loops by memcpy and memset, which are in flash even for code in RAM.
        .flag("-fno-tree-loop-distribute-patterns")
        // Keeps the offset of a function in a cache line when another function changes.
        .flag("-falign-functions=16")
        .flags(["-Wall", "-Wextra", "-Werror"])
        .flag(format!("-ffile-prefix-map={}=native", folder.display()))
        .define("TWINBENCH_PLACEMENT", placement)
        .include(folder.join("c"));
    build.files(sources);
    Ok(build.try_compile_intermediates()?)
}

/// Renames the sections of code and constants so that they are loaded into RAM with the initialised data.
fn place_in_ram(object: &Path, placed: &Path) -> Result<(), Box<dyn Error>> {
    let listing = Command::new("arm-none-eabi-objdump").arg("-h").arg(object).output()?;
    if !listing.status.success() {
        return Err(format!("arm-none-eabi-objdump could not read {}", object.display()).into());
    }
    let mut command = Command::new("arm-none-eabi-objcopy");
    for section in
        String::from_utf8(listing.stdout)?.lines().filter_map(|line| line.split_whitespace().nth(1))
    {
        let kind = if section.starts_with(".text") {
            "code"
        } else if section.starts_with(".rodata") {
            "data"
        } else {
            continue;
        };
        command.arg(format!("--rename-section={section}=.data.ram{section},alloc,load,{kind},contents"));
    }
    if !command.arg(object).arg(placed).status()?.success() {
        return Err(
            format!("arm-none-eabi-objcopy could not rename the sections of {}", object.display()).into()
        );
    }
    Ok(())
}
