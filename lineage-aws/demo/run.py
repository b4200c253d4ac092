"""Plays a pipeline definition: one execution with its steps, jobs, models and model packages, as facts."""

from datetime import timedelta

from kinds import BASELINES, JOBS, MINUTES, references
from plain import at, stamp, suffix, token
from sdk import ACCOUNT


def data(name, uri, kind=None, group=None):
    return {"name": name, "uri": uri, "s3DataType": kind, "featureGroup": group}


class Run:
    """One execution. `outcomes` says what is special about a step:
    `fail` (a reason), `retries`, `cached` (a run), `outcome` (of a condition), `outputs`, `metrics`, `minutes`.
    With `selected` (a run and names of steps) only these steps run anew.
    """

    def __init__(self, pipeline, definition, started, outcomes=None, now=None, stopped=None, version=1, selected=None):
        self.region, self.pipeline, self.definition_ = pipeline.region, pipeline, definition
        self.started, self.outcomes, self.selected = at(started), outcomes or {}, selected
        self.end = at(stopped or now) if stopped or now else None
        self.stopped, self.version = bool(stopped), version
        self.id = token(f"{pipeline.name}/{started}", 12)
        self.arn = self.sagemaker("pipeline", f"{pipeline.name.lower()}/execution/{self.id}")
        self.values = {p["Name"]: p.get("DefaultValue") for p in definition["Parameters"]}
        self.item = None
        self.steps, self.jobs, self.models, self.packages = [], {}, {}, {}
        self.done, self.failed, self.reached = {}, None, set()
        self.play(definition["Steps"], self.started)
        self.steps.sort(key=lambda step: (step["started"], step["name"]))

    def sagemaker(self, kind, name):
        return f"arn:aws:sagemaker:{self.region}:{ACCOUNT}:{kind}/{name}"

    def play(self, steps, start):
        """Steps start when all they refer to is done; one whose sources are not done never starts."""
        steps, names = list(steps), {step["Name"] for step in steps}
        while steps:
            step = steps.pop(0)
            needs = {*references(step["Arguments"]), *step.get("DependsOn", [])} - {step["Name"]}
            if any(need in names and need not in self.reached for need in needs):
                steps.append(step)
                continue
            self.reached.add(step["Name"])
            if all(need in self.done for need in needs):
                self.one(step, max([start, *(self.done[need]["at"] for need in needs)]) + timedelta(seconds=4))

    def one(self, step, started, iteration=None):
        """Runs a step; a child of a ForEach step is told its `iteration`."""
        name, kind = step["Name"], step["Type"]
        if iteration:
            name = f"{name}-{iteration['index']}"
        special = self.outcomes.get(name, {})
        if self.end and started > self.end:
            return
        if self.failed and started > self.failed:
            return
        minutes = MINUTES.get(kind, 0)
        jitter = int(token(f"{self.id}/{name}", 3, "0123456789"))
        seconds = special.get("minutes", minutes) * 60 * (700 + jitter) // 1000 + 3 + jitter % 5
        taken = self.taken_from(step, special)
        if taken:
            seconds = 2
        ended, status, reason = started + timedelta(seconds=seconds), "Succeeded", special.get("fail")
        if kind == "ForEach":
            ended += self.children(step, started) - started
        if self.end and ended > self.end:
            ended, status = (self.end, "Stopped") if self.stopped else (None, "Executing")
        elif reason or kind == "Fail":
            status = "Failed"
        if taken:
            metadata, result = self.taken(name, taken)
        else:
            metadata, result = self.made(step, name, started, ended, status, special)
        if kind == "Fail":
            reason = metadata["message"]
        self.steps.append({
            "name": name,
            "displayName": None,
            "status": status,
            "started": stamp(started),
            "ended": stamp(ended),
            "failureReason": reason if status == "Failed" else None,
            "attempts": special.get("retries", 0) + 1 if kind in JOBS else None,
            "cacheHitSource": taken.arn if "cached" in special else None,
            "selectiveSource": taken.arn if taken and "cached" not in special else None,
            "iteration": iteration,
            "metadata": metadata,
        })
        if status == "Failed":
            self.failed = min(self.failed or ended, ended)
        if status == "Succeeded":
            self.done[step["Name"]] = {"at": ended, "step": step, **result}
            if kind == "Condition":
                branch = "IfSteps" if metadata["outcome"] == "True" else "ElseSteps"
                self.play(step["Arguments"][branch], ended)

    def children(self, step, started):
        """Runs the body of a ForEach step once an item, side by side; answers when the last one ended."""
        ends = []
        for index, self.item in enumerate(step["Arguments"]["IterableItems"]):
            end = started
            for body in step["Arguments"]["ForEachBody"]:
                self.one(body, end + timedelta(seconds=4), {"parentStep": step["Name"], "index": index, "item": self.item})
                end = self.done[body["Name"]]["at"]
            ends.append(end)
        return max(ends)

    def taken_from(self, step, special):
        """The run whose result a step takes instead of running."""
        if self.selected and step["Name"] not in self.selected[1]:
            return self.selected[0]
        return special.get("cached")

    def taken(self, name, source):
        """Such a step shows what it made in the run that it takes the result from."""
        done = source.done[name]
        metadata = next(s["metadata"] for s in source.steps if s["name"] == name)
        self.jobs[metadata["arn"]] = source.jobs[metadata["arn"]]
        return metadata, {"job": done["job"], "made_by": source}

    def made(self, step, name, started, ended, status, special):
        """The metadata of a step, and what later steps can take from it."""
        kind, arguments = step["Type"], step["Arguments"]
        if kind in JOBS:
            metadata, result = self.job(step, name, started, ended, status, special)
            if kind in BASELINES:
                place = result["job"]["outputs"][0]["uri"]
                metadata = {
                    "kind": "check", "stepType": kind, "checkType": step["CheckType"], "jobArn": metadata["arn"],
                    "violationReport": None, "uris": {key: f"{place}/{file}" for key, file in BASELINES[kind].items()},
                    "modelPackageGroup": step["ModelPackageGroupName"],
                }
            return metadata, result
        if kind == "EMRServerless":
            run, application = token(f"{self.id}/{name}/run", 16), arguments["ApplicationId"]
            fields = {"ApplicationId": application, "JobRunId": run, "JobRunName": f"{name}-{self.id}",
                      "LogFilePath": f"/applications/{application}/jobs/{run}"}
            return {"kind": "other", "name": kind, "fields": fields}, {}
        if kind == "ForEach":
            fields = {"InputItemCount": str(len(arguments["IterableItems"])), "Status": "Succeeded"}
            return {"kind": "other", "name": kind, "fields": fields}, {}
        if kind == "Model":
            model = f"pipelines-{self.id}-{name[:20]}-{suffix(self.id + name)}"
            arn = self.sagemaker("model", model.lower())
            self.models[arn] = {
                "arn": arn,
                "name": model,
                "modelData": [self.resolve(arguments["PrimaryContainer"]["ModelDataUrl"])],
                "modelPackages": [],
                "created": stamp(ended),
            }
            return {"kind": "model", "arn": arn}, {"model": model}
        if kind == "RegisterModel":
            group = arguments["ModelPackageGroupName"]
            arn = self.sagemaker("model-package", f"{group}/{self.version}")
            quality = arguments["ModelMetrics"]["ModelQuality"]
            reports = {"ModelMetrics.ModelQuality.Statistics": self.resolve(quality["Statistics"]["S3Uri"])}
            containers = arguments["InferenceSpecification"]["Containers"]
            self.packages[arn] = {
                "arn": arn,
                "groupName": group,
                "version": self.version,
                "status": "Completed",
                "approvalStatus": special.get("approval", self.resolve(arguments["ModelApprovalStatus"])),
                "modelData": [self.resolve(container["ModelDataUrl"]) for container in containers],
                "reports": reports,
                "created": stamp(ended),
            }
            return {"kind": "registerModel", "arn": arn}, {}
        outputs = dict(sorted(special.get("outputs", {}).items()))
        if kind == "Condition":
            return {"kind": "condition", "outcome": special.get("outcome", "True")}, {}
        if kind == "Lambda":
            return {"kind": "lambda", "arn": step["FunctionArn"], "outputParameters": outputs}, {"outputs": outputs}
        if kind == "Callback":
            return {"kind": "callback", "queueUrl": step["SqsQueueUrl"], "outputParameters": outputs}, {"outputs": outputs}
        return {"kind": "fail", "message": self.resolve(arguments["ErrorMessage"])}, {}

    def job(self, step, name, started, ended, status, special):
        kind, arguments = step["Type"], step["Arguments"]
        tuning = kind == "Tuning"
        prefix = suffix(self.id + name)
        job = f"{self.id}-{name[:8]}-{prefix}" if tuning else f"pipelines-{self.id}-{name[:20]}-{prefix}"
        arn = self.sagemaker(JOBS[kind][1], job)
        inputs, outputs, model, best = [], [], None, None
        if JOBS[kind][0] == "Processing":
            for found in arguments["ProcessingInputs"]:
                athena = found.get("DatasetDefinition", {}).get("AthenaDatasetDefinition")
                uri = athena["OutputS3Uri"] if athena else found["S3Input"]["S3Uri"]
                inputs.append(data(found["InputName"], self.resolve(uri), None if athena else "S3Prefix"))
            for found in arguments["ProcessingOutputConfig"]["Outputs"]:
                group = found.get("FeatureStoreOutput", {}).get("FeatureGroupName")
                uri = "" if group else self.resolve(found["S3Output"]["S3Uri"])
                outputs.append(data(found["OutputName"], uri, None, group))
        elif kind == "Transform":
            source = arguments["TransformInput"]["DataSource"]["S3DataSource"]["S3Uri"]
            inputs.append(data("transform_input", self.resolve(source), "S3Prefix"))
            outputs.append(data("transform_output", self.resolve(arguments["TransformOutput"]["S3OutputPath"])))
            model = self.resolve(arguments["ModelName"])
        else:
            training = arguments["TrainingJobDefinition"] if tuning else arguments
            for found in training["InputDataConfig"]:
                source = self.resolve(found["DataSource"]["S3DataSource"]["S3Uri"])
                inputs.append(data(found["ChannelName"], source, "S3Prefix"))
            path = self.resolve(training["OutputDataConfig"]["S3OutputPath"])
            if tuning:
                best = f"{job}-007-{token(job, 8, '0123456789abcdef')}" if status == "Succeeded" else None
                if best:
                    outputs.append(data("model_artifacts", f"{path}/{best}/output/model.tar.gz"))
            elif status == "Succeeded":
                outputs.append(data("model_artifacts", f"{path}/{job}/output/model.tar.gz"))
        found = {"Succeeded": "Completed", "Executing": "InProgress"}.get(status, status)
        metrics = special.get("metrics", {}) if status == "Succeeded" else {}
        self.jobs[arn] = {
            "arn": arn,
            "name": job,
            "status": found,
            "failureReason": special.get("fail") if status == "Failed" else None,
            "created": stamp(started),
            "started": stamp(started + timedelta(seconds=41)) if ended is None or ended - started > timedelta(minutes=1) else None,
            "ended": stamp(ended),
            "inputs": inputs,
            "outputs": outputs,
            "metrics": [{"name": key, "value": value, "timestamp": stamp(ended)} for key, value in metrics.items()],
            "best": best,
            "modelName": model,
            "outputModelPackageArn": None,
        }
        return {"kind": "job", "job": JOBS[kind][0], "arn": arn}, {"job": self.jobs[arn], "made_by": self}

    def resolve(self, value):
        """The text that an expression stands for in this run."""
        if not isinstance(value, dict):
            return str(value)
        if "Std:Join" in value:
            return value["Std:Join"].get("On", "").join(self.resolve(part) for part in value["Std:Join"]["Values"])
        root, _, rest = value["Get"].partition(".")
        if root == "ForEach":
            return self.item
        if root == "Parameters":
            return str(self.values[rest])
        if root == "Execution":
            return {"PipelineExecutionId": self.id, "PipelineName": self.pipeline.name}[rest]
        name, _, path = rest.partition(".")
        done = self.done[name]
        if path.startswith("OutputParameters"):
            return done["outputs"][path.split("'")[1]]
        if path == "ModelName":
            return done["model"]
        if path.startswith("TrainingJobSummaries"):
            return done["job"]["best"]
        wanted = path.split("'")[1] if "'" in path else None
        return next(out["uri"] for out in done["job"]["outputs"] if wanted in (None, out["name"]))

    def status(self):
        if self.failed:
            return "Failed"
        return "Succeeded" if not self.end else "Stopped" if self.stopped else "Executing"

    def last_modified(self):
        return max([s["ended"] or s["started"] for s in self.steps])

    def failure(self):
        failed = [s["name"] for s in self.steps if s["status"] == "Failed"]
        return f"Step failure: One or multiple steps failed: {', '.join(failed)}" if failed else None

    def summary(self):
        return {
            "arn": self.arn,
            "status": self.status(),
            "displayName": f"execution-{int((self.started - at('1970-01-01T00:00:00Z')).total_seconds())}842",
            "started": stamp(self.started),
            "lastModified": None,
            "failureReason": self.failure(),
        }

    def execution(self):
        experiment = self.definition_["PipelineExperimentConfig"]
        return {
            "arn": self.arn,
            "status": self.status(),
            "displayName": self.summary()["displayName"],
            "description": None,
            "failureReason": self.failure(),
            "started": stamp(self.started),
            "lastModified": self.last_modified(),
            "experimentName": self.pipeline.name.lower() if experiment else None,
            "trialName": self.id if experiment else None,
            "selective": self.selected and {
                "sourceExecutionArn": self.selected[0].arn, "selectedSteps": list(self.selected[1]),
            },
        }

    def parameters(self):
        return [[name, str(value)] for name, value in self.values.items() if value is not None]
