//! Image definition for the boot ROM.

use rp235x_hal::block::ImageDef;

/// Marks the image as an Arm executable in Secure state (RP2350 datasheet §5.9.5).
#[used]
#[unsafe(link_section = ".start_block")]
static IMAGE_DEF: ImageDef = ImageDef::secure_exe();
