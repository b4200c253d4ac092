#!/usr/bin/env python3
"""Writes the demo account, `account/`, as a recorded account (see SNAPSHOT.md). The same on every run.

    python3 -m venv venv && venv/bin/pip install pyarrow==25.0.0 && venv/bin/python generate.py
"""

import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import datasets
import pipelines as demo
from pipelines import EXPORTS, LAKE, MODELS, OPEN, PARTNER, PROFILE, RISK, SCORES, SCRAPES, SEOUL, VENDOR, VIRGINIA, offline_store
from run import Run, at, stamp, text
from sdk import ACCOUNT

ROOT = Path(__file__).parent / "account"
RECORDED = "2026-10-14T09:00:00Z"
GROWTH, RISK_DOMAIN = "d-k3vq8x2mzp1a", "d-7hw1c5rtn0bf"
DEFAULT = {region: f"sagemaker-{region}-{ACCOUNT}" for region in (SEOUL, VIRGINIA)}


def write(folder, key, answer):
    name = hashlib.sha256("\n".join(key).encode()).hexdigest()[:32]
    dump(f"{folder}/{name}.json", {"key": list(key), "answer": answer})


def dump(path, value):
    file = ROOT / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(value) + "\n", encoding="utf-8")


def known(value):
    return {"state": "known", "value": value}


def denied(action, resource):
    return {"state": "denied", "gap": {"action": action, "resource": resource, "message": "access denied"}}


def error(kind, resource, message):
    return {"error": {"kind": kind, "resource": resource, "message": message}}


NONE = {"state": "notConfigured"}
NOT_READ = {"state": "notRead"}


def user(name, domain, region):
    arn = f"arn:aws:sagemaker:{region}:{ACCOUNT}:user-profile/{domain}/{name}"
    return {"userProfileArn": arn, "userProfileName": name, "domainId": domain}


def domain_arn(region, domain):
    return f"arn:aws:sagemaker:{region}:{ACCOUNT}:domain/{domain}"


