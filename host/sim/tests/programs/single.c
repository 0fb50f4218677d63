/* Single precision, which the core computes in hardware. */
#include "program.h"

static float root(float x) {
    return __builtin_sqrtf(x);
}

/* Short series with range reduction, whose result depends on every rounding. */
static float sine(float x) {
    i32 turns = (i32)(x * 0.31830989f + (x < 0 ? -0.5f : 0.5f));
    float r = x - (float)turns * 3.1415927f;
    float s = r * r;
    float y = r * (1.0f + s * (-1.6666667e-1f + s * (8.333333e-3f + s * (-1.984127e-4f + s * 2.7557319e-6f))));
    return turns & 1 ? -y : y;
}

static float exponential(float x) {
    i32 n = (i32)(x * 1.442695f);
    float r = x - (float)n * 0.6931472f, term = 1.0f, sum = 1.0f;
    for (int i = 1; i < 10; i++) {
        term *= r / (float)i;
        sum += term;
    }
    union { u32 u; float f; } scale = {(u32)(n + 127) << 23};
    return sum * scale.f;
}

static float logarithm(float x) {
    union { float f; u32 u; } bits = {x};
    i32 exponent = (i32)(bits.u >> 23) - 127;
    bits.u = (bits.u & 0x7FFFFF) | 0x3F800000;
    float z = (bits.f - 1.0f) / (bits.f + 1.0f), s = z * z, sum = 0.0f;
    for (int i = 15; i > 0; i -= 2) {
        sum = sum * s + 1.0f / (float)i;
    }
    return 2.0f * z * sum + (float)exponent * 0.6931472f;
}

/* Array elements, conditional branches, integers and functions, as in Whetstone. */
static void mix(void) {
    float e[4] = {1.0f, -1.0f, -1.0f, -1.0f};
    const float t = 0.499975f, t1 = 0.50025f, t2 = 2.0f;
    for (int i = 0; i < 120; i++) {
        e[0] = (e[0] + e[1] + e[2] - e[3]) * t;
        e[1] = (e[0] + e[1] - e[2] + e[3]) * t;
        e[2] = (e[0] - e[1] + e[2] + e[3]) * t;
        e[3] = (-e[0] + e[1] + e[2] + e[3]) / t2;
    }
    for (int i = 0; i < 4; i++) {
        record_float(e[i]);
    }
    float x = 0.5f, y = 0.5f;
    for (int i = 0; i < 64; i++) {
        x = t * (sine(x) + sine(x + y) * sine(x - y));
        y = t1 * exponential(logarithm(root(x * x + y * y) + 1.0f) / t2);
        record_float(x);
        record_float(y);
    }
    float z = 0.75f;
    for (int i = 0; i < 90; i++) {
        z = root(exponential(logarithm(z) / t1));
        if (z > 0.9f) {
            z *= 0.7f;
        } else if (z < 0.1f || z != z) {
            z += 0.3f;
        }
    }
    record_float(z);
}

struct body {
    float position[3], speed[3], mass;
};

static void bodies(void) {
    static struct body all[5];
    u32 seed = 12345;
    for (int i = 0; i < 5; i++) {
        for (int axis = 0; axis < 3; axis++) {
            all[i].position[axis] = (float)(i32)next_random(&seed) / 3e8f;
            all[i].speed[axis] = (float)(i32)next_random(&seed) / 4e9f;
        }
        all[i].mass = 0.1f + (float)(next_random(&seed) >> 8) / 16777216.0f;
    }
    for (int step = 0; step < 200; step++) {
        for (int i = 0; i < 5; i++) {
            for (int j = i + 1; j < 5; j++) {
                float distance[3], square = 0.01f;
                for (int axis = 0; axis < 3; axis++) {
                    distance[axis] = all[i].position[axis] - all[j].position[axis];
                    square += distance[axis] * distance[axis];
                }
                float force = 0.005f / (square * root(square));
                for (int axis = 0; axis < 3; axis++) {
                    all[i].speed[axis] -= distance[axis] * all[j].mass * force;
                    all[j].speed[axis] += distance[axis] * all[i].mass * force;
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            for (int axis = 0; axis < 3; axis++) {
                all[i].position[axis] += 0.005f * all[i].speed[axis];
            }
        }
        record_float(all[step % 5].position[step % 3]);
    }
}

/* Sums that lose bits, denormals, infinities, conversions and comparisons. */
static void corners(void) {
    u32 seed = 99, counts[5] = {0};
    float harmonic = 0.0f, compensated = 0.0f, lost = 0.0f, small = 1e-30f, large = 1e30f;
    for (int i = 1; i < 2000; i++) {
        harmonic += 1.0f / (float)i;
        float term = 1.0f / (float)i - lost, sum = compensated + term;
        lost = (sum - compensated) - term;
        compensated = sum;
    }
    record_float(harmonic);
    record_float(compensated);
    for (int i = 0; i < 60; i++) {
        small *= 0.5f + (float)(i & 3) * 0.01f;
        large *= 1.9f;
        record_float(small);
        record_float(large);
        record_float(large - large * small);
        union { u32 u; float f; } any = {next_random(&seed)}, other = {next_random(&seed)};
        float quotient = any.f / other.f;
        record_float(quotient);
        counts[0] += any.f < other.f;
        counts[1] += any.f <= other.f;
        counts[2] += any.f == any.f;
        counts[3] += !(any.f > other.f);
        counts[4] += __builtin_fabsf(quotient) < 1.0f;
        float limited = any.f > 1e9f ? 1e9f : any.f < -1e9f ? -1e9f : any.f == any.f ? any.f : 0.0f;
        record((u32)(i32)limited);
        record((u32)(i32)__builtin_rintf(limited * 1e-6f) + (u32)__builtin_floorf(limited * 1e-7f + 200.0f));
    }
    for (int i = 0; i < 5; i++) {
        record(counts[i]);
    }
}

void run(void) {
    mix();
    bodies();
    corners();
}
