"""The feature groups of moto's server, as the API reference describes them (moto knows groups with an offline store alone,
and neither lists them nor tells their features' descriptions)."""

from datetime import datetime, timezone

from moto.core.responses import ActionResult, EmptyResult
from moto.sagemaker.exceptions import ResourceNotFound

# Of one group's features on one page: so few that every group of some size has several pages.
FEATURES = 2

groups: dict[tuple[str, str], dict] = {}
descriptions: dict[tuple[str, str, str], str] = {}


def find(self):
    """The group that a request names, by its name or ARN."""
    name = self._get_param("FeatureGroupName").rsplit("/", 1)[-1]
    if (self.region, name) not in groups:
        raise ResourceNotFound(f"Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name {name}")
    return groups[self.region, name]


def create_feature_group(self):
    name, now = self._get_param("FeatureGroupName"), datetime.now(timezone.utc)
    arn = f"arn:aws:sagemaker:{self.region}:{self.current_account}:feature-group/{name.lower()}"
    given = (
        "RecordIdentifierFeatureName", "EventTimeFeatureName", "FeatureDefinitions", "RoleArn", "OnlineStoreConfig",
        "OfflineStoreConfig", "Description",
    )
    group = {key: self._get_param(key) for key in given if self._get_param(key) is not None}
    if offline := group.get("OfflineStoreConfig"):
        storage, made = offline["S3StorageConfig"], int(now.timestamp())
        place = f"{self.current_account}/sagemaker/{self.region}/offline-store/{name}-{made}/data"
        storage["ResolvedOutputS3Uri"] = f"{storage['S3Uri'].rstrip('/')}/{place}"
        offline["DataCatalogConfig"] = {
            "TableName": f"{name.replace('-', '_')}_{made}", "Catalog": "AwsDataCatalog", "Database": "sagemaker_featurestore",
        }
    groups[self.region, name] = {
        "FeatureGroupArn": arn, "FeatureGroupName": name, "CreationTime": now, "FeatureGroupStatus": "Created", **group,
    }
    return ActionResult({"FeatureGroupArn": arn})


def describe_feature_group(self):
    group, start = find(self), int(self._get_param("NextToken") or 0)
    features = group["FeatureDefinitions"]
    page = {"FeatureDefinitions": features[start : start + FEATURES], "NextToken": ""}
    if start + FEATURES < len(features):
        page["NextToken"] = str(start + FEATURES)
    return ActionResult({**group, **page})


def listed(region):
    """The summaries of a region, in the order they were made."""
    keys = ("FeatureGroupName", "FeatureGroupArn", "CreationTime", "FeatureGroupStatus")
    return [{key: group[key] for key in keys} for (where, _), group in groups.items() if where == region]


def update_feature_metadata(self):
    group = find(self)["FeatureGroupName"]
    descriptions[self.region, group, self._get_param("FeatureName")] = self._get_param("Description")
    return EmptyResult()


def describe_feature_metadata(self):
    group, feature = find(self), self._get_param("FeatureName")
    kind = next((f["FeatureType"] for f in group["FeatureDefinitions"] if f["FeatureName"] == feature), None)
    if kind is None:
        raise ResourceNotFound(f"Resource Not Found: no feature {feature}")
    answer = {key: group[key] for key in ("FeatureGroupArn", "FeatureGroupName", "CreationTime")}
    answer |= {"FeatureName": feature, "FeatureType": kind, "LastModifiedTime": group["CreationTime"]}
    described = descriptions.get((self.region, group["FeatureGroupName"], feature))
    return ActionResult({**answer, **({"Description": described} if described else {})})
