#!/usr/bin/env bash
# The Lambda function in an emulator of Lambda, against the server: the same answers, byte by byte. See check.py.
# Usage: ci/lambda/run.sh SERVER LAMBDA, the two programs, built with the features demo and lambda.
# Keeps the emulator under ~/.cache/sagemaker-lineage.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage/venv-lambda-$(sha256sum "$here/requirements.txt" | cut -c1-12)

if ! [ -e "$venv/complete" ]; then
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$here/requirements.txt"
  touch "$venv/complete"
fi
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/check.py" "$venv/bin/cargo-lambda" "$@"
