"""moto's server with the parts that this check needs and moto lacks or answers differently from AWS.

Usage: server.py PORT (loopback only). Everything else is moto as released: its S3, its STS, its SageMaker jobs, models,
model packages, tags. Ours are, each as the API reference describes it:

- ListPipelineExecutionSteps (absent in moto), with order and pages of at most 25, as the service may cut them; the steps
  come from `execution.py`, which runs the definition at StartPipelineExecution.
- ListPipelineExecutions: order and paging (moto ignores both, so that the "latest" is the oldest).
- ListPipelineParametersForExecution: the defaults too, not only the values given at the start.
- CreatePipeline from S3: the definition stays text (moto answers it as a Python dictionary's repr).
- Pipeline and execution ARNs carry the name in lower case; pipelines are found by name or ARN; an unknown one is a
  ResourceNotFound (moto: ValidationException).
- DescribePipelineExecution: the reason of a failure (moto: always empty).
- DescribeTrainingJob: two metrics that are each job's own (moto: the same one for all); DescribeHyperParameterTuningJob:
  the best job is the one that was trained, with the objective that was asked for (moto: a fixed name and metric).
- Jobs that did not fail have no FailureReason (moto: an empty one for transform and tuning jobs).
- Search for pipelines, their executions and feature groups: order and pages, LastRunTime of pipelines, executions at all
  (moto: none), the groups below. Nothing here filters a search; other resources are searched by moto.
- CreatedBy of a pipeline is the user that the tag `sagemaker:user-profile-arn` names (moto: the same user for all).
- Feature groups: see `feature_store.py`.
- What users may do: see `permissions.py`.
- GetBucketVersioning: the root element is VersioningConfiguration (moto: GetBucketVersioningResponse).
"""

import sys
import zlib

import boto3
from moto.core.responses import ActionResult
from moto.s3.responses import S3Response
from moto.sagemaker import models, utils
from moto.sagemaker.exceptions import AWSValidationException, ResourceNotFound
from moto.sagemaker.responses import SageMakerResponse
from moto.server import main

import feature_store
import permissions  # noqa: F401
from execution import Execution

runs: dict[str, Execution] = {}


def page(items, key, params, name):
    """One page of `items` under `key`; the token is the place of the next item."""
    size, start = min(int(params("MaxResults") or 10), 25), int(params("NextToken") or 0)
    if params("SortOrder") != "Ascending":
        items = items[::-1]
    answer = {name: [key(item) for item in items[start : start + size]]}
    if start + size < len(items):
        answer["NextToken"] = str(start + size)
    return ActionResult(answer)


def list_pipeline_execution_steps(self):
    arn = self._get_param("PipelineExecutionArn")
    if arn not in runs:
        raise ResourceNotFound(f"Pipeline execution with ARN '{arn}' does not exist.")
    return page(runs[arn].steps, dict, self._get_param, "PipelineExecutionSteps")


def list_pipeline_executions(self):
    pipeline = find_pipeline(self.sagemaker_backend.pipelines, self._get_param("PipelineName"))

    def summary(run):
        return {
            "PipelineExecutionArn": run.arn,
            "StartTime": run.start_time,
            "PipelineExecutionStatus": run.pipeline_execution_status,
            "PipelineExecutionDisplayName": run.pipeline_execution_display_name,
            "PipelineExecutionFailureReason": run.pipeline_execution_failure_reason,
        }

    executions = list(pipeline.pipeline_executions.values())
    return page(executions, summary, self._get_param, "PipelineExecutionSummaries")


def found_pipelines(self):
    for pipeline in self.sagemaker_backend.pipelines.values():
        told = {
            "PipelineArn": pipeline.arn,
            "PipelineName": pipeline.pipeline_name,
            "PipelineDisplayName": pipeline.pipeline_display_name,
            "RoleArn": pipeline.role_arn,
            "CreationTime": pipeline.creation_time,
            "LastModifiedTime": pipeline.last_modified_time,
            "LastRunTime": pipeline.last_execution_time,
            "CreatedBy": pipeline.created_by,
            "Tags": pipeline.tags,
        }
        yield {key: value for key, value in told.items() if value is not None}


def found_executions(self):
    for pipeline in self.sagemaker_backend.pipelines.values():
        for run in pipeline.pipeline_executions.values():
            yield {
                "PipelineArn": pipeline.arn,
                "PipelineExecutionArn": run.arn,
                "PipelineExecutionDisplayName": run.pipeline_execution_display_name,
                "PipelineExecutionStatus": run.pipeline_execution_status,
                "CreationTime": run.creation_time,
                "LastModifiedTime": run.last_modified_time,
                "PipelineParameters": run.pipeline_parameters,
            }


def found_feature_groups(self):
    return [group for (region, _), group in feature_store.groups.items() if region == self.region]


FOUND = {"Pipeline": found_pipelines, "PipelineExecution": found_executions, "FeatureGroup": found_feature_groups}


def search(self):
    resource = self._get_param("Resource")
    if resource not in FOUND:
        return moto_search(self)
    if self._get_param("SearchExpression"):
        raise AWSValidationException("this server filters no search")
    by = self._get_param("SortBy") or "LastModifiedTime"
    records = sorted(FOUND[resource](self), key=lambda record: record.get(by, record["CreationTime"]))
    return page(records, lambda record: {resource: record}, self._get_param, "Results")


def list_feature_groups(self):
    return page(feature_store.listed(self.region), dict, self._get_param, "FeatureGroupSummaries")


