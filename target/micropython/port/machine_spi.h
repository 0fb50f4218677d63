// machine.SPI.
#pragma once

// Both controllers are as if no script had used them.
void machine_spi_init_all(void);
