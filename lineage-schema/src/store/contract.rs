//! What every store promises, as checks that run over any implementation (feature `testing`).
//!
//! ```no_run
//! # use lineage_schema::store::{SchemaStore, contract};
//! # async fn example(store: &dyn SchemaStore) {
//! assert_eq!(contract::check_store(store).await, [""; 0]);
//! # }
//! ```

use futures_util::future::join_all;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{SaveRequest, Saved, SchemaStore, SchemaVersion, StoreError};
use crate::{Column, DatasetId, Format, Policy};

/// How many save at once.
const WRITERS: usize = 64;

/// Checks a store against its contract. Tells every promise that it breaks; none when it keeps them all.
///
/// It leaves versions behind, of datasets whose names nobody else has.
pub async fn check_store(store: &dyn SchemaStore) -> Vec<String> {
    let mut checks = Checks { store, broken: check_one_writer(store).await };
    checks.equal_at_once().await;
    checks.different_at_once().await;
    checks.broken
}

/// The part of [`check_store`] in which nobody saves at the same time: for servers that look whether an object is there
/// and then write it, as two steps.
pub async fn check_one_writer(store: &dyn SchemaStore) -> Vec<String> {
    let mut checks = Checks { store, broken: Vec::new() };
    checks.one_after_the_other().await;
    checks.pages().await;
    checks.compatibility().await;
    checks.broken
}

/// A request to save these columns, each a name and a type, under a policy.
///
/// # Panics
/// If the policy is none.
#[must_use]
#[allow(clippy::expect_used)]
pub fn request(columns: &[(&str, &str)], policy: &str) -> SaveRequest {
    let column = |(name, data_type): &(&str, &str)| Column {
        name: (*name).to_owned(),
        data_type: (*data_type).to_owned(),
        nullable: true,
        partition: false,
        children: Vec::new(),
    };
    SaveRequest {
        format: Format::Parquet,
        columns: columns.iter().map(column).collect(),
        policy: Policy::parse(policy).expect("a policy"),
        meta: Map::from_iter([("rows".to_owned(), Value::from(7))]),
        created_at: "2026-01-31T09:30:00Z".parse().expect("a time"),
    }
}

/// A dataset that has no versions.
#[must_use]
#[allow(clippy::expect_used)]
pub fn new_dataset() -> DatasetId {
    format!("s3://contract/{}/", Uuid::new_v4()).parse().expect("a dataset")
}

struct Checks<'a> {
    store: &'a dyn SchemaStore,
    broken: Vec<String>,
}

