//! Core registers that a debugger transfers through DCRSR. Armv8-M ARM, D1.2.33.

/// Core register, as DCRSR.REGSEL selects it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoreRegister {
    /// r0 to r12, current sp (13) and lr (14).
    General(u8),
    /// Address of the next instruction (DebugReturnAddress).
    ReturnAddress,
    /// Combined program status register.
    Xpsr,
    /// Main stack pointer of the current security state.
    Msp,
    /// Process stack pointer of the current security state.
    Psp,
    /// CONTROL, FAULTMASK, BASEPRI and PRIMASK of the current security state, from bit 31 to 0.
    SpecialMasks,
    /// MSP_NS.
    MspNonSecure,
    /// PSP_NS.
    PspNonSecure,
    /// MSP_S.
    MspSecure,
    /// PSP_S.
    PspSecure,
    /// MSPLIM_S.
    MspLimitSecure,
    /// PSPLIM_S.
    PspLimitSecure,
    /// MSPLIM_NS.
    MspLimitNonSecure,
    /// PSPLIM_NS.
    PspLimitNonSecure,
    /// Floating-point status and control register.
    Fpscr,
    /// As `SpecialMasks`, of the Secure state.
    SpecialMasksSecure,
    /// As `SpecialMasks`, of the Non-secure state.
    SpecialMasksNonSecure,
    /// s0 to s31.
    Single(u8),
}

impl CoreRegister {
    /// Returns the register with this REGSEL; `None` if the architecture reserves the value.
    pub const fn from_selector(selector: u8) -> Option<Self> {
        Some(match selector {
            0..=14 => CoreRegister::General(selector),
            0x0F => CoreRegister::ReturnAddress,
            0x10 => CoreRegister::Xpsr,
            0x11 => CoreRegister::Msp,
            0x12 => CoreRegister::Psp,
            0x14 => CoreRegister::SpecialMasks,
            0x18 => CoreRegister::MspNonSecure,
            0x19 => CoreRegister::PspNonSecure,
            0x1A => CoreRegister::MspSecure,
            0x1B => CoreRegister::PspSecure,
            0x1C => CoreRegister::MspLimitSecure,
            0x1D => CoreRegister::PspLimitSecure,
            0x1E => CoreRegister::MspLimitNonSecure,
            0x1F => CoreRegister::PspLimitNonSecure,
            0x21 => CoreRegister::Fpscr,
            0x22 => CoreRegister::SpecialMasksSecure,
            0x23 => CoreRegister::SpecialMasksNonSecure,
            0x40..=0x5F => CoreRegister::Single(selector - 0x40),
            _ => return None,
        })
    }

    /// Returns the REGSEL of the register.
    pub const fn selector(self) -> u8 {
        match self {
            CoreRegister::General(number) => number,
            CoreRegister::ReturnAddress => 0x0F,
            CoreRegister::Xpsr => 0x10,
            CoreRegister::Msp => 0x11,
            CoreRegister::Psp => 0x12,
            CoreRegister::SpecialMasks => 0x14,
            CoreRegister::MspNonSecure => 0x18,
            CoreRegister::PspNonSecure => 0x19,
            CoreRegister::MspSecure => 0x1A,
            CoreRegister::PspSecure => 0x1B,
            CoreRegister::MspLimitSecure => 0x1C,
            CoreRegister::PspLimitSecure => 0x1D,
            CoreRegister::MspLimitNonSecure => 0x1E,
            CoreRegister::PspLimitNonSecure => 0x1F,
            CoreRegister::Fpscr => 0x21,
            CoreRegister::SpecialMasksSecure => 0x22,
            CoreRegister::SpecialMasksNonSecure => 0x23,
            CoreRegister::Single(number) => 0x40 + number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_and_registers_correspond() {
        let known: Vec<CoreRegister> = (0..=0x7F).filter_map(CoreRegister::from_selector).collect();
        assert_eq!(known.len(), 15 + 1 + 4 + 8 + 3 + 32);
        for register in known {
            assert_eq!(CoreRegister::from_selector(register.selector()), Some(register));
        }
    }
}
