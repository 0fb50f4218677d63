//! Exclusive, acquire and release accesses, naturally aligned.
//!
//! Left out, because implementation defined: a store-exclusive to another address or of another size than the
//! load-exclusive, and one after a plain store by the same core.

use super::Snippet;
use crate::case::Draft;

/// Suffix of the mnemonic, and size, of each width.
const WIDTHS: [(&str, u32); 3] = [("", 4), ("h", 2), ("b", 1)];

/// Selects a width, three different registers, and an address for the last.
fn operands(d: &mut Draft) -> (&'static str, [u32; 4]) {
    let (width, bytes) = d.random.pick(&WIDTHS);
    let registers: [u32; 4] = d.distinct();
    d.point_to_buffer(registers[3], 0, 4, bytes);
    (width, registers)
}

pub const SNIPPETS: &[Snippet] = &[
    Snippet {
        name: "ldrex strex",
        code: |d| {
            let (width, [loaded, stored, status, base]) = operands(d);
            vec![
                format!("ldrex{width} r{loaded}, [r{base}]"),
                format!("strex{width} r{status}, r{stored}, [r{base}]"),
            ]
        },
    },
    Snippet {
        name: "ldaex stlex",
        code: |d| {
            let (width, [loaded, stored, status, base]) = operands(d);
            vec![
                format!("ldaex{width} r{loaded}, [r{base}]"),
                format!("stlex{width} r{status}, r{stored}, [r{base}]"),
            ]
        },
    },
    Snippet {
        name: "ldrex strex offset",
        code: |d| {
            let [loaded, stored, status, base] = d.distinct();
            let offset = 4 * d.random.below(256);
            d.point_to_buffer(base, i64::from(offset), 4, 4);
            vec![
                format!("ldrex r{loaded}, [r{base}, #{offset}]"),
                format!("strex r{status}, r{stored}, [r{base}, #{offset}]"),
            ]
        },
    },
    Snippet {
        name: "strex unmarked",
        code: |d| {
            let (width, [_, stored, status, base]) = operands(d);
            let mnemonic = d.random.pick(&["strex", "stlex"]);
            vec![format!("{mnemonic}{width} r{status}, r{stored}, [r{base}]")]
        },
    },
    Snippet {
        name: "strex twice",
        code: |d| {
            let (width, [loaded, stored, status, base]) = operands(d);
            vec![
                format!("ldrex{width} r{loaded}, [r{base}]"),
                format!("strex{width} r{status}, r{stored}, [r{base}]"),
                format!("strex{width} r{loaded}, r{status}, [r{base}]"),
            ]
        },
    },
    Snippet {
        name: "clrex",
        code: |d| {
            let (width, [loaded, stored, status, base]) = operands(d);
            vec![
                format!("ldrex{width} r{loaded}, [r{base}]"),
                "clrex".into(),
                format!("strex{width} r{status}, r{stored}, [r{base}]"),
            ]
        },
    },
    Snippet {
        name: "lda",
        code: |d| {
            let (width, [loaded, .., base]) = operands(d);
            vec![format!("lda{width} r{loaded}, [r{base}]")]
        },
    },
    Snippet {
        name: "stl",
        code: |d| {
            let (width, [stored, .., base]) = operands(d);
            vec![format!("stl{width} r{stored}, [r{base}]")]
        },
    },
    Snippet {
        name: "conditional strex",
        code: |d| {
            let (width, [loaded, stored, status, base]) = operands(d);
            vec![
                format!("ldaex{width} r{loaded}, [r{base}]"),
                "itt eq".into(),
                format!("strex{width}eq r{status}, r{stored}, [r{base}]"),
                format!("stl{width}eq r{stored}, [r{base}]"),
            ]
        },
    },
];
