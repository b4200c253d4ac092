"""The pipelines of the subscription company, in Seoul."""

from places import EXPORTS, LAKE, MODELS, OPEN, PARTNER, SCORES, SCRAPES, SEOUL, XGBOOST, offline_stores
from sdk import Pipeline, get, join, model_of, output_of, param


def churn_training():
    p = Pipeline("CustomerChurnTraining", SEOUL, "AmazonSageMaker-ExecutionRole-20260112T094512")
    report = get("Steps.EvaluateChurnModel.PropertyFiles.ChurnEvaluation")
    auc = {"Std:JsonGet": {"PropertyFile": report, "Path": "binary_classification_metrics.auc.value"}}
    return p, p.definition(
        [
            param("CustomerData", f"s3://{LAKE}/raw/customers/"),
            param("UsageData", f"s3://{LAKE}/raw/usage/2026-10/"),
            param("TrainingInstanceType", "ml.m5.2xlarge"),
            param("ProcessingInstanceCount", 1, "Integer"),
            param("AucThreshold", 0.8, "Float"),
            param("ModelApprovalStatus", "PendingManualApproval", enum=["PendingManualApproval", "Approved"]),
        ],
        [
            p.processing(
                "PrepareFeatures", "prepare_features.py",
                {"customers": get("Parameters.CustomerData"), "usage": get("Parameters.UsageData")},
                {"train": None, "validation": None, "test": None},
                ["--customers", get("Parameters.CustomerData"), "--horizon-days", "30"],
                count=get("Parameters.ProcessingInstanceCount"), cache=True,
            ),
            p.training(
                "TrainChurnModel", XGBOOST,
                [p.channel("train", output_of("PrepareFeatures", "train")),
                 p.channel("validation", output_of("PrepareFeatures", "validation"))],
                {"objective": "binary:logistic", "eval_metric": "auc", "num_round": "300", "max_depth": "6", "eta": "0.1"},
                f"s3://{MODELS}/churn", get("Parameters.TrainingInstanceType"), retry=True,
            ),
            p.processing(
                "EvaluateChurnModel", "evaluate.py",
                {"model": model_of("TrainChurnModel"), "test": output_of("PrepareFeatures", "test")},
                {"evaluation": None}, image=XGBOOST,
                properties=[("ChurnEvaluation", "evaluation", "evaluation.json")],
            ),
            p.condition(
                "CheckAuc",
                [{"Type": "GreaterThanOrEqualTo", "LeftValue": auc, "RightValue": get("Parameters.AucThreshold")}],
                [p.register(
                    "RegisterChurnModel", "customer-churn", XGBOOST, model_of("TrainChurnModel"),
                    join(output_of("EvaluateChurnModel", "evaluation"), "evaluation.json"),
                    get("Parameters.ModelApprovalStatus"),
                )],
                [p.fail("AucTooLow", join("Execution failed: AUC below", get("Parameters.AucThreshold"), on=" "))],
            ),
        ],
    )


def churn_scoring(model_uri):
    p = Pipeline("CustomerChurnBatchScoring", SEOUL, "AmazonSageMaker-ExecutionRole-20260112T094512")
    scores = join(f"s3://{LAKE}/scores/churn", get("Execution.PipelineExecutionId"))
    return p, p.definition(
        [
            param("ModelDataUrl", model_uri),
            param("CustomerData", f"s3://{LAKE}/raw/customers/"),
            param("ScoreThreshold", 0.65, "Float"),
        ],
        [
            p.model("ChurnModel", XGBOOST, get("Parameters.ModelDataUrl")),
            p.processing(
                "PrepareBatch", "prepare_batch.py", {"customers": get("Parameters.CustomerData")}, {"batch": None},
            ),
            p.transform(
                "ScoreCustomers", "ChurnModel-CreateModel", output_of("PrepareBatch", "batch"), scores,
            ),
            p.processing(
                "PublishScores", "publish_scores.py", {"scores": get("Steps.ScoreCustomers.TransformOutput.S3OutputPath")},
                {
                    "campaign": f"s3://{LAKE}/exports/crm/churn-risk",
                    "features": {
                        "OutputName": "features",
                        "AppManaged": True,
                        "FeatureStoreOutput": {"FeatureGroupName": SCORES[0]},
                    },
                },
                ["--threshold", join(get("Parameters.ScoreThreshold"), on="")],
            ),
        ],
        experiment=False,
    )


