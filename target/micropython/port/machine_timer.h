// machine.Timer.
#pragma once

#include "py/obj.h"

extern const mp_obj_type_t machine_timer_type;

// Stops all timers.
void machine_timer_stop_all(void);
