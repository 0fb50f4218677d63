// The peripherals that scripts use.
#pragma once

// Puts them all into the state they have after power-on, and takes their interrupts from the script before.
void peripherals_reset(void);