def demand_forecast():
    p = Pipeline("StoreDemandForecast", SEOUL, "hanbit-sagemaker-pipelines")
    ranges = {
        "ContinuousParameterRanges": [
            {"Name": "eta", "MinValue": "0.02", "MaxValue": "0.3", "ScalingType": "Logarithmic"},
            {"Name": "subsample", "MinValue": "0.5", "MaxValue": "1.0", "ScalingType": "Auto"},
        ],
        "CategoricalParameterRanges": [],
        "IntegerParameterRanges": [{"Name": "max_depth", "MinValue": "4", "MaxValue": "10", "ScalingType": "Auto"}],
    }
    best = join(
        "s3:/", MODELS, "demand", get("Steps.TuneForecaster.TrainingJobSummaries[0].TrainingJobName"),
        "output/model.tar.gz",
    )
    return p, p.definition(
        [
            param("SalesData", f"s3://{LAKE}/curated/store-sales/"),
            param("HolidayCalendar", f"s3://{OPEN}/calendar/holidays-kr.csv"),
            param("HorizonWeeks", 8, "Integer"),
        ],
        [
            p.processing(
                "BuildForecastFeatures", "build_features.py",
                {"sales": get("Parameters.SalesData"), "holidays": get("Parameters.HolidayCalendar")},
                {"train": None, "validation": None, "backtest": None}, instance="ml.r5.2xlarge",
            ),
            p.tuning(
                "TuneForecaster", XGBOOST,
                [p.channel("train", output_of("BuildForecastFeatures", "train")),
                 p.channel("validation", output_of("BuildForecastFeatures", "validation"))],
                {"objective": "reg:squarederror", "num_round": "400"}, ranges, "validation:rmse", f"s3://{MODELS}/demand",
            ),
            p.processing(
                "BacktestForecaster", "backtest.py",
                {"model": best, "backtest": output_of("BuildForecastFeatures", "backtest")}, {"metrics": None},
                image=XGBOOST, properties=[("BacktestMetrics", "metrics", "metrics.json")],
            ),
            p.register(
                "RegisterForecaster", "store-demand-forecast", XGBOOST, best,
                join(output_of("BacktestForecaster", "metrics"), "metrics.json"),
            ),
        ],
    )


def sales_fan_out():
    """One split, 38 regions in parallel, one merge."""
    p = Pipeline("RegionalSalesFeatures", SEOUL, "hanbit-sagemaker-pipelines")
    shards = [f"area-{n:02}" for n in range(1, 39)]
    image = {"image": "area-sales:14", "instance": "ml.r5.4xlarge"}
    split = p.processing(
        "SplitByArea", None, {"sales": get("Parameters.RawSales")}, {shard: None for shard in shards}, **image,
    )
    areas = [
        p.processing(
            f"Features-{shard}", None, {"sales": output_of("SplitByArea", shard)}, {"features": None}, ["--area", shard],
            image="area-sales:14",
        )
        for shard in shards
    ]
    merge = p.processing(
        "MergeAreas", None, {shard: output_of(f"Features-{shard}", "features") for shard in shards},
        {"sales": f"s3://{LAKE}/curated/store-sales"}, **image,
    )
    return p, p.definition([param("RawSales", f"s3://{LAKE}/raw/pos-sales/")], [split, *areas, merge])


