//! The facts of any source as AWS tells them: requests in, answers in the shapes of the services out.

mod jobs;
mod s3;
mod search;
mod steps;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use lineage_model::source::{Endpoint, JobKind, LineageSource, SourceError, SourceErrorKind};
use lineage_model::{PipelineName, Region, Timestamp};
use serde_json::{Value, json};

use super::{Answer, Call, Fault};

/// An account that is asked behind the requests.
pub(super) struct Replay {
    source: Arc<dyn LineageSource>,
    /// The endpoints that `Search` told, for `DescribeEndpoint`.
    endpoints: Mutex<BTreeMap<String, Endpoint>>,
}

type Told = Result<Value, SourceError>;

impl Replay {
    pub(super) fn new(source: Arc<dyn LineageSource>) -> Self {
        Self { source, endpoints: Mutex::default() }
    }

    pub(super) fn respond(&self, call: &Call) -> Answer {
        let answer = if call.service == "s3" {
            self.s3(call)
        } else {
            // The region comes out of the signature, which the SDK made from a region.
            self.sagemaker(call, &Region::new(call.region.as_str()).unwrap()).map(Answer::json)
        };
        answer.unwrap_or_else(|error| refusal(call, &error))
    }

    fn sagemaker(&self, call: &Call, region: &Region) -> Told {
        let source = &*self.source;
        let execution = call.text("PipelineExecutionArn");
        match call.operation.as_str() {
            "Search" => self.search(call, region),
            "DescribePipeline" => {
                let told = now(source.pipeline(region, &pipeline_name(call)))?;
                Ok(json!({"PipelineName": told.name, "PipelineArn": told.arn, "PipelineDisplayName": told.display_name,
                    "PipelineDescription": told.description, "RoleArn": told.role_arn, "PipelineStatus": told.status,
                    "CreationTime": time(told.created), "LastModifiedTime": time(told.last_modified),
                    "LastRunTime": time(told.last_run), "CreatedBy": told.created_by.map(search::user),
                    "LastModifiedBy": told.last_modified_by.map(search::user),
                    "PipelineDefinition": told.definition}))
            }
            "ListPipelines" => {
                let listed = now(source.pipelines(region))?.into_iter().map(|told| {
                    json!({"PipelineName": told.name, "PipelineArn": told.arn, "PipelineDisplayName": told.display_name,
                        "PipelineDescription": told.description, "RoleArn": told.role_arn,
                        "CreationTime": time(told.created), "LastModifiedTime": time(told.last_modified),
                        "LastExecutionTime": time(told.last_run)})
                });
                Ok(page(call, "PipelineSummaries", listed))
            }
            "ListTags" => {
                let tags = now(source.tags(region, call.text("ResourceArn")))?;
                Ok(page(call, "Tags", tags.iter().map(search::tag)))
            }
            "ListDomains" => Ok(page(call, "Domains", now(source.domains(region))?.into_iter().map(domain))),
            "DescribeDomain" => now(source.domain(region, call.text("DomainId"))).map(domain),
            "ListPipelineExecutions" => {
                let told = now(source.executions(region, &pipeline_name(call), usize::MAX))?;
                let runs = told.into_iter().map(|run| {
                    json!({"PipelineExecutionArn": run.arn, "PipelineExecutionStatus": run.status,
                        "PipelineExecutionDisplayName": run.display_name, "StartTime": time(run.started),
                        "PipelineExecutionFailureReason": run.failure_reason})
                });
                Ok(page(call, "PipelineExecutionSummaries", runs))
            }
            "DescribePipelineExecution" => now(source.execution(region, execution)).map(steps::execution),
            "ListPipelineExecutionSteps" => {
                let told = now(source.steps(region, execution))?;
                Ok(page(call, "PipelineExecutionSteps", told.into_iter().map(steps::step)))
            }
            "ListPipelineParametersForExecution" => {
                let told = now(source.parameters(region, execution))?;
                let pair = |(name, value)| json!({"Name": name, "Value": value});
                Ok(page(call, "PipelineParameters", told.into_iter().map(pair)))
            }
            "DescribePipelineDefinitionForExecution" => {
                Ok(json!({"PipelineDefinition": now(source.definition(region, execution))?}))
            }
            "DescribeProcessingJob" => self.job(call, region, JobKind::Processing, "ProcessingJobName"),
            "DescribeTrainingJob" => self.job(call, region, JobKind::Training, "TrainingJobName"),
            "DescribeTransformJob" => self.job(call, region, JobKind::Transform, "TransformJobName"),
            "DescribeHyperParameterTuningJob" => self.job(call, region, JobKind::Tuning, "HyperParameterTuningJobName"),
            "DescribeAutoMLJobV2" => self.job(call, region, JobKind::AutoML, "AutoMLJobName"),
            "DescribeModel" => {
                now(source.model(region, &self.arn(region, "model", call.text("ModelName")))).map(jobs::model)
            }
            "DescribeModelPackage" => {
                now(source.model_package(region, call.text("ModelPackageName"))).map(jobs::model_package)
            }
            "DescribeEndpoint" => self.endpoint(call.text("EndpointName")),
            "ListFeatureGroups" => {
                let listed = now(source.feature_groups(region))?.into_iter().map(|told| {
                    json!({"FeatureGroupName": told.name, "FeatureGroupArn": told.arn,
                        "FeatureGroupStatus": told.status, "CreationTime": time(told.created)})
                });
                Ok(page(call, "FeatureGroupSummaries", listed))
            }
            "DescribeFeatureGroup" => {
                let told = now(source.feature_group(region, call.text("FeatureGroupName")))?;
                Ok(search::feature_group(call, told))
            }
            "DescribeFeatureMetadata" => {
                let (group, feature) = (call.text("FeatureGroupName"), call.text("FeatureName"));
                let told = now(source.feature_description(region, group, feature))?;
                Ok(json!({"FeatureGroupName": group, "FeatureName": feature, "Description": told}))
            }
            operation => panic!("{operation} is not replayed"),
        }
    }

