// machine.SPI.
#pragma once

// Resets both controllers.
void machine_spi_init_all(void);
