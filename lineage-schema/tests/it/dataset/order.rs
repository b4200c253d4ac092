use std::collections::BTreeSet;

use insta::assert_json_snapshot;
use lineage_model::source::SourceErrorKind;

use super::fake::{Bucket, Object, parquet};
use super::{answer, inferred};

#[test]
fn the_order_of_answers_is_nowhere_in_the_answer() {
    let told = |seed| {
        let mut bucket = (0..12).fold(Bucket::default(), |bucket, day| {
            let folder = format!("p/day={day}");
            let columns = if day % 2 == 0 { ["i", "b:"] } else { ["b:", "i"] };
            bucket.with(format!("{folder}/a.parquet"), parquet(&columns, 1000))
        });
        bucket = bucket
            .with("p/_SUCCESS", "")
            .with("p/a.json", "{}")
            .with("p/day=0/a.parquet", parquet(&["b", "i"], 2000))
            .with("p/day=10/a.parquet", vec![0_u8; 100])
            .with("p/day=3/a.parquet", Object { refused: Some(SourceErrorKind::AccessDenied), ..parquet(&["i"], 0) })
            .with("p/day=6/a.parquet", "i,s\n1,true\n")
            .with("p/day=9/a.parquet", parquet(&["i:", "other"], 0));
        bucket.seed = seed;
        let dataset = inferred(&bucket, "p");
        let reads = bucket.reads.lock().unwrap().iter().map(|(key, ..)| key.clone()).collect::<Vec<_>>();
        (dataset, reads)
    };
    let (dataset, reads) = told(0);
    assert_json_snapshot!(answer(&dataset));
    let first = serde_json::to_string(&answer(&dataset)).unwrap();
    let mut orders = BTreeSet::from([reads]);
    for seed in 1..1000 {
        let (dataset, reads) = told(seed);
        assert_eq!(serde_json::to_string(&answer(&dataset)).unwrap(), first, "{seed}");
        orders.insert(reads);
    }
    assert!(orders.len() > 100, "{}", orders.len());
}
