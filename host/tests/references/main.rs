//! Figures and files against programs that others wrote: SciPy, DuckDB and pandas, in build/python (`ci/setup`).

mod python;
mod statistics;
mod tables;
