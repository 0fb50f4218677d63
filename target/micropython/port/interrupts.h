// Interrupt handlers that are set at run time.
#pragma once

#include <stdint.h>

typedef void (*interrupt_handler_t)(void);

// Has `handler` serve an interrupt line (0 to 31) and enables it. What was pending is forgotten.
void interrupt_serve(uint32_t line, interrupt_handler_t handler);

// Disables a line and forgets what is pending.
void interrupt_disable(uint32_t line);
