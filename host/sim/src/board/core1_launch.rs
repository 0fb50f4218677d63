//! Launch of core 1 by core 0: the ROM's side of the protocol (RP2350 §5.3).
//!
//! Core 1 waits in the ROM and echoes each word: 0, 0, 1, vector table, stack pointer, entry. A 0 starts the sequence
//! again. On the chip the ROM executes this; the model answers in the cycle in which a word is sent.

use super::Board;
use crate::memory::rom;

/// Progress of the launch sequence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Launch {
    /// Core 1 is not in the waiting loop of the ROM.
    #[default]
    Inactive,
    /// Waits for a 1.
    Waiting,
    /// Collects vector table, stack pointer and entry.
    Collecting(Vec<u32>),
}

const CORE: usize = 1;

impl Board {
    /// Sends core 1 to the waiting loop of the ROM.
    pub(super) fn wait_for_launch(&mut self) {
        self.cores[CORE].set_register(15, rom::PARK);
        self.launch = Launch::Waiting;
        self.chip.mailbox().drain(CORE);
        self.send_to_core0(0, self.cores[CORE].cycle());
        self.service_launch(self.cores[CORE].cycle());
    }

    /// Answers the words that core 0 has sent.
    pub(super) fn service_launch(&mut self, cycle: u64) {
        while self.launch != Launch::Inactive && self.chip.mailbox().has_mail(CORE) {
            let word = self.chip.mailbox().pop(CORE);
            match (std::mem::take(&mut self.launch), word) {
                (Launch::Waiting, 1) => {
                    self.launch = Launch::Collecting(Vec::new());
                    self.send_to_core0(word, cycle);
                }
                (Launch::Collecting(mut words), 1..) => {
                    words.push(word);
                    self.send_to_core0(word, cycle);
                    if let [vector_table, stack, entry] = words[..] {
                        self.start_core1(vector_table, stack, entry, cycle);
                    } else {
                        self.launch = Launch::Collecting(words);
                    }
                }
                _ => {
                    self.launch = Launch::Waiting;
                    self.chip.mailbox().drain(CORE);
                    self.send_to_core0(0, cycle);
                }
            }
        }
        self.chip.refresh(cycle);
    }

    fn send_to_core0(&mut self, word: u32, cycle: u64) {
        self.chip.mailbox().push(CORE, word);
        self.signal_event(0, cycle);
    }

    fn start_core1(&mut self, vector_table: u32, stack: u32, entry: u32, cycle: u64) {
        // Ends the WFE of the waiting loop.
        self.signal_event(CORE, cycle);
        let core = &mut self.cores[CORE];
        core.advance_to(cycle);
        core.launch(vector_table, stack, entry);
        // Code that returns enters the waiting loop of the ROM.
        core.set_register(14, rom::PARK | 1);
    }
}
