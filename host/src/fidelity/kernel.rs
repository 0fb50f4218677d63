//! Source text of the kernels, shown beside the results.

use serde::Serialize;
use strum::{Display, EnumString};

/// Form in which a kernel repeats its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    /// Unrolled, in SRAM.
    Straight,
    /// A loop that is part of the code, in SRAM.
    Looped,
    /// Unrolled, in flash.
    InFlash,
    /// Unrolled, in flash, from the start of a page.
    PlacedInFlash,
}

/// Source text of a kernel, from its line in the firmware's `kernels/*.s`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct KernelSource {
    /// Name of the kernel.
    #[serde(skip)]
    pub name: String,
    /// Form of the repetition.
    pub form: Form,
    /// Code of one repetition.
    pub code: String,
    /// Code that sets up registers and memory once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub setup: Option<String>,
}

/// Parses the kernels of a file, one per line: `<form> <name>, "<code>"[, "<setup>"[, "<clean-up>"]]`.
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
