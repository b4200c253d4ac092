"""Events as API Gateway makes them of a request.

What each kind of API does to a path and a query is what AWS documents, and captures of live APIs show:
- a REST API passes the path on as it was sent, with the base path of a custom domain and without its stage; parameters
  of path and query lose their escapes;
- an HTTP API takes the escapes off the path, once, and leaves a stage other than `$default` in it; the query stays;
- a function's URL has the events of an HTTP API, with the path as it was sent.
"""

import base64
from urllib.parse import parse_qsl, unquote

# What an HTTP API's path looks like once its escapes are set again.
UNTOUCHED = "/!$&'()*+,;=:@~"


def body_of(request, encoded):
    body = request.body
    if body is None:
        return {"body": None, "isBase64Encoded": False}
    text = base64.b64encode(body).decode() if encoded else body.decode()
    return {"body": text, "isBase64Encoded": encoded}


def rest(request, base="", stage="prod", resource="/{proxy+}", identity=None, encoded=False):
    query = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    is_root = request.path == "/"
    resource = "/" if is_root else resource
    proxy = {"proxy": unquote(request.path[1:])} if resource.endswith("{proxy+}") else None
    headers = {"Host": "api.example.com", "X-Forwarded-Proto": "https", **request.headers}
    return {
        "resource": resource,
        "path": base + request.path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": proxy,
        "stageVariables": None,
        "requestContext": {
            "accountId": "111122223333", "apiId": "abcdefghij", "resourceId": "r1", "requestId": "r",
            "domainName": "api.example.com", "domainPrefix": "api", "httpMethod": request.method, "protocol": "HTTP/1.1",
            "stage": stage, "resourcePath": resource, "path": (base or f"/{stage}") + request.path,
            "identity": {"sourceIp": "192.0.2.1", "userArn": None, "apiKey": None, "apiKeyId": None, **(identity or {})},
        },
        **body_of(request, encoded),
    }


def http(request, stage="$default", url=False, authorizer=None, encoded=False):
    path = request.path if url else unquote(request.path)
    if stage != "$default":
        path = f"/{stage}{path}"
    domain = "abc.lambda-url.eu-west-1.on.aws" if url else "abc.execute-api.eu-west-1.amazonaws.com"
    context = {
        "accountId": "111122223333", "apiId": "abc", "requestId": "r", "routeKey": "$default", "stage": stage,
        "domainName": domain, "domainPrefix": "abc", "time": "01/Oct/2026:00:00:00 +0000", "timeEpoch": 1790812800000,
        "http": {"method": request.method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "t"},
    }
    if authorizer:
        context["authorizer"] = authorizer
    return {
        "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": request.query,
        "headers": {"host": domain, "x-forwarded-proto": "https", **request.headers},
        "requestContext": context,
        **body_of(request, encoded),
    }
