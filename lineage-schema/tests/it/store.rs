use std::sync::Arc;

use futures_util::TryStreamExt;
use lineage_schema::Location;
use lineage_schema::store::contract::{check_store, new_dataset, request};
use lineage_schema::store::{ObjectStoreSchemas, SchemaStore, StoreError};
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use serde_json::Value;

use crate::faulty::{Fault, Faulty};

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn schemas(store: impl ObjectStore) -> ObjectStoreSchemas {
    ObjectStoreSchemas::new(Arc::new(store), "a root/schemas")
}

#[test]
fn memory_keeps_the_contract() {
    assert_eq!(run(check_store(&schemas(InMemory::new()))), [""; 0]);
}

#[test]
fn a_folder_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let store = ObjectStoreSchemas::open_folder(&folder.path().join("new/folder")).unwrap();
    run(store.self_test()).unwrap();
    assert_eq!(run(check_store(&store)), [""; 0]);
}

#[test]
fn a_store_that_fails_keeps_the_contract() {
    let all = &[Fault::Conflict, Fault::Precondition, Fault::LostRequest, Fault::LostAnswer, Fault::LateWrite];
    let check = |faults| assert_eq!(run(check_store(&schemas(Faulty::new(faults)))), [""; 0], "{faults:?}");
    check(&[]);
    check(&all[..1]);
    check(&all[1..2]);
    check(&all[2..3]);
    check(&all[3..4]);
    check(&all[4..]);
    check(all);
}

/// The bytes of a dataset's newest version, and where they are.
async fn newest(store: &InMemory) -> (Path, Vec<u8>) {
    let mut objects: Vec<_> = store.list(None).try_collect().await.unwrap();
    objects.sort_by(|a, b| a.location.cmp(&b.location));
    let place = objects.pop().unwrap().location;
    let bytes = store.get(&place).await.unwrap().bytes().await.unwrap();
    (place, bytes.to_vec())
}

#[test]
fn a_torn_or_garbled_version_is_listed_and_its_number_stays_taken() {
    run(async {
        let memory = Arc::new(InMemory::new());
        let store = ObjectStoreSchemas::new(memory.clone(), "");
        let dataset = new_dataset();
        let mut made = Vec::new();
        for name in ["a", "b", "c"] {
            made.insert(0, store.save(&dataset, request(&[(name, "int32")], "{}")).await.unwrap().version);
        }
        let (place, whole) = newest(&memory).await;
        let torn = (0..whole.len()).map(|length| whole[..length].to_vec());
        let garbled = (0..whole.len()).map(|at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            bytes
        });
        let longer = [[&whole[..], b" "].concat(), [b" ", &whole[..]].concat(), vec![0; 17 * 1024 * 1024]];
        for bytes in torn.chain(garbled).chain(longer) {
            memory.put(&place, bytes.into()).await.unwrap();
            let page = store.versions(&dataset, 9, None).await.unwrap();
            assert_eq!((page.versions.as_slice(), page.corrupt.as_slice()), (&made[1..], &[3][..]));
            assert_eq!(store.latest(&dataset).await.unwrap().as_ref(), Some(&made[1]));
            assert!(matches!(store.version(&dataset, 3).await, Err(StoreError::Corrupt { version: 3 })));
            // Even one that equals the newest that can be read.
            let saved = store.save(&dataset, request(&[("b", "int32")], "{}")).await.unwrap();
            assert_eq!((saved.version.version, saved.unchanged), (4, false));
            memory.delete(&newest(&memory).await.0).await.unwrap();
        }
    });
}

#[test]
fn a_version_elsewhere_is_corrupt() {
    run(async {
        let memory = Arc::new(InMemory::new());
        let store = ObjectStoreSchemas::new(memory.clone(), "");
        let dataset = new_dataset();
        store.save(&dataset, request(&[("a", "int32")], "{}")).await.unwrap();
        let (place, bytes) = newest(&memory).await;
        let copy: Path = place.to_string().replace("v0000000001", "v0000000002").into();
        memory.put(&copy, bytes.into()).await.unwrap();
        assert!(matches!(store.version(&dataset, 2).await, Err(StoreError::Corrupt { version: 2 })));
        // What is no version is not seen.
        for name in ["v3.json", "v0000000003.json.tmp", "v99999999999.json", "x/v0000000003.json", "notes.txt"] {
            let place: Path = place.to_string().replace("v0000000001.json", name).into();
            memory.put(&place, "{}".into()).await.unwrap();
        }
        assert_eq!(store.versions(&dataset, 9, None).await.unwrap().corrupt, [2]);
    });
}

