//! Typed columns of a data frame.

use polars::prelude::*;

/// Looks up columns of a data frame and checks their types. Errors are messages that name the column.
pub(super) struct Columns<'a>(pub &'a DataFrame);

impl<'a> Columns<'a> {
    /// Returns the number of rows.
    pub(super) fn rows(&self) -> usize {
        self.0.height()
    }

    /// Returns a text column with a value in every row.
    pub(super) fn text(&self, name: &str) -> Result<&'a StringChunked, String> {
        self.full(name, DataType::String)?.str().map_err(message)
    }

    /// Returns a text column; `None` if there is none, or if it has no values.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&'a StringChunked>, String> {
        if self.0.column(name).is_err() {
            return Ok(None);
        }
        let column = self.column(name, DataType::String)?;
        if column.null_count() == column.len() { Ok(None) } else { column.str().map(Some).map_err(message) }
    }

    /// Returns a column of 32-bit numbers with a value in every row.
    pub(super) fn u32(&self, name: &str) -> Result<&'a UInt32Chunked, String> {
        self.full(name, DataType::UInt32)?.u32().map_err(message)
    }

    /// Returns a column of 64-bit numbers with a value in every row.
    pub(super) fn u64(&self, name: &str) -> Result<&'a UInt64Chunked, String> {
        self.full(name, DataType::UInt64)?.u64().map_err(message)
    }

    /// Returns a column of 64-bit numbers; rows may have no value.
    pub(super) fn optional_u64(&self, name: &str) -> Result<&'a UInt64Chunked, String> {
        self.column(name, DataType::UInt64)?.u64().map_err(message)
    }

    /// Returns a column of real numbers; rows may have no value.
    pub(super) fn optional_f64(&self, name: &str) -> Result<&'a Float64Chunked, String> {
        self.column(name, DataType::Float64)?.f64().map_err(message)
    }

    /// Returns a column of flags with a value in every row.
    pub(super) fn bool(&self, name: &str) -> Result<&'a BooleanChunked, String> {
        self.full(name, DataType::Boolean)?.bool().map_err(message)
    }

    /// Returns a column with a value in every row.
    fn full(&self, name: &str, expected: DataType) -> Result<&'a Column, String> {
        let column = self.column(name, expected)?;
        if column.null_count() == 0 {
            Ok(column)
        } else {
            Err(format!("column `{name}` has rows without a value"))
        }
    }

    fn column(&self, name: &str, expected: DataType) -> Result<&'a Column, String> {
        let column = self.0.column(name).map_err(|_| format!("it has no column `{name}`"))?;
        if *column.dtype() == expected {
            Ok(column)
        } else {
            Err(format!("column `{name}` is of type {}, expected {expected}", column.dtype()))
        }
    }
}

fn message(error: PolarsError) -> String {
    error.to_string()
}
