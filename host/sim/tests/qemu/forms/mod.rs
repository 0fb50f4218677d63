//! Instruction forms under test, with their operands.

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

/// Form of an instruction that continues with the next one.
#[derive(Clone, Copy)]
pub struct Form {
    /// Mnemonic, with the `s` that sets flags.
    pub mnemonic: &'static str,
    /// Width or data type, which follows the condition.
    pub suffix: &'static str,
    /// Selects operands and sets their registers.
    pub operands: fn(&mut Draft) -> String,
    pub rules: Rules,
}

/// Positions in which a form is permitted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Anywhere; the operands work with any register values.
    Anywhere,
    /// As `Anywhere`; loses its `s` inside an IT block, where 16-bit data processing sets no flags.
    SetsFlagsOutsideIt,
    /// Alone, because it needs the register values that it has set; it can be conditional.
    Prepared,
    /// Alone and not conditional.
    Alone,
}

impl Form {
    /// Returns the instruction with a condition, which may be empty.
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

/// Sequence of several instructions.
#[derive(Clone, Copy)]
pub struct Snippet {
    pub name: &'static str,
    pub code: fn(&mut Draft) -> Vec<String>,
}

/// Returns a case for one form.
pub fn single(form: &Form, mut draft: Draft) -> Case {
    let line = form.line("", &mut draft);
    Case::new(form.name(), vec![line], draft.inputs)
}

/// Returns a case for a snippet.
pub fn snippet(snippet: &Snippet, mut draft: Draft) -> Case {
    let code = (snippet.code)(&mut draft);
    Case::new(snippet.name.into(), code, draft.inputs)
}

/// Returns all forms of single instructions.
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

/// Returns all snippets.
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
