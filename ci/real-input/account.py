"""The account of the check: buckets of several kinds with small objects, the pipelines, and runs of them."""

import json
import logging

# Before the SDK's import, which sets its own loggers up and says at length what is going to change.
logging.disable(logging.WARNING)

import boto3

from pipelines import PIPELINES, Account, PipelineGraph, PipelineSession

REGION = "ap-northeast-2"
OTHER_REGION = "eu-west-1"
ACCOUNT_ID = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT_ID}:role/service-role/AmazonSageMaker-ExecutionRole"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT_ID}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
RAW, WORK, MODELS = "acme-raw-data", "acme-ml-work", "acme-models"
SCHEMAS = "acme-schemas"

# What an answer must say of each bucket, as the HTTP contract names it.
POSTURE = {
    RAW: {
        "region": REGION,
        "encryption": "aws:kms",
        "kmsKeyId": KEY,
        "bucketKeyEnabled": True,
        "versioning": "Enabled",
        "publicAccess": "Blocked",
        "tags": {"Env": "prod", "Owner": "data-platform"},
    },
    WORK: {"region": REGION, "encryption": "AES256", "versioning": "Disabled", "publicAccess": "Partial"},
    MODELS: {
        "region": OTHER_REGION,
        "encryption": "AES256",
        "versioning": "Suspended",
        "publicAccess": "NotBlocked",
        "publicAcl": True,
    },
}

OBJECTS = {
    RAW: ["telco/churn.csv", "orders/2024/01.csv", "customers/2024-05-01/part-0.csv", "credit/applications.csv"],
    MODELS: ["xgboost/current/output/model.tar.gz", "credit/model.tar.gz"],
}

# The rule by which each pipeline belongs to a domain; where several tags say something, the first rule counts.
STUDIO, OTHER_STUDIO, EMPTY_STUDIO = "growth-studio", "risk-studio", "empty-studio"
TAGS = {
    "CustomerChurn": {"DomainName": STUDIO},
    "DemandForecast": {"DomainId": f"d-{STUDIO}", "DomainName": OTHER_STUDIO},
    "DailyScoring": {"sagemaker:domain-arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:domain/d-{OTHER_STUDIO}"},
    "FraudApproval": {
        "sagemaker:user-profile-arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:user-profile/d-{OTHER_STUDIO}/ana"
    },
    "CreditMonitoring": {
        "DomainName": OTHER_STUDIO,
        "sagemaker:domain-arn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT_ID}:domain/d-{STUDIO}",
    },
}
NEVER_RUN = "CustomerChurnCandidate"

# Parameters of each run, in the order the runs start; the last one is the latest execution. A pipeline that is not named
# runs once with its defaults.
RUNS = {
    "CustomerChurn": [{}, {"AucThreshold": 0.9}],
    "DailyScoring": [{"Day": "2024-05-02"}, {"Day": "2024-05-03"}],
}


def create_reader(policies):
    """A user with each policy of a folder, for the bucket of schemas that there is; answers its keys."""
    iam = boto3.client("iam", region_name=REGION)
    iam.create_user(UserName="reader")
    for path in sorted(policies.glob("*.json")):
        document = path.read_text().replace("sagemaker-lineage-schemas", SCHEMAS)
        policy = iam.create_policy(PolicyName=path.stem, PolicyDocument=document)["Policy"]
        iam.attach_user_policy(UserName="reader", PolicyArn=policy["Arn"])
    made = iam.create_access_key(UserName="reader")["AccessKey"]
    return made["AccessKeyId"], made["SecretAccessKey"]


