use std::collections::BTreeMap;
use std::pin::pin;

use futures_util::{StreamExt, stream};
use lineage_model::document::{ArtifactDocument, ArtifactSchemaDocument, ColumnDocument, LineageDocument, Warning};
use lineage_model::graph::bucket_of;
use lineage_model::{BucketName, Code, Diagnostic};

use crate::dataset::in_time;
use crate::store::{SchemaStore, SchemaVersion, StoreError};
use crate::{Column, FieldTypes, Location};

/// How many artifacts of a document are looked up.
const MOST: usize = 500;
/// How many at once.
const AT_ONCE: usize = 16;

/// Adds to each artifact of a lineage that data flows through the latest schema that was kept of it, as far as `allows`
/// lets its bucket be seen, and until `deadline` is over. Nothing is inferred, and what the store does not tell becomes
/// a warning, one of each kind.
pub async fn add_schemas(
    document: &mut LineageDocument,
    store: &dyn SchemaStore,
    allows: impl Fn(&BucketName) -> bool,
    deadline: impl Future<Output = ()> + Send,
) {
    let artifacts = document.graph.artifacts.iter().filter(|artifact| artifact.kind.carries_data());
    let places = artifacts.filter_map(|artifact| Some((artifact.uri.clone(), place(artifact, &allows)?))).collect();
    let (versions, gaps) = look_up(places, store, deadline).await;
    let schemas: BTreeMap<_, _> = versions.iter().map(|(uri, version)| (uri, schema(version))).collect();
    for artifact in document.graphs_mut().flat_map(|graph| &mut graph.artifacts) {
        artifact.schema = schemas.get(&artifact.uri).cloned();
    }
    document.warnings.extend(gaps);
}

/// The names of the columns of places in S3, as far as schemas of them were kept, and warnings as [`add_schemas`] has
/// them.
pub async fn kept_columns(
    uris: impl IntoIterator<Item = String>,
    store: &dyn SchemaStore,
    allows: impl Fn(&BucketName) -> bool,
    deadline: impl Future<Output = ()> + Send,
) -> (BTreeMap<String, Vec<String>>, Vec<Warning>) {
    let places = uris.into_iter().filter_map(|uri| {
        let bucket = bucket_of(&uri).filter(&allows)?;
        let location = Location::new(&bucket, uri.splitn(4, '/').nth(3).unwrap_or_default()).ok()?;
        Some((uri, location))
    });
    let (versions, gaps) = look_up(places.collect(), store, deadline).await;
    let names = |version: SchemaVersion| version.columns.into_iter().map(|column| column.name).collect();
    (versions.into_iter().map(|(uri, version)| (uri, names(version))).collect(), gaps)
}

/// The latest versions of what is at these places.
async fn look_up(
    places: BTreeMap<String, Location>,
    store: &dyn SchemaStore,
    deadline: impl Future<Output = ()> + Send,
) -> (BTreeMap<String, SchemaVersion>, Vec<Warning>) {
    let mut gaps = BTreeMap::new();
    if places.len() > MOST {
        let message = format!("of {} places, the schemas of {MOST} were looked up", places.len());
        gaps.insert(Code::Budget, Diagnostic::new(Code::Budget, message));
    }
    let lookups = places.into_iter().take(MOST);
    let lookups = lookups.map(|(uri, location)| async move { (uri, location.latest(store).await) });
    // In order, so that the order in which they are answered never shows.
    let mut lookups = stream::iter(lookups).buffered(AT_ONCE);
    let mut deadline = pin!(deadline);
    let mut versions = BTreeMap::new();
    loop {
        match in_time(lookups.next(), deadline.as_mut()).await {
            Some(Some((uri, Ok(version)))) => {
                versions.extend(version.map(|version| (uri, version)));
            }
            Some(Some((uri, Err(error)))) => {
                let code = if matches!(error, StoreError::Denied(_)) { Code::AccessDenied } else { Code::Unavailable };
                let mut gap = Diagnostic::new(code, format!("the schema of '{uri}' could not be looked up: {error}"));
                gap.resource = Some(uri);
                gaps.entry(code).or_insert(gap);
            }
            Some(None) => break,
            None => {
                let message = "time ran out before all schemas were looked up";
                gaps.insert(Code::Deadline, Diagnostic::new(Code::Deadline, message));
                break;
            }
        }
    }
    (versions, gaps.values().map(Warning::from).collect())
}

/// Where an artifact is, if that can be told and may be seen.
fn place(artifact: &ArtifactDocument, allows: impl Fn(&BucketName) -> bool) -> Option<Location> {
    let bucket = BucketName::new(artifact.bucket.as_deref()?).ok().filter(allows)?;
    Location::new(&bucket, artifact.key.as_deref()?).ok()
}

fn schema(version: &SchemaVersion) -> ArtifactSchemaDocument {
    let fields = FieldTypes::of(&version.columns);
    ArtifactSchemaDocument::new(
        version.version,
        version.created_at,
        version.schema_hash.clone(),
        fields.iter().map(|(name, data_type)| (name.to_owned(), data_type.to_owned())).collect(),
        version.columns.iter().map(column).collect(),
    )
}

/// Columns nest no deeper than the store keeps them.
fn column(column: &Column) -> ColumnDocument {
    ColumnDocument::new(
        column.name.clone(),
        column.data_type.clone(),
        column.nullable,
        column.partition,
        column.children.iter().map(self::column).collect(),
    )
}
