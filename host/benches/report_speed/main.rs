//! Benchmark of a report of many samples: `cargo bench -p twinbench --bench report_speed`.
//!
//! Creates a synthetic run of ten million samples in a hundred cells, reports it in a separate process, and prints the
//! time and the peak memory. `-- --cells N --samples N` sets the size; `--out DIR` keeps the run with its report;
//! `--deadlines` adds deadlines, verdicts and claims.

#[path = "../support/synthetic.rs"]
mod synthetic;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};
use synthetic::Synthetic;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|it| it == name)?;
        arguments.get(at + 1).cloned()
    };
    if let Some(folder) = value("--report") {
        return report(Path::new(&folder));
    }
    let number = |name: &str, default: usize| value(name).map_or(Ok(default), |it| it.parse());
    let (cells, samples) = (number("--cells", 100)?, number("--samples", 10_000_000)?);
    let temporary = tempfile::tempdir()?;
    let folder = value("--out").map_or_else(|| temporary.path().join("synthetic"), PathBuf::from);
    let with_deadlines = arguments.iter().any(|it| it == "--deadlines");
    synthetic::write(&folder, Synthetic { cells, samples, seed: 1, slower_every: None, with_deadlines })?;
    let bytes = fs::metadata(folder.join("samples.parquet"))?.len();
    println!("run       {cells} cells, {samples} samples, {bytes} bytes of Parquet");
    // A separate process, so that its peak memory is that of the report.
    let status = Command::new(env::current_exe()?).arg("--report").arg(&folder).status()?;
    if status.success() { Ok(()) } else { Err("the report failed".into()) }
}

fn report(folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let started = Instant::now();
    let written = twinbench::report::write_report(folder, &[])?;
    println!("report    {} files in {:.1} s", written.len(), started.elapsed().as_secs_f64());
    match peak_memory() {
        Some(megabytes) => println!("memory    {megabytes} MB peak"),
        None => println!("memory    unknown: this system has no /proc/self/status"),
    }
    Ok(())
}

/// Returns the peak resident memory of this process in MB (Linux, proc(5): `VmHWM` of `/proc/self/status`).
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1000)
}
