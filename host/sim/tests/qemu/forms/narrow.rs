//! 16-bit data processing.

use super::Rules::{Alone, Anywhere, Prepared, SetsFlagsOutsideIt};
use super::{Form, each};

pub fn add(forms: &mut Vec<Form>) {
    const N: &str = ".n";
    each(forms, &["movs"], N, SetsFlagsOutsideIt, |d| format!("r{}, #{}", d.low(), d.random.below(256)));
    each(forms, &["cmp"], N, Anywhere, |d| format!("r{}, #{}", d.low(), d.random.below(256)));
    each(forms, &["adds", "subs"], N, SetsFlagsOutsideIt, |d| {
        let r = d.low();
        format!("r{r}, r{r}, #{}", d.random.below(256))
    });
    each(forms, &["adds", "subs"], N, SetsFlagsOutsideIt, |d| {
        format!("r{}, r{}, #{}", d.low(), d.low(), d.random.below(8))
    });
    each(forms, &["adds", "subs"], N, SetsFlagsOutsideIt, |d| {
        format!("r{}, r{}, r{}", d.low(), d.low(), d.low())
    });
    each(forms, &["lsls"], N, SetsFlagsOutsideIt, |d| {
        format!("r{}, r{}, #{}", d.low(), d.low(), d.random.between(1, 31))
    });
    each(forms, &["lsrs", "asrs"], N, SetsFlagsOutsideIt, |d| {
        format!("r{}, r{}, #{}", d.low(), d.low(), d.random.between(1, 32))
    });
    each(
        forms,
        &["ands", "eors", "lsls", "lsrs", "asrs", "adcs", "sbcs", "rors", "orrs", "bics"],
        N,
        SetsFlagsOutsideIt,
        |d| {
            let r = d.low();
            format!("r{r}, r{r}, r{}", d.low())
        },
    );
    each(forms, &["tst", "cmp", "cmn"], N, Anywhere, |d| format!("r{}, r{}", d.low(), d.low()));
    each(forms, &["rsbs"], N, SetsFlagsOutsideIt, |d| format!("r{}, r{}, #0", d.low(), d.low()));
    each(forms, &["muls"], N, SetsFlagsOutsideIt, |d| {
        let r = d.low();
        format!("r{r}, r{}, r{r}", d.low())
    });
    each(forms, &["mvns"], N, SetsFlagsOutsideIt, |d| format!("r{}, r{}", d.low(), d.low()));
    // MOVS between low registers is not permitted in an IT block.
    each(forms, &["movs"], N, Alone, |d| format!("r{}, r{}", d.low(), d.low()));
    each(forms, &["sxth", "sxtb", "uxth", "uxtb", "rev", "rev16", "revsh"], N, Anywhere, |d| {
        format!("r{}, r{}", d.low(), d.low())
    });
    each(forms, &["mov"], N, Anywhere, |d| format!("r{}, r{}", d.any(), d.any()));
    each(forms, &["mov"], N, Anywhere, |d| format!("r{}, sp", d.any()));
    each(forms, &["add"], N, Anywhere, |d| {
        let r = d.any();
        format!("r{r}, r{r}, r{}", d.any())
    });
    each(forms, &["cmp"], N, Anywhere, |d| format!("r{}, r{}", d.random.between(8, 12), d.plain()));
    each(forms, &["cmp"], N, Anywhere, |d| {
        format!("r{}, r{}", d.low(), d.random.pick(&[8, 9, 10, 11, 12, 14]))
    });
    each(forms, &["add"], N, Anywhere, |d| format!("r{}, sp, #{}", d.low(), 4 * d.random.below(256)));
    each(forms, &["add"], N, Anywhere, |d| {
        let r = d.any();
        format!("r{r}, sp, r{r}")
    });
    each(forms, &["add", "sub"], N, Anywhere, |d| format!("sp, sp, #{}", 4 * d.random.below(128)));
    each(forms, &["mov"], N, Prepared, |d| {
        let r = d.plain();
        let value = d.random.bits() & !3;
        d.set(r, value);
        format!("sp, r{r}")
    });
    each(forms, &["add"], N, Prepared, |d| {
        let r = d.plain();
        let value = d.random.bits() & !3;
        d.set(r, value);
        format!("sp, sp, r{r}")
    });
}
