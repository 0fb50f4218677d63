//! Time on the wire: cycles of the system clock per SWD transaction.

/// SWD clock after opening, in kHz: the common default of CMSIS-DAP probes.
pub const DEFAULT_CLOCK_KHZ: u32 = 4_000;

/// Minimum of the SWD clock, in kHz.
const MIN_CLOCK_KHZ: u32 = 1;
/// Maximum of the SWD clock, in kHz: above that of common probes.
const MAX_CLOCK_KHZ: u32 = 50_000;

/// Bits of a transaction: request 8, turnaround 1, acknowledge 3, data 32, parity 1, turnaround 1
/// (ADIv6, B4.2), and 8 idle bits, which probes send so that the access completes.
pub(super) const TRANSACTION_BITS: u64 = 8 + 1 + 3 + 32 + 1 + 1 + 8;

/// Ratio of the SWD clock to the system clock.
#[derive(Clone, Debug)]
pub(super) struct WireTiming {
    clock_khz: u32,
    /// Fraction of a system clock cycle not yet counted, in units of 1 / SWD clock.
    remainder: u64,
}

impl Default for WireTiming {
    fn default() -> Self {
        Self { clock_khz: DEFAULT_CLOCK_KHZ, remainder: 0 }
    }
}

impl WireTiming {
    /// Returns the SWD clock, in kHz.
    pub(super) fn clock_khz(&self) -> u32 {
        self.clock_khz
    }

    /// Sets the SWD clock to the nearest possible value, in kHz, and returns that.
    pub(super) fn set_clock_khz(&mut self, clock_khz: u32) -> u32 {
        self.clock_khz = clock_khz.clamp(MIN_CLOCK_KHZ, MAX_CLOCK_KHZ);
        self.remainder = 0;
        self.clock_khz
    }

    /// Returns the cycles of a system clock of `system_clock` hertz that pass during `bits` bits. Fractions of cycles
    /// accumulate over several calls.
    pub(super) fn cycles(&mut self, bits: u64, system_clock: u32) -> u64 {
        let swd_clock = u64::from(self.clock_khz) * 1000;
        let total = bits * u64::from(system_clock) + self.remainder;
        self.remainder = total % swd_clock;
        total / swd_clock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transaction_takes_its_bits_at_the_set_clock() {
        let mut wire = WireTiming::default();
        assert_eq!(wire.set_clock_khz(1000), 1000);
        assert_eq!(wire.cycles(TRANSACTION_BITS, 150_000_000), 54 * 150);
    }

    #[test]
    fn fractions_of_cycles_accumulate() {
        let mut wire = WireTiming::default();
        wire.set_clock_khz(50_000);
        let cycles: u64 = (0..1000).map(|_| wire.cycles(1, 12_000_000)).sum();
        assert_eq!(cycles, 240);
    }

    #[test]
    fn the_clock_has_limits() {
        let mut wire = WireTiming::default();
        assert_eq!(wire.set_clock_khz(0), 1);
        assert_eq!(wire.set_clock_khz(1_000_000), 50_000);
    }
}
