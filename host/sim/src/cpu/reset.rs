//! Reset and start of the core.

use super::Cpu;
use super::core_registers::CoreRegisters;
use super::execution_state::ExecutionState;
use super::run_control::RunControl;
use crate::bus::{Bus, Size};
use crate::ppb::dcb::DebugReset;

impl Cpu {
    /// Resets the core (Armv8-M ARM B3.34): registers, exceptions and the system control block. Time and counters
    /// continue; `kind` is the extent of the reset of the debug logic. Execution starts at the vector table at `vtor`,
    /// unless the debugger catches the reset.
    pub fn reset<B: Bus>(&mut self, bus: &mut B, vtor: u32, kind: DebugReset) {
        self.discard_stale_code(bus);
        let by = self.initiator();
        let mut vector =
            |offset| bus.read(vtor.wrapping_add(offset), Size::Word, by).map_or(0, |read| read.value);
        let (sp, entry) = (vector(0), vector(4));
        self.clear_state();
        self.scb.vtor = vtor;
        self.registers.set_sp(sp);
        self.registers.set_lr(0xFFFF_FFFF);
        self.registers.pc = entry & !1;
        self.registers.thumb = entry & 1 != 0;
        self.debug.reset(kind);
        if kind == DebugReset::Cold {
            self.fpb = Default::default();
            self.dwt = Default::default();
        }
        self.debug_state_changed();
    }

    fn clear_state(&mut self) {
        self.registers = CoreRegisters::new();
        self.non_secure = Default::default();
        self.pipeline.flush();
        self.fetch.discard_line();
        self.run_control = RunControl { deadline: self.run_control.deadline, ..RunControl::default() };
        self.state = ExecutionState::new();
        self.exclusive.clear();
        self.nmi_line = false;
        self.fp = Default::default();
        let lines = std::mem::take(&mut self.nvic).lines();
        self.nvic.set_lines(lines);
        self.scb = Default::default();
        self.refresh_checks();
        self.systick = Default::default();
    }

    /// Starts the core as [`Cpu::start`] does, with the SAU as the boot ROM leaves it.
    pub fn launch(&mut self, vtor: u32, sp: u32, entry: u32) {
        self.scb.sau.set_up_by_rom();
        self.start(vtor, sp, entry);
    }

    /// Starts the core at `entry` (bit 0 ignored) with the main stack at `sp`, as the boot ROM launches a core.
    pub fn start(&mut self, vtor: u32, sp: u32, entry: u32) {
        self.registers.set_mode(0, 0);
        self.scb.vtor = vtor;
        self.registers.set_msp(sp);
        self.set_register(15, entry);
        self.registers.thumb = true;
        self.request_service();
    }
}
