use std::collections::BTreeMap;
use std::pin::pin;

use futures_util::{StreamExt, stream};
use lineage_model::document::{ArtifactDocument, ArtifactSchemaDocument, ColumnDocument, LineageDocument, Warning};
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
    let mut places: Vec<_> =
        artifacts.filter_map(|artifact| Some((artifact.uri.clone(), place(artifact, &allows)?))).collect();
    places.sort_by(|(a, _), (b, _)| a.cmp(b));
    places.dedup_by(|(a, _), (b, _)| a == b);
    let mut gaps = BTreeMap::new();
    if places.len() > MOST {
        let message = format!("of {} places, the schemas of {MOST} were looked up", places.len());
        gaps.insert(Code::Budget, Diagnostic::new(Code::Budget, message));
        places.truncate(MOST);
    }
    let lookups = places.into_iter().map(|(uri, location)| async move { (uri, location.latest(store).await) });
    // In order, so that the order in which they are answered never shows.
    let mut lookups = stream::iter(lookups).buffered(AT_ONCE);
    let mut deadline = pin!(deadline);
    let mut schemas = BTreeMap::new();
    loop {
        match in_time(lookups.next(), deadline.as_mut()).await {
            Some(Some((uri, Ok(version)))) => {
                schemas.extend(version.map(|version| (uri, schema(&version))));
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
    for graph in document.graphs_mut() {
        for artifact in &mut graph.artifacts {
            artifact.schema = schemas.get(&artifact.uri).cloned();
        }
    }
    document.warnings.extend(gaps.values().map(Warning::from));
}

/// Takes the schemas out again, for who needed them only for a while.
pub fn remove_schemas(document: &mut LineageDocument) {
    document.graphs_mut().flat_map(|graph| &mut graph.artifacts).for_each(|artifact| artifact.schema = None);
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
