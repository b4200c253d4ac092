"""The pipelines of the check, built with the objects of the SageMaker Python SDK (none of it is JSON written by hand).

Each function takes an `Account` and returns a `sagemaker.workflow.pipeline.Pipeline`. Together they hold the shapes that
real accounts have: a condition over an evaluation report, hyperparameter tuning, batch transform, Lambda and callback
steps with a failing branch, quality and bias checks, and a fan-out whose definition is so long that the SDK hands it
over through S3.
"""

from dataclasses import dataclass
from pathlib import Path

from sagemaker import image_uris
from sagemaker.clarify import BiasConfig, DataConfig, ModelConfig, ModelPredictedLabelConfig
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput, TransformInput
from sagemaker.lambda_helper import Lambda
from sagemaker.model import Model
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.model_monitor import DatasetFormat
from sagemaker.parameter import ContinuousParameter, IntegerParameter
from sagemaker.processing import ProcessingInput, ProcessingOutput, ScriptProcessor
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.telemetry import telemetry_logging
from sagemaker.transformer import Transformer
from sagemaker.tuner import HyperparameterTuner
from sagemaker.workflow.callback_step import CallbackOutput, CallbackOutputTypeEnum, CallbackStep
from sagemaker.workflow.check_job_config import CheckJobConfig
from sagemaker.workflow.clarify_check_step import ClarifyCheckStep, ModelBiasCheckConfig
from sagemaker.workflow.condition_step import ConditionStep
from sagemaker.workflow.conditions import ConditionEquals, ConditionGreaterThanOrEqualTo
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.fail_step import FailStep
from sagemaker.workflow.functions import Join, JsonGet
from sagemaker.workflow.lambda_step import LambdaOutput, LambdaOutputTypeEnum, LambdaStep
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString
from sagemaker.workflow.pipeline import Pipeline, PipelineGraph
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.properties import PropertyFile
from sagemaker.workflow.quality_check_step import DataQualityCheckConfig, QualityCheckStep
from sagemaker.workflow.steps import CacheConfig, ProcessingStep, TrainingStep, TransformStep, TuningStep

# The SDK reports every call to AWS. Its opt-out is a configuration file, which it then validates before each use (a second
# and a half a step), so the report itself is taken out.
telemetry_logging._send_telemetry_request = lambda *args, **kwargs: None

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True)
class Account:
    """What every pipeline of the account shares."""

    session: PipelineSession
    role: str
    # Bucket names: raw data that people upload, what the pipelines make, and the model registry's files.
    raw: str
    work: str
    models: str

    def sklearn(self, **kwargs) -> SKLearnProcessor:
        return SKLearnProcessor(
            framework_version="1.2-1",
            role=self.role,
            instance_type="ml.m5.xlarge",
            instance_count=1,
            sagemaker_session=self.session,
            **kwargs,
        )

    def xgboost_image(self) -> str:
        return image_uris.retrieve("xgboost", self.session.boto_region_name, version="1.7-1")

    def xgboost(self, **hyperparameters) -> Estimator:
        return Estimator(
            image_uri=self.xgboost_image(),
            role=self.role,
            instance_type="ml.m5.xlarge",
            instance_count=1,
            output_path=f"s3://{self.models}/xgboost",
            sagemaker_session=self.session,
            hyperparameters=hyperparameters,
        )

    def model(self, data) -> Model:
        return Model(image_uri=self.xgboost_image(), model_data=data, role=self.role, sagemaker_session=self.session)

    def lambda_step(self, name: str, outputs: list[str], **kwargs) -> LambdaStep:
        account = self.role.split(":")[4]
        arn = f"arn:aws:lambda:{self.session.boto_region_name}:{account}:function:{name.lower()}"
        return LambdaStep(
            name=name,
            lambda_func=Lambda(function_arn=arn, session=self.session),
            outputs=[LambdaOutput(output, LambdaOutputTypeEnum.String) for output in outputs],
            **kwargs,
        )


def output(step, name: str):
    """The S3 location of a processing step's output, as a reference to the step."""
    return step.properties.ProcessingOutputConfig.Outputs[name].S3Output.S3Uri


