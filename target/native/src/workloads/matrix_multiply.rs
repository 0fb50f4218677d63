//! Product of two 8 × 8 integer matrices. Operation: one product; between operations, one element of a factor changes.
//! Checksum: the sum of one element of each product, plus each element of the last product times its index.

use core::hint::black_box;

super::workload!(matrix_multiply);

const SIZE: usize = 8;

type Matrix = [[i32; SIZE]; SIZE];

#[inline(always)]
fn filled(value: impl Fn(usize) -> usize) -> Matrix {
    core::array::from_fn(|row| core::array::from_fn(|column| value(row * SIZE + column) as i32))
}

#[inline(always)]
fn multiply(left: &Matrix, right: &Matrix, product: &mut Matrix) {
    for (row, sums) in left.iter().zip(product) {
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum = row.iter().zip(right).map(|(factor, other)| factor * other[column]).sum();
        }
    }
}

#[inline(always)]
fn matrix_multiply(operations: u32) -> u32 {
    let mut left = filled(|i| (i * 7 + 3) % 10);
    // Hides the values from the optimiser.
    let right = black_box(filled(|i| (i * 3 + 1) % 10));
    let mut product = [[0; SIZE]; SIZE];
    let mut checksum = 0i32;
    for i in 0..operations as usize {
        let (row, column) = (i / SIZE % SIZE, i % SIZE);
        left[row][column] += 1;
        multiply(&left, &right, &mut product);
        // Otherwise only the elements in the checksum would be computed.
        black_box(&mut product);
        checksum = checksum.wrapping_add(product[row][column]);
    }
    let elements = product.as_flattened().iter().zip(0..);
    elements.fold(checksum, |checksum, (sum, i)| checksum.wrapping_add(sum * i)) as u32
}
