/* Gravitation of five bodies by the symplectic Euler method, in single precision. Operation: one step of all bodies.
   Checksum: over the bits of all positions. */
#include <string.h>

#include "workload.h"

#define BODIES 5
#define STEP (1.0f / 128)

struct body {
    float x, y, z;
    float vx, vy, vz;
    float mass;
};

/* Initial state in units of 1/1024, so that every value is exact: a heavy body at rest, and four in orbit. */
static const int16_t start[BODIES][7] = {
    { 0, 0, 0, 0, 0, 0, 20480 },
    { 1024, 0, 64, 0, 4580, 128, 96 },
    { -2048, 512, -96, -800, -3120, 64, 160 },
    { 256, -3072, 128, 2610, 192, -96, 64 },
    { -512, 4608, -160, -2130, -256, 32, 224 },
};

static struct body bodies[BODIES];

static void set_initial_state(void)
{
    for (uint32_t i = 0; i < BODIES; i++) {
        const int16_t *from = start[i];
        bodies[i] = (struct body) {
            .x = from[0] / 1024.0f, .y = from[1] / 1024.0f, .z = from[2] / 1024.0f,
            .vx = from[3] / 1024.0f, .vy = from[4] / 1024.0f, .vz = from[5] / 1024.0f,
            .mass = from[6] / 1024.0f,
        };
    }
}

static void advance(void)
{
    for (uint32_t i = 0; i < BODIES; i++) {
        struct body *a = &bodies[i];
        for (uint32_t j = i + 1; j < BODIES; j++) {
            struct body *b = &bodies[j];
            float dx = a->x - b->x;
            float dy = a->y - b->y;
            float dz = a->z - b->z;
            float square = dx * dx + dy * dy + dz * dz;
            float magnitude = STEP / (square * __builtin_sqrtf(square));
            float pull_a = b->mass * magnitude;
            float pull_b = a->mass * magnitude;
            a->vx -= dx * pull_a;
            a->vy -= dy * pull_a;
            a->vz -= dz * pull_a;
            b->vx += dx * pull_b;
            b->vy += dy * pull_b;
            b->vz += dz * pull_b;
        }
    }
    for (uint32_t i = 0; i < BODIES; i++) {
        struct body *body = &bodies[i];
        body->x += STEP * body->vx;
        body->y += STEP * body->vy;
        body->z += STEP * body->vz;
    }
}

static uint32_t fold(uint32_t checksum, float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return checksum * 31 + bits;
}

WORKLOAD(n_body)(uint32_t operations)
{
    set_initial_state();
    while (operations-- != 0) {
        advance();
    }
    uint32_t checksum = 0;
    for (uint32_t i = 0; i < BODIES; i++) {
        checksum = fold(checksum, bodies[i].x);
        checksum = fold(checksum, bodies[i].y);
        checksum = fold(checksum, bodies[i].z);
    }
    return checksum;
}
