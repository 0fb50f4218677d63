//! Bytecodes: names and encodings of py/bc0.h, operators of py/runtime0.h, MicroPython 1.25.0.

use super::qstr::QstrTable;
use super::target_memory::TargetMemory;
use crate::board::BoardError;

/// Argument of a bytecode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// No argument.
    None,
    /// Index into the table of names of the module.
    Name(u32),
    /// Small integer.
    Int(i64),
    /// Count, slot or index.
    Uint(u32),
    /// Target of a jump: offset from the first opcode of the code object.
    Target(i64),
    /// Operator.
    Operator(&'static str),
    /// Number of positional and of keyword arguments.
    Call(u32, u32),
}

/// Bytecode with its argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bytecode {
    /// Name as in py/bc0.h, without `MP_BC_`.
    pub name: &'static str,
    /// Number of bytes, including the argument.
    pub length: usize,
    pub(super) argument: Argument,
}

impl Bytecode {
    /// Returns the name of the bytecode with its argument, such as `LOAD_NAME x`. `names` is the address of the table of
    /// names of its module.
    ///
    /// # Errors
    /// Returns an error if the probe fails.
    pub(crate) fn text(
        &self,
        memory: &mut dyn TargetMemory,
        qstrs: &mut QstrTable,
        names: u32,
    ) -> Result<String, BoardError> {
        let name = self.name;
        Ok(match self.argument {
            Argument::None => name.to_owned(),
            Argument::Name(index) => format!("{name} {}", qstrs.name(memory, names, index)?),
            Argument::Int(value) => format!("{name} {value}"),
            Argument::Uint(value) => format!("{name} {value}"),
            Argument::Target(target) => format!("{name} to {target}"),
            Argument::Operator(operator) => format!("{name} {operator}"),
            Argument::Call(positional, 0) => format!("{name} {positional}"),
            Argument::Call(positional, keyword) => format!("{name} {positional} and {keyword} by keyword"),
        })
    }
}

/// Unary operators, in the order of mp_unary_op_t.
const UNARY: [&str; 4] = ["+", "-", "~", "not"];

/// Binary operators that bytecode encodes, in the order of mp_binary_op_t.
const BINARY: [&str; 35] = [
    "<",
    ">",
    "==",
    "<=",
    ">=",
    "!=",
    "in",
    "is",
    "exception match",
    "|=",
    "^=",
    "&=",
    "<<=",
    ">>=",
    "+=",
    "-=",
    "*=",
    "@=",
    "//=",
    "/=",
    "%=",
    "**=",
    "|",
    "^",
    "&",
    "<<",
    ">>",
    "+",
    "-",
    "*",
    "@",
    "//",
    "/",
    "%",
    "**",
];

const SMALL_INT: &str = "LOAD_CONST_SMALL_INT";

