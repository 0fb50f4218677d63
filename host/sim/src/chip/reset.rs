//! Resets of the chip (RP2350 §7).

use super::board_requests::BoardRequests;
use super::exclusive_monitor::ExclusiveMonitor;
use super::{Chip, Reset};
use crate::devices::powman::Cause;
use crate::devices::psm::Stage;
use crate::devices::sio::Sio;
use crate::peripheral::{Effects, Peripheral};

impl Chip {
    /// Resets everything but SRAM, boot RAM and flash; these too at power-on.
    pub(crate) fn reset(&mut self, reset: Reset, cycle: u64) {
        let cause = match reset {
            Reset::Power => Cause::PowerOn,
            Reset::RunPin => Cause::RunPin,
            Reset::Rescue => Cause::Rescue,
        };
        if reset == Reset::Power {
            self.memory.sram.clear();
            self.peripherals.bootram.reset();
            self.peripherals.qmi.flash.reset();
            self.peripherals.xip.cache.flush();
        }
        self.peripherals.powman.record(cause);
        self.peripherals.watchdog.reset();
        self.peripherals.psm.reset();
        self.peripherals.glitch_detector.reset();
        self.reset_from(Stage::Rosc as u32, cycle);
    }

    /// Resets the blocks that POWMAN, PSM and RESETS select for a watchdog reset. Returns the cores that are reset.
    pub(crate) fn watchdog_reset(&mut self, cycle: u64) -> [bool; 2] {
        if let Some(cause) = self.peripherals.powman.watchdog_selection() {
            let scratch_survives = cause == Cause::WatchdogPsm;
            if !scratch_survives {
                self.peripherals.watchdog.reset();
                self.peripherals.psm.reset();
            }
            self.peripherals.watchdog.stop();
            self.peripherals.powman.record(cause);
            self.reset_from(Stage::Rosc as u32, cycle);
            return [true; 2];
        }
        self.peripherals.watchdog.stop();
        let stage = self.peripherals.psm.watchdog_stage();
        let lines = self.peripherals.resets.watchdog_selection();
        self.peripherals.resets.hold(lines);
        match stage {
            Some(stage) => {
                self.reset_from(stage, cycle);
                [stage <= Stage::Processor0 as u32, stage <= Stage::Processor1 as u32]
            }
            None => {
                self.peripherals.apply_resets();
                self.propagate(Effects::RESETS, cycle);
                [false; 2]
            }
        }
    }

    /// Resets the parts of the chip that belong to a core, after SYSRESETREQ or PSM.FRCE_OFF. A reset by the debugger
    /// clears the watchdog's reason (§12.9).
    pub(crate) fn core_reset(&mut self, core: usize) {
        self.coprocessors.reset(core);
        self.monitor.clear(core);
        self.peripherals.watchdog.forget_reason();
    }

    /// Resets the stages of the power-on state machine from one on.
    fn reset_from(&mut self, stage: u32, cycle: u64) {
        let covers = |other: Stage| stage <= other as u32;
        let peripherals = &mut self.peripherals;
        if covers(Stage::Rosc) {
            peripherals.rosc.reset();
        }
        if covers(Stage::Xosc) {
            peripherals.xosc.reset();
        }
        if covers(Stage::Resets) {
            peripherals.resets.reset();
        }
        if covers(Stage::Clocks) {
            peripherals.clocks.reset();
            peripherals.ticks.reset();
        }
        if covers(Stage::Bootram) {
            peripherals.bootram.warm_reset();
        }
        if covers(Stage::Xip) {
            peripherals.xip.reset();
            peripherals.qmi.reset();
        }
        if covers(Stage::Accessctrl) {
            peripherals.accessctrl.reset();
        }
        if covers(Stage::Sio) {
            self.sio = Sio::default();
        }
        if covers(Stage::Resets) {
            self.pins.pins.release_isolated();
        }
        if covers(Stage::Processor0) {
            self.coprocessors.reset(0);
        }
        self.coprocessors.reset(1);
        self.monitor = ExclusiveMonitor::default();
        self.requests = BoardRequests::default();
        self.propagate(Effects::RESETS, cycle);
    }
}
