//! Column lineage of the SQL in a pipeline's steps, in the pipeline's lineage document.
//!
//! [`add_columns`] is all that is needed. [`PipelineSql`] is the same in two parts, for who parses SQL elsewhere than
//! where the document is.

mod names;
mod place;
mod placeholder;
mod read;

use lineage_model::Diagnostic;
use lineage_model::document::{ColumnLineageDocument, LineageDocument};
use lineage_model::graph::StepQueries;

use crate::Catalog;

/// Adds the column lineage of the steps' SQL to the artifacts, edges and steps of a document that it is about.
///
/// The columns of places are known from the schemas of the artifacts. What cannot be parsed becomes a warning. Nothing of
/// a literal is told.
pub fn add_columns(document: &mut LineageDocument) {
    PipelineSql::take(document).columns().add_to(document);
}

/// The SQL of a pipeline, and what is known of the columns of its places.
#[derive(Debug, Clone, Default)]
pub struct PipelineSql {
    queries: StepQueries,
    places: Catalog,
}

/// What the SQL of a pipeline says about columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PipelineColumns {
    edges: Vec<StepEdge>,
    diagnostics: Vec<Diagnostic>,
}

/// An edge between columns that a step's SQL makes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct StepEdge {
    step: String,
    columns: ColumnLineageDocument,
    /// Where the data come from, in S3.
    from: Option<String>,
    /// Where they go.
    to: Option<String>,
}

impl PipelineSql {
    /// Takes the SQL out of a document.
    pub fn take(document: &mut LineageDocument) -> Self {
        let queries = std::mem::take(&mut document.queries);
        let mut places = Catalog::new();
        for artifact in document.graph.artifacts.iter().filter(|_| !queries.texts.is_empty()) {
            if let Some(schema) = &artifact.schema {
                let columns = schema.fields.clone();
                places.insert(place::normalised(&artifact.uri), crate::TableColumns::Types(columns));
            }
        }
        Self { queries, places }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.queries.texts.is_empty()
    }

    /// Parses it all.
    pub fn columns(&self) -> PipelineColumns {
        let mut columns = PipelineColumns::default();
        for query in &self.queries.texts {
            columns.read(query, &self.places);
        }
        columns.finish(self.queries.left_out);
        columns
    }
}
