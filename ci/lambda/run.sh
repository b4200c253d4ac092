#!/usr/bin/env bash
# The Lambda function in an emulator of Lambda, against the server: the same answers, byte by byte. See check.py.
# Usage: ci/lambda/run.sh SERVER LAMBDA, the two programs, built with the features demo and lambda.
# Keeps the emulator under ~/.cache/sagemaker-lineage.
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")" --no-deps --require-hashes
"$python" "$here/check.py" "$venv/bin/cargo-lambda" "$@"
