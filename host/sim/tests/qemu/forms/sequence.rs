//! Cases of several random instructions: sequences and IT blocks.

use std::ops::RangeInclusive;

use super::branch::CONDITIONS;
use super::{Form, Rules};
use crate::case::{Case, Draft};

/// Returns a sequence of instructions that use each other's results; its length is in the given range.
pub fn straight_block(forms: &[Form], counts: RangeInclusive<u32>, mut draft: Draft) -> Case {
    let count = draft.random.between(*counts.start(), *counts.end());
    let code = (0..count).map(|_| any_form(forms, &mut draft).line("", &mut draft)).collect();
    Case::new("sequence".into(), code, draft.inputs)
}

/// Returns an IT block of up to four instructions.
pub fn conditional_block(forms: &[Form], mut draft: Draft) -> Case {
    // Conditions are pairs of opposites.
    let index = draft.random.below(CONDITIONS.len() as u32) as usize;
    let (condition, opposite) = (CONDITIONS[index], CONDITIONS[index ^ 1]);
    if draft.random.chance(1, 3) {
        let prepared = pick(forms, &mut draft, |form| form.rules == Rules::Prepared);
        let line = prepared.line(condition, &mut draft);
        return Case::new(
            format!("it {}", prepared.name()),
            vec![format!("it {condition}"), line],
            draft.inputs,
        );
    }
    let count = draft.random.between(1, 4);
    let mut pattern = String::from("i");
    let mut code = Vec::new();
    for position in 0..count {
        let then = position == 0 || draft.random.chance(1, 2);
        pattern.push(if then { 't' } else { 'e' });
        let form = any_form(forms, &mut draft);
        code.push(form.line(if then { condition } else { opposite }, &mut draft));
    }
    code.insert(0, format!("{pattern} {condition}"));
    Case::new("it block".into(), code, draft.inputs)
}

fn any_form(forms: &[Form], draft: &mut Draft) -> Form {
    pick(forms, draft, |form| matches!(form.rules, Rules::Anywhere | Rules::SetsFlagsOutsideIt))
}

fn pick(forms: &[Form], draft: &mut Draft, suits: impl Fn(&Form) -> bool) -> Form {
    loop {
        let form = draft.random.pick(forms);
        if suits(&form) {
            return form;
        }
    }
}
