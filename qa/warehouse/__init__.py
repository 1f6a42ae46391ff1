"""Immutable Parquet truth, and each night a new DuckDB mart made from it."""
