"""Checks deploy/: the Dockerfile, the compose file, the chart; then runs the program as they say. Usage: check.py BINARY

BINARY is what the Dockerfile builds, built in any way, with the list of its sources that cargo writes beside it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

import chart
import contained
import image

BIN = Path(sys.executable).parent
PROGRAM = "/usr/local/bin/sagemaker-lineage"
OTHERS = ("AWS_", "RUST_LOG", "OTEL_")
COMPOSE = image.ROOT / "deploy/compose.yaml"


def unknown(binary, used):
    """Of the settings that a file uses, those that the server does not have: a misspelt one would say nothing."""
    told = subprocess.run([binary, "serve", "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
    known = {"HOME", *re.findall(r"\[env:\s+([A-Z0-9_]+)=", told)}
    # What the AWS SDK, the log filter and OpenTelemetry read themselves.
    return [f"no setting of the server: {name}" for name in used if name not in known and not name.startswith(OTHERS)]


def dockerfile(binary):
    lint = subprocess.run([BIN / "hadolint", "--no-color", image.DOCKERFILE], stdout=subprocess.PIPE, text=True)
    yield from lint.stdout.splitlines()
    # A builder would fetch that program from Docker Hub, and not build without it.
    if image.DOCKERFILE.read_text().startswith("# syntax"):
        yield "another program is to read it than the builder's own"
    build, final = image.stages()
    if "distroless" not in final.base or "debug" in final.base:
        yield f"the base has a shell: {final.base}"
    for stage in (build, final):
        if ":" not in stage.base or stage.base.endswith(":latest"):
            yield f"the base is not pinned: {stage.base}"
    if final.last("USER") != "65532:65532":
        yield f"the image runs as {final.last('USER')}"
    if any(word == "RUN" for word, _ in final.instructions):
        yield "the final stage runs commands, which takes a shell"
    health = final.last("HEALTHCHECK").partition("CMD ")[2]
    told = [json.loads(final.last("ENTRYPOINT")), json.loads(final.last("CMD")), json.loads(health), final.last("EXPOSE")]
    if told != [[PROGRAM], ["serve"], [PROGRAM, "healthcheck"], "8300"]:
        yield f"the image starts or asks another program: {told}"
    yield from unknown(binary, re.findall(r"(\S+)=", final.last("ENV")))
    # What the program is compiled from is what the builder gets, and no test or secret beside it.
    given = image.context()
    yield from (f".dockerignore keeps out {path}" for path in image.compiled_from(binary) if path not in given)
    yield from (f".dockerignore lets in {path}" for path in given if set(Path(path).parts) & {"tests", ".git", "target"})


def compose(binary):
    command = [BIN / "check-jsonschema", "--color", "never", "--builtin-schema", "vendor.compose-spec", COMPOSE]
    schema = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield from schema.stdout.splitlines() if schema.returncode else ()
    file = yaml.safe_load(COMPOSE.read_text())
    (server,) = file["services"].values()
    yield from unknown(binary, server["environment"])
    mounts = dict(mount.rsplit("}:", 1) if "}:" in mount else mount.split(":", 1) for mount in server["volumes"])
    expected = {
        "runs as root": server["user"] == "65532:65532",
        "may write to its root": server["read_only"] is True,
        "keeps capabilities": server["cap_drop"] == ["ALL"] and "cap_add" not in server,
        "may gain rights": server["security_opt"] == ["no-new-privileges:true"] and "privileged" not in server,
        "can be reached from elsewhere": server["ports"] == ["127.0.0.1:8300:8300"],
        "has no memory limit": "mem_limit" in server,
        "may write to something but its schemas": [at for at in mounts.values() if not at.endswith(":ro")] == ["/data"],
        "keeps schemas elsewhere": server["environment"]["SCHEMA_STORE"] == "/data",
        "reads its keys elsewhere": server["environment"]["API_KEYS_FILE"] == "/run/secrets/" + server["secrets"][0],
        "is asked by another program": server["healthcheck"]["test"] == ["CMD", PROGRAM, "healthcheck"],
        "is killed while it drains": int(server["stop_grace_period"].removesuffix("s")) > 25,
    }
    yield from (f"the server {what}" for what, holds in expected.items() if not holds)


def main(binary):
    wrong = [f"Dockerfile: {line}" for line in dockerfile(binary)]
    wrong += [f"compose.yaml: {line}" for line in compose(binary)]
    found, settings, manifests = chart.check()
    wrong += [f"chart: {line}" for line in [*found, *unknown(binary, settings)]]
    wrong += [f"run: {line}" for line in contained.check(binary)]
    for line in wrong:
        print(line)
    if wrong:
        return 1
    print(f"deploy: {len(image.context())} files to build from, {manifests} manifests, 0 findings")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
