//! Pins that a UART can use (§9.4).

use crate::peripheral::pin_mux::PINS;

/// FUNCSEL of the UART with all its lines.
pub(super) const FUNCTION: u32 = 2;
/// FUNCSEL of the UART with transmit and receive in place of flow control.
pub(super) const AUXILIARY: u32 = 11;

/// Pins of a UART by role, under one function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pins {
    /// Transmit, also under the auxiliary function.
    pub transmit: [u64; 2],
    /// Receive, also under the auxiliary function.
    pub receive: [u64; 2],
    /// Clear to send.
    pub clear_to_send: u64,
    /// Request to send.
    pub request_to_send: u64,
}

impl Pins {
    /// Returns the pins of UART0 (0) or UART1 (1): they come in groups of four; each UART has eight in a row, except at
    /// both ends.
    pub(super) fn of(number: u32) -> Self {
        let with_role = |role: u32| {
            let fits = |pin: &u32| (pin + 4) / 8 % 2 == number && pin % 4 == role;
            (0..PINS).filter(fits).fold(0, |pins, pin| pins | 1 << pin)
        };
        let roles = [0, 1, 2, 3].map(with_role);
        Pins {
            transmit: [roles[0], roles[2]],
            receive: [roles[1], roles[3]],
            clear_to_send: roles[2],
            request_to_send: roles[3],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pins_are_those_of_the_table() {
        let (first, second) = (Pins::of(0), Pins::of(1));
        assert_eq!(first.transmit[0] & 0xFFFF_FFFF, 1 << 0 | 1 << 12 | 1 << 16 | 1 << 28);
        assert_eq!(second.transmit[0] & 0xFFFF_FFFF, 1 << 4 | 1 << 8 | 1 << 20 | 1 << 24);
        assert_eq!(first.receive[1] & 0xFF, 1 << 3);
        assert_eq!(second.clear_to_send & 0xFF, 1 << 6);
        assert_eq!(first.request_to_send & 0xFF, 1 << 3);
    }
}
