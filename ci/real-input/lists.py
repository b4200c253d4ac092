"""What boto3 alone lists: pipelines with their tags and domains, and feature groups. See reference.py."""

from datetime import datetime

from reference import Reference, cut


class Lists(Reference):
    """The same region, with what the routes over many pipelines and those over feature groups must say."""

    def domains(self):
        """The description of each Studio domain by its id."""
        ids = [domain["DomainId"] for domain in self.paged("list_domains", "Domains")]
        return {domain_id: self.sagemaker.describe_domain(DomainId=domain_id) for domain_id in ids}

    def pipelines(self):
        """`/sagemaker/pipelines?includeLatestExec=true`: the pipelines of the region by name."""
        names = {domain_id: domain["DomainName"] for domain_id, domain in self.domains().items()}
        found = {}
        for listed in self.paged("list_pipelines", "PipelineSummaries"):
            described = self.sagemaker.describe_pipeline(PipelineName=listed["PipelineName"])
            tags = self.paged("list_tags", "Tags", ResourceArn=listed["PipelineArn"])
            tags = {tag["Key"]: tag["Value"] for tag in tags}
            domain = domain_of(tags, described, names)
            summary, execution = self.latest(listed["PipelineName"])
            latest = summary and {
                "status": summary["PipelineExecutionStatus"],
                "arn": summary["PipelineExecutionArn"],
                "startTime": cut(summary["StartTime"]),
                "lastModifiedTime": cut(execution["LastModifiedTime"]),
            }
            found[listed["PipelineName"]] = {
                "name": listed["PipelineName"],
                "arn": listed["PipelineArn"],
                "displayName": described["PipelineDisplayName"],
                "created": cut(described["CreationTime"]),
                "lastModifiedTime": cut(described["LastModifiedTime"]),
                "tags": tags,
                "matchedDomain": domain and {"DomainName": names[domain], "DomainId": domain},
                "latestExecution": latest,
            }
        return found

    def overview(self):
        """`/sagemaker/overview?includeLatestExec=true`: domains by id, pipelines newest first."""
        members = ("DomainId", "DomainArn", "DomainName", "Status", "Url", "HomeEfsFileSystemId", "CreationTime")
        domains = {
            domain_id: {member[0].lower() + member[1:]: cut_if_time(domain[member]) for member in members}
            for domain_id, domain in self.domains().items()
        }
        newest_first = sorted(self.pipelines().values(), key=lambda pipeline: pipeline["created"], reverse=True)
        pipelines = [
            {"pipelineName": pipeline["name"], "pipelineArn": pipeline["arn"]}
            | {key: pipeline[key] for key in ("created", "lastModifiedTime", "latestExecution")}
            for pipeline in newest_first
        ]
        return domains, pipelines

    def feature_groups(self):
        """`/featurestore/feature-groups`: the groups of the region by name."""
        keys = {"name": "FeatureGroupName", "arn": "FeatureGroupArn", "status": "FeatureGroupStatus"}
        return {
            group["FeatureGroupName"]: {key: group[member] for key, member in keys.items()}
            | {"creationTime": cut(group["CreationTime"])}
            for group in self.paged("list_feature_groups", "FeatureGroupSummaries")
        }

    def feature_group(self, name):
        """`/featurestore/feature-groups/{name}?includeDescriptions=true`."""
        group = self.sagemaker.describe_feature_group(FeatureGroupName=name)
        features, token = group["FeatureDefinitions"], group["NextToken"]
        while token:
            page = self.sagemaker.describe_feature_group(FeatureGroupName=name, NextToken=token)
            features, token = features + page["FeatureDefinitions"], page["NextToken"]

        def described(feature):
            told = self.sagemaker.describe_feature_metadata(FeatureGroupName=name, FeatureName=feature["FeatureName"])
            kind = feature["FeatureType"]
            return {"name": feature["FeatureName"], "type": kind, "description": told.get("Description")}

        storage = group.get("OfflineStoreConfig", {}).get("S3StorageConfig")
        online = group.get("OnlineStoreConfig", {})
        return {
            "featureGroupName": group["FeatureGroupName"],
            "featureGroupArn": group["FeatureGroupArn"],
            "recordIdentifier": group["RecordIdentifierFeatureName"],
            "eventTime": group["EventTimeFeatureName"],
            "features": [described(feature) for feature in features],
            "offlineStore": storage and {"s3_uri": storage["S3Uri"], "kms_key_id": storage.get("KmsKeyId")},
            "onlineStore": {
                "enabled": online.get("EnableOnlineStore", False),
                "kms_key_id": online.get("SecurityConfig", {}).get("KmsKeyId"),
            },
            "creationTime": cut(group["CreationTime"]),
            "roleArn": group["RoleArn"],
            "status": group["FeatureGroupStatus"],
        }


def cut_if_time(value):
    return cut(value) if isinstance(value, datetime) else value


def domain_of(tags, described, names):
    """The id of the domain of a pipeline: the first of four rules that says anything."""
    if "DomainId" in tags:
        return tags["DomainId"]
    if "DomainName" in tags:
        return next(domain_id for domain_id, name in names.items() if name == tags["DomainName"])
    if arn := tags.get("sagemaker:domain-arn"):
        return arn.rsplit("/", 1)[1]
    return described.get("CreatedBy", {}).get("DomainId")
