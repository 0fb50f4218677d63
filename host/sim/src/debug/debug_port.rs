//! SW-DP registers, debug port architecture version 3. ADIv6, B2.2; RP2350 datasheet §3.5.1.

/// DPIDR on reads of address 0x0, bank 0.
pub const DPIDR: u8 = 0x0;
/// ABORT on writes of address 0x0.
pub const ABORT: u8 = 0x0;
/// CTRL/STAT at address 0x4, bank 0.
pub const CTRL_STAT: u8 = 0x4;
/// SELECT on writes of address 0x8.
pub const SELECT: u8 = 0x8;
/// RDBUFF on reads of address 0xC.
pub const RDBUFF: u8 = 0xC;

/// Debug port by Arm, part 0xC0, architecture version 3, minimal (no pushed operations), revision 4.
const DPIDR_VALUE: u32 = 0x4C01_3477;
/// ASIZE: 20 address bits reach the RP-AP at 0x80000.
const DPIDR1_VALUE: u32 = 20;
/// VALID: the root ROM table lies at address 0.
const BASEPTR0_VALUE: u32 = 1;
/// Part 0x0040 by Raspberry Pi.
const TARGETID_VALUE: u32 = 0x0004_0927;
/// PROTVSN: SWD version 2.
const DLPIDR_VALUE: u32 = 1;
/// DLCR: turnaround of one cycle; bit 6 is RES1.
const DLCR_VALUE: u32 = 1 << 6;
/// EVENTSTAT.EA: no event needs attention.
const EVENTSTAT_VALUE: u32 = 1;

const ORUNDETECT: u32 = 1 << 0;
const STICKYERR: u32 = 1 << 5;
const READOK: u32 = 1 << 6;
const WDATAERR: u32 = 1 << 7;
const CDBGPWRUPREQ: u32 = 1 << 28;
const CSYSPWRUPREQ: u32 = 1 << 30;
/// CTRL/STAT fields that are stored; the transaction counter and pushed modes do not exist in a minimal port.
const CTRL_STORED: u32 = CSYSPWRUPREQ | CDBGPWRUPREQ | ORUNDETECT;

/// STKERRCLR of ABORT.
const STKERRCLR: u32 = 1 << 2;
/// WDERRCLR of ABORT.
const WDERRCLR: u32 = 1 << 3;

/// Registers of the debug port.
#[derive(Clone, Debug, Default)]
pub struct DebugPort {
    select: u32,
    select1: u32,
    control: u32,
    sticky_error: bool,
    write_data_error: bool,
    read_ok: bool,
    read_buffer: u32,
}

impl DebugPort {
    /// Reads the register at bits 3 and 2 of `address`; `None` is a FAULT response.
    /// While an error sticks, only DPIDR and CTRL/STAT answer (ADIv6, B4.2.3).
    pub fn read(&mut self, address: u8) -> Option<u32> {
        let bank = self.select & 0xF;
        match (address & 0xC, bank) {
            (0x0, 0) => return Some(DPIDR_VALUE),
            (0x4, 0) => return Some(self.control_status()),
            _ if self.has_error() => return None,
            _ => {}
        }
        Some(match (address & 0xC, bank) {
            (0x0, 1) => DPIDR1_VALUE,
            (0x0, 2) => BASEPTR0_VALUE,
            (0x4, 1) => DLCR_VALUE,
            (0x4, 2) => TARGETID_VALUE,
            (0x4, 3) => DLPIDR_VALUE,
            (0x4, 4) => EVENTSTAT_VALUE,
            // RESEND and RDBUFF
            (0x8 | 0xC, _) => self.read_buffer,
            // BASEPTR1, reserved banks
            _ => 0,
        })
    }

    /// Writes the register at bits 3 and 2 of `address`; `None` is a FAULT response.
    pub fn write(&mut self, address: u8, value: u32) -> Option<()> {
        match (address & 0xC, self.select & 0xF) {
            (0x0, _) => {
                if value & STKERRCLR != 0 {
                    self.sticky_error = false;
                }
                if value & WDERRCLR != 0 {
                    self.write_data_error = false;
                }
                return Some(());
            }
            _ if self.has_error() => return None,
            (0x4, 0) => self.control = value & CTRL_STORED,
            (0x4, 5) => self.select1 = value,
            (0x8, _) => self.select = value,
            // TARGETSEL and reserved banks
            _ => {}
        }
        Some(())
    }

