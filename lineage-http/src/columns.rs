use lineage_model::document::{LineageDocument, Warning};
use lineage_model::{BucketName, Code};
use lineage_schema::{add_schemas, remove_schemas};
use lineage_sql::pipeline::PipelineSql;
use tokio::time::{Instant, sleep_until};

use crate::state::AppState;

/// What is added to a lineage that was collected.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Additions {
    /// The latest schema that was kept of each artifact.
    pub(crate) schemas: bool,
    /// The column lineage of the steps' SQL.
    pub(crate) columns: bool,
}

impl Additions {
    /// Adds it until `until`, as far as it can be told by then.
    pub(crate) async fn add_to(self, document: &mut LineageDocument, state: &AppState, until: Instant) {
        // The columns of artifacts are what a star in SQL stands for.
        let has_sql = self.columns && !document.queries.texts.is_empty();
        if self.schemas || has_sql {
            let allows = |bucket: &BucketName| state.config.allows_bucket(bucket);
            add_schemas(document, &*state.schemas, allows, sleep_until(until)).await;
        }
        if self.columns {
            add_columns(document, state, until).await;
        }
        if !self.schemas {
            remove_schemas(document);
        }
    }
}

async fn add_columns(document: &mut LineageDocument, state: &AppState, until: Instant) {
    let sql = PipelineSql::take(document);
    let patience = until.saturating_duration_since(Instant::now());
    match state.cores.run(patience, move || Ok(sql.columns())).await {
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
