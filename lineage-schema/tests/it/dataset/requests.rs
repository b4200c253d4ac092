use std::sync::atomic::Ordering;

use lineage_schema::{InferOptions, infer};

use super::fake::{Bucket, Object, parquet};
use super::{fields, inferred, run, sampled, try_infer};

const GIB: u64 = 1 << 30;
const KIB: usize = 1024;

#[test]
fn a_large_parquet_object_takes_one_read_of_its_end() {
    let bucket = Bucket::default().with("p/a.parquet", parquet(&["a"], 3 * GIB));
    assert_eq!(fields(&inferred(&bucket, "p")), "a: int64");
    assert_eq!((bucket.lists(), bucket.read()), (1, (1, 64 * KIB)));
}

#[test]
fn a_large_footer_takes_two_reads_that_do_not_overlap() {
    let names: Vec<_> = (0..20_000).map(|number| format!("column_{number:0>10}")).collect();
    let object = parquet(&names.iter().map(String::as_str).collect::<Vec<_>>(), 3 * GIB);
    let footer = object.tail.len();
    assert!((400 * KIB..512 * KIB).contains(&footer), "{footer}");
    let bucket = Bucket::default().with("p/a", object);
    assert_eq!(inferred(&bucket, "p/").columns.len(), 20_000);
    assert_eq!((bucket.lists(), bucket.read()), (1, (2, footer)));
}

#[test]
fn very_large_footers_are_read_one_after_the_other() {
    let names: Vec<_> = (0..2000).map(|number| format!("{number:0>3000}")).collect();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let bucket = ["p/a.parquet", "p/b.parquet", "p/c.parquet"]
        .into_iter()
        .fold(Bucket::default(), |bucket, key| bucket.with(key, parquet(&names, GIB)));
    // Columns of such names are refused in the end.
    let error = try_infer(&bucket, "p").unwrap_err().to_string();
    assert!(error.contains("3 unreadable (a.parquet: the names and types of columns would have more than"), "{error}");
    assert_eq!(bucket.most_in_flight.load(Ordering::Relaxed), 3);
    assert_eq!(bucket.most_large_in_flight.load(Ordering::Relaxed), 1);
}

#[test]
fn a_text_takes_one_read_of_its_beginning() {
    let rows = "1,2.5,x\n".repeat(100_000);
    let bucket = Bucket::default().with("p/a.csv", format!("i,d,s\n{rows}"));
    assert_eq!(fields(&inferred(&bucket, "p")), "i: int64, d: double, s: string");
    assert_eq!((bucket.lists(), bucket.read()), (1, (1, 64 * KIB)));
}

#[test]
fn nameless_objects_are_read_as_the_first_of_them() {
    let check = |object: fn() -> Object, expected| {
        let bucket =
            (0..20).fold(Bucket::default(), |bucket, number| bucket.with(format!("p/part-{number:02}"), object()));
        let dataset = inferred(&bucket, "p");
        assert_eq!(sampled(&dataset), ["p/part-00", "p/part-04", "p/part-09", "p/part-14", "p/part-19"]);
        assert_eq!((bucket.lists(), bucket.read().0), (1, expected));
    };
    check(|| format!("i,s\n{}", "1,x\n".repeat(100_000)).into(), 6);
    check(|| format!("{{\"i\": 1}}\n{}", "{}\n".repeat(100_000)).into(), 6);
    check(|| parquet(&["a"], GIB), 5);
    check(|| "i,s\n1,x\n".into(), 5);
}

#[test]
fn small_objects_are_read_once_whatever_their_names_say() {
    let bucket = Bucket::default().with("p/a.parquet", "i,s\n1,x\n2,y\n").with("p/b", "i,s\n1,x\n2,y\n");
    let dataset = inferred(&bucket, "p");
    assert_eq!((sampled(&dataset).len(), fields(&dataset)), (2, "i: int64, s: string".to_owned()));
    assert_eq!(bucket.read().0, 2);
    let bucket = Bucket::default().with("p/a.csv", parquet(&["a"], 0));
    assert_eq!(fields(&inferred(&bucket, "p")), "a: int64");
    assert_eq!(bucket.read().0, 1);
}

#[test]
fn a_wrong_name_costs_one_read_more() {
    let bucket = Bucket::default().with("p/a.csv", parquet(&["a"], GIB));
    assert_eq!(fields(&inferred(&bucket, "p")), "a: int64");
    assert_eq!(bucket.read(), (2, 128 * KIB));
    let bucket = Bucket::default().with("p/a.parquet", format!("i,s\n{}", "1,x\n".repeat(100_000)));
    assert_eq!(fields(&inferred(&bucket, "p")), "i: int64, s: string");
    assert_eq!(bucket.read(), (2, 128 * KIB));
}

