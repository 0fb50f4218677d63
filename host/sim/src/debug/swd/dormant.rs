//! Leaving the dormant state: the selection alert. ADIv6, B5.3.4.

/// The selection alert, first bit lowest; B5.3.4 prints it as 128 bits of which the least significant goes first.
const ALERT: u128 = 0x19BC_0EA2_E3DD_AFE9_8685_2D95_6209_F392;
/// Bits of zero between alert and activation code.
const GAP: u32 = 4;
/// Activation code of an Arm CoreSight SW-DP, first bit lowest.
const ACTIVATE_SWD: u8 = 0x1A;

/// What wakes a dormant port, to be followed by a line reset: ones, the alert and the activation code. Bytes as they
/// are sent, each with its lowest bit first.
pub fn wake_up_call() -> impl Iterator<Item = u8> {
    let code = (u16::from(ACTIVATE_SWD) << GAP).to_le_bytes();
    [0xFF].into_iter().chain(ALERT.to_le_bytes()).chain(code)
}

/// Looks for the alert in what comes over the wire.
#[derive(Clone, Debug, Default)]
pub struct Dormant {
    /// The last 128 bits, the newest highest.
    history: u128,
    /// Bits of gap and activation code that have come after the alert.
    code: Option<(u32, u16)>,
}

impl Dormant {
    /// Takes a bit; true when serial wire debug is activated.
    pub fn clock(&mut self, bit: bool) -> bool {
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
    fn wakes_for_its_own_code_only() {
        let mut port = Dormant::default();
        assert!(!send(&mut port, 0xFF, 8));
        assert!(!send(&mut port, ALERT, 128));
        // The code of JTAG.
        assert!(!send(&mut port, 0x0A << 4, 12));
        assert!(!send(&mut port, ALERT, 128));
        assert!(send(&mut port, 0x1A << 4, 12));
    }

    #[test]
    fn wakes_for_the_whole_call() {
        let mut port = Dormant::default();
        let woken = wake_up_call().filter(|&byte| send(&mut port, byte.into(), 8)).count();
        assert_eq!(woken, 0, "the code ends amid the last byte");
        let bits = wake_up_call().flat_map(|byte| (0..8).map(move |place| byte >> place & 1 != 0));
        let mut port = Dormant::default();
        assert_eq!(bits.filter(|&bit| port.clock(bit)).count(), 1);
    }

    #[test]
    fn a_wrong_bit_spoils_the_alert() {
        let mut port = Dormant::default();
        for wrong in [0, 63, 127] {
            assert!(!send(&mut port, ALERT ^ 1 << wrong, 128));
            assert!(!send(&mut port, 0x1A << 4, 12));
        }
    }

    #[test]
    fn what_comes_before_the_alert_does_not_matter() {
        let mut port = Dormant::default();
        send(&mut port, 0x5A5A_1234, 37);
        send(&mut port, ALERT, 128);
        assert!(send(&mut port, 0x1A << 4, 12));
    }
}
