#!/usr/bin/env bash
# Real input: pipelines made with the SageMaker SDK, in moto, read by the built program over HTTP. See check.py.
# Usage: ci/real-input/run.sh BINARY [LIVE-EXAMPLE]. Keeps its Python packages under ~/.cache/sagemaker-lineage.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")"
"$python" "$here/check.py" "$@"