def account():
    """(pipeline, definition, tags, author, created, changed, description, runs newest first)"""
    churn, churn_definition = demo.churn_training()
    evaluated = {"metrics": {"validation:auc": 0.86412, "train:auc": 0.90377}}
    runs = [
        Run(churn, churn_definition, "2026-10-07T18:00:03Z",
            {"TrainChurnModel": {"metrics": {"validation:auc": 0.85704, "train:auc": 0.89921}},
             "RegisterChurnModel-RegisterModel": {"approval": "Approved"}}, version=11),
        Run(churn, churn_definition, "2026-10-10T18:00:02Z",
            {"TrainChurnModel": {"fail": "AlgorithmError: ExecuteUserScriptError: exit code 1, label column 'churned' "
                                         "holds NaN in 1,204 rows", "retries": 1}}),
        Run(churn, churn_definition, "2026-10-13T18:00:04Z", {"TrainChurnModel": evaluated}, version=12),
    ]
    model = runs[0].jobs[next(s for s in runs[0].steps if s["name"] == "TrainChurnModel")["metadata"]["arn"]]
    model = model["outputs"][0]["uri"]
    growth = user("jiwoo-park", GROWTH, SEOUL)
    yield (churn, churn_definition, {"DomainName": "growth-studio", "Env": "prod", "Team": "growth"}, growth,
           "2026-01-19T05:12:44Z", "2026-09-28T07:40:10Z", "Weekly churn model of the subscription business", runs[::-1])

    p, d = demo.churn_scoring(model)
    runs = [Run(p, d, f"2026-10-{day}T21:30:01Z") for day in (13, 12)]
    yield (p, d, {"DomainId": GROWTH, "Env": "prod"}, growth, "2026-02-03T01:20:00Z", "2026-10-08T00:15:31Z",
           "Scores every active customer for the CRM campaign", runs)

    p, d = demo.demand_forecast()
    running = Run(p, d, "2026-10-14T08:02:09Z", {"TuneForecaster": {"minutes": 120}}, now=RECORDED)
    done = Run(p, d, "2026-09-14T08:00:07Z", {"TuneForecaster": {"metrics": {"validation:rmse": 18.4471}}}, version=4)
    tags = {"Env": "prod", "sagemaker:domain-arn": domain_arn(SEOUL, GROWTH)}
    yield (p, d, tags, user("minseo-lee", GROWTH, SEOUL), "2026-03-11T02:33:18Z", "2026-09-14T07:51:02Z",
           "Monthly eight-week demand forecast by store", [running, done])

    p, d = demo.sales_fan_out()
    stopped = Run(p, d, "2026-10-14T01:00:05Z", stopped="2026-10-14T01:23:18Z")
    yield (p, d, {"Env": "prod"}, user("minseo-lee", GROWTH, SEOUL), "2026-04-22T06:08:55Z", "2026-10-01T03:27:09Z",
           "Sales features of 38 areas, side by side", [stopped])

    p, d = demo.price_elasticity()
    metrics = {f"FitElasticity-{n}": {"metrics": {"train:rmse": rmse}} for n, rmse in enumerate((0.1311, 0.1402, 0.1366))}
    metrics["FitElasticity-1"]["retries"] = 1
    yield (p, d, {"DomainName": "growth-studio", "Env": "dev"}, user("minseo-lee", GROWTH, SEOUL), "2026-09-02T08:31:27Z",
           "2026-10-11T04:02:50Z", "Price elasticity by category", [Run(p, d, "2026-10-11T04:05:06Z", metrics)])

    p, d = demo.data_watch()
    yield (p, d, {"Env": "prod", "Team": "growth"}, user("jiwoo-park", GROWTH, SEOUL), "2026-07-30T01:15:00Z",
           "2026-08-03T06:12:36Z", "Quality and bias of the customer data", [Run(p, d, "2026-10-13T19:00:04Z")])

    p, d = demo.lifetime_value()
    yield (p, d, {}, None, "2026-10-12T10:44:23Z", "2026-10-12T10:44:23Z", None, [])

    p, d = demo.fraud_features()
    first = Run(p, d, "2026-10-13T06:00:02Z")
    second = Run(p, d, "2026-10-14T06:00:03Z", {"BuildFraudFeatures": {"cached": first}})
    yield (p, d, {"DomainName": "risk-studio"}, user("priya-n", RISK_DOMAIN, VIRGINIA), "2026-05-30T15:02:41Z",
           "2026-08-19T13:11:57Z", "Daily features of card transactions", [second, first])

    p, d = demo.fraud_release()
    frozen = f"s3://{RISK}/training-sets/2026-10-12/"
    outcomes = {
        "FreezeTrainingSet": {"outputs": {"training_set_uri": frozen, "row_count": "1843226"}},
        "TrainFraudModel": {"metrics": {"validation:auc": 0.97133, "train:auc": 0.98802}},
        "RiskReview": {"outputs": {"decision": "reject", "reviewer": "model-risk-committee"}},
        "CheckDecision": {"outcome": "False"},
    }
    rejected = Run(p, d, "2026-10-13T13:05:12Z", outcomes)
    yield (p, d, {"DomainName": "risk-studio", "sagemaker:domain-arn": domain_arn(VIRGINIA, RISK_DOMAIN)},
           user("daniel-okafor", RISK_DOMAIN, VIRGINIA), "2026-06-17T19:26:30Z", "2026-10-11T20:18:45Z",
           "Trains, reviews and releases the card fraud model", [rejected])

    p, d = demo.merchant_risk()
    register = "RegisterMerchantRisk-RegisterModel"
    metrics = {"TrainMerchantRisk": {"metrics": {"validation:auc": 0.92871}}, register: {"approval": "Rejected"}}
    whole = Run(p, d, "2026-10-08T16:20:09Z", metrics, version=2)
    # The evaluation was wrong, not the model: only what follows from it runs anew.
    again = Run(p, d, "2026-10-12T18:41:33Z", {register: {"approval": "Approved"}}, version=3,
                selected=(whole, ["EvaluateMerchantRisk", register]))
    yield (p, d, {"DomainId": RISK_DOMAIN}, user("priya-n", RISK_DOMAIN, VIRGINIA), "2026-07-22T14:11:08Z",
           "2026-10-08T16:18:40Z", "Risk of merchants, from their feature store", [again, whole])


