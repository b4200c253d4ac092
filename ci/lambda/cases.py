"""The requests whose answers are compared."""

import dataclasses
import json
from urllib.parse import quote


@dataclasses.dataclass
class Request:
    method: str
    path: str
    query: str = ""
    headers: dict = dataclasses.field(default_factory=dict)
    body: bytes | None = None


def get(target, **headers):
    return ask("GET", target, **headers)


def ask(method, target, **headers):
    path, _, query = target.partition("?")
    return Request(method, path, query, {name.replace("_", "-"): value for name, value in headers.items()})


def post(target, body):
    request = ask("POST", target, content_type="application/json")
    request.body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return request


# A key that the demo account lacks: spaces, a percent sign, `=`, and text that is not ASCII.
KEY = "exports/a b/50%/dt=2026-10-01/달력+x/part.csv"
DATASET = "/datasets/hanbit-open-data/" + quote(KEY.rpartition("/")[0])

REQUESTS = [
    get("/"), get("/page.js"), get("/page-sql.js"), get("/page.css"), get("/icon.svg"), get("/health"), get("/ready"),
    get("/lineage?pipeline=CustomerChurnBatchScoring"),
    get("/lineage?pipeline=CustomerChurnBatchScoring&includeLatestExec=true&view=data"),
    get("/lineage?pipeline=customerchurnbatchscoring&includeLatestExec=TRUE&unknown=%26%3D&zz=1&aa=2"),
    get("/lineage?view=both"), get("/lineage?pipeline="), get("/lineage?pipeline=a&pipeline=b"),
    get("/lineage?pipeline=no%20such"), get("/lineage?pipeline=NoSuchPipeline"), get("/lineage?pipeline=x&region=mars"),
    get("/lineage?pipeline=%EB%8D%B0+%2B%25"), get("/lineage?pipeline=x&includeLatestExec=yes"),
    get("/lineage/by-domain?domain=growth-studio&view=pipeline"), get("/lineage/by-domain?domain=no+such"),
    get("/sagemaker/pipelines"), get("/sagemaker/pipelines?regions=us-east-1,ap-northeast-2&name=churn"),
    get("/sagemaker/overview"), get("/sagemaker/catalog?regions=us-east-1%2Cap-northeast-2"),
    get("/featurestore/feature-groups"), get("/featurestore/feature-groups?nameContains=CHURN"),
    get("/featurestore/feature-groups/customer-churn-scores"), get("/featurestore/feature-groups/a%20b"),
    get("/datasets/hanbit-growth-lake/raw/customers/schema"), get("/datasets/hanbit-open-data/calendar/holidays-kr.csv/schema"),
    get(f"{DATASET}/schema"), get(f"{DATASET}/schema?policy=%7B%22widen%22%3A%22string%22%7D&maxFiles=1"),
    post(f"{DATASET}/schema/versions", {}), get(f"{DATASET}/schema/versions"), get(f"{DATASET}/schema/versions/1"),
    get(f"{DATASET}/schema?save=true"), get(f"{DATASET}/schema/diff?from=1&to=1"), get(f"{DATASET}/schema/versions/99"),
    get("/datasets/hanbit-open-data/exports%2Fa%20b/schema"), get("/datasets/hanbit-open-data/a%252Fb/schema"),
    get("/datasets/hanbit-open-data//exports/schema"), get("/datasets/hanbit-open-data/exports/%2e%2e/schema"),
    get("/datasets/hanbit-open-data/../schema"), get("/datasets/hanbit-open-data/a%23b%3Fc/schema"),
    get("/datasets/hanbit-open-data/%ff/schema"), get("/datasets/hanbit-open-data/schema"), get("/datasets/no/such"),
    post("/sql/lineage", {"sql": "insert into t (x, y) select a, 'ü\"' from s", "dialect": "spark"}),
    post("/sql/lineage", {"sql": "this is no SQL"}), post("/sql/lineage", b"[1]"), post("/sql/lineage", b""),
    ask("HEAD", "/health"), ask("HEAD", "/lineage?pipeline=CustomerChurnBatchScoring"), ask("HEAD", "/nothing"),
    ask("DELETE", "/lineage"), ask("PUT", "/sql/lineage"), get("/sql/lineage"), ask("OPTIONS", "/lineage"),
    get("/nothing"), get("/lineage/"), get("/LINEAGE"), get("/prod"), get("/prod/lineage"), get("/lineage/lineage"),
    get("/a//b/./c"), get("/lineage%2Fby-domain"), get("/%6cineage?pipeline=x"),
]
