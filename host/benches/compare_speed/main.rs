//! Benchmark of a comparison of many cells: `cargo bench -p twinbench --bench compare_speed`.
//!
//! Compares two synthetic runs of 100,000 cells. In the second run, one cell in 997 is 3 % slower. Prints the time from
//! the run folders to the text, and the number of slower cells found: with three boots and Holm's adjustment for so many
//! cells, only the cells without noise are found. `-- --cells N` sets the number of cells.

#[path = "../support/synthetic.rs"]
mod synthetic;

use std::{env, time::Instant};
use synthetic::Synthetic;
use twinbench::compare::{Accepted, Rule, Status, compare, format_named};
use twinbench::store::Run;

/// Samples of a cell: ten in each of three boots.
const SAMPLES: usize = 30;
/// Distance between slower cells: a prime number, so that all implementations have slower cells.
const SLOWER_EVERY: usize = 997;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let at = arguments.iter().position(|it| it == "--cells");
    let cells = at.and_then(|at| arguments.get(at + 1)).map_or(Ok(100_000), |it| it.parse())?;
    let folder = tempfile::tempdir()?;
    let [base, new] = ["base", "new"].map(|name| folder.path().join(name));
    let run =
        Synthetic { cells, samples: cells * SAMPLES, seed: 1, slower_every: None, with_deadlines: false };
    synthetic::write(&base, run)?;
    synthetic::write(&new, Synthetic { seed: 2, slower_every: Some(SLOWER_EVERY), ..run })?;
    let started = Instant::now();
    let (base, new) = (Run::open(&base)?, Run::open(&new)?);
    let read = started.elapsed();
    let comparison = compare(&base, &new, Rule::DEFAULT, Accepted::default())?;
    let compared = started.elapsed();
    let text = format_named("text").map(|format| (format.render)(&comparison)).unwrap_or_default();
    let seconds = |it: std::time::Duration| it.as_secs_f64();
    let (slower, faster) = (comparison.count(Status::Slower), comparison.count(Status::Faster));
    println!("cells     {} in both", comparison.cells.len());
    println!("found     {slower} slower of {}, {faster} faster of 0", cells.div_ceil(SLOWER_EVERY));
    println!("read      {:.1} s", seconds(read));
    println!("compare   {:.1} s", seconds(compared - read));
    println!("write     {:.1} s, {} bytes", seconds(started.elapsed() - compared), text.len());
    Ok(())
}
