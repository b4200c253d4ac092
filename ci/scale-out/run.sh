#!/usr/bin/env bash
# Scaling out: three servers that keep schemas in one bucket, of moto. See check.py.
# Usage: ci/scale-out/run.sh BINARY. Shares its Python packages with ci/real-input.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")/../real-input"
"$python" "$(dirname "$0")/check.py" "$@"
