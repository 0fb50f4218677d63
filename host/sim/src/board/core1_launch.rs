//! How core 0 launches core 1: the ROM's side of the exchange (RP2350 §5.3).
//!
//! Core 1 waits in the ROM and answers each word: 0, 0, 1, vector table, stack pointer, entry. A 0 begins anew. On the
//! chip the ROM executes this; here the words are answered in the cycle in which they are sent.

use super::Board;
use crate::memory::rom;

/// How far the exchange has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Launch {
    /// Core 1 is not in the ROM.
    #[default]
    Elsewhere,
    /// It waits for a 1.
    Waiting,
    /// It collects vector table, stack pointer and entry.
    Collecting(Vec<u32>),
}

const CORE: usize = 1;

impl Board {
    /// Core 1 comes to the ROM's waiting loop.
    pub(super) fn wait_for_launch(&mut self) {
        self.cores[CORE].set_register(15, rom::PARK);
        self.launch = Launch::Waiting;
        self.chip.mailbox().drain(CORE);
        self.answer(0, self.cores[CORE].cycle);
        self.serve_launch(self.cores[CORE].cycle);
    }

    /// Answers what core 0 has sent.
    pub(super) fn serve_launch(&mut self, cycle: u64) {
        while self.launch != Launch::Elsewhere && self.chip.mailbox().has_mail(CORE) {
            let word = self.chip.mailbox().pop(CORE);
            match (std::mem::take(&mut self.launch), word) {
                (Launch::Waiting, 1) => {
                    self.launch = Launch::Collecting(Vec::new());
                    self.answer(word, cycle);
                }
                (Launch::Collecting(mut words), 1..) => {
                    words.push(word);
                    self.answer(word, cycle);
                    if let [vector_table, stack, entry] = words[..] {
                        self.start_second_core(vector_table, stack, entry, cycle);
                    } else {
                        self.launch = Launch::Collecting(words);
                    }
                }
                _ => {
                    self.launch = Launch::Waiting;
                    self.chip.mailbox().drain(CORE);
                    self.answer(0, cycle);
                }
            }
        }
        self.chip.refresh(cycle);
    }

    fn answer(&mut self, word: u32, cycle: u64) {
        self.chip.mailbox().push(CORE, word);
        self.signal(0, cycle);
    }

    fn start_second_core(&mut self, vector_table: u32, stack: u32, entry: u32, cycle: u64) {
        // It leaves the waiting loop: what it waited for has come.
        self.signal(CORE, cycle);
        let core = &mut self.cores[CORE];
        core.cycle = core.cycle.max(cycle);
        core.launch(vector_table, stack, entry);
        // Code that returns comes back to the ROM's last loop.
        core.set_register(14, rom::PARK | 1);
    }
}
