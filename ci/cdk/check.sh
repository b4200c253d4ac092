#!/usr/bin/env bash
# Checks deploy/cdk without an AWS account: its tests, with the rules of cdk-nag; the templates of several deployments, as
# the CDK's command line reads them, by cfn-lint; their policies by ci/iam.
# Usage: ci/cdk/check.sh. Needs Node 20 or newer; keeps cfn-lint under ~/.cache/sagemaker-lineage.
set -euo pipefail
shopt -s inherit_errexit
. "$(dirname "$0")/../venv.sh" "$(dirname "$0")"
cd "$here/../../deploy/cdk"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! cmp -s package-lock.json node_modules/.of-lock; then
  npm ci --silent
  cp package-lock.json node_modules/.of-lock
fi

npm test --silent
# Stands for the program, which takes minutes to build.
mkdir "$work/code" && printf '#!/bin/sh\n' >"$work/code/bootstrap"

# checked NAME ARGUMENTS…: the template of a deployment.
checked() {
  local out=$work/$1
  printf '$ cdk synth %s\n' "${*:2}"
  npx --no-install cdk synth --quiet --output "$out" -c codePath="$work/code" "${@:2}" >"$work/log" 2>&1 || { cat "$work/log"; return 1; }
  # W3005: the CDK says of a function that it depends on its role, and CloudFormation knows that already.
  "$venv/bin/cfn-lint" --ignore-checks W3005 -- "$out/LineageApiStack.template.json"
  python3 "$here/policies.py" "$out/LineageApiStack.template.json" "$out/policies"
}
checked default
checked narrow -c auth=iam -c buckets=lake,models-* -c pipelines=Churn,forecast-* -c allowedOrigins=https://a.example,https://b.example
# Its endpoints are in the stack's region, which is where the AWS tools are signed in.
AWS_REGION=ap-northeast-2 checked alone -c auth=none -c vpc=new -c tracing=true -c cloudWatchRole=false -c buckets='*'
# What a function does to run, and what a network does to log, writes.
bash "$here/../iam/check.sh" --also ec2:CreateNetworkInterface,ec2:DeleteNetworkInterface,iam:PassRole,logs:CreateLogStream,logs:PutLogEvents,xray:PutTelemetryRecords,xray:PutTraceSegments \
  "$work"/*/policies/*.json
