use super::facts::Facts;
use super::{CollectError, ExecutionChoice, LineageQuery};
use crate::document::{LineageDocument, PipelineRef};
use crate::graph::StepQueries;
use crate::{BucketName, Code, Diagnostic};

impl Facts {
    /// What was collected as a document. `unanswered` is how many calls were not answered when time ran out.
    pub(super) fn finish(
        mut self,
        query: &LineageQuery,
        unanswered: Option<usize>,
    ) -> Result<LineageDocument, CollectError> {
        self.bind_pipeline();
        let domain = if query.asks_domain() { self.domain(query)? } else { None };
        if let Some(error) = self.unreadable.take() {
            return Err(error.into());
        }
        let (Some(mut graph), Some(pipeline)) = (self.take_graph(), self.pipeline.take()) else {
            return Err(if unanswered.is_some() { CollectError::Deadline } else { CollectError::Budget });
        };
        if let ExecutionChoice::Named(execution) = &query.execution
            && (self.is_missing || is_of_another_account(execution, &pipeline.arn))
        {
            return Err(CollectError::ExecutionNotFound { execution: execution.clone() });
        }
        graph = graph.apply_reports(std::mem::take(&mut self.reports));
        // Where it could not be found out which execution, that is told already.
        let has_none = self.never_ran || query.execution == ExecutionChoice::None;
        if query.deployments && has_none {
            let message = "there is no execution whose models could be deployed: endpoints were not asked for";
            graph.diagnostics.push(Diagnostic::new(Code::NotFound, message));
        }
        graph = graph.apply_deployments(&self.endpoints);
        if query.posture {
            // What was named but not asked about is known to be so.
            let told = |name: BucketName| (name.clone(), self.buckets.get(&name).cloned().unwrap_or_default());
            let buckets = graph.bucket_names().into_iter().map(told).collect();
            graph = graph.apply_buckets(buckets);
        }
        if let Some(execution) = &mut graph.execution
            && execution.status.is_empty()
        {
            execution.status = "Unknown".to_owned();
        }
        let queries = if query.columns { self.take_queries(&mut graph) } else { StepQueries::default() };
        graph.diagnostics.extend(self.failed.into_values());
        let gaps = [self.stores.gap_diagnostic(), self.tags.gap_diagnostic(), self.domains.gap_diagnostic()];
        graph.diagnostics.extend(gaps.into_iter().flatten());
        if self.left_out > 0 {
            let message = format!("calls that the budget does not hold were not made: {}", self.left_out);
            graph.diagnostics.push(Diagnostic::new(Code::Budget, message));
        }
        if let Some(unanswered) = unanswered {
            let message = format!("time ran out; calls not answered by then: {unanswered}");
            graph.diagnostics.push(Diagnostic::new(Code::Deadline, message));
        }
        let reference = PipelineRef {
            name: Some(pipeline.name),
            arn: Some(pipeline.arn).filter(|arn| !arn.is_empty()),
            last_modified_time: pipeline.last_modified,
        };
        let mut document = LineageDocument::new(&graph, reference, query.view, query.now);
        document.queries = queries;
        document.domain = domain;
        Ok(document)
    }
}

/// Whether two ARNs name different accounts: of pipelines that accounts share with each other, several may have one name.
fn is_of_another_account(execution: &str, pipeline: &str) -> bool {
    let account = |arn: &str| arn.split(':').nth(4).map(str::to_owned);
    account(execution).zip(account(pipeline)).is_some_and(|(one, other)| one != other)
}
