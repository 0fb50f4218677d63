//! Reset and start of the core.

use super::{Cpu, NO_LINE, Sleep};
use crate::bus::{Bus, Size};
use crate::instruction::{Attributes, PREPARATION};
use crate::ppb::dcb::DebugReset;

impl Cpu {
    /// Resets the core (Armv8-M ARM B3.34): registers, exceptions and the system control block; debug state stays,
    /// as do time and counts; `kind` says how far the debug logic is reset. Execution starts at the vector table at
    /// `vtor`, unless the debugger catches the reset.
    pub fn reset<B: Bus>(&mut self, bus: &mut B, vtor: u32, kind: DebugReset) {
        self.forget_stale_code(bus);
        let sp = bus.read(vtor, Size::Word, self.initiator()).map_or(0, |transfer| transfer.value);
        let entry =
            bus.read(vtor.wrapping_add(4), Size::Word, self.initiator()).map_or(0, |transfer| transfer.value);
        self.clear_state();
        self.scb.vtor = vtor;
        self.r[13] = sp & !3;
        self.r[14] = 0xFFFF_FFFF;
        self.pc = entry & !1;
        self.thumb = entry & 1 != 0;
        self.debug.reset(kind);
        if kind == DebugReset::Cold {
            self.fpb = Default::default();
            self.dwt = Default::default();
        }
        self.debug_state_changed();
    }

    fn clear_state(&mut self) {
        self.r = [0; 16];
        self.flags = Default::default();
        self.it = 0;
        self.late = u64::from(PREPARATION);
        self.slot = Attributes::empty();
        self.line = NO_LINE;
        self.limit = 0;
        self.other_sp = 0;
        self.msplim = 0;
        self.psplim = 0;
        self.control = 0;
        self.primask = false;
        self.faultmask = false;
        self.basepri = 0;
        self.non_secure = Default::default();
        self.exception = 0;
        self.monitor = None;
        self.event = false;
        self.sleep = Sleep::Awake;
        self.locked_up = false;
        self.stalled = false;
        self.nmi_line = false;
        self.events_pending = false;
        self.event_sent = false;
        self.reset_requested = false;
        self.stop = None;
        self.fp = Default::default();
        let lines = std::mem::take(&mut self.nvic).lines();
        self.nvic.set_lines(lines);
        self.scb = Default::default();
        self.refresh_checks();
        self.systick = Default::default();
    }

    /// As [`Cpu::start`], by the boot ROM, with the SAU as that leaves it.
    pub fn launch(&mut self, vtor: u32, sp: u32, entry: u32) {
        self.scb.sau.set_up_by_rom();
        self.start(vtor, sp, entry);
    }

    /// Starts at `entry` (bit 0 ignored) with the main stack at `sp`, as the boot ROM launches a core.
    pub fn start(&mut self, vtor: u32, sp: u32, entry: u32) {
        self.switch_stack(|cpu| {
            cpu.exception = 0;
            cpu.control = 0;
        });
        self.scb.vtor = vtor;
        self.set_msp(sp);
        self.set_register(15, entry);
        self.thumb = true;
        self.limit = 0;
    }
}
