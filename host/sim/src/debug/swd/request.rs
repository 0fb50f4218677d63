//! Packet request, the first eight bits of a transaction. ADIv6, B4.2.

/// Packet request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// APnDP: access port instead of debug port.
    pub access_port: bool,
    /// RnW: read.
    pub read: bool,
    /// A\[3:2\], in place: 0x0, 0x4, 0x8 or 0xC.
    pub address: u8,
}

impl Request {
    /// Parses a request, first bit lowest; `None` if start, parity, stop or park bit is wrong.
    pub(super) fn parse(bits: u8) -> Option<Self> {
        const START: u8 = 1 << 0;
        const STOP: u8 = 1 << 6;
        const PARK: u8 = 1 << 7;
        if bits & (START | STOP | PARK) != START | PARK {
            return None;
        }
        let parity = bits >> 5 & 1;
        if (bits >> 1 & 0xF).count_ones() & 1 != u32::from(parity) {
            return None;
        }
        Some(Self { access_port: bits & 1 << 1 != 0, read: bits & 1 << 2 != 0, address: bits >> 1 & 0xC })
    }

    /// Returns true for a read of DPIDR, the only read that may follow a line reset (B4.3.3).
    pub(super) fn reads_dpidr(self) -> bool {
        self == Self { access_port: false, read: true, address: 0x0 }
    }

    /// Returns true for a write of TARGETSEL, if the request follows a line reset.
    pub(super) fn selects_target(self) -> bool {
        self == Self { access_port: false, read: false, address: 0xC }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_of_the_specification_are_parsed() {
        let dpidr = Request { access_port: false, read: true, address: 0 };
        assert_eq!(Request::parse(0xA5), Some(dpidr));
        assert!(dpidr.reads_dpidr());
        let abort = Request { access_port: false, read: false, address: 0 };
        assert_eq!(Request::parse(0x81), Some(abort));
        let drw = Request { access_port: true, read: true, address: 0xC };
        assert_eq!(Request::parse(0x9F), Some(drw));
        assert!(Request::parse(0x99).is_some_and(Request::selects_target));
    }

    #[test]
    fn exactly_one_in_sixteen_bytes_is_a_request() {
        assert_eq!((0..=u8::MAX).filter(|&bits| Request::parse(bits).is_some()).count(), 16);
    }
}
