// Text of help().

#include "py/builtin.h"

const char twinbench_help_text[] =
    "MicroPython for the Raspberry Pi Pico 2, built to be measured.\n"
    "\n"
    "A script comes over the debug probe and what it prints goes back the same way.\n"
    "There are no files, no sockets and no console input.\n"
    "\n"
    "help('modules') lists the modules, help(obj) what an object has.\n"
;
