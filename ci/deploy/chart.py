"""The chart, rendered by Helm's own engine: each file of its ci/ folder, and values that must be refused."""

import re
import tomllib

import kubernetes_validate
import yaml
from helm_python.chart import Chart, lint
from helm_python.errors import HelmError

from image import ROOT

CHART = ROOT / "deploy/helm/sagemaker-lineage"
# The oldest version that Chart.yaml allows, and a newer one.
KUBERNETES = ["1.30", "1.34"]
# What a chart may not be installed with, and a part of what Helm says.
REFUSED = [
    ({}, "nobody could sign in"),
    ({"settings": {"ALLOW_PUBLIC": "false"}}, "nobody could sign in"),
    ({"settings": {"OIDC_ISSUER": ""}}, "nobody could sign in"),
    ({"settings": {"AWS_SECRET_ACCESS_KEY": "x"}}, "AWS_SECRET_ACCESS_KEY"),
    ({"settings": {"LISTEN": "0.0.0.0:80"}}, "LISTEN"),
    ({"image": {"digest": "latest"}}, "digest"),
    ({"replica": 3}, "replica"),
    ({"metrics": {"port": 8300}}, "port"),
]


def check():
    """What is wrong with the chart, as lines; the settings it gives the server; how many manifests were looked at."""
    wrong, settings, manifests = [], set(), 0
    version = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["version"]
    with Chart.load(CHART) as chart:
        if chart.metadata["appVersion"] != version:
            wrong.append(f"Chart.yaml: appVersion is {chart.metadata['appVersion']}, the program's {version}")
        for values, expected in REFUSED:
            refused = refusal(chart, values)
            if expected not in refused:
                wrong.append(f"values {values}: {refused or 'not refused'}, expected: {expected}")
        for path in sorted((CHART / "ci").glob("*-values.yaml")):
            values = yaml.safe_load(path.read_text())
            # An icon is all that is left out: a message of severity 1.
            told = lint(CHART, values, strict=True, kube_version=f"v{KUBERNETES[0]}.0")
            wrong += [f"{path.name}: {message}" for message in told["messages"] if message["severity"] > 1]
            rendered = chart.render(values, name="lineage", namespace="data")
            found = [part for name, text in rendered.items() if name.endswith(".yaml") for part in yaml.safe_load_all(text)]
            found = [manifest for manifest in found if manifest]
            manifests += len(found)
            settings |= {name for manifest in found if manifest["kind"] == "ConfigMap" for name in manifest["data"]}
            wrong += [f"{path.name}: {line}" for line in findings(found)]
    return wrong, sorted(settings), manifests


def refusal(chart, values):
    try:
        chart.validate_schema(values)
        chart.render(values, name="lineage", namespace="data")
    except HelmError as error:
        return str(error)
    return ""


def findings(manifests):
    kinds = {manifest["kind"]: manifest for manifest in manifests}
    for manifest in manifests:
        # The operator's own kind; nothing that can be installed here knows its schema.
        for version in [] if manifest["kind"] == "ServiceMonitor" else KUBERNETES:
            try:
                kubernetes_validate.validate(manifest, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                yield f"{manifest['kind']} for Kubernetes {version}: {error.message}"
    pod = kinds["Deployment"]["spec"]["template"]
    yield from hardened(pod["spec"])
    selected = kinds["Service"]["spec"]["selector"].items() <= pod["metadata"]["labels"].items()
    if not selected or kinds["Deployment"]["spec"]["selector"]["matchLabels"] != kinds["Service"]["spec"]["selector"]:
        yield "the service selects other pods"
    yield from configured(kinds["ConfigMap"]["data"])


def hardened(pod):
    """S10: nobody in particular, nothing to write to, no more rights than that."""
    (server,) = pod["containers"]
    own, shared = server["securityContext"], pod["securityContext"]
    expected = {
        "runs as root": shared["runAsNonRoot"] is True and shared["runAsUser"] == 65532,
        "may write to its root": own["readOnlyRootFilesystem"] is True,
        "may gain rights": own["allowPrivilegeEscalation"] is False,
        "keeps capabilities": own["capabilities"] == {"drop": ["ALL"]},
        "has no seccomp profile": shared["seccompProfile"] == {"type": "RuntimeDefault"},
        "may ask Kubernetes": pod["automountServiceAccountToken"] is False,
        "shares with the host": not any(key.startswith("host") for key in pod),
        "has no memory limit": "memory" in server["resources"]["limits"],
        "needs a shell": "command" not in server and "exec" not in str(server),
        "mounts something to write": all(mount.get("readOnly") for mount in server.get("volumeMounts", [])),
    }
    probes = {name: server[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    paths = {"startup": "/health", "liveness": "/health", "readiness": "/ready"}
    expected["is probed elsewhere"] = probes == {name: {"path": path, "port": "http"} for name, path in paths.items()}
    drain = server["lifecycle"]["preStop"]["sleep"]["seconds"] + 25
    expected["is killed while it drains"] = pod["terminationGracePeriodSeconds"] > drain
    yield from (f"the server {what}" for what, holds in expected.items() if not holds)


def configured(data):
    for name, value in data.items():
        if not isinstance(value, str) or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name):
            yield f"{name} is no setting: {value!r}"
        if re.fullmatch(r"[0-9.]+e[+-][0-9]+", str(value)):
            yield f"{name} is no number that the server takes: {value}"
    if data["LISTEN"] != "0.0.0.0:8300":
        yield "the server listens elsewhere than it is probed"
