"""Runs a pipeline definition against moto: what the service does between StartPipelineExecution and the finished run.

moto starts executions but runs no step. Here every step's request is resolved (parameters, execution variables, other
steps' properties, joins, property files) and sent to moto as the Create call it stands for, through boto3, which checks
it against the service's own model. What the Describe call answers then is what later steps' references read. Jobs do
nothing: their outputs are small placeholder objects, an evaluation report among them.
"""

import json
import re
from datetime import datetime, timedelta, timezone

REPORT = {"binary_classification_metrics": {"auc": {"value": 0.83}, "accuracy": {"value": 0.79}}}
# What the Lambda functions and the reviewer answer, by output name.
ANSWERS = {"decision": "approve", "verdict": "ok", "remaining": "1200", "endpoint": "fraud-live"}

COMPARE = {
    "Equals": lambda left, right: left == right,
    "GreaterThan": lambda left, right: float(left) > float(right),
    "GreaterThanOrEqualTo": lambda left, right: float(left) >= float(right),
    "LessThan": lambda left, right: float(left) < float(right),
    "LessThanOrEqualTo": lambda left, right: float(left) <= float(right),
}


class Execution:
    """One run: `steps` are summaries as ListPipelineExecutionSteps answers them, `status` and `failure` the outcome."""

    def __init__(self, arn: str, definition: str, parameters: dict, sagemaker, s3, earlier=()):
        """`earlier` are the runs of the same pipeline, from which steps with a cache take results."""
        body = json.loads(definition)
        self.arn, self.id = arn, arn.rsplit("/", 1)[1]
        self.sagemaker, self.s3, self.earlier = sagemaker, s3, earlier
        self.parameters = {p["Name"]: parameters.get(p["Name"], p.get("DefaultValue")) for p in body["Parameters"]}
        self.pipeline = arn.split("/")[-3]
        self.clock = datetime.now(timezone.utc)
        self.by_name = {}
        self.properties = {}
        self.keys = {}
        self.steps = []
        self.status, self.failure = "Succeeded", None
        self._index(body["Steps"])
        for step in body["Steps"]:
            self._run(step["Name"])

    def _index(self, steps):
        for step in steps:
            self.by_name[step["Name"]] = step
            self._index(step["Arguments"].get("IfSteps", []) + step["Arguments"].get("ElseSteps", []))

    def _run(self, name):
        """Runs a step once, after the steps it depends on; its references run what they need by themselves."""
        if name in self.properties:
            return self.properties[name]
        step = self.by_name[name]
        for upstream in step.get("DependsOn", []):
            self._run(upstream)
        source = self._cached(step)
        if source:
            metadata = next(done["Metadata"] for done in source.steps if done["StepName"] == name)
            properties, children = source.properties[name], []
        else:
            metadata, properties, children = getattr(self, "_" + step["Type"].lower())(step)
        self.properties[name] = properties
        start = self.clock
        self.clock += timedelta(seconds=2 if source else 60 + 7 * len(name))
        summary = {
            "StepName": name,
            "StartTime": start,
            "EndTime": self.clock,
            "StepStatus": "Failed" if step["Type"] == "Fail" else "Succeeded",
            # A first try of a training finds no instance.
            "AttemptCount": 2 if step["Type"] == "Training" else 1,
            "Metadata": metadata,
        }
        if source:
            summary["CacheHitResult"] = {"SourcePipelineExecutionArn": source.arn}
        self.steps.append(summary)
        for child in children:
            self._run(child["Name"])
        return properties

    def _cached(self, step):
        """The newest earlier run that did the same, where the step has a cache: all but the run's id counts."""
        if not step.get("CacheConfig", {}).get("Enabled"):
            return None
        self._resolve(step["Arguments"])  # runs what the step refers to
        own, self.id = self.id, ""
        self.keys[step["Name"]] = json.dumps(self._resolve(step["Arguments"]))
        self.id = own
        same = (run for run in reversed(self.earlier) if run.keys.get(step["Name"]) == self.keys[step["Name"]])
        return next(same, None)

    # References.

    def _resolve(self, value):
        if isinstance(value, list):
            return [self._resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"Get"}:
            return self._get(value["Get"])
        if value.keys() == {"Std:Join"}:
            join = value["Std:Join"]
            return join["On"].join(str(self._resolve(item)) for item in join["Values"])
        if value.keys() == {"Std:JsonGet"}:
            return self._property_file(value["Std:JsonGet"])
        return {key: self._resolve(item) for key, item in value.items()}

    def _get(self, path):
        root, name, *rest = (a or b or int(c) for a, b, c in re.findall(r"([\w-]+)|\['([^']*)'\]|\[(\d+)\]", path))
        if root == "Parameters":
            return self.parameters[name]
        if root == "Execution":
            return {"PipelineExecutionId": self.id, "PipelineName": self.pipeline, "PipelineExecutionArn": self.arn}[name]
        value = self._run(name)
        for key in rest:
            value = self._member(value, key)
        return value

    @staticmethod
    def _member(value, key):
        """A member by name or place; a list of named things (outputs, channels) is read by their names."""
        if isinstance(value, list) and isinstance(key, str):
            return next(item for item in value if key in (item.get("OutputName"), item.get("InputName")))
        return value[key]

    def _property_file(self, expression):
        _, step, _, file = expression["PropertyFile"]["Get"].split(".")
        declared = next(f for f in self.by_name[step]["PropertyFiles"] if f["PropertyFileName"] == file)
        outputs = self._run(step)["ProcessingOutputConfig"]["Outputs"]
        location = self._member(outputs, declared["OutputName"])["S3Output"]["S3Uri"]
        bucket, _, prefix = location.removeprefix("s3://").partition("/")
        value = json.load(self.s3.get_object(Bucket=bucket, Key=f"{prefix}/{declared['FilePath']}")["Body"])
        for key in expression["Path"].split("."):
            value = value[key]
        return value

    # Steps: each answers its metadata, the properties that references read, and the steps that it starts.

    def _name(self, step):
        return f"pipelines-{self.id}-{step['Name']}"[:63]

    def _put(self, location, file, body):
        bucket, _, prefix = location.removeprefix("s3://").partition("/")
        self.s3.put_object(Bucket=bucket, Key=f"{prefix.rstrip('/')}/{file}", Body=body)

    def _processing(self, step):
        name, request = self._name(step), self._resolve(step["Arguments"])
        arn = self.sagemaker.create_processing_job(ProcessingJobName=name, **request)["ProcessingJobArn"]
        reports = {f["OutputName"]: f["FilePath"] for f in step.get("PropertyFiles", [])}
        for output in request["ProcessingOutputConfig"]["Outputs"]:
            if file := reports.get(output["OutputName"]):
                self._put(output["S3Output"]["S3Uri"], file, json.dumps(REPORT))
            else:
                self._put(output["S3Output"]["S3Uri"], "part-0000.csv", "id,value\n1,2\n")
        return {"ProcessingJob": {"Arn": arn}}, self.sagemaker.describe_processing_job(ProcessingJobName=name), []

    def _check(self, step, kind, calculated):
        metadata, properties, _ = self._processing(step)
        job = metadata["ProcessingJob"]["Arn"]
        output = properties["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3Uri"]
        calculated = {key: f"{output}/{file}" for key, file in calculated.items()}
        facts = {"CheckType": step["CheckType"], "CheckJobArn": job, "SkipCheck": step["SkipCheck"], **calculated}
        return {kind: facts}, {**properties, **calculated}, []

    def _qualitycheck(self, step):
        files = {"CalculatedBaselineStatistics": "statistics.json", "CalculatedBaselineConstraints": "constraints.json"}
        return self._check(step, "QualityCheck", files)

    def _clarifycheck(self, step):
        return self._check(step, "ClarifyCheck", {"CalculatedBaselineConstraints": "analysis.json"})

    def _training(self, step):
        return self._train(self._name(step), self._resolve(step["Arguments"]))

    def _train(self, name, request):
        arn = self.sagemaker.create_training_job(TrainingJobName=name, **request)["TrainingJobArn"]
        properties = self.sagemaker.describe_training_job(TrainingJobName=name)
        self._put(request["OutputDataConfig"]["S3OutputPath"], f"{name}/output/model.tar.gz", b"model")
        return {"TrainingJob": {"Arn": arn}}, properties, []

    def _tuning(self, step):
        name, request = self._name(step)[:32], self._resolve(step["Arguments"])
        arn = self.sagemaker.create_hyper_parameter_tuning_job(HyperParameterTuningJobName=name, **request)[
            "HyperParameterTuningJobArn"
        ]
        definition = request["TrainingJobDefinition"]
        shared = ("AlgorithmSpecification", "InputDataConfig", "OutputDataConfig", "RoleArn", "StoppingCondition")
        training = {key: definition[key] for key in shared}
        training["AlgorithmSpecification"].pop("MetricDefinitions", None)
        training["HyperParameters"] = definition["StaticHyperParameters"]
        training["ResourceConfig"] = definition["HyperParameterTuningResourceConfig"]
        best = f"{name}-001-best"
        self._train(best, training)
        properties = self.sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        properties["TrainingJobSummaries"] = [{"TrainingJobName": best}]
        return {"TuningJob": {"Arn": arn}}, properties, []

    def _transform(self, step):
        name, request = self._name(step), self._resolve(step["Arguments"])
        arn = self.sagemaker.create_transform_job(TransformJobName=name, **request)["TransformJobArn"]
        self._put(request["TransformOutput"]["S3OutputPath"], "part-0000.csv.out", "0.5\n")
        return {"TransformJob": {"Arn": arn}}, self.sagemaker.describe_transform_job(TransformJobName=name), []

    def _model(self, step):
        name, request = self._name(step), self._resolve(step["Arguments"])
        arn = self.sagemaker.create_model(ModelName=name, **request)["ModelArn"]
        return {"Model": {"Arn": arn}}, {**self.sagemaker.describe_model(ModelName=name), "ModelName": name}, []

    def _registermodel(self, step):
        request = self._resolve(step["Arguments"])
        group = request["ModelPackageGroupName"]
        groups = self.sagemaker.list_model_package_groups()["ModelPackageGroupSummaryList"]
        if group not in [known["ModelPackageGroupName"] for known in groups]:
            self.sagemaker.create_model_package_group(ModelPackageGroupName=group)
        arn = self.sagemaker.create_model_package(**request)["ModelPackageArn"]
        return {"RegisterModel": {"Arn": arn}}, self.sagemaker.describe_model_package(ModelPackageName=arn), []

    def _answers(self, step):
        self._resolve(step["Arguments"])
        answers = {output["OutputName"]: ANSWERS[output["OutputName"]] for output in step["OutputParameters"]}
        return [{"Name": key, "Value": value} for key, value in answers.items()], {"OutputParameters": answers}

    def _lambda(self, step):
        pairs, properties = self._answers(step)
        return {"Lambda": {"Arn": step["FunctionArn"], "OutputParameters": pairs}}, properties, []

    def _callback(self, step):
        pairs, properties = self._answers(step)
        facts = {"CallbackToken": "tk1234567890", "SqsQueueUrl": step["SqsQueueUrl"], "OutputParameters": pairs}
        return {"Callback": facts}, properties, []

    def _condition(self, step):
        holds = all(
            COMPARE[condition["Type"]](self._resolve(condition["LeftValue"]), self._resolve(condition["RightValue"]))
            for condition in step["Arguments"]["Conditions"]
        )
        properties = {"Outcome": str(holds)}
        return {"Condition": properties}, properties, step["Arguments"]["IfSteps" if holds else "ElseSteps"]

    def _fail(self, step):
        self.status, self.failure = "Failed", self._resolve(step["Arguments"]["ErrorMessage"])
        return {"Fail": {"ErrorMessage": self.failure}}, {}, []
