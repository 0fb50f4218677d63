//! Registers of the SW-DP, debug port architecture version 3. ADIv6, B2.2; RP2350 datasheet §3.5.1.

use bitflags::bitflags;

/// Address of DPIDR (reads, bank 0).
pub const DPIDR: u8 = 0x0;
/// Address of ABORT (writes).
pub const ABORT: u8 = 0x0;
/// Address of CTRL/STAT (bank 0).
pub const CTRL_STAT: u8 = 0x4;
/// Address of SELECT (writes).
pub const SELECT: u8 = 0x8;
/// Address of RDBUFF (reads).
pub const RDBUFF: u8 = 0xC;

/// Bank of CTRL/STAT that holds TARGETID at address 0x4.
pub(super) const TARGETID_BANK: u32 = 2;

/// DPIDR: debug port by Arm, part 0xC0, architecture version 3, minimal (no pushed operations), revision 4.
pub(super) const DPIDR_VALUE: u32 = 0x4C01_3477;
/// DPIDR1, ASIZE: 20 address bits, which reach the RP-AP at 0x80000.
const DPIDR1_VALUE: u32 = 20;
/// BASEPTR0, VALID: the root ROM table is at address 0.
const BASEPTR0_VALUE: u32 = 1;
/// TARGETID: part 0x0040 by Raspberry Pi.
pub(super) const TARGETID_VALUE: u32 = 0x0004_0927;
/// DLPIDR, PROTVSN: SWD version 2.
const DLPIDR_VALUE: u32 = 1;
/// DLCR: turnaround of one cycle; bit 6 is RES1.
const DLCR_VALUE: u32 = 1 << 6;
/// EVENTSTAT, EA: no event requires attention.
const EVENTSTAT_VALUE: u32 = 1;

bitflags! {
    /// Fields of CTRL/STAT. The transaction counter and pushed operations do not exist in a minimal port.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct CtrlStat: u32 {
        /// Overrun detection is enabled: the data phase always follows.
        const ORUNDETECT = 1 << 0;
        /// Sticky error.
        const STICKYERR = 1 << 5;
        /// The last read of an access port succeeded.
        const READOK = 1 << 6;
        /// Sticky error of the data of a write.
        const WDATAERR = 1 << 7;
        /// Debug power request.
        const CDBGPWRUPREQ = 1 << 28;
        /// Debug power acknowledge.
        const CDBGPWRUPACK = 1 << 29;
        /// System power request.
        const CSYSPWRUPREQ = 1 << 30;
        /// System power acknowledge.
        const CSYSPWRUPACK = 1 << 31;
    }
}

impl CtrlStat {
    const STORED: Self = Self::CSYSPWRUPREQ.union(Self::CDBGPWRUPREQ).union(Self::ORUNDETECT);
}

bitflags! {
    /// Fields of ABORT.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Abort: u32 {
        /// Clears STICKYCMP, which does not exist in a minimal port.
        const STKCMPCLR = 1 << 1;
        /// Clears STICKYERR.
        const STKERRCLR = 1 << 2;
        /// Clears WDATAERR.
        const WDERRCLR = 1 << 3;
        /// Clears STICKYORUN, which is not modelled.
        const ORUNERRCLR = 1 << 4;
    }
}

/// Registers of the debug port.
#[derive(Clone, Debug, Default)]
pub(super) struct DebugPort {
    select: u32,
    select1: u32,
    control: CtrlStat,
    sticky_error: bool,
    write_data_error: bool,
    read_ok: bool,
    read_buffer: u32,
}

impl DebugPort {
    /// Reads the register at bits 3 and 2 of `address`; `None` is a FAULT response. While a sticky error is set, only
    /// DPIDR and CTRL/STAT answer (ADIv6, B4.2.3).
    pub(super) fn read(&mut self, address: u8) -> Option<u32> {
        let bank = self.select & 0xF;
        match (address & 0xC, bank) {
            (DPIDR, 0) => return Some(DPIDR_VALUE),
            (CTRL_STAT, 0) => return Some(self.control_status().bits()),
            _ if self.has_error() => return None,
            _ => {}
        }
        Some(match (address & 0xC, bank) {
            (0x0, 1) => DPIDR1_VALUE,
            (0x0, 2) => BASEPTR0_VALUE,
            (0x4, 1) => DLCR_VALUE,
            (0x4, TARGETID_BANK) => TARGETID_VALUE,
            (0x4, 3) => DLPIDR_VALUE,
            (0x4, 4) => EVENTSTAT_VALUE,
            // RESEND and RDBUFF
            (0x8 | RDBUFF, _) => self.read_buffer,
            // BASEPTR1, reserved banks
            _ => 0,
        })
    }

    /// Writes the register at bits 3 and 2 of `address`; `None` is a FAULT response.
    pub(super) fn write(&mut self, address: u8, value: u32) -> Option<()> {
        match (address & 0xC, self.select & 0xF) {
            (ABORT, _) => {
                let abort = Abort::from_bits_truncate(value);
                self.sticky_error &= !abort.contains(Abort::STKERRCLR);
                self.write_data_error &= !abort.contains(Abort::WDERRCLR);
                return Some(());
            }
            _ if self.has_error() => return None,
            (CTRL_STAT, 0) => self.control = CtrlStat::from_bits_truncate(value) & CtrlStat::STORED,
            (0x4, 5) => self.select1 = value,
            (SELECT, _) => self.select = value,
            // TARGETSEL and reserved banks
            _ => {}
        }
        Some(())
    }

