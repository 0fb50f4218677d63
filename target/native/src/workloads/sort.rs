//! Shell sort of a hundred numbers. Operation: copy the numbers and sort the copy. Checksum: the sum of the smallest,
//! middle and largest number of each copy, plus each number of the last copy times its index.

use core::hint::black_box;

super::workload!(sort);

const COUNT: usize = 100;

/// Gap sequence of M. Ciura, 2001.
const GAPS: [usize; 5] = [57, 23, 10, 4, 1];

/// Returns numbers from a generator of period 65536, so that no two are equal.
#[inline(always)]
fn numbers() -> [u32; COUNT] {
    let mut number = 1;
    core::array::from_fn(|_| {
        number = (number * 75 + 74) % 65537;
        number
    })
}

#[inline(always)]
fn shell_sort(items: &mut [u32; COUNT]) {
    for gap in GAPS {
        for i in gap..items.len() {
            let item = items[i];
            let mut index = i;
            while index >= gap && items[index - gap] > item {
                items[index] = items[index - gap];
                index -= gap;
            }
            items[index] = item;
        }
    }
}

#[inline(always)]
fn sort(operations: u32) -> u32 {
    // Hides the values from the optimiser.
    let numbers = black_box(numbers());
    let mut sorted = [0; COUNT];
    let mut checksum = 0u32;
    for _ in 0..operations {
        sorted = numbers;
        shell_sort(&mut sorted);
        checksum = checksum.wrapping_add(sorted[0] + sorted[COUNT / 2] + sorted[COUNT - 1]);
    }
    sorted.iter().zip(0..).fold(checksum, |checksum, (&item, i)| checksum.wrapping_add(item * i))
}
