#!/usr/bin/env bash
# Checks the Dockerfile, the compose file and the Helm chart, and runs the program as they say. See check.py.
# Usage: ci/deploy/check.sh BINARY. Keeps its Python packages under ~/.cache/sagemaker-lineage.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")" --no-deps
"$python" "$here/check.py" "$@"