    /// Selects bank 0, as a line reset does (ADIv6, B4.3.3).
    pub(super) fn line_reset(&mut self) {
        self.select = 0;
        self.select1 = 0;
    }

    /// Returns the address of the access port register at bits 3 and 2 of `register`; `None` beyond the 20 address
    /// bits.
    pub(super) fn ap_address(&self, register: u8) -> Option<u32> {
        let address = self.select & !0xF | u32::from(register & 0xC);
        (self.select1 == 0 && address < 1 << DPIDR1_VALUE).then_some(address)
    }

    /// Returns true if access ports can be accessed: no sticky error is set and debug power is requested.
    pub(super) fn can_access(&self) -> bool {
        !self.has_error() && self.control.contains(CtrlStat::CDBGPWRUPREQ)
    }

    /// Stores the value that an access port returned.
    pub(super) fn finish_read(&mut self, value: u32) {
        self.read_buffer = value;
        self.read_ok = true;
    }

    /// Sets the sticky error: further accesses are refused until ABORT.STKERRCLR.
    pub(super) fn set_sticky_error(&mut self) {
        self.sticky_error = true;
        self.read_ok = false;
    }

    /// Returns true if a sticky error is set: most accesses are answered by FAULT.
    pub(super) fn has_error(&self) -> bool {
        self.sticky_error || self.write_data_error
    }

    /// Sets the sticky error of the data of a write (WDATAERR).
    pub(super) fn set_write_data_error(&mut self) {
        self.write_data_error = true;
    }

    /// Returns true if overrun detection is enabled (ORUNDETECT): the data phase always follows.
    pub(super) fn detects_overrun(&self) -> bool {
        self.control.contains(CtrlStat::ORUNDETECT)
    }

    /// Returns the result of the last read of an access port.
    pub(super) fn read_buffer(&self) -> u32 {
        self.read_buffer
    }

    /// Returns true if a value of TARGETSEL selects this port: TARGETID with the instance in place of the revision,
    /// both of which are 0 (ADIv6, B2.2.11).
    pub(super) fn is_selected_by(&self, target: u32) -> bool {
        target == TARGETID_VALUE
    }

    fn control_status(&self) -> CtrlStat {
        let mut status = self.control;
        status.set(CtrlStat::STICKYERR, self.sticky_error);
        status.set(CtrlStat::READOK, self.read_ok);
        status.set(CtrlStat::WDATAERR, self.write_data_error);
        status.set(CtrlStat::CDBGPWRUPACK, self.control.contains(CtrlStat::CDBGPWRUPREQ));
        status.set(CtrlStat::CSYSPWRUPACK, self.control.contains(CtrlStat::CSYSPWRUPREQ));
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POWER_REQUESTS: CtrlStat = CtrlStat::CSYSPWRUPREQ.union(CtrlStat::CDBGPWRUPREQ);
    const POWER_ACKNOWLEDGES: CtrlStat = CtrlStat::CSYSPWRUPACK.union(CtrlStat::CDBGPWRUPACK);

    fn status(port: &mut DebugPort) -> CtrlStat {
        CtrlStat::from_bits_retain(port.read(CTRL_STAT).unwrap())
    }

    #[test]
    fn the_port_identifies_itself_as_that_of_an_rp2350() {
        let mut port = DebugPort::default();
        assert_eq!(port.read(DPIDR), Some(DPIDR_VALUE));
        port.write(SELECT, TARGETID_BANK);
        assert_eq!(port.read(CTRL_STAT), Some(TARGETID_VALUE));
        assert_eq!(port.read(DPIDR), Some(BASEPTR0_VALUE));
        port.line_reset();
        assert_eq!(port.read(DPIDR), Some(DPIDR_VALUE));
    }

    #[test]
    fn power_requests_are_acknowledged() {
        let mut port = DebugPort::default();
        assert!(!port.can_access());
        port.write(CTRL_STAT, POWER_REQUESTS.bits());
        assert_eq!(status(&mut port), POWER_REQUESTS | POWER_ACKNOWLEDGES);
        assert!(port.can_access());
        port.write(CTRL_STAT, 0);
        assert_eq!(status(&mut port), CtrlStat::empty());
    }

    #[test]
    fn an_error_is_sticky_until_abort_clears_it() {
        let mut port = DebugPort::default();
        port.write(CTRL_STAT, CtrlStat::CDBGPWRUPREQ.bits());
        port.set_sticky_error();
        assert!(!port.can_access());
        assert!(status(&mut port).contains(CtrlStat::STICKYERR));
        assert_eq!(port.read(DPIDR), Some(DPIDR_VALUE));
        assert_eq!(port.read(RDBUFF), None);
        assert_eq!(port.write(SELECT, 0x2000), None);
        assert_eq!(port.write(ABORT, Abort::STKCMPCLR.bits()), Some(()));
        assert!(!port.can_access());
        port.write(ABORT, Abort::STKERRCLR.bits());
        assert!(port.can_access());
    }

    #[test]
    fn addresses_have_twenty_bits_from_select() {
        let mut port = DebugPort::default();
        port.write(SELECT, 0x2D00);
        assert_eq!(port.ap_address(0xC), Some(0x2D0C));
        port.write(SELECT, 0x0010_0000);
        assert_eq!(port.ap_address(0), None);
        // SELECT1.
        port.write(SELECT, 5);
        port.write(CTRL_STAT, 1);
        port.write(SELECT, 0);
        assert_eq!(port.ap_address(0), None);
    }
}