#[test]
fn a_written_version_is_plain_json() {
    run(async {
        let memory = Arc::new(InMemory::new());
        let store = ObjectStoreSchemas::new(memory.clone(), "schemas");
        let dataset = "s3://bucket/data/".parse().unwrap();
        store.save(&dataset, request(&[("a", "int32"), ("gone", "double")], "{}")).await.unwrap();
        store.save(&dataset, request(&[("a", "int64")], r#"{"compatibility": "backward", "x": [1]}"#)).await.unwrap();
        let (place, bytes) = newest(&memory).await;
        let mut version: Value = serde_json::from_slice(&bytes).unwrap();
        for random in ["writeId", "checksum"] {
            version[random] = Value::from(version[random].as_str().unwrap().len());
        }
        insta::assert_snapshot!(format!("{place}\n{version:#}"));
    });
}

#[test]
fn pages_end_by_bytes_as_well() {
    run(async {
        let (store, dataset) = (schemas(InMemory::new()), new_dataset());
        for (number, mebibytes) in [3, 3, 3, 0, 9, 0].into_iter().enumerate() {
            let mut request = request(&[(&format!("c{number}"), "int32")], "{}");
            request.meta.insert("long".to_owned(), Value::from("x".repeat(mebibytes * 1024 * 1024)));
            store.save(&dataset, request).await.unwrap();
        }
        let (mut pages, mut before) = (Vec::new(), None);
        loop {
            let page = store.versions(&dataset, 1000, before).await.unwrap();
            pages.push(page.versions.iter().map(|version| version.version).collect::<Vec<_>>());
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        assert_eq!(pages, [&[6][..], &[5], &[4, 3, 2], &[1]]);
    });
}

#[test]
fn the_version_before_is_the_next_that_can_be_read() {
    run(async {
        let memory = Arc::new(InMemory::new());
        let store = ObjectStoreSchemas::new(memory.clone(), "");
        let dataset = new_dataset();
        for number in 1..=20 {
            store.save(&dataset, request(&[(&format!("c{number}"), "int32")], "{}")).await.unwrap();
            if (3..20).contains(&number) {
                memory.put(&newest(&memory).await.0, "{".into()).await.unwrap();
            }
        }
        let check = async |to, expected| {
            let pair = Location::from(dataset.clone()).pair(&store, None, to).await.unwrap();
            let (from, to) = pair.unwrap();
            assert_eq!((from.map(|from| from.version), to.version), expected);
        };
        check(None, (Some(2), 20)).await;
        check(Some(2), (Some(1), 2)).await;
        check(Some(1), (None, 1)).await;
    });
}

#[test]
fn what_cannot_be_kept_is_refused() {
    run(async {
        let store = schemas(InMemory::new());
        let dataset = new_dataset();
        let mut deep = request(&[("a", "int32")], "{}");
        for _ in 0..100 {
            let mut outer = request(&[("a", "struct<>")], "{}");
            outer.columns[0].children = deep.columns;
            deep = outer;
        }
        let large = request(&[(&"a".repeat(17 * 1024 * 1024), "int32")], "{}");
        for request in [deep, large] {
            assert!(matches!(store.save(&dataset, request).await, Err(StoreError::Invalid(_))));
        }
        assert_eq!(store.latest(&dataset).await.unwrap(), None);
    });
}

#[test]
fn a_store_without_conditional_writes_is_found_out() {
    #[derive(Debug)]
    struct Overwrites(Arc<InMemory>);

    impl std::fmt::Display for Overwrites {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Overwrites")
        }
    }

    #[async_trait::async_trait]
    impl ObjectStore for Overwrites {
        async fn put_opts(
            &self,
            location: &Path,
            payload: object_store::PutPayload,
            _: object_store::PutOptions,
        ) -> object_store::Result<object_store::PutResult> {
            self.0.put(location, payload).await
        }

        async fn put_multipart_opts(
            &self,
            location: &Path,
            options: object_store::PutMultipartOptions,
        ) -> object_store::Result<Box<dyn object_store::MultipartUpload>> {
            self.0.put_multipart_opts(location, options).await
        }

        async fn get_opts(
            &self,
            location: &Path,
            options: object_store::GetOptions,
        ) -> object_store::Result<object_store::GetResult> {
            self.0.get_opts(location, options).await
        }

        fn delete_stream(
            &self,
            locations: futures_util::stream::BoxStream<'static, object_store::Result<Path>>,
        ) -> futures_util::stream::BoxStream<'static, object_store::Result<Path>> {
            self.0.delete_stream(locations)
        }

        fn list(
            &self,
            prefix: Option<&Path>,
        ) -> futures_util::stream::BoxStream<'static, object_store::Result<object_store::ObjectMeta>> {
            self.0.list(prefix)
        }

        async fn list_with_delimiter(&self, prefix: Option<&Path>) -> object_store::Result<object_store::ListResult> {
            self.0.list_with_delimiter(prefix).await
        }

        async fn copy_opts(
            &self,
            from: &Path,
            to: &Path,
            options: object_store::CopyOptions,
        ) -> object_store::Result<()> {
            self.0.copy_opts(from, to, options).await
        }
    }

    run(schemas(InMemory::new()).self_test()).unwrap();
    let memory = Arc::new(InMemory::new());
    for _ in 0..2 {
        let error = run(schemas(Overwrites(memory.clone())).self_test()).unwrap_err();
        assert!(error.to_string().contains("conditional writes"), "{error}");
    }
    // Once it does support them, it is no worse for its past.
    run(schemas(memory).self_test()).unwrap();
}
