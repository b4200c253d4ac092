#!/usr/bin/env bash
# Checks deploy/iam against AWS's list of actions and resources. See check.py.
# Usage: ci/iam/check.sh [ARGUMENTS of check.py, for other policies]. Keeps the list under ~/.cache/sagemaker-lineage.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-iam-$(sha256sum "$here/requirements.txt" | cut -c1-12)

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$here/requirements.txt"
  touch "$venv/complete"
fi
[ $# != 0 ] || set -- "$here"/../../deploy/iam/*.json
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/check.py" "$@"