impl Checks<'_> {
    fn holds(&mut self, promise: &str, holds: bool) {
        if !holds {
            self.broken.push(promise.to_owned());
        }
    }

    /// The answer, or that there should be one.
    fn answered<T>(&mut self, what: &str, answer: Result<T, StoreError>) -> Option<T> {
        answer.map_err(|error| self.broken.push(format!("{what}: {error}"))).ok()
    }

    async fn save(&mut self, dataset: &DatasetId, request: SaveRequest) -> Option<Saved> {
        let saved = self.store.save(dataset, request).await;
        self.answered("save", saved)
    }

    /// All versions, newest first.
    async fn all(&mut self, dataset: &DatasetId) -> Vec<SchemaVersion> {
        let page = self.store.versions(dataset, usize::MAX, None).await;
        let Some(page) = self.answered("versions", page) else { return Vec::new() };
        self.holds("without a limit there is one page, and nothing is corrupt", {
            page.next.is_none() && page.corrupt.is_empty()
        });
        page.versions
    }

    async fn one_after_the_other(&mut self) {
        let dataset = new_dataset();
        let nothing = (self.store.latest(&dataset).await, self.store.version(&dataset, 1).await);
        self.holds("a new dataset has no version", matches!(nothing, (Ok(None), Ok(None))));
        let plain = request(&[("a", "int32")], "{}");
        let wide = request(&[("a", "int64")], "{}");
        let other = request(&[("a", "int64")], r#"{"owner": "x"}"#);
        let steps = [
            (plain.clone(), 1, false),
            (plain.clone(), 1, true),
            (wide.clone(), 2, false),
            (SaveRequest { policy: Policy::parse(" { } ").unwrap_or_default(), ..wide.clone() }, 2, true),
            (plain, 3, false),
            (wide, 4, false),
            (other, 5, false),
        ];
        let mut made = Vec::new();
        for (request, number, unchanged) in steps {
            let Some(saved) = self.save(&dataset, request.clone()).await else { return };
            let told = (saved.version.version, saved.unchanged);
            self.holds(&format!("version {number}, unchanged {unchanged}, not {told:?}"), told == (number, unchanged));
            self.holds("a version holds what was saved", {
                let version = &saved.version;
                version.dataset_id == dataset
                    && version.columns == request.columns
                    && version.policy == *request.policy.given()
                    && version.policy_hash == request.policy.hash()
                    && version.schema_hash == crate::schema_hash(&request.columns)
                    && version.meta == request.meta
                    && version.created_at == request.created_at
                    && version.format == request.format
            });
            let read = self.store.version(&dataset, number).await;
            let read = self.answered("version", read).flatten();
            self.holds("a version is read as it was saved", read.as_ref() == Some(&saved.version));
            let latest = self.store.latest(&dataset).await;
            let latest = self.answered("latest", latest).flatten();
            self.holds("what was saved is the latest", latest.as_ref() == Some(&saved.version));
            if !unchanged {
                made.insert(0, saved.version);
            }
        }
        self.holds("all versions are listed, newest first", self.store_lists(&dataset, &made).await);
        let elsewhere = self.store.latest(&new_dataset()).await;
        self.holds("datasets do not affect each other", matches!(elsewhere, Ok(None)));
    }

    async fn store_lists(&self, dataset: &DatasetId, made: &[SchemaVersion]) -> bool {
        self.store.versions(dataset, usize::MAX, None).await.is_ok_and(|page| page.versions == made)
    }

    async fn pages(&mut self) {
        let dataset = new_dataset();
        for number in 0..5 {
            self.save(&dataset, request(&[(&format!("c{number}"), "int32")], "{}")).await;
        }
        for (limit, before, expected, next) in [
            (2, None, &[5, 4][..], Some(4)),
            (2, Some(4), &[3, 2], Some(2)),
            (2, Some(2), &[1], None),
            (5, None, &[5, 4, 3, 2, 1], None),
            (3, Some(1), &[], None),
            (3, Some(900), &[5, 4, 3], Some(3)),
        ] {
            let page = self.store.versions(&dataset, limit, before).await;
            let Some(page) = self.answered("versions", page) else { return };
            let numbers: Vec<_> = page.versions.iter().map(|version| version.version).collect();
            self.holds(
                &format!("{limit} before {before:?} are {expected:?}, not {numbers:?}, {:?}", page.next),
                numbers == expected && page.next == next,
            );
        }
    }

    async fn compatibility(&mut self) {
        let dataset = new_dataset();
        let policy = r#"{"compatibility": "backward"}"#;
        self.save(&dataset, request(&[("a", "int32"), ("b", "string")], policy)).await;
        let saved = self.save(&dataset, request(&[("a", "int64")], policy)).await;
        self.holds("what the policy allows is saved", saved.is_some_and(|saved| saved.version.version == 2));
        let refused = self.store.save(&dataset, request(&[("a", "string")], policy)).await;
        let named = matches!(&refused, Err(StoreError::Incompatible { reasons }) if reasons.concat().contains("'a'"));
        self.holds("what the policy forbids is refused, with the field's name", named);
        let all = self.all(&dataset).await;
        self.holds("a refused save leaves nothing", all.len() == 2);
    }

    async fn equal_at_once(&mut self) {
        let dataset = new_dataset();
        let saves = (0..WRITERS).map(|_| self.store.save(&dataset, request(&[("a", "int32")], "{}")));
        let saved: Vec<_> = join_all(saves).await;
        let saved: Vec<_> = saved.into_iter().filter_map(|saved| self.answered("an equal save", saved)).collect();
        self.holds("equal saves at once have one number", saved.iter().all(|saved| saved.version.version == 1));
        self.holds("equal saves at once have one writer", {
            saved.iter().filter(|saved| !saved.unchanged).count() == 1
        });
        let all = self.all(&dataset).await;
        self.holds("equal saves at once are one version", all.len() == 1);
    }

    async fn different_at_once(&mut self) {
        let dataset = new_dataset();
        let names: Vec<_> = (0..WRITERS).map(|writer| format!("c{writer}")).collect();
        let saves = names.iter().map(|name| self.store.save(&dataset, request(&[(name, "int32")], "{}")));
        let saved: Vec<_> = join_all(saves).await;
        let saved: Vec<_> = saved.into_iter().filter_map(|saved| self.answered("a different save", saved)).collect();
        let mut told: Vec<_> = saved.into_iter().map(|saved| saved.version).collect();
        told.sort_by_key(|version| std::cmp::Reverse(version.version));
        self.holds("different saves at once have numbers without gaps", {
            told.iter().map(|version| version.version).eq((1..=WRITERS as u64).rev())
        });
        let all = self.all(&dataset).await;
        self.holds("different saves at once are all there, once", all == told);
    }
}
