//! Register table of DMA (RP2350 §12.6.10).

use super::channel::Channel;
use super::protection::{MPU_BAR0, MPU_CTRL, MPU_LAR0};
use crate::peripheral::registers::Register;

pub(super) const INTR0: u32 = 0x400;
pub(super) const INTE0: u32 = 0x404;
pub(super) const INTF0: u32 = 0x408;
pub(super) const INTS0: u32 = 0x40C;
pub(super) const INTR1: u32 = 0x410;
pub(super) const INTR2: u32 = 0x420;
pub(super) const INTR3: u32 = 0x430;
pub(super) const INTS3: u32 = 0x43C;
pub(super) const TIMER0: u32 = 0x440;
pub(super) const TIMER3: u32 = 0x44C;
pub(super) const MULTI_CHAN_TRIGGER: u32 = 0x450;
pub(super) const SNIFF_CTRL: u32 = 0x454;
pub(super) const SNIFF_DATA: u32 = 0x458;
pub(super) const FIFO_LEVELS: u32 = 0x460;
pub(super) const CHAN_ABORT: u32 = 0x464;
pub(super) const N_CHANNELS: u32 = 0x468;
pub(super) const SECCFG_CH0: u32 = 0x480;
pub(super) const SECCFG_IRQ0: u32 = 0x4C0;
pub(super) const SECCFG_MISC: u32 = 0x4D0;
/// Debug registers of channel 0; those of the others follow every 0x40 bytes.
pub(super) const DEBUG: u32 = 0x800;
pub(super) const DBG_CTDREQ: u32 = 0;
pub(super) const DBG_TCR: u32 = 4;

const ANY: u32 = u32::MAX;

