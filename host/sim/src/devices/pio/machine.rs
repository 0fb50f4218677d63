//! A state machine (RP2350 §11.2): its registers and FIFOs.

use super::cycle::{Outcome, Wait};
use super::divider::Divider;
use super::fifo::Fifo;
use super::instruction::Instruction;
use super::latch::{Half, Held, Latch, PinWrite};
use super::settings::Settings;
use super::shift::Shift;

/// Bits of FDEBUG within a state machine.
const RX_STALL: u32 = 1;
const RX_UNDER: u32 = 1 << 8;
const TX_OVER: u32 = 1 << 16;
const TX_STALL: u32 = 1 << 24;

/// An instruction that does not come from the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Injected {
    pub(super) instruction: Instruction,
    /// Written to SMx_INSTR: it ignores divider, delay and SM_ENABLE.
    pub(super) forced: bool,
}

/// A loop of one instruction that is treated as a delay. Its register is 0 already, as at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counting {
    /// The loop counts Y, not X.
    pub(super) y: bool,
    /// Ticks of one pass.
    pub(super) period: u64,
}

/// One state machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Machine {
    pub(super) number: u8,
    pub(super) enabled: bool,
    pub(super) divider: Divider,
    pub(super) settings: Settings,
    pub(super) tx: Fifo,
    pub(super) rx: Fifo,
    pub(super) program_counter: u8,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) input: Shift,
    pub(super) output: Shift,
    pub(super) injected: Option<Injected>,
    /// IRQ with wait has raised its flag.
    pub(super) raised: bool,
    pub(super) held: Held,
    /// Its bits of FDEBUG, as for state machine 0.
    debug: u32,
    /// Cycle in which the next instruction is due, after the delay.
    pub(super) ready: u64,
    /// While it is not enabled: ticks of delay that are left.
    pub(super) paused: u64,
    pub(super) stall: Option<Wait>,
    /// Cycle in which it has something to do; `u64::MAX` when only something else can change that.
    pub(super) due: u64,
    pub(super) undefined: Option<&'static str>,
    /// Counts X or Y down in a loop of one instruction that is taken for a delay: see `counting`.
    pub(super) counting: Option<Counting>,
    /// A word has gone into or out of a FIFO.
    pub(super) moved: bool,
}

/// Reset values of EXECCTRL, SHIFTCTRL and PINCTRL.
pub(super) const EXECUTION_RESET: u32 = 0x1F << 12;
pub(super) const SHIFT_RESET: u32 = 3 << 18;
pub(super) const PINS_RESET: u32 = 5 << 26;

impl Machine {
    /// In its reset state.
    pub(super) fn new(number: u8) -> Self {
        Machine {
            number,
            enabled: false,
            divider: Divider::default(),
            settings: Settings::new(EXECUTION_RESET, SHIFT_RESET, PINS_RESET),
            tx: Fifo::new(4),
            rx: Fifo::new(4),
            program_counter: 0,
            x: 0,
            y: 0,
            input: Shift::EMPTY_INPUT,
            output: Shift { value: 0, count: 32 },
            injected: None,
            raised: false,
            held: Held::default(),
            debug: 0,
            ready: 0,
            paused: 0,
            stall: None,
            due: u64::MAX,
            undefined: None,
            counting: None,
            moved: false,
        }
    }

    /// Cycle in which it has something to do by itself.
    pub(super) fn due(&self) -> u64 {
        self.due
    }

    /// Whether it stalls until an input changes.
    pub(super) fn waits_for_pins(&self) -> bool {
        self.stall == Some(Wait::Pins)
    }

    /// Whether it stalls until a flag changes.
    pub(super) fn waits_for_flags(&self) -> bool {
        self.stall == Some(Wait::Flags)
    }

    /// SM_ENABLE.
    pub(super) fn enabled(&self) -> bool {
        self.enabled
    }

    /// Whether it executes instructions, or may do so when something changes.
    pub(super) fn at_work(&self) -> bool {
        self.enabled || self.exec_stalled() || self.due != u64::MAX
    }

    /// EXEC_STALLED: an instruction written to SMx_INSTR stalls.
    pub(super) fn exec_stalled(&self) -> bool {
        self.injected.is_some_and(|injected| injected.forced)
    }

    /// Its bits of FDEBUG, as for state machine 0.
    pub(super) fn debug(&self) -> u32 {
        self.debug
    }

    /// Clears bits of FDEBUG.
    pub(super) fn clear_debug(&mut self, bits: u32) {
        self.debug &= !bits;
    }

    /// Takes the name of something that the datasheet leaves undefined, when it has come upon that.
    pub(super) fn take_undefined(&mut self) -> Option<&'static str> {
        self.undefined.take()
    }

    /// A word of the system for the TX FIFO.
    pub(super) fn write_fifo(&mut self, word: u32, cycle: u64) {
        if !self.tx.push(word) {
            self.debug |= TX_OVER;
        }
        self.look(cycle);
    }

    /// A word of the RX FIFO for the system.
    pub(super) fn read_fifo(&mut self, cycle: u64) -> u32 {
        self.look(cycle);
        self.rx.pop().unwrap_or_else(|| {
            self.debug |= RX_UNDER;
            self.rx.stale()
        })
    }

    /// Autopull fills an OSR that is used up, as soon as there is a word (§11.5.4.2).
    pub(super) fn refill(&mut self) {
        if self.settings.autopull && self.output_used_up() {
            self.pull();
        }
    }

    /// Whether the OSR has given as many bits as the threshold says.
    pub(super) fn output_used_up(&self) -> bool {
        self.output.count >= self.settings.pull_threshold
    }

    /// Fills the OSR from the TX FIFO; false when that is empty.
    pub(super) fn pull(&mut self) -> bool {
        let word = self.tx.pop();
        if let Some(word) = word {
            self.output = Shift::filled(word);
            self.moved = true;
        }
        word.is_some()
    }

    /// Puts a word into the RX FIFO, unless that is full.
    pub(super) fn push_word(&mut self, word: u32) -> bool {
        let pushed = self.rx.push(word);
        self.moved |= pushed;
        pushed
    }

    /// Whether a word has gone into or out of a FIFO by an instruction, since it was last asked.
    pub(super) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// A stall at the TX FIFO, which FDEBUG remembers.
    pub(super) fn stall_at_tx(&mut self) -> Outcome {
        self.debug |= TX_STALL;
        Outcome::Stall(Wait::Access)
    }

    /// A stall at the RX FIFO, or a word lost there.
    pub(super) fn note_full_rx(&mut self) {
        self.debug |= RX_STALL;
    }

    /// OUT, MOV or SET to pins; with OUT_STICKY it is made again in every cycle.
    pub(super) fn put_pins(&mut self, half: Half, write: Option<PinWrite>, latch: &mut Latch) {
        if self.settings.sticky {
            self.held.keep(half, write);
        }
        if let Some(write) = write {
            latch.put(half, write);
        }
    }
}
