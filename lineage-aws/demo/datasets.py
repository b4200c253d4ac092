"""The data of the demo account: small files in the formats that real pipelines use."""

import csv
import io
import json
import random
from datetime import datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from places import LAKE, OPEN, PROFILE, RISK, SCORES, SEOUL, VIRGINIA, offline_store

PLANS, CITIES = ["basic", "family", "premium"], ["Seoul", "Busan", "Incheon", "Daegu", "Daejeon"]
CATEGORIES = ["grocery", "household", "cosmetics"]
FEATURES = ["churned", "tenure_months", "monthly_fee", "sessions_30d", "support_calls_90d", "is_family", "is_premium"]


def parquet(table):
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="snappy", row_group_size=32)
    return sink.getvalue()


def comma_separated(rows, header=None):
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    if header:
        writer.writerow(header)
    writer.writerows(rows)
    return sink.getvalue().encode()


def json_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def report(value):
    return (json.dumps(value, indent=2) + "\n").encode()


def customers(part, count):
    dice = random.Random(f"customers-{part}")
    signed = [datetime(2023, 1, 1) + timedelta(minutes=dice.randrange(1_900_000)) for _ in range(count)]
    columns = {
        "customer_id": [f"C{part}{n:06}" for n in range(count)],
        "plan": pa.array([dice.choice(PLANS) for _ in range(count)]).dictionary_encode(),
        "city": [dice.choice(CITIES) if dice.random() > 0.04 else None for _ in range(count)],
        "signed_up_at": pa.array(signed, pa.timestamp("us", tz="UTC")),
        "monthly_fee": pa.array([Decimal(dice.choice([9900, 14900, 19900])) for _ in range(count)], pa.decimal128(10, 2)),
        "tenure_months": pa.array([dice.randrange(1, 46) for _ in range(count)], pa.int32()),
        "support_calls_90d": pa.array([dice.choice([0, 0, 0, 1, 2, 5]) for _ in range(count)], pa.int16()),
        "interests": pa.array([dice.sample(["music", "sports", "kids", "drama"], dice.randrange(3)) for _ in range(count)]),
        "churned": [dice.random() < 0.17 for _ in range(count)],
    }
    return parquet(pa.table(columns))


def transactions(part, count):
    dice = random.Random(f"transactions-{part}")
    columns = {
        "transaction_id": [f"T{part}{n:08}" for n in range(count)],
        "card_id": [f"K{dice.randrange(4000):05}" for _ in range(count)],
        "amount_usd": [round(dice.lognormvariate(3.1, 1.1), 2) for _ in range(count)],
        "amount_ratio": [round(dice.lognormvariate(0, 0.6), 4) if dice.random() > 0.02 else None for _ in range(count)],
        "is_foreign": pa.array([int(dice.random() < 0.08) for _ in range(count)], pa.int8()),
        "event_time": pa.array(
            [datetime(2026, 10, 13) + timedelta(seconds=dice.randrange(86400)) for _ in range(count)], pa.timestamp("ms")
        ),
    }
    return parquet(pa.table(columns))


def rows(kind, count):
    dice = random.Random(kind)
    for _ in range(count):
        plan = dice.choice(PLANS)
        yield [
            int(dice.random() < 0.17), dice.randrange(1, 46), dice.choice([9900, 14900, 19900]), dice.randrange(60),
            dice.choice([0, 0, 1, 3]), int(plan == "family"), int(plan == "premium"),
        ]


