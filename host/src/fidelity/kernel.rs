//! The text of the kernels, for the reader of a table: what was run.

use serde::Serialize;
use strum::{Display, EnumString};

/// How a kernel repeats its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// In a row, in SRAM.
    Straight,
    /// In a loop that is part of the code, in SRAM.
    Looped,
    /// In a row, in flash.
    InFlash,
    /// In a row, in flash, from the start of a page on.
    PlacedInFlash,
}

/// A kernel as its line in the firmware's `kernels/*.s` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KernelSource {
    /// Its name.
    #[serde(skip)]
    pub name: String,
    /// How it is repeated.
    pub form: Form,
    /// The code of one repetition.
    pub code: String,
    /// What prepares registers and memory, once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup: Option<String>,
}

/// All kernels of a file: `<form> <name>, "<code>"[, "<setup>"[, "<clean-up>"]]`, a line each.
pub(super) fn parse(text: &str) -> Vec<KernelSource> {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<KernelSource> {
    let (form, rest) = line.trim().split_once(' ')?;
    let form = form.parse().ok()?;
    let (name, rest) = rest.split_once(',')?;
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let code = quoted.next()?.to_owned();
    let setup = quoted.next().map(str::to_owned);
    Some(KernelSource { name: name.trim().to_owned(), form, code, setup })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_kernel() {
        let kernels = parse(
            "@ Loops.\n    .macro pause\n    looped loop, \"subs r7, #1; bne.n 9b\"\n    straight div, \"udiv r0, r0, r1\", \"movs r1, #1\"\n",
        );
        assert_eq!(kernels.len(), 2);
        assert_eq!(kernels[0].name, "loop");
        assert_eq!((kernels[0].form, kernels[0].code.as_str()), (Form::Looped, "subs r7, #1; bne.n 9b"));
        assert_eq!(kernels[0].setup, None);
        assert_eq!((kernels[1].form, kernels[1].setup.as_deref()), (Form::Straight, Some("movs r1, #1")));
    }
}
