//! Requests to the access ports behind the debug port.

/// Access to a register of an access port.
#[derive(Clone, Copy)]
pub(super) enum ApRequest {
    Read,
    Write(u32),
}
