use insta::assert_json_snapshot;
use lineage_model::BucketName;
use lineage_model::source::SourceErrorKind;
use lineage_schema::{InferError, Location};

use super::fake::{Bucket, Object, parquet};
use super::{answer, fields, inferred, sampled, try_infer};

const CSV: &str = "i,s\n1,x\n2,y\n";

fn refused() -> Object {
    Object { refused: Some(SourceErrorKind::AccessDenied), ..Object::from(CSV) }
}

#[test]
fn what_is_skipped_is_said() {
    let archived = Object { storage_class: Some("GLACIER"), ..Object::from(CSV) };
    let bucket = Bucket::default()
        .with("p/", "")
        .with("p/_SUCCESS", "")
        .with("p/.a.csv.crc", "crc")
        .with("p/_temporary/0/a.csv", CSV)
        .with("p/a.csv", CSV)
        .with("p/archived.csv", archived)
        .with("p/empty.csv", "")
        .with("p/model.tar.gz", "\x1f\u{8b}")
        .with("p/refused.csv", refused())
        .with("p/unload_manifest", "{}")
        .with("p/zeros.csv", vec![0_u8; 1000]);
    assert_json_snapshot!(answer(&inferred(&bucket, "p")));
}

#[test]
fn the_format_of_most_bytes_is_that_of_the_dataset() {
    let bucket = Bucket::default()
        .with("p/a.csv", CSV)
        .with("p/b.csv", CSV)
        .with("p/c.parquet", parquet(&["a"], 1000))
        .with("p/d", parquet(&["b"], 1000))
        .with("p/e.csv", parquet(&["c"], 1000));
    assert_json_snapshot!(answer(&inferred(&bucket, "p")));
}

#[test]
fn others_are_read_in_place_of_what_cannot_be() {
    let bad = |bucket: Bucket, number: u32| bucket.with(format!("p/{number:02}.parquet"), "not a Parquet file\0");
    let bucket = [0, 1, 9, 18, 19].into_iter().fold(Bucket::default(), bad);
    let bucket = (2..9)
        .chain(10..18)
        .fold(bucket, |bucket, number| bucket.with(format!("p/{number:02}.parquet"), parquet(&["a"], 0)));
    let dataset = inferred(&bucket, "p");
    assert_eq!((dataset.sampled.len(), fields(&dataset)), (5, "a: int64".to_owned()));
    assert!(dataset.confidence < 1.0);
}

#[test]
fn partitions_are_told_by_all_paths() {
    let bucket = (1..=40).fold(Bucket::default(), |bucket, day| bucket.with(format!("p/day={day}/f.csv"), CSV));
    assert_eq!(fields(&inferred(&bucket, "p")), "i: int64, s: string, day: int64");
    let bucket = bucket.with("p/day=20x/f.csv", CSV);
    assert_eq!(fields(&inferred(&bucket, "p")), "i: int64, s: string, day: string");
    assert_eq!(fields(&inferred(&bucket, "p/day=7")), "i: int64, s: string");
}

#[test]
fn a_partition_counts_more_than_a_column_of_its_name() {
    let bucket = Bucket::default().with("p/i=a/f.csv", CSV).with("p/i=__HIVE_DEFAULT_PARTITION__/f.csv", CSV);
    let dataset = inferred(&bucket, "p");
    assert_eq!(fields(&dataset), "s: string, i: string");
    assert_eq!((dataset.columns[1].partition, dataset.columns[1].nullable), (true, true));
    assert_eq!(dataset.warnings[0].code.as_str(), "duplicate-column");
}

#[test]
fn tables_are_known_by_their_metadata() {
    let check = |bucket: &Bucket, format, expected: &str| {
        let dataset = inferred(bucket, "t");
        let told = serde_json::to_value(dataset.table_format).unwrap();
        assert_eq!((told.as_str(), fields(&dataset).as_str()), (format, expected));
    };
    let log = "{\"commitInfo\":{}}";
    let delta = Bucket::default()
        .with("t/_delta_log/00000000000000000000.json", log)
        .with("t/deletion_vector_1.bin", "\x01")
        .with("t/day=1/part-0.parquet", parquet(&["a"], 0));
    check(&delta, Some("delta"), "a: int64, day: int64");
    let iceberg = Bucket::default()
        .with("t/metadata/00000-a.metadata.json", log)
        .with("t/metadata/snap-1.avro", "Obj\x01")
        .with("t/data/ts_day=2024-01-01/0.parquet", parquet(&["ts"], 0))
        .with("t/data/ts_day=2024-01-01/0-deletes.parquet", parquet(&["file_path", "pos"], 0));
    check(&iceberg, Some("iceberg"), "ts: int64");
    let hudi = Bucket::default()
        .with("t/.hoodie/hoodie.properties", "x")
        .with("t/a/0.parquet", parquet(&["_hoodie_record_key"], 0));
    check(&hudi, Some("hudi"), "_hoodie_record_key: int64");
    check(&Bucket::default().with("t/metadata/a.parquet", parquet(&["a"], 0)), None, "a: int64");
}