/// Returns the name of an opcode outside the `MP_BC_…_MULTI` ranges of py/bc0.h.
const fn single_opcode_name(opcode: u8) -> Option<&'static str> {
    Some(match opcode {
        0x10 => "LOAD_CONST_STRING",
        0x11 => "LOAD_NAME",
        0x12 => "LOAD_GLOBAL",
        0x13 => "LOAD_ATTR",
        0x14 => "LOAD_METHOD",
        0x15 => "LOAD_SUPER_METHOD",
        0x16 => "STORE_NAME",
        0x17 => "STORE_GLOBAL",
        0x18 => "STORE_ATTR",
        0x19 => "DELETE_NAME",
        0x1A => "DELETE_GLOBAL",
        0x1B => "IMPORT_NAME",
        0x1C => "IMPORT_FROM",
        0x20 => "MAKE_CLOSURE",
        0x21 => "MAKE_CLOSURE_DEFARGS",
        0x22 => SMALL_INT,
        0x23 => "LOAD_CONST_OBJ",
        0x24 => "LOAD_FAST_N",
        0x25 => "LOAD_DEREF",
        0x26 => "STORE_FAST_N",
        0x27 => "STORE_DEREF",
        0x28 => "DELETE_FAST",
        0x29 => "DELETE_DEREF",
        0x2A => "BUILD_TUPLE",
        0x2B => "BUILD_LIST",
        0x2C => "BUILD_MAP",
        0x2D => "BUILD_SET",
        0x2E => "BUILD_SLICE",
        0x2F => "STORE_COMP",
        0x30 => "UNPACK_SEQUENCE",
        0x31 => "UNPACK_EX",
        0x32 => "MAKE_FUNCTION",
        0x33 => "MAKE_FUNCTION_DEFARGS",
        0x34 => "CALL_FUNCTION",
        0x35 => "CALL_FUNCTION_VAR_KW",
        0x36 => "CALL_METHOD",
        0x37 => "CALL_METHOD_VAR_KW",
        0x40 => "UNWIND_JUMP",
        0x42 => "JUMP",
        0x43 => "POP_JUMP_IF_TRUE",
        0x44 => "POP_JUMP_IF_FALSE",
        0x45 => "JUMP_IF_TRUE_OR_POP",
        0x46 => "JUMP_IF_FALSE_OR_POP",
        0x47 => "SETUP_WITH",
        0x48 => "SETUP_EXCEPT",
        0x49 => "SETUP_FINALLY",
        0x4A => "POP_EXCEPT_JUMP",
        0x4B => "FOR_ITER",
        0x50 => "LOAD_CONST_FALSE",
        0x51 => "LOAD_CONST_NONE",
        0x52 => "LOAD_CONST_TRUE",
        0x53 => "LOAD_NULL",
        0x54 => "LOAD_BUILD_CLASS",
        0x55 => "LOAD_SUBSCR",
        0x56 => "STORE_SUBSCR",
        0x57 => "DUP_TOP",
        0x58 => "DUP_TOP_TWO",
        0x59 => "POP_TOP",
        0x5A => "ROT_TWO",
        0x5B => "ROT_THREE",
        0x5C => "WITH_CLEANUP",
        0x5D => "END_FINALLY",
        0x5E => "GET_ITER",
        0x5F => "GET_ITER_STACK",
        0x62 => "STORE_MAP",
        0x63 => "RETURN_VALUE",
        0x64 => "RAISE_LAST",
        0x65 => "RAISE_OBJ",
        0x66 => "RAISE_FROM",
        0x67 => "YIELD_VALUE",
        0x68 => "YIELD_FROM",
        0x69 => "IMPORT_STAR",
        _ => return None,
    })
}

/// Returns the name of an opcode without its argument.
pub(crate) fn opcode_name(opcode: u8) -> String {
    // The zeros are a valid argument of any length.
    let known = decode_bytecode(&[opcode, 0, 0, 0, 0, 0, 0, 0], 0);
    known.map_or_else(|| format!("opcode {opcode:#04x}"), |bytecode| bytecode.name.to_owned())
}

/// Returns true if execution never continues with the next bytecode.
pub(super) fn ends_block(name: &str) -> bool {
    matches!(
        name,
        "RETURN_VALUE"
            | "RAISE_LAST"
            | "RAISE_OBJ"
            | "RAISE_FROM"
            | "JUMP"
            | "UNWIND_JUMP"
            | "POP_EXCEPT_JUMP"
    )
}

/// Decodes the bytecode at an offset from the first opcode; `None` if it is incomplete or has no valid opcode.
pub(super) fn decode_bytecode(code: &[u8], offset: usize) -> Option<Bytecode> {
    let opcode = *code.get(offset)?;
    // The opcode itself encodes the argument.
    let multi = |name, argument| Some(Bytecode { name, length: 1, argument });
    match opcode {
        0x70..=0xAF => return multi(SMALL_INT, Argument::Int(i64::from(opcode) - 0x70 - 16)),
        0xB0..=0xBF => return multi("LOAD_FAST_MULTI", Argument::Uint(u32::from(opcode) - 0xB0)),
        0xC0..=0xCF => return multi("STORE_FAST_MULTI", Argument::Uint(u32::from(opcode) - 0xC0)),
        0xD0..=0xD3 => {
            let operator = UNARY.get(usize::from(opcode - 0xD0))?;
            return multi("UNARY_OP_MULTI", Argument::Operator(operator));
        }
        0xD7..=0xFF => {
            let operator = BINARY.get(usize::from(opcode - 0xD7))?;
            return multi("BINARY_OP_MULTI", Argument::Operator(operator));
        }
        _ => {}
    }
    let name = single_opcode_name(opcode)?;
    let mut end = offset + 1;
    let argument = match opcode >> 4 {
        1 => Argument::Name(unsigned(code, &mut end)?),
        2 if opcode == 0x22 => Argument::Int(signed(code, &mut end)?),
        2 | 3 => {
            let value = unsigned(code, &mut end)?;
            let is_call = matches!(opcode, 0x34..=0x37);
            if is_call { Argument::Call(value & 0xFF, value >> 8 & 0xFF) } else { Argument::Uint(value) }
        }
        4 => {
            let distance = jump_distance(code, &mut end, opcode <= 0x44)?;
            Argument::Target(end as i64 + distance)
        }
        _ => Argument::None,
    };
    // MP_BC_MASK_EXTRA_BYTE
    end += usize::from(opcode & 0x9E == 0);
    Some(Bytecode { name, length: end - offset, argument })
}

