//! The board: two cores, the chip around them and its flash, in simulated time.

mod boot;
mod core1_launch;
mod debug_target;
mod image_def;
mod rom_calls;
mod rom_services;
mod run;
#[cfg(test)]
mod tests;

use crate::chip::{Chip, Reset, XipCounters};
use crate::cpu::{Cpu, StopReason};
use crate::devices::i2c::I2cDevice;
use crate::devices::pins::EdgeSink;
use crate::devices::spi::SpiDevice;
use crate::ppb::dcb::DebugReset;
use core1_launch::Launch;
pub use run::RunAheadEnd;

/// A simulated Raspberry Pi Pico 2.
pub struct Board {
    chip: Chip,
    cores: [Cpu; 2],
    /// Cycle that the whole board has come to.
    now: u64,
    /// The RUN pin is low, or a rescue is under way.
    held: bool,
    /// The cores execute nothing: trouble on purpose.
    hung: bool,
    stop: Option<StopReason>,
    launch: Launch,
    /// The function that the ROM calls for a Non-secure caller; kept, and never called.
    rom_callback: u32,
    /// How the ROM came to what runs: its boot type.
    boot_type: u32,
    /// Cores that sleep, but for which something has come that may wake them.
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
    /// A board with blank flash, whose power has just come on.
    pub fn new() -> Self {
        let mut board = Board {
            chip: Chip::default(),
            cores: [Cpu::new(0), Cpu::new(1)],
            now: 0,
            held: false,
            hung: false,
            stop: None,
            launch: Launch::default(),
            rom_callback: 0,
            boot_type: 0,
            wake_pending: [false; 2],
        };
        board.reset(Reset::Power);
        board
    }

    /// Resets the chip and starts the cores; what the debugger has set in them is lost. A stop ends.
    pub fn reset(&mut self, reset: Reset) {
        self.chip.reset(reset, self.now);
        self.held = false;
        self.stop = None;
        for core in 0..2 {
            self.restart_core(core, DebugReset::Cold);
        }
    }

    /// Cycles of clk_sys since power-on.
    pub fn cycles(&self) -> u64 {
        self.now
    }

    /// Simulated time since power-on, in picoseconds.
    pub fn time(&self) -> u64 {
        self.chip.time_at(self.now)
    }

    /// Instructions that a core (0 or 1) has executed since power-on.
    pub fn retired(&self, core: u8) -> u64 {
        self.cores[usize::from(core & 1)].retired()
    }

    /// Why the board has stopped for good: something that is not modelled. A reset ends that.
    pub fn stop_reason(&self) -> Option<&StopReason> {
        self.stop.as_ref()
    }

    /// A core, 0 or 1.
    pub fn core(&self, core: u8) -> &Cpu {
        &self.cores[usize::from(core & 1)]
    }

    /// Core 0, which does the work that is traced.
    pub(crate) fn traced_core(&mut self) -> &mut Cpu {
        &mut self.cores[0]
    }

    /// Counters of the XIP cache.
    pub fn xip_counters(&self) -> XipCounters {
        self.chip.xip_counters()
    }

    /// Takes what UART0 (0) or UART1 (1) has sent since the last call.
    pub fn take_uart_output(&mut self, uart: u8) -> Vec<u8> {
        self.chip.take_uart_output(usize::from(uart), self.now)
    }

    /// Sends bytes to UART0 (0) or UART1 (1); they arrive at its rate.
    pub fn send_to_uart(&mut self, uart: u8, bytes: &[u8]) {
        self.chip.send_to_uart(usize::from(uart), bytes, self.now);
    }

    /// Connects a channel of the ADC (0 to 3: GPIO26 to GPIO29; 4: the temperature sensor's voltage) to a voltage in
    /// µV, or with `None` to nothing. Returns false where there is no such channel.
    pub fn connect_adc(&mut self, channel: u8, microvolts: Option<u32>) -> bool {
        self.chip.connect_adc(usize::from(channel), microvolts, self.now)
    }

