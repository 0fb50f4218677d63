// machine.PWM.
#pragma once

// Resets all outputs.
void machine_pwm_reset_all(void);
