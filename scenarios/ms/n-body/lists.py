# Mutual gravitation of five bodies, with the symplectic Euler method.
# The operations and the order match those of the native code, so that every bit is the same.

from math import sqrt
from struct import pack, unpack

STEP = 1 / 128
# In units of 1/1024, so that every number is exact: a heavy body at rest, and four in an orbit.
START = (
    (0, 0, 0, 0, 0, 0, 20480),
    (1024, 0, 64, 0, 4580, 128, 96),
    (-2048, 512, -96, -800, -3120, 64, 160),
    (256, -3072, 128, 2610, 192, -96, 64),
    (-512, 4608, -160, -2130, -256, 32, 224),
)
X = const(0)
Y = const(1)
Z = const(2)
VX = const(3)
VY = const(4)
VZ = const(5)
MASS = const(6)


def advance(bodies, pairs):
    step = STEP
    for a, b in pairs:
        dx = a[X] - b[X]
        dy = a[Y] - b[Y]
        dz = a[Z] - b[Z]
        square = dx * dx + dy * dy + dz * dz
        magnitude = step / (square * sqrt(square))
        pull_a = b[MASS] * magnitude
        pull_b = a[MASS] * magnitude
        a[VX] -= dx * pull_a
        a[VY] -= dy * pull_a
        a[VZ] -= dz * pull_a
        b[VX] += dx * pull_b
        b[VY] += dy * pull_b
        b[VZ] += dz * pull_b
    for body in bodies:
        body[X] += step * body[VX]
        body[Y] += step * body[VY]
        body[Z] += step * body[VZ]


def run(operations):
    bodies = [[value / 1024 for value in body] for body in START]
    pairs = [(bodies[i], bodies[j]) for i in range(len(bodies)) for j in range(i + 1, len(bodies))]
    for _ in range(operations):
        advance(bodies, pairs)
    checksum = 0
    for body in bodies:
        for value in body[:3]:
            checksum = checksum * 31 + unpack("<I", pack("<f", value))[0] & 0xFFFFFFFF
    return checksum
