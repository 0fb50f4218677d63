"""Prints the contents of a value change dump as the package vcdvcd reads it: timescale, then changes of each signal."""

import sys

from vcdvcd import VCDVCD

dump = VCDVCD(sys.argv[1])
print("timescale", dump.timescale["magnitude"], dump.timescale["unit"])
for name in dump.signals:
    for time, value in dump[name].tv:
        print(name, time, value)
