//! Dormant state, and the selection alert that ends it. ADIv6, B5.3.4.

/// Selection alert, first bit lowest (B5.3.4).
const ALERT: u128 = 0x19BC_0EA2_E3DD_AFE9_8685_2D95_6209_F392;
/// Number of zeros between alert and activation code.
const GAP: u32 = 4;
/// Activation code of an Arm CoreSight SW-DP, first bit lowest.
const ACTIVATE_SWD: u8 = 0x1A;

/// Returns the sequence that ends the dormant state: ones, the alert and the activation code, as bytes that are sent
/// with the lowest bit first. A line reset has to follow.
pub fn activation_sequence() -> impl Iterator<Item = u8> {
    let code = (u16::from(ACTIVATE_SWD) << GAP).to_le_bytes();
    [0xFF].into_iter().chain(ALERT.to_le_bytes()).chain(code)
}

/// Detector of the alert and the activation code.
#[derive(Clone, Debug, Default)]
pub(super) struct Dormant {
    /// Last 128 bits, newest highest.
    history: u128,
    /// Number of bits after the alert, and the bits, first bit lowest.
    code: Option<(u32, u16)>,
}

impl Dormant {
    /// Takes a bit; returns true if it completes the activation of serial wire debug.
    pub(super) fn clock(&mut self, bit: bool) -> bool {
        self.history = self.history >> 1 | u128::from(bit) << 127;
        if let Some((count, bits)) = self.code.take() {
            let bits = bits | u16::from(bit) << count;
            let count = count + 1;
            if count < GAP + u8::BITS {
                self.code = Some((count, bits));
                return false;
            }
            return bits == u16::from(ACTIVATE_SWD) << GAP;
        }
        if self.history == ALERT {
            self.code = Some((0, 0));
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(port: &mut Dormant, bits: u128, count: u32) -> bool {
        (0..count).fold(false, |_, index| port.clock(bits >> index & 1 != 0))
    }

    #[test]
    fn only_the_swd_code_activates() {
        let mut port = Dormant::default();
        assert!(!send(&mut port, 0xFF, 8));
        assert!(!send(&mut port, ALERT, 128));
        // The code of JTAG.
        assert!(!send(&mut port, 0x0A << 4, 12));
        assert!(!send(&mut port, ALERT, 128));
        assert!(send(&mut port, 0x1A << 4, 12));
    }

    #[test]
    fn the_activation_sequence_activates_once() {
        let mut port = Dormant::default();
        let activated = activation_sequence().filter(|&byte| send(&mut port, byte.into(), 8)).count();
        assert_eq!(activated, 0, "the code ends within the last byte");
        let bits = activation_sequence().flat_map(|byte| (0..8).map(move |place| byte >> place & 1 != 0));
        let mut port = Dormant::default();
        assert_eq!(bits.filter(|&bit| port.clock(bit)).count(), 1);
    }

    #[test]
    fn a_wrong_bit_invalidates_the_alert() {
        let mut port = Dormant::default();
        for wrong in [0, 63, 127] {
            assert!(!send(&mut port, ALERT ^ 1 << wrong, 128));
            assert!(!send(&mut port, 0x1A << 4, 12));
        }
    }

    #[test]
    fn bits_before_the_alert_are_ignored() {
        let mut port = Dormant::default();
        send(&mut port, 0x5A5A_1234, 37);
        send(&mut port, ALERT, 128);
        assert!(send(&mut port, 0x1A << 4, 12));
    }
}
