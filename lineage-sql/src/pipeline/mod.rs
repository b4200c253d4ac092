//! Column lineage of the SQL in a pipeline's steps, in the pipeline's lineage document.
//!
//! [`add_columns`] is all that is needed. [`PipelineSql`] is the same in parts, for who knows columns of tables, or parses
//! SQL elsewhere than where the document is.

mod names;
mod place;
mod placeholder;
mod read;

use std::collections::BTreeSet;

use lineage_model::Diagnostic;
use lineage_model::document::{ColumnLineageDocument, LineageDocument};
use lineage_model::graph::{QueryPart, StepQueries};

use crate::Catalog;

/// Adds the column lineage of the steps' SQL to the artifacts, edges and steps of a document that it is about.
///
/// What cannot be parsed becomes a warning. Nothing of a literal is told.
pub fn add_columns(document: &mut LineageDocument) {
    PipelineSql::take(document).columns(&Catalog::new()).add_to(document);
}

/// The SQL of a pipeline.
#[derive(Debug, Clone, Default)]
pub struct PipelineSql(StepQueries);

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
        Self(std::mem::take(&mut document.queries))
    }

    /// The places in S3 that it names, without a slash at their ends: what is known of their columns is of use.
    pub fn places(&self) -> BTreeSet<String> {
        let parts = self.0.texts.iter().flat_map(|query| &query.text);
        let texts = parts.filter_map(|part| match part {
            QueryPart::Text(text) => Some(text.as_str()),
            QueryPart::Symbol(_) => None,
        });
        texts.flat_map(place::named).take(MAX_PLACES).collect()
    }

    /// Parses it all. `known` are the columns of tables, and of places in S3 by URIs as [`places`](Self::places) has
    /// them.
    pub fn columns(&self, known: &Catalog) -> PipelineColumns {
        let mut columns = PipelineColumns::default();
        for query in &self.0.texts {
            columns.read(query, known);
        }
        columns.finish(self.0.left_out);
        columns
    }
}

/// How many places are worth asking about.
const MAX_PLACES: usize = 100;
