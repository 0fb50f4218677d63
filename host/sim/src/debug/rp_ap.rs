//! RP-AP: access port by Raspberry Pi, for the rescue reset. RP2350 datasheet §3.5.10.

/// Base address of the port.
pub(super) const BASE: u32 = 0x8_0000;

/// Control register.
pub(super) const CTRL: u32 = 0x000;
/// Debug key register.
const DBGKEY: u32 = 0x004;

/// RESCUE_RESTART of CTRL: 1 puts the chip in reset, 0 restarts it with the rescue flag set.
pub(super) const RESCUE_RESTART: u32 = 1 << 31;
/// SPARE of CTRL: storage.
const SPARE: u32 = 1 << 30;

/// Effect of a write on the chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RescueAction {
    /// Holds the chip in reset.
    Reset,
    /// Restarts the chip with the rescue flag set.
    Restart,
}

/// Registers of the port.
#[derive(Clone, Debug, Default)]
pub(super) struct RpAp {
    control: u32,
}

impl RpAp {
    /// Reads a register.
    ///
    /// # Errors
    /// Returns the name of a register that is not modelled.
    pub(super) fn read(&self, offset: u32) -> Result<u32, &'static str> {
        match offset {
            CTRL => Ok(self.control),
            // Write only.
            DBGKEY => Ok(0),
            _ => Err(name(offset)),
        }
    }

    /// Writes a register.
    ///
    /// # Errors
    /// Returns the name of a register or field that is not modelled.
    pub(super) fn write(&mut self, offset: u32, value: u32) -> Result<Option<RescueAction>, &'static str> {
        match offset {
            CTRL if value & !(RESCUE_RESTART | SPARE) != 0 => {
                Err("RP_AP CTRL with fields other than RESCUE_RESTART and SPARE")
            }
            CTRL => {
                let before = std::mem::replace(&mut self.control, value);
                Ok(match (before & RESCUE_RESTART, value & RESCUE_RESTART) {
                    (0, RESCUE_RESTART) => Some(RescueAction::Reset),
                    (RESCUE_RESTART, 0) => Some(RescueAction::Restart),
                    _ => None,
                })
            }
            // OTP holds no debug key: a key has no effect (§3.5.9.2).
            DBGKEY => Ok(None),
            _ => Err(name(offset)),
        }
    }
}

fn name(offset: u32) -> &'static str {
    match offset {
        0x008..=0x014 => "RP_AP DBG_POW_STATE",
        0x018 => "RP_AP DBG_POW_OVRD",
        0x01C => "RP_AP DBG_POW_OUTPUT_TO_GPIO",
        0xDFC => "RP_AP IDR",
        _ => "reserved RP_AP register",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rescue_is_a_reset_and_a_restart() {
        let mut port = RpAp::default();
        assert_eq!(port.write(CTRL, RESCUE_RESTART), Ok(Some(RescueAction::Reset)));
        assert_eq!(port.read(CTRL), Ok(RESCUE_RESTART));
        assert_eq!(port.write(CTRL, RESCUE_RESTART), Ok(None));
        assert_eq!(port.write(CTRL, 0), Ok(Some(RescueAction::Restart)));
        assert_eq!(port.write(CTRL, 0), Ok(None));
    }

    #[test]
    fn the_error_names_an_unmodelled_register() {
        let mut port = RpAp::default();
        assert_eq!(port.read(0x010), Err("RP_AP DBG_POW_STATE"));
        assert!(port.write(CTRL, 1 << 3).is_err());
        assert!(port.write(0x018, 0x3B).is_err());
    }
}
