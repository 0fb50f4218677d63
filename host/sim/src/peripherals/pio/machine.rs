//! A state machine (RP2350 §11.2): its registers, and when it is clocked.

use super::cycle::{FlagChanges, Outcome, View, Wait};
use super::divider::Divider;
use super::fifo::Fifo;
use super::instruction::Instruction;
use super::latch::{Half, Held, Latch, PinWrite};
use super::settings::Settings;
use super::shift::Shift;

/// An instruction that does not come from the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Injected {
    instruction: Instruction,
    /// Written to SMx_INSTR: it ignores divider, delay and SM_ENABLE.
    forced: bool,
}

/// SMx_PC after a reset, and bits of FDEBUG within a state machine.
const RX_STALL: u32 = 1;
const RX_UNDER: u32 = 1 << 8;
const TX_OVER: u32 = 1 << 16;
const TX_STALL: u32 = 1 << 24;

/// One state machine.
#[derive(Clone, Debug)]
pub struct Machine {
    pub(super) number: u8,
    enabled: bool,
    divider: Divider,
    pub(super) settings: Settings,
    pub(super) tx: Fifo,
    pub(super) rx: Fifo,
    pub(super) program_counter: u8,
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) input: Shift,
    pub(super) output: Shift,
    injected: Option<Injected>,
    /// IRQ with wait has raised its flag.
    pub(super) raised: bool,
    held: Held,
    /// Its bits of FDEBUG, as for state machine 0.
    debug: u32,
    /// Cycle in which the next instruction is due, after the delay.
    ready: u64,
    /// While it is not enabled: ticks of delay that are left.
    paused: u64,
    stall: Option<Wait>,
    /// Cycle in which it has something to do; `u64::MAX` when only something else can change that.
    due: u64,
    undefined: Option<&'static str>,
}

/// Reset values of EXECCTRL, SHIFTCTRL and PINCTRL.
pub const EXECUTION_RESET: u32 = 0x1F << 12;
pub const SHIFT_RESET: u32 = 3 << 18;
pub const PINS_RESET: u32 = 5 << 26;

