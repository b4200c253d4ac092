use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_json_snapshot;
use lineage_schema::{InferError, InferOptions, Policy, infer};

use super::fake::{Bucket, Object};
use super::{answer, fields, inferred, run, sampled, try_infer};

const RECORDS: &str = "{\"i\":1,\"s\":\"x\"}\n{\"i\":2.5,\"s\":null}\n";

fn gzip(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// The format and the columns of one object.
fn told(key: &str, object: impl Into<Object>) -> String {
    let dataset = inferred(&Bucket::default().with(format!("p/{key}"), object), "p");
    format!("{} {}", dataset.format.as_str(), fields(&dataset))
}

#[test]
fn the_content_tells_the_format_whatever_the_name_says() {
    let json = "json i: double, s: string";
    for key in ["a.json", "a.csv", "a.parquet", "a", "a.txt", "a.orc", "a.b.c"] {
        assert_eq!(told(key, RECORDS), json, "{key}");
        assert_eq!(told(key, format!("\n {RECORDS}")), json, "{key}");
        assert_eq!(told(key, format!("[{}]", RECORDS.trim().replace('\n', ","))), json, "{key}");
        assert_eq!(told(key, gzip(RECORDS)), json, "{key}");
    }
    for key in ["a.csv", "a.parquet", "a", "a.gz", "a.csv.gz", "a.tsv"] {
        let rows = "i,s\n1,x\n2,y\n";
        assert_eq!(told(key, rows), "csv i: int64, s: string", "{key}");
        assert_eq!(told(key, gzip(rows)), "csv i: int64, s: string", "{key}");
    }
}

#[test]
fn a_header_may_look_like_something_else() {
    assert_eq!(told("a.csv", "[i],[s]\n1,x\n2,y\n"), "csv [i]: int64, [s]: string");
    assert_eq!(told("a.csv", "ORCID,PAR1\n1,x\n2,y\n"), "csv ORCID: int64, PAR1: string");
    assert_eq!(told("a", "ORCID,PAR1\n1,x\n2,y\n"), "csv ORCID: int64, PAR1: string");
}

#[test]
fn a_compressed_text_takes_one_read_as_well() {
    let noise = (0_u32..200_000).map(|number| format!("{},x{number}\n", number.wrapping_mul(2_654_435_761)));
    let object = gzip(format!("i,s\n{}", noise.collect::<String>()));
    assert!(object.len() > 1 << 20);
    let bucket = Bucket::default().with("p/a.csv.gz", object);
    let dataset = inferred(&bucket, "p");
    assert_eq!(fields(&dataset), "i: int64, s: string");
    assert_eq!(dataset.sampled[0].meta.compression.as_deref(), Some("gzip"));
    assert_eq!(bucket.read(), (1, 64 * 1024));
}

#[test]
fn a_bomb_stops_at_the_cap() {
    let bucket = Bucket::default().with("p/a.json.gz", gzip(vec![b' '; 64 << 20]));
    assert!(try_infer(&bucket, "p").is_err());
    assert_eq!(bucket.read().0, 1);
}

#[test]
fn what_is_compressed_is_no_table_of_files() {
    let mut archive = vec![0; 512];
    archive[..5].copy_from_slice(b"a.csv");
    archive[257..262].copy_from_slice(b"ustar");
    let bucket = Bucket::default().with("p/a.csv.gz", gzip(archive)).with("p/b.csv", "i\n1\n2\n");
    let dataset = inferred(&bucket, "p");
    assert_eq!(sampled(&dataset), ["p/b.csv"]);
    assert_eq!(dataset.skipped[0].message.as_deref(), Some("the object is a tar archive, which is not read here"));
}

#[test]
fn types_that_have_nothing_in_common_are_conflicts() {
    let bucket = Bucket::default()
        .with("p/a.json", "{\"a\":1,\"b\":{\"c\":1},\"only\":true}\n")
        .with("p/b.json", "{\"a\":\"x\",\"b\":{\"c\":[1]}}\n")
        .with("p/c.csv", "a\n1\n");
    assert_json_snapshot!(answer(&inferred(&bucket, "p")));
}

#[test]
fn a_schema_may_be_too_large_to_be_told() {
    let with = |files: u32| {
        (0..files).fold(Bucket::default(), |bucket, file| {
            bucket.with(format!("p/{file}.json"), format!("{{\"{}{file}\":1}}\n", "n".repeat(2_000_000)))
        })
    };
    assert_eq!(inferred(&with(4), "p").columns.len(), 4);
    assert!(matches!(try_infer(&with(5), "p"), Err(InferError::TooLarge { .. })));
}

#[test]
fn a_policy_says_how_a_schema_is_found() {
    let bucket = Bucket::default()
        .with("p/a.csv", "i,n\n1,-\n2,7\n")
        .with("p/b.csv", "i,n\ntrue,1\nfalse,-\n")
        .with("p/c.csv", "other,n\n1,1\n2,-\n");
    let policy = Policy::parse(r#"{"widen":"string","maxFiles":3,"nullValues":["-"]}"#).unwrap();
    let dataset = run(infer(&bucket, "p", &InferOptions::from(&policy))).unwrap();
    assert_eq!(fields(&dataset), "i: string, n: int64, other: int64");
    let policy = Policy::parse(r#"{"maxFiles":1}"#).unwrap();
    let dataset = run(infer(&bucket, "p", &InferOptions::from(&policy))).unwrap();
    assert_eq!((sampled(&dataset), fields(&dataset)), (vec!["p/a.csv"], "i: int64, n: string".to_owned()));
}

#[test]
fn files_without_a_header_have_the_names_of_those_with_one() {
    let bucket = Bucket::default()
        .with("p/train.csv", "id,name\n1,x\n2,y\n")
        .with("p/validation.csv", "3.5,z\n4,w\n")
        .with("p/wide.csv", "5,6,7\n8,9,0\n");
    let dataset = inferred(&bucket, "p");
    assert_eq!(fields(&dataset), "id: double, name: string, column_1: int64, column_2: int64, column_3: int64");
    let warnings: Vec<_> = dataset.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(
        warnings,
        ["2 files have no header, others do: the columns of 1 of them are named by their places in p/train.csv"]
    );
    let alone = Bucket::default().with("p/a.csv", "1,2\n3,4\n").with("p/b.csv", "5,6\n7,8\n");
    assert_eq!(inferred(&alone, "p").warnings, []);
}
