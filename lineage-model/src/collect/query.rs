use std::collections::BTreeSet;

use crate::document::View;
use crate::{PipelineName, Region, Timestamp};

/// What to collect for one pipeline's lineage.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineageQuery {
    /// Where the pipeline is.
    pub region: Region,
    /// Which pipeline.
    pub pipeline: PipelineName,
    /// Which execution to enrich the graph with; none by default.
    pub execution: ExecutionChoice,
    /// Which graphs the answer holds; both by default.
    pub view: View,
    /// Whether to ask S3 about the buckets; so by default.
    pub posture: bool,
    /// Whether to ask which endpoints serve what the execution made; not so by default.
    pub deployments: bool,
    /// Whether to ask which places are offline stores of feature groups; so by default.
    pub offline_stores: bool,
    /// Whether to read the evaluation reports of the steps that succeeded; so by default.
    pub reports: bool,
    /// Whether to take the SQL of the steps and to read their scripts of SQL, for the lineage of columns; not so by
    /// default.
    pub columns: bool,
    /// The Studio domain that the pipeline must be in, by its name or id; any by default.
    pub domain: Option<String>,
    /// The Studio domains that may be seen, by their names or ids; any by default. A pipeline that is not known to be in
    /// one of them is not found, just as one that is not there.
    pub within: Option<BTreeSet<String>>,
    /// How many calls to plan at most, each bucket as seven: 300 by default. What is over it stays unread, and a
    /// warning says so.
    pub budget: usize,
    /// The time of collection, for what is still running. The collector reads no clock.
    pub now: Option<Timestamp>,
}

/// Which execution of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ExecutionChoice {
    /// None: the definition alone.
    #[default]
    None,
    /// The newest.
    Latest,
    /// The one with this ARN, or with this id (the ARN's last segment).
    Named(String),
}

impl LineageQuery {
    /// The lineage of a pipeline as its definition states it, with the posture of its buckets.
    #[must_use]
    pub fn new(region: Region, pipeline: PipelineName) -> Self {
        Self {
            region,
            pipeline,
            execution: ExecutionChoice::None,
            view: View::Both,
            posture: true,
            deployments: false,
            offline_stores: true,
            reports: true,
            columns: false,
            domain: None,
            within: None,
            budget: 300,
            now: None,
        }
    }

    /// Whether the domain of the pipeline decides if there is an answer.
    pub(super) fn asks_domain(&self) -> bool {
        self.domain.is_some() || self.within.is_some()
    }

    /// The same query with an execution.
    #[must_use]
    pub fn with_execution(mut self, execution: ExecutionChoice) -> Self {
        self.execution = execution;
        self
    }
}
