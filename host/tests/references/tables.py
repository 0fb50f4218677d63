"""Reads tables with DuckDB and pandas: {table: path} as input, {table: {reader: [columns, rows]}} as output."""

import json
import sys

import duckdb
import pandas


def plain(value):
    """Returns None for missing values, and Python numbers for NumPy numbers."""
    if pandas.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def by_duckdb(path):
    table = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    return [table.columns, [[plain(it) for it in row] for row in table.fetchall()]]


def by_pandas(path):
    frame = pandas.read_parquet(path, dtype_backend="numpy_nullable")
    rows = frame.itertuples(index=False, name=None)
    return [list(frame.columns), [[plain(it) for it in row] for row in rows]]


json.dump({table: {"duckdb": by_duckdb(path), "pandas": by_pandas(path)}
           for table, path in json.load(sys.stdin).items()}, sys.stdout)