#[test]
fn what_has_no_schema_says_why() {
    let check = |bucket: &Bucket, location, expected: &str| {
        assert_eq!(try_infer(bucket, location).unwrap_err().to_string(), expected);
    };
    let bucket = Bucket::default()
        .with("hidden/_SUCCESS", "")
        .with("hidden/empty.csv", "")
        .with("code/app.py", "import os\nprint(os.environ)\n")
        .with("code/prod.env", "A=1\nB=2\n")
        .with("many/_SUCCESS", "x")
        .with("many/a.py", "x")
        .with("many/b.py", "x")
        .with("many/c.csv", vec![0_u8; 10])
        .with("many/d.csv", vec![0_u8; 10])
        .with("orc/a", "ORC\0\0\0")
        .with("orc/b.orc", "ORC\0\0\0")
        .with("refused/a.csv", refused())
        .with("some/a.csv", refused())
        .with("some/b.csv", vec![0_u8; 10])
        .with("zeros/a.csv", vec![0_u8; 10]);
    check(&bucket, "nothing", "no object at or below 's3://lake/nothing'");
    check(&Bucket::default(), "", "no object at or below 's3://lake/'");
    check(&bucket, "hidden", "all objects below 's3://lake/hidden/' were skipped: 1 hidden, 1 empty");
    check(
        &bucket,
        "code",
        "all objects below 's3://lake/code/' were skipped: 2 other format (app.py: code; prod.env: configuration)",
    );
    assert_eq!(bucket.read().0, 0);
    check(&bucket, "orc", "all objects below 's3://lake/orc/' were skipped: 2 other format (a: orc; b.orc: orc)");
    check(&bucket, "code/app.py", "'s3://lake/code/app.py' could not be read: its format, code, is not read");
    check(
        &bucket,
        "code/prod.env",
        "'s3://lake/code/prod.env' could not be read: its format, configuration, is not read",
    );
    check(&bucket, "orc/a", "'s3://lake/orc/a' could not be read: its format, orc, is not read");
    check(
        &bucket,
        "zeros",
        "all objects below 's3://lake/zeros/' were skipped: 1 unreadable (a.csv: the object holds no text)",
    );
    let told = "2 unreadable (a.csv: refused; b.csv: the object holds no text)";
    check(&bucket, "some", &format!("all objects below 's3://lake/some/' were skipped: {told}"));
    let told = "1 hidden, 2 other format (a.py: code; b.py: code), 2 unreadable (c.csv: the object holds no text)";
    check(&bucket, "many", &format!("all objects below 's3://lake/many/' were skipped: {told}"));
    check(&bucket, "refused", "s3:GetObject on 's3://lake/refused/a.csv': refused");
    assert!(matches!(try_infer(&bucket, "refused/a.csv"), Err(InferError::Source(_))));
}

#[test]
fn a_gap_is_what_may_be_read_later() {
    let check = |failed: Object, expected| {
        let bucket = Bucket::default().with("p/a.csv", CSV).with("p/b.csv", failed).with("p/c.csv", "\0\0");
        let dataset = inferred(&bucket, "p");
        let gap = dataset.gap.as_ref();
        assert_eq!(gap.map(|gap| (gap.code.as_str(), gap.action.as_deref())), expected);
        assert!(gap.is_none_or(|gap| dataset.warnings.contains(gap)));
    };
    let object = |kind| Object { refused: Some(kind), ..Object::from(CSV) };
    let call = Some("s3:GetObject");
    check(object(SourceErrorKind::AccessDenied), Some(("access-denied", call)));
    check(object(SourceErrorKind::CredentialsUnavailable), Some(("unavailable", call)));
    check(object(SourceErrorKind::Throttled), Some(("unavailable", call)));
    check(object(SourceErrorKind::Timeout), Some(("unavailable", call)));
    check(object(SourceErrorKind::Unavailable), Some(("unavailable", call)));
    check(object(SourceErrorKind::InvalidResponse), Some(("unavailable", call)));
    check(object(SourceErrorKind::NotFound), None);
    // As S3 has it for an archived object.
    check(object(SourceErrorKind::Other), None);
    check(Object::from("\0\0"), None);
}

#[test]
fn manifests_alone_can_be_asked_for_by_name() {
    let bucket = Bucket::default().with("p/output.manifest", CSV).with("p/_hidden.csv", CSV);
    assert!(matches!(try_infer(&bucket, "p"), Err(InferError::Skipped { .. })));
    assert_eq!(sampled(&inferred(&bucket, "p/output.manifest")), ["p/output.manifest"]);
    assert_eq!(sampled(&inferred(&bucket, "p/_hidden.csv")), ["p/_hidden.csv"]);
}

#[test]
fn a_marker_of_a_folder_hides_no_object() {
    let bucket = Bucket::default().with("p/a.csv", CSV).with("p/a.csv/", "").with("p/b/", "");
    for location in ["p/a.csv", "p/a.csv/"] {
        let found = inferred(&bucket, location);
        assert_eq!((sampled(&found), &*found.location), (vec!["p/a.csv"], "p/a.csv"));
        let location = Location::new(&BucketName::new("lake").unwrap(), location).unwrap();
        assert_eq!(location.id_of(&found).to_string(), "s3://lake/p/a.csv");
    }
    let error = try_infer(&bucket, "p/b").unwrap_err().to_string();
    assert_eq!(error, "all objects below 's3://lake/p/b/' were skipped: 1 folder marker");
}
