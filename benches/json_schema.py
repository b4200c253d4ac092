"""Best of five times, in seconds, in which DuckDB and Polars infer the schema of newline-delimited JSON from all its records on one core."""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import polars

path = sys.argv[1]
connection = duckdb.connect()
connection.execute("SET threads = 1")
DESCRIBE = f"DESCRIBE FROM read_json('{path}', sample_size = -1, format = 'newline_delimited')"


def best(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


print("duckdb", duckdb.__version__, best(lambda: connection.execute(DESCRIBE).fetchall()))
scan = lambda: polars.scan_ndjson(path, infer_schema_length=None).collect_schema()
print("polars", polars.__version__, best(scan))
