//! Saturation and the DSP extension.

use super::Rules::Anywhere;
use super::{Form, each};

pub fn add(forms: &mut Vec<Form>) {
    saturation(forms);
    extension(forms);
    parallel(forms);
    multiplication(forms);
}

fn saturation(forms: &mut Vec<Form>) {
    each(forms, &["ssat"], "", Anywhere, |d| {
        let width = d.random.between(1, 32);
        let shift = match d.random.below(3) {
            0 => String::new(),
            1 => format!(", lsl #{}", d.random.between(1, 31)),
            _ => format!(", asr #{}", d.random.between(1, 31)),
        };
        format!("r{}, #{width}, r{}{shift}", d.any(), d.any())
    });
    each(forms, &["usat"], "", Anywhere, |d| {
        let width = d.random.below(32);
        let shift = match d.random.below(3) {
            0 => String::new(),
            1 => format!(", lsl #{}", d.random.between(1, 31)),
            _ => format!(", asr #{}", d.random.between(1, 31)),
        };
        format!("r{}, #{width}, r{}{shift}", d.any(), d.any())
    });
    each(forms, &["ssat16"], "", Anywhere, |d| {
        format!("r{}, #{}, r{}", d.any(), d.random.between(1, 16), d.any())
    });
    each(forms, &["usat16"], "", Anywhere, |d| {
        format!("r{}, #{}, r{}", d.any(), d.random.below(16), d.any())
    });
    each(forms, &["qadd", "qsub", "qdadd", "qdsub"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}", d.any(), d.any(), d.any())
    });
}

fn extension(forms: &mut Vec<Form>) {
    each(forms, &["sxtb16", "uxtb16"], "", Anywhere, |d| {
        format!("r{}, r{}, ror #{}", d.any(), d.any(), 8 * d.random.below(4))
    });
    each(forms, &["sxtab", "sxtah", "uxtab", "uxtah", "sxtab16", "uxtab16"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}, ror #{}", d.any(), d.plain(), d.any(), 8 * d.random.below(4))
    });
    each(forms, &["pkhbt"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}, lsl #{}", d.any(), d.any(), d.any(), d.random.below(32))
    });
    each(forms, &["pkhtb"], "", Anywhere, |d| {
        format!("r{}, r{}, r{}, asr #{}", d.any(), d.any(), d.any(), d.random.between(1, 32))
    });
    each(forms, &["sel"], "", Anywhere, |d| format!("r{}, r{}, r{}", d.any(), d.any(), d.any()));
}

fn parallel(forms: &mut Vec<Form>) {
    each(
        forms,
        &[
            "sadd16", "sasx", "ssax", "ssub16", "sadd8", "ssub8", "qadd16", "qasx", "qsax", "qsub16",
            "qadd8", "qsub8", "shadd16", "shasx", "shsax", "shsub16", "shadd8", "shsub8", "uadd16", "uasx",
            "usax", "usub16", "uadd8", "usub8", "uqadd16", "uqasx", "uqsax", "uqsub16", "uqadd8", "uqsub8",
            "uhadd16", "uhasx", "uhsax", "uhsub16", "uhadd8", "uhsub8", "usad8",
        ],
        "",
        Anywhere,
        |d| format!("r{}, r{}, r{}", d.any(), d.any(), d.any()),
    );
}

fn multiplication(forms: &mut Vec<Form>) {
    each(
        forms,
        &[
            "smulbb", "smulbt", "smultb", "smultt", "smulwb", "smulwt", "smuad", "smuadx", "smusd", "smusdx",
            "smmul", "smmulr",
        ],
        "",
        Anywhere,
        |d| format!("r{}, r{}, r{}", d.any(), d.any(), d.any()),
    );
    each(
        forms,
        &[
            "smlabb", "smlabt", "smlatb", "smlatt", "smlawb", "smlawt", "smlad", "smladx", "smlsd", "smlsdx",
            "smmla", "smmlar", "smmls", "smmlsr", "usada8",
        ],
        "",
        Anywhere,
        |d| format!("r{}, r{}, r{}, r{}", d.any(), d.any(), d.any(), d.any()),
    );
    each(
        forms,
        &["smlalbb", "smlalbt", "smlaltb", "smlaltt", "smlald", "smlaldx", "smlsld", "smlsldx"],
        "",
        Anywhere,
        |d| {
            let [low, high] = d.distinct();
            format!("r{low}, r{high}, r{}, r{}", d.any(), d.any())
        },
    );
}
