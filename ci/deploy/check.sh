#!/usr/bin/env bash
# Checks the Dockerfile, the compose file and the Helm chart, and runs the program as they say. See check.py.
# Usage: ci/deploy/check.sh BINARY. Keeps its Python packages under ~/.cache/sagemaker-lineage.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-deploy-$(sha256sum "$here/requirements.txt" | cut -c1-12)

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$here/requirements.txt"
  touch "$venv/complete"
fi
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/check.py" "$@"
