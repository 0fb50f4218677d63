//! Offsets of the members of C structures, from DWARF.

use std::collections::HashMap;

use gimli::{AttributeValue, DW_AT_data_member_location, DW_AT_name, DW_TAG_member, DW_TAG_structure_type};

use super::dwarf_reader::DwarfReader;

/// Tags of the structures that are read (py/mpstate.h, py/objfun.h, py/bc.h, py/qstr.h).
const STRUCTURES: [&str; 7] = [
    "_mp_state_ctx_t",
    "_mp_state_vm_t",
    "_mp_code_state_t",
    "_mp_obj_fun_bc_t",
    "_mp_module_context_t",
    "_mp_module_constants_t",
    "_qstr_pool_t",
];

/// Offsets of structure members.
#[derive(Clone, Debug, Default)]
pub(crate) struct StructureLayouts {
    /// By structure and member.
    offsets: HashMap<(String, String), u32>,
}

impl StructureLayouts {
    pub(super) fn read(dwarf: &gimli::Dwarf<DwarfReader>) -> Result<Self, gimli::Error> {
        let mut layouts = Self::default();
        let mut missing: Vec<&str> = STRUCTURES.to_vec();
        let mut units = dwarf.units();
        while let Some(header) = units.next()? {
            if missing.is_empty() {
                break;
            }
            let unit = dwarf.unit(header)?;
            let text = |value: Option<AttributeValue<DwarfReader>>| -> Option<String> {
                let name = dwarf.attr_string(&unit, value?).ok()?;
                Some(gimli::Reader::to_string_lossy(&name).ok()?.into_owned())
            };
            let mut entries = unit.entries();
            // The structure whose members are being read, and its depth.
            let mut current: Option<(String, isize)> = None;
            while let Some(entry) = entries.next_dfs()? {
                let depth = entry.depth();
                if current.as_ref().is_some_and(|(_, structure_depth)| depth <= *structure_depth) {
                    current = None;
                }
                if entry.tag() == DW_TAG_structure_type {
                    let name = text(entry.attr_value(DW_AT_name)).filter(|name| missing.contains(&&**name));
                    if let Some(name) = name
                        && entry.has_children()
                    {
                        missing.retain(|wanted| *wanted != name);
                        current = Some((name, depth));
                    }
                } else if let Some((structure, structure_depth)) = &current
                    && entry.tag() == DW_TAG_member
                    && depth == structure_depth + 1
                {
                    let offset =
                        entry.attr_value(DW_AT_data_member_location).and_then(|value| value.udata_value());
                    if let (Some(member), Some(offset)) = (text(entry.attr_value(DW_AT_name)), offset) {
                        layouts.offsets.insert((structure.clone(), member), offset as u32);
                    }
                }
            }
        }
        Ok(layouts)
    }

    /// Returns the offset of a member in bytes; `None` if the image has no such structure or member.
    pub(crate) fn offset(&self, structure: &str, member: &str) -> Option<u32> {
        self.offsets.get(&(structure.to_owned(), member.to_owned())).copied()
    }
}
