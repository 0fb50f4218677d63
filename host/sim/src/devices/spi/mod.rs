//! SPI0 and SPI1 (RP2350 §12.3): Arm PL022 as a master, in Motorola's frame format.

mod frame;
mod port;

use crate::peripheral::pin_mux::{Drives, Inputs, PINS};
use crate::peripheral::registers::{Register, RegisterFile, Write, bit, field};
use crate::peripheral::{Access, Effects, Peripheral, Unmodelled};
use crate::time::{Frequency, Picoseconds};
use frame::{Format, Levels};
pub use port::SpiDevice;
use port::{DEPTH, Port, Settings};

const CR0: u32 = 0x00;
const CR1: u32 = 0x04;
const DR: u32 = 0x08;
const SR: u32 = 0x0C;
const CPSR: u32 = 0x10;
const IMSC: u32 = 0x14;
const RIS: u32 = 0x18;
const MIS: u32 = 0x1C;
const ICR: u32 = 0x20;
const DMACR: u32 = 0x24;

const CR1_LBM: u32 = 0;
const CR1_SSE: u32 = 1;
const CR1_MS: u32 = 2;

/// FUNCSEL of the SPI (§9.4), first IRQ (§3.2) and first DREQ (§12.6.4.1).
const FUNCTION: u32 = 1;
const IRQ: u32 = 31;
const DREQ: u32 = 24;

const fn id(offset: u32, name: &'static str, value: u32) -> Register {
    Register::constant(offset, name, value)
}

static REGISTERS: [Register; 18] = [
    Register::live(CR0, "SSPCR0", 0, 0xFFFF),
    Register::live(CR1, "SSPCR1", 0, 0xF),
    Register::live(DR, "SSPDR", 0, 0xFFFF),
    Register::live(SR, "SSPSR", 3, 0),
    Register::live(CPSR, "SSPCPSR", 0, 0xFE),
    Register::live(IMSC, "SSPIMSC", 0, 0xF),
    Register::live(RIS, "SSPRIS", 8, 0),
    Register::live(MIS, "SSPMIS", 0, 0),
    Register::live(ICR, "SSPICR", 0, 0),
    Register::live(DMACR, "SSPDMACR", 0, 3),
    id(0xFE0, "SSPPERIPHID0", 0x22),
    id(0xFE4, "SSPPERIPHID1", 0x10),
    id(0xFE8, "SSPPERIPHID2", 0x34),
    id(0xFEC, "SSPPERIPHID3", 0x00),
    id(0xFF0, "SSPPCELLID0", 0x0D),
    id(0xFF4, "SSPPCELLID1", 0xF0),
    id(0xFF8, "SSPPCELLID2", 0x05),
    id(0xFFC, "SSPPCELLID3", 0xB1),
];

/// Role of a pin at its port (§9.4); the four roles follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Role {
    Receive,
    Select,
    Clock,
    Transmit,
}

/// Returns the pins of a port (0 or 1) in a role: eight pins belong to one port, the next eight to the other.
fn pins(number: u32, role: Role) -> u64 {
    let fits = |pin: &u32| pin / 8 % 2 == number && pin % 4 == role as u32;
    (0..PINS).filter(fits).fold(0, |pins, pin| pins | 1 << pin)
}

/// SPI port.
pub(crate) struct Spi {
    number: u32,
    file: RegisterFile,
    port: Port,
    /// Pins in the order of [`Role`]; true if an output with the port selected is among them.
    pins: [u64; 4],
    shown: bool,
    observed: u64,
    levels: Levels,
}

impl Spi {
    /// Creates SPI0 or SPI1 in its reset state.
    pub(crate) fn new(number: u32) -> Self {
        let roles = [Role::Receive, Role::Select, Role::Clock, Role::Transmit];
        Spi {
            number,
            file: RegisterFile::new(if number == 0 { "SPI0" } else { "SPI1" }, &REGISTERS),
            port: Port::default(),
            pins: roles.map(|role| pins(number, role)),
            shown: false,
            observed: 0,
            levels: Format::default().idle(),
        }
    }

    /// Attaches a device in place of the data input; it sends `first` during the first frame.
    pub(crate) fn attach(&mut self, device: Box<dyn SpiDevice>, first: u16) {
        self.port.attach(device, first);
    }

    fn settings(&self, access: &Access) -> Settings {
        let (format, control) = (self.file.get(CR0), self.file.get(CR1));
        let prescale = u64::from(self.file.get(CPSR));
        // The bit rate is clk_peri / (CPSDVSR × (1 + SCR)).
        let rate = match prescale {
            0 => Frequency::STOPPED,
            _ => access.clocks.peripheral.scaled(2, prescale * (1 + u64::from(field(format, 8, 8)))),
        };
        Settings {
            enabled: bit(control, CR1_SSE),
            loops_back: bit(control, CR1_LBM),
            format: Format { bits: field(format, 0, 4) + 1, polarity: bit(format, 6), phase: bit(format, 7) },
            rate,
        }
    }

    fn bring_to(&mut self, access: &Access) -> Effects {
        let settings = self.settings(access);
        let before = (self.port.levels(), self.port.raw_interrupts());
        self.port.advance(&settings, access.now);
        let mut effects = self.show(&settings, access.now);
        if (self.port.levels(), self.port.raw_interrupts()) != before {
            effects |= Effects::EVENTS | Effects::REQUESTS;
        }
        effects
    }

