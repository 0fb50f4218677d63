//! 32-bit data processing, multiplication and division.

use super::Rules::{Anywhere, Prepared};
use super::{Form, each};

const W: &str = ".w";

pub fn add(forms: &mut Vec<Form>) {
    constants(forms);
    registers(forms);
    fields(forms);
    stack_pointer(forms);
    multiplication(forms);
}

fn constants(forms: &mut Vec<Form>) {
    each(
        forms,
        &[
            "and", "ands", "orr", "orrs", "eor", "eors", "bic", "bics", "add", "adds", "sub", "subs", "rsb",
            "rsbs", "adc", "adcs", "sbc", "sbcs",
        ],
        W,
        Anywhere,
        |d| format!("r{}, r{}, #{}", d.any(), d.any(), d.modified_immediate()),
    );
    each(forms, &["orn", "orns"], "", Anywhere, |d| {
        format!("r{}, r{}, #{}", d.any(), d.any(), d.modified_immediate())
    });
    each(forms, &["tst", "teq", "cmp", "cmn", "mov", "movs", "mvn", "mvns"], W, Anywhere, |d| {
        format!("r{}, #{}", d.any(), d.modified_immediate())
    });
    each(forms, &["movw", "movt"], "", Anywhere, |d| format!("r{}, #{}", d.any(), d.random.below(65536)));
    each(forms, &["addw", "subw"], "", Anywhere, |d| {
        format!("r{}, r{}, #{}", d.any(), d.any(), d.random.below(4096))
    });
}

fn registers(forms: &mut Vec<Form>) {
    each(
        forms,
        &[
            "and", "ands", "orr", "orrs", "eor", "eors", "bic", "bics", "add", "adds", "sub", "subs", "rsb",
            "rsbs", "adc", "adcs", "sbc", "sbcs",
        ],
        W,
        Anywhere,
        |d| format!("r{}, r{}, r{}{}", d.any(), d.any(), d.any(), d.shift()),
    );
    each(forms, &["orn", "orns"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}{}", d.any(), d.any(), d.any(), d.shift())
    });
    each(forms, &["tst", "teq", "cmp", "cmn", "mvn", "mvns"], W, Anywhere, |d| {
        format!("r{}, r{}{}", d.any(), d.any(), d.shift())
    });
    each(forms, &["mov", "movs"], W, Anywhere, |d| format!("r{}, r{}", d.any(), d.any()));
    each(forms, &["lsl", "lsls", "lsr", "lsrs", "asr", "asrs", "ror", "rors"], W, Anywhere, |d| {
        format!("r{}, r{}, r{}", d.any(), d.any(), d.any())
    });
    each(forms, &["lsl", "lsls", "ror", "rors"], W, Anywhere, |d| {
        format!("r{}, r{}, #{}", d.any(), d.any(), d.random.between(1, 31))
    });
    each(forms, &["lsr", "lsrs", "asr", "asrs"], W, Anywhere, |d| {
        format!("r{}, r{}, #{}", d.any(), d.any(), d.random.between(1, 32))
    });
    each(forms, &["rrx", "rrxs"], "", Anywhere, |d| format!("r{}, r{}", d.any(), d.any()));
}

fn fields(forms: &mut Vec<Form>) {
    each(forms, &["ubfx", "sbfx", "bfi"], "", Anywhere, |d| {
        let low = d.random.below(32);
        format!("r{}, r{}, #{low}, #{}", d.any(), d.any(), d.random.between(1, 32 - low))
    });
    each(forms, &["bfc"], "", Anywhere, |d| {
        let low = d.random.below(32);
        format!("r{}, #{low}, #{}", d.any(), d.random.between(1, 32 - low))
    });
    each(forms, &["clz", "rbit"], "", Anywhere, |d| format!("r{}, r{}", d.any(), d.any()));
    each(forms, &["rev", "rev16", "revsh"], W, Anywhere, |d| format!("r{}, r{}", d.any(), d.any()));
    each(forms, &["sxtb", "sxth", "uxtb", "uxth"], W, Anywhere, |d| {
        format!("r{}, r{}, ror #{}", d.any(), d.any(), 8 * d.random.below(4))
    });
}

/// The forms that may use the stack pointer, with values that keep it a multiple of four.
fn stack_pointer(forms: &mut Vec<Form>) {
    each(forms, &["add", "adds", "sub", "subs"], W, Anywhere, |d| {
        format!("r{}, sp, #{}", d.any(), d.modified_immediate())
    });
    each(forms, &["addw", "subw"], "", Anywhere, |d| format!("r{}, sp, #{}", d.any(), d.random.below(4096)));
    each(forms, &["add", "adds", "sub", "subs"], W, Anywhere, |d| {
        format!("sp, sp, #{}", 4 * d.random.below(64))
    });
    each(forms, &["addw", "subw"], "", Anywhere, |d| format!("sp, sp, #{}", 4 * d.random.below(1024)));
    each(forms, &["add", "adds", "sub", "subs"], W, Anywhere, |d| {
        format!("r{}, sp, r{}{}", d.any(), d.any(), d.shift())
    });
    each(forms, &["add", "sub"], W, Prepared, |d| {
        let r = d.plain();
        let value = d.random.word() & !3;
        d.set(r, value);
        format!("sp, sp, r{r}, lsl #{}", d.random.below(4))
    });
    each(forms, &["cmp", "cmn"], W, Anywhere, |d| format!("sp, #{}", d.modified_immediate()));
    each(forms, &["mov"], W, Anywhere, |d| format!("r{}, sp", d.any()));
}

fn multiplication(forms: &mut Vec<Form>) {
    each(forms, &["mul"], W, Anywhere, |d| format!("r{}, r{}, r{}", d.any(), d.any(), d.any()));
    each(forms, &["sdiv", "udiv"], "", Anywhere, |d| format!("r{}, r{}, r{}", d.any(), d.any(), d.any()));
    each(forms, &["mla", "mls"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}, r{}", d.any(), d.any(), d.any(), d.any())
    });
    each(forms, &["umull", "smull", "umlal", "smlal", "umaal"], "", Anywhere, |d| {
        let [low, high] = d.distinct();
        format!("r{low}, r{high}, r{}, r{}", d.any(), d.any())
    });
}