    /// The wire was reset: register banks start at 0 again (ADIv6, B4.3.3).
    pub fn line_reset(&mut self) {
        self.select = 0;
        self.select1 = 0;
    }

    /// Address that an access of an access port at bits 3 and 2 of `register` goes to; `None` beyond the 20 bits
    /// that there are.
    pub fn access_address(&self, register: u8) -> Option<u32> {
        let address = self.select & !0xF | u32::from(register & 0xC);
        (self.select1 == 0 && address < 1 << DPIDR1_VALUE).then_some(address)
    }

    /// An access port can be reached: no error sticks and debug power is requested.
    pub fn can_access(&self) -> bool {
        !self.has_error() && self.control & CDBGPWRUPREQ != 0
    }

    /// An access port answered a read.
    pub fn finish_read(&mut self, value: u32) {
        self.read_buffer = value;
        self.read_ok = true;
    }

    /// An access failed: further ones are refused until ABORT.STKERRCLR.
    pub fn set_sticky_error(&mut self) {
        self.sticky_error = true;
        self.read_ok = false;
    }

    /// An error sticks: all but a few accesses are answered by FAULT.
    pub fn has_error(&self) -> bool {
        self.sticky_error || self.write_data_error
    }

    /// Data of a write arrived with wrong parity.
    pub fn set_write_data_error(&mut self) {
        self.write_data_error = true;
    }

    /// ORUNDETECT: the data phase is always there.
    pub fn detects_overrun(&self) -> bool {
        self.control & ORUNDETECT != 0
    }

    /// What the last read of an access port gave.
    pub fn read_buffer(&self) -> u32 {
        self.read_buffer
    }

    /// TARGETSEL with this value means this port: TARGETID with the instance in place of the revision, which are both
    /// 0 (ADIv6, B2.2.11).
    pub fn is_selected_by(&self, target: u32) -> bool {
        target == TARGETID_VALUE
    }

    fn control_status(&self) -> u32 {
        // Each acknowledge lies one bit above its request.
        let requests = self.control & (CSYSPWRUPREQ | CDBGPWRUPREQ);
        let sticky = if self.sticky_error { STICKYERR } else { 0 };
        let read_ok = if self.read_ok { READOK } else { 0 };
        let write_error = if self.write_data_error { WDATAERR } else { 0 };
        self.control | requests << 1 | sticky | read_ok | write_error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifies_itself_as_the_port_of_an_rp2350() {
        let mut port = DebugPort::default();
        assert_eq!(port.read(DPIDR), Some(0x4C01_3477));
        port.write(SELECT, 2);
        assert_eq!(port.read(CTRL_STAT), Some(0x0004_0927));
        assert_eq!(port.read(DPIDR), Some(1));
        port.line_reset();
        assert_eq!(port.read(DPIDR), Some(0x4C01_3477));
    }

    #[test]
    fn acknowledges_power_up() {
        let mut port = DebugPort::default();
        assert!(!port.can_access());
        port.write(CTRL_STAT, CSYSPWRUPREQ | CDBGPWRUPREQ);
        assert_eq!(port.read(CTRL_STAT), Some(0xF000_0000));
        assert!(port.can_access());
        port.write(CTRL_STAT, 0);
        assert_eq!(port.read(CTRL_STAT), Some(0));
    }

    #[test]
    fn an_error_sticks_until_abort_clears_it() {
        let mut port = DebugPort::default();
        port.write(CTRL_STAT, CDBGPWRUPREQ);
        port.set_sticky_error();
        assert!(!port.can_access());
        assert_eq!(port.read(CTRL_STAT).map(|value| value & STICKYERR), Some(STICKYERR));
        assert_eq!(port.read(DPIDR), Some(0x4C01_3477));
        assert_eq!(port.read(RDBUFF), None);
        assert_eq!(port.write(SELECT, 0x2000), None);
        assert_eq!(port.write(ABORT, 1 << 1), Some(()));
        assert!(!port.can_access());
        port.write(ABORT, STKERRCLR);
        assert!(port.can_access());
    }

    #[test]
    fn addresses_come_from_select_and_have_twenty_bits() {
        let mut port = DebugPort::default();
        port.write(SELECT, 0x2D00);
        assert_eq!(port.access_address(0xC), Some(0x2D0C));
        port.write(SELECT, 0x0010_0000);
        assert_eq!(port.access_address(0), None);
        port.write(SELECT, 5);
        port.write(CTRL_STAT, 1);
        port.write(SELECT, 0);
        assert_eq!(port.access_address(0), None);
    }
}