def churn(account: Account) -> Pipeline:
    """Process, train, evaluate; a condition on the report registers the model or fails the run."""
    data = ParameterString("InputData", default_value=f"s3://{account.raw}/telco/churn.csv")
    threshold = ParameterFloat("AucThreshold", default_value=0.75)
    approval = ParameterString("ModelApprovalStatus", default_value="PendingManualApproval")
    preprocess = ProcessingStep(
        "PreprocessChurn",
        step_args=account.sklearn().run(
            code=str(SCRIPTS / "preprocess.py"),
            inputs=[ProcessingInput(source=data, destination="/opt/ml/processing/input")],
            outputs=[
                ProcessingOutput(output_name=name, source=f"/opt/ml/processing/{name}")
                for name in ("train", "validation", "test")
            ],
        ),
        cache_config=CacheConfig(enable_caching=True, expire_after="P30D"),
    )
    train = TrainingStep(
        "TrainChurn",
        step_args=account.xgboost(objective="binary:logistic", num_round=50).fit(
            {
                "train": TrainingInput(output(preprocess, "train"), content_type="text/csv"),
                "validation": TrainingInput(output(preprocess, "validation"), content_type="text/csv"),
            }
        ),
    )
    report = PropertyFile("EvaluationReport", output_name="evaluation", path="evaluation.json")
    reports = Join("/", ["s3:/", account.work, "churn", ExecutionVariables.PIPELINE_EXECUTION_ID, "evaluation"])
    evaluate = ProcessingStep(
        "EvaluateChurn",
        step_args=ScriptProcessor(
            image_uri=account.xgboost_image(),
            command=["python3"],
            role=account.role,
            instance_type="ml.m5.xlarge",
            instance_count=1,
            sagemaker_session=account.session,
        ).run(
            code=str(SCRIPTS / "evaluate.py"),
            inputs=[
                ProcessingInput(source=train.properties.ModelArtifacts.S3ModelArtifacts, destination="/opt/ml/processing/model"),
                ProcessingInput(source=output(preprocess, "test"), destination="/opt/ml/processing/test"),
            ],
            outputs=[ProcessingOutput(output_name="evaluation", source="/opt/ml/processing/evaluation", destination=reports)],
        ),
        property_files=[report],
    )
    register = ModelStep(
        "RegisterChurn",
        step_args=account.model(train.properties.ModelArtifacts.S3ModelArtifacts).register(
            content_types=["text/csv"],
            response_types=["text/csv"],
            inference_instances=["ml.m5.large"],
            transform_instances=["ml.m5.large"],
            model_package_group_name="churn",
            approval_status=approval,
            model_metrics=ModelMetrics(
                model_statistics=MetricsSource(s3_uri=Join("/", [reports, "evaluation.json"]), content_type="application/json")
            ),
        ),
    )
    condition = ConditionStep(
        "AucHighEnough",
        conditions=[
            ConditionGreaterThanOrEqualTo(
                left=JsonGet(evaluate.name, report, "binary_classification_metrics.auc.value"), right=threshold
            )
        ],
        if_steps=[register],
        else_steps=[FailStep("AucTooLow", error_message=Join(" ", ["AUC is below", threshold]))],
    )
    return Pipeline(
        "CustomerChurn",
        parameters=[data, threshold, approval],
        steps=[preprocess, train, evaluate, condition],
        sagemaker_session=account.session,
    )


