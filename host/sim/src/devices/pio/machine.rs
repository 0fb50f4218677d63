//! State machine (RP2350 §11.2): registers and FIFOs.

use super::cycle::{InstructionResult, Wait};
use super::divider::Divider;
use super::fifo::Fifo;
use super::instruction::Instruction;
use super::latch::{Held, Latch, LatchPart, PinWrite};
use super::settings::Settings;
use super::shift::Shift;

/// Bits of FDEBUG for state machine 0.
const RX_STALL: u32 = 1;
const RX_UNDER: u32 = 1 << 8;
const TX_OVER: u32 = 1 << 16;
const TX_STALL: u32 = 1 << 24;

/// Instruction that does not come from the instruction memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Injected {
    pub(super) instruction: Instruction,
    /// The instruction was written to SMx_INSTR, and ignores divider, delay and SM_ENABLE.
    pub(super) forced: bool,
}

/// Loop of one instruction that is executed as a single delay; see [`super::counting`]. Its register already has the
/// final value 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counting {
    /// The loop counts Y instead of X.
    pub(super) y: bool,
    /// Ticks of one iteration.
    pub(super) period: u64,
}

/// State machine.
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
    /// The current IRQ WAIT has already set its flag.
    pub(super) raised: bool,
    pub(super) held: Held,
    /// Bits of FDEBUG, at the positions of state machine 0.
    debug: u32,
    /// Cycle in which the next instruction starts, after the delay.
    pub(super) ready: u64,
    /// Remaining ticks of the delay, while the state machine is disabled.
    pub(super) paused: u64,
    pub(super) stall: Option<Wait>,
    /// Next cycle in which the state machine must be executed; `u64::MAX` while it waits for an external event.
    pub(super) due: u64,
    pub(super) undefined: Option<&'static str>,
    /// Loop that is executed as a single delay.
    pub(super) counting: Option<Counting>,
    /// A FIFO level changed, or an instruction with an undefined effect was executed.
    pub(super) changed: bool,
}

/// Reset values of EXECCTRL, SHIFTCTRL and PINCTRL.
pub(super) const EXECUTION_RESET: u32 = 0x1F << 12;
pub(super) const SHIFT_RESET: u32 = 3 << 18;
pub(super) const PINS_RESET: u32 = 5 << 26;

impl Machine {
    /// Creates a state machine in its reset state.
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
            changed: false,
        }
    }

    /// Returns the next cycle in which the state machine must be executed.
    pub(super) fn due(&self) -> u64 {
        self.due
    }

    /// Returns true if the state machine stalls until an input changes.
    pub(super) fn waits_for_pins(&self) -> bool {
        self.stall == Some(Wait::Pins)
    }

    /// Returns true if the state machine stalls until a flag changes.
    pub(super) fn waits_for_flags(&self) -> bool {
        self.stall == Some(Wait::Flags)
    }

    /// SM_ENABLE.
    pub(super) fn enabled(&self) -> bool {
        self.enabled
    }

    /// Returns true if the state machine executes instructions, or can resume without a register access.
    pub(super) fn active(&self) -> bool {
        self.enabled || self.exec_stalled() || self.due != u64::MAX
    }

    /// EXEC_STALLED: an instruction written to SMx_INSTR stalls.
    pub(super) fn exec_stalled(&self) -> bool {
        self.injected.is_some_and(|injected| injected.forced)
    }

    /// Returns the bits of FDEBUG, at the positions of state machine 0.
    pub(super) fn debug(&self) -> u32 {
        self.debug
    }

    /// Clears bits of FDEBUG.
    pub(super) fn clear_debug(&mut self, bits: u32) {
        self.debug &= !bits;
    }

    /// Takes the reason why the effect of an executed instruction is undefined, if there was one.
    pub(super) fn take_undefined(&mut self) -> Option<&'static str> {
        self.undefined.take()
    }

    /// Writes a word to the TX FIFO as the system.
    pub(super) fn write_fifo(&mut self, word: u32, cycle: u64) {
        if !self.tx.push(word) {
            self.debug |= TX_OVER;
        }
        self.recheck(cycle);
    }

    /// Reads a word from the RX FIFO as the system.
    pub(super) fn read_fifo(&mut self, cycle: u64) -> u32 {
        self.recheck(cycle);
        self.rx.pop().unwrap_or_else(|| {
            self.debug |= RX_UNDER;
            self.rx.stale()
        })
    }

    /// Autopull: fills an empty OSR as soon as the TX FIFO has a word (§11.5.4.2).
    pub(super) fn refill(&mut self) {
        if self.settings.autopull && self.output_used_up() {
            self.pull();
        }
    }

    /// Returns true if the OSR is empty: the number of bits shifted out has reached the pull threshold.
    pub(super) fn output_used_up(&self) -> bool {
        self.output.count >= self.settings.pull_threshold
    }

    /// Fills the OSR from the TX FIFO. Returns false if the FIFO is empty.
    pub(super) fn pull(&mut self) -> bool {
        let word = self.tx.pop();
        if let Some(word) = word {
            self.output = Shift::filled(word);
            self.changed = true;
        }
        word.is_some()
    }

    /// Pushes a word to the RX FIFO. Returns false if the FIFO is full.
    pub(super) fn push_word(&mut self, word: u32) -> bool {
        let pushed = self.rx.push(word);
        self.changed |= pushed;
        pushed
    }

    /// Returns true if an instruction changed a FIFO level or had an undefined effect since the last call.
    pub(super) fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Sets FDEBUG.TXSTALL and returns a stall.
    pub(super) fn stall_at_tx(&mut self) -> InstructionResult {
        self.debug |= TX_STALL;
        InstructionResult::Stall(Wait::Access)
    }

    /// Sets FDEBUG.RXSTALL: a stall at the full RX FIFO, or a word lost there.
    pub(super) fn record_rx_stall(&mut self) {
        self.debug |= RX_STALL;
    }

    /// Writes to pins by OUT, MOV or SET; with OUT_STICKY the write is repeated in every cycle.
    pub(super) fn write_pins(&mut self, part: LatchPart, write: Option<PinWrite>, latch: &mut Latch) {
        if self.settings.sticky {
            self.held.keep(part, write);
        }
        if let Some(write) = write {
            latch.put(part, write);
        }
    }
}
