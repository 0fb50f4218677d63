//! Priorities, preemption, masks, escalation: handlers pend all exceptions.

use std::collections::BTreeMap;

use super::Scenario;
use super::action::{self, Context};
use crate::random::Random;

/// Exceptions with scripts of their own: the configurable faults, SVC, PendSV, SysTick, eight interrupts.
const HANDLERS: [usize; 14] = [4, 5, 6, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23];
/// NMI and HardFault.
const NEGATIVE: [usize; 2] = [2, 3];

/// A random case.
pub fn scenario(random: &mut Random) -> Scenario {
    let mut setup = Vec::new();
    // With few levels, equal priorities are frequent.
    let levels: Vec<u32> = (0..random.between(1, 6)).map(|_| action::priority(random)).collect();
    for number in [4, 5, 6, 11, 14, 15].into_iter().chain(16..24) {
        setup.extend(action::set_priority(number, random.pick(&levels)));
    }
    setup.extend(action::store(0x100, random.bits() & 0xFF | random.bits() & 0xFF));
    setup.extend(action::store(0xD24, random.below(8) << 16));
    if random.chance(1, 2) {
        setup.extend(action::store(0xD0C, 0x05FA_0000 | random.below(8) << 8));
    }
    let thread = script(random, Context::Thread, 8);
    let mut scripts = BTreeMap::new();
    for exception in HANDLERS {
        scripts.insert(exception, script(random, Context::Handler, 3));
    }
    for exception in NEGATIVE {
        scripts.insert(exception, script(random, Context::Negative, 2));
    }
    Scenario { name: "priorities", budget: random.between(4, 16), setup, thread, scripts }
}

fn script(random: &mut Random, context: Context, most: u32) -> Vec<String> {
    let pieces = random.between(1, most);
    (0..pieces).flat_map(|_| action::any(random, context)).collect()
}
