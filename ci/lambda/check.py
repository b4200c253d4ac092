"""Checks that the Lambda function answers as the server does: status, headers and body of each request of cases.py, as the
events of a REST API, of an HTTP API and of a function's URL, with stages and base paths. Then what is Lambda's own: who
may ask, and how large an answer may be.

Usage: check.py CARGO-LAMBDA SERVER LAMBDA. Prints a line for each difference, and ends non-zero if there is any.
"""

import base64
import http.client
import json
import pathlib
import sys
import tempfile
from urllib.parse import quote, unquote

import cases
import events
from processes import account, emulator, fingerprint, function, invoke, server

# Of the connection, or of the moment; Lambda counts the length itself.
OTHERS = {"date", "connection", "content-length", "transfer-encoding", "keep-alive"}

KINDS = {
    "REST": lambda request, **more: events.rest(request, **more),
    "REST, base path": lambda request, **more: events.rest(request, base="/v1", **more),
    "REST, base path and stage": lambda request, **more: events.rest(request, base="/v1/prod", **more),
    "HTTP": lambda request, **more: events.http(request, **more),
    "HTTP, stage": lambda request, **more: events.http(request, stage="prod", **more),
    "HTTP, stage like a route": lambda request, **more: events.http(request, stage="lineage", **more),
    "function URL": lambda request, **more: events.http(request, url=True, **more),
}


def from_server(address, request):
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        target = request.path + (f"?{request.query}" if request.query else "")
        connection.request(request.method, target, request.body, request.headers)
        answer = connection.getresponse()
        return answer.status, sorted(kept(answer.getheaders())), answer.read()
    finally:
        connection.close()


def from_function(runtime, event):
    answer = invoke(runtime, event)
    if "statusCode" not in answer:
        return answer
    body = answer.get("body") or ""
    body = base64.b64decode(body) if answer["isBase64Encoded"] else body.encode()
    headers = [(name, value) for name, value in answer.get("headers", {}).items()]
    headers += [(name, value) for name, values in answer.get("multiValueHeaders", {}).items() for value in values]
    return answer["statusCode"], sorted(kept(headers)), body


def kept(headers):
    return [(name.lower(), value) for name, value in headers if name.lower() not in OTHERS]


def as_sent(kind, request):
    """The request that a client of the server would have sent; none where the API does not let it through."""
    if not kind.startswith("HTTP"):
        return request
    try:
        path = unquote(request.path, errors="strict")
    except UnicodeDecodeError:
        return None
    # Some AWS service before the function cuts the path there.
    return None if "?" in path else cases.dataclasses.replace(request, path=quote(path, safe=events.UNTOUCHED))


def compare(server_program, function_program, source, runtime, log):
    compared, different = 0, 0
    for kind, event in KINDS.items():
        # Both begin with an empty store for each kind.
        with server(server_program, source) as address, \
                function(function_program, source, runtime, log, GATEWAY_AUTH="none"):
            for number, request in enumerate(cases.REQUESTS):
                request.headers["x-request-id"] = "a-request"
                sent = as_sent(kind, request)
                if sent is None:
                    continue
                answers = []
                for known in ({}, None):
                    if known is None:
                        # The same again, by a client that has the answer.
                        etag = dict(answers[0][1]).get("etag")
                        if etag is None or request.method == "POST":
                            break
                        known = {"if-none-match": etag}
                    again = cases.dataclasses.replace(request, headers={**request.headers, **known})
                    told = from_server(address, cases.dataclasses.replace(sent, headers=again.headers))
                    answers.append(told)
                    answered = from_function(runtime, event(again, encoded=number % 2 == 1))
                    compared += 1
                    if answered != told:
                        different += 1
                        print(f"{kind}: {request.method} {request.path}?{request.query} {known}")
                        for name, (status, headers, body) in (("server", told), ("function", answered)) \
                                if isinstance(answered, tuple) else ():
                            print(f"  {name}: {status} {headers}\n    {fingerprint(body)}")
                        if not isinstance(answered, tuple):
                            print(f"  function: {answered}")
    print(f"{compared} answers of {len(cases.REQUESTS)} requests as {len(KINDS)} kinds of events: {different} differ")
    return different


def who(program, source, runtime, log):
    """Status by setting, identity and request."""
    lineage, health = cases.get("/lineage?pipeline=CustomerChurnBatchScoring"), cases.get("/health")
    save = cases.post("/datasets/hanbit-open-data/calendar/holidays-kr.csv/schema/versions", {})
    lineage.headers.update({"x-api-key": "guess", "x-amzn-user-arn": "arn:aws:iam::1:root"})
    session = "arn:aws:sts::111122223333:assumed-role/Reader/ada"
    key, arn = {"apiKeyId": "k1"}, {"userArn": session}
    iam = {"iam": {"userArn": session}}
    wrong = 0
    for settings, expected in [
        ({}, [(events.rest(lineage, identity={**key, **arn}), 401), (events.http(lineage, authorizer=iam), 401),
              (events.rest(health), 200)]),
        ({"GATEWAY_AUTH": "apiKey"}, [
            (events.rest(lineage, identity=key), 200), (events.rest(lineage), 401), (events.rest(lineage, identity=arn), 401),
            (events.http(lineage, authorizer=iam), 401), (events.rest(save, identity=key), 403), (events.rest(health), 200)]),
        ({"GATEWAY_AUTH": "iam"}, [
            (events.rest(lineage, identity=arn), 200), (events.rest(lineage), 401), (events.rest(lineage, identity=key), 401),
            (events.http(lineage, authorizer=iam), 200), (events.http(lineage), 401)]),
        ({"GATEWAY_AUTH": "iam", "GATEWAY_SCOPES": "schema:read,schema:write"}, [
            (events.rest(save, identity=arn), 201), (events.rest(lineage, identity=arn), 403)]),
    ]:
        with function(program, source, runtime, log, **settings):
            for event, status in expected:
                answer = invoke(runtime, event)
                if answer.get("statusCode") != status:
                    wrong += 1
                    print(f"{settings}: {event['requestContext']} is not {status} but {answer}")
    print(f"who may ask: {wrong} wrong")
    return wrong


def large(program, source, runtime, log):
    """A script whose lineage is far longer than itself."""
    columns = ", ".join(f"c{number}" for number in range(40_000))
    request = cases.post("/sql/lineage", {"sql": f"insert into t ({columns}) select {columns} from s", "dialect": "spark"})
    with function(program, source, runtime, log, GATEWAY_AUTH="none"):
        answer = invoke(runtime, events.rest(request))
    problem = json.loads(answer.get("body") or "{}")
    told = answer.get("statusCode"), "view" in problem.get("detail", ""), "limit" in problem.get("detail", "")
    print(f"an answer that is too large: {told[0]} {problem.get('detail')}")
    return 0 if told == (413, True, True) else 1


def main(cargo_lambda, server_program, function_program):
    demo = pathlib.Path(__file__).parents[2] / "lineage-aws/demo/account"
    with tempfile.TemporaryDirectory() as folder:
        source = ["--snapshot", str(account(f"{folder}/account", demo, cases.KEY))]
        log = f"{folder}/log"
        with emulator(cargo_lambda, folder) as runtime:
            broken = compare(server_program, function_program, source, runtime, log)
            broken += who(function_program, source, runtime, log)
            broken += large(function_program, source, runtime, log)
        lines = pathlib.Path(log).read_bytes().decode().splitlines()
        unread = [line for line in lines if not line.startswith("{")]
        if unread:
            print(f"log lines that are no JSON: {unread[:5]}")
        return 1 if broken or unread else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
