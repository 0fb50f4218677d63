//! How long a comparison of many cells takes: `cargo bench -p twinbench --bench compare_speed`.
//!
//! Makes two synthetic runs of 100,000 cells, compares them, and prints the time from the folders to the text.
//! `-- --cells N` for another number.

#[path = "../report_speed/synthetic.rs"]
mod synthetic;

use std::{env, time::Instant};
use twinbench::compare::{Accepted, Rule, compare, format_named};
use twinbench::store::Run;

/// Samples of a cell: the boots' worth that figures need.
const SAMPLES: usize = 30;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let at = arguments.iter().position(|it| it == "--cells");
    let cells = at.and_then(|at| arguments.get(at + 1)).map_or(Ok(100_000), |it| it.parse())?;
    let place = tempfile::tempdir()?;
    let [base, new] = ["base", "new"].map(|name| place.path().join(name));
    synthetic::write(&base, cells, cells * SAMPLES, false)?;
    synthetic::write(&new, cells, cells * SAMPLES, false)?;
    let started = Instant::now();
    let (base, new) = (Run::open(&base)?, Run::open(&new)?);
    let read = started.elapsed();
    let comparison = compare(&base, &new, Rule::DEFAULT, Accepted::default())?;
    let compared = started.elapsed();
    let text = format_named("text").map(|format| (format.render)(&comparison)).unwrap_or_default();
    let seconds = |it: std::time::Duration| it.as_secs_f64();
    println!("cells     {} in both, {} changed", comparison.cells.len(), usize::from(comparison.has_change()));
    println!("read      {:.1} s", seconds(read));
    println!("compare   {:.1} s", seconds(compared - read));
    println!("write     {:.1} s, {} bytes", seconds(started.elapsed() - compared), text.len());
    Ok(())
}