    fn job(&self, call: &Call, region: &Region, kind: JobKind, member: &str) -> Told {
        let arn = self.arn(region, jobs::resource(kind), call.text(member));
        now(self.source.job(region, kind, &arn)).map(|job| jobs::job(kind, job))
    }

    /// The ARN that the service would know a name by.
    fn arn(&self, region: &Region, resource: &str, name: &str) -> String {
        let account = now(self.source.pipelines(region))
            .ok()
            .and_then(|pipelines| pipelines.first()?.arn.split(':').nth(4).map(str::to_owned));
        format!("arn:aws:sagemaker:{region}:{}:{resource}/{name}", account.unwrap_or_default())
    }
}

/// What a source answers at once: one that needs no time.
fn now<T>(answer: impl Future<Output = T>) -> T {
    answer.now_or_never().expect("the account behind the fake answers at once")
}

/// Three items a page, so that paging shows.
fn page(call: &Call, list: &str, items: impl Iterator<Item = Value>) -> Value {
    let start: usize = call.text("NextToken").parse().unwrap_or(0);
    let size = call.body["MaxResults"].as_u64().map_or(3, |most| most.min(3)) as usize;
    let items: Vec<_> = items.collect();
    let end = items.len().min(start + size);
    let next = (end < items.len()).then(|| end.to_string());
    json!({list: items[start.min(end)..end], "NextToken": next})
}

fn domain(told: lineage_model::source::Domain) -> Value {
    json!({"DomainId": told.id, "DomainArn": told.arn, "DomainName": told.name, "Status": told.status,
        "Url": told.url, "HomeEfsFileSystemId": told.home_efs_file_system_id, "CreationTime": time(told.created)})
}

fn pipeline_name(call: &Call) -> PipelineName {
    PipelineName::new(call.text("PipelineName")).unwrap()
}

/// Seconds since 1970, with their fraction.
fn time(time: Option<Timestamp>) -> Option<Value> {
    let time = time?;
    let seconds = time.seconds_since(Timestamp::from_unix(0, 0).unwrap());
    let fraction = time.to_string().split_once('.').map(|(_, rest)| rest.trim_end_matches('Z').to_owned());
    serde_json::from_str(&format!("{seconds}.{}", fraction.as_deref().unwrap_or("0"))).ok()
}

fn refusal(call: &Call, error: &SourceError) -> Answer {
    let name = |call: &Call| call.operation.contains("Job") || call.operation.contains("Model");
    match error.kind {
        SourceErrorKind::NotFound if call.service == "s3" => {
            Answer::s3_error(404, if call.key.is_empty() { "NoSuchBucket" } else { "NoSuchKey" })
        }
        SourceErrorKind::NotFound if !name(call) => Answer::error(400, "ResourceNotFound", "it does not exist"),
        SourceErrorKind::NotFound => Fault::NotFound.answer(call),
        SourceErrorKind::AccessDenied => Fault::Denied.answer(call),
        _ => Fault::Server.answer(call),
    }
}
