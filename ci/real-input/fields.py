"""Comparing: every difference is printed and counted."""

import json
import urllib.error
import urllib.request
from collections.abc import KeysView
from datetime import datetime

problems = []


def expect(what, actual, wanted):
    if actual != wanted:
        problems.append(what)
        print(f"DIFFERS {what}")
        for line in differences(actual, wanted):
            print(f"  {line}")


def differences(actual, wanted, path=""):
    """What differs, as deep as it can be told."""
    if isinstance(actual, dict) and isinstance(wanted, dict):
        for key in sorted(actual.keys() | wanted.keys(), key=str):
            if key not in actual or key not in wanted:
                yield f"{path}{key}: missing" if key in wanted else f"{path}{key}: too many"
            elif actual[key] != wanted[key]:
                yield from differences(actual[key], wanted[key], f"{path}{key}/")
    elif isinstance(actual, (set, KeysView)) and isinstance(wanted, (set, KeysView)):
        yield f"{path}too many: {sorted(actual - wanted, key=str)}, missing: {sorted(wanted - actual, key=str)}"
    else:
        yield f"{path}is {actual!s}, wanted {wanted!s}"


def like(actual, wanted):
    """What of an answer stands where something is wanted; further keys are free. Times become datetimes."""
    if isinstance(wanted, dict) and isinstance(actual, dict):
        return {key: like(actual[key], value) for key, value in wanted.items() if key in actual}
    if isinstance(wanted, datetime) and isinstance(actual, str) and actual.endswith("Z"):
        return datetime.fromisoformat(f"{actual[:-1]}+00:00")
    if isinstance(wanted, list) and isinstance(actual, list) and len(actual) == len(wanted):
        return [like(*pair) for pair in zip(actual, wanted)]
    return actual


def check_fields(name, answer, reference):
    """Field by field against what boto3 reads; answers how many fields those were."""
    wanted = reference.lineage(name)
    nodes = {node["id"]: node for node in answer["graph"]["nodes"]}
    expect(f"{name}: ids", nodes.keys(), wanted["nodes"].keys())
    for part in ("pipeline", "execution", "summary"):
        expect(f"{name}: {part}", like(answer[part], wanted[part]), wanted[part])
    # Every parameter and every count, not only the wanted ones.
    expect(f"{name}: parameters", answer["execution"]["parameters"], wanted["execution"]["parameters"])
    expect(f"{name}: counts", answer["summary"]["nodeStatus"], wanted["summary"]["nodeStatus"])
    count = sum(len(wanted[part]) for part in ("pipeline", "execution", "summary"))
    for step, facts in wanted["nodes"].items():
        node, what = nodes[step], f"{name}: {step}"
        expect(f"{what}: run", like(node["run"], facts["run"]), facts["run"])
        expect(f"{what}: metrics", node["run"]["metrics"], facts["run"].get("metrics", {}))
        expect(f"{what}: registry", node.get("registry"), facts.get("registry"))
        count += len(facts["run"])
        for side, ports in facts.get("ports", {}).items():
            told = [(port["name"], port["uri"]) for port in node[side]]
            beside = [port for port in told if port[1] not in facts["more"] or port[0] in ports]
            expect(f"{what}: {side}", sorted(beside), sorted(ports.items()))
            count += len(ports)
    for bucket, s3 in {a["bucket"]: a["s3"] for a in answer["graph"]["artifacts"] if a["bucket"]}.items():
        facts = reference.posture(bucket)
        told = {key: s3.get(key) for key in facts}
        expect(f"{name}: posture of {bucket}", told, facts)
        count += len(facts)
    return count


def ask(url):
    """The status and the JSON of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=60) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def get(url):
    status, body = ask(url)
    expect(url, (status, body.get("detail")), (200, None))
    return body
