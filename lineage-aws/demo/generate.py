#!/usr/bin/env python3
"""Writes the demo account, `account/`, as a recorded account (see SNAPSHOT.md). The same on every run.

    python3 -m venv venv && venv/bin/pip install pyarrow==25.0.0 && venv/bin/python generate.py
"""

import hashlib
import shutil

import seoul
import virginia
from facts import NONE, RECORDED, ROOT, dump, known, write
from places import RISK, SEOUL, VIRGINIA
from plain import stamp, text
from run import Run
from sdk import ACCOUNT
from storage import write_buckets, write_feature_groups, write_objects

GROWTH, RISK_DOMAIN = "d-k3vq8x2mzp1a", "d-7hw1c5rtn0bf"


def user(name, domain, region):
    arn = f"arn:aws:sagemaker:{region}:{ACCOUNT}:user-profile/{domain}/{name}"
    return {"userProfileArn": arn, "userProfileName": name, "domainId": domain}


def domain_arn(region, domain):
    return f"arn:aws:sagemaker:{region}:{ACCOUNT}:domain/{domain}"


def account():
    """(pipeline, definition, tags, author, created, changed, description, runs newest first)"""
    churn, churn_definition = seoul.churn_training()
    evaluated = {"metrics": {"validation:auc": 0.86412, "train:auc": 0.90377}}
    runs = [
        Run(churn, churn_definition, "2026-10-07T18:00:03Z",
            {"TrainChurnModel": {"metrics": {"validation:auc": 0.85704, "train:auc": 0.89921}},
             "RegisterChurnModel-RegisterModel": {"approval": "Approved"}}, version=11),
        Run(churn, churn_definition, "2026-10-10T18:00:02Z",
            {"TrainChurnModel": {"fail": "AlgorithmError: ExecuteUserScriptError: exit code 1, label column 'churned' "
                                         "holds NaN in 1,204 rows", "retries": 1}}),
        Run(churn, churn_definition, "2026-10-13T18:00:04Z", {"TrainChurnModel": evaluated}, version=12),
    ]
    model = runs[0].jobs[next(s for s in runs[0].steps if s["name"] == "TrainChurnModel")["metadata"]["arn"]]
    model = model["outputs"][0]["uri"]
    growth = user("jiwoo-park", GROWTH, SEOUL)
    yield (churn, churn_definition, {"DomainName": "growth-studio", "Env": "prod", "Team": "growth"}, growth,
           "2026-01-19T05:12:44Z", "2026-09-28T07:40:10Z", "Weekly churn model of the subscription business", runs[::-1])

    p, d = seoul.churn_scoring(model)
    runs = [Run(p, d, f"2026-10-{day}T21:30:01Z") for day in (13, 12)]
    yield (p, d, {"DomainId": GROWTH, "Env": "prod"}, growth, "2026-02-03T01:20:00Z", "2026-10-08T00:15:31Z",
           "Scores every active customer for the CRM campaign", runs)

    p, d = seoul.demand_forecast()
    running = Run(p, d, "2026-10-14T08:02:09Z", {"TuneForecaster": {"minutes": 120}}, now=RECORDED)
    done = Run(p, d, "2026-09-14T08:00:07Z", {"TuneForecaster": {"metrics": {"validation:rmse": 18.4471}}}, version=4)
    tags = {"Env": "prod", "sagemaker:domain-arn": domain_arn(SEOUL, GROWTH)}
    yield (p, d, tags, user("minseo-lee", GROWTH, SEOUL), "2026-03-11T02:33:18Z", "2026-09-14T07:51:02Z",
           "Monthly eight-week demand forecast by store", [running, done])

    p, d = seoul.sales_fan_out()
    stopped = Run(p, d, "2026-10-14T01:00:05Z", stopped="2026-10-14T01:23:18Z")
    yield (p, d, {"Env": "prod"}, user("minseo-lee", GROWTH, SEOUL), "2026-04-22T06:08:55Z", "2026-10-01T03:27:09Z",
           "Sales features of 38 areas, side by side", [stopped])

    p, d = seoul.price_elasticity()
    metrics = {f"FitElasticity-{n}": {"metrics": {"train:rmse": rmse}} for n, rmse in enumerate((0.1311, 0.1402, 0.1366))}
    metrics["FitElasticity-1"]["retries"] = 1
    yield (p, d, {"DomainName": "growth-studio", "Env": "dev"}, user("minseo-lee", GROWTH, SEOUL), "2026-09-02T08:31:27Z",
           "2026-10-11T04:02:50Z", "Price elasticity by category", [Run(p, d, "2026-10-11T04:05:06Z", metrics)])

    p, d = seoul.data_watch()
    yield (p, d, {"Env": "prod", "Team": "growth"}, user("jiwoo-park", GROWTH, SEOUL), "2026-07-30T01:15:00Z",
           "2026-08-03T06:12:36Z", "Quality and bias of the customer data", [Run(p, d, "2026-10-13T19:00:04Z")])

    p, d = seoul.lifetime_value()
    yield (p, d, {}, None, "2026-10-12T10:44:23Z", "2026-10-12T10:44:23Z", None, [])

    p, d = virginia.fraud_features()
    first = Run(p, d, "2026-10-13T06:00:02Z")
    second = Run(p, d, "2026-10-14T06:00:03Z", {"BuildFraudFeatures": {"cached": first}})
    yield (p, d, {"DomainName": "risk-studio"}, user("priya-n", RISK_DOMAIN, VIRGINIA), "2026-05-30T15:02:41Z",
           "2026-08-19T13:11:57Z", "Daily features of card transactions", [second, first])

    p, d = virginia.fraud_release()
    frozen = f"s3://{RISK}/training-sets/2026-10-12/"
    outcomes = {
        "FreezeTrainingSet": {"outputs": {"training_set_uri": frozen, "row_count": "1843226"}},
        "TrainFraudModel": {"metrics": {"validation:auc": 0.97133, "train:auc": 0.98802}},
        "RiskReview": {"outputs": {"decision": "reject", "reviewer": "model-risk-committee"}},
        "CheckDecision": {"outcome": "False"},
    }
    rejected = Run(p, d, "2026-10-13T13:05:12Z", outcomes)
    yield (p, d, {"DomainName": "risk-studio", "sagemaker:domain-arn": domain_arn(VIRGINIA, RISK_DOMAIN)},
           user("daniel-okafor", RISK_DOMAIN, VIRGINIA), "2026-06-17T19:26:30Z", "2026-10-11T20:18:45Z",
           "Trains, reviews and releases the card fraud model", [rejected])

    p, d = virginia.merchant_risk()
    register = "RegisterMerchantRisk-RegisterModel"
    metrics = {"TrainMerchantRisk": {"metrics": {"validation:auc": 0.92871}}, register: {"approval": "Rejected"}}
    whole = Run(p, d, "2026-10-08T16:20:09Z", metrics, version=2)
    # The evaluation was wrong, not the model: only what follows from it runs anew.
    again = Run(p, d, "2026-10-12T18:41:33Z", {register: {"approval": "Approved"}}, version=3,
                selected=(whole, ["EvaluateMerchantRisk", register]))
    yield (p, d, {"DomainId": RISK_DOMAIN}, user("priya-n", RISK_DOMAIN, VIRGINIA), "2026-07-22T14:11:08Z",
           "2026-10-08T16:18:40Z", "Risk of merchants, from their feature store", [again, whole])


