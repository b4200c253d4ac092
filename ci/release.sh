#!/usr/bin/env bash
# Makes what a release consists of: archives of the programs for two kinds of machines, the Lambda packages, the chart, a
# bill of materials and checksums; and tries what publishing the crates would do. Publishes nothing.
# Usage: ci/release.sh DIR [STEP…], after .ci/run has passed. Needs what .ci/run needs, rustup, and the network.
# Tools and what is compiled stay under ~/.cache/sagemaker-lineage.
set -euo pipefail
shopt -s inherit_errexit
out=$(realpath -m "$1")
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/release}
export PATH=$cache/tools/bin:$PATH
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
# What both Lambda's Amazon Linux 2023 and the image's Debian 12 have.
glibc=2.34
targets=(x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu)
# The server and the Lambda function in one build; add features with RELEASE_FEATURES=otlp.
features=lambda${RELEASE_FEATURES:+,$RELEASE_FEATURES}
# The same input gives the same archive.
epoch=$(git log -1 --format=%ct)

# tool NAME VERSION: without optimisation, which would take longer than what the tool does.
tool() {
  grep -qs "\"$1 $2 " "$cache/tools/.crates2.json" ||
    CARGO_TARGET_DIR=$cache/tools/target cargo install --quiet --locked --debug --root "$cache/tools" "$1@$2"
}

# Sets $python to the one of an environment with these packages.
packages() {
  venv=$cache/venv-release-$(sha256sum "$1" | cut -c1-12)
  python=$venv/bin/python
  [ -e "$venv/complete" ] && return
  python3 -m venv --clear "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps -r "$1"
  touch "$venv/complete"
}

clean() {
  [ -z "$(git status --porcelain)" ] || { git status --short; printf 'not everything is committed\n'; return 1; }
  grep -q "^## .*$version" CHANGELOG.md || { printf 'CHANGELOG.md says nothing about %s\n' "$version"; return 1; }
}

advisories() {
  local db=../shared/advisory-db
  tool cargo-audit 0.22.2
  if [ -d "$db" ]; then cargo audit --db "$db" --no-fetch --stale; else cargo audit; fi
}

# Compared with the last version that was tagged; the first one has nothing to break.
semver() {
  local tag
  tag=$(git tag --list 'v*' --sort=-v:refname | grep -vx "v$version" | head -n 1 || true)
  if [ -z "$tag" ]; then
    printf 'no version was tagged before %s: nothing to compare with\n' "$version"
    return
  fi
  tool cargo-semver-checks 0.51.0
  cargo semver-checks --workspace --baseline-rev "$tag"
}

# Builds each crate from what its package holds.
publish() { cargo publish --dry-run --locked --workspace; }

programs() {
  local target folder
  packages ci/release/requirements.txt
  rustup target add "${targets[@]}"
  for target in "${targets[@]}"; do
    PATH=$venv/bin:$PATH cargo zigbuild --locked --release --target "$target.$glibc" -p lineage-http \
      --features "$features" --bin sagemaker-lineage --bin sagemaker-lineage-lambda
    folder=sagemaker-lineage-$version-$target
    archive "$target" "$folder"
    lambda "$target" "$folder"
  done
}

archive() {
  local work
  work=$(mktemp -d)
  install -D -t "$work/$2" "$CARGO_TARGET_DIR/$1/release/sagemaker-lineage"
  install -m 644 -t "$work/$2" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT
  tar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner -C "$work" -c "$2" | gzip -n >"$out/$2.tar.gz"
  rm -r "$work"
}

# Lambda starts what is named bootstrap.
lambda() {
  local work
  work=$(mktemp -d)
  install -T "$CARGO_TARGET_DIR/$1/release/sagemaker-lineage-lambda" "$work/bootstrap"
  TZ=UTC touch --date="@$epoch" "$work/bootstrap"
  (cd "$work" && TZ=UTC "$python" -m zipfile -c "$out/${2/lineage-/lineage-lambda-}.zip" bootstrap)
  rm -r "$work"
}

# What the programs are made of, as CycloneDX, without where that was found out. The tool writes beside every manifest.
sbom() {
  tool cargo-cyclonedx 0.5.9
  SOURCE_DATE_EPOCH=$epoch cargo cyclonedx --manifest-path lineage-http/Cargo.toml --format json --spec-version 1.5 \
    --features "$features" --target "${targets[0]}" --override-filename release.cdx
  sed "s#file://$PWD/#file:///#g" lineage-http/release.cdx.json >"$out/sagemaker-lineage-$version.cdx.json"
  rm -- */release.cdx.json
}

chart() {
  . ci/venv.sh ci/deploy --no-deps
  "$python" - deploy/helm/sagemaker-lineage "$out" <<'PYTHON'
import sys
from helm_python.chart import Chart
with Chart.load(sys.argv[1]) as chart:
    print(chart.save(sys.argv[2]))
PYTHON
}

checksums() {
  rm -f "$out/SHA256SUMS"
  (cd "$out" && sums=$(sha256sum -- *) && printf '%s\n' "$sums" | tee SHA256SUMS)
}

mkdir -p "$out"
steps=("${@:2}")
[ ${#steps[@]} != 0 ] || steps=(clean advisories semver publish programs sbom chart checksums)
for step in "${steps[@]}"; do
  printf '\n== %s\n' "$step"
  "$step"
done
