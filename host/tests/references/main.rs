//! Statistics and files checked against SciPy, DuckDB and pandas (in build/python, installed by `ci/setup`).

mod python;
mod statistics;
mod tables;
