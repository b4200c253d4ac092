use std::sync::mpsc;

use lineage_schema::{InferError, InferOptions, infer_until};

use super::fake::{Bucket, parquet};

/// The wait for it, that is: here no parsing begins before the deadline, and the schema waits no longer.
#[test]
fn the_deadline_ends_what_is_parsed_as_well() {
    let runtime = tokio::runtime::Builder::new_current_thread().max_blocking_threads(1).build().unwrap();
    for object in [parquet(&["a"], 0), "a\n1\n".into()] {
        let (release, held) = mpsc::channel::<()>();
        runtime.spawn_blocking(move || held.recv());
        let bucket = Bucket::default().with("p/a", object);
        let deadline = async {
            while bucket.read().0 == 0 {
                tokio::task::yield_now().await;
            }
        };
        let options = InferOptions::default();
        let told = runtime.block_on(infer_until(&bucket, "p/a", &options, deadline));
        assert!(matches!(told, Err(InferError::Deadline)), "{told:?}");
        drop(release);
    }
}
