"""Best of five times, in seconds, in which DuckDB and Polars infer the schema of a CSV or NDJSON file from all of it on one core.

Usage: text_schema.py csv|json FILE
"""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import polars

format, path = sys.argv[1:]
connection = duckdb.connect()
connection.execute("SET threads = 1")
QUERY = {
    "csv": f"FROM sniff_csv('{path}', sample_size = -1, delim = ',', quote = '\"', escape = '\"', header = true)",
    "json": f"DESCRIBE FROM read_json('{path}', sample_size = -1, format = 'newline_delimited')",
}[format]
# Dates stay strings: with try_parse_dates it takes a hundred times as long.
SCAN = {"csv": polars.scan_csv, "json": polars.scan_ndjson}[format]


def best(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


print("duckdb", duckdb.__version__, best(lambda: connection.execute(QUERY).fetchall()))
print("polars", polars.__version__, best(lambda: SCAN(path, infer_schema_length=None).collect_schema()))
