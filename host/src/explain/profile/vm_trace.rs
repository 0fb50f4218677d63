//! Activations and dispatches of MicroPython's VM in a trace.

use std::collections::HashMap;

use crate::explain::error::ExplainError;
use crate::explain::micropython::{DispatchSite, RuntimeLayout, VM_FUNCTION, dispatch_sites};
use crate::explain::program::Program;
use crate::explain::trace::{CapturePoint, Trace};

/// Capture points at the start of the VM: code object, and table of names.
const POINTS_AT_START: usize = 2;
/// Capture points per dispatch site: bytecode pointer, and opcode.
const POINTS_PER_SITE: usize = 2;

/// Returns the dispatch sites of the VM, and the capture points that [`VmTrace::read`] needs in the trace.
///
/// # Errors
/// Returns an error if the image has no MicroPython, or one whose VM is not as expected.
pub(crate) fn capture_points(
    program: &Program,
) -> Result<(Vec<CapturePoint>, Vec<DispatchSite>), ExplainError> {
    let layout = RuntimeLayout::read(program)?;
    let sites = dispatch_sites(program)?;
    let (start, _) = program
        .symbols
        .function(VM_FUNCTION)
        .ok_or_else(|| program.problem(format!("expected the function {VM_FUNCTION}, found none")))?;
    let function = layout.code_state_function;
    // The first argument of the VM, in r0, is its mp_code_state_t.
    let mut points = vec![
        CapturePoint { address: start, register: 0, path: vec![function, layout.function_bytecode] },
        CapturePoint {
            address: start,
            register: 0,
            path: vec![function, layout.function_context, layout.context_names],
        },
    ];
    for site in &sites {
        points.push(CapturePoint {
            address: site.opcode_load,
            register: site.pointer_register,
            path: vec![],
        });
        points.push(CapturePoint { address: site.table_load, register: site.opcode_register, path: vec![] });
    }
    Ok((points, sites))
}

/// Start of the VM on a code object. Resuming a generator is a start too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct VmStart {
    /// Address of the code object.
    pub code_object: u32,
    /// Address of the table of names of its module.
    pub names: u32,
}

/// Executed dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dispatch {
    /// Step of the jump to the handler.
    pub jump_step: usize,
    /// Address of the bytecode.
    pub address: u32,
    /// Opcode of the bytecode.
    pub opcode: u8,
}

/// Activations and dispatches of the VM, by their first step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VmTrace {
    pub(super) starts: HashMap<usize, VmStart>,
    pub(super) dispatches: HashMap<usize, Dispatch>,
}

impl VmTrace {
    /// Reads a trace that was recorded with [`capture_points`].
    pub(crate) fn read(trace: &Trace, sites: &[DispatchSite]) -> Self {
        let mut vm = Self::default();
        let mut code_object = None;
        // Address and opcode that were captured last at each site.
        let mut latest: HashMap<usize, (u32, u8)> = HashMap::new();
        let jumps: HashMap<u32, usize> =
            sites.iter().enumerate().map(|(index, site)| (site.jump, index)).collect();
        let mut captures = trace.captures.iter().peekable();
        for (index, step) in trace.steps.iter().enumerate() {
            while let Some(capture) = captures.next_if(|capture| capture.step <= index) {
                let Some(value) = capture.value else { continue };
                match capture.point {
                    0 => code_object = Some(value),
                    1 => {
                        if let Some(code_object) = code_object.take() {
                            vm.starts.insert(index, VmStart { code_object, names: value });
                        }
                    }
                    point => {
                        let site = (point - POINTS_AT_START) / POINTS_PER_SITE;
                        let latest = latest.entry(site).or_default();
                        if (point - POINTS_AT_START).is_multiple_of(POINTS_PER_SITE) {
                            let offset = sites.get(site).map_or(0, |site| site.pointer_offset);
                            latest.0 = value.wrapping_add_signed(offset);
                        } else {
                            latest.1 = value as u8;
                        }
                    }
                }
            }
            let Some(site) = jumps.get(&step.address) else { continue };
            if let (Some(&(address, opcode)), Some(site)) = (latest.get(site), sites.get(*site)) {
                let start = first_step(trace, site, index);
                vm.dispatches.insert(start, Dispatch { jump_step: index, address, opcode });
            }
        }
        vm
    }
}

/// Returns the first step of the dispatch that jumps at `jump_step`: the steps before it that lie within the site, in
/// ascending order of their addresses.
fn first_step(trace: &Trace, site: &DispatchSite, jump_step: usize) -> usize {
    let mut first = jump_step;
    while let Some(previous) = first.checked_sub(1) {
        let address = trace.steps[previous].address;
        if address < site.start || address >= trace.steps[first].address {
            break;
        }
        first = previous;
    }
    first
}
