"""Lets moto decide as IAM does: a user may call what the policies attached to it allow, on those resources alone.

moto's own check knows neither resources of SageMaker nor conditions. Keys that no user has may do everything: the check's
own. Each refusal is a line of the log that begins with DENIED.
"""

import json
import sys
from fnmatch import fnmatchcase
from urllib.parse import parse_qs, urlsplit

from moto.core.authorization import ActionAuthenticatorMixin
from moto.iam.access_control import AccessDeniedError
from moto.iam.models import iam_backends
from moto.s3.exceptions import S3AccessDeniedError

# What a name in a request is the name of, as ARNs have it. A request without any is about everything.
KINDS = {
    "DomainId": "domain",
    "EndpointName": "endpoint",
    "FeatureGroupName": "feature-group",
    "HyperParameterTuningJobName": "hyper-parameter-tuning-job",
    "ModelName": "model",
    "ModelPackageName": "model-package",
    "PipelineName": "pipeline",
    "ProcessingJobName": "processing-job",
    "TrainingJobName": "training-job",
    "TransformJobName": "transform-job",
}
ARNS = ("PipelineExecutionArn", "ResourceArn")

# Actions on buckets, by the method or by a word in the query; AWS's names, which are not always those of the operations.
BUCKETS = {
    "acl": "GetBucketAcl",
    "encryption": "GetEncryptionConfiguration",
    "policyStatus": "GetBucketPolicyStatus",
    "publicAccessBlock": "GetBucketPublicAccessBlock",
    "tagging": "GetBucketTagging",
    "versioning": "GetBucketVersioning",
}
OBJECTS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject"}


def listed(value):
    return value if isinstance(value, list) else [value]


def holds(condition, headers):
    """The one condition of deploy/iam that is about a header; another is a fault of this check."""
    for operator, keys in condition.items():
        if (operator, list(keys)) != ("Null", ["s3:if-none-match"]):
            raise NotImplementedError(f"condition {operator} {keys}")
        if ("If-None-Match" not in headers) != (keys["s3:if-none-match"] == "true"):
            return False
    return True


def allows(statement, action, resource, headers):
    return (
        statement["Effect"] == "Allow"
        and action in listed(statement["Action"])
        and any(fnmatchcase(resource, pattern) for pattern in listed(statement["Resource"]))
        and holds(statement.get("Condition", {}), headers)
    )


def decide(request, action, resource, refusal):
    key = credential(request)[0]
    iam = iam_backends[request.current_account]["aws"]
    users = iam.list_users("/", None, None)
    user = next((user for user in users if any(known.access_key_id == key for known in user.access_keys)), None)
    # Nobody needs a permission to ask who they are.
    if user is None or action == "sts:GetCallerIdentity":
        return
    policies = user.managed_policies.values()
    documents = [json.loads(version.document) for policy in policies for version in policy.versions]
    statements = [statement for document in documents for statement in document["Statement"]]
    if not any(allows(statement, action, resource, request.headers) for statement in statements):
        sys.stderr.write(f"DENIED {action} {resource}\n")
        raise refusal(user.arn, action)


def credential(request):
    """The key, the day, the region and the service that a request was signed for."""
    return request.headers.get("Authorization", "").partition("Credential=")[2].split("/")


def decide_call(request, _resource="*"):
    service, resource = (*credential(request), "", "", "", "")[3], "*"
    for name in (*ARNS, *KINDS) if service == "sagemaker" else ():
        value = request._get_param(name)
        if value:
            kind = KINDS.get(name)
            own = f"arn:aws:sagemaker:{request.region}:{request.current_account}:{kind}/"
            named = value.lower() if kind == "pipeline" else value
            resource = value if value.startswith("arn:") else own + named
            break
    decide(request, f"{service}:{request._get_action()}", resource, AccessDeniedError)


def decide_s3(request, bucket_name=None, key_name=None):
    query = parse_qs(urlsplit(request.uri).query, keep_blank_values=True)
    if key_name:
        action = OBJECTS.get(request.method, request.method)
    elif request.method in ("GET", "HEAD"):
        action = next((action for word, action in BUCKETS.items() if word in query), "ListBucket")
    else:
        action = request.method
    place = f"{bucket_name}/{key_name}" if key_name else bucket_name
    decide(request, f"s3:{action}", f"arn:aws:s3:::{place}", lambda _user, _action: S3AccessDeniedError())


ActionAuthenticatorMixin._authenticate_and_authorize_normal_action = decide_call
ActionAuthenticatorMixin._authenticate_and_authorize_s3_action = decide_s3
