/* Calls a function that switches the LED on. Operation: a call, which writes the bit of the pin to GPIO_OUT_SET of SIO,
   unrolled in blocks of a hundred. Checksum: the number of calls if the pin is high at the end, else 0. */
#include "rp2350.h"
#include "workload.h"

#define LED 25 /* on a Pico 2 */

static __attribute__((noipa)) void led_on(void)
{
    REGISTER(SIO_GPIO_OUT_SET) = 1u << LED;
}

WORKLOAD(call_led_on)(uint32_t operations)
{
    leave_reset(RESETS_IO_BANK0 | RESETS_PADS_BANK0);
    REGISTER(SIO_GPIO_OUT_CLR) = 1u << LED;
    REGISTER(SIO_GPIO_OE_SET) = 1u << LED;
    set_pin_function(LED, FUNCTION_SIO);
    for (uint32_t block = operations / 100; block != 0; block--) {
        TIMES_100(led_on();)
    }
    for (uint32_t rest = operations % 100; rest != 0; rest--) {
        led_on();
    }
    return REGISTER(SIO_GPIO_OUT) & 1u << LED ? operations : 0;
}