    fn show(&mut self, settings: &Settings, now: Picoseconds) -> Effects {
        let levels = self.port.outputs(settings.format, now);
        let changed = std::mem::replace(&mut self.levels, levels) != levels;
        if changed && self.shown { Effects::PINS | Effects::EVENTS } else { Effects::empty() }
    }

    /// Refuses settings that are not modelled, by name.
    fn check(&self) -> Result<(), Unmodelled> {
        let (format, control) = (self.file.get(CR0), self.file.get(CR1));
        let refuse = |offset, what: &str| Err(Unmodelled(format!("{}.{what}", self.file.name(offset))));
        if field(format, 4, 2) != 0 {
            return refuse(CR0, "FRF: frame format other than Motorola's");
        }
        if bit(control, CR1_MS) {
            return refuse(CR1, "MS: slave mode");
        }
        if bit(control, CR1_SSE) && field(format, 0, 4) < 3 {
            return refuse(CR0, "DSS: reserved data size");
        }
        Ok(())
    }

    fn status(&self) -> u32 {
        let (transmit, receive) = self.port.levels();
        u32::from(transmit == 0)
            | u32::from(transmit < DEPTH) << 1
            | u32::from(receive != 0) << 2
            | u32::from(receive == DEPTH) << 3
            | u32::from(self.port.busy()) << 4
    }

    fn masked(&self) -> u32 {
        self.port.raw_interrupts() & self.file.get(IMSC)
    }

    fn first_request(&self) -> u32 {
        DREQ + 2 * self.number
    }
}

impl Peripheral for Spi {
    fn file(&self) -> &RegisterFile {
        &self.file
    }

    fn file_mut(&mut self) -> &mut RegisterFile {
        &mut self.file
    }

    fn read(&mut self, offset: u32, access: &Access) -> Result<(u32, Effects), Unmodelled> {
        let mut effects = self.bring_to(access);
        let value = match offset {
            DR => {
                effects |= Effects::EVENTS | Effects::REQUESTS;
                u32::from(self.port.take())
            }
            SR => self.status(),
            RIS => self.port.raw_interrupts(),
            MIS => self.masked(),
            _ => self.file.get(offset),
        };
        Ok((value, effects))
    }

    fn write(&mut self, offset: u32, write: Write, access: &Access) -> Result<Effects, Unmodelled> {
        let mut effects = self.bring_to(access) | Effects::EVENTS | Effects::REQUESTS;
        match offset {
            DR => self.port.put(write.data as u16, &self.settings(access), access.now),
            ICR => self.port.clear_interrupts(write.data),
            _ => {
                self.file.write(offset, write);
                self.check()?;
                self.port.begin(&self.settings(access), access.now);
            }
        }
        effects |= self.show(&self.settings(access), access.now);
        Ok(effects)
    }

    fn reset(&mut self) {
        self.file.reset();
        self.port.reset();
        self.levels = Format::default().idle();
    }

    fn advance(&mut self, access: &Access) -> Effects {
        self.bring_to(access)
    }

    fn next_event(&self, access: &Access) -> Option<Picoseconds> {
        if self.shown {
            return [self.port.next_edge(access.now), self.port.next_change()].into_iter().flatten().min();
        }
        let requests = self.observed >> self.first_request() & 3 & self.enabled_requests();
        if self.file.get(IMSC) == 0 && requests == 0 {
            return None;
        }
        self.port.next_change()
    }

    fn interrupts(&self) -> u64 {
        u64::from(self.masked() != 0) << (IRQ + self.number)
    }

    fn requests(&self) -> u64 {
        let first = self.first_request();
        u64::from(self.credits(first) != 0) << first | u64::from(self.credits(first + 1) != 0) << (first + 1)
    }

    fn observe_requests(&mut self, observed: u64) {
        self.observed = observed;
    }

    fn credits(&self, request: u32) -> u32 {
        let (transmit, receive) = self.port.levels();
        let control = self.file.get(DMACR);
        match request.checked_sub(self.first_request()) {
            Some(0) if bit(control, 1) => (DEPTH - transmit) as u32,
            Some(1) if bit(control, 0) => receive as u32,
            _ => 0,
        }
    }

    fn drive_pins(&self, drives: &mut Drives) {
        let levels = [false, self.levels.select, self.levels.clock, self.levels.data];
        for role in [Role::Select, Role::Clock, Role::Transmit] {
            let (mask, level) = (self.pins[role as usize], levels[role as usize]);
            let drive =
                crate::peripheral::pin_mux::Drive { enable: mask, level: if level { mask } else { 0 } };
            drives.put(FUNCTION, mask, drive);
        }
    }

    fn sense_pins(&mut self, inputs: &Inputs, access: &Access) -> Effects {
        let [receive, outputs @ ..] = self.pins;
        let selected = inputs.selected[FUNCTION as usize];
        let shown = outputs.iter().any(|pins| selected & pins != 0);
        let level = inputs.any_high(FUNCTION, receive);
        if shown == self.shown && level == self.port.input {
            return Effects::empty();
        }
        // Captures until now see the previous level.
        let mut effects = self.bring_to(access);
        self.port.input = level;
        if std::mem::replace(&mut self.shown, shown) != shown {
            effects |= Effects::EVENTS;
        }
        effects
    }
}

impl Spi {
    /// Requests enabled in SSPDMACR; bit 0 is transmit.
    fn enabled_requests(&self) -> u64 {
        let control = u64::from(self.file.get(DMACR));
        control >> 1 & 1 | (control & 1) << 1
    }
}