def demand(account: Account) -> Pipeline:
    """Tunes a forecast model, then makes a model of the best training job and registers it."""
    jobs = ParameterInteger("MaxTrainingJobs", default_value=6)
    features = ProcessingStep(
        "BuildFeatures",
        step_args=account.sklearn().run(
            code=str(SCRIPTS / "preprocess.py"),
            arguments=["--orders", f"s3://{account.raw}/orders/2024/", "--horizon", "28"],
            outputs=[
                ProcessingOutput("/opt/ml/processing/train", output_name="train", destination=f"s3://{account.work}/demand/train"),
                ProcessingOutput("/opt/ml/processing/test", output_name="test", destination=f"s3://{account.work}/demand/test"),
            ],
        ),
    )
    tuner = HyperparameterTuner(
        account.xgboost(objective="reg:squarederror"),
        objective_metric_name="validation:rmse",
        objective_type="Minimize",
        hyperparameter_ranges={"eta": ContinuousParameter(0.01, 0.3), "max_depth": IntegerParameter(3, 9)},
        max_jobs=jobs,
        max_parallel_jobs=2,
    )
    tune = TuningStep(
        "TuneDemand",
        step_args=tuner.fit(
            {
                "train": TrainingInput(output(features, "train"), content_type="text/csv"),
                "validation": TrainingInput(output(features, "test"), content_type="text/csv"),
            }
        ),
    )
    best = tune.get_top_model_s3_uri(top_k=0, s3_bucket=account.models, prefix="xgboost")
    create = ModelStep("BestDemandModel", step_args=account.model(best).create(instance_type="ml.m5.large"))
    register = ModelStep(
        "RegisterDemand",
        step_args=account.model(best).register(
            content_types=["text/csv"], response_types=["text/csv"], model_package_group_name="demand-forecast"
        ),
        depends_on=[create],
    )
    return Pipeline(
        "DemandForecast", parameters=[jobs], steps=[features, tune, create, register], sagemaker_session=account.session
    )


def scoring(account: Account) -> Pipeline:
    """Batch transform of a model that an earlier run left in S3, with work before and after it."""
    artefact = ParameterString("ModelData", default_value=f"s3://{account.models}/xgboost/current/output/model.tar.gz")
    day = ParameterString("Day", default_value="2024-05-01")
    prepare = ProcessingStep(
        "PrepareBatch",
        step_args=account.sklearn().run(
            code=str(SCRIPTS / "preprocess.py"),
            inputs=[
                ProcessingInput(
                    source=Join("/", [f"s3://{account.raw}/customers", day]),
                    destination="/opt/ml/processing/input",
                    input_name="customers",
                )
            ],
            outputs=[
                ProcessingOutput(
                    "/opt/ml/processing/batch",
                    output_name="batch",
                    destination=Join("/", [f"s3://{account.work}/scoring", day, "batch"]),
                )
            ],
        ),
    )
    create = ModelStep("ScoringModel", step_args=account.model(artefact).create(instance_type="ml.m5.large"))
    transformer = Transformer(
        model_name=create.properties.ModelName,
        instance_type="ml.m5.large",
        instance_count=1,
        output_path=f"s3://{account.work}/scoring/scores",
        sagemaker_session=account.session,
    )
    score = TransformStep(
        "ScoreCustomers",
        step_args=transformer.transform(data=output(prepare, "batch"), content_type="text/csv", split_type="Line"),
    )
    publish = ProcessingStep(
        "PublishScores",
        step_args=account.sklearn().run(
            code=str(SCRIPTS / "evaluate.py"),
            inputs=[
                # The written location said again, not referenced: only the S3 paths tell that the two steps belong together.
                ProcessingInput(
                    source=f"s3://{account.work}/scoring/scores", destination="/opt/ml/processing/scores", input_name="scores"
                )
            ],
            outputs=[
                ProcessingOutput(
                    "/opt/ml/processing/out", output_name="table", destination=f"s3://{account.work}/published/scores"
                )
            ],
        ),
        depends_on=[score],
    )
    return Pipeline(
        "DailyScoring",
        parameters=[artefact, day],
        steps=[prepare, create, score, publish],
        sagemaker_session=account.session,
    )


def approval(account: Account) -> Pipeline:
    """A Lambda and a person (a callback) decide; the run fails on purpose when they say no."""
    queue = f"https://sqs.{account.session.boto_region_name}.amazonaws.com/{account.role.split(':')[4]}/model-approvals"
    check = account.lambda_step("CheckBudget", ["remaining", "verdict"], inputs={"team": "risk", "model": "fraud"})
    ask = CallbackStep(
        "AskReviewer",
        sqs_queue_url=queue,
        inputs={"budget": check.properties.Outputs["remaining"], "report": f"s3://{account.work}/fraud/report.html"},
        outputs=[CallbackOutput("decision", CallbackOutputTypeEnum.String)],
    )
    deploy = account.lambda_step("DeployFraudModel", ["endpoint"], inputs={"decision": ask.properties.Outputs["decision"]})
    decide = ConditionStep(
        "Approved",
        conditions=[
            ConditionEquals(left=ask.properties.Outputs["decision"], right="approve"),
            ConditionEquals(left=check.properties.Outputs["verdict"], right="ok"),
        ],
        if_steps=[deploy],
        else_steps=[
            FailStep("Rejected", error_message=Join(": ", ["the reviewer said", ask.properties.Outputs["decision"]]))
        ],
    )
    return Pipeline("FraudApproval", parameters=[], steps=[check, ask, decide], sagemaker_session=account.session)


