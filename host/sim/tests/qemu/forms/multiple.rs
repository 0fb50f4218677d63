//! Loads and stores of lists, PUSH and POP.

use super::Rules::Prepared;
use super::{Form, Snippet, each};
use crate::case::Draft;

/// r0 to r12 and lr.
const ANY: [u32; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14];

pub fn add(forms: &mut Vec<Form>) {
    each(forms, &["ldmia", "stmia"], ".n", Prepared, |d| {
        let base = d.low();
        let list = list_without(d, &ANY[..8], base, 1);
        d.point_to_buffer(base, 0, 32, 4);
        format!("r{base}!, {list}")
    });
    // With the base in its list, the 16-bit load does not write the base back.
    each(forms, &["ldmia"], ".n", Prepared, |d| {
        let mut registers = random_list(d, &ANY[..8], 2);
        if registers.len() == 8 {
            registers.pop();
        }
        let base = d.random.pick(&registers);
        d.point_to_buffer(base, 0, 32, 4);
        format!("r{base}, {}", text(&registers))
    });
    each(forms, &["ldmia", "stmia"], ".w", Prepared, |d| {
        let base = d.plain();
        let list = list_without(d, &ANY, base, 2);
        d.point_to_buffer(base, 0, 56, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["ldmdb", "stmdb"], "", Prepared, |d| {
        let base = d.plain();
        let list = list_without(d, &ANY, base, 2);
        d.point_to_buffer(base, -56, 56, 4);
        format!("r{base}!, {list}")
    });
    each(forms, &["ldmia", "stmia"], ".w", Prepared, |d| {
        let base = d.plain();
        let registers = random_list(d, &ANY, 2);
        d.point_to_buffer(base, 0, 56, 4);
        format!("r{base}, {}", text(&registers))
    });
    each(forms, &["ldmdb", "stmdb"], "", Prepared, |d| {
        let base = d.plain();
        let registers = random_list(d, &ANY, 2);
        d.point_to_buffer(base, -56, 56, 4);
        format!("r{base}, {}", text(&registers))
    });
    each(forms, &["push"], ".n", Prepared, |d| {
        let mut registers = random_list(d, &ANY[..8], 1);
        if d.random.chance(1, 2) {
            registers.push(14);
        }
        text(&registers)
    });
    each(forms, &["pop"], ".n", Prepared, |d| text(&random_list(d, &ANY[..8], 1)));
    each(forms, &["push", "pop"], ".w", Prepared, |d| text(&random_list(d, &ANY, 1)));
    each(forms, &["ldmia", "ldmdb", "stmia", "stmdb"], ".w", Prepared, |d| {
        format!("sp, {}", text(&random_list(d, &ANY, 2)))
    });
}

/// Returns at least `least` random registers, sorted.
fn random_list(d: &mut Draft, from: &[u32], least: u32) -> Vec<u32> {
    let count = d.random.between(least, from.len() as u32);
    d.random.subset(from, count as usize)
}

/// Returns a list without the base register.
fn list_without(d: &mut Draft, from: &[u32], base: u32, least: u32) -> String {
    let others: Vec<u32> = from.iter().copied().filter(|&register| register != base).collect();
    text(&random_list(d, &others, least))
}

fn text(registers: &[u32]) -> String {
    let names: Vec<String> = registers.iter().map(|register| format!("r{register}")).collect();
    format!("{{{}}}", names.join(", "))
}

/// Returns a branch by `load`, with a free low register, to an address on the stack.
fn jump(d: &mut Draft, load: fn(&mut Draft, u32) -> Vec<String>) -> Vec<String> {
    let [target, base] = d.distinct_low();
    let other = d.low();
    let mut code = vec![
        format!("adr.w r{target}, 1f"),
        format!("orr r{target}, r{target}, #1"),
        format!("str r{target}, [sp, #-8]!"),
    ];
    code.extend(load(d, base));
    code.extend([
        format!("adds r{other}, #1"),
        ".balign 4".into(),
        "1:".into(),
        format!("adds r{other}, #2"),
    ]);
    code
}

pub const SNIPPETS: &[Snippet] = &[
    Snippet {
        name: "pop {pc}",
        code: |d| {
            let [target, other]: [u32; 2] = d.distinct_low();
            let (first, last) = (target.min(other), target.max(other));
            vec![
                format!("adr.w r{target}, 1f"),
                format!("orr r{target}, r{target}, #1"),
                format!("push {{r{target}}}"),
                format!("push {{r{first}, r{last}}}"),
                format!("pop {{r{first}, r{last}, pc}}"),
                format!("adds r{other}, #1"),
                ".balign 4".into(),
                "1:".into(),
                format!("adds r{other}, #2"),
            ]
        },
    },
    Snippet { name: "pop {pc} alone", code: |d| jump(d, |_, _| vec!["pop {pc}".into()]) },
    Snippet { name: "ldr pc, [sp], #8", code: |d| jump(d, |_, _| vec!["ldr pc, [sp], #8".into()]) },
    Snippet {
        name: "ldr pc, [r, #offset]",
        code: |d| {
            jump(d, |d, base| {
                let offset = 4 * d.random.below(64);
                vec![format!("sub r{base}, sp, #{offset}"), format!("ldr pc, [r{base}, #{offset}]")]
            })
        },
    },
    Snippet {
        name: "ldr pc, [r, #offset]!",
        code: |d| {
            jump(d, |d, base| {
                let offset = d.random.below(64);
                vec![format!("add r{base}, sp, #{offset}"), format!("ldr pc, [r{base}, #-{offset}]!")]
            })
        },
    },
    Snippet {
        name: "ldr pc, [r, r]",
        code: |d| {
            jump(d, |d, base| {
                let (index, shift) = (d.random.below(16), d.random.below(4));
                let number = if base == 7 { 0 } else { base + 1 };
                vec![
                    format!("mov r{number}, #{index}"),
                    format!("sub r{base}, sp, #{}", index << shift),
                    format!("ldr pc, [r{base}, r{number}, lsl #{shift}]"),
                ]
            })
        },
    },
    Snippet {
        name: "ldr pc literal",
        code: |d| {
            let other = d.low();
            vec![
                "ldr pc, 2f".into(),
                format!("adds r{other}, #1"),
                ".balign 4".into(),
                "2: .word 1f + 1".into(),
                "1:".into(),
                format!("adds r{other}, #2"),
            ]
        },
    },
    Snippet {
        name: "ldm pc",
        code: |d| {
            let [target, base, other]: [u32; 3] = d.distinct_low();
            d.point_to_buffer(base, -4, 16, 4);
            vec![
                format!("adr.w r{target}, 1f"),
                format!("orr r{target}, r{target}, #1"),
                format!("str r{target}, [r{base}]"),
                format!("sub r{base}, r{base}, #4"),
                format!("ldmia.w r{base}!, {{r{other}, pc}}"),
                format!("adds r{other}, #1"),
                ".balign 4".into(),
                "1:".into(),
                format!("adds r{other}, #2"),
            ]
        },
    },
];
