//! The chip's description of its registers: the SVD file of the crate `rp235x-pac`, which the firmware uses.

use std::path::PathBuf;
use std::process::Command;

use roxmltree::{Document, Node, ParsingOptions};

/// A device as the SVD file describes it.
pub struct Device {
    pub name: String,
    pub base: u32,
    pub registers: Vec<Register>,
}

/// One register.
pub struct Register {
    pub name: String,
    pub offset: u32,
    /// Reset value, if the file gives one.
    pub reset: Option<u32>,
    /// Bits that software can write.
    pub writable: u32,
}

/// Returns the text of the SVD file.
pub fn text() -> String {
    source("rp235x-pac", "svd/RP2350.svd")
}

/// Returns a file of a crate that the firmware uses.
///
/// # Panics
/// When the crate has not been fetched.
pub fn source(package: &str, file: &str) -> String {
    let path = folder(package).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the folder of a crate's source.
fn folder(package: &str) -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/Cargo.toml");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--manifest-path", manifest])
        .args(["--filter-platform", "thumbv8m.main-none-eabihf"])
        .output()
        .expect("run cargo");
    assert!(
        output.status.success(),
        "the firmware's crates are missing, run ci/firmware: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("cargo's metadata is JSON");
    let manifest = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|found| found["name"] == package)
        .and_then(|found| found["manifest_path"].as_str())
        .unwrap_or_else(|| panic!("the firmware does not use {package}"));
    PathBuf::from(manifest).with_file_name("")
}

/// Returns all devices that have registers, in the order of the file. A derived device has the registers of the original.
pub fn devices(text: &str) -> Vec<Device> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).expect("the SVD file is XML");
    let nodes: Vec<Node> = document.descendants().filter(|node| node.has_tag_name("peripheral")).collect();
    nodes
        .iter()
        .map(|node| {
            let described = match node.attribute("derivedFrom") {
                Some(original) => nodes
                    .iter()
                    .find(|node| child(node, "name") == original)
                    .expect("the original of a derived device exists"),
                None => node,
            };
            Device {
                name: child(node, "name").into(),
                base: number(child(node, "baseAddress")),
                registers: registers(described),
            }
        })
        .collect()
}

fn registers(device: &Node) -> Vec<Register> {
    let described = device.descendants().filter(|node| node.has_tag_name("register"));
    described
        .map(|node| Register {
            name: child(&node, "name").into(),
            offset: number(child(&node, "addressOffset")),
            reset: optional_child(&node, "resetValue").map(number),
            writable: node.descendants().filter(|node| node.has_tag_name("field")).map(writable_bits).sum(),
        })
        .collect()
}

/// Returns the bits of a field that software can write; 0 for a read-only field.
fn writable_bits(field: Node) -> u32 {
    if child(&field, "access") == "read-only" {
        return 0;
    }
    let range = child(&field, "bitRange").trim_matches(['[', ']']);
    let (high, low) = range.split_once(':').expect("a range of bits has two ends");
    let (high, low): (u32, u32) = (high.parse().expect("a bit"), low.parse().expect("a bit"));
    u32::MAX >> (31 - (high - low)) << low
}

fn child<'a>(node: &Node<'a, '_>, name: &str) -> &'a str {
    optional_child(node, name).unwrap_or_else(|| panic!("no {name} in a node of the SVD file"))
}

fn optional_child<'a>(node: &Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.has_tag_name(name))?.text()
}

fn number(text: &str) -> u32 {
    let digits = text.strip_prefix("0x").expect("numbers are hexadecimal");
    u32::from_str_radix(digits, 16).expect("numbers have 32 bits")
}
