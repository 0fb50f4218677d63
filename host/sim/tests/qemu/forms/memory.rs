//! Loads and stores of one register, at any alignment, and of two.

use super::Rules::{Alone, Prepared};
use super::{Form, Snippet, each};
use crate::case::Draft;

const LOADS_AND_STORES: &[&str] = &["ldr", "ldrb", "ldrh", "ldrsb", "ldrsh", "str", "strb", "strh"];

pub fn add(forms: &mut Vec<Form>) {
    narrow(forms);
    one_register(forms);
    each(
        forms,
        &["ldrt", "ldrbt", "ldrht", "ldrsbt", "ldrsht", "strt", "strbt", "strht"],
        "",
        Prepared,
        |d| {
            let (data, base) = (d.any(), d.plain());
            let offset = d.random.below(256);
            d.point_to_buffer(base, i64::from(offset), 4, 1);
            format!("r{data}, [r{base}, #{offset}]")
        },
    );
    two_registers(forms);
    each(forms, &["pld", "pli"], "", Alone, |d| {
        let base = d.plain();
        let offset = d.random.below(128);
        d.point_to_buffer(base, i64::from(offset), 4, 1);
        format!("[r{base}, #{offset}]")
    });
    each(forms, &["pld", "pli"], "", Alone, |d| {
        let base = d.plain();
        let offset = d.random.below(256);
        d.point_to_buffer(base, -i64::from(offset), 4, 1);
        format!("[r{base}, #-{offset}]")
    });
    each(forms, &["pld", "pli"], "", Alone, |d| {
        let [base, index] = d.distinct();
        let (offset, shift) = (d.random.below(8), d.random.below(4));
        d.set(index, offset);
        d.point_to_buffer(base, i64::from(offset << shift), 4, 1);
        format!("[r{base}, r{index}, lsl #{shift}]")
    });
}

fn narrow(forms: &mut Vec<Form>) {
    fn scaled(d: &mut Draft, scale: u32) -> String {
        let (data, base) = (d.low(), d.low());
        let offset = d.random.below(32) * scale;
        d.point_to_buffer(base, i64::from(offset), 4, 1);
        format!("r{data}, [r{base}, #{offset}]")
    }
    each(forms, &["ldr", "str"], ".n", Prepared, |d| scaled(d, 4));
    each(forms, &["ldrh", "strh"], ".n", Prepared, |d| scaled(d, 2));
    each(forms, &["ldrb", "strb"], ".n", Prepared, |d| scaled(d, 1));
    each(forms, LOADS_AND_STORES, ".n", Prepared, |d| {
        let data = d.low();
        let [base, index] = d.distinct_low();
        let offset = d.random.word();
        d.set(index, offset);
        d.point_to_buffer(base, i64::from(offset), 4, 1);
        format!("r{data}, [r{base}, r{index}]")
    });
    each(forms, &["ldr", "str"], ".n", Prepared, |d| {
        format!("r{}, [sp, #{}]", d.low(), 4 * d.random.below(32))
    });
}

fn one_register(forms: &mut Vec<Form>) {
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        let (data, base) = (d.any(), d.plain());
        let offset = d.random.below(4096);
        d.point_to_buffer(base, i64::from(offset), 4, 1);
        format!("r{data}, [r{base}, #{offset}]")
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        let (data, base) = (d.any(), d.plain());
        let offset = d.random.between(1, 255);
        d.point_to_buffer(base, -i64::from(offset), 4, 1);
        format!("r{data}, [r{base}, #-{offset}]")
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        let [data, base] = d.distinct();
        let offset = i64::from(d.random.below(511)) - 255;
        d.point_to_buffer(base, offset, 4, 1);
        format!("r{data}, [r{base}, #{offset}]!")
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        let [data, base] = d.distinct();
        let offset = i64::from(d.random.below(511)) - 255;
        d.point_to_buffer(base, 0, 4, 1);
        format!("r{data}, [r{base}], #{offset}")
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        let data = d.any();
        let [base, index] = d.distinct();
        let (offset, shift) = (d.random.word(), d.random.below(4));
        d.set(index, offset);
        d.point_to_buffer(base, i64::from(offset << shift), 4, 1);
        format!("r{data}, [r{base}, r{index}, lsl #{shift}]")
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        format!("r{}, [sp, #{}]", d.any(), d.random.below(124))
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        format!("r{}, [sp, #{}]!", d.any(), 4 * d.random.below(30))
    });
    each(forms, LOADS_AND_STORES, ".w", Prepared, |d| {
        format!("r{}, [sp], #-{}", d.any(), 4 * d.random.below(30))
    });
}

