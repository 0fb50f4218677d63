//! Branches, table branches, the status register and barriers.

use super::Snippet;
use crate::case::Draft;

/// The conditions.
pub const CONDITIONS: [&str; 14] =
    ["eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le"];

/// A branch over one instruction.
fn skip(d: &mut Draft, branch: String) -> Vec<String> {
    let counted = d.low();
    vec![branch, format!("adds r{counted}, #1"), "1:".into(), format!("adds r{counted}, #2")]
}

/// Branches on all conditions, each over an instruction that marks its execution and keeps the flags.
fn every_condition(d: &mut Draft, width: &str) -> Vec<String> {
    let marks = d.low();
    let branch = |(number, condition): (usize, &&str)| {
        [
            format!("b{condition}.{width} 1f"),
            format!("orr.w r{marks}, r{marks}, #{}", 1 << (number + 8)),
            "1:".into(),
        ]
    };
    CONDITIONS.iter().enumerate().flat_map(branch).collect()
}

/// A branch by `jump` to the address in a register.
fn indirect(d: &mut Draft, jump: fn(u32) -> String) -> Vec<String> {
    let [target, counted] = d.distinct_low();
    vec![
        format!("adr.w r{target}, 1f"),
        format!("orr r{target}, r{target}, #1"),
        jump(target),
        format!("adds r{counted}, #1"),
        ".balign 4".into(),
        "1:".into(),
        format!("adds r{counted}, #2"),
    ]
}

/// The four targets of a table branch, with a counter for each.
fn table(branch: Vec<String>, table: &str, entry: &str, counted: u32) -> Vec<String> {
    let mut code = branch;
    code.push(format!("{table} {entry} (3f-2b)/2, (4f-2b)/2, (5f-2b)/2, (6f-2b)/2"));
    for (label, step) in [(3, 1), (4, 16), (5, 64), (6, 128)] {
        code.push(format!("{label}: adds r{counted}, #{step}"));
    }
    code
}

pub const SNIPPETS: &[Snippet] = &[
    Snippet { name: "b<c>.n", code: |d| every_condition(d, "n") },
    Snippet { name: "b<c>.w", code: |d| every_condition(d, "w") },
    Snippet { name: "b.n", code: |d| skip(d, "b.n 1f".into()) },
    Snippet { name: "b.w", code: |d| skip(d, "b.w 1f".into()) },
    Snippet { name: "bl", code: |d| skip(d, "bl 1f".into()) },
    Snippet {
        name: "cbz",
        code: |d| {
            let (mnemonic, tested) = (d.random.pick(&["cbz", "cbnz"]), d.low());
            let value = d.random.below(2);
            d.set(tested, value);
            skip(d, format!("{mnemonic} r{tested}, 1f"))
        },
    },
    Snippet {
        name: "backward branch",
        code: |d| {
            let [count, sum] = d.distinct_low();
            let branch = d.random.pick(&["bne.n", "bne.w"]);
            vec![
                format!("movs r{count}, #{}", d.random.between(1, 9)),
                "1:".into(),
                format!("adds r{sum}, r{sum}, r{count}"),
                format!("subs r{count}, #1"),
                format!("{branch} 1b"),
            ]
        },
    },
    Snippet { name: "bx", code: |d| indirect(d, |target| format!("bx r{target}")) },
    Snippet { name: "blx", code: |d| indirect(d, |target| format!("blx r{target}")) },
    Snippet { name: "mov pc", code: |d| indirect(d, |target| format!("mov pc, r{target}")) },
    Snippet {
        name: "add pc",
        code: |d| {
            let [offset, counted] = d.distinct_low();
            let skipped = d.random.below(3);
            d.set(offset, 2 * skipped);
            vec![
                format!("add pc, r{offset}"),
                "nop.n".into(),
                format!("adds r{counted}, #1"),
                format!("adds r{counted}, #2"),
                format!("adds r{counted}, #4"),
            ]
        },
    },
    Snippet {
        name: "tbb [pc]",
        code: |d| {
            let [index, counted] = d.distinct_low();
            let value = d.random.below(4);
            d.set(index, value);
            table(vec![format!("tbb [pc, r{index}]")], "2:", ".byte", counted)
        },
    },
    Snippet {
        name: "tbh [pc]",
        code: |d| {
            let [index, counted] = d.distinct_low();
            let value = d.random.below(4);
            d.set(index, value);
            table(vec![format!("tbh [pc, r{index}, lsl #1]")], "2:", ".hword", counted)
        },
    },
    Snippet {
        name: "tbb tbh [r]",
        code: |d| {
            let [base, index, counted] = d.distinct_low();
            let value = d.random.below(4);
            d.set(index, value);
            let (branch, entry) = if d.random.chance(1, 2) {
                (format!("tbb [r{base}, r{index}]"), ".byte")
            } else {
                (format!("tbh [r{base}, r{index}, lsl #1]"), ".hword")
            };
            // The table lies before the branch; offsets count from the end of the branch.
            let table = format!("1: {entry} (3f-2f)/2, (4f-2f)/2, (5f-2f)/2, (6f-2f)/2");
            vec![
                "b.w 7f".into(),
                ".balign 4".into(),
                table,
                "7:".into(),
                format!("adr.w r{base}, 1b"),
                branch,
                "2:".into(),
                format!("3: adds r{counted}, #1"),
                format!("4: adds r{counted}, #16"),
                format!("5: adds r{counted}, #64"),
                format!("6: adds r{counted}, #128"),
            ]
        },
    },
    Snippet {
        name: "conditional branch ends a block",
        code: |d| {
            let condition = d.random.pick(&["ge", "vs", "ls", "ne"]);
            let [a, b] = d.distinct_low();
            let branch = d.random.pick(&["b", "bl"]);
            vec![
                format!("itt {condition}"),
                format!("add{condition} r{a}, r{a}, r{b}"),
                format!("{branch}{condition} 1f"),
                format!("adds r{b}, #1"),
                "1:".into(),
                format!("adds r{b}, #2"),
            ]
        },
    },
    Snippet {
        name: "mrs apsr",
        code: |d| {
            let register = d.any();
            // The other bits differ between A profile and M profile.
            vec![format!("mrs r{register}, apsr"), format!("ands r{register}, r{register}, #0xF8000000")]
        },
    },
    Snippet {
        name: "msr apsr",
        code: |d| {
            let (register, fields) = (d.any(), d.random.pick(&["nzcvq", "g", "nzcvqg"]));
            vec![format!("msr apsr_{fields}, r{register}")]
        },
    },
    Snippet {
        name: "barriers and hints",
        code: |d| {
            const ALL: [&str; 9] =
                ["dmb", "dsb", "isb", "nop.n", "nop.w", "yield.n", "sev.n", "sev.w", "csdb"];
            let register = d.low();
            ALL.iter().flat_map(|hint| [hint.to_string(), format!("adds r{register}, #1")]).collect()
        },
    },
];
