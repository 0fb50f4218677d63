//! What a trace shows of the VM: when it starts on a code object, and when it goes to the next bytecode.

use std::collections::HashMap;

use crate::explain::ExplainError;
use crate::explain::micropython::{DispatchSite, Offsets, VM_FUNCTION, dispatch_sites};
use crate::explain::program::Program;
use crate::explain::trace::{CapturePoint, Trace};

/// Captures for each start of the VM: bytecode and table of names.
const PER_ENTRY: usize = 2;
/// Captures for each dispatch: bytecode pointer and opcode.
const PER_SITE: usize = 2;

/// What to take on the way so that [`VmTrace::read`] can follow the VM.
///
/// # Errors
/// The image has no MicroPython that can be followed.
pub fn capture_points(program: &Program) -> Result<(Vec<CapturePoint>, Vec<DispatchSite>), ExplainError> {
    let offsets = Offsets::of(program)?;
    let sites = dispatch_sites(program)?;
    let (entry, _) = program
        .symbols
        .function(VM_FUNCTION)
        .ok_or_else(|| program.problem(format!("expected the function {VM_FUNCTION}, found none")))?;
    let function = offsets.code_state_function;
    let mut points = vec![
        CapturePoint { address: entry, register: 0, path: vec![function, offsets.function_bytecode] },
        CapturePoint {
            address: entry,
            register: 0,
            path: vec![function, offsets.function_context, offsets.context_names],
        },
    ];
    for site in &sites {
        points.push(CapturePoint { address: site.fetch, register: site.pointer, path: vec![] });
        points.push(CapturePoint { address: site.table, register: site.opcode, path: vec![] });
    }
    Ok((points, sites))
}

/// The VM starts on a code object, or goes on with a generator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Address of the code object.
    pub code: u32,
    /// Address of its module's table of names.
    pub names: u32,
}

/// A dispatch that was executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// Step of its jump.
    pub jump: usize,
    /// Address of the bytecode.
    pub pointer: u32,
    /// Its opcode.
    pub opcode: u8,
}

/// What the captures say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VmTrace {
    /// By the step that they begin with.
    pub activations: HashMap<usize, Activation>,
    /// By the step that they begin with.
    pub dispatches: HashMap<usize, Dispatch>,
}

impl VmTrace {
    /// Of a trace that was recorded with [`capture_points`].
    pub fn read(trace: &Trace, sites: &[DispatchSite]) -> Self {
        let mut vm = Self::default();
        let mut code = None;
        // Pointer and opcode of each site, as they were seen last.
        let mut seen: HashMap<usize, (u32, u8)> = HashMap::new();
        let jumps: HashMap<u32, usize> =
            sites.iter().enumerate().map(|(index, site)| (site.jump, index)).collect();
        let mut captured = trace.captured.iter().peekable();
        for (index, step) in trace.steps.iter().enumerate() {
            while let Some(taken) = captured.next_if(|taken| taken.step <= index) {
                let Some(value) = taken.value else { continue };
                match taken.point {
                    0 => code = Some(value),
                    1 => {
                        if let Some(code) = code.take() {
                            vm.activations.insert(index, Activation { code, names: value });
                        }
                    }
                    point => {
                        let site = (point - PER_ENTRY) / PER_SITE;
                        let seen = seen.entry(site).or_default();
                        if (point - PER_ENTRY).is_multiple_of(PER_SITE) {
                            let offset = sites.get(site).map_or(0, |site| site.offset);
                            seen.0 = value.wrapping_add_signed(offset);
                        } else {
                            seen.1 = value as u8;
                        }
                    }
                }
            }
            let Some(site) = jumps.get(&step.address) else { continue };
            if let (Some(&(pointer, opcode)), Some(site)) = (seen.get(site), sites.get(*site)) {
                let start = first_step(trace, site, index);
                vm.dispatches.insert(start, Dispatch { jump: index, pointer, opcode });
            }
        }
        vm
    }
}

/// Where the dispatch that jumps at a step begins: everything before it within the site's bounds, in order.
fn first_step(trace: &Trace, site: &DispatchSite, jump: usize) -> usize {
    let mut first = jump;
    while let Some(before) = first.checked_sub(1) {
        let address = trace.steps[before].address;
        if address < site.start || address >= trace.steps[first].address {
            break;
        }
        first = before;
    }
    first
}
