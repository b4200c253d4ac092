#!/usr/bin/env bash
# Runs a command with an S3 server, moto with an empty account, at the URL in S3_SERVER; ends as the command does. See s3.py.
# Usage: ci/real-input/s3.sh cargo test -p lineage-aws --features object-store --test it over_a_server -- --nocapture
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")"
"$python" "$here/s3.py" "$@"