def write_pipelines():
    lists, everything = {SEOUL: [], VIRGINIA: []}, []
    for pipeline, definition, tags, author, created, changed, description, runs in account():
        region, name = pipeline.region, pipeline.name
        summary = {
            "name": name,
            "arn": f"arn:aws:sagemaker:{region}:{ACCOUNT}:pipeline/{name.lower()}",
            "displayName": name,
            "description": description,
            "roleArn": pipeline.role,
            "created": created,
            "lastModified": changed,
            "lastRun": stamp(runs[0].started) if runs else None,
            "createdBy": author,
            "tags": known(tags),
        }
        lists[region].append(summary)
        head = {key: summary[key] for key in ("name", "arn", "displayName", "description", "roleArn")}
        tail = {key: summary[key] for key in ("created", "lastModified", "lastRun", "createdBy")}
        write("pipelines", [region, name], {"value": {
            **head, "status": "Active", **tail, "lastModifiedBy": author, "tags": summary["tags"],
            "definition": text(definition),
        }})
        write("tags", [region, summary["arn"]], {"value": tags})
        write("execution-lists", [region, name], {"value": [run.summary() for run in runs]})
        for run in runs:
            write("executions", [region, run.arn], {"value": run.execution()})
            write("steps", [region, run.arn], {"value": run.steps})
            write("parameters", [region, run.arn], {"value": run.parameters()})
            write("definitions", [region, run.arn], {"value": {"sameAs": name}})
            for folder, facts in (("jobs", run.jobs), ("models", run.models), ("model-packages", run.packages)):
                for arn, fact in facts.items():
                    write(folder, [region, arn], {"value": fact})
            for served in (*(model["name"] for model in run.models.values()), *run.packages):
                write("endpoint-lists", [region, served], {"value": endpoints(region, served)})
        everything += runs
    for region, summaries in lists.items():
        write("pipeline-lists", [region], {"value": sorted(summaries, key=lambda summary: summary["name"])})
    return everything


def endpoints(region, served):
    """Who serves a model: one package is live, and a first try of another endpoint failed."""
    if not served.endswith("model-package/merchant-risk/3"):
        return []
    return [
        {
            "name": name,
            "arn": f"arn:aws:sagemaker:{region}:{ACCOUNT}:endpoint/{name}",
            "status": status,
            "modelName": "merchant-risk-v3",
            "configName": known(f"{name}-v3"),
            "created": created,
            "lastModified": changed,
        }
        for name, status, created, changed in (
            ("merchant-risk-batch-lookup", "Failed", "2026-10-13T02:14:09Z", "2026-10-13T02:31:55Z"),
            ("merchant-risk-live", "InService", "2026-08-04T12:20:41Z", "2026-10-13T01:58:27Z"),
        )
    ]


def write_domains():
    for region, domain, name, created in (
        (SEOUL, GROWTH, "growth-studio", "2026-01-12T00:45:12Z"),
        (VIRGINIA, RISK_DOMAIN, "risk-studio", "2026-05-04T17:30:26Z"),
    ):
        fact = {
            "id": domain,
            "arn": domain_arn(region, domain),
            "name": name,
            "status": "InService",
            "url": f"https://{domain}.studio.{region}.sagemaker.aws",
            "homeEfsFileSystemId": None,
            "created": created,
        }
        write("domain-lists", [region], {"value": [fact]})
        file_system = f"fs-0{hashlib.sha256(domain.encode()).hexdigest()[:16]}"
        write("domains", [region, domain], {"value": {**fact, "homeEfsFileSystemId": file_system}})


