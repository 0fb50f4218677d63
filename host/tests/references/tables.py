"""A run's tables as DuckDB and pandas read them: {table: path} in, {table: {reader: [columns, rows]}} out."""

import json
import sys

import duckdb
import pandas


def plain(value):
    """Nothing for what pandas and DuckDB call missing, and Python's own numbers for NumPy's."""
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