def lake():
    """(URI, bytes, time) of what the pipelines start from."""
    for part in (0, 1):
        yield f"s3://{LAKE}/raw/customers/dt=2026-10-13/part-0000{part}.snappy.parquet", customers(part, 60), "2026-10-13T15:10:22Z"
    dice = random.Random("usage")
    usage = [
        [f"C0{dice.randrange(60):06}", f"2026-10-{dice.randrange(1, 14):02}", dice.randrange(9), round(dice.random() * 240, 1),
         dice.choice(["ios", "android", "tv", ""])]
        for _ in range(90)
    ]
    header = ["customer_id", "day", "sessions", "minutes_watched", "device"]
    yield f"s3://{LAKE}/raw/usage/2026-10/usage.csv", comma_separated(usage, header), "2026-10-13T15:12:40Z"
    orders = [
        {"orderId": f"O{n:07}", "customerId": f"C0{dice.randrange(60):06}", "total": dice.randrange(5, 90) * 1000,
         "items": [{"sku": f"S{dice.randrange(900):04}", "qty": dice.randrange(1, 4)} for _ in range(dice.randrange(1, 4))],
         "coupon": dice.choice([None, None, "WELCOME10"]), "placedAt": f"2026-10-{dice.randrange(1, 14):02}T0{dice.randrange(10)}:15:00+09:00"}
        for n in range(16)
    ]
    yield f"s3://{LAKE}/raw/orders/2026/10/orders-000.jsonl", json_lines(orders), "2026-10-13T15:14:03Z"
    sales = [
        [f"2026-09-{dice.randrange(1, 31):02}", f"store-{dice.randrange(1, 120):03}", f"area-{dice.randrange(1, 39):02}",
         dice.randrange(1, 400), dice.randrange(10, 900) * 1000]
        for _ in range(90)
    ]
    header = ["date", "store", "area", "units", "revenue_krw"]
    yield f"s3://{LAKE}/raw/pos-sales/2026-09.csv", comma_separated(sales, header), "2026-10-02T00:40:51Z"
    days = [["2026-10-03", "개천절"], ["2026-10-09", "한글날"], ["2026-12-25", "성탄절"]]
    yield f"s3://{OPEN}/calendar/holidays-kr.csv", comma_separated(days, ["date", "name"]), "2026-01-02T03:00:00Z"
    for part in (0, 1):
        yield f"s3://{RISK}/features/card-transactions/part-0000{part}.parquet", transactions(part, 60), "2026-10-13T06:12:31Z"
    history = ([f"2026-W{week}", dice.randrange(40, 90) * 100, dice.randrange(200)] for week in range(30, 40))
    yield f"s3://{LAKE}/curated/price-history/grocery/2026.csv", comma_separated(history, ["week", "price_krw", "units"]), "2026-10-11T04:20:13Z"
    config = {"dataset_type": "text/csv", "label": "churned", "facet": [{"name_or_index": "is_family"}]}
    yield f"s3://{LAKE}/watch/customers/config/analysis_config.json", report(config), "2026-08-03T06:10:00Z"
    script = b"import sys\n\nfrom pyspark.sql import SparkSession\n\nspark = SparkSession.builder.getOrCreate()\n"
    yield f"s3://{LAKE}/jobs/aggregate_prices.py", script, "2026-09-02T08:20:02Z"
    scores = {"customer_id": ["C0000017", "C0000042"], "churn_probability": [0.8313, 0.7042], "risk_band": ["high", "medium"],
              "model_package_version": [11, 11], "scored_at": ["2026-10-13T22:02:41Z"] * 2}
    part = "year=2026/month=10/day=13/hour=22/20261013T220241Z_q7Lk0fWm2d.parquet"
    yield f"{offline_store(LAKE, SEOUL, SCORES)}/{part}", parquet(pa.table(scores)), "2026-10-13T22:17:09Z"
    profiles = {"merchant_id": ["M0041", "M0977", "M1203"], "chargebacks_90d": [0, 4, 1],
                "volume_usd_90d": [18231.5, 902.25, 77410.0], "as_of": ["2026-10-08T00:00:00Z"] * 3}
    part = "00001-7c1f0a52-profile.parquet"
    yield f"{offline_store(RISK, VIRGINIA, PROFILE)}/{part}", parquet(pa.table(profiles)), "2026-10-08T00:41:37Z"
    yield f"s3://{RISK}/holdout/2026-q3/part-00000.parquet", transactions(7, 30), "2026-10-01T02:00:09Z"
    yield f"s3://{RISK}/training-sets/2026-10-12/part-00000.parquet", transactions(9, 60), "2026-10-13T13:05:19Z"


