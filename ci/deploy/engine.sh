#!/usr/bin/env bash
# Builds the image with a container engine and runs it by the very lines of README, without an AWS account: by hand, after a
# change to deploy/Dockerfile or to these lines. Takes as long as a release.
# Usage: [ENGINE=podman] ci/deploy/engine.sh [--bases] [OPTIONS of build]
# --bases makes both base images first, where no registry can be reached: of Debian's packages and this machine's Rust. They
# compile without optimizing. Takes root and debootstrap.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."
engine=$(type -P "${ENGINE:-docker}")
work=$(mktemp -d)
containers=()
trap '[ ${#containers[@]} = 0 ] || "$engine" rm --force "${containers[@]}" >/dev/null; rm -rf "$work"' EXIT
export DOCKER_BUILDKIT=1

# rust NAME: Debian with a compiler for C, and Rust where the image of the same name has it.
rust() {
  local root=$work/rust toolchain
  toolchain=$(rustc --print sysroot)
  debootstrap --variant=minbase --include=ca-certificates,g++,make,pkg-config bookworm "$root" >"$work/log" || { tail "$work/log"; return 1; }
  mkdir -p "$root/usr/local/cargo/bin"
  cp -a "$toolchain"/{bin,lib} "$root/usr/local/cargo/"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  cp "${CARGO_HOME:-$HOME/.cargo}/config.toml" "$root/usr/local/cargo/" 2>/dev/null || true
  printf '[profile.release]\nlto = "off"\ncodegen-units = 16\nopt-level = 0\n' >>"$root/usr/local/cargo/config.toml"
  tar -C "$root" -c . | "$engine" import -c 'ENV CARGO_HOME=/usr/local/cargo' \
    -c 'ENV PATH=/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - "$1"
}

# distroless NAME: no more than the image of the same name has, and nothing that could run.
distroless() {
  local root=$work/distroless package
  mkdir -p "$root"/{etc/ssl/certs,tmp} "$work/packages"
  (cd "$work/packages" && apt-get download -q base-files libc6 libgcc-s1 libgomp1 libssl3 libstdc++6 netbase tzdata) >"$work/log" 2>&1
  for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$root"; done
  install -d -m 700 -o 65532 -g 65532 "$root/home/nonroot"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  echo 'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin' >"$root/etc/passwd"
  tar -C "$root" -c . | "$engine" import -c 'USER 65532' -c 'WORKDIR /home/nonroot' - "$1"
}

# What README calls docker: the engine, with the options of this script; a server runs in the background.
docker() {
  case $1 in
    build) "$engine" build "${options[@]}" "${@:2}" ;;
    run) containers+=("$("$engine" run --detach "${@:2}")") ;;
  esac
}

# status PATH [OPTIONS of curl]: the status that the server answers with.
status() { curl -s -o "$work/answer" -w '%{http_code}' "${@:2}" "http://127.0.0.1:8300$1" || true; }
# expect WHAT WANTED FOUND
expect() { [ "$2" = "$3" ] || { printf '%s: %s, expected: %s\n' "$1" "$3" "$2"; "$engine" logs "${containers[-1]}"; exit 1; }; }
up() { for _ in {1..50}; do [ "$(status /health)" != 200 ] || return 0; sleep 0.2; done; expect health 200 "$(status /health)"; }
# down: it stops at once when nothing is under way, by itself.
down() {
  local begun=$SECONDS
  "$engine" stop "${containers[-1]}" >/dev/null
  expect 'it stops with' 0 "$("$engine" inspect --format '{{.State.ExitCode}}' "${containers[-1]}")"
  expect 'it stops at once' yes "$( ((SECONDS - begun < 10)) && echo yes)"
}

options=()
[[ $engine != */podman ]] || options=(--format docker)
if [ "${1:-}" = --bases ]; then
  shift
  rust "docker.io/library/$(sed -n 's/^FROM \(rust:\S*\).*/\1/p' deploy/Dockerfile)"
  distroless "$(sed -n 's/^FROM \(gcr\S*\).*/\1/p' deploy/Dockerfile)"
fi
options+=("$@")

lines=$(awk '/^```/ {block = ""; next} {block = block $0 "\n"} /^docker run/ {found = 1} found && !/\\$/ && /sagemaker-lineage$/ {print block; exit}' README.md)
eval "${lines%%docker run*}"
# The home and the folder of somebody who follows README.
cd "$work"
HOME=$work/home
mkdir -p "$HOME/.aws"
printf '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none\n' >"$HOME/.aws/credentials"
key=$("$engine" run --rm sagemaker-lineage api-key new --name me --scopes catalog:read,lineage:read,schema:read,schema:write 2>&1 >keys.toml | grep -o 'slk_\w*')
chmod 755 . && chmod -R a+rX "$HOME" keys.toml
eval "docker run${lines#*docker run}"
up
expect 'without a key' 401 "$(status '/lineage?pipeline=Churn')"
# The account is made up, or cannot be reached.
expect 'with a key' 502 "$(status '/lineage?pipeline=Churn' -H "X-API-Key: $key")"
"$engine" exec "${containers[-1]}" /usr/local/bin/sagemaker-lineage healthcheck
expect 'the engine asks' '[CMD /usr/local/bin/sagemaker-lineage healthcheck]' "$("$engine" inspect --format '{{.Config.Healthcheck.Test}}' "${containers[-1]}")"
down

# The same with a volume for schemas, and the demo account.
volume=sagemaker-lineage-$$
containers+=("$("$engine" run --detach --read-only --cap-drop ALL --security-opt no-new-privileges -p 127.0.0.1:8300:8300 \
  -v "$volume:/data" -v "$PWD/keys.toml:/keys/keys.toml:ro" -e SCHEMA_STORE=/data -e API_KEYS_FILE=/keys/keys.toml -e 'DATASET_BUCKETS=*' sagemaker-lineage serve --demo)")
saves() {
  up
  expect 'a version is saved' "$1" "$(status /datasets/hanbit-growth-lake/raw/customers/schema/versions -H "X-API-Key: $key" -d '{}')"
  down
}
saves 201
"$engine" start "${containers[-1]}" >/dev/null
saves 200
"$engine" rm "${containers[-1]}" >/dev/null && unset 'containers[-1]'
"$engine" volume rm "$volume" >/dev/null
printf '%s: %s\n' "$engine" "$("$engine" image inspect --format '{{.Size}} bytes, {{.Config.User}}' sagemaker-lineage)"