def write_feature_groups():
    """(region, name, created, bucket, format and key of the offline store, online store, identifier, time, features)"""
    key = f"arn:aws:kms:{VIRGINIA}:{ACCOUNT}:key/c2a94e17-55d0-4f6b-8a3d-e81b07f9d264"
    groups = [
        (SEOUL, *SCORES, (LAKE, "Glue", None), {"enabled": False, "kmsKeyId": None, "storageType": None},
         "customer_id", "scored_at", [
             ("customer_id", "String"), ("churn_probability", "Fractional"), ("risk_band", "String"),
             ("model_package_version", "Integral"), ("scored_at", "String"),
         ]),
        (SEOUL, "session-signals", 1780540200, None, {"enabled": True, "kmsKeyId": None, "storageType": "InMemory"},
         "customer_id", "seen_at", [
             ("customer_id", "String"), ("sessions_24h", "Integral"), ("taste", "Fractional", "Vector"), ("seen_at", "Fractional"),
         ]),
        (VIRGINIA, "card-transaction-features", 1780155603, (RISK, "Glue", key),
         {"enabled": True, "kmsKeyId": key, "storageType": "Standard"}, "transaction_id", "event_time", [
             ("transaction_id", "String"), ("card_id", "String"), ("amount_usd", "Fractional"),
             ("amount_ratio", "Fractional"), ("is_foreign", "Integral"), ("event_time", "String"),
         ]),
        (VIRGINIA, *PROFILE, (RISK, "Iceberg", key), None, "merchant_id", "as_of", [
            ("merchant_id", "String"), ("chargebacks_90d", "Integral"), ("volume_usd_90d", "Fractional"), ("as_of", "String"),
        ]),
    ]
    descriptions = {
        "transaction_id": "Id of the authorisation, as the card network gives it",
        "amount_usd": "Authorised amount in US dollars, at the day's rate",
        "amount_ratio": "Amount over the card's average of the last 30 days; empty for a card without history",
        "is_foreign": "1 when the merchant is in another country than the card holder",
        "event_time": "When the transaction was authorised, UTC",
    }
    lists = {SEOUL: [], VIRGINIA: []}
    for region, name, epoch, offline, online, record, event, features in groups:
        summary = {
            "name": name,
            "arn": f"arn:aws:sagemaker:{region}:{ACCOUNT}:feature-group/{name}",
            "status": "Created",
            "created": stamp(at("1970-01-01T00:00:00Z") + timedelta(seconds=epoch)),
        }
        lists[region].append(summary)
        bucket, table_format, key = offline or (None, None, None)
        write("feature-groups", [region, name], {"value": {
            **summary,
            "roleArn": f"arn:aws:iam::{ACCOUNT}:role/hanbit-feature-store",
            "recordIdentifier": record,
            "eventTime": event,
            "features": [{"name": f, "featureType": t, "collectionType": c[0] if c else None} for f, t, *c in features],
            "offlineStore": offline and {
                "s3Uri": f"s3://{bucket}/feature-store",
                "resolvedS3Uri": offline_store(bucket, region, (name, epoch)),
                "kmsKeyId": key,
                "tableFormat": table_format,
                "catalog": "AwsDataCatalog",
                "database": "sagemaker_featurestore",
                "table": f"{name.replace('-', '_')}_{epoch}",
            },
            "onlineStore": online,
        }})
        for feature, *_ in features:
            write("feature-descriptions", [region, name, feature], {"value": descriptions.get(feature)})
    for region, summaries in lists.items():
        write("feature-group-lists", [region], {"value": summaries})


