//! Output of passing tests.

use std::io::Write;

/// Prints a line to standard error directly, because the test runner discards what passing tests print. The counts belong
/// in every log.
pub fn log_line(line: &str) {
    // A closed standard error is no failure.
    let _ = writeln!(std::io::stderr(), "{line}");
}