    /// Attaches a device to SPI0 (0) or SPI1 (1), in place of the pin for data in; `first` is what it sends during
    /// the first frame. It is selected always.
    pub fn attach_spi(&mut self, spi: u8, device: Box<dyn SpiDevice>, first: u16) {
        self.chip.attach_spi(usize::from(spi), device, first);
    }

    /// Connects a device to the lines of I2C0 (0) or I2C1 (1), on whichever pins they are.
    pub fn attach_i2c(&mut self, i2c: u8, device: Box<dyn I2cDevice>) {
        self.chip.attach_i2c(usize::from(i2c), device);
    }

    /// Drives a pin of bank 0 from outside, or with `None` lets go of it.
    pub fn drive_pin(&mut self, pin: u32, level: Option<bool>) {
        self.chip.drive_pin(pin, level, self.now);
    }

    /// Connects two pins of bank 0 by a wire outside the chip, besides those that are there.
    pub fn connect_pins(&mut self, first: u32, second: u32) {
        self.chip.connect_pins(first, second, self.now);
    }

    /// Takes all wires between pins off again.
    pub fn disconnect_pins(&mut self) {
        self.chip.disconnect_pins(self.now);
    }

    /// Hands every change of the pins in `pins` to `sink` from now on; with `None` no longer.
    pub fn record_pins(&mut self, pins: u64, sink: Option<Box<dyn EdgeSink>>) {
        self.chip.record_pins(pins, sink, self.now);
    }

    /// Levels of the 48 pins of bank 0.
    pub fn pin_levels(&mut self) -> u64 {
        self.chip.pin_levels_at(self.now)
    }

    /// Puts data into the flash as a factory programmer would; no time passes.
    pub fn load_flash(&mut self, offset: u32, data: &[u8]) {
        self.chip.load_flash(offset, data);
    }

    /// Erases flash as a factory programmer would; no time passes.
    pub fn erase_flash(&mut self, offset: u32, length: u32) {
        self.chip.peripherals().qmi.flash.erase(offset, length);
    }

    /// Programs erased flash as a factory programmer would; no time passes.
    pub fn program_flash(&mut self, offset: u32, data: &[u8]) {
        self.chip.peripherals().qmi.flash.program(offset, data);
    }

    /// The flash has another content: what the cores and the cache hold of the old one is dropped.
    pub fn forget_flash(&mut self) {
        self.chip.peripherals().xip.cache.flush();
        for core in &mut self.cores {
            core.forget_all_code();
        }
    }

    /// The flash's content.
    pub fn flash(&self) -> &[u8] {
        self.chip.flash()
    }

    /// Starts a core at the ROM's reset vector, or halts it there when the debugger catches that.
    fn restart_core(&mut self, core: usize, kind: DebugReset) {
        if core == 1 {
            self.launch = Launch::default();
        }
        self.cores[core].cycle = self.cores[core].cycle.max(self.now);
        self.cores[core].reset(&mut self.chip, 0, kind);
        self.update_halted(core);
    }

    /// SYSRESETREQ of either core, by itself or by the debugger; the rest of the chip stays as it is.
    ///
    /// It takes both cores: a flash loader that a debugger starts after such a reset sets the salts of both, and the
    /// RCP would refuse that if core 1 had kept its own (RP2350 §3.6.3.1).
    fn reset_cores(&mut self) {
        self.stop = None;
        for core in 0..2 {
            self.chip.core_reset(core);
            self.restart_core(core, DebugReset::Warm);
        }
    }

    /// Timers pause while a debugger halts a core: from the cycle in which `core` was halted, or goes on.
    fn update_halted(&mut self, core: usize) {
        let halted = [self.cores[0].debug.halted(), self.cores[1].debug.halted()];
        let cycle = self.cores[core].cycle.max(self.now);
        self.chip.set_halted(halted, cycle);
    }
}
