/* Toggles a pin through SIO in a loop. Operation: one toggle. Checksum: the number of toggles. */
#include "rp2350.h"
#include "workload.h"

WORKLOAD(pin_toggle)(uint32_t operations)
{
    drive_output();
    uint32_t toggles = 0;
    while (toggles < operations) {
        REGISTER(SIO_GPIO_OUT_XOR) = 1u << OUTPUT;
        toggles++;
        OPAQUE(toggles);
    }
    return toggles;
}
