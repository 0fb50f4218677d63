//! The instruction forms that are tried: what can be written, and with what operands.

mod branch;
mod dsp;
mod exclusive;
mod floating_point;
mod long;
mod memory;
mod multiple;
mod narrow;
mod sequence;
mod transfer;

use crate::case::{Case, Draft};

pub use sequence::{conditional_block, straight_block};

/// One instruction that goes on with the next.
#[derive(Clone, Copy)]
pub struct Form {
    /// With the `s` that sets flags.
    pub mnemonic: &'static str,
    /// Width or data type, after the condition.
    pub suffix: &'static str,
    /// Draws operands and prepares registers for them.
    pub operands: fn(&mut Draft) -> String,
    pub rules: Rules,
}

/// Where a form can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Anywhere; the operands work with any register values.
    Anywhere,
    /// As `Anywhere`; loses its `s` inside an IT block, where 16-bit data processing sets no flags.
    SetsFlagsOutsideIt,
    /// By itself, since it needs the register values it prepared; it can be conditional.
    Prepared,
    /// By itself and not conditional.
    Alone,
}

impl Form {
    /// The instruction with a condition, or with an empty one.
    fn line(&self, condition: &str, draft: &mut Draft) -> String {
        let mut mnemonic = self.mnemonic;
        if !condition.is_empty() && self.rules == Rules::SetsFlagsOutsideIt {
            mnemonic = mnemonic.strip_suffix('s').unwrap_or(mnemonic);
        }
        format!("{mnemonic}{condition}{} {}", self.suffix, (self.operands)(draft))
    }

    fn name(&self) -> String {
        format!("{}{}", self.mnemonic, self.suffix)
    }
}

/// Several instructions that belong together.
#[derive(Clone, Copy)]
pub struct Snippet {
    pub name: &'static str,
    pub code: fn(&mut Draft) -> Vec<String>,
}

/// A case for one form.
pub fn single(form: &Form, mut draft: Draft) -> Case {
    let line = form.line("", &mut draft);
    Case::new(form.name(), vec![line], draft.inputs)
}

/// A case for a snippet.
pub fn snippet(snippet: &Snippet, mut draft: Draft) -> Case {
    let code = (snippet.code)(&mut draft);
    Case::new(snippet.name.into(), code, draft.inputs)
}

/// All forms of one instruction.
pub fn forms() -> Vec<Form> {
    let mut forms = Vec::new();
    narrow::add(&mut forms);
    long::add(&mut forms);
    dsp::add(&mut forms);
    memory::add(&mut forms);
    multiple::add(&mut forms);
    floating_point::add(&mut forms);
    transfer::add(&mut forms);
    forms
}

/// All snippets.
pub fn snippets() -> Vec<Snippet> {
    [branch::SNIPPETS, exclusive::SNIPPETS, memory::SNIPPETS, multiple::SNIPPETS, transfer::SNIPPETS].concat()
}

/// Adds a form for each mnemonic.
fn each(
    forms: &mut Vec<Form>,
    mnemonics: &[&'static str],
    suffix: &'static str,
    rules: Rules,
    operands: fn(&mut Draft) -> String,
) {
    forms.extend(mnemonics.iter().map(|mnemonic| Form { mnemonic, suffix, operands, rules }));
}