impl Machine {
    /// In its reset state.
    pub fn new(number: u8) -> Self {
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
        }
    }

    /// Cycle in which it has something to do by itself.
    pub fn due(&self) -> u64 {
        self.due
    }

    /// Whether it stalls until an input changes.
    pub fn waits_for_pins(&self) -> bool {
        self.stall == Some(Wait::Pins)
    }

    /// Whether it stalls until a flag changes.
    pub fn waits_for_flags(&self) -> bool {
        self.stall == Some(Wait::Flags)
    }

    /// SM_ENABLE.
    pub fn enabled(&self) -> bool {
        self.enabled
    }

    /// EXEC_STALLED: an instruction written to SMx_INSTR stalls.
    pub fn exec_stalled(&self) -> bool {
        self.injected.is_some_and(|injected| injected.forced)
    }

    /// Its bits of FDEBUG, as for state machine 0.
    pub fn debug(&self) -> u32 {
        self.debug
    }

    /// Clears bits of FDEBUG.
    pub fn clear_debug(&mut self, bits: u32) {
        self.debug &= !bits;
    }

    /// Takes the name of something that the datasheet leaves undefined, when it has come upon that.
    pub fn take_undefined(&mut self) -> Option<&'static str> {
        self.undefined.take()
    }

    /// SM_ENABLE is written.
    pub fn enable(&mut self, enabled: bool, cycle: u64) {
        match (self.enabled, enabled) {
            (false, true) => self.ready = self.divider.after(cycle, self.paused),
            (true, false) => self.paused = self.divider.between(cycle, self.ready),
            _ => {}
        }
        self.enabled = enabled;
        self.look(cycle);
    }

    /// SM_RESTART (register description of CTRL).
    pub fn restart(&mut self, cycle: u64) {
        self.input = Shift::EMPTY_INPUT;
        self.output.count = 32;
        self.injected = None;
        self.raised = false;
        self.held = Held::default();
        self.paused = 0;
        self.ready = self.divider.first_at(cycle);
        self.stall = None;
        self.look(cycle);
    }

    /// CLKDIV_RESTART.
    pub fn restart_divider(&mut self, cycle: u64) {
        self.change_divider(cycle, |divider| divider.restart(cycle));
    }

    /// SMx_CLKDIV is written.
    pub fn divide(&mut self, register: u32, cycle: u64) {
        self.change_divider(cycle, |divider| divider.set(register, cycle));
    }

    fn change_divider(&mut self, cycle: u64, change: impl FnOnce(&mut Divider)) {
        let left = self.divider.between(cycle, self.ready);
        change(&mut self.divider);
        self.ready = self.divider.after(cycle, left);
        self.look(cycle);
    }

    /// EXECCTRL, SHIFTCTRL or PINCTRL is written. Another use of the FIFO storage empties it.
    pub fn set(&mut self, settings: Settings, cycle: u64) {
        if settings.joins != self.settings.joins {
            let (tx, rx) = settings.joins.depths();
            (self.tx, self.rx) = (Fifo::new(tx), Fifo::new(rx));
        }
        self.settings = settings;
        if !settings.sticky {
            self.held = Held::default();
        }
        self.look(cycle);
    }

    /// Something that it may wait for has changed: it looks again at its next tick.
    pub fn look(&mut self, cycle: u64) {
        self.due = if self.exec_stalled() {
            cycle
        } else if self.enabled {
            self.divider.first_at(cycle)
        } else {
            u64::MAX
        };
    }

    /// A word of the system for the TX FIFO.
    pub fn write_fifo(&mut self, word: u32, cycle: u64) {
        if !self.tx.push(word) {
            self.debug |= TX_OVER;
        }
        self.look(cycle);
    }

    /// A word of the RX FIFO for the system.
    pub fn read_fifo(&mut self, cycle: u64) -> u32 {
        self.look(cycle);
        self.rx.pop().unwrap_or_else(|| {
            self.debug |= RX_UNDER;
            self.rx.stale()
        })
    }

    /// An instruction is written to SMx_INSTR: it is executed at once, in place of the one of this cycle.
    pub fn force(&mut self, bits: u16, view: &View, latch: &mut Latch, flags: &mut FlagChanges) {
        let raised = std::mem::take(&mut self.raised);
        self.injected = None;
        self.present(
            Some(Injected { instruction: Instruction::decode(bits), forced: true }),
            view,
            latch,
            flags,
        );
        if !self.exec_stalled() {
            self.raised = raised;
        }
    }

    /// The cycle in which it is due.
    pub fn step(&mut self, view: &View, latch: &mut Latch, flags: &mut FlagChanges) {
        if self.exec_stalled() {
            let injected = self.injected.take();
            self.present(injected, view, latch, flags);
        } else if !self.enabled {
            self.due = u64::MAX;
        } else if view.cycle < self.ready {
            self.refill();
            self.due = self.ready;
        } else {
            let injected = self.injected.take();
            self.present(injected, view, latch, flags);
        }
    }

    /// In a cycle in which it has nothing to do.
    pub fn hold(&self, latch: &mut Latch) {
        if self.enabled || self.exec_stalled() {
            self.held.put(latch);
        }
    }

    fn present(
        &mut self,
        injected: Option<Injected>,
        view: &View,
        latch: &mut Latch,
        flags: &mut FlagChanges,
    ) {
        let instruction = match injected {
            Some(injected) => injected.instruction,
            None => view.memory[usize::from(self.program_counter & 31)],
        };
        let forced = injected.is_some_and(|injected| injected.forced);
        let outcome = self.execute(instruction.operation, view, latch, flags);
        self.held.keep_side(None);
        self.held.put(latch);
        let (side, mut delay) = self.settings.side_and_delay(instruction.side_and_delay());
        let side = side.map(|value| {
            let half = if self.settings.side_directions { Half::Enable } else { Half::Level };
            (half, PinWrite::mapped(self.settings.side_base, self.settings.side_count(), value))
        });
        if let Some((half, write)) = side {
            latch.put(half, write);
        }
        match outcome {
            Outcome::Next if injected.is_none() => self.program_counter = self.following(),
            Outcome::Next => {}
            Outcome::Jump(target) => self.program_counter = target & 31,
            Outcome::Execute(next) => {
                if injected.is_none() {
                    self.program_counter = self.following();
                }
                self.injected = Some(Injected { instruction: next, forced: false });
                delay = 0;
            }
            Outcome::Stall(wait) => {
                self.injected = injected;
                self.held.keep_side(side);
                self.stall = Some(wait);
                let next = if forced { view.cycle + 1 } else { self.divider.after(view.cycle, 1) };
                self.due = if wait == Wait::Tick { next } else { u64::MAX };
                return;
            }
            Outcome::Undefined(what) => {
                self.undefined = Some(what);
                (self.enabled, self.due) = (false, u64::MAX);
                return;
            }
        }
        self.stall = None;
        self.raised = false;
        if forced {
            self.look(view.cycle + 1);
        } else {
            self.ready = self.divider.after(view.cycle, 1 + delay);
            self.due = self.ready;
        }
    }

    fn following(&self) -> u8 {
        if self.program_counter == self.settings.wrap_top {
            self.settings.wrap_bottom
        } else {
            (self.program_counter + 1) & 31
        }
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
        }
        word.is_some()
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
