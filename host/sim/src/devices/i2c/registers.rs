//! Register table of the I2C.

use crate::peripheral::registers::Register;

pub(super) const CON: u32 = 0x00;
pub(super) const TAR: u32 = 0x04;
pub(super) const SAR: u32 = 0x08;
pub(super) const DATA_CMD: u32 = 0x10;
pub(super) const SS_SCL_HCNT: u32 = 0x14;
pub(super) const SS_SCL_LCNT: u32 = 0x18;
pub(super) const FS_SCL_HCNT: u32 = 0x1C;
pub(super) const FS_SCL_LCNT: u32 = 0x20;
pub(super) const INTR_STAT: u32 = 0x2C;
pub(super) const INTR_MASK: u32 = 0x30;
pub(super) const RAW_INTR_STAT: u32 = 0x34;
pub(super) const RX_TL: u32 = 0x38;
pub(super) const TX_TL: u32 = 0x3C;
pub(super) const CLR_INTR: u32 = 0x40;
pub(super) const CLR_RX_UNDER: u32 = 0x44;
pub(super) const CLR_RX_OVER: u32 = 0x48;
pub(super) const CLR_TX_OVER: u32 = 0x4C;
pub(super) const CLR_RD_REQ: u32 = 0x50;
pub(super) const CLR_TX_ABRT: u32 = 0x54;
pub(super) const CLR_RX_DONE: u32 = 0x58;
pub(super) const CLR_ACTIVITY: u32 = 0x5C;
pub(super) const CLR_STOP_DET: u32 = 0x60;
pub(super) const CLR_START_DET: u32 = 0x64;
pub(super) const CLR_GEN_CALL: u32 = 0x68;
pub(super) const ENABLE: u32 = 0x6C;
pub(super) const STATUS: u32 = 0x70;
pub(super) const TXFLR: u32 = 0x74;
pub(super) const RXFLR: u32 = 0x78;
pub(super) const SDA_HOLD: u32 = 0x7C;
pub(super) const TX_ABRT_SOURCE: u32 = 0x80;
pub(super) const SLV_DATA_NACK_ONLY: u32 = 0x84;
pub(super) const DMA_CR: u32 = 0x88;
pub(super) const DMA_TDLR: u32 = 0x8C;
pub(super) const DMA_RDLR: u32 = 0x90;
pub(super) const SDA_SETUP: u32 = 0x94;
pub(super) const ACK_GENERAL_CALL: u32 = 0x98;
pub(super) const ENABLE_STATUS: u32 = 0x9C;
pub(super) const FS_SPKLEN: u32 = 0xA0;
pub(super) const CLR_RESTART_DET: u32 = 0xA8;

/// Bits of IC_CON.
pub(super) mod con {
    #![allow(missing_docs, reason = "the names are those of the register's bits")]
    pub(crate) const MASTER_MODE: u32 = 0;
    pub(crate) const TEN_BITS_SLAVE: u32 = 3;
    pub(crate) const TEN_BITS_MASTER: u32 = 4;
    pub(crate) const RESTART_EN: u32 = 5;
    pub(crate) const SLAVE_DISABLE: u32 = 6;
    pub(crate) const STOP_DET_IFADDRESSED: u32 = 7;
    pub(crate) const TX_EMPTY_CTRL: u32 = 8;
    pub(crate) const RX_FIFO_FULL_HLD_CTRL: u32 = 9;
}

const fn clear(offset: u32, name: &'static str) -> Register {
    Register::live(offset, name, 0, 0)
}

pub(super) static REGISTERS: [Register; 42] = [
    Register::live(CON, "IC_CON", 0x65, 0x3FF),
    Register::live(TAR, "IC_TAR", 0x55, 0xFFF),
    Register::live(SAR, "IC_SAR", 0x55, 0x3FF),
    Register::live(DATA_CMD, "IC_DATA_CMD", 0, 0x7FF),
    Register::live(SS_SCL_HCNT, "IC_SS_SCL_HCNT", 0x28, 0xFFFF),
    Register::live(SS_SCL_LCNT, "IC_SS_SCL_LCNT", 0x2F, 0xFFFF),
    Register::live(FS_SCL_HCNT, "IC_FS_SCL_HCNT", 0x06, 0xFFFF),
    Register::live(FS_SCL_LCNT, "IC_FS_SCL_LCNT", 0x0D, 0xFFFF),
    Register::live(INTR_STAT, "IC_INTR_STAT", 0, 0),
    Register::live(INTR_MASK, "IC_INTR_MASK", 0x8FF, 0x1FFF),
    Register::live(RAW_INTR_STAT, "IC_RAW_INTR_STAT", 0, 0),
    Register::live(RX_TL, "IC_RX_TL", 0, 0xFF),
    Register::live(TX_TL, "IC_TX_TL", 0, 0xFF),
    clear(CLR_INTR, "IC_CLR_INTR"),
    clear(CLR_RX_UNDER, "IC_CLR_RX_UNDER"),
    clear(CLR_RX_OVER, "IC_CLR_RX_OVER"),
    clear(CLR_TX_OVER, "IC_CLR_TX_OVER"),
    clear(CLR_RD_REQ, "IC_CLR_RD_REQ"),
    clear(CLR_TX_ABRT, "IC_CLR_TX_ABRT"),
    clear(CLR_RX_DONE, "IC_CLR_RX_DONE"),
    clear(CLR_ACTIVITY, "IC_CLR_ACTIVITY"),
    clear(CLR_STOP_DET, "IC_CLR_STOP_DET"),
    clear(CLR_START_DET, "IC_CLR_START_DET"),
    clear(CLR_GEN_CALL, "IC_CLR_GEN_CALL"),
    Register::live(ENABLE, "IC_ENABLE", 0, 7),
    Register::live(STATUS, "IC_STATUS", 6, 0),
    Register::live(TXFLR, "IC_TXFLR", 0, 0),
    Register::live(RXFLR, "IC_RXFLR", 0, 0),
    Register::live(SDA_HOLD, "IC_SDA_HOLD", 1, 0x00FF_FFFF),
    Register::live(TX_ABRT_SOURCE, "IC_TX_ABRT_SOURCE", 0, 0),
    Register::live(SLV_DATA_NACK_ONLY, "IC_SLV_DATA_NACK_ONLY", 0, 1),
    Register::live(DMA_CR, "IC_DMA_CR", 0, 3),
    Register::live(DMA_TDLR, "IC_DMA_TDLR", 0, 0xF),
    Register::live(DMA_RDLR, "IC_DMA_RDLR", 0, 0xF),
    Register::live(SDA_SETUP, "IC_SDA_SETUP", 0x64, 0xFF),
    Register::live(ACK_GENERAL_CALL, "IC_ACK_GENERAL_CALL", 1, 1),
    Register::live(ENABLE_STATUS, "IC_ENABLE_STATUS", 0, 0),
    Register::live(FS_SPKLEN, "IC_FS_SPKLEN", 7, 0xFF),
    clear(CLR_RESTART_DET, "IC_CLR_RESTART_DET"),
    Register::constant(0xF4, "IC_COMP_PARAM_1", 0),
    Register::constant(0xF8, "IC_COMP_VERSION", 0x3230_312A),
    Register::constant(0xFC, "IC_COMP_TYPE", 0x4457_0140),
];
