"""The pipelines of the card business, in Virginia."""

from places import PROFILE, RISK, VENDOR, VIRGINIA, XGBOOST, offline_store
from sdk import Pipeline, get, join, model_of, output_of, param

ATHENA = """SELECT t.transaction_id,
       t.card_id,
       t.amount_usd,
       t.amount_usd / NULLIF(c.avg_amount_30d, 0) AS amount_ratio,
       CASE WHEN t.merchant_country <> c.home_country THEN 1 ELSE 0 END AS is_foreign,
       t.authorized_at AS event_time
FROM risk.card_transactions t
JOIN risk.cards c ON c.card_id = t.card_id
WHERE t.channel <> 'internal' AND t.authorized_at >= date_add('day', -30, current_date)"""


def fraud_features():
    p = Pipeline("FraudFeatureRefresh", VIRGINIA, "hanbit-risk-pipelines")
    query = {
        "InputName": "transactions",
        "AppManaged": False,
        "DatasetDefinition": {
            "AthenaDatasetDefinition": {
                "Catalog": "AwsDataCatalog",
                "Database": "risk",
                "QueryString": ATHENA,
                "WorkGroup": "risk-pipelines",
                "OutputS3Uri": f"s3://{RISK}/athena/fraud-features/",
                "OutputFormat": "PARQUET",
                "OutputCompression": "SNAPPY",
            },
            "LocalPath": "/opt/ml/processing/transactions",
            "DataDistributionType": "FullyReplicated",
            "InputMode": "File",
        },
    }
    return p, p.definition(
        [param("SettlementFeed", f"s3://{VENDOR}/daily/")],
        [
            p.processing(
                "BuildFraudFeatures", "build_fraud_features.py",
                {"transactions": query, "settlements": get("Parameters.SettlementFeed")},
                {"features": f"s3://{RISK}/features/card-transactions"}, cache=True,
            ),
            p.processing(
                "IngestFraudFeatures", "ingest.py", {"features": output_of("BuildFraudFeatures", "features")},
                {"store": {
                    "OutputName": "store",
                    "AppManaged": True,
                    "FeatureStoreOutput": {"FeatureGroupName": "card-transaction-features"},
                }},
            ),
        ],
    )


def fraud_release():
    p = Pipeline("FraudModelRelease", VIRGINIA, "hanbit-risk-pipelines")
    decision = get("Steps.RiskReview.OutputParameters['decision']")
    return p, p.definition(
        [
            param("SnapshotDate", "2026-10-12"),
            param("ModelApprovalStatus", "Approved"),
        ],
        [
            p.call(
                "FreezeTrainingSet", "risk-freeze-training-set",
                {"snapshot_date": get("Parameters.SnapshotDate"), "source": f"s3://{RISK}/features/card-transactions"},
                ["training_set_uri", "row_count"],
            ),
            p.training(
                "TrainFraudModel", XGBOOST,
                [p.channel("train", get("Steps.FreezeTrainingSet.OutputParameters['training_set_uri']"),
                           "application/x-parquet")],
                {"objective": "binary:logistic", "scale_pos_weight": "180", "num_round": "500"}, f"s3://{RISK}/models/fraud",
            ),
            p.processing(
                "EvaluateFraudModel", "evaluate.py",
                {"model": model_of("TrainFraudModel"), "holdout": f"s3://{RISK}/holdout/2026-q3/"}, {"evaluation": None},
                image=XGBOOST, properties=[("FraudEvaluation", "evaluation", "evaluation.json")],
            ),
            p.callback(
                "RiskReview", "risk-model-reviews",
                {
                    "model": model_of("TrainFraudModel"),
                    "evaluation": join(output_of("EvaluateFraudModel", "evaluation"), "evaluation.json"),
                },
                ["decision", "reviewer"],
            ),
            p.condition(
                "CheckDecision",
                [{"Type": "Equals", "LeftValue": decision, "RightValue": "approve"}],
                [
                    p.register(
                        "RegisterFraudModel", "card-fraud", XGBOOST, model_of("TrainFraudModel"),
                        join(output_of("EvaluateFraudModel", "evaluation"), "evaluation.json"),
                        get("Parameters.ModelApprovalStatus"),
                    ),
                    p.call(
                        "NotifyDeployment", "risk-notify-deployment",
                        {"model": model_of("TrainFraudModel")}, ["ticket"], ["RegisterFraudModel-RegisterModel"],
                    ),
                ],
                [p.fail("ReleaseRejected", join("Risk review ended with", decision, on=" "))],
            ),
        ],
    )


def merchant_risk():
    """Learns from an offline store; its report has a name of its own, which only the model package tells."""
    p = Pipeline("MerchantRiskTraining", VIRGINIA, "hanbit-risk-pipelines")
    return p, p.definition(
        [
            param("Profiles", offline_store(RISK, VIRGINIA, PROFILE)),
            param("ModelApprovalStatus", "PendingManualApproval", enum=["PendingManualApproval", "Approved"]),
        ],
        [
            p.processing(
                "BuildTrainingSet", "build_training_set.py",
                {"profiles": get("Parameters.Profiles"), "transactions": f"s3://{RISK}/features/card-transactions"},
                {"train": None, "holdout": None},
            ),
            p.training(
                "TrainMerchantRisk", XGBOOST, [p.channel("train", output_of("BuildTrainingSet", "train"))],
                {"objective": "binary:logistic", "num_round": "220"}, f"s3://{RISK}/models/merchant",
            ),
            p.processing(
                "EvaluateMerchantRisk", "evaluate.py",
                {"model": model_of("TrainMerchantRisk"), "holdout": output_of("BuildTrainingSet", "holdout")},
                {"quality": None}, image=XGBOOST,
            ),
            p.register(
                "RegisterMerchantRisk", "merchant-risk", XGBOOST, model_of("TrainMerchantRisk"),
                join(output_of("EvaluateMerchantRisk", "quality"), "model_quality.json"), get("Parameters.ModelApprovalStatus"),
            ),
        ],
    )