#[test]
fn long_records_are_read_on_for() {
    let row = |length: usize| format!("1,{}\n", "x".repeat(length));
    let check = |length, expected: (usize, usize)| {
        let bucket = Bucket::default().with("p/a.csv", format!("i,s\n{}", row(length).repeat(20)));
        assert_eq!(fields(&inferred(&bucket, "p")), "i: int64, s: string");
        assert_eq!(bucket.read(), expected, "{length}");
    };
    check(10 * KIB, (1, 64 * KIB));
    check(20 * KIB, (2, 256 * KIB));
    check(100 * KIB, (3, 1024 * KIB));
    check(1000 * KIB, (4, 4096 * KIB));
}

#[test]
fn a_prefix_takes_one_listing_and_a_read_an_object_all_at_once() {
    let bucket = (0..40).fold(Bucket::default(), |bucket, number| {
        bucket.with(format!("p/part-{number:02}.parquet"), parquet(&["a"], GIB))
    });
    let dataset = inferred(&bucket, "p");
    assert_eq!(
        sampled(&dataset),
        ["p/part-00.parquet", "p/part-09.parquet", "p/part-19.parquet", "p/part-29.parquet", "p/part-39.parquet"]
    );
    assert_eq!((bucket.lists(), bucket.read()), (1, (5, 5 * 64 * KIB)));
    assert_eq!(bucket.most_in_flight.load(Ordering::Relaxed), 5);
}

#[test]
fn not_more_are_read_at_once_than_allowed() {
    let bucket = (0..100).fold(Bucket::default(), |bucket, number| {
        bucket.with(format!("p/part-{number:02}.parquet"), parquet(&["a"], GIB))
    });
    let mut options = InferOptions::default();
    options.max_files = 1000;
    let dataset = run(infer(&bucket, "p", &options)).unwrap();
    assert_eq!((dataset.sampled.len(), bucket.read().0), (50, 50));
    assert_eq!(bucket.most_in_flight.load(Ordering::Relaxed), 8);
}

#[test]
fn one_object_takes_a_listing_and_a_read() {
    let bucket = Bucket::default().with("p/a.csv", "i\n1\n").with("p/a.csv.bak", "x\n").with("p/b.csv", "s\nx\n");
    for location in ["p/a.csv", "p/a.csv/"] {
        let dataset = inferred(&bucket, location);
        assert_eq!((dataset.location.as_str(), fields(&dataset)), ("p/a.csv", "i: int64".to_owned()));
    }
    assert_eq!((bucket.lists(), bucket.read().0), (2, 2));
}

#[test]
fn a_prefix_ends_at_a_slash() {
    let bucket = Bucket::default()
        .with("p", "other\n1\n")
        .with("p-old/a.csv", "other\n1\n")
        .with("p.csv", "other\n1\n")
        .with("p/a.csv", "i\n1\n")
        .with("pq/a.csv", "other\n1\n");
    for location in ["p", "p/", "p//"] {
        let dataset = inferred(&bucket, location);
        assert_eq!((dataset.location.as_str(), fields(&dataset)), ("p/", "i: int64".to_owned()));
    }
}

#[test]
fn a_long_listing_ends_somewhere() {
    let bucket = (0..10_500).fold(Bucket::default(), |bucket, number| {
        bucket.with(format!("p/part-{number:05}.parquet"), parquet(&["a"], 0))
    });
    let dataset = inferred(&bucket, "");
    assert_eq!((bucket.lists(), dataset.objects), (10, 10_000));
    assert_eq!(dataset.warnings[0].code.as_str(), "truncated");
    assert_eq!(sampled(&dataset).last(), Some(&"p/part-09999.parquet"));
}

#[test]
fn an_object_that_changes_between_two_reads_is_not_put_together() {
    let names: Vec<_> = (0..10_000).map(|number| format!("column_{number}")).collect();
    let object = parquet(&names.iter().map(String::as_str).collect::<Vec<_>>(), GIB);
    let bucket = Bucket::default()
        .with("p/a.parquet", Object { restless: true, ..object })
        .with("p/b.parquet", parquet(&["a"], GIB));
    let dataset = inferred(&bucket, "p");
    assert_eq!(sampled(&dataset), ["p/b.parquet"]);
    assert_eq!(dataset.skipped[0].message.as_deref(), Some("the object changed while it was read"));
}
