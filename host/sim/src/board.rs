//! Board: two cores, the chip around them and its flash, in simulated time.

mod boot;
mod chip_events;
mod core1_launch;
mod debug_target;
mod image_def;
mod rom_functions;
mod run;
mod scheduling;
#[cfg(test)]
mod tests;

use crate::chip::{Chip, Reset, XipCounters};
use crate::cpu::{Cpu, StopReason};
use crate::devices::i2c::I2cDevice;
use crate::devices::pins::EdgeSink;
use crate::devices::spi::SpiDevice;
use crate::ppb::dcb::DebugReset;
use boot::BootType;
use core1_launch::Launch;
pub use run::RunAheadEnd;

/// Simulated Raspberry Pi Pico 2.
pub struct Board {
    chip: Chip,
    cores: [Cpu; 2],
    /// Cycle that the whole board has reached.
    now: u64,
    /// The RUN pin is low, or a rescue reset is in progress.
    held_in_reset: bool,
    /// The cores execute nothing: an injected fault.
    hung: bool,
    stop: Option<StopReason>,
    launch: Launch,
    /// Callback of the ROM for Non-secure callers. Storage: it is never called.
    rom_callback: u32,
    /// Boot type of the last boot.
    boot_type: BootType,
    /// Sleeping cores that have to check for wake-up events.
    wake_pending: [bool; 2],
}

impl std::fmt::Debug for Board {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Board")
            .field("now", &self.now)
            .field("stop", &self.stop)
            .finish_non_exhaustive()
    }
}

impl Default for Board {
    fn default() -> Self {
        Board::new()
    }
}

impl Board {
    /// Creates a board with blank flash, in its state after power-on.
    pub fn new() -> Self {
        let mut board = Board {
            chip: Chip::default(),
            cores: [Cpu::new(0), Cpu::new(1)],
            now: 0,
            held_in_reset: false,
            hung: false,
            stop: None,
            launch: Launch::default(),
            rom_callback: 0,
            boot_type: BootType::Normal,
            wake_pending: [false; 2],
        };
        board.reset(Reset::Power);
        board
    }

    /// Resets the chip, with the debug logic of the cores, and starts the cores. Ends a stop.
    pub fn reset(&mut self, reset: Reset) {
        self.chip.reset(reset, self.now);
        self.held_in_reset = false;
        self.stop = None;
        for core in 0..2 {
            self.restart_core(core, DebugReset::Cold);
        }
    }

    /// Returns the cycles of clk_sys since power-on.
    pub fn cycles(&self) -> u64 {
        self.now
    }

    /// Returns the simulated time since power-on, in picoseconds.
    pub fn time(&self) -> u64 {
        self.chip.time_at(self.now)
    }

    /// Returns the number of instructions that a core (0 or 1) has executed since power-on.
    pub fn retired(&self, core: u8) -> u64 {
        self.cores[usize::from(core & 1)].retired()
    }

    /// Returns the reason why the board has stopped until a reset: something that is not modelled.
    pub fn stop_reason(&self) -> Option<&StopReason> {
        self.stop.as_ref()
    }

    /// Returns a core, 0 or 1.
    pub fn core(&self, core: u8) -> &Cpu {
        &self.cores[usize::from(core & 1)]
    }

    /// Returns core 0, whose instructions can be traced.
    pub(crate) fn traced_core(&mut self) -> &mut Cpu {
        &mut self.cores[0]
    }

    /// Returns the counters of the XIP cache.
    pub fn xip_counters(&self) -> XipCounters {
        self.chip.xip_counters()
    }

    /// Takes the bytes that UART0 (0) or UART1 (1) has sent since the last call.
    pub fn take_uart_output(&mut self, uart: u8) -> Vec<u8> {
        self.chip.take_uart_output(usize::from(uart), self.now)
    }

    /// Sends bytes to UART0 (0) or UART1 (1), at its baud rate.
    pub fn send_to_uart(&mut self, uart: u8, bytes: &[u8]) {
        self.chip.send_to_uart(usize::from(uart), bytes, self.now);
    }

