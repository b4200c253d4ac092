"""Best of five times, in seconds, in which sqlglot derives the lineage of all columns of all statements of a file.

Usage: sql_lineage.py FILE, a JSON object with `sql` (CREATE TABLE … AS …) and `schema` a line
"""

import json
import sys
import time

import sqlglot
from sqlglot import exp
from sqlglot.lineage import lineage
from sqlglot.schema import MappingSchema

if "sqlglotc" in sys.modules:
    sys.exit("sqlglot is compiled here: its bar is that of pure Python")
records = [json.loads(line) for line in open(sys.argv[1])]
# The schemas are ready, as ours are.
inputs = [(record["sql"], MappingSchema(record["schema"])) for record in records]


def all_columns():
    for sql, schema in inputs:
        statement = sqlglot.parse_one(sql)
        if isinstance(statement, exp.Create):
            statement = statement.expression
        # One call for all columns, which shares work between them.
        lineage(None, statement, schema, copy=False)


def best(work):
    times = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


print("sqlglot", sqlglot.__version__, best(all_columns))
