#!/usr/bin/env bash
# Runs the commands of deploy/Dockerfile in a clean folder, without an engine, and what they make as an image would: by
# hand, after a change to it. Usage: ci/deploy/build.sh FOLDER [NAME=VALUE…], which are build arguments.
# Replaces FOLDER/src and FOLDER/image. Takes as long and as much memory as a release, unless told otherwise:
#   CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=0 ci/deploy/build.sh /tmp/image FEATURES=demo,oidc
set -euo pipefail
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")" --no-deps
"$python" "$here/build.py" "$@"
