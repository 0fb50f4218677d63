//! How long a comparison of many cells takes: `cargo bench -p twinbench --bench compare_speed`.
//!
//! Makes two synthetic runs of 100,000 cells, one cell in 997 3 % slower in the second, compares them, and
//! prints the time from the folders to the text, and which of those cells were found: with three boots each and
//! Holm's adjustment for so many cells, those without noise.
//! `-- --cells N` for another number.

#[path = "../support/synthetic.rs"]
mod synthetic;

use std::{env, time::Instant};
use synthetic::Synthetic;
use twinbench::compare::{Accepted, Rule, Status, compare, format_named};
use twinbench::store::Run;

/// Samples of a cell: three boots of ten.
const SAMPLES: usize = 30;
/// One cell of so many takes longer: a number that meets each implementation.
const SLOWER_EVERY: usize = 997;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let at = arguments.iter().position(|it| it == "--cells");
    let cells = at.and_then(|at| arguments.get(at + 1)).map_or(Ok(100_000), |it| it.parse())?;
    let place = tempfile::tempdir()?;
    let [base, new] = ["base", "new"].map(|name| place.path().join(name));
    let wanted = Synthetic { cells, samples: cells * SAMPLES, seed: 1, slower_every: None, judged: false };
    synthetic::write(&base, wanted)?;
    synthetic::write(&new, Synthetic { seed: 2, slower_every: Some(SLOWER_EVERY), ..wanted })?;
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