def write_buckets():
    def bucket(name, region, encryption, versioning, block, policy, acl, tags, account=NONE):
        write("buckets", [name], {"value": {
            "name": name, "region": known(region), "encryption": encryption, "versioning": versioning,
            "publicAccessBlock": block, "accountPublicAccessBlock": account, "publicPolicy": policy,
            "publicAcl": acl, "tags": tags,
        }})

    def encryption(algorithm, key=None, bucket_key=False):
        return known({"algorithm": algorithm, "kmsKeyId": key, "bucketKeyEnabled": bucket_key})

    def kms(region, key):
        return f"arn:aws:kms:{region}:{ACCOUNT}:key/{key}"

    def versioning(status, mfa_delete=None):
        return known({"status": status, "mfaDelete": mfa_delete})

    def block(acls, policies):
        return known({
            "blockPublicAcls": acls, "ignorePublicAcls": acls, "blockPublicPolicy": policies, "restrictPublicBuckets": policies,
        })

    seoul_key = kms(SEOUL, "6f0d1c52-8f3e-4b7a-9d56-2b1e7c40a913")
    risk_key = kms(VIRGINIA, "c2a94e17-55d0-4f6b-8a3d-e81b07f9d264")
    tags = known({"CostCenter": "4410", "Env": "prod", "Team": "growth"})
    blocked = block(True, True)
    bucket(LAKE, SEOUL, encryption("aws:kms", seoul_key, True), versioning("Enabled"), blocked, known(False), known(False), tags)
    bucket(MODELS, SEOUL, encryption("aws:kms", seoul_key, True), versioning("Enabled", True), blocked, NONE, known(False), tags)
    bucket(OPEN, SEOUL, encryption("AES256"), versioning("Suspended"), block(False, False), known(True), known(False),
           known({"Purpose": "open-data"}))
    bucket(EXPORTS, SEOUL, encryption("AES256"), NONE, block(True, False), known(False), known(False), tags)
    # In Tokyo, where the partner is; its ACL lets everybody in.
    bucket(PARTNER, "ap-northeast-1", encryption("aws:kms"), versioning("Enabled", False), NONE, NONE, known(True), NONE)
    bucket(RISK, VIRGINIA, encryption("aws:kms:dsse", risk_key), versioning("Enabled"), blocked, known(False),
           known(False), denied("s3:GetBucketTagging", RISK))
    for region, name in DEFAULT.items():
        bucket(name, region, encryption("AES256"), NONE, NONE if region == SEOUL else blocked, NONE, known(False), NONE)
    bucket(VENDOR, "eu-west-1", *(denied(f"s3:{action}", VENDOR) for action in (
        "GetEncryptionConfiguration", "GetBucketVersioning", "GetBucketPublicAccessBlock", "GetBucketPolicyStatus",
        "GetBucketAcl", "GetBucketTagging",
    )), account=NOT_READ)
    write("buckets", [SCRAPES], error("notFound", SCRAPES, "the bucket does not exist"))


def write_objects(runs):
    """Each bucket's index; `None` as content means an object that is listed, its bytes not recorded."""
    buckets = {name: {} for name in (LAKE, MODELS, OPEN, RISK, EXPORTS, PARTNER, *DEFAULT.values())}

    def put(uri, content, time, size=None):
        name, _, key = uri.removeprefix("s3://").partition("/")
        entry = {"size": size if content is None else len(content)}
        digest = hashlib.md5(content if content is not None else uri.encode()).hexdigest()
        entry |= {"etag": f'"{digest}"', "lastModified": time, "storageClass": "STANDARD", "data": None}
        if content is not None:
            sha = entry["data"] = hashlib.sha256(content).hexdigest()
            (ROOT / "data").mkdir(exist_ok=True)
            (ROOT / "data" / sha).write_bytes(content)
        buckets[name][key] = entry

    for uri, content, time in datasets.lake():
        put(uri, content, time)
    for run in runs:
        newest = run.started > at(RECORDED) - timedelta(days=2)
        for job in run.jobs.values():
            if job["status"] != "Completed" or run.id not in job["name"]:
                continue
            for output in job["outputs"]:
                if output["uri"].endswith("model.tar.gz"):
                    put(output["uri"], None, job["ended"], 1_400_000 + int(hashlib.sha256(job["name"].encode()).hexdigest()[:4], 16))
                for name, content in datasets.output(run, output):
                    put(f"{output['uri']}/{name}", content if newest or name.endswith(".json") else None, job["ended"], len(content))
        for step in run.definition_["Steps"]:
            for found in step["Arguments"].get("ProcessingInputs", []):
                if found["InputName"] == "code":
                    put(found["S3Input"]["S3Uri"], None, "2026-10-01T03:27:09Z", 4_096 + len(step["Name"]) * 37)
    for name, objects in buckets.items():
        ordered = dict(sorted(objects.items(), key=lambda item: item[0].encode()))
        write("objects", [name], {"value": {"listings": {"": "all"}, "objects": ordered, "failures": {}}})
    for name, failure in (
        (VENDOR, error("accessDenied", f"s3://{VENDOR}/", "access denied")),
        (SCRAPES, error("notFound", f"s3://{SCRAPES}/", "the bucket does not exist")),
    ):
        write("objects", [name], {"value": {"listings": {"": failure}, "objects": {}, "failures": {}}})


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    regions = [SEOUL, VIRGINIA]
    dump("snapshot.json", {"format": 1, "recordedAt": RECORDED, "account": ACCOUNT, "regions": regions})
    write_domains()
    write_feature_groups()
    write_buckets()
    write_objects(write_pipelines())


if __name__ == "__main__":
    main()
