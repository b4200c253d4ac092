use std::collections::{BTreeMap, BTreeSet};

use lineage_aws::{Snapshot, demo};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::source::{
    BucketSource, ByteRange, ExecutionSource, ExecutionStep, FeatureGroupSource, ObjectSource, PipelineSource,
    PipelineSummary, ServedModel, SourceErrorKind, StepMetadata,
};
use lineage_model::{BucketName, Observed, PipelineName, Region};

fn region(name: &str) -> Region {
    Region::new(name).unwrap()
}

fn bucket(name: &str) -> BucketName {
    BucketName::new(name).unwrap()
}

#[tokio::test]
async fn every_pipeline_with_its_executions_is_there() {
    let demo = demo();
    assert_eq!(demo.recorded_at().to_string(), "2026-10-14T09:00:00Z");
    let (mut pipelines, mut statuses, mut jobs, mut never_run) = (0, BTreeSet::new(), 0, 0);
    for region in demo.regions() {
        for summary in demo.pipelines(region).await.unwrap() {
            let name = PipelineName::new(summary.name.clone()).unwrap();
            let pipeline = demo.pipeline(region, &name).await.unwrap();
            assert_eq!((&pipeline.arn, &pipeline.tags), (&summary.arn, &summary.tags));
            let executions = demo.executions(region, &name, 100).await.unwrap();
            assert!(executions.is_sorted_by(|a, b| a.started >= b.started), "newest first");
            pipelines += 1;
            never_run += usize::from(executions.is_empty());
            for summary in executions {
                let execution = demo.execution(region, &summary.arn).await.unwrap();
                assert_eq!(execution.status, summary.status);
                assert_eq!(demo.definition(region, &summary.arn).await.unwrap(), pipeline.definition);
                assert!(!demo.parameters(region, &summary.arn).await.unwrap().is_empty());
                statuses.insert(execution.status);
                for step in demo.steps(region, &summary.arn).await.unwrap() {
                    match step.metadata {
                        StepMetadata::Job { job, arn } => {
                            assert_eq!(demo.job(region, job, &arn).await.unwrap().arn, arn);
                            jobs += 1;
                        }
                        StepMetadata::Model { arn } => assert_eq!(demo.model(region, &arn).await.unwrap().arn, arn),
                        StepMetadata::RegisterModel { arn } => {
                            assert_eq!(demo.model_package(region, &arn).await.unwrap().arn, arn);
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    assert_eq!((pipelines, never_run), (10, 1));
    assert!(jobs > 50, "{jobs}");
    assert_eq!(statuses.into_iter().collect::<Vec<_>>(), ["Executing", "Failed", "Stopped", "Succeeded"]);
}

#[tokio::test]
async fn domains_and_feature_groups() {
    let demo = demo();
    for (name, domain, expected) in [
        ("ap-northeast-2", "growth-studio", ["customer-churn-scores", "session-signals"]),
        ("us-east-1", "risk-studio", ["card-transaction-features", "merchant-risk-profile"]),
    ] {
        let region = region(name);
        let domains = demo.domains(&region).await.unwrap();
        assert_eq!(domains.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(), [domain]);
        assert_eq!(domains[0].home_efs_file_system_id, None, "only DescribeDomain tells");
        assert!(demo.domain(&region, &domains[0].id).await.unwrap().home_efs_file_system_id.is_some());
        let groups = demo.feature_groups(&region).await.unwrap();
        assert_eq!(groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), expected);
    }
}

/// What a pipeline or a run of the account shows, as one word each.
fn shown_by_step(step: &ExecutionStep) -> Vec<String> {
    let kind = match &step.metadata {
        StepMetadata::Other { name, .. } => name.clone(),
        StepMetadata::Check { step_type, .. } => step_type.clone(),
        metadata => {
            let told = serde_json::to_value(metadata).unwrap();
            told.get("job").unwrap_or(&told["kind"]).as_str().unwrap().to_owned()
        }
    };
    let special = [
        ("child of a ForEach", step.iteration.is_some()),
        ("from the cache", step.cache_hit_source.is_some()),
        ("not selected", step.selective_source.is_some()),
        ("tried again", step.attempts > Some(1)),
        ("tried again in vain", step.attempts > Some(1) && step.status == "Failed"),
    ];
    let special = special.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word.to_owned());
    std::iter::once(format!("step {kind}")).chain(special).collect()
}

/// How it is known which domain a pipeline belongs to.
fn domain_rule(pipeline: &PipelineSummary) -> &'static str {
    let tags = pipeline.tags.value().unwrap();
    ["DomainId", "DomainName", "sagemaker:domain-arn"].into_iter().find(|tag| tags.contains_key(*tag)).unwrap_or(
        match &pipeline.created_by {
            Observed::Known { .. } => "CreatedBy",
            _ => "none",
        },
    )
}

/// Visitors look at this account to learn what the product shows.
#[tokio::test]
async fn everything_that_the_product_shows_is_there() {
    let demo = demo();
    let mut shown = BTreeSet::new();
    for region in demo.regions() {
        for pipeline in demo.pipelines(region).await.unwrap() {
            shown.insert(format!("domain by {}", domain_rule(&pipeline)));
            assert_eq!(Observed::known(demo.tags(region, &pipeline.arn).await.unwrap()), pipeline.tags);
            let name = PipelineName::new(pipeline.name).unwrap();
            for execution in demo.executions(region, &name, 100).await.unwrap() {
                if demo.execution(region, &execution.arn).await.unwrap().selective.is_some() {
                    shown.insert("selective execution".to_owned());
                }
                for step in demo.steps(region, &execution.arn).await.unwrap() {
                    shown.extend(shown_by_step(&step));
                    let served = match step.metadata {
                        StepMetadata::Model { arn } => ServedModel::Model(demo.model(region, &arn).await.unwrap().name),
                        StepMetadata::RegisterModel { arn } => {
                            let package = demo.model_package(region, &arn).await.unwrap();
                            shown.insert(format!("package {}", package.approval_status.unwrap()));
                            ServedModel::Package(arn)
                        }
                        _ => continue,
                    };
                    let endpoints = demo.endpoints(region, &served).await.unwrap();
                    shown.extend(endpoints.into_iter().map(|one| format!("endpoint {}", one.status.unwrap())));
                }
            }
        }
        let stores = demo.offline_stores(region).await.unwrap();
        for group in demo.feature_groups(region).await.unwrap() {
            let group = demo.feature_group(region, &group.name).await.unwrap();
            let format = group.offline_store.and_then(|store| store.table_format);
            let online = group.online_store.is_some_and(|store| store.enabled);
            assert_eq!(stores.iter().any(|store| store.name == group.name), format.is_some());
            shown.insert(format!("group {} online {online}", format.as_deref().unwrap_or("without offline")));
            for feature in &group.features {
                let description = demo.feature_description(region, &group.name, &feature.name).await.unwrap();
                shown.insert(format!("feature described {}", description.is_some()));
            }
        }
    }
    insta::assert_snapshot!(shown.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Buckets of every posture, as an answer tells it.
#[tokio::test]
async fn buckets_of_every_posture() {
    let demo = demo();
    let mut told = BTreeMap::new();
    for region in demo.regions() {
        for pipeline in demo.pipelines(region).await.unwrap() {
            let name = PipelineName::new(pipeline.name).unwrap();
            let query = LineageQuery::new(region.clone(), name).with_execution(ExecutionChoice::Latest);
            let answer = serde_json::to_value(lineage(&demo, &query).await.unwrap()).unwrap();
            for artifact in answer["graph"]["artifacts"].as_array().unwrap() {
                let Some(bucket) = artifact["bucket"].as_str() else { continue };
                let fact = |key: &str| artifact["s3"][key].to_string().replace('"', "");
                let keys = ["region", "encryption", "bucketKeyEnabled", "versioning", "mfaDelete", "publicAccess"];
                let facts = keys.map(fact).join(" ") + " exposed:" + &fact("exposed");
                told.insert(bucket.to_owned(), facts);
            }
        }
    }
    let lines: Vec<_> = told.into_iter().map(|(bucket, facts)| format!("{bucket}: {facts}")).collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn buckets_keep_what_was_denied_apart_from_what_is_not_configured() {
    let (demo, region) = (demo(), region("us-east-1"));
    let lake = demo.bucket(&region, &bucket("hanbit-growth-lake")).await.unwrap();
    assert_eq!(lake.encryption.value().unwrap().algorithm, "aws:kms");
    assert_eq!(lake.region, Observed::known("ap-northeast-2".to_owned()));
    let default = demo.bucket(&region, &bucket("sagemaker-ap-northeast-2-111122223333")).await.unwrap();
    assert_eq!(default.versioning, Observed::NotConfigured);
    let vendor = demo.bucket(&region, &bucket("cardnet-settlement-feed")).await.unwrap();
    assert!(matches!(vendor.encryption, Observed::Denied { .. }));
    let error = demo.objects(&region, &bucket("cardnet-settlement-feed"), "daily/", None).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::AccessDenied);
}

#[tokio::test]
async fn objects_are_listed_and_read_by_range() {
    let (demo, region, lake) = (demo(), region("ap-northeast-2"), bucket("hanbit-growth-lake"));
    let page = demo.objects(&region, &lake, "raw/customers/", None).await.unwrap();
    assert_eq!(page.objects.len(), 2);
    assert_eq!(page.next, None);
    let first = &page.objects[0];
    let read = |range| demo.object(&region, &lake, &first.key, range);
    let whole = read(ByteRange::First { length: u64::MAX }).await.unwrap();
    assert_eq!((whole.bytes.len() as u64, &whole.etag), (first.size, &first.etag));
    assert!(whole.bytes.starts_with(b"PAR1") && whole.bytes.ends_with(b"PAR1"));
    assert_eq!(read(ByteRange::Last { length: 8 }).await.unwrap().bytes, whole.bytes[whole.bytes.len() - 8..]);
    assert_eq!(read(ByteRange::From { start: 4, length: 10 }).await.unwrap().bytes, whole.bytes[4..14]);
    assert_eq!(read(ByteRange::From { start: u64::MAX, length: 1 }).await.unwrap().bytes, b"");

    let models = demo.objects(&region, &bucket("hanbit-growth-models"), "churn/", None).await.unwrap();
    let model = &models.objects[0].key;
    let error =
        demo.object(&region, &bucket("hanbit-growth-models"), model, ByteRange::First { length: 1 }).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::Unavailable, "listed, its bytes are not recorded");
}

#[tokio::test]
async fn what_is_not_recorded_is_not_found() {
    let (demo, region) = (demo(), region("eu-west-1"));
    let name = PipelineName::new("CustomerChurnTraining").unwrap();
    let kinds = [
        demo.pipelines(&region).await.unwrap_err().kind,
        demo.pipeline(&region, &name).await.unwrap_err().kind,
        demo.executions(&region, &name, 1).await.unwrap_err().kind,
        demo.bucket(&region, &bucket("no-such-bucket")).await.unwrap_err().kind,
        demo.objects(&region, &bucket("no-such-bucket"), "", None).await.unwrap_err().kind,
        demo.feature_group(&region, "none").await.unwrap_err().kind,
    ];
    assert_eq!(kinds, [SourceErrorKind::NotFound; 6]);
}

#[tokio::test]
async fn the_packaged_account_is_the_folder() {
    let folder = Snapshot::open(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/account")).unwrap();
    let region = region("ap-northeast-2");
    assert_eq!(folder.pipelines(&region).await.unwrap(), demo().pipelines(&region).await.unwrap());
    assert_eq!(folder.account(), Some("111122223333"));
}
