#!/usr/bin/env bash
# What must hold for the web page: its code, the types of the API, the committed bundle and its size, and how it behaves in a browser.
# Usage: bash ci/page/check.sh BINARY, the program with the committed bundle in it.
set -euo pipefail
shopt -s inherit_errexit
binary=$(realpath "$1")
cd "$(dirname "$0")/../../lineage-http/ui"

browser() {
  export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
  [ -x "$CHROMIUM" ] && return
  if [ "$(id -u)" != 0 ]; then
    printf 'no browser at %s: apt-get install chromium fonts-noto-cjk, or say where one is in CHROMIUM\n' "$CHROMIUM"
    return 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk >/dev/null
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

browser
npm ci --silent
npm run --silent check
# The client's types are those of the committed description of the API.
npx openapi-typescript ../openapi.json -o "$scratch/schema.d.ts" >/dev/null
diff -u src/api/schema.d.ts "$scratch/schema.d.ts"
npm run --silent test
npx vite build --logLevel warn --outDir "$scratch/dist" --emptyOutDir
if ! diff -rq dist "$scratch/dist"; then
  printf 'lineage-http/ui/dist is not what its sources make: run npm run build there and commit it\n'
  exit 1
fi
node ../../ci/page/size.mjs dist
BINARY=$binary PAGE_DIST='' npx playwright test
