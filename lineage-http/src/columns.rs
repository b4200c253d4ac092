use lineage_model::document::{LineageDocument, Warning};
use lineage_model::{BucketName, Code};
use lineage_schema::kept_columns;
use lineage_sql::pipeline::PipelineSql;
use lineage_sql::{Catalog, TableColumns};
use tokio::time::{Instant, sleep_until};

use crate::auth::{Grants, Scope};
use crate::state::AppState;

/// Adds the column lineage of the steps' SQL, as far as it is known by `until`. The schemas that were kept of the places
/// in the SQL say what a star stands for, to who may read them.
pub(crate) async fn add_columns(document: &mut LineageDocument, state: &AppState, grants: &Grants, until: Instant) {
    let sql = PipelineSql::take(document);
    let allows = |bucket: &BucketName| grants.allows(Scope::SchemaRead) && state.config.allows_bucket(bucket);
    let (known, gaps) = kept_columns(sql.places(), &*state.schemas, allows, sleep_until(until)).await;
    document.warnings.extend(gaps);
    let known: Catalog = known.into_iter().map(|(place, names)| (place, TableColumns::Names(names))).collect();
    let patience = until.saturating_duration_since(Instant::now());
    match state.cores.run(patience, move || Ok(sql.columns(&known))).await {
        Ok(columns) => columns.add_to(document),
        Err(problem) => {
            if let Some(cause) = problem.cause() {
                tracing::error!(cause, "the SQL of a pipeline was not read");
            }
            let message = "the SQL of the steps was not read in time: columns have no lineage";
            document.warnings.push(Warning::new(Code::Deadline.as_str(), message));
        }
    }
}