def lifetime_value():
    p = Pipeline("LifetimeValueExperiment", SEOUL, "hanbit-sagemaker-pipelines")
    return p, p.definition(
        [param("CustomerData", f"s3://{LAKE}/raw/customers/"), param("OutputPrefix")],
        [
            p.processing(
                "BuildCohorts", "build_cohorts.py",
                {"customers": get("Parameters.CustomerData"), "orders": f"s3://{LAKE}/raw/orders/"},
                {"cohorts": join("s3:/", LAKE, get("Parameters.OutputPrefix"), "cohorts")},
            ),
            p.training(
                "TrainLifetimeValue", XGBOOST, [p.channel("train", output_of("BuildCohorts", "cohorts"))],
                {"objective": "reg:gamma", "num_round": "200"}, f"s3://{MODELS}/lifetime-value",
            ),
        ],
    )


def price_elasticity():
    """Spark on EMR Serverless, then one model a category, side by side."""
    p = Pipeline("StorePriceElasticity", SEOUL, "hanbit-sagemaker-pipelines")
    history = f"s3://{LAKE}/curated/price-history"
    spark = p.spark(
        "AggregatePrices", "00fj4q2mzk8ht50p", f"s3://{LAKE}/jobs/aggregate_prices.py",
        ["--sales", get("Parameters.SalesData"), "--output", history],
    )
    fit = p.training(
        "FitElasticity", XGBOOST, [p.channel("train", join(history, get("ForEach.CurrentItem")))],
        {"objective": "reg:squarederror", "num_round": "150"}, f"s3://{MODELS}/elasticity", retry=True,
    )
    evaluate = p.processing(
        "EvaluateElasticity", "evaluate.py",
        {"models": f"s3://{MODELS}/elasticity/", "history": history, "competitors": f"s3://{SCRAPES}/competitors/"},
        {"evaluation": None, "curves": f"s3://{EXPORTS}/elasticity/curves"}, image=XGBOOST,
        properties=[("ElasticityEvaluation", "evaluation", "evaluation.json")], depends=["FitPerCategory"],
    )
    return p, p.definition(
        [param("SalesData", f"s3://{LAKE}/curated/store-sales/")],
        [spark, p.for_each("FitPerCategory", ["grocery", "household", "cosmetics"], [fit], [spark["Name"]]), evaluate],
    )


def data_watch():
    """Checks of the data that the churn models learn from."""
    p = Pipeline("CustomerDataWatch", SEOUL, "hanbit-sagemaker-pipelines")
    group, base = "customer-churn", f"s3://{LAKE}/watch/customers"
    return p, p.definition(
        [param("CustomerData", f"s3://{LAKE}/raw/customers/")],
        [
            p.processing(
                "SampleCustomers", "sample_customers.py",
                {"customers": get("Parameters.CustomerData"), "features": f"{offline_stores(LAKE, SEOUL)}/"}, {"sample": None},
            ),
            p.check(
                "CheckDataQuality", "QualityCheck", "DATA_QUALITY", "sagemaker-model-monitor-analyzer",
                {"baseline_dataset_input": output_of("SampleCustomers", "sample")},
                ("quality_check_output", join(base, get("Execution.PipelineExecutionId"), "quality")), group,
            ),
            p.check(
                "CheckLabelBias", "ClarifyCheck", "DATA_BIAS", "sagemaker-clarify-processing:1.0",
                {"analysis_config": f"{base}/config/analysis_config.json", "dataset": output_of("SampleCustomers", "sample")},
                ("analysis_result", join(base, get("Execution.PipelineExecutionId"), "bias")), group,
            ),
            p.processing(
                "ShareSummary", "share_summary.py",
                {"statistics": get("Steps.CheckDataQuality.CalculatedBaselineStatistics")},
                {"summary": f"s3://{PARTNER}/customer-quality"}, depends=["CheckLabelBias"],
            ),
        ],
        experiment=False,
    )
