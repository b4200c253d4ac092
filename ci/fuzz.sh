#!/usr/bin/env bash
# Fuzzes one target for some time. Usage: ci/fuzz.sh TARGET SECONDS [FOLDER-OF-SEEDS…]; the targets are in fuzz/targets.
# The fuzzer's flags are unstable ones: RUSTC_BOOTSTRAP lets the stable compiler take them. What the fuzzer finds worth
# keeping stays under ~/.cache/sagemaker-lineage and is where the next run goes on; an input that breaks a target is
# written to fuzz/artifacts/TARGET and belongs into a test.
set -euo pipefail
target=$1 seconds=$2
seeds=()
for folder in "${@:3}"; do seeds+=("$(realpath "$folder")"); done
cd "$(dirname "$0")/.."

cache=${XDG_CACHE_HOME:-$HOME/.cache}/sagemaker-lineage
export PATH=$cache/tools/bin:$PATH RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=$cache/fuzz-target
command -v cargo-fuzz >/dev/null || CARGO_TARGET_DIR=$cache/tools/target cargo install --locked --debug --root "$cache/tools" cargo-fuzz@0.13.2
if [ ${#seeds[@]} = 0 ] && [ -d ../shared/corpus ]; then
  shared=$(realpath ../shared/corpus)
  case $target in
    csv) seeds=("$shared"/schema/{data,edge_cases}/csv) ;;
    json) seeds=("$shared"/schema/{data,edge_cases}/json) ;;
    sql) ;;
    *) seeds=("$shared"/definitions/{public,sdk}) ;;
  esac
fi

if [ -d "fuzz/seeds/$target" ]; then seeds+=("fuzz/seeds/$target"); fi
if [ "$target" = sql ]; then dictionary=fuzz/sql.dict; else dictionary=fuzz/json.dict; fi
corpus=$cache/fuzz-corpus/$target
mkdir -p "$corpus"
cargo fuzz run "$target" "$corpus" "${seeds[@]}" -- \
  -dict="$dictionary" -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