def output(run, place):
    """(name, bytes) of the objects that one output of a job holds."""
    pipeline, name = run.pipeline.name, place["name"]
    if pipeline == "CustomerChurnTraining" and name in ("train", "validation", "test"):
        count = {"train": 120, "validation": 40, "test": 40}[name]
        yield f"{name}.csv", comma_separated(rows(f"{run.id}-{name}", count), FEATURES)
    elif pipeline == "CustomerChurnTraining" and name == "evaluation":
        yield "evaluation.json", report(evaluation(run, 0.8587, 0.9031))
    elif pipeline == "CustomerChurnBatchScoring" and name == "batch":
        yield "batch.csv", comma_separated(([f"C0{n:06}", *row[1:]] for n, row in enumerate(rows(run.id, 60))))
    elif name == "transform_output":
        dice = random.Random(run.id)
        yield "batch.csv.out", comma_separated([f"C0{n:06}", round(dice.random(), 6)] for n in range(60))
    elif name == "campaign":
        dice = random.Random(run.id)
        scored = ({"customerId": f"C0{n:06}", "churnProbability": round(dice.random(), 4), "riskBand": dice.choice(["high", "medium"])}
                  for n in range(30))
        yield "churn-risk.jsonl", json_lines(scored)
    elif pipeline == "StoreDemandForecast" and name == "metrics":
        yield "metrics.json", report({"regression_metrics": {"rmse": {"value": 19.1204}, "mape": {"value": 0.1132}}})
    elif pipeline == "FraudModelRelease" and name == "evaluation":
        yield "evaluation.json", report(evaluation(run, 0.9688, 0.9954))
    elif pipeline == "StorePriceElasticity" and name == "evaluation":
        yield "evaluation.json", report(elasticity(run))
    elif pipeline == "StorePriceElasticity" and name == "curves":
        points = ([category, price, round(1.6 - price / 9000, 3)] for category in CATEGORIES for price in (5000, 7000, 9000))
        yield "curves.csv", comma_separated(points, ["category", "price_krw", "demand"])
    elif pipeline == "CustomerDataWatch" and name == "sample":
        yield "sample.csv", comma_separated(rows(run.id, 30), FEATURES)
    elif name == "quality_check_output":
        features = [{"name": f, "inferred_type": "Integral", "completeness": 1.0, "is_non_negative": True} for f in FEATURES]
        yield "constraints.json", report({"version": 0.0, "features": features})
        yield "statistics.json", report({"version": 0.0, "dataset": {"item_count": 30}})
    elif name == "analysis_result":
        metrics = [{"name": "CI", "value": 0.38}, {"name": "DPL", "value": -0.021}]
        facets = {"is_family": [{"value_or_threshold": "1", "metrics": metrics}]}
        yield "analysis.json", report({"version": "1.0", "pre_training_bias_metrics": {"label": "churned", "facets": facets}})
    elif name == "summary":
        yield "summary.json", report({"customers": 30, "complete": 1.0, "biased_features": []})
    elif pipeline == "MerchantRiskTraining" and name in ("train", "holdout"):
        yield f"{name}.parquet", transactions(name, 30)
    elif pipeline == "MerchantRiskTraining" and name == "quality":
        yield "model_quality.json", report({
            **evaluation(run, 0.9312, 0.9874),
            "dataset": {"item_count": 4096, "start_time": "2026-09-01T00:00:00Z"},
            "confusion_matrix": [[3987, 31], [22, 56]],
        })
    elif pipeline == "RegionalSalesFeatures" and name.startswith("area-"):
        dice = random.Random(name)
        found = ([f"2026-09-{day:02}", f"store-{dice.randrange(1, 120):03}", dice.randrange(1, 400)] for day in range(1, 11))
        yield "sales.csv", comma_separated(found, ["date", "store", "units"])


def elasticity(run):
    dice = random.Random(run.id)
    return {
        "regression_metrics": {
            "mse": {"value": 0.0184, "standard_deviation": 0.0021},
            "rmse": {"value": 0.1356, "standard_deviation": 0.0079},
            "r2": {"value": 0.8127, "standard_deviation": "NaN"},
        },
        "categories": {
            category: {"elasticity": round(-dice.uniform(0.6, 2.1), 3), "stores": dice.randrange(80, 119),
                       "interval": {"low": round(-dice.uniform(2.1, 2.4), 3), "high": round(-dice.uniform(0.4, 0.6), 3)}}
            for category in CATEGORIES
        },
    }


def evaluation(run, auc, accuracy):
    dice = random.Random(run.id)
    shift = round(dice.uniform(-0.004, 0.004), 4)
    return {
        "binary_classification_metrics": {
            "accuracy": {"value": round(accuracy + shift, 4), "standard_deviation": "NaN"},
            "auc": {"value": round(auc + shift, 4), "standard_deviation": "NaN"},
            "recall": {"value": round(auc - 0.21 + shift, 4), "standard_deviation": "NaN"},
        }
    }
