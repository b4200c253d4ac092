"""Feature groups, buckets and objects of the demo account."""

import hashlib
from datetime import timedelta

import datasets
from facts import NONE, NOT_READ, RECORDED, ROOT, denied, error, known, write
from places import (
    EXPORTS, LAKE, MODELS, OPEN, PARTNER, PROFILE, RISK, SCORES, SCRAPES, SEOUL, VENDOR, VIRGINIA, offline_store,
)
from plain import at, stamp
from sdk import ACCOUNT

DEFAULT = {region: f"sagemaker-{region}-{ACCOUNT}" for region in (SEOUL, VIRGINIA)}


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
    write("buckets", [SCRAPES], error("notFound", SCRAPES, "not found"))


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
        (SCRAPES, error("notFound", f"s3://{SCRAPES}/", "not found")),
    ):
        write("objects", [name], {"value": {"listings": {"": failure}, "objects": {}, "failures": {}}})
