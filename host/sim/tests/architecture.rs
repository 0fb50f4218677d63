//! The modules of the simulator import only modules below them.

#[path = "../../tests/architecture/module_graph.rs"]
mod module_graph;

use std::path::Path;

use module_graph::ModuleGraph;

/// Modules of the simulator from the bottom to the top. Modules of one layer do not import each other.
const LAYERS: &[&[&str]] = &[
    &["bus", "coresight", "instruction", "time"],
    &["peripheral", "ppb"],
    &["memory"],
    &["devices"],
    &["chip", "cpu", "debug", "waveform"],
    &["board"],
    &["control"],
    &["usb"],
    &["registry"],
    &["probe", "serve"],
];

#[test]
fn imports_point_downwards() {
    ModuleGraph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).check(LAYERS);
}
