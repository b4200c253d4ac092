"""Drives the built `sagemaker-lineage` over HTTP against moto and compares its answers with the SageMaker SDK's.

Usage: check.py BINARY [LIVE-EXAMPLE]. Every difference is printed; ends non-zero if there is any. For each pipeline:

- its nodes, types and edges are those of the SDK's own PipelineGraph, plus the references in step fields outside
  Arguments that PipelineGraph does not read, plus the edges that only S3 locations tell (both written down below);
- they are the same from the live pipeline before its first run, from the stored definition alone, from the live pipeline
  with its latest run, from a recorded account, from the server, and from the example `live_lineage` where it is given;
- the recorded account, recorded again, is the same byte for byte;
- every bucket's posture is as it was set;
- the live answer of the latest run is field by field what boto3 reads by itself (reference.py): times, statuses, jobs,
  metrics of jobs and reports, attempts, cache hits, inputs and outputs, registry, parameters, posture;
- so are the catalogues with tags, domains and latest executions, the lineage of each domain, and the feature groups
  (lists.py);
- schemas of datasets are kept in a bucket, by the command line and the server alike (schemas.py);
- all of that by a user who has the policies of deploy/iam and no others, and is never denied (permissions.py).
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from fields import check_fields, expect, get, problems

HERE = Path(__file__).parent
STRUCTURAL = ("dependsOn", "ref:Get", "condition", "forEach")

# ClarifyCheck names its model beside Arguments, where PipelineGraph does not look.
OUTSIDE_ARGUMENTS = {"CreditMonitoring": {("CreditModel-CreateModel", "ModelBias")}}
# One step reads what another writes, and nothing but the S3 locations says so.
BY_LOCATION = {
    "CustomerChurn": {("EvaluateChurn", "RegisterChurn-RegisterModel")},
    "DailyScoring": {("ScoreCustomers", "PublishScores")},
}

# A location that a parameter is part of: with the default, and with the latest run's value.
BY_PARAMETER = {
    "DailyScoring": ("s3://acme-raw-data/customers/2024-05-01", "s3://acme-raw-data/customers/2024-05-03"),
}


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command, port, **kwargs):
    """The command as a process, once its port answers; it has 30 seconds for that."""
    process = subprocess.Popen(command, **kwargs)
    try:
        deadline = time.monotonic() + 30
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{command[:2]} does not listen on port {port}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(30)


class Program:
    """The binary under test, with credentials of its own and nothing else of this process's environment."""

    def __init__(self, binary, endpoint, home):
        self.binary = binary
        self.environment = {
            "HOME": home,
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            "S3_FORCE_PATH_STYLE": "true",
        }

    def sign_in(self, key, secret):
        self.environment |= {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}

    def run(self, *arguments, env=None, binary=None):
        environment = self.environment if env is None else env
        done = subprocess.run([binary or self.binary, *arguments], env=environment, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            sys.exit(f"{' '.join(arguments)} ended with {done.returncode}\n{done.stderr}")
        return done.stdout

    @contextlib.contextmanager
    def serving(self, env=None):
        """The URL of the server, while it runs."""
        port = free_port()
        command = [self.binary, "serve", "--listen", f"127.0.0.1:{port}"]
        with running(command, port, env=self.environment if env is None else env):
            yield f"http://127.0.0.1:{port}"

    def dump(self, *arguments, env=None):
        return json.loads(self.run("dump", *arguments, env=env))


def shape(answer):
    """Nodes and edges of an answer, without what a run adds."""
    graph = answer["graph"]
    nodes = {node["id"]: node["type"] for node in graph["nodes"]}
    return nodes, {(e["from"], e["to"], e["via"], e.get("label")) for e in graph["edges"]}


def check_graph(name, answer, steps, pairs):
    """Against the SDK's graph and the lists above; answers how many nodes and edges there are."""
    nodes, edges = shape(answer)
    expect(f"{name}: nodes", nodes, steps)
    structural = {(up, down) for up, down, via, _ in edges if via in STRUCTURAL}
    expect(f"{name}: edges", structural, pairs | OUTSIDE_ARGUMENTS.get(name, set()))
    by_location = {(up, down) for up, down, via, _ in edges if via == "s3"}
    expect(f"{name}: s3 edges", by_location, BY_LOCATION.get(name, set()))
    expect(f"{name}: number of edges", len(answer["graph"]["edges"]), len(edges))
    return len(nodes), len(edges)


def check_run(name, answer, execution):
    """The run's facts against what boto3 reads from the service."""
    described = execution.describe()
    expect(f"{name}: execution", answer["execution"]["arn"], execution.arn)
    expect(f"{name}: status", answer["summary"]["overallStatus"], described["PipelineExecutionStatus"])
    parameters = {p["Name"]: p["Value"] for p in execution.list_parameters()["PipelineParameters"]}
    expect(f"{name}: parameters", answer["execution"]["parameters"], parameters)
    steps = execution.sagemaker_session.sagemaker_client.get_paginator("list_pipeline_execution_steps")
    pages = steps.paginate(PipelineExecutionArn=execution.arn)
    wanted = {step["StepName"]: step["StepStatus"] for page in pages for step in page["PipelineExecutionSteps"]}
    runs = {node["id"]: node["run"]["status"] for node in answer["graph"]["nodes"] if node["id"] in wanted}
    expect(f"{name}: step statuses", runs, wanted)


def check_posture(name, answer, posture):
    """Each bucket as it was set; answers the buckets that were looked at."""
    buckets = {artifact["bucket"]: artifact.get("s3") or {} for artifact in answer["graph"]["artifacts"]}
    known = buckets.keys() & posture.keys()
    for bucket in sorted(known):
        facts = {key: buckets[bucket].get(key) for key in posture[bucket]}
        expect(f"{name}: bucket {bucket}", facts, posture[bucket])
    return known


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def uris(answer):
    return {artifact["uri"] for artifact in answer["graph"]["artifacts"]}


def main(binary, example=None):
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    os.environ.update(
        AWS_ENDPOINT_URL=endpoint,
        AWS_ACCESS_KEY_ID="test",
        AWS_SECRET_ACCESS_KEY="test",
        AWS_EC2_METADATA_DISABLED="true",
        SAGEMAKER_SUPPRESS_V2_WARNING="1",
    )
    with tempfile.TemporaryDirectory() as work, open(f"{work}/moto.log", "w") as log:
        server = [sys.executable, str(HERE / "server.py"), str(port)]
        with running(server, port, stdout=log, stderr=log):
            compare(Program(binary, endpoint, work), Path(work), example)
        denied = {line for line in Path(log.name).read_text().splitlines() if line.startswith("DENIED")}
        expect("calls that deploy/iam does not allow", sorted(denied), [])
    if problems:
        sys.exit(f"{len(problems)} differences")


def compare(program, work, example):
    # These need the environment: the SDK looks for the account at import.
    import account
    from catalogues import check_catalogues, check_domains, check_feature_groups
    from lists import Lists
    from schemas import check_schemas

    program.sign_in(*account.create_reader(HERE.parent.parent / "deploy/iam"))
    account.create_buckets()
    account.create_domains()
    account.create_feature_groups()
    pipelines = account.create_pipelines()
    region = ("--region", account.REGION)
    oracles = {p.name: account.oracle(p) for p in pipelines}
    live = {p.name: (*region, "--pipeline-name", p.name) for p in pipelines}
    before = {name: program.dump(*arguments) for name, arguments in live.items()}
    executions = account.run_pipelines(pipelines)
    after = {name: program.dump(*arguments, "--include-latest-exec") for name, arguments in live.items()}

    recorded = work / "recorded"
    program.run("record", *region, "--out", str(recorded))
    offline = {"HOME": str(work)}
    program.run("record", "--snapshot", str(recorded), "--out", str(work / "again"), env=offline)
    expect("a recording of the recorded account", files(work / "again"), files(recorded))
    for p in pipelines:
        (work / f"{p.name}.json").write_text(p.describe()["PipelineDefinition"])

    with program.serving() as http:
        query = f"{http}/lineage?region={account.REGION}&includeLatestExec=true&pipeline="
        served = {p.name: get(query + p.name) for p in pipelines}
        reference = Lists(account.REGION)
        check_domains(http, account.REGION, reference)
        fields = check_catalogues(http, account.REGION, account.OTHER_REGION, reference)
        print(f"catalogues: {fields} fields")
        print(f"feature groups: {check_feature_groups(http, account.REGION, reference)} fields")

    seen = set()
    for name, (steps, pairs) in oracles.items():
        counts = check_graph(name, before[name], steps, pairs)
        from_definition = program.dump("--definition", str(work / f"{name}.json"), env=offline)
        from_record = program.dump(
            "--snapshot", str(recorded), *region, "--pipeline-name", name, "--include-latest-exec", env=offline
        )
        others = {
            "the definition alone": from_definition,
            "after a run": after[name],
            "the recorded account": from_record,
            "the server": served[name],
        }
        if example:
            others["the example"] = json.loads(program.run(name, account.REGION, binary=example))
        for source, answer in others.items():
            for what, actual, wanted in zip(("nodes", "edges"), shape(answer), shape(before[name])):
                expect(f"{name}: {what} from {source}, against before the first run", actual, wanted)
        for answer in (after[name], from_record, served[name]):
            check_run(name, answer, executions[name])
            seen |= check_posture(name, answer, account.POSTURE)
        if name in BY_PARAMETER:
            default, latest = BY_PARAMETER[name]
            expect(f"{name}: {default}", [default in uris(a) for a in (before[name], after[name])], [True, False])
            expect(f"{name}: {latest}", [latest in uris(a) for a in (before[name], after[name])], [False, True])
        fields = check_fields(name, served[name], reference)
        print(f"{name:18} {counts[0]:3} nodes {counts[1]:3} edges, from {1 + len(others)} sources, {fields:4} fields")
    expect("buckets looked at", seen, set(account.POSTURE))
    print(f"schemas: {check_schemas(program)} versions")


if __name__ == "__main__":
    main(*map(os.path.abspath, sys.argv[1:]))
