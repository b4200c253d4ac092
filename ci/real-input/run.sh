#!/usr/bin/env bash
# Real input: pipelines made with the SageMaker SDK, in moto, read by the built program over HTTP. See check.py.
# Usage: ci/real-input/run.sh BINARY [LIVE-EXAMPLE]. Keeps its Python packages under ~/.cache/sagemaker-lineage.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-$(sha256sum "$here/requirements.txt" | cut -c1-12)

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  touch "$venv/complete"
fi
PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore "$venv/bin/python" "$here/check.py" "$@"
