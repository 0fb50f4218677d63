//! Intended differences between the tables and the description.

/// Reset values: register (`*` matches anything), value in the model, reason.
const RESETS: [(&str, u32, &str); 17] = [
    ("PSM.DONE", 0x1FF_FFFF, "status: everything is powered"),
    ("CLOCKS.ENABLED0", 0xFFFF_FFFF, "status: every gate is open"),
    ("CLOCKS.ENABLED1", 0x7FFF_FFFF, "status: every gate is open"),
    ("PADS_QSPI.GPIO_QSPI_S*", 0x56, "without isolation, which the boot ROM takes off"),
    ("PADS_QSPI.GPIO_QSPI_S*", 0x5A, "without isolation, which the boot ROM takes off"),
    ("SYSINFO.CHIP_ID", 0x2000_4927, "the stepping, which the file leaves open"),
    ("SYSINFO.PACKAGE_SEL", 1, "QFN-60, which the Pico 2 has"),
    ("SYSINFO.PLATFORM", 6, "ASIC, and HDLSIM: a simulation"),
    ("QMI.DIRECT_CSR", 0x181_0800, "status: both FIFOs are empty"),
    ("XOSC.STARTUP", 0xC4, "in the description of the field"),
    ("ROSC.STATUS", 0x8001_1000, "status: enabled, running, stable"),
    ("POWMAN.STATE", 0, "all domains are powered, as after the boot ROM"),
    ("ADC.FCS", 0x100, "status: the FIFO is empty"),
    ("PIO*.DBG_CFGINFO", 0x1020_0404, "status: the size of the block"),
    ("PIO*.INTR", 0xF0, "status: transmit FIFOs are not full"),
    ("BUSCTRL.BUS_PRIORITY_ACK", 1, "arbiters take a priority at once"),
    ("BOOTRAM.BOOTLOCK*", 0, "a read claims the lock and answers with its bit"),
];

/// Registers that cannot be read without preparation.
const NOT_READ: [(&str, &str); 1] = [("PIO*.RXF*_PUTGET*", "readable in one mode of the FIFO only")];

/// Inert registers that do not keep their write-1-to-clear bits.
const WRITE_ONE_TO_CLEAR: [&str; 2] = ["POWMAN.PWRUP*", "GLITCH_DETECTOR.TRIG_STATUS"];

/// Returns true if a register may have the reset value `value`.
pub fn may_read(name: &str, value: u32) -> bool {
    RESETS.iter().any(|(pattern, expected, _)| {
        matches(pattern, name) && (value == *expected || name.starts_with("BOOTRAM.BOOTLOCK"))
    })
}

/// Returns true if the model may refuse to read a register that it models.
pub fn may_refuse(name: &str) -> bool {
    NOT_READ.iter().any(|(pattern, _)| matches(pattern, name))
}

/// Returns true if an inert register may keep fewer bits than software can write.
pub fn may_keep_less(name: &str) -> bool {
    WRITE_ONE_TO_CLEAR.iter().any(|pattern| matches(pattern, name))
}

/// Returns true if a name matches a pattern in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            (0..=name.len()).filter_map(|at| name.get(at..)).any(|name| matches(rest, name))
        }),
    }
}