    /// Connects a channel of the ADC (0 to 3: GPIO26 to GPIO29; 4: temperature sensor) to a voltage in µV, or
    /// disconnects it with `None`. Returns false if there is no such channel.
    pub fn connect_adc(&mut self, channel: u8, microvolts: Option<u32>) -> bool {
        self.chip.connect_adc(usize::from(channel), microvolts, self.now)
    }

    /// Attaches a device to SPI0 (0) or SPI1 (1), in place of its data input pin. The device is always selected and
    /// sends `first` in the first frame.
    pub fn attach_spi(&mut self, spi: u8, device: Box<dyn SpiDevice>, first: u16) {
        self.chip.attach_spi(usize::from(spi), device, first);
    }

    /// Attaches a device to I2C0 (0) or I2C1 (1), on any pins.
    pub fn attach_i2c(&mut self, i2c: u8, device: Box<dyn I2cDevice>) {
        self.chip.attach_i2c(usize::from(i2c), device);
    }

    /// Drives a pin of bank 0 from outside the chip, or releases it with `None`.
    pub fn drive_pin(&mut self, pin: u32, level: Option<bool>) {
        self.chip.drive_pin(pin, level, self.now);
    }

    /// Adds a wire between two pins of bank 0 outside the chip.
    pub fn connect_pins(&mut self, first: u32, second: u32) {
        self.chip.connect_pins(first, second, self.now);
    }

    /// Removes all wires between pins.
    pub fn disconnect_pins(&mut self) {
        self.chip.disconnect_pins(self.now);
    }

    /// Passes every edge of the pins in `pins` to `sink` from now on; `None` ends it.
    pub fn record_pins(&mut self, pins: u64, sink: Option<Box<dyn EdgeSink>>) {
        self.chip.record_pins(pins, sink, self.now);
    }

    /// Returns the levels of the 48 pins of bank 0.
    pub fn pin_levels(&mut self) -> u64 {
        self.chip.pin_levels_at(self.now)
    }

    /// Writes data to the flash as a device programmer does; no time passes.
    pub fn load_flash(&mut self, offset: u32, data: &[u8]) {
        self.chip.load_flash(offset, data);
    }

    /// Erases flash as a device programmer does; no time passes.
    pub fn erase_flash(&mut self, offset: u32, length: u32) {
        self.chip.peripherals().qmi.flash.erase(offset, length);
    }

    /// Programs erased flash as a device programmer does; no time passes.
    pub fn program_flash(&mut self, offset: u32, data: &[u8]) {
        self.chip.peripherals().qmi.flash.program(offset, data);
    }

    /// Discards the flash contents that the cores and the XIP cache hold, after a change of the flash.
    pub fn invalidate_flash_caches(&mut self) {
        self.chip.peripherals().xip.cache.flush();
        for core in &mut self.cores {
            core.discard_all_code();
        }
    }

    /// Returns the contents of the flash.
    pub fn flash(&self) -> &[u8] {
        self.chip.flash()
    }

    /// Starts a core at the reset vector of the ROM, or halts it there if the debugger catches the reset.
    fn restart_core(&mut self, core: usize, kind: DebugReset) {
        if core == 1 {
            self.launch = Launch::default();
        }
        self.cores[core].advance_to(self.now);
        self.cores[core].reset(&mut self.chip, 0, kind);
        self.update_halted(core);
    }

    /// Resets both cores, after a SYSRESETREQ of either core or its debugger; the rest of the chip keeps its state.
    ///
    /// Both cores are reset because a flash loader that a debugger starts afterwards sets the salts of both, and the
    /// RCP faults if core 1 has kept its salt (RP2350 §3.6.3.1).
    fn reset_cores(&mut self) {
        self.stop = None;
        for core in 0..2 {
            self.chip.core_reset(core);
            self.restart_core(core, DebugReset::Warm);
        }
    }

    /// Passes the Debug state of the cores to the chip, whose timers pause while a core is halted, from the current
    /// cycle of `core`.
    fn update_halted(&mut self, core: usize) {
        let halted = [self.cores[0].debug.halted(), self.cores[1].debug.halted()];
        let cycle = self.cores[core].cycle().max(self.now);
        self.chip.set_halted(halted, cycle);
    }
}
