"""Pieces of pipeline definitions, shaped as the SageMaker Python SDK emits them."""

import hashlib

ACCOUNT = "111122223333"
REGISTRY = {"ap-northeast-2": "366743142698", "us-east-1": "683313688378"}


def get(path):
    return {"Get": path}


def join(*values, on="/"):
    return {"Std:Join": {"On": on, "Values": list(values)}}


def param(name, default=None, kind="String", enum=None):
    found = {"Name": name, "Type": kind}
    if default is not None:
        found["DefaultValue"] = default
    if enum:
        found["EnumValues"] = enum
    return found


def output_of(step, output):
    return get(f"Steps.{step}.ProcessingOutputConfig.Outputs['{output}'].S3Output.S3Uri")


def model_of(step):
    return get(f"Steps.{step}.ModelArtifacts.S3ModelArtifacts")


class Pipeline:
    """Builds one definition. Every method returns a step; steps are given to `definition` in their order."""

    def __init__(self, name, region, role):
        self.name, self.region = name, region
        self.bucket = f"sagemaker-{region}-{ACCOUNT}"
        self.role = f"arn:aws:iam::{ACCOUNT}:role/service-role/{role}"

    def image(self, name):
        return f"{REGISTRY[self.region]}.dkr.ecr.{self.region}.amazonaws.com/{name}"

    def run_path(self, step, *rest):
        return join("s3:/", self.bucket, self.name, get("Execution.PipelineExecutionId"), step, *rest)

    def definition(self, parameters, steps, experiment=True):
        config = {"ExperimentName": get("Execution.PipelineName"), "TrialName": get("Execution.PipelineExecutionId")}
        return {
            "Version": "2020-12-01",
            "Metadata": {},
            "Parameters": parameters,
            "PipelineExperimentConfig": config if experiment else None,
            "Steps": steps,
        }

    def processing(self, name, script, inputs, outputs, arguments=(), image="sagemaker-scikit-learn:1.2-1-cpu-py3",
                   instance="ml.m5.xlarge", count=1, properties=(), cache=False, depends=()):
        """`inputs`: name -> URI or a whole input; `outputs`: name -> None (the default place), a URI or a whole output.
        Without a `script`, the image is the company's own and brings its code along.
        """
        local = "/opt/ml/processing"
        if script:
            code = hashlib.sha256(f"{self.name}/{script}".encode()).hexdigest()
            inputs = {**inputs, "code": f"s3://{self.bucket}/{self.name}/code/{code}/{script}"}
            container = {"ImageUri": self.image(image)}
        else:
            container = {"ImageUri": f"{ACCOUNT}.dkr.ecr.{self.region}.amazonaws.com/{image}"}
        step = {
            "Name": name,
            "Type": "Processing",
            "Arguments": {
                "ProcessingResources": {
                    "ClusterConfig": {"InstanceType": instance, "InstanceCount": count, "VolumeSizeInGB": 30}
                },
                "AppSpecification": {
                    **container,
                    **({"ContainerArguments": list(arguments)} if arguments else {}),
                    **({"ContainerEntrypoint": ["python3", f"{local}/input/code/{script}"]} if script else {}),
                },
                "RoleArn": self.role,
                "ProcessingInputs": [
                    uri if is_whole(uri) else {
                        "InputName": key,
                        **({"AppManaged": False} if script else {}),
                        "S3Input": {
                            "S3Uri": uri,
                            "LocalPath": f"{local}/input/code" if key == "code" else f"{local}/{key}",
                            "S3DataType": "S3Prefix",
                            "S3InputMode": "File",
                            **({"S3DataDistributionType": "FullyReplicated", "S3CompressionType": "None"} if script else {}),
                        },
                    }
                    for key, uri in inputs.items()
                ],
                "ProcessingOutputConfig": {
                    "Outputs": [
                        uri if is_whole(uri) else {
                            "OutputName": key,
                            **({"AppManaged": False} if script else {}),
                            "S3Output": {
                                "S3Uri": uri or self.run_path(name, "output", key),
                                "LocalPath": f"{local}/{key}",
                                "S3UploadMode": "EndOfJob",
                            },
                        }
                        for key, uri in outputs.items()
                    ]
                },
            },
        }
        if depends:
            step["DependsOn"] = list(depends)
        if cache:
            step["CacheConfig"] = {"Enabled": True, "ExpireAfter": "P30D"}
        if properties:
            step["PropertyFiles"] = [
                {"PropertyFileName": file, "OutputName": output, "FilePath": path} for file, output, path in properties
            ]
        return step

    def channel(self, name, uri, content="text/csv"):
        source = {"S3DataType": "S3Prefix", "S3Uri": uri, "S3DataDistributionType": "FullyReplicated"}
        return {"DataSource": {"S3DataSource": source}, "ContentType": content, "ChannelName": name}

    def training(self, name, image, channels, hyper, output, instance="ml.m5.2xlarge", retry=False, depends=()):
        step = {
            "Name": name,
            "Type": "Training",
            "Arguments": {
                "AlgorithmSpecification": {"TrainingInputMode": "File", "TrainingImage": self.image(image)},
                "OutputDataConfig": {"S3OutputPath": output},
                "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
                "ResourceConfig": {"VolumeSizeInGB": 30, "InstanceCount": 1, "InstanceType": instance},
                "RoleArn": self.role,
                "InputDataConfig": channels,
                "HyperParameters": hyper,
                "DebugHookConfig": {"S3OutputPath": output, "CollectionConfigurations": []},
                "ProfilerConfig": {"DisableProfiler": True},
            },
        }
        if depends:
            step["DependsOn"] = list(depends)
        if retry:
            policy = {"BackoffRate": 2.0, "IntervalSeconds": 30, "MaxAttempts": 3}
            step["RetryPolicies"] = [{**policy, "ExceptionType": ["SageMaker.CAPACITY_ERROR", "Step.THROTTLING"]}]
        return step

    def tuning(self, name, image, channels, hyper, ranges, objective, output):
        return {
            "Name": name,
            "Type": "Tuning",
            "Arguments": {
                "HyperParameterTuningJobConfig": {
                    "Strategy": "Bayesian",
                    "ResourceLimits": {"MaxNumberOfTrainingJobs": 12, "MaxParallelTrainingJobs": 4},
                    "TrainingJobEarlyStoppingType": "Off",
                    "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": objective},
                    "ParameterRanges": ranges,
                },
                "TrainingJobDefinition": {
                    "StaticHyperParameters": hyper,
                    "RoleArn": self.role,
                    "OutputDataConfig": {"S3OutputPath": output},
                    "StoppingCondition": {"MaxRuntimeInSeconds": 86400},
                    "HyperParameterTuningResourceConfig": {
                        "InstanceCount": 1, "InstanceType": "ml.c5.2xlarge", "VolumeSizeInGB": 30,
                    },
                    "AlgorithmSpecification": {"TrainingInputMode": "File", "TrainingImage": self.image(image)},
                    "InputDataConfig": channels,
                },
            },
        }

    def model(self, name, image, uri):
        container = {"Image": self.image(image), "Environment": {}, "ModelDataUrl": uri}
        return {
            "Name": f"{name}-CreateModel",
            "Type": "Model",
            "Arguments": {"ExecutionRoleArn": self.role, "PrimaryContainer": container},
        }

    def register(self, name, group, image, uri, statistics=None, approval="PendingManualApproval"):
        quality = {"Statistics": {"ContentType": "application/json", "S3Uri": statistics}}
        return {
            "Name": f"{name}-RegisterModel",
            "Type": "RegisterModel",
            "Arguments": {
                "ModelPackageGroupName": group,
                "ModelMetrics": {"ModelQuality": quality if statistics else {}, "Bias": {}, "Explainability": {}},
                "InferenceSpecification": {
                    "Containers": [{"Image": self.image(image), "Environment": {}, "ModelDataUrl": uri}],
                    "SupportedContentTypes": ["text/csv"],
                    "SupportedResponseMIMETypes": ["text/csv"],
                    "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"],
                    "SupportedTransformInstanceTypes": ["ml.m5.xlarge"],
                },
                "ModelApprovalStatus": approval,
                "SkipModelValidation": "None",
            },
        }

    def transform(self, name, model, source, output):
        data = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": source}}
        return {
            "Name": name,
            "Type": "Transform",
            "Arguments": {
                "ModelName": get(f"Steps.{model}.ModelName"),
                "TransformInput": {"DataSource": data, "ContentType": "text/csv", "SplitType": "Line"},
                "TransformOutput": {"S3OutputPath": output, "AssembleWith": "Line", "Accept": "text/csv"},
                "TransformResources": {"InstanceCount": 2, "InstanceType": "ml.m5.xlarge"},
                "DataProcessing": {"InputFilter": "$[1:]", "OutputFilter": "$[0,-1]", "JoinSource": "Input"},
            },
        }

    def condition(self, name, conditions, if_steps, else_steps):
        arguments = {"Conditions": conditions, "IfSteps": if_steps, "ElseSteps": else_steps}
        return {"Name": name, "Type": "Condition", "Arguments": arguments}

    def call(self, name, function, arguments, outputs, depends=()):
        step = {
            "Name": name,
            "Type": "Lambda",
            "Arguments": arguments,
            "FunctionArn": f"arn:aws:lambda:{self.region}:{ACCOUNT}:function:{function}",
            "OutputParameters": [{"OutputName": output, "OutputType": "String"} for output in outputs],
        }
        if depends:
            step["DependsOn"] = list(depends)
        return step

    def callback(self, name, queue, arguments, outputs):
        return {
            "Name": name,
            "Type": "Callback",
            "Arguments": arguments,
            "SqsQueueUrl": f"https://sqs.{self.region}.amazonaws.com/{ACCOUNT}/{queue}",
            "OutputParameters": [{"OutputName": output, "OutputType": "String"} for output in outputs],
        }

    def check(self, name, kind, check, image, inputs, output, group, depends=()):
        """A QualityCheck or ClarifyCheck step; `output` is a name and a place."""
        step = self.processing(name, None, inputs, dict([output]), depends=depends)
        step["Type"] = kind
        step["Arguments"]["AppSpecification"]["ImageUri"] = self.image(image)
        return {
            **step, "CheckType": check, "ModelPackageGroupName": group, "SkipCheck": False, "FailOnViolation": True,
            "RegisterNewBaseline": True,
        }

    def spark(self, name, application, script, arguments):
        driver = {"entryPoint": script, "entryPointArguments": list(arguments)}
        config = {"executionRoleArn": self.role, "jobDriver": {"sparkSubmit": driver}}
        arguments = {"ExecutionRoleArn": self.role, "ApplicationId": application, "JobConfig": config}
        return {"Name": name, "Type": "EMRServerless", "Arguments": arguments}

    def for_each(self, name, items, body, depends=()):
        arguments = {"IterableItems": list(items), "MaxConcurrency": len(items), "ForEachBody": body}
        return {"Name": name, "Type": "ForEach", "DependsOn": list(depends), "Arguments": arguments}

    def fail(self, name, message):
        return {"Name": name, "Type": "Fail", "Arguments": {"ErrorMessage": message}}


def is_whole(value):
    return isinstance(value, dict) and ("InputName" in value or "OutputName" in value)
