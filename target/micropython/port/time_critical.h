// Code that the rp2 port and the SDK keep in RAM in every build.
#pragma once

#define TIME_CRITICAL(name) __attribute__((noinline, section(".time_critical." #name)))