def monitoring(account: Account) -> Pipeline:
    """Data quality and model bias checks; the bias check names its model outside Arguments."""
    training = f"s3://{account.raw}/credit/applications.csv"
    config = CheckJobConfig(role=account.role, instance_type="ml.m5.large", sagemaker_session=account.session)
    quality = QualityCheckStep(
        "DataQuality",
        quality_check_config=DataQualityCheckConfig(
            baseline_dataset=training,
            dataset_format=DatasetFormat.csv(header=True),
            output_s3_uri=f"s3://{account.work}/credit/quality",
        ),
        check_job_config=config,
        skip_check=False,
        register_new_baseline=True,
        model_package_group_name="credit",
    )
    create = ModelStep(
        "CreditModel",
        step_args=account.model(f"s3://{account.models}/credit/model.tar.gz").create(instance_type="ml.m5.large"),
        depends_on=[quality],
    )
    bias = ClarifyCheckStep(
        "ModelBias",
        clarify_check_config=ModelBiasCheckConfig(
            data_config=DataConfig(
                s3_data_input_path=training,
                s3_output_path=f"s3://{account.work}/credit/bias",
                s3_analysis_config_output_path=f"s3://{account.work}/credit/bias-config",
                label="approved",
                headers=["approved", "age", "income"],
                dataset_type="text/csv",
            ),
            data_bias_config=BiasConfig(label_values_or_threshold=[1], facet_name="age", facet_values_or_threshold=[40]),
            model_config=ModelConfig(
                model_name=create.properties.ModelName, instance_count=1, instance_type="ml.m5.large"
            ),
            model_predicted_label_config=ModelPredictedLabelConfig(probability_threshold=0.5),
        ),
        check_job_config=config,
        skip_check=True,
        register_new_baseline=True,
        model_package_group_name="credit",
    )
    return Pipeline("CreditMonitoring", parameters=[], steps=[quality, create, bias], sagemaker_session=account.session)


def stores(account: Account) -> Pipeline:
    """Forty stores side by side, then one step that reads them all; the definition is over 100 KiB."""
    per_store = [
        ProcessingStep(
            f"Store{number:02}",
            step_args=account.sklearn(env={"STORE": str(number)}).run(
                code=str(SCRIPTS / "preprocess.py"),
                arguments=["--store", str(number), "--columns", ",".join(f"week_{week:02}" for week in range(1, 53))] * 3,
                inputs=[ProcessingInput(f"s3://{account.raw}/stores/{number:02}/", "/opt/ml/processing/input", "sales")],
                outputs=[
                    ProcessingOutput(
                        "/opt/ml/processing/out", output_name="clean", destination=f"s3://{account.work}/stores/{number:02}"
                    )
                ],
            ),
        )
        for number in range(1, 41)
    ]
    merge = ProcessingStep(
        "MergeStores",
        step_args=account.sklearn().run(
            code=str(SCRIPTS / "preprocess.py"),
            inputs=[
                ProcessingInput(output(step, "clean"), f"/opt/ml/processing/{step.name}", input_name=step.name.lower())
                for step in per_store
            ],
            outputs=[
                ProcessingOutput("/opt/ml/processing/all", output_name="all", destination=f"s3://{account.work}/stores-all")
            ],
        ),
    )
    return Pipeline("StoreSales", parameters=[], steps=[*per_store, merge], sagemaker_session=account.session)


PIPELINES = [churn, demand, scoring, approval, monitoring, stores]
