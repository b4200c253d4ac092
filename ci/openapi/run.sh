#!/usr/bin/env bash
# The server against its OpenAPI document: the document is valid, and so is every answer to made-up requests. See check.py.
# Usage: ci/openapi/run.sh BINARY [EXAMPLES [HEADER]]. Keeps its Python packages under ~/.cache/sagemaker-lineage.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")"
"$python" "$here/check.py" "$@"
