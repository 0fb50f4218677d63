// Attribute for code that the rp2 port and the SDK place in RAM in every build.
#pragma once

#define TIME_CRITICAL(name) __attribute__((noinline, section(".time_critical." #name)))
