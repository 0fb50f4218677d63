//! Rust workloads, one file each.

mod crc32;
mod dictionary;
mod empty;
mod increment_memory;
mod increment_register;
mod matrix_multiply;
mod n_body;
mod sort;
mod string_build;
mod sum_loop;

/// Defines the entries of a workload, one with its code in flash and one in RAM, from the function of that name, which must
/// be `#[inline(always)]`. Adds both to the table of entries. The host finds them by their symbols.
macro_rules! workload {
    ($name:ident) => {
        const _: () = {
            #[unsafe(export_name = concat!("twinbench_entry_rust_flash_", stringify!($name)))]
            extern "C" fn flash(operations: u32) -> u32 {
                $name(operations)
            }

            #[unsafe(export_name = concat!("twinbench_entry_rust_ram_", stringify!($name)))]
            #[unsafe(link_section = concat!(".data.ram.text.twinbench_entry_rust_ram_", stringify!($name)))]
            extern "C" fn ram(operations: u32) -> u32 {
                $name(operations)
            }

            #[used]
            #[unsafe(link_section = ".twinbench_entries")]
            static ENTRIES: [twinbench_board::Entry; 2] = [flash, ram];
        };
    };
}
use workload;

/// Repeats the expression a hundred times, as straight-line code.
macro_rules! times_100 {
    ($body:expr) => {
        times_100!(@10 times_100!(@10 $body))
    };
    (@10 $body:expr) => {{
        $body; $body; $body; $body; $body;
        $body; $body; $body; $body; $body;
    }};
}
use times_100;
