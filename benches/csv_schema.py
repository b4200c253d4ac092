"""Best of five times, in seconds, in which DuckDB and Polars infer the schema of a CSV file from all its rows on one core."""

import os
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"
import duckdb
import polars

path = sys.argv[1]
connection = duckdb.connect()
connection.execute("SET threads = 1")
SNIFF = f"FROM sniff_csv('{path}', sample_size = -1, delim = ',', quote = '\"', escape = '\"', header = true)"


def best(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


print("duckdb", duckdb.__version__, best(lambda: connection.execute(SNIFF).fetchall()))
# Dates stay strings: with try_parse_dates it takes a hundred times as long.
scan = lambda: polars.scan_csv(path, infer_schema_length=None).collect_schema()
print("polars", polars.__version__, best(scan))
