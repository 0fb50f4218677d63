//! Moves between core and floating-point registers, and floating-point loads and stores.

use super::Rules::{Alone, Anywhere, Prepared};
use super::{Form, Snippet, each};
use crate::case::{Draft, FP_REGISTERS};

pub fn add(forms: &mut Vec<Form>) {
    moves(forms);
    one_register(forms);
    multiple(forms);
}

fn moves(forms: &mut Vec<Form>) {
    each(forms, &["vmov"], "", Anywhere, |d| format!("s{}, r{}", d.single(), d.any()));
    each(forms, &["vmov"], "", Anywhere, |d| format!("r{}, s{}", d.any(), d.single()));
    each(forms, &["vmov"], "", Anywhere, |d| {
        let first = d.random.below(FP_REGISTERS as u32 - 1);
        format!("s{first}, s{}, r{}, r{}", first + 1, d.any(), d.any())
    });
    each(forms, &["vmov"], "", Anywhere, |d| {
        let first = d.random.below(FP_REGISTERS as u32 - 1);
        let [a, b] = d.distinct();
        format!("r{a}, r{b}, s{first}, s{}", first + 1)
    });
    each(forms, &["vmov"], "", Anywhere, |d| format!("d{}, r{}, r{}", d.double(), d.any(), d.any()));
    each(forms, &["vmov"], "", Anywhere, |d| {
        let [a, b] = d.distinct();
        format!("r{a}, r{b}, d{}", d.double())
    });
    // VMOV to and from half a double-word register, which the assembler does not support for this unit.
    each(forms, &[".inst.w"], "", Alone, |d| {
        let opcode = 0xEE00_0B10 | d.random.below(2) << 21 | d.double() << 16 | d.any() << 12;
        format!("{opcode:#x}")
    });
    each(forms, &[".inst.w"], "", Alone, |d| {
        let opcode = 0xEE10_0B10 | d.random.below(2) << 21 | d.double() << 16 | d.any() << 12;
        format!("{opcode:#x}")
    });
    each(forms, &["vmrs"], "", Anywhere, |d| format!("r{}, fpscr", d.any()));
    each(forms, &["vmrs"], "", Anywhere, |_| "apsr_nzcv, fpscr".into());
    each(forms, &["vmsr"], "", Prepared, |d| {
        let register = d.plain();
        let value = d.random.fpscr();
        d.set(register, value);
        format!("fpscr, r{register}")
    });
}

fn one_register(forms: &mut Vec<Form>) {
    each(forms, &["vldr", "vstr"], "", Prepared, |d| {
        let base = d.plain();
        let offset = 4 * (i64::from(d.random.below(511)) - 255);
        d.point_to_buffer(base, offset, 4, 4);
        format!("s{}, [r{base}, #{offset}]", d.single())
    });
    each(forms, &["vldr", "vstr"], "", Prepared, |d| {
        let base = d.plain();
        let offset = 4 * (i64::from(d.random.below(511)) - 255);
        d.point_to_buffer(base, offset, 8, 4);
        format!("d{}, [r{base}, #{offset}]", d.double())
    });
    each(forms, &["vldr", "vstr"], "", Prepared, |d| {
        format!("d{}, [sp, #{}]", d.double(), 4 * d.random.below(30))
    });
}

fn multiple(forms: &mut Vec<Form>) {
    each(forms, &["vldmia", "vstmia"], "", Prepared, |d| {
        let (base, list) = (d.plain(), random_list(d));
        d.point_to_buffer(base, 0, 120, 4);
        format!("r{base}, {list}")
    });
    each(forms, &["vldmia", "vstmia"], "", Prepared, |d| {
        let (base, list) = (d.plain(), random_list(d));
        d.point_to_buffer(base, 0, 120, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["vldmdb", "vstmdb"], "", Prepared, |d| {
        let (base, list) = (d.plain(), random_list(d));
        d.point_to_buffer(base, -120, 120, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["fldmiax", "fstmiax"], "", Prepared, |d| {
        let (base, list) = (d.plain(), double_list(d));
        d.point_to_buffer(base, 0, 124, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["fldmdbx", "fstmdbx"], "", Prepared, |d| {
        let (base, list) = (d.plain(), double_list(d));
        d.point_to_buffer(base, -124, 124, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["vpush", "vpop"], "", Prepared, random_list);
}

/// Returns a random range of single-precision or double-word registers.
fn random_list(d: &mut Draft) -> String {
    if d.random.chance(1, 2) { range(d, 's', FP_REGISTERS as u32) } else { double_list(d) }
}

fn double_list(d: &mut Draft) -> String {
    range(d, 'd', FP_REGISTERS as u32 / 2)
}

fn range(d: &mut Draft, kind: char, end: u32) -> String {
    let first = d.random.below(end);
    let last = d.random.between(first, end - 1);
    let registers: Vec<String> = (first..=last).map(|register| format!("{kind}{register}")).collect();
    format!("{{{}}}", registers.join(", "))
}

pub const SNIPPETS: &[Snippet] = &[Snippet {
    name: "vcmp vmrs",
    code: |d| {
        let compare = d.random.pick(&["vcmp", "vcmpe"]);
        let register = d.any();
        vec![
            format!("{compare}.f32 s{}, s{}", d.single(), d.single()),
            "vmrs apsr_nzcv, fpscr".into(),
            "ite gt".into(),
            format!("movgt.w r{register}, #1"),
            format!("movle.w r{register}, #2"),
        ]
    },
}];
