"""Where things are in the demo account: a subscription company in Seoul and its card business in Virginia."""

from sdk import ACCOUNT

SEOUL, VIRGINIA = "ap-northeast-2", "us-east-1"
LAKE, MODELS, OPEN = "hanbit-growth-lake", "hanbit-growth-models", "hanbit-open-data"
RISK, VENDOR = "hanbit-risk-lake", "cardnet-settlement-feed"
EXPORTS, PARTNER, SCRAPES = "hanbit-analytics-exports", "hanbit-partner-drop", "hanbit-price-scrapes"
XGBOOST = "sagemaker-xgboost:1.7-1"
# Feature groups, and when they were made: in seconds since 1970, as the names of their offline stores have it.
SCORES, PROFILE = ("customer-churn-scores", 1770084669), ("merchant-risk-profile", 1784728868)


def offline_stores(bucket, region):
    """Where the offline stores of feature groups lie."""
    return f"s3://{bucket}/feature-store/{ACCOUNT}/sagemaker/{region}/offline-store"


def offline_store(bucket, region, group):
    return f"{offline_stores(bucket, region)}/{group[0]}-{group[1]}/data"
