//! Names of the registers of the private peripheral bus that are not modelled, for the errors of accesses to them:
//! instrumentation trace (ITM), instruction trace (ETM), cross triggers (CTI) and RP2350's own (datasheet §3.7).

use super::sau::{SAU_CTRL, SAU_RBAR, SAU_RLAR};
use super::scb::{AIRCR, STIR};
use super::systick::SYST_CSR;

/// Address and name of the first register of a group, and the number of registers. Registers of a group are a word
/// apart and numbered if there are several.
type Group = (u32, &'static str, u32);

const ITM: [Group; 7] = [
    (0xE000_0000, "ITM_STIM", 32),
    (0xE000_0E00, "ITM_TER0", 1),
    (0xE000_0E40, "ITM_TPR", 1),
    (0xE000_0E80, "ITM_TCR", 1),
    (0xE000_0EF0, "INT_ATREADY", 1),
    (0xE000_0EF8, "INT_ATVALID", 1),
    (0xE000_0F00, "ITM_ITCTRL", 1),
];

const ETM: [Group; 31] = [
    (0xE004_1004, "TRCPRGCTLR", 1),
    (0xE004_100C, "TRCSTATR", 1),
    (0xE004_1010, "TRCCONFIGR", 1),
    (0xE004_1020, "TRCEVENTCTL0R", 1),
    (0xE004_1024, "TRCEVENTCTL1R", 1),
    (0xE004_102C, "TRCSTALLCTLR", 1),
    (0xE004_1030, "TRCTSCTLR", 1),
    (0xE004_1034, "TRCSYNCPR", 1),
    (0xE004_1038, "TRCCCCTLR", 1),
    (0xE004_1080, "TRCVICTLR", 1),
    (0xE004_1140, "TRCCNTRLDVR0", 1),
    (0xE004_1180, "TRCIDR8", 1),
    (0xE004_1184, "TRCIDR9", 1),
    (0xE004_1188, "TRCIDR10", 1),
    (0xE004_118C, "TRCIDR11", 1),
    (0xE004_1190, "TRCIDR12", 1),
    (0xE004_1194, "TRCIDR13", 1),
    (0xE004_11C0, "TRCIMSPEC", 1),
    (0xE004_11E0, "TRCIDR", 8),
    (0xE004_1208, "TRCRSCTLR2", 1),
    (0xE004_120C, "TRCRSCTLR3", 1),
    (0xE004_12A0, "TRCSSCSR", 1),
    (0xE004_12C0, "TRCSSPCICR", 1),
    (0xE004_1310, "TRCPDCR", 1),
    (0xE004_1314, "TRCPDSR", 1),
    (0xE004_1EE4, "TRCITATBIDR", 1),
    (0xE004_1EF4, "TRCITIATBINR", 1),
    (0xE004_1EFC, "TRCITIATBOUTR", 1),
    (0xE004_1FA0, "TRCCLAIMSET", 1),
    (0xE004_1FA4, "TRCCLAIMCLR", 1),
    (0xE004_1FB8, "TRCAUTHSTATUS", 1),
];

const CTI: [Group; 16] = [
    (0xE004_2000, "CTICONTROL", 1),
    (0xE004_2010, "CTIINTACK", 1),
    (0xE004_2014, "CTIAPPSET", 1),
    (0xE004_2018, "CTIAPPCLEAR", 1),
    (0xE004_201C, "CTIAPPPULSE", 1),
    (0xE004_2020, "CTIINEN", 8),
    (0xE004_20A0, "CTIOUTEN", 8),
    (0xE004_2130, "CTITRIGINSTATUS", 1),
    (0xE004_2134, "CTITRIGOUTSTATUS", 1),
    (0xE004_2138, "CTICHINSTATUS", 1),
    (0xE004_2140, "CTIGATE", 1),
    (0xE004_2144, "ASICCTL", 1),
    (0xE004_2EE4, "ITCHOUT", 1),
    (0xE004_2EE8, "ITTRIGOUT", 1),
    (0xE004_2EF4, "ITCHIN", 1),
    (0xE004_2F00, "ITCTRL", 1),
];

const EPPB: [Group; 2] = [(0xE008_0000, "EPPB.NMI_MASK", 2), (0xE008_0008, "EPPB.SLEEPCTRL", 1)];

/// Returns the text by which an error names an address: the register, with the effect that is not modelled if the
/// register itself is.
pub(crate) fn name(address: u32) -> String {
    let text = match address & !3 {
        SYST_CSR => "SYST_CSR, counting the reference clock,",
        AIRCR => "AIRCR, with BFHFNMINS set,",
        SAU_CTRL => "SAU_CTRL, making memory Non-secure,",
        SAU_RBAR | SAU_RLAR => "a region of the SAU, making memory Non-secure,",
        STIR => "STIR, which is write-only,",
        0xE002_E000..=0xE002_EFFF => "the Non-secure system control space",
        address => return register_name(address).unwrap_or_else(|| "the private peripheral bus".into()),
    };
    text.into()
}

fn register_name(address: u32) -> Option<String> {
    let groups = ITM.iter().chain(&ETM).chain(&CTI).chain(&EPPB);
    let (first, name, count) =
        groups.copied().find(|(first, _, count)| address.wrapping_sub(*first) < 4 * count)?;
    Some(if count == 1 { name.into() } else { format!("{name}{}", (address - first) / 4) })
}
