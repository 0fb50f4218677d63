//! What the bootrom looks for.

use rp235x_hal::block::ImageDef;

/// Makes the image bootable: an Arm executable in the Secure state (RP2350 datasheet §5.9.5).
#[used]
#[unsafe(link_section = ".start_block")]
static IMAGE_DEF: ImageDef = ImageDef::secure_exe();
