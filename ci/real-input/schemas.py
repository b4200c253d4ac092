"""Schemas of datasets in S3, kept as versions in S3: by the command line and by the server, which share one store."""

import json
from urllib.request import Request

import boto3
from account import REGION, SCHEMAS

from fields import ask, expect

LAKE, STORE = "acme-lake", SCHEMAS
PREFIX = "orders=eu/2026 q1"
ORDERS = f"s3://{LAKE}/{PREFIX}"
URL = f"/datasets/{LAKE}/orders%3Deu/2026%20q1/schema"
POLICY = '{"compatibility": "backward", "owner": "sales"}'

FIRST = {"id": "int64", "price": "double", "day": "date32[day]"}
SECOND = {"id": "int64", "price": "double", "day": "date32[day]", "note": "string"}


def told(saved):
    return saved["version"], saved["unchanged"]


def check_schemas(program):
    """Answers how many versions were made."""
    s3 = boto3.client("s3", region_name=REGION)
    for bucket in (LAKE, STORE):
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})

    def put(name, text):
        s3.put_object(Bucket=LAKE, Key=f"{PREFIX}/{name}", Body=text)

    def kept():
        """The objects of the store, as hashes of their bytes."""
        listed = s3.list_objects_v2(Bucket=STORE).get("Contents", [])
        return {found["Key"]: found["ETag"] for found in listed}

    environment = {**program.environment, "AWS_REGION": REGION, "SCHEMA_STORE": f"s3://{STORE}/kept/"}

    def run(*arguments):
        return json.loads(program.run("schema", *arguments, env=environment))

    def save():
        saved = run(ORDERS, "--region", REGION, "--policy", POLICY, "--save")
        expect("dataset", saved["dataset_id"], f"{ORDERS}/")
        return saved

    put("_SUCCESS", "")
    put("a.csv", "id,price,day\n1,2.50,2026-01-31\n2,3,2026-02-01\n")
    plain = run(ORDERS, "--region", REGION)
    expect("a schema that is not kept", (plain["schema"]["fields"], "saved" in plain, kept()), (FIRST, False, {}))

    first = save()
    expect("first save", (first["schema"]["fields"], told(first["saved"])), (FIRST, (1, False)))
    objects = kept()
    expect("objects", sorted(key.rsplit("/", 1)[1] for key in objects), ["self-test", "v0000000001.json"])
    expect("prefix of the objects", {key.split("/", 1)[0] for key in objects}, {"kept"})
    expect("second save", told(save()["saved"]), (1, True))
    expect("objects after the second save", kept(), objects)

    put("b.csv", "id,price,day,note\n3,4,2026-02-02,gift\n")
    expect("save after a change", told(save()["saved"]), (2, False))
    versions = run("versions", f"{ORDERS}/")
    expect("versions", [(v["version"], v["fields"]) for v in versions], [(2, SECOND), (1, FIRST)])
    expect("version 1", run("versions", ORDERS, "--version", "1")["fields"], FIRST)
    diff = run("diff", ORDERS)
    expect("diff", (diff["from"], diff["to"], diff["added"], diff["removed"]), (1, 2, ["note"], []))

    with program.serving(environment) as http:
        url = f"{http}{URL}/versions"

        def post():
            status, version = ask(Request(url, POLICY.encode()))
            return (status, *told(version)) if status < 300 else status

        status, ready = ask(f"{http}/ready")
        expect("the server's store", (status, ready["schemaStore"]), (200, "answered"))
        expect("the server lists what the program kept", ask(url), (200, versions))
        expect("an equal save by the server", post(), (200, 2, True))
        put("c.csv", "id,price,day,note,paid\n4,5,2026-02-03,,true\n")
        expect("a save by the server", post(), (201, 3, False))
        for name in ("a.csv", "b.csv", "c.csv"):
            s3.delete_object(Bucket=LAKE, Key=f"{PREFIX}/{name}")
        put("d.csv", "id,price\nx,1\n")
        expect("a save that the policy forbids", post(), 409)
        status, diff = ask(f"{http}{URL}/diff?from=1&to=3")
        expect("diff by the server", (status, diff["added"]), (200, ["note", "paid"]))
        status, listed = ask(url)
    expect("the program lists what the server kept", run("versions", ORDERS), listed)
    expect("what was written is never written again", {key: tag for key, tag in kept().items() if key in objects}, objects)
    expect("objects at the end", len(kept()), 1 + len(listed))
    return len(listed)
