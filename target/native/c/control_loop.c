/* A PID controller at 1 kHz in single precision, with the first-order plant that it controls. OUTPUT changes at the start
   of each step. Operation: a step. Checksum: the sum of the states of the plant, each times 4096 and truncated. Every
   constant is a sum of few powers of two, and therefore exact. */
#include "rp2350.h"
#include "workload.h"

#define PERIOD_US 1000

WORKLOAD(control_loop)(uint32_t operations)
{
    drive_output();
    float state = 0.0f;
    float integral = 0.0f;
    float last_error = 0.0f;
    uint32_t checksum = 0;
    uint32_t next = now_us() + PERIOD_US;
    for (uint32_t step = 0; step < operations; step++) {
        while ((int32_t)(now_us() - next) < 0) {
        }
        next += PERIOD_US;
        REGISTER(SIO_GPIO_OUT_XOR) = 1u << OUTPUT;
        float target = step / 100 % 2 == 0 ? 1.0f : -0.5f;
        float error = target - state;
        integral = integral + error * 0.0009765625f;
        float drive = 4.0f * error + 8.0f * integral + 0.25f * (error - last_error);
        last_error = error;
        if (drive > 6.0f) {
            drive = 6.0f;
        } else if (drive < -6.0f) {
            drive = -6.0f;
        }
        state = state + (drive - state) * 0.015625f;
        checksum += (uint32_t)(int32_t)(state * 4096.0f);
    }
    return checksum;
}
