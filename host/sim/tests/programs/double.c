/* Double precision, which the compiler's library computes in integers. */
#include "program.h"

/* Heron's method from a guess by halving the exponent. */
static double root(double x) {
    union { double d; u64 u; } guess = {x};
    guess.u = (guess.u >> 1) + 0x1FF8000000000000u;
    double y = guess.d;
    for (int i = 0; i < 5; i++) {
        y = 0.5 * (y + x / y);
    }
    return y;
}

struct body {
    double position[3], speed[3], mass;
};

static double energy(const struct body *all, int count) {
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
        double square = 0.0;
        for (int axis = 0; axis < 3; axis++) {
            square += all[i].speed[axis] * all[i].speed[axis];
        }
        sum += 0.5 * all[i].mass * square;
        for (int j = i + 1; j < count; j++) {
            double distance = 0.0;
            for (int axis = 0; axis < 3; axis++) {
                double along = all[i].position[axis] - all[j].position[axis];
                distance += along * along;
            }
            sum -= all[i].mass * all[j].mass / root(distance);
        }
    }
    return sum;
}

static void bodies(void) {
    static struct body all[5];
    u32 seed = 54321;
    for (int i = 0; i < 5; i++) {
        for (int axis = 0; axis < 3; axis++) {
            all[i].position[axis] = (double)(i32)next_random(&seed) / 3e8;
            all[i].speed[axis] = (double)(i32)next_random(&seed) / 4e9;
        }
        all[i].mass = 0.1 + (double)next_random(&seed) / 4294967296.0;
    }
    for (int step = 0; step < 60; step++) {
        for (int i = 0; i < 5; i++) {
            for (int j = i + 1; j < 5; j++) {
                double distance[3], square = 0.01;
                for (int axis = 0; axis < 3; axis++) {
                    distance[axis] = all[i].position[axis] - all[j].position[axis];
                    square += distance[axis] * distance[axis];
                }
                double force = 0.005 / (square * root(square));
                for (int axis = 0; axis < 3; axis++) {
                    all[i].speed[axis] -= distance[axis] * all[j].mass * force;
                    all[j].speed[axis] += distance[axis] * all[i].mass * force;
                }
            }
        }
        for (int i = 0; i < 5; i++) {
            for (int axis = 0; axis < 3; axis++) {
                all[i].position[axis] += 0.005 * all[i].speed[axis];
            }
        }
        record_double(energy(all, 5));
    }
}

enum { SIZE = 10 };

/* A linear system by elimination with pivoting. */
static void elimination(void) {
    static double a[SIZE][SIZE + 1];
    u32 seed = 777;
    for (int row = 0; row < SIZE; row++) {
        for (int column = 0; column <= SIZE; column++) {
            a[row][column] = (double)(i32)next_random(&seed) / 65536.0;
        }
    }
    for (int pivot = 0; pivot < SIZE; pivot++) {
        int best = pivot;
        for (int row = pivot + 1; row < SIZE; row++) {
            if (__builtin_fabs(a[row][pivot]) > __builtin_fabs(a[best][pivot])) {
                best = row;
            }
        }
        for (int column = 0; column <= SIZE; column++) {
            double held = a[pivot][column];
            a[pivot][column] = a[best][column];
            a[best][column] = held;
        }
        for (int row = 0; row < SIZE; row++) {
            if (row == pivot) {
                continue;
            }
            double factor = a[row][pivot] / a[pivot][pivot];
            for (int column = pivot; column <= SIZE; column++) {
                a[row][column] -= factor * a[pivot][column];
            }
        }
    }
    for (int row = 0; row < SIZE; row++) {
        record_double(a[row][SIZE] / a[row][row]);
    }
}

/* Random bit patterns through every operation and conversion. */
static void corners(void) {
    u32 seed = 4242;
    for (int i = 0; i < 150; i++) {
        union { u64 u; double d; } a = {(u64)next_random(&seed) << 32 | next_random(&seed)};
        union { u64 u; double d; } b = {(u64)next_random(&seed) << 32 | next_random(&seed)};
        if (i & 1) {
            /* Close to each other, so that sums cancel. */
            b.u = (a.u ^ (u64)(i & 2) << 62) + (next_random(&seed) >> (i & 31));
        }
        record_double(a.d + b.d);
        record_double(a.d - b.d);
        record_double(a.d * b.d);
        record_double(a.d / b.d);
        record_float((float)a.d);
        record_double((double)(float)b.d);
        record((u32)(a.d < b.d) | (u32)(a.d == b.d) << 1 | (u32)(a.d >= b.d) << 2 | (u32)(a.d != a.d) << 3);
        double scaled = (double)(i64)(a.u >> (i & 31)) * 1e-9;
        double limited = scaled > 2e9 ? 2e9 : scaled < -2e9 ? -2e9 : scaled;
        record((u32)(i32)limited);
        record((u32)((u64)(i64)scaled >> 7));
        record_double((double)(u32)a.u + (double)b.u);
    }
}

void run(void) {
    bodies();
    elimination();
    corners();
}
