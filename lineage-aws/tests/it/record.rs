use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

use lineage_aws::{PipelineChoice, Progress, RecordError, RecordOptions, Recorded, Recorder, Snapshot, demo};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::source::{
    BucketSource, ByteRange, ExecutionSource, FeatureGroupSource, LineageSource, ObjectSource, PipelineSource,
    ServedModel, SourceErrorKind, StepMetadata,
};
use lineage_model::{BucketName, Observed, PipelineName, Region};
use tempfile::TempDir;

use crate::flawed::{Flawed, SECRET};

fn options() -> RecordOptions {
    RecordOptions::new(demo().regions().to_vec(), demo().recorded_at())
}

async fn record(source: &dyn LineageSource, options: RecordOptions) -> (TempDir, Snapshot, Recorded) {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::new(folder.path(), options);
    let recorded = is_send(recorder.record(source, &|_| ())).await.unwrap();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    (folder, snapshot, recorded)
}

fn is_send<F: Future + Send>(future: F) -> F {
    future
}

/// All files below `root` by their path.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[tokio::test]
async fn recording_a_recorded_account_gives_the_same_files() {
    let mut options = options();
    (options.executions, options.with_data, options.feature_descriptions) = (100, true, true);
    let (first, snapshot, counted) = record(&demo(), options.clone()).await;
    let (second, _, again) = record(&snapshot, options).await;
    assert!(files(first.path()) == files(second.path()), "the second recording differs from the first");
    assert_eq!((counted.pipelines, counted.executions), (10, 15));
    assert_eq!(counted, again);

    // The facts are also those of the demo account itself, file by file. Its definitions have hyperparameters, and its
    // buckets are listed as a whole.
    let demo = files(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/account")));
    let recorded = files(first.path());
    for (name, bytes) in &recorded {
        if !["objects/", "pipelines/"].iter().any(|folder| name.starts_with(folder)) {
            assert!(demo.get(name) == Some(bytes), "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
    let missing: Vec<_> = demo.keys().filter(|name| !recorded.contains_key(*name)).collect();
    assert!(missing.iter().all(|name| name.starts_with("data/")), "{missing:?}");
}

#[tokio::test]
async fn lineage_is_the_same_from_the_recorded_account() {
    let demo = demo();
    let (_folder, recorded, _) = record(&demo, options()).await;
    assert_eq!((recorded.recorded_at(), recorded.account()), (demo.recorded_at(), demo.account()));
    assert_eq!(recorded.regions(), demo.regions());
    for region in demo.regions() {
        assert_eq!(recorded.domains(region).await.unwrap(), demo.domains(region).await.unwrap());
        assert_eq!(recorded.feature_groups(region).await.unwrap(), demo.feature_groups(region).await.unwrap());
        assert_eq!(recorded.offline_stores(region).await.unwrap(), demo.offline_stores(region).await.unwrap());
        let pipelines = demo.pipelines(region).await.unwrap();
        assert_eq!(recorded.pipelines(region).await.unwrap(), pipelines);
        let latest = async |account: &Snapshot| account.latest_executions(region, &pipelines).await;
        let [recorded_latest, demo_latest] = [latest(&recorded).await, latest(&demo).await]
            .map(|latest| latest.into_iter().map(Result::unwrap).collect::<Vec<_>>());
        assert_eq!(recorded_latest, demo_latest);
        for pipeline in &pipelines {
            assert_eq!(
                recorded.tags(region, &pipeline.arn).await.unwrap(),
                demo.tags(region, &pipeline.arn).await.unwrap()
            );
            let name = PipelineName::new(pipeline.name.clone()).unwrap();
            for execution in [ExecutionChoice::None, ExecutionChoice::Latest] {
                let query = LineageQuery::new(region.clone(), name.clone()).with_execution(execution);
                assert_eq!(lineage(&recorded, &query).await.unwrap(), lineage(&demo, &query).await.unwrap(), "{name}");
            }
        }
    }
}

#[tokio::test]
async fn bytes_are_recorded_of_reports_and_on_demand_of_data() {
    let region = Region::new("ap-northeast-2").unwrap();
    let lake = BucketName::new("hanbit-growth-lake").unwrap();
    let all = ByteRange::First { length: u64::MAX };
    let key = "raw/customers/dt=2026-10-13/part-00000.snappy.parquet";

    let (_folder, bare, without) = record(&demo(), options()).await;
    assert_eq!(bare.objects(&region, &lake, "raw/customers/", None).await.unwrap().objects.len(), 2);
    assert_eq!(bare.object(&region, &lake, key, all).await.unwrap_err().kind, SourceErrorKind::Unavailable);
    let default = BucketName::new("sagemaker-ap-northeast-2-111122223333").unwrap();
    let page = demo().objects(&region, &default, "CustomerChurnTraining/", None).await.unwrap();
    let (mut read, mut unread) = (0, 0);
    for object in page.objects.iter().filter(|object| object.key.ends_with("evaluation.json")) {
        match bare.object(&region, &default, &object.key, all).await {
            Ok(bytes) => {
                assert_eq!(bytes, demo().object(&region, &default, &object.key, all).await.unwrap());
                read += 1;
            }
            Err(_) => unread += 1,
        }
    }
    assert_eq!((read, unread), (1, 1), "only the newest execution is recorded");

    let mut options = options();
    options.with_data = true;
    let (_folder, full, with) = record(&demo(), options).await;
    assert_eq!(
        full.object(&region, &lake, key, all).await.unwrap(),
        demo().object(&region, &lake, key, all).await.unwrap()
    );
    assert!(with.objects > without.objects && with.bytes > without.bytes, "{with:?} {without:?}");
}

#[tokio::test]
async fn a_choice_records_no_other_pipeline() {
    let (seoul, virginia) = (Region::new("ap-northeast-2").unwrap(), Region::new("us-east-1").unwrap());
    let names = async |snapshot: &Snapshot, region: &Region| -> Vec<String> {
        snapshot.pipelines(region).await.unwrap().into_iter().map(|pipeline| pipeline.name).collect()
    };
    let mut one = options();
    let fraud = PipelineName::new("FraudModelRelease").unwrap();
    one.pipelines = PipelineChoice::Named([fraud].into());
    let (folder, snapshot, recorded) = record(&demo(), one.clone()).await;
    assert_eq!(recorded.pipelines, 1);
    assert_eq!(names(&snapshot, &seoul).await, [""; 0]);
    assert_eq!(names(&snapshot, &virginia).await, ["FraudModelRelease"]);
    let others = files(folder.path()).values().filter(|bytes| String::from_utf8_lossy(bytes).contains("Churn")).count();
    assert_eq!(others, 0);

    for domain in ["growth-studio", "d-k3vq8x2mzp1a"] {
        let mut options = options();
        options.pipelines = PipelineChoice::Domain(domain.to_owned());
        let (_folder, snapshot, _) = record(&demo(), options).await;
        // By the tag of the name, of the id, of Studio, and by who made it.
        let expected = [
            "CustomerChurnBatchScoring",
            "CustomerChurnTraining",
            "CustomerDataWatch",
            "RegionalSalesFeatures",
            "StoreDemandForecast",
            "StorePriceElasticity",
        ];
        assert_eq!(names(&snapshot, &seoul).await, expected);
        assert_eq!(names(&snapshot, &virginia).await, [""; 0]);
    }

    let folder = TempDir::new().unwrap();
    one.pipelines = PipelineChoice::Named([PipelineName::new("Nobody").unwrap()].into());
    let error = Recorder::new(folder.path(), one).record(&demo(), &|_| ()).await.unwrap_err();
    assert_eq!(error.to_string(), "pipeline 'Nobody' was not found");
    let mut options = options();
    options.pipelines = PipelineChoice::Domain("d-none".to_owned());
    let error = Recorder::new(folder.path(), options).record(&demo(), &|_| ()).await.unwrap_err();
    assert!(matches!(error, RecordError::DomainNotFound { .. }), "{error}");
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn gaps_are_replayed() {
    let (_folder, snapshot, recorded) = record(&Flawed(demo()), options()).await;
    assert!(recorded.gaps > 50, "{recorded:?}");
    let region = Region::new("ap-northeast-2").unwrap();
    assert_eq!(snapshot.domains(&region).await.unwrap_err().kind, SourceErrorKind::AccessDenied);
    let bucket = BucketName::new("hanbit-growth-lake").unwrap();
    let listing = snapshot.objects(&region, &bucket, "raw/customers/", None).await;
    assert_eq!(listing.unwrap_err().kind, SourceErrorKind::AccessDenied);
    assert!(snapshot.bucket(&region, &bucket).await.is_ok());
    let name = PipelineName::new("CustomerChurnTraining").unwrap();
    let execution = &snapshot.executions(&region, &name, 1).await.unwrap()[0];
    let mut denied = 0;
    for step in snapshot.steps(&region, &execution.arn).await.unwrap() {
        if let StepMetadata::Job { job, arn } = step.metadata {
            let error = snapshot.job(&region, job, &arn).await.unwrap_err();
            assert_eq!((error.kind, error.resource), (SourceErrorKind::AccessDenied, arn));
            denied += 1;
        }
    }
    assert_eq!(denied, 3);
}

#[tokio::test]
async fn a_long_listing_is_cut_and_says_so() {
    let (_folder, snapshot, _) = record(&Flawed(demo()), options()).await;
    let (region, bucket) = (Region::new("ap-northeast-2").unwrap(), BucketName::new("hanbit-open-data").unwrap());
    let prefix = "calendar/holidays-kr.csv";
    let page = snapshot.objects(&region, &bucket, prefix, None).await.unwrap();
    assert_eq!((page.objects.len(), page.objects[999].key.as_str()), (1000, "calendar/holidays-kr.csv/000999"));
    let rest = snapshot.objects(&region, &bucket, prefix, page.next).await.unwrap_err();
    assert_eq!(rest.kind, SourceErrorKind::Unavailable);
}

#[tokio::test]
async fn no_secret_is_recorded() {
    let mut options = options();
    options.feature_descriptions = true;
    let (folder, snapshot, _) = record(&Flawed(demo()), options).await;
    for (name, bytes) in files(folder.path()) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(SECRET), "{name}: {text}");
    }
    // And what was planted around the secrets is there: the test looked where it should.
    let region = Region::new("ap-northeast-2").unwrap();
    let pipeline = snapshot.pipeline(&region, &PipelineName::new("CustomerChurnTraining").unwrap()).await.unwrap();
    assert!(pipeline.definition.contains(r#""Environment":{"PLAIN":"***"}"#), "{}", pipeline.definition);
    let expected = "see https://***@git.example.com/x?token=*** password=***";
    assert_eq!(pipeline.description.as_deref(), Some(expected));
    let tags = snapshot.tags(&region, &pipeline.arn).await.unwrap();
    assert_eq!((tags["api-key"].as_str(), tags["Note"].as_str(), tags["Env"].as_str()), ("***", expected, "prod"));
    let region = Region::new("us-east-1").unwrap();
    let group = "card-transaction-features";
    let described = snapshot.feature_description(&region, group, "is_foreign").await.unwrap().unwrap();
    assert!(described.starts_with("1 when the merchant") && described.ends_with(expected), "{described}");
    assert_eq!(snapshot.feature_description(&region, group, "card_id").await.unwrap(), None);
    let package = "arn:aws:sagemaker:us-east-1:111122223333:model-package/merchant-risk/3";
    let endpoints = snapshot.endpoints(&region, &ServedModel::Package(package.to_owned())).await.unwrap();
    let Observed::Denied { gap } = &endpoints[1].config_name else { panic!("{endpoints:?}") };
    assert_eq!((gap.resource.as_str(), gap.message.as_str()), ("merchant-risk-live", expected));
}

#[tokio::test]
async fn descriptions_of_features_are_recorded_on_demand() {
    let (_folder, snapshot, _) = record(&demo(), options()).await;
    let region = Region::new("us-east-1").unwrap();
    let error = snapshot.feature_description(&region, "card-transaction-features", "is_foreign").await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::NotFound);
}

#[tokio::test]
async fn a_definition_is_recorded_again_only_where_it_changed() {
    let (folder, snapshot, _) = record(&Flawed(demo()), options()).await;
    let region = Region::new("us-east-1").unwrap();
    for (name, changed) in [("FraudModelRelease", true), ("FraudFeatureRefresh", false)] {
        let name = PipelineName::new(name).unwrap();
        let execution = &snapshot.executions(&region, &name, 1).await.unwrap()[0].arn;
        let (now, ran) =
            (snapshot.pipeline(&region, &name).await.unwrap(), snapshot.definition(&region, execution).await.unwrap());
        assert_eq!((ran != now.definition, ran.contains("5f0c2e1")), (changed, changed), "{name}");
    }
    let kept = files(folder.path()).into_iter().filter(|(name, _)| name.starts_with("definitions/"));
    let texts = kept.filter(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("sameAs")).count();
    assert_eq!(texts, 1);
}

#[tokio::test]
async fn a_folder_with_something_in_it_is_left_alone() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let error = Recorder::new(folder.path(), options()).record(&demo(), &|_| ()).await.unwrap_err();
    assert!(matches!(error, RecordError::Write { .. }), "{error}");
    assert_eq!(files(folder.path()).into_keys().collect::<Vec<_>>(), ["notes.txt"]);
}

#[tokio::test]
async fn progress_reaches_its_end() {
    let folder = TempDir::new().unwrap();
    let seen = Mutex::new(Vec::new());
    let recorder = Recorder::new(folder.path(), options());
    recorder.record(&demo(), &|progress| seen.lock().unwrap().push(progress)).await.unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.contains(&Progress::Pipelines { done: 10, of: 10 }), "{seen:?}");
    let Some(Progress::Objects { done, of }) = seen.last() else { panic!("{seen:?}") };
    assert_eq!(done, of);
}
