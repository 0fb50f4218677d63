//! The modules of the simulator do not import each other in circles.

#[path = "../../tests/architecture/module_graph.rs"]
mod module_graph;

use std::path::Path;

use module_graph::ModuleGraph;

#[test]
fn siblings_import_each_other_in_no_circle() {
    let graph = ModuleGraph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let cycles: Vec<String> = graph.cycles().iter().map(ToString::to_string).collect();
    assert!(cycles.is_empty(), "modules import each other in circles:\n{}", cycles.join("\n"));
}
