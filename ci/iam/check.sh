#!/usr/bin/env bash
# Checks deploy/iam against AWS's list of actions and resources. See check.py.
# Usage: ci/iam/check.sh [ARGUMENTS of check.py, for other policies]. Keeps the list under ~/.cache/sagemaker-lineage.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")" --no-deps --require-hashes
[ $# != 0 ] || set -- "$here"/../../deploy/iam/*.json
"$python" "$here/check.py" "$@"
