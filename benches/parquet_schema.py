"""The schema of a wide Parquet file: pyarrow, DuckDB and this workspace, one after the other, on one file.

pip install pyarrow==25.0.0 duckdb; python benches/parquet_schema.py
"""

import pathlib
import statistics
import subprocess
import tempfile
import time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

COLUMNS, ROW_GROUPS, ROWS = 500, 200, 50
RUNS = 21


def write(path):
    """As many row groups as a file of some GB has; the values do not matter."""
    columns = {f"feature_{i:03}": pa.array(range(i, i + ROWS), pa.float64()) for i in range(COLUMNS)}
    table = pa.table(columns)
    with pq.ParquetWriter(path, table.schema) as writer:
        for _ in range(ROW_GROUPS):
            writer.write_table(table)


def measure(name, work):
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1e3)
    print(f"{name}: best {min(times):.1f} ms, median {statistics.median(times):.1f} ms of {RUNS}", flush=True)


with tempfile.TemporaryDirectory() as folder:
    path = pathlib.Path(folder) / "wide.parquet"
    write(path)
    print(f"{path.stat().st_size} B, footer {pq.read_metadata(path).serialized_size} B", flush=True)
    connection = duckdb.connect()
    measure(f"pyarrow {pa.__version__} read_schema", lambda: pq.read_schema(path))
    query = f"SELECT name, type FROM parquet_schema('{path}')"
    measure(f"DuckDB {duckdb.__version__} parquet_schema", lambda: connection.execute(query).fetchall())
    bench = ["cargo", "bench", "-q", "-p", "lineage-benches", "--bench", "parquet_schema", "--", path]
    subprocess.run(bench, check=True)