def pipeline(self, *args, **kwargs):
    moto_pipeline(self, *args, **kwargs)
    user = next((tag["Value"] for tag in self.tags if tag["Key"] == "sagemaker:user-profile-arn"), None)
    domain, name = user.split("/")[1:] if user else (None, None)
    self.created_by = user and {"UserProfileArn": user, "UserProfileName": name, "DomainId": domain}
    self.last_modified_by = self.created_by


def start_pipeline_execution(self):
    answer = moto_start(self)
    arn = answer.result["PipelineExecutionArn"]
    execution = utils.get_pipeline_execution_from_arn(self.sagemaker_backend.pipelines, arn)
    given = {p["Name"]: p["Value"] for p in execution.pipeline_parameters or []}
    clients = [boto3.client(name, region_name=self.region, endpoint_url=f"http://127.0.0.1:{PORT}") for name in ("sagemaker", "s3")]
    earlier = [run for run in runs.values() if run.arn.rsplit("/", 1)[0] == arn.rsplit("/", 1)[0]]
    run = Execution(arn, execution.pipeline_definition_for_execution, given, *clients, earlier)
    runs[arn] = run
    execution.pipeline_parameters = [{"Name": k, "Value": str(v)} for k, v in run.parameters.items() if v is not None]
    execution.pipeline_execution_status = run.status
    execution.pipeline_execution_failure_reason = run.failure
    execution.last_modified_time = run.clock
    return answer


def describe_pipeline_execution(self):
    answer = moto_execution(self)
    answer.result["FailureReason"] = runs[answer.result["PipelineExecutionArn"]].failure
    return answer


def metric(name, job):
    """A number that is the job's own, and the same at every time."""
    return {"MetricName": name, "Value": zlib.crc32(f"{job}/{name}".encode()) % 1000 / 1000}


def training_job(self, *args, **kwargs):
    moto_training(self, *args, **kwargs)
    names = ("train:auc", "validation:auc")
    self.final_metric_data_list = [{**metric(name, self.training_job_name), "Timestamp": self.creation_time} for name in names]


def tuning_job(self, *args, **kwargs):
    moto_tuning(self, *args, **kwargs)
    objective = self.hyper_parameter_tuning_job_config["HyperParameterTuningJobObjective"]
    best = f"{self.hyper_parameter_tuning_job_name}-001-best"
    value = {"Type": objective["Type"], **metric(objective["MetricName"], best)}
    self.best_training_job |= {"TrainingJobName": best, "FinalHyperParameterTuningJobObjectiveMetric": value}
    self.failure_reason = None


def transform_job(self, *args, **kwargs):
    moto_transform(self, *args, **kwargs)
    self.failure_reason = None


def find_pipeline(pipelines, name):
    wanted = name.rsplit("/", 1)[-1].lower()
    found = next((pipeline for known, pipeline in pipelines.items() if known.lower() == wanted), None)
    if found is None:
        raise ResourceNotFound(f"Pipeline '{name}' does not exist.")
    return found


def resource_of_arn(self, arn):
    return find_pipeline(self.pipelines, arn) if ":pipeline/" in arn else moto_resource(self, arn)


def definition_text(location, account_id, partition):
    found = utils.s3_backends[account_id][partition].get_object(location["Bucket"], location["ObjectKey"])
    return found.value.decode()


def lower_case_arn(_type, _id, account_id, region_name):
    return moto_arn(_type, _id.lower() if _type == "pipeline" else _id, account_id, region_name)


def get_bucket_versioning(self):
    status, headers, body = moto_versioning(self)
    return status, headers, body.replace("GetBucketVersioningResponse", "VersioningConfiguration")


moto_start, moto_execution = SageMakerResponse.start_pipeline_execution, SageMakerResponse.describe_pipeline_execution
moto_training, moto_tuning = models.FakeTrainingJob.__init__, models.HyperParameterTuningJob.__init__
moto_transform, moto_pipeline = models.FakeTransformJob.__init__, models.FakePipeline.__init__
moto_search, moto_resource = SageMakerResponse.search, models.SageMakerModelBackend._get_resource_from_arn
moto_arn, moto_versioning = models.arn_formatter, S3Response.get_bucket_versioning
SageMakerResponse.describe_pipeline_execution = describe_pipeline_execution
models.FakeTrainingJob.__init__, models.HyperParameterTuningJob.__init__ = training_job, tuning_job
models.FakeTransformJob.__init__, models.FakePipeline.__init__ = transform_job, pipeline
SageMakerResponse.search = search
SageMakerResponse.list_feature_groups = list_feature_groups
for action in (
    "create_feature_group", "describe_feature_group", "update_feature_metadata", "describe_feature_metadata",
):
    setattr(SageMakerResponse, action, getattr(feature_store, action))
SageMakerResponse.list_pipeline_execution_steps = list_pipeline_execution_steps
SageMakerResponse.list_pipeline_executions = list_pipeline_executions
SageMakerResponse.start_pipeline_execution = start_pipeline_execution
S3Response.get_bucket_versioning = get_bucket_versioning
models.arn_formatter = lower_case_arn
models.SageMakerModelBackend._get_resource_from_arn = resource_of_arn
models.get_pipeline_from_name = utils.get_pipeline_from_name = find_pipeline
models.load_pipeline_definition_from_s3 = definition_text

if __name__ == "__main__":
    PORT = sys.argv[1]
    main(["-H", "127.0.0.1", "-p", PORT])
