//! Register tables against the chip's own description, the SVD file of the crate `rp235x-pac`, and the ROM's table
//! against the lookups of the crate `rp235x-hal`. Every register of every device must have its name, offset and reset
//! value; an inert register must keep the bits that the chip has; and an access where the chip has no register must
//! stop the board.

mod bootrom;
mod description;
mod differences;

use description::{Device, Register};
use pico2_sim::bus::BusFault;
use pico2_sim::chip::address_map::{Peripherals, UNMODELLED};
use pico2_sim::cpu::Cpu;
use pico2_sim::devices::sio::Sio;
use pico2_sim::peripheral::registers::{Model, RegisterFile};
use pico2_sim::peripheral::{self, Access, Unmodelled};
use pico2_sim::time::Frequencies;

/// Addresses of the APB and AHB.
const BUSES: std::ops::Range<u32> = 0x4000_0000..0x6000_0000;
/// Bytes of a device's registers, without the aliases.
const DEVICE: u32 = 0x1000;
const SIO_BYTES: u32 = 0x200;
/// Minimum number of registers in the SVD file: a file with fewer has not been read correctly.
const REGISTERS: usize = 1_500;

/// Returns the devices in their reset state, and the index of the one at an address.
fn fresh(base: u32) -> (Peripherals, usize) {
    let location = Peripherals::locate(base).unwrap_or_else(|| panic!("no device at {base:#x}"));
    assert_eq!(location.offset, 0, "a device begins before {base:#x}");
    (Peripherals::default(), location.device)
}

fn table(base: u32) -> RegisterFile {
    let (mut devices, device) = fresh(base);
    devices.get_mut(device).expect("the device exists").file().clone()
}

/// Reads a register by the first access after reset.
fn first_read(base: u32, offset: u32) -> Result<u32, Unmodelled> {
    let access = Access { now: 0, cycle: 0, core: 0, clocks: &Frequencies::STOPPED };
    let (mut devices, device) = fresh(base);
    let device = devices.get_mut(device).expect("the device exists");
    peripheral::read(device, offset, &access).map(|(value, _)| value)
}

/// Returns the described devices on the buses, except those that are unmodelled as a whole.
fn devices() -> Vec<Device> {
    let text = description::text();
    let mut devices = description::devices(&text);
    devices.retain(|device| {
        let refused = UNMODELLED.iter().any(|(first, length, _)| device.base.wrapping_sub(*first) < *length);
        BUSES.contains(&device.base) && !refused
    });
    assert!(devices.iter().map(|device| device.registers.len()).sum::<usize>() > REGISTERS);
    devices
}

/// Returns the difference between the table and the description of a register, if any.
fn difference(device: &Device, register: &Register, table: &RegisterFile) -> Option<String> {
    let name = format!("{}.{}", device.name, register.name);
    let Some(entry) = table.register(register.offset) else {
        return Some(format!("{name} is missing"));
    };
    let ours = table.name(register.offset);
    if ours != name {
        return Some(format!("{name} has the name {ours}"));
    }
    match (entry.model, first_read(device.base, register.offset)) {
        (Model::Unmodelled, Err(Unmodelled(what))) if what == name => None,
        (Model::Unmodelled, read) => Some(format!("{name} is not refused by name: {read:?}")),
        (_, Err(_)) if differences::may_refuse(&name) => None,
        (_, Err(Unmodelled(what))) => Some(format!("{name} cannot be read: {what}")),
        (_, Ok(value))
            if register.reset.is_some_and(|reset| reset != value) && !differences::may_read(&name, value) =>
        {
            Some(format!("{name} reads as {value:#x} after reset, not {:#x?}", register.reset))
        }
        (Model::Inert(_), _) if entry.writable != register.writable && !differences::may_keep_less(&name) => {
            Some(format!("{name} keeps {:#x}, not {:#x}", entry.writable, register.writable))
        }
        _ => None,
    }
}

#[test]
fn every_register_of_every_device_is_in_the_tables() {
    let mut found = Vec::new();
    for device in devices() {
        let table = table(device.base);
        found.extend(device.registers.iter().filter_map(|register| difference(&device, register, &table)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn where_the_chip_has_no_register_an_access_stops_the_board() {
    let mut answered = Vec::new();
    for device in devices() {
        let has = |offset| device.registers.iter().any(|register| register.offset == offset);
        // The file leaves out the memory before BOOTRAM's registers.
        let first = if device.name == "BOOTRAM" { 0x400 } else { 0 };
        let gaps = (first..DEVICE).step_by(4).filter(|offset| !has(*offset));
        let silent = gaps.filter(|offset| first_read(device.base, *offset).is_ok());
        answered.extend(silent.map(|offset| format!("{} {offset:#x}", device.name)));
    }
    assert!(answered.is_empty(), "{answered:#?}");
}

#[test]
fn unmodelled_areas_have_no_device() {
    for (first, ..) in UNMODELLED {
        assert!(Peripherals::locate(first).is_none(), "{first:#x}");
    }
}

#[test]
fn sio_has_the_described_registers_and_stops_the_board_elsewhere() {
    let text = description::text();
    let devices = description::devices(&text);
    let described = devices.iter().find(|device| device.name == "SIO").expect("SIO");
    let mut found = Vec::new();
    for offset in (0..SIO_BYTES).step_by(4) {
        let register = described.registers.iter().find(|register| register.offset == offset);
        let answer = Sio::default().read(offset, 0, 0);
        let good = match (register, &answer) {
            (None, answer) => answer.is_err(),
            (Some(register), Ok((value, _))) => {
                // A spinlock is claimed by the read.
                register.name.starts_with("SPINLOCK") || register.reset.is_none_or(|reset| reset == *value)
            }
            (Some(register), Err(Unmodelled(what))) => what.contains(&register.name),
        };
        if !good {
            found.push(format!("{:?} at {offset:#x}: {answer:?}", register.map(|register| &register.name)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Reset values are not compared: those that the file gives as decimal digits after `0x` are wrong.
#[test]
fn private_registers_of_the_cores_answer_or_are_refused_by_name() {
    let text = description::text();
    let mut devices = description::devices(&text);
    devices.retain(|device| matches!(device.name.as_str(), "PPB" | "EPPB"));
    assert_eq!(devices.len(), 2);
    let mut found = Vec::new();
    for (device, register) in
        devices.iter().flat_map(|device| device.registers.iter().map(move |register| (device, register)))
    {
        let address = device.base + register.offset;
        let answers = [Cpu::new(0).ppb_read(address).map(|_| ()), Cpu::new(0).ppb_write(address, 0)];
        for answer in answers {
            match answer {
                Ok(()) => {}
                Err(BusFault::Unmodelled { what, .. }) if what.contains(&register.name) => {}
                Err(fault) => found.push(format!("{} at {address:#x}: {fault:?}", register.name)),
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
