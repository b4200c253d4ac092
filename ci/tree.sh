#!/usr/bin/env bash
# Asserts the crate boundaries of ARCHITECTURE.md on `cargo tree`: who may depend on the AWS SDK, on tokio, on HTTP.
# Usage: ci/tree.sh. Prints one line for each assertion that breaks, with the offending crates; ends non-zero if any.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."

sdk='aws-(config|credential|runtime|sdk|sigv4|smithy|types)[a-z0-9_-]*'
io='tokio|mio|hyper|reqwest|object_store'
other_stack='reqwest|native-tls|openssl|openssl-sys|aws-smithy-legacy-http|(rustls v0\.(1|20|21|22)|tokio-rustls v0\.2[0-5]|hyper v0|h2 v0\.[0-3])[0-9.]*'

broken=0
broke() {
  printf 'broken: %s\n' "$1" >&2
  broken=1
}

# "name vX.Y.Z" of the crates of a tree whose name, or "name vX.Y.Z", is REGEX. Usage: crates REGEX CARGO-TREE-ARGUMENTS…
crates() {
  local tree
  tree=$(cargo tree --locked --target all --prefix none --format '{p}' "${@:2}")
  sed 's/ (.*//' <<<"$tree" | sort -u | { grep -E "^($1)( v|$)" || true; }
}

# never WHAT REGEX CARGO-TREE-ARGUMENTS…
never() {
  local found
  found=$(crates "${@:2}")
  [ -z "$found" ] || broke "$1: $(paste -sd, <<<"$found") in cargo tree ${*:3}"
}

# The opposite: shows that the patterns match real names, so that `never` cannot pass by a misspelling.
always() {
  local found
  found=$(crates "${@:2}")
  [ -n "$found" ] || broke "$1: nothing like $2 in cargo tree ${*:3}"
}

features=("" --no-default-features --all-features)

for feature in "${features[@]}"; do
  never 'lineage-model performs no I/O' "$io|$sdk" -p lineage-model -e normal,build ${feature:+"$feature"}
  never 'the tests of lineage-model build no AWS crate' "$sdk" -p lineage-model -e all ${feature:+"$feature"}
  never 'lineage-schema knows no AWS SDK' "$sdk" -p lineage-schema -e all ${feature:+"$feature"}
  never 'lineage-sql knows no AWS SDK' "$sdk" -p lineage-sql -e all ${feature:+"$feature"}
  never 'lineage-sql is sync' "$io" -p lineage-sql -e normal,build ${feature:+"$feature"}
done
never 'SQL alone brings no other crate of the workspace' 'lineage-(aws|http|model|schema)' -p lineage-sql -e normal,build
always 'SQL of pipelines knows their documents' 'lineage-model' -p lineage-sql -e normal --features pipeline
never 'offline use compiles no AWS SDK' "$sdk" -p lineage-aws -e all --no-default-features
never 'the server without AWS compiles no AWS SDK' "$sdk" -p lineage-http -e all --no-default-features
never 'the live source alone brings no object store' 'object_store' -p lineage-aws -e normal,build --features sso,demo
always 'a bucket can be an object store' 'object_store' -p lineage-aws -e normal --features object-store
always 'the live source is the AWS SDK' 'aws-sdk-sagemaker' -p lineage-aws -e normal
always 'the server has AWS by default' 'aws-sdk-sagemaker' -p lineage-http -e normal
always 'the server is async' 'tokio' -p lineage-http -e normal --no-default-features

for package in lineage-model lineage-schema lineage-sql lineage-http; do
  never 'only lineage-aws names the AWS SDK' "$sdk" -p "$package" -e normal,build --depth 1 --all-features
done
for package in lineage-model lineage-schema lineage-sql lineage-aws; do
  never 'only lineage-http knows HTTP' 'axum|tower-http|hyper' -p "$package" -e normal,build --depth 1 --all-features
  never 'the crates are a star' 'lineage-http' -p "$package" -e normal,build --all-features
done
never 'lineage-model knows no other crate of the workspace' 'lineage-(aws|http|schema|sql)' -p lineage-model -e all --all-features

never 'one TLS and HTTP stack' "$other_stack" --workspace -e normal,build --all-features
stacks=$(crates 'rustls' --workspace -e normal,build --all-features)
[ "$(grep -c . <<<"$stacks")" = 1 ] || broke "one rustls, not: $(paste -sd, <<<"$stacks")"

exit "$broken"