pub(super) static REGISTERS: [Register; 38] = [
    Register::live(0x000, "CH#_READ_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x004, "CH#_WRITE_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x008, "CH#_TRANS_COUNT", 0, ANY).array(16, 0x40),
    Register::live(0x00C, "CH#_CTRL_TRIG", 0, ANY).array(16, 0x40),
    Register::live(0x010, "CH#_AL1_CTRL", 0, ANY).array(16, 0x40),
    Register::live(0x014, "CH#_AL1_READ_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x018, "CH#_AL1_WRITE_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x01C, "CH#_AL1_TRANS_COUNT_TRIG", 0, ANY).array(16, 0x40),
    Register::live(0x020, "CH#_AL2_CTRL", 0, ANY).array(16, 0x40),
    Register::live(0x024, "CH#_AL2_TRANS_COUNT", 0, ANY).array(16, 0x40),
    Register::live(0x028, "CH#_AL2_READ_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x02C, "CH#_AL2_WRITE_ADDR_TRIG", 0, ANY).array(16, 0x40),
    Register::live(0x030, "CH#_AL3_CTRL", 0, ANY).array(16, 0x40),
    Register::live(0x034, "CH#_AL3_WRITE_ADDR", 0, ANY).array(16, 0x40),
    Register::live(0x038, "CH#_AL3_TRANS_COUNT", 0, ANY).array(16, 0x40),
    Register::live(0x03C, "CH#_AL3_READ_ADDR_TRIG", 0, ANY).array(16, 0x40),
    Register::live(INTR0, "INTR", 0, 0xFFFF),
    Register::live(INTE0, "INTE#", 0, 0xFFFF).array(4, 0x10),
    Register::live(INTF0, "INTF#", 0, 0xFFFF).array(4, 0x10),
    Register::live(INTS0, "INTS#", 0, 0xFFFF).array(4, 0x10),
    Register::live(INTR1, "INTR1", 0, 0xFFFF),
    Register::live(INTR2, "INTR2", 0, 0xFFFF),
    Register::live(INTR3, "INTR3", 0, 0xFFFF),
    Register::live(TIMER0, "TIMER#", 0, ANY).array(4, 0x4),
    Register::live(MULTI_CHAN_TRIGGER, "MULTI_CHAN_TRIGGER", 0, 0xFFFF),
    Register::live(SNIFF_CTRL, "SNIFF_CTRL", 0, 0xFFF),
    Register::live(SNIFF_DATA, "SNIFF_DATA", 0, ANY),
    Register::live(FIFO_LEVELS, "FIFO_LEVELS", 0, 0),
    Register::live(CHAN_ABORT, "CHAN_ABORT", 0, 0xFFFF),
    Register::live(N_CHANNELS, "N_CHANNELS", 16, 0),
    Register::live(SECCFG_CH0, "SECCFG_CH#", 3, 7).array(16, 0x4),
    Register::live(SECCFG_IRQ0, "SECCFG_IRQ#", 3, 3).array(4, 0x4),
    Register::live(SECCFG_MISC, "SECCFG_MISC", 0x3FF, 0x3FF),
    Register::live(MPU_CTRL, "MPU_CTRL", 0, 0xE),
    Register::live(MPU_BAR0, "MPU_BAR#", 0, 0xFFFF_FFE0).array(8, 0x8),
    Register::live(MPU_LAR0, "MPU_LAR#", 0, 0xFFFF_FFE7).array(8, 0x8),
    Register::live(DEBUG + DBG_CTDREQ, "CH#_DBG_CTDREQ", 0, 0).array(16, 0x40),
    Register::live(DEBUG + DBG_TCR, "CH#_DBG_TCR", 0, 0).array(16, 0x40),
];

/// The four registers of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ChannelRegister {
    ReadAddress,
    WriteAddress,
    Count,
    Control,
}

/// Order of the registers in each alias; a write to the last one triggers (§12.6.3.1).
const ALIASES: [[ChannelRegister; 4]; 4] = [
    [
        ChannelRegister::ReadAddress,
        ChannelRegister::WriteAddress,
        ChannelRegister::Count,
        ChannelRegister::Control,
    ],
    [
        ChannelRegister::Control,
        ChannelRegister::ReadAddress,
        ChannelRegister::WriteAddress,
        ChannelRegister::Count,
    ],
    [
        ChannelRegister::Control,
        ChannelRegister::Count,
        ChannelRegister::ReadAddress,
        ChannelRegister::WriteAddress,
    ],
    [
        ChannelRegister::Control,
        ChannelRegister::WriteAddress,
        ChannelRegister::Count,
        ChannelRegister::ReadAddress,
    ],
];

/// Returns the channel and register of an offset, and true if a write to it triggers; `None` for other registers.
pub(super) fn channel_register(offset: u32) -> Option<(usize, ChannelRegister, bool)> {
    if offset >= INTR0 {
        return None;
    }
    let [alias, position] = [offset >> 4 & 3, offset >> 2 & 3];
    Some(((offset / 0x40) as usize, ALIASES[alias as usize][position as usize], position == 3))
}

/// Returns the value of a channel's register.
pub(super) fn value(channel: &Channel, register: ChannelRegister) -> u32 {
    match register {
        ChannelRegister::ReadAddress => channel.read_address,
        ChannelRegister::WriteAddress => channel.write_address,
        ChannelRegister::Count => channel.count(),
        ChannelRegister::Control => channel.control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peripheral::registers::RegisterFile;

    #[test]
    fn names_match_the_aliases() {
        let file = RegisterFile::new("DMA", &REGISTERS);
        for offset in (0..INTR0).step_by(4) {
            let (number, register, trigger) = channel_register(offset).unwrap();
            let name = file.name(offset);
            assert!(name.starts_with(&format!("DMA.CH{number}_")), "{name}");
            let part = match register {
                ChannelRegister::ReadAddress => "READ_ADDR",
                ChannelRegister::WriteAddress => "WRITE_ADDR",
                ChannelRegister::Count => "TRANS_COUNT",
                ChannelRegister::Control => "CTRL",
            };
            assert!(name.contains(part), "{name}");
            assert_eq!(trigger, name.ends_with("TRIG"), "{name}");
        }
        assert_eq!(channel_register(INTR0), None);
    }
}
