//! I2C0 and I2C1 (RP2350 §12.2). Not modelled.

use super::plain::Plain;
use super::registers::Register;

static REGISTERS: [Register; 42] = [
    Register::missing(0x000, "IC_CON"),
    Register::missing(0x004, "IC_TAR"),
    Register::missing(0x008, "IC_SAR"),
    Register::missing(0x010, "IC_DATA_CMD"),
    Register::missing(0x014, "IC_SS_SCL_HCNT"),
    Register::missing(0x018, "IC_SS_SCL_LCNT"),
    Register::missing(0x01C, "IC_FS_SCL_HCNT"),
    Register::missing(0x020, "IC_FS_SCL_LCNT"),
    Register::missing(0x02C, "IC_INTR_STAT"),
    Register::missing(0x030, "IC_INTR_MASK"),
    Register::missing(0x034, "IC_RAW_INTR_STAT"),
    Register::missing(0x038, "IC_RX_TL"),
    Register::missing(0x03C, "IC_TX_TL"),
    Register::missing(0x040, "IC_CLR_INTR"),
    Register::missing(0x044, "IC_CLR_RX_UNDER"),
    Register::missing(0x048, "IC_CLR_RX_OVER"),
    Register::missing(0x04C, "IC_CLR_TX_OVER"),
    Register::missing(0x050, "IC_CLR_RD_REQ"),
    Register::missing(0x054, "IC_CLR_TX_ABRT"),
    Register::missing(0x058, "IC_CLR_RX_DONE"),
    Register::missing(0x05C, "IC_CLR_ACTIVITY"),
    Register::missing(0x060, "IC_CLR_STOP_DET"),
    Register::missing(0x064, "IC_CLR_START_DET"),
    Register::missing(0x068, "IC_CLR_GEN_CALL"),
    Register::missing(0x06C, "IC_ENABLE"),
    Register::missing(0x070, "IC_STATUS"),
    Register::missing(0x074, "IC_TXFLR"),
    Register::missing(0x078, "IC_RXFLR"),
    Register::missing(0x07C, "IC_SDA_HOLD"),
    Register::missing(0x080, "IC_TX_ABRT_SOURCE"),
    Register::missing(0x084, "IC_SLV_DATA_NACK_ONLY"),
    Register::missing(0x088, "IC_DMA_CR"),
    Register::missing(0x08C, "IC_DMA_TDLR"),
    Register::missing(0x090, "IC_DMA_RDLR"),
    Register::missing(0x094, "IC_SDA_SETUP"),
    Register::missing(0x098, "IC_ACK_GENERAL_CALL"),
    Register::missing(0x09C, "IC_ENABLE_STATUS"),
    Register::missing(0x0A0, "IC_FS_SPKLEN"),
    Register::missing(0x0A8, "IC_CLR_RESTART_DET"),
    Register::missing(0x0F4, "IC_COMP_PARAM_1"),
    Register::missing(0x0F8, "IC_COMP_VERSION"),
    Register::missing(0x0FC, "IC_COMP_TYPE"),
];

/// One of them, by its name.
pub fn block(name: &'static str) -> Plain {
    Plain::new(name, &REGISTERS)
}
