//! What the schema of a dataset takes of a server, by the server's own log.

#[path = "../../../../lineage-schema/tests/it/dataset/parquet_end.rs"]
mod parquet_end;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use aws_sdk_s3::Client;
use flate2::Compression;
use flate2::write::GzEncoder;
use lineage_aws::measure;
use lineage_schema::{BucketObjects, Dataset, InferOptions, infer};

use self::parquet_end::parquet_end;
use super::server::{create_bucket, server};
use super::{bucket_name, region};

const BUCKET: &str = "datasets";
const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// What was asked of the server.
#[derive(Default)]
struct Asked {
    lists: u64,
    /// The first byte of each read and the one after its last, by object.
    reads: BTreeMap<String, Vec<(u64, u64)>>,
}

impl Asked {
    /// The log of `ci/real-input/s3.py` from line `start` on, as far as it is about the datasets.
    fn read(start: usize) -> Self {
        let mut asked = Self::default();
        for line in log().lines().skip(start) {
            let [method, uri, status, range, length] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let Some(uri) = uri.strip_prefix("/datasets") else { continue };
            assert_eq!(method, "GET", "{line}");
            if uri.contains("list-type=2") {
                asked.lists += 1;
                continue;
            }
            assert_eq!(status, "206", "{line}");
            let (start, end) =
                range.strip_prefix("bytes ").unwrap().split_once('/').unwrap().0.split_once('-').unwrap();
            let (start, end) = (start.parse::<u64>().unwrap(), end.parse::<u64>().unwrap() + 1);
            assert_eq!(length.parse(), Ok(end - start), "{line}");
            let key = uri.split('?').next().unwrap();
            asked.reads.entry(key.to_owned()).or_default().push((start, end));
        }
        asked
    }

    fn ranges(&self) -> impl Iterator<Item = &(u64, u64)> {
        self.reads.values().flatten()
    }
}

fn log() -> String {
    std::fs::read_to_string(std::env::var("S3_LOG").unwrap()).unwrap()
}

struct Bucket {
    objects: BucketObjects,
    client: Client,
}

impl Bucket {
    /// The schema of what is below `prefix` once these objects are; asserts and prints how many requests it took.
    #[allow(clippy::print_stderr)]
    async fn check(&self, prefix: &str, objects: &[(&str, Vec<u8>)], reads: u64, bytes: u64) -> (Dataset, Asked) {
        for (name, bytes) in objects {
            let put = self.client.put_object().bucket(BUCKET).key(format!("{prefix}/{name}"));
            put.body(bytes.clone().into()).send().await.unwrap();
        }
        let start = log().lines().count();
        let mut options = InferOptions::default();
        options.max_files = objects.len();
        let (dataset, cost) = measure(infer(&self.objects, prefix, &options)).await;
        let asked = Asked::read(start);
        let (read, moved) =
            (asked.ranges().count() as u64, asked.ranges().map(|(start, end)| end - start).sum::<u64>());
        let stored: usize = objects.iter().map(|(_, bytes)| bytes.len()).sum();
        eprintln!("{prefix}: {} LIST, {read} GET, {moved} of {stored} bytes", asked.lists);
        assert_eq!((asked.lists, read, moved), (1, reads, bytes), "{prefix}");
        assert_eq!(cost.calls, 1 + reads, "{prefix}");
        (dataset.unwrap(), asked)
    }
}

/// A Parquet file of `size` bytes: zeros between its beginning and its end.
fn parquet(columns: usize, size: u64) -> (Vec<u8>, u64) {
    let names: Vec<_> = (0..columns).map(|number| format!("column_{number:0>10}")).collect();
    let end = parquet_end(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut file = b"PAR1".to_vec();
    file.resize(size as usize - end.len(), 0);
    file.extend(&end);
    (file, end.len() as u64)
}

/// 5 MB of lines, each of a number and a text that compresses badly.
fn lines(first: &str, line: impl Fn(u64, u64) -> String) -> Vec<u8> {
    let mut text = first.to_owned();
    for number in 0_u64.. {
        if text.len() > 5_000_000 {
            break;
        }
        writeln!(text, "{}", line(number, number.wrapping_mul(0x9e37_79b9_7f4a_7c15))).unwrap();
    }
    text.into_bytes()
}

fn fields(dataset: &Dataset) -> String {
    let field = |column: &lineage_schema::Column| format!("{}: {}", column.name, column.data_type);
    dataset.columns.iter().map(field).collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn what_schemas_take_over_a_server() {
    let Some((source, client)) = server() else { return };
    create_bucket(&client, BUCKET).await;
    let objects = BucketObjects { source: Arc::new(source), region: region(), bucket: bucket_name(BUCKET) };
    let bucket = Bucket { objects, client };

    let (file, footer) = parquet(2000, 3 * MIB);
    assert!((32 * KIB..64 * KIB).contains(&footer), "{footer}");
    let (dataset, _) = bucket.check("small-footer", &[("a.parquet", file)], 1, 64 * KIB).await;
    assert_eq!(dataset.columns.len(), 2000);

    let (file, footer) = parquet(20_000, 3 * MIB);
    assert!((400 * KIB..512 * KIB).contains(&footer), "{footer}");
    let (dataset, asked) = bucket.check("large-footer", &[("a.parquet", file)], 2, footer).await;
    assert_eq!(dataset.columns.len(), 20_000);
    let rest = 3 * MIB - 64 * KIB;
    assert_eq!(asked.ranges().collect::<Vec<_>>(), [&(rest, 3 * MIB), &(3 * MIB - footer, rest)]);

    let csv = lines("id,name\n", |number, name| format!("{number},{name:x}"));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&csv).unwrap();
    let json = lines("", |number, name| format!(r#"{{"id": {number}, "name": "x{name:x}"}}"#));
    for (prefix, name, bytes) in
        [("csv", "a.csv", csv), ("csv-gz", "a.csv.gz", gzip.finish().unwrap()), ("ndjson", "a.ndjson", json)]
    {
        let (dataset, _) = bucket.check(prefix, &[(name, bytes)], 1, 64 * KIB).await;
        assert_eq!(fields(&dataset), "id: int64, name: string");
    }

    let names: Vec<_> = (0..10).map(|number| format!("dt=2026-01-31/part-{number}.parquet")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), parquet(2, MIB).0)).collect();
    let (dataset, asked) = bucket.check("ten", &files, 10, 10 * 64 * KIB).await;
    assert_eq!((dataset.sampled.len(), asked.reads.len(), dataset.columns.len()), (10, 10, 3));
}
