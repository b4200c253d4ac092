"""What boto3 alone reads from the service, in the words of the HTTP contract: what an answer of the program must say.

Written from the contract and the API reference; nothing here is the program's. Times are datetimes, cut to milliseconds.
Every method asks anew, so nothing of an answer can slip in.
"""

import json
import re
from collections import Counter
from datetime import timezone

import boto3
from botocore.exceptions import ClientError

# The call that describes a job and its argument, by the member of the step's metadata.
JOBS = {
    "ProcessingJob": ("describe_processing_job", "ProcessingJobName"),
    "TrainingJob": ("describe_training_job", "TrainingJobName"),
    "TransformJob": ("describe_transform_job", "TransformJobName"),
    "TuningJob": ("describe_hyper_parameter_tuning_job", "HyperParameterTuningJobName"),
}
PUBLIC = tuple(f"http://acs.amazonaws.com/groups/global/{group}" for group in ("AllUsers", "AuthenticatedUsers"))


def cut(time):
    """To milliseconds: what an answer of the service holds."""
    return time and time.astimezone(timezone.utc).replace(microsecond=time.microsecond // 1000 * 1000)


def uris(value):
    """The S3 URIs that stand anywhere in a value."""
    return set(re.findall(r's3://[^"\s\\]+', json.dumps(value, default=str)))


class Reference:
    """One region of the account."""

    def __init__(self, region):
        self.region = region
        self.sagemaker = boto3.client("sagemaker", region_name=region)

    def paged(self, operation, key, **arguments):
        pages = self.sagemaker.get_paginator(operation).paginate(**arguments)
        return [item for page in pages for item in page[key]]

    def latest(self, pipeline):
        """The newest execution's summary and description; none where it never ran."""
        newest = self.sagemaker.list_pipeline_executions(
            PipelineName=pipeline, SortBy="CreationTime", SortOrder="Descending", MaxResults=1
        )["PipelineExecutionSummaries"]
        if not newest:
            return None, None
        arn = newest[0]["PipelineExecutionArn"]
        return newest[0], self.sagemaker.describe_pipeline_execution(PipelineExecutionArn=arn)

    def lineage(self, pipeline):
        """`/lineage?includeLatestExec=true`: pipeline, execution, summary, and of each node its run, ports and registry."""
        described = self.sagemaker.describe_pipeline(PipelineName=pipeline)
        summary, execution = self.latest(pipeline)
        arn = execution["PipelineExecutionArn"]
        parameters = self.paged(
            "list_pipeline_parameters_for_execution", "PipelineParameters", PipelineExecutionArn=arn
        )
        definition = self.sagemaker.describe_pipeline_definition_for_execution(PipelineExecutionArn=arn)
        declared = steps_of(json.loads(definition["PipelineDefinition"])["Steps"])
        ran = self.paged("list_pipeline_execution_steps", "PipelineExecutionSteps", PipelineExecutionArn=arn)
        counts = Counter({"Succeeded": 0, "Failed": 0, "Executing": 0})
        counts.update(step["StepStatus"] for step in ran)
        if len(declared) > len(ran):
            counts["NotStarted"] = len(declared) - len(ran)
        span = max(step["EndTime"] for step in ran) - min(step["StartTime"] for step in ran)
        nodes = {step["StepName"]: self.step(step, declared[step["StepName"]]) for step in ran}
        for name in declared.keys() - nodes.keys():
            nodes[name] = {"run": {"status": "NotStarted", "startTime": None, "endTime": None, "jobArn": None}}
        return {
            "pipeline": {
                "name": described["PipelineName"],
                "arn": described["PipelineArn"],
                "lastModifiedTime": cut(described["LastModifiedTime"]),
            },
            "execution": {
                "arn": arn,
                "status": execution["PipelineExecutionStatus"],
                "startTime": cut(summary["StartTime"]),
                "lastModifiedTime": cut(execution["LastModifiedTime"]),
                "parameters": {parameter["Name"]: parameter["Value"] for parameter in parameters},
            },
            "summary": {
                "overallStatus": execution["PipelineExecutionStatus"],
                "nodeStatus": dict(counts),
                "elapsedSec": int(span.total_seconds()),
            },
            "nodes": nodes,
        }

    def step(self, step, declared):
        """A node: `run`, `registry` where there is one, `ports` by their names, and further URIs that it may name."""
        (member, metadata), *_ = step["Metadata"].items()
        report = {}
        job, ports, more, registry = {}, {"inputs": {}, "outputs": {}}, set(), None
        job_arn = metadata.get("CheckJobArn") or (metadata["Arn"] if member in JOBS else None)
        if job_arn:
            operation, argument = JOBS["ProcessingJob" if "CheckJobArn" in metadata else member]
            job = getattr(self.sagemaker, operation)(**{argument: job_arn.rsplit("/", 1)[1]})
            ports, more = ports_of(job)
            report = self.report(declared, ports["outputs"])
        elif member == "Model":
            model = self.sagemaker.describe_model(ModelName=metadata["Arn"].rsplit("/", 1)[1])
            ports["inputs"] = {"model_data": model["PrimaryContainer"]["ModelDataUrl"]}
        elif member == "RegisterModel":
            package = self.sagemaker.describe_model_package(ModelPackageName=metadata["Arn"])
            ports["inputs"] = package_ports(package)
            registry = {
                "modelPackageArn": package["ModelPackageArn"],
                "modelPackageGroupName": package["ModelPackageGroupName"],
                "modelPackageVersion": package["ModelPackageVersion"],
                "approvalStatus": package["ModelApprovalStatus"],
            }
        else:
            # What a function or a person is asked is free text.
            more = uris(declared.get("Arguments"))
        failure = (step.get("FailureReason"), metadata.get("ErrorMessage"), job.get("FailureReason"))
        run = {
            "status": step["StepStatus"],
            "startTime": cut(step["StartTime"]),
            "endTime": cut(step["EndTime"]),
            "elapsedSec": int((step["EndTime"] - step["StartTime"]).total_seconds()),
            "failureReason": next((reason for reason in failure if reason), None),
            "cacheHit": "CacheHitResult" in step,
            "attempts": step["AttemptCount"],
            "metrics": {**metrics(job), **report.get("metrics", {})},
            **({"report": report["report"]} if report else {}),
        }
        if job:
            run |= {"jobArn": job_arn, "jobName": job_arn.rsplit("/", 1)[1]}
        return {"run": run, "registry": registry, "ports": ports, "more": more}

    def report(self, declared, outputs):
        """What a step's first declared report says, and which object that is."""
        for file in declared.get("PropertyFiles", []):
            uri = f"{outputs[file['OutputName']]}/{file['FilePath']}"
            bucket, _, key = uri.removeprefix("s3://").partition("/")
            body = boto3.client("s3", region_name=self.region).get_object(Bucket=bucket, Key=key)["Body"]
            numbers = {f"eval.{path.removesuffix('.value')}": number for path, number in flat(json.load(body))}
            return {"report": uri, "metrics": numbers}
        return {}

    def posture(self, bucket):
        """An artifact's `s3`, with the names of the contract."""
        where = boto3.client("s3", region_name=self.region).head_bucket(Bucket=bucket)["BucketRegion"]
        s3 = boto3.client("s3", region_name=where)

        def ask(operation, absent, default):
            try:
                return getattr(s3, operation)(Bucket=bucket)
            except ClientError as error:
                if error.response["Error"]["Code"] != absent:
                    raise
                return default

        rules = ask("get_bucket_encryption", "ServerSideEncryptionConfigurationNotFoundError", None)
        rule = rules["ServerSideEncryptionConfiguration"]["Rules"][0] if rules else {}
        encryption = rule.get("ApplyServerSideEncryptionByDefault", {})
        blocks = ask("get_public_access_block", "NoSuchPublicAccessBlockConfiguration", {})
        blocks = blocks.get("PublicAccessBlockConfiguration", {})
        on = sum(map(bool, blocks.values()))
        policy = ask("get_bucket_policy_status", "NoSuchBucketPolicy", {}).get("PolicyStatus", {}).get("IsPublic", False)
        grants = s3.get_bucket_acl(Bucket=bucket)["Grants"]
        acl = any(grant["Grantee"].get("URI") in PUBLIC for grant in grants)
        tags = ask("get_bucket_tagging", "NoSuchTagSet", {}).get("TagSet", [])
        by_policy, by_acl = policy and not blocks.get("RestrictPublicBuckets"), acl and not blocks.get("IgnorePublicAcls")
        exposed = bool(by_policy or by_acl)
        return {
            "region": where,
            "encryption": encryption.get("SSEAlgorithm", "None"),
            "kmsKeyId": encryption.get("KMSMasterKeyID"),
            "bucketKeyEnabled": rule.get("BucketKeyEnabled"),
            "versioning": s3.get_bucket_versioning(Bucket=bucket).get("Status", "Disabled"),
            "publicAccess": {0: "NotBlocked", 4: "Blocked"}.get(on, "Partial"),
            "publicPolicy": policy,
            "publicAcl": acl,
            "exposed": exposed,
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
        }


def flat(value, path=""):
    """(dotted path, number) of each number in a report."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from flat(item, f"{path}.{index}" if path else str(index))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value


def steps_of(steps):
    """All steps of a definition by their names, those of branches and bodies too."""
    found = {}
    for step in steps:
        found[step["Name"]] = step
        for branch in ("IfSteps", "ElseSteps", "ForEachBody"):
            found |= steps_of(step.get("Arguments", {}).get(branch, []))
    return found


def ports_of(job):
    """What a job reads and writes by the names of the contract, and what else of S3 its description names."""
    inputs, outputs, more = {}, {}, set()
    for given in job.get("ProcessingInputs", []):
        inputs[given["InputName"]] = given["S3Input"]["S3Uri"]
    for made in job.get("ProcessingOutputConfig", {}).get("Outputs", []):
        outputs[made["OutputName"]] = made["S3Output"]["S3Uri"]
    training = job.get("TrainingJobDefinition", job)
    for channel in training.get("InputDataConfig", []):
        inputs[channel["ChannelName"]] = channel["DataSource"]["S3DataSource"]["S3Uri"]
    if "BestTrainingJob" in job:
        path = training["OutputDataConfig"]["S3OutputPath"].rstrip("/")
        outputs["model_artifacts"] = f"{path}/{job['BestTrainingJob']['TrainingJobName']}/output/model.tar.gz"
    elif "ModelArtifacts" in job:
        outputs["model_artifacts"] = job["ModelArtifacts"]["S3ModelArtifacts"]
    if "TransformInput" in job:
        inputs["transform_input"] = job["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"]
        outputs["transform_output"] = job["TransformOutput"]["S3OutputPath"]
    for aside in ("DebugHookConfig", "ProfilerConfig", "AppSpecification"):
        more |= uris(job.get(aside))
    return {"inputs": inputs, "outputs": outputs}, more


def package_ports(package):
    containers = package["InferenceSpecification"]["Containers"]
    ports = {"model_data": containers[0]["ModelDataUrl"]}
    statistics = package.get("ModelMetrics", {}).get("ModelQuality", {}).get("Statistics")
    if statistics:
        ports["model_quality_statistics"] = statistics["S3Uri"]
    return ports


def metrics(job):
    """The final metrics of a training job, or the objective of a tuning job's best one."""
    found = {metric["MetricName"]: metric["Value"] for metric in job.get("FinalMetricDataList", [])}
    best = job.get("BestTrainingJob", {}).get("FinalHyperParameterTuningJobObjectiveMetric")
    return found | ({best["MetricName"]: best["Value"]} if best else {})
