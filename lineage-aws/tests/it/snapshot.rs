//! Folders that are broken or hostile.

use std::error::Error as _;
use std::fs;
use std::path::Path;

use lineage_aws::{Snapshot, SnapshotError};
use lineage_model::source::{
    BucketSource, ByteRange, ExecutionSource, FeatureGroupSource, ObjectSource, PipelineSource, PipelineSummary,
    SourceError, SourceErrorKind,
};
use lineage_model::{BucketName, PipelineName, Region};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let manifest = r#"{"format":1,"recordedAt":"2026-10-14T09:00:00Z","account":null,"regions":["us-east-1"]}"#;
    fs::write(folder.path().join("snapshot.json"), manifest).unwrap();
    folder
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes an answer as a file that SNAPSHOT.md describes.
fn answer(root: &Path, folder: &str, key: &[&str], answer: &str) -> std::path::PathBuf {
    let hash = hex(&Sha256::digest(key.join("\n")));
    let path = root.join(folder).join(format!("{}.json", &hash[..32]));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, format!(r#"{{"key":{},"answer":{answer}}}"#, serde_json::to_string(key).unwrap())).unwrap();
    path
}

fn region() -> Region {
    Region::new("us-east-1").unwrap()
}

fn lake() -> BucketName {
    BucketName::new("lake").unwrap()
}

fn message(error: &SourceError) -> (SourceErrorKind, String) {
    (error.kind, error.to_string())
}

#[test]
fn a_folder_that_is_no_recorded_account_is_refused_by_name() {
    let empty = TempDir::new().unwrap();
    let error = Snapshot::open(empty.path()).unwrap_err();
    assert!(matches!(error, SnapshotError::NotASnapshot { .. }), "{error}");
    assert!(error.to_string().contains(empty.path().to_str().unwrap()));
    let error = Snapshot::open(empty.path().join("missing")).unwrap_err();
    assert!(matches!(error, SnapshotError::Unreadable { .. }), "{error}");
    assert!(error.source().is_some());

    let manifest = empty.path().join("snapshot.json");
    fs::write(&manifest, r#"{"format":2,"somethingNew":[]}"#).unwrap();
    let error = Snapshot::open(empty.path()).unwrap_err();
    assert!(matches!(error, SnapshotError::UnknownFormat { found: 2, .. }), "{error}");
    fs::write(&manifest, r#"{"format":1,"recordedAt":"yesterday"}"#).unwrap();
    let error = Snapshot::open(empty.path()).unwrap_err();
    assert!(matches!(error, SnapshotError::Malformed { .. }), "{error}");
    assert!(error.to_string().contains("snapshot.json"), "{error}");
}

#[tokio::test]
async fn a_broken_fact_is_an_error_that_names_its_file() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let name = PipelineName::new("P").unwrap();
    let path = answer(folder.path(), "pipelines", &["us-east-1", "P"], "{");
    let (kind, text) = message(&snapshot.pipeline(&region(), &name).await.unwrap_err());
    assert_eq!(kind, SourceErrorKind::InvalidResponse);
    assert!(text.contains(path.file_name().unwrap().to_str().unwrap()), "{text}");

    // Another pipeline's fact under this one's name.
    let other = answer(folder.path(), "pipelines", &["us-east-1", "Q"], r#"{"value":{"name":"Q"}}"#);
    fs::copy(other, &path).unwrap();
    let (kind, text) = message(&snapshot.pipeline(&region(), &name).await.unwrap_err());
    assert_eq!(kind, SourceErrorKind::InvalidResponse);
    assert!(text.contains("holds another fact"), "{text}");

    let deep = format!(r#"{{"value":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    answer(folder.path(), "pipelines", &["us-east-1", "P"], &deep);
    let (kind, _) = message(&snapshot.pipeline(&region(), &name).await.unwrap_err());
    assert_eq!(kind, SourceErrorKind::InvalidResponse);
}

#[tokio::test]
async fn a_recorded_refusal_is_replayed() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let refused =
        r#"{"error":{"kind":"accessDenied","resource":"arn:x","message":"no identity-based policy allows it"}}"#;
    answer(folder.path(), "steps", &["us-east-1", "arn:x"], refused);
    let error = snapshot.steps(&region(), "arn:x").await.unwrap_err();
    assert_eq!((error.kind, error.action), (SourceErrorKind::AccessDenied, "sagemaker:ListPipelineExecutionSteps"));
    assert_eq!((error.resource.as_str(), error.message.as_str()), ("arn:x", "no identity-based policy allows it"));
    let unheard = r#"{"error":{"kind":"teapot","resource":"lake","message":"short and stout"}}"#;
    answer(folder.path(), "buckets", &["lake"], unheard);
    assert_eq!(snapshot.bucket(&region(), &lake()).await.unwrap_err().kind, SourceErrorKind::Other);
}

#[tokio::test]
async fn a_definition_is_its_own_or_the_pipelines() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let record = |arn, value| answer(folder.path(), "definitions", &["us-east-1", arn], value);
    record("arn:own", r#"{"value":"as it was"}"#);
    record("arn:same", r#"{"value":{"sameAs":"P"}}"#);
    record("arn:outside", r#"{"value":{"sameAs":"../P"}}"#);
    answer(folder.path(), "pipelines", &["us-east-1", "P"], r#"{"value":{"name":"P","definition":"as it is"}}"#);
    for (arn, expected) in [
        ("arn:own", Ok("as it was")),
        ("arn:same", Ok("as it is")),
        ("arn:outside", Err(SourceErrorKind::InvalidResponse)),
        ("arn:none", Err(SourceErrorKind::NotFound)),
    ] {
        let told = snapshot.definition(&region(), arn).await.map_err(|error| error.kind);
        assert_eq!(told.as_deref().map_err(|kind| *kind), expected, "{arn}");
    }
}

#[tokio::test]
async fn offline_stores_are_those_of_the_recorded_groups() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let stores = async || {
        let stores = snapshot.offline_stores(&region()).await.map_err(|error| error.kind)?;
        Ok(stores.into_iter().map(|store| (store.name, store.offline_store.s3_uri)).collect::<Vec<_>>())
    };
    assert_eq!(stores().await, Err(SourceErrorKind::NotFound), "no list was recorded");
    let listed = r#"{"value":[{"name":"a"},{"name":"b"},{"name":"c"}]}"#;
    answer(folder.path(), "feature-group-lists", &["us-east-1"], listed);
    let group = |name, value| answer(folder.path(), "feature-groups", &["us-east-1", name], value);
    group("a", r#"{"value":{"name":"a","offlineStore":{"s3Uri":"s3://lake/a"}}}"#);
    group("c", r#"{"value":{"name":"c"}}"#);
    // What `b` has was not recorded, and `c` has no offline store.
    assert_eq!(stores().await, Ok(vec![("a".to_owned(), "s3://lake/a".to_owned())]));
    // A refusal makes the list unknown: it must not look whole.
    group("b", r#"{"error":{"kind":"accessDenied","resource":"b","message":"denied"}}"#);
    assert_eq!(stores().await, Err(SourceErrorKind::AccessDenied));
}

#[tokio::test]
async fn the_latest_execution_of_each_pipeline() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let list = |name, value| answer(folder.path(), "execution-lists", &["us-east-1", name], value);
    list("ran", r#"{"value":[{"arn":"new","status":"Failed"},{"arn":"old","status":"Succeeded"}]}"#);
    answer(
        folder.path(),
        "executions",
        &["us-east-1", "new"],
        r#"{"value":{"arn":"new","lastModified":"2026-10-14T08:00:00Z"}}"#,
    );
    list("never", r#"{"value":[]}"#);
    list("half", r#"{"value":[{"arn":"gone","status":"Failed"}]}"#);
    list("denied", r#"{"error":{"kind":"accessDenied","resource":"denied","message":"denied"}}"#);
    let pipelines = ["never", "denied", "ran", "unknown", "half"]
        .map(|name| PipelineSummary { name: name.to_owned(), ..PipelineSummary::default() });
    let told = snapshot.latest_executions(&region(), &pipelines).await.into_iter().map(|one| {
        let one = one.map_err(|error| error.kind)?;
        Ok(one.map(|one| (one.arn, one.status, one.last_modified.map(|time| time.to_string()))))
    });
    let ran = ("new".to_owned(), "Failed".to_owned(), Some("2026-10-14T08:00:00Z".to_owned()));
    let expected = [
        Ok(None),
        Err(SourceErrorKind::AccessDenied),
        Ok(Some(ran)),
        Err(SourceErrorKind::NotFound),
        Err(SourceErrorKind::NotFound),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn files_that_are_too_large_are_not_read() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let path = answer(folder.path(), "pipelines", &["us-east-1", "P"], "{}");
    // A sparse file: it takes no space here, and would take a terabyte of memory.
    fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let error = snapshot.pipeline(&region(), &PipelineName::new("P").unwrap()).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::InvalidResponse);

    let digest = "0".repeat(64);
    let object = format!(r#"{{"size":{},"data":"{digest}"}}"#, 1_u64 << 40);
    let index = format!(r#"{{"value":{{"listings":{{"":"all"}},"objects":{{"big":{object}}}}}}}"#);
    answer(folder.path(), "objects", &["lake"], &index);
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::File::create(folder.path().join("data").join(&digest)).unwrap().set_len(1 << 40).unwrap();
    let read = |range| snapshot_object(&snapshot, "big", range);
    let error = read(ByteRange::First { length: u64::MAX }).await.unwrap_err();
    assert_eq!(error.kind, SourceErrorKind::InvalidRequest);
    assert_eq!(read(ByteRange::Last { length: 3 }).await.unwrap().bytes, [0, 0, 0]);
}

async fn snapshot_object(
    snapshot: &Snapshot,
    key: &str,
    range: ByteRange,
) -> Result<lineage_model::source::ObjectBytes, SourceError> {
    snapshot.object(&region(), &lake(), key, range).await
}

#[tokio::test]
async fn objects_lie_nowhere_but_in_the_folder() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let outside = folder.path().join("outside");
    fs::write(&outside, "xyz").unwrap();
    for data in ["../outside", "/etc/passwd", "", &"A".repeat(64), &"../".repeat(22)[..64]] {
        let index = format!(r#"{{"value":{{"objects":{{"k":{{"size":3,"data":"{data}"}}}}}}}}"#);
        answer(folder.path(), "objects", &["lake"], &index);
        let error = snapshot_object(&snapshot, "k", ByteRange::First { length: 9 }).await.unwrap_err();
        assert_eq!(error.kind, SourceErrorKind::InvalidResponse, "{data}");
    }
    // A file that is not as long as recorded is another one.
    let digest = hex(&Sha256::digest("xyz"));
    let index = format!(r#"{{"value":{{"objects":{{"k":{{"size":4,"data":"{digest}"}}}}}}}}"#);
    answer(folder.path(), "objects", &["lake"], &index);
    let missing = snapshot_object(&snapshot, "k", ByteRange::First { length: 9 }).await.unwrap_err();
    assert_eq!(missing.kind, SourceErrorKind::InvalidResponse);
    fs::create_dir(folder.path().join("data")).unwrap();
    fs::write(folder.path().join("data").join(&digest), "xyz").unwrap();
    let error = snapshot_object(&snapshot, "k", ByteRange::First { length: 9 }).await.unwrap_err();
    assert!(error.to_string().contains("not as long as recorded"), "{error}");
}

#[cfg(unix)]
#[tokio::test]
async fn symbolic_links_below_the_root_are_refused() {
    use std::os::unix::fs::symlink;

    let (folder, elsewhere) = (folder(), folder());
    let name = PipelineName::new("P").unwrap();
    let target = answer(elsewhere.path(), "pipelines", &["us-east-1", "P"], r#"{"value":{"name":"P"}}"#);
    // The root itself may be a link: whoever opens it chose it.
    let link = elsewhere.path().join("link");
    symlink(folder.path(), &link).unwrap();
    let snapshot = Snapshot::open(&link).unwrap();

    fs::create_dir(folder.path().join("pipelines")).unwrap();
    let inside = folder.path().join("pipelines").join(target.file_name().unwrap());
    symlink(&target, &inside).unwrap();
    let (kind, text) = message(&snapshot.pipeline(&region(), &name).await.unwrap_err());
    assert_eq!(kind, SourceErrorKind::InvalidResponse);
    assert!(text.contains("symbolic link"), "{text}");

    fs::remove_dir_all(folder.path().join("pipelines")).unwrap();
    symlink(elsewhere.path().join("pipelines"), folder.path().join("pipelines")).unwrap();
    assert_eq!(snapshot.pipeline(&region(), &name).await.unwrap_err().kind, SourceErrorKind::InvalidResponse);
}

#[tokio::test]
async fn listings_end_where_the_recording_ended() {
    let folder = folder();
    let snapshot = Snapshot::open(folder.path()).unwrap();
    let objects: Vec<_> = (0..2500).map(|n| format!(r#""a/{n:04}":{{"size":1}}"#)).collect();
    let denied = r#"{"error":{"kind":"accessDenied","resource":"s3://lake/d/","message":"denied"}}"#;
    let index = format!(
        r#"{{"value":{{"listings":{{"a/":{{"upTo":"a/2499"}},"a/0":"all","d/":{denied}}},"objects":{{{}}}}}}}"#,
        objects.join(",")
    );
    answer(folder.path(), "objects", &["lake"], &index);
    let list = async |prefix: &str, after: Option<&str>| {
        snapshot.objects(&region(), &lake(), prefix, after.map(str::to_owned)).await
    };

    // Page by page, and then there is more that nobody recorded: not the end of the listing.
    let first = list("a/", None).await.unwrap();
    assert_eq!((first.objects.len(), first.next.as_deref()), (1000, Some("a/0999")));
    let last = list("a/", Some("a/1999")).await.unwrap();
    assert_eq!((last.objects.len(), last.next.as_deref()), (500, Some("a/2499")));
    assert_eq!(list("a/", Some("a/2499")).await.unwrap_err().kind, SourceErrorKind::Unavailable);

    // A part that ends before the recording did is whole.
    let part = list("a/1", None).await.unwrap();
    assert_eq!((part.objects.len(), part.next.as_deref()), (1000, None));
    let listed = list("a/0", None).await.unwrap();
    assert_eq!((listed.objects.len(), listed.next), (1000, None));
    assert_eq!(list("d/x/", None).await.unwrap_err().kind, SourceErrorKind::AccessDenied);
    assert_eq!(list("b/", None).await.unwrap_err().kind, SourceErrorKind::NotFound);
}