fn two_registers(forms: &mut Vec<Form>) {
    each(forms, &["ldrd", "strd"], "", Prepared, |d| {
        let [first, second, base] = d.distinct();
        let offset = 4 * (i64::from(d.random.below(511)) - 255);
        d.point_to_buffer(base, offset, 8, 4);
        format!("r{first}, r{second}, [r{base}, #{offset}]")
    });
    each(forms, &["ldrd", "strd"], "", Prepared, |d| {
        let [first, second, base] = d.distinct();
        let offset = 4 * (i64::from(d.random.below(511)) - 255);
        d.point_to_buffer(base, offset, 8, 4);
        format!("r{first}, r{second}, [r{base}, #{offset}]!")
    });
    each(forms, &["ldrd", "strd"], "", Prepared, |d| {
        let [first, second, base] = d.distinct();
        let offset = 4 * (i64::from(d.random.below(511)) - 255);
        d.point_to_buffer(base, 0, 8, 4);
        format!("r{first}, r{second}, [r{base}], #{offset}")
    });
    // The base may be one of the registers if it is not written back.
    each(forms, &["ldrd", "strd"], "", Prepared, |d| {
        let [first, second] = d.distinct();
        d.point_to_buffer(first, 16, 8, 4);
        format!("r{first}, r{second}, [r{first}, #16]")
    });
}

/// Returns a load of a literal after or before the code.
fn literal(d: &mut Draft, load: String) -> Vec<String> {
    let data = format!("1: .word {:#x}, {:#x}", d.random.word(), d.random.word());
    if d.random.chance(1, 2) || load.contains(".n") {
        vec![format!("{load} 1f"), "b.w 2f".into(), ".balign 4".into(), data, "2:".into()]
    } else {
        vec!["b.w 2f".into(), ".balign 4".into(), data, "2:".into(), format!("{load} 1b")]
    }
}

pub const SNIPPETS: &[Snippet] = &[
    Snippet {
        name: "ldr.n literal",
        code: |d| {
            let load = format!("ldr.n r{},", d.low());
            literal(d, load)
        },
    },
    Snippet {
        name: "ldr.w literal",
        code: |d| {
            let mnemonic = d.random.pick(&["ldr.w", "ldrb.w", "ldrh.w", "ldrsb.w", "ldrsh.w"]);
            let load = format!("{mnemonic} r{},", d.any());
            literal(d, load)
        },
    },
    Snippet {
        name: "ldrd literal",
        code: |d| {
            let [first, second]: [u32; 2] = d.distinct();
            literal(d, format!("ldrd r{first}, r{second},"))
        },
    },
    Snippet {
        name: "vldr literal",
        code: |d| {
            let register =
                if d.random.chance(1, 2) { format!("s{}", d.single()) } else { format!("d{}", d.double()) };
            literal(d, format!("vldr {register},"))
        },
    },
    Snippet {
        name: "ldr sp",
        code: |d| {
            let [value, base, index]: [u32; 3] = d.distinct();
            let aligned = d.random.word() & !3;
            d.set(value, aligned);
            d.set(index, 4);
            d.point_to_buffer(base, 0, 8, 4);
            let load = match d.random.below(4) {
                0 => format!("ldr.w sp, [r{base}, #4]"),
                1 => format!("ldr.w sp, [r{base}, #4]!"),
                2 => format!("ldr.w sp, [r{base}, r{index}, lsl #0]"),
                _ => format!("ldr.w sp, [r{base}], #8"),
            };
            vec![format!("str r{value}, [r{base}, #4]"), format!("str r{value}, [r{base}]"), load]
        },
    },
    Snippet {
        name: "adr",
        code: |d| {
            let (narrow, wide) = (d.low(), d.any());
            vec![
                "1:".into(),
                format!("adr.n r{narrow}, 2f"),
                format!("adr.w r{wide}, 1b"),
                ".balign 4".into(),
                "2:".into(),
                "nop.w".into(),
            ]
        },
    },
];
