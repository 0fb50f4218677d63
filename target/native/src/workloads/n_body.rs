//! Five bodies that attract each other, by the symplectic Euler method: an operation is a step of all of them. Single
//! precision. Checksum: the bits of all positions.

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

/// In parts of 1024, so that every number is exact: a heavy body at rest and four that circle it.
const START: [Body; BODIES] = [
    body([0, 0, 0], [0, 0, 0], 20480),
    body([1024, 0, 64], [0, 4580, 128], 96),
    body([-2048, 512, -96], [-800, -3120, 64], 160),
    body([256, -3072, 128], [2610, 192, -96], 64),
    body([-512, 4608, -160], [-2130, -256, 32], 224),
];

const fn body(position: [i16; 3], velocity: [i16; 3], mass: i16) -> Body {
    Body { position: parts(position), velocity: parts(velocity), mass: mass as f32 / 1024.0 }
}

const fn parts([x, y, z]: [i16; 3]) -> [f32; 3] {
    [x as f32 / 1024.0, y as f32 / 1024.0, z as f32 / 1024.0]
}

/// The standard library has none for a bare board; the instruction rounds as IEEE 754 wants it. It takes its operand by
/// a core register, because the compiler gives inline assembly no registers of this floating-point unit: a few cycles.
#[inline(always)]
fn square_root(value: f32) -> f32 {
    let mut bits = value.to_bits();
    // SAFETY: it reads and writes registers alone; the firmware runs with the floating-point unit enabled.
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
            let apart: [f32; 3] = core::array::from_fn(|axis| a.position[axis] - b.position[axis]);
            let [dx, dy, dz] = apart;
            let square = dx * dx + dy * dy + dz * dz;
            let magnitude = STEP / (square * square_root(square));
            let (pull_a, pull_b) = (b.mass * magnitude, a.mass * magnitude);
            for (axis, distance) in apart.into_iter().enumerate() {
                a.velocity[axis] -= distance * pull_a;
                b.velocity[axis] += distance * pull_b;
            }
        }
    }
    for body in bodies {
        for (place, speed) in body.position.iter_mut().zip(body.velocity) {
            *place += STEP * speed;
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
