"""Writes the policies of the roles of a CloudFormation template into a folder, one file each, for ci/iam/check.py.

Usage: policies.py TEMPLATE FOLDER. What is known only once a stack is deployed becomes `*`.
"""

import json
import pathlib
import sys

KNOWN = {"AWS::Partition": "aws"}


def text(value):
    match value:
        case str():
            return value
        case {"Ref": name}:
            return KNOWN.get(name, "*")
        case {"Fn::Join": [separator, parts]}:
            return separator.join(map(text, parts))
        case {"Fn::GetAtt": [name, "Arn"]}:
            return resources[name]["Type"].startswith("AWS::S3") and "arn:aws:s3:::*" or arn(resources[name]["Type"])
    raise SystemExit(f"cannot read {value}")


def arn(kind):
    match kind:
        case "AWS::Logs::LogGroup":
            return "arn:aws:logs:*:*:log-group:*:*"
        case "AWS::IAM::Role":
            return "arn:aws:iam::*:role/*"
    raise SystemExit(f"cannot tell the ARN of a {kind}")


def plain(document):
    for number, statement in enumerate(document["Statement"]):
        # Statements that the CDK makes have no names.
        statement.setdefault("Sid", f"Unnamed{number}")
        listed = statement["Resource"] if isinstance(statement["Resource"], list) else [statement["Resource"]]
        statement["Resource"] = sorted({text(resource) for resource in listed})
    return document


template, folder = map(pathlib.Path, sys.argv[1:])
resources = json.loads(template.read_text())["Resources"]
folder.mkdir(parents=True)
count = 0
for name, resource in resources.items():
    properties = resource["Properties"]
    inline = properties.get("Policies", []) if resource["Type"] == "AWS::IAM::Role" else []
    for policy in inline + ([properties] if resource["Type"] == "AWS::IAM::Policy" else []):
        path = folder / f"{name}.{text(policy['PolicyName'])}.json"
        path.write_text(json.dumps(plain(policy["PolicyDocument"])))
        count += 1
if not count:
    raise SystemExit("the template has no policies")
