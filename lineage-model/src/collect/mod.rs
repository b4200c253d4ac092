//! The collector: from a source to a lineage document.
//!
//! [`lineage`] is the one call an embedder needs for one pipeline, [`by_domain`] for those of a Studio domain;
//! [`pipelines`], [`overview`] and [`catalog`] list what there is, [`executions`] how often a pipeline ran. The first step (the pipeline and its definition) may fail; whatever
//! fails after it becomes an entry of `warnings`.

mod answer;
mod by_domain;
mod catalog;
mod collection;
mod domain;
mod error;
mod executions;
mod facts;
mod finish;
mod listing;
mod query;
mod report;
mod script;
mod shared;
mod stage;

use std::future::Future;
use std::pin::pin;

use futures_util::StreamExt;
use futures_util::future::{Either, select};

use crate::document::LineageDocument;
use crate::source::LineageSource;
use collection::Collection;
use shared::Shared;

pub use by_domain::{DomainQuery, by_domain};
pub use catalog::{CatalogQuery, catalog, overview, pipelines};
pub use error::CollectError;
pub use executions::{ExecutionsQuery, executions};
pub use query::{ExecutionChoice, LineageQuery};

/// Collects the lineage of one pipeline.
///
/// # Errors
/// When the pipeline or the named execution is not found or cannot be read, or its definition is none.
pub async fn lineage(source: &dyn LineageSource, query: &LineageQuery) -> Result<LineageDocument, CollectError> {
    lineage_until(source, query, std::future::pending()).await
}

/// Collects the lineage of one pipeline until `deadline` is over: then the answer holds what was collected by then.
///
/// Calls are made as soon as what they need is known, all at once: the source paces them. The order in which they
/// are answered never changes the answer.
///
/// # Errors
/// As [`lineage`]; [`CollectError::Deadline`] when time ran out before the pipeline itself was read.
pub async fn lineage_until(
    source: &dyn LineageSource,
    query: &LineageQuery,
    deadline: impl Future<Output = ()>,
) -> Result<LineageDocument, CollectError> {
    collected(&Shared::new(source, &query.region, query.budget), query, deadline).await
}

/// The lineage of one pipeline of an answer.
async fn collected(
    shared: &Shared<'_>,
    query: &LineageQuery,
    deadline: impl Future<Output = ()>,
) -> Result<LineageDocument, CollectError> {
    let mut deadline = pin!(deadline);
    let mut collection = Collection::start(shared, query)?;
    let timed_out = loop {
        match select(collection.calls.next(), deadline.as_mut()).await {
            Either::Left((Some(answer), _)) => collection.take(answer)?,
            Either::Left((None, _)) => break false,
            Either::Right(((), _)) => break true,
        }
    };
    let unanswered = timed_out.then_some(collection.calls.len());
    collection.facts.finish(query, unanswered)
}