/// Reads a variable-length integer: seven bits per byte, the most significant first.
fn unsigned(code: &[u8], position: &mut usize) -> Option<u32> {
    let mut value = 0u32;
    loop {
        let byte = *code.get(*position)?;
        *position += 1;
        value = value << 7 | u32::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
}

/// Reads a variable-length integer in two's complement.
fn signed(code: &[u8], position: &mut usize) -> Option<i64> {
    let mut value = if code.get(*position)? & 0x40 != 0 { -1i64 } else { 0 };
    loop {
        let byte = *code.get(*position)?;
        *position += 1;
        value = value << 7 | i64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
}

/// Reads the distance of a jump: one or two bytes, the least significant first, with a bias if it is signed.
fn jump_distance(code: &[u8], position: &mut usize, signed: bool) -> Option<i64> {
    let first = *code.get(*position)?;
    *position += 1;
    let (value, bias) = if first & 0x80 == 0 {
        (i64::from(first), 0x40)
    } else {
        let second = *code.get(*position)?;
        *position += 1;
        (i64::from(first & 0x7F) | i64::from(second) << 7, 0x4000)
    };
    Some(if signed { value - bias } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(code: &[u8]) -> (&'static str, usize, Argument) {
        let bytecode = decode_bytecode(code, 0).unwrap();
        (bytecode.name, bytecode.length, bytecode.argument)
    }

    #[test]
    fn the_statement_x_plus_1_decodes() {
        // x += 1 at module level; x is name 1 of the module.
        assert_eq!(decoded(&[0x11, 1]), ("LOAD_NAME", 2, Argument::Name(1)));
        assert_eq!(decoded(&[0x81]), ("LOAD_CONST_SMALL_INT", 1, Argument::Int(1)));
        assert_eq!(decoded(&[0xE5]), ("BINARY_OP_MULTI", 1, Argument::Operator("+=")));
        assert_eq!(decoded(&[0x16, 1]), ("STORE_NAME", 2, Argument::Name(1)));
    }

    #[test]
    fn arguments_of_every_kind_decode() {
        assert_eq!(decoded(&[0x22, 0x81, 0x00]), ("LOAD_CONST_SMALL_INT", 3, Argument::Int(128)));
        assert_eq!(decoded(&[0x22, 0x7F]), ("LOAD_CONST_SMALL_INT", 2, Argument::Int(-1)));
        assert_eq!(decoded(&[0x42, 0x3E]), ("JUMP", 2, Argument::Target(0)));
        assert_eq!(decoded(&[0x4B, 0x83, 0x01]), ("FOR_ITER", 3, Argument::Target(3 + 3 + 128)));
        assert_eq!(decoded(&[0x20, 2, 1]), ("MAKE_CLOSURE", 3, Argument::Uint(2)));
        assert_eq!(decoded(&[0x40, 0x45, 1]).1, 3);
        assert_eq!(decoded(&[0x34, 0x82, 0x01]), ("CALL_FUNCTION", 3, Argument::Call(1, 1)));
        assert_eq!(decoded(&[0x63]), ("RETURN_VALUE", 1, Argument::None));
        assert_eq!(decoded(&[0xD3]), ("UNARY_OP_MULTI", 1, Argument::Operator("not")));
        assert_eq!(decoded(&[0xF9]), ("BINARY_OP_MULTI", 1, Argument::Operator("**")));
    }

    #[test]
    fn invalid_and_incomplete_bytecodes_do_not_decode() {
        for code in [&[0x00][..], &[0xFA], &[0xD4], &[], &[0x11], &[0x42, 0x80]] {
            assert_eq!(decode_bytecode(code, 0), None, "{code:x?}");
        }
    }
}
