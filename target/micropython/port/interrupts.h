// Interrupt handlers that are installed at run time.
#pragma once

#include <stdint.h>

typedef void (*interrupt_handler_t)(void);

// Installs the handler of an interrupt line (0 to 31) and enables the line. Clears its pending state.
void interrupt_serve(uint32_t line, interrupt_handler_t handler);

// Disables a line and clears its pending state.
void interrupt_disable(uint32_t line);
