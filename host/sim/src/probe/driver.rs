//! Probe driver: passes debug port transactions to a simulated board.

use std::sync::Arc;

use probe_rs::CoreStatus;
use probe_rs::architecture::arm::sequences::ArmDebugSequence;
use probe_rs::architecture::arm::{
    ArmCommunicationInterface, ArmDebugInterface, ArmError, DapError, DapProbe, RawDapAccess, RegisterAddress,
};
use probe_rs::probe::{DebugProbe, DebugProbeError, ProbeError, WireProtocol};

use super::NAME;
use crate::control::BoardWithDap;
use crate::debug;
use crate::registry::{Lease, OpenError};

/// nRESET in the pin masks of CMSIS-DAP.
const PIN_NRESET: u32 = 1 << 7;

impl ProbeError for debug::DapError {}
impl ProbeError for OpenError {}

/// Probe that is connected to a simulated board.
#[derive(Debug)]
pub(super) struct SimulatedProbe {
    lease: Lease,
}

impl SimulatedProbe {
    /// Creates the probe of a board.
    pub(super) fn new(lease: Lease) -> Self {
        Self { lease }
    }

    fn with<R>(&self, work: impl FnOnce(&mut BoardWithDap) -> R) -> R {
        work(&mut self.lease.handle().lock())
    }

    /// Carries out transactions. After a FAULT the sticky errors are cleared, which probe-rs leaves to the driver.
    fn transact<R>(
        &self,
        work: impl FnOnce(&mut BoardWithDap) -> Result<R, debug::DapError>,
    ) -> Result<R, ArmError> {
        self.with(|target| {
            work(target).map_err(|error| match error {
                debug::DapError::Fault => {
                    target.dap.clear_sticky_errors(&mut target.board);
                    ArmError::Dap(DapError::FaultResponse)
                }
                debug::DapError::Wait => ArmError::Dap(DapError::WaitResponse),
                debug::DapError::NoAcknowledge => ArmError::Dap(DapError::NoAcknowledge),
                error => ArmError::Probe(DebugProbeError::from(error)),
            })
        })
    }
}

impl Drop for SimulatedProbe {
    fn drop(&mut self) {
        self.with(|target| target.dap.finish_reset(&mut target.board));
    }
}

impl RawDapAccess for SimulatedProbe {
    fn raw_read_register(&mut self, address: RegisterAddress) -> Result<u32, ArmError> {
        self.transact(|BoardWithDap { dap, board, .. }| match address {
            RegisterAddress::DpRegister(register) => dap.read_dp(board, register.address),
            RegisterAddress::ApRegister(register) => dap.read_ap(board, register),
        })
    }

    fn raw_read_block(&mut self, address: RegisterAddress, values: &mut [u32]) -> Result<(), ArmError> {
        self.transact(|BoardWithDap { dap, board, .. }| match address {
            RegisterAddress::DpRegister(register) => values
                .iter_mut()
                .try_for_each(|value| dap.read_dp(board, register.address).map(|read| *value = read)),
            RegisterAddress::ApRegister(register) => dap.read_ap_block(board, register, values),
        })
    }

    fn raw_write_register(&mut self, address: RegisterAddress, value: u32) -> Result<(), ArmError> {
        self.raw_write_block(address, &[value])
    }

    fn raw_write_block(&mut self, address: RegisterAddress, values: &[u32]) -> Result<(), ArmError> {
        self.transact(|BoardWithDap { dap, board, .. }| match address {
            RegisterAddress::DpRegister(register) => {
                values.iter().try_for_each(|&value| dap.write_dp(board, register.address, value))
            }
            RegisterAddress::ApRegister(register) => dap.write_ap_block(board, register, values),
        })
    }

    fn jtag_sequence(&mut self, _cycles: u8, _tms: bool, _tdi: u64) -> Result<(), DebugProbeError> {
        Err(DebugProbeError::UnsupportedProtocol(WireProtocol::Jtag))
    }

    fn swj_sequence(&mut self, bit_len: u8, bits: u64) -> Result<(), DebugProbeError> {
        self.with(|target| target.dap.send_sequence(&mut target.board, bit_len, bits));
        Ok(())
    }

    fn swj_pins(&mut self, pin_out: u32, pin_select: u32, _pin_wait: u32) -> Result<u32, DebugProbeError> {
        self.with(|BoardWithDap { dap, board, .. }| {
            if pin_select & PIN_NRESET != 0 {
                dap.drive_reset(board, pin_out & PIN_NRESET != 0);
            }
            Ok(if dap.reset_is_high() { PIN_NRESET } else { 0 })
        })
    }

    fn into_probe(self: Box<Self>) -> Box<dyn DebugProbe> {
        self
    }

    fn core_status_notification(&mut self, _state: CoreStatus) -> Result<(), DebugProbeError> {
        Ok(())
    }
}

impl DapProbe for SimulatedProbe {}

impl DebugProbe for SimulatedProbe {
    fn get_name(&self) -> &str {
        NAME
    }

    fn speed_khz(&self) -> u32 {
        self.with(|target| target.dap.clock_khz())
    }

    fn set_speed(&mut self, speed_khz: u32) -> Result<u32, DebugProbeError> {
        Ok(self.with(|target| target.dap.set_clock_khz(speed_khz)))
    }

    fn attach(&mut self) -> Result<(), DebugProbeError> {
        Ok(())
    }

    fn detach(&mut self) -> Result<(), probe_rs::Error> {
        Ok(())
    }

    fn target_reset(&mut self) -> Result<(), DebugProbeError> {
        self.with(|target| target.dap.reset_board(&mut target.board));
        Ok(())
    }

    fn target_reset_assert(&mut self) -> Result<(), DebugProbeError> {
        self.with(|target| target.dap.drive_reset(&mut target.board, false));
        Ok(())
    }

    fn target_reset_deassert(&mut self) -> Result<(), DebugProbeError> {
        self.with(|target| target.dap.drive_reset(&mut target.board, true));
        Ok(())
    }

    fn select_protocol(&mut self, protocol: WireProtocol) -> Result<(), DebugProbeError> {
        match protocol {
            WireProtocol::Swd => Ok(()),
            WireProtocol::Jtag => Err(DebugProbeError::UnsupportedProtocol(protocol)),
        }
    }

    fn active_protocol(&self) -> Option<WireProtocol> {
        Some(WireProtocol::Swd)
    }

    fn has_arm_interface(&self) -> bool {
        true
    }

    fn try_get_arm_debug_interface<'probe>(
        self: Box<Self>,
        sequence: Arc<dyn ArmDebugSequence>,
    ) -> Result<Box<dyn ArmDebugInterface + 'probe>, (Box<dyn DebugProbe>, ArmError)> {
        Ok(ArmCommunicationInterface::create(self, sequence, false))
    }

    fn into_probe(self: Box<Self>) -> Box<dyn DebugProbe> {
        self
    }

    fn try_as_dap_probe(&mut self) -> Option<&mut dyn DapProbe> {
        Some(self)
    }
}
