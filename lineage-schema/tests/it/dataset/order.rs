use lineage_model::source::SourceErrorKind;

use super::fake::{Bucket, Object, parquet};
use super::{document, inferred};

#[test]
fn the_order_of_answers_is_nowhere_in_the_answer() {
    let answer = |seed| {
        let mut bucket = (0..12).fold(Bucket::default(), |bucket, day| {
            let folder = format!("p/day={day}");
            bucket
                .with(format!("{folder}/a.csv"), format!("i,c{day}\n1,x\n2,y\n"))
                .with(format!("{folder}/b.csv"), format!("i\n{}\n", if day % 2 == 0 { "1" } else { "true" }))
        });
        bucket = bucket
            .with("p/a.json", "{}")
            .with("p/_SUCCESS", "")
            .with("p/day=3/a.csv", Object { refused: Some(SourceErrorKind::AccessDenied), ..Object::from("i\n1\n") })
            .with("p/day=5/a.csv", parquet(&["i"], 0))
            .with("p/day=6/a.csv", vec![0_u8; 100]);
        bucket.seed = seed;
        document(&inferred(&bucket, "p")).to_string()
    };
    let first = answer(0);
    for seed in 1..1000 {
        assert_eq!(answer(seed), first, "{seed}");
    }
}
