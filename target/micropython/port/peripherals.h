// Peripherals that scripts use.
#pragma once

// Resets all of them to their power-on state, and removes their interrupt handlers.
void peripherals_reset(void);