def create_buckets():
    for bucket, facts in POSTURE.items():
        s3 = boto3.client("s3", region_name=facts["region"])
        acl = "public-read" if "publicAcl" in facts else "private"
        s3.create_bucket(Bucket=bucket, ACL=acl, CreateBucketConfiguration={"LocationConstraint": facts["region"]})
        rule = {"SSEAlgorithm": facts["encryption"]}
        if "kmsKeyId" in facts:
            rule["KMSMasterKeyID"] = facts["kmsKeyId"]
        s3.put_bucket_encryption(
            Bucket=bucket,
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": "bucketKeyEnabled" in facts}]
            },
        )
        if facts["versioning"] != "Disabled":
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": facts["versioning"]})
        if facts["publicAccess"] != "NotBlocked":
            blocked = facts["publicAccess"] == "Blocked"
            settings = {"BlockPublicAcls": True, "IgnorePublicAcls": True}
            settings |= {"BlockPublicPolicy": blocked, "RestrictPublicBuckets": blocked}
            s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=settings)
        if "tags" in facts:
            tags = [{"Key": key, "Value": value} for key, value in facts["tags"].items()]
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
        for key in OBJECTS.get(bucket, []):
            s3.put_object(Bucket=bucket, Key=key, Body="id,value\n1,2\n")


def create_domains():
    sagemaker = boto3.client("sagemaker", region_name=REGION)
    for name in (STUDIO, OTHER_STUDIO, EMPTY_STUDIO):
        settings = {"ExecutionRole": ROLE}
        sagemaker.create_domain(
            DomainName=name, AuthMode="IAM", DefaultUserSettings=settings, SubnetIds=["subnet-1"], VpcId="vpc-1"
        )


def create_feature_groups():
    """One with both stores and descriptions, one offline alone, one online alone."""
    sagemaker = boto3.client("sagemaker", region_name=REGION)
    features = [
        ("customer_id", "String"), ("event_time", "Fractional"), ("balance", "Fractional"), ("orders_30d", "Integral"),
        ("segment", "String"),
    ]
    offline = {"S3StorageConfig": {"S3Uri": f"s3://{WORK}/features", "KmsKeyId": KEY}, "TableFormat": "Iceberg"}
    online = {"EnableOnlineStore": True, "SecurityConfig": {"KmsKeyId": KEY}}
    for name, stores in (
        ("customer-balance", {"OfflineStoreConfig": offline, "OnlineStoreConfig": online}),
        ("customer-history", {"OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": f"s3://{WORK}/features"}}}),
        ("session-signals", {"OnlineStoreConfig": {"EnableOnlineStore": True, "StorageType": "InMemory"}}),
    ):
        sagemaker.create_feature_group(
            FeatureGroupName=name,
            RecordIdentifierFeatureName="customer_id",
            EventTimeFeatureName="event_time",
            FeatureDefinitions=[{"FeatureName": feature, "FeatureType": kind} for feature, kind in features],
            RoleArn=ROLE,
            **stores,
        )
    for feature, text in (("balance", "In euro, at the end of the day"), ("segment", "private or business")):
        sagemaker.update_feature_metadata(FeatureGroupName="customer-balance", FeatureName=feature, Description=text)


def create_pipelines():
    """Creates every pipeline through the SDK; answers the Pipeline objects."""
    session = PipelineSession(boto_session=boto3.Session(region_name=REGION), default_bucket=WORK)
    account = Account(session, ROLE, RAW, WORK, MODELS)
    pipelines = [build(account) for build in PIPELINES]
    for pipeline in pipelines:
        tags = {"Team": "ml-platform", **TAGS.get(pipeline.name, {})}
        pipeline.create(ROLE, tags=[{"Key": key, "Value": value} for key, value in tags.items()])
        described = pipeline.describe()["PipelineDefinition"]
        assert json.loads(described) == json.loads(pipeline.definition()), f"{pipeline.name} is stored as it was built"
    definition = pipelines[0].definition()
    session.sagemaker_client.create_pipeline(
        PipelineName=NEVER_RUN, PipelineDefinition=definition, RoleArn=ROLE, ClientRequestToken="candidate" * 4
    )
    return pipelines


def oracle(pipeline):
    """What the SDK itself says of a pipeline: {step name: step type}, {(upstream, downstream)}."""
    graph = PipelineGraph.from_pipeline(pipeline)
    steps = {step.name: step.step_type.value for step in graph.step_map.values() if hasattr(step, "step_type")}
    return steps, {(up, down) for up, downs in graph.adjacency_list.items() for down in downs}


def run_pipelines(pipelines):
    """Starts every run; answers the latest execution of each pipeline by its name."""
    return {p.name: [p.start(parameters=given) for given in RUNS.get(p.name, [{}])][-1] for p in pipelines}
