// machine.PWM.
#pragma once

// All outputs are as if no script had used them.
void machine_pwm_reset_all(void);
