//! Gravitation of five bodies by the symplectic Euler method, in single precision. Operation: one step of all bodies.
//! Checksum: over the bits of all positions.

use core::arch::asm;

super::workload!(n_body);

const BODIES: usize = 5;
const STEP: f32 = 1.0 / 128.0;

#[derive(Clone, Copy)]
struct Body {
    position: [f32; 3],
    velocity: [f32; 3],
    mass: f32,
}

/// Initial state in units of 1/1024, so that every value is exact: a heavy body at rest, and four in orbit.
const START: [Body; BODIES] = [
    body([0, 0, 0], [0, 0, 0], 20480),
    body([1024, 0, 64], [0, 4580, 128], 96),
    body([-2048, 512, -96], [-800, -3120, 64], 160),
    body([256, -3072, 128], [2610, 192, -96], 64),
    body([-512, 4608, -160], [-2130, -256, 32], 224),
];

const fn body(position: [i16; 3], velocity: [i16; 3], mass: i16) -> Body {
    Body { position: from_1024ths(position), velocity: from_1024ths(velocity), mass: mass as f32 / 1024.0 }
}

const fn from_1024ths([x, y, z]: [i16; 3]) -> [f32; 3] {
    [x as f32 / 1024.0, y as f32 / 1024.0, z as f32 / 1024.0]
}

/// Returns the square root, rounded as IEEE 754 requires. `core` has no square root. The operand passes through a core
/// register, because inline assembly has no operands in registers of this floating-point unit; this costs a few cycles.
#[inline(always)]
fn square_root(value: f32) -> f32 {
    let mut bits = value.to_bits();
    // SAFETY: the block accesses only registers, and the firmware enables the floating-point unit.
    unsafe {
        asm!(
            "vmov s0, {0}",
            "vsqrt.f32 s0, s0",
            "vmov {0}, s0",
            inout(reg) bits,
            out("s0") _,
            options(pure, nomem, nostack, preserves_flags)
        )
    };
    f32::from_bits(bits)
}

#[inline(always)]
fn advance(bodies: &mut [Body; BODIES]) {
    for i in 0..BODIES {
        let (first, others) = bodies[i..].split_at_mut(1);
        let a = &mut first[0];
        for b in others {
            let difference: [f32; 3] = core::array::from_fn(|axis| a.position[axis] - b.position[axis]);
            let [dx, dy, dz] = difference;
            let square = dx * dx + dy * dy + dz * dz;
            let magnitude = STEP / (square * square_root(square));
            let (pull_a, pull_b) = (b.mass * magnitude, a.mass * magnitude);
            for (axis, distance) in difference.into_iter().enumerate() {
                a.velocity[axis] -= distance * pull_a;
                b.velocity[axis] += distance * pull_b;
            }
        }
    }
    for body in bodies {
        for (coordinate, speed) in body.position.iter_mut().zip(body.velocity) {
            *coordinate += STEP * speed;
        }
    }
}

#[inline(always)]
fn n_body(operations: u32) -> u32 {
    let mut bodies = START;
    for _ in 0..operations {
        advance(&mut bodies);
    }
    let positions = bodies.iter().flat_map(|body| body.position);
    positions.fold(0, |checksum: u32, value| checksum.wrapping_mul(31).wrapping_add(value.to_bits()))
}