def write_pipelines():
    lists, everything = {SEOUL: [], VIRGINIA: []}, []
    for pipeline, definition, tags, author, created, changed, description, runs in account():
        region, name = pipeline.region, pipeline.name
        summary = {
            "name": name,
            "arn": f"arn:aws:sagemaker:{region}:{ACCOUNT}:pipeline/{name.lower()}",
            "displayName": name,
            "description": description,
            "roleArn": pipeline.role,
            "created": created,
            "lastModified": changed,
            "lastRun": stamp(runs[0].started) if runs else None,
            "createdBy": known(author) if author else NONE,
            "tags": known(tags),
        }
        lists[region].append(summary)
        head = {key: summary[key] for key in ("name", "arn", "displayName", "description", "roleArn")}
        tail = {key: summary[key] for key in ("created", "lastModified", "lastRun")}
        write("pipelines", [region, name], {"value": {
            **head, "status": "Active", **tail, "createdBy": author, "lastModifiedBy": author, "tags": summary["tags"],
            "definition": text(definition),
        }})
        write("tags", [region, summary["arn"]], {"value": tags})
        write("execution-lists", [region, name], {"value": [run.summary() for run in runs]})
        for run in runs:
            write("executions", [region, run.arn], {"value": run.execution()})
            write("steps", [region, run.arn], {"value": run.steps})
            write("parameters", [region, run.arn], {"value": run.parameters()})
            write("definitions", [region, run.arn], {"value": {"sameAs": name}})
            for folder, facts in (("jobs", run.jobs), ("models", run.models), ("model-packages", run.packages)):
                for arn, fact in facts.items():
                    write(folder, [region, arn], {"value": fact})
            for served in (*(model["name"] for model in run.models.values()), *run.packages):
                write("endpoint-lists", [region, served], {"value": endpoints(region, served)})
        everything += runs
    for region, summaries in lists.items():
        write("pipeline-lists", [region], {"value": sorted(summaries, key=lambda summary: summary["name"])})
    return everything


def endpoints(region, served):
    """Who serves a model: one package is live, and a first try of another endpoint failed."""
    if not served.endswith("model-package/merchant-risk/3"):
        return []
    return [
        {
            "name": name,
            "arn": f"arn:aws:sagemaker:{region}:{ACCOUNT}:endpoint/{name}",
            "status": status,
            "modelName": "merchant-risk-v3",
            "configName": known(f"{name}-v3"),
            "created": created,
            "lastModified": changed,
        }
        for name, status, created, changed in (
            ("merchant-risk-batch-lookup", "Failed", "2026-10-13T02:14:09Z", "2026-10-13T02:31:55Z"),
            ("merchant-risk-live", "InService", "2026-08-04T12:20:41Z", "2026-10-13T01:58:27Z"),
        )
    ]


def write_domains():
    for region, domain, name, created in (
        (SEOUL, GROWTH, "growth-studio", "2026-01-12T00:45:12Z"),
        (VIRGINIA, RISK_DOMAIN, "risk-studio", "2026-05-04T17:30:26Z"),
    ):
        fact = {
            "id": domain,
            "arn": domain_arn(region, domain),
            "name": name,
            "status": "InService",
            "url": f"https://{domain}.studio.{region}.sagemaker.aws",
            "homeEfsFileSystemId": None,
            "created": created,
        }
        write("domain-lists", [region], {"value": [fact]})
        file_system = f"fs-0{hashlib.sha256(domain.encode()).hexdigest()[:16]}"
        write("domains", [region, domain], {"value": {**fact, "homeEfsFileSystemId": file_system}})


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    regions = [SEOUL, VIRGINIA]
    dump("snapshot.json", {"format": 1, "recordedAt": RECORDED, "account": ACCOUNT, "regions": regions})
    write_domains()
    write_feature_groups()
    write_buckets()
    write_objects(write_pipelines())


if __name__ == "__main__":
    main()
