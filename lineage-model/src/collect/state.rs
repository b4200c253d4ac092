use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::FuturesUnordered;

use super::answer::{Answer, from_summary, observed};
use super::{CollectError, ExecutionChoice, LineageQuery};
use crate::definition::PipelineDefinition;
use crate::document::{LineageDocument, PipelineRef};
use crate::graph::{ExecutionFacts, LineageGraph};
use crate::source::{
    Bucket, Execution, ExecutionStep, Job, LineageSource, Pipeline, SourceError, SourceErrorKind, StepMetadata,
};
use crate::{BucketName, Code, Diagnostic, Observed};

/// What is being collected: calls under way, and what they told so far.
pub(super) struct Collection<'a> {
    source: &'a dyn LineageSource,
    query: &'a LineageQuery,
    pub(super) calls: FuturesUnordered<BoxFuture<'a, Answer>>,
    pipeline: Option<Pipeline>,
    /// The definition as it is now.
    definition: Option<PipelineDefinition>,
    /// The definition as it was for the execution.
    ran: Observed<PipelineDefinition>,
    /// The execution, once it is known which one.
    execution: Option<ExecutionFacts>,
    /// How many calls about the execution's definition, parameters and steps are not answered yet.
    values_asked: usize,
    buckets: BTreeMap<BucketName, Observed<Bucket>>,
    /// The named execution, once it is known that there is none: told only when the pipeline itself is there.
    missing: Option<String>,
    /// What failed about finding the execution, in the order of the calls.
    failed: BTreeMap<&'static str, Diagnostic>,
}

impl<'a> Collection<'a> {
    pub(super) fn start(source: &'a dyn LineageSource, query: &'a LineageQuery) -> Result<Self, CollectError> {
        let mut collection = Self {
            source,
            query,
            calls: FuturesUnordered::new(),
            pipeline: None,
            definition: None,
            ran: Observed::NotRead,
            execution: None,
            values_asked: 0,
            buckets: BTreeMap::new(),
            missing: None,
            failed: BTreeMap::new(),
        };
        collection.call(async { Answer::Pipeline(source.pipeline(&query.region, &query.pipeline).await) });
        match &query.execution {
            ExecutionChoice::None => {}
            ExecutionChoice::Latest => {
                collection.call(async { Answer::Latest(source.executions(&query.region, &query.pipeline, 1).await) });
            }
            ExecutionChoice::Named(arn) if arn.starts_with("arn:") => {
                if !is_of_pipeline(arn, query) {
                    return Err(CollectError::ExecutionNotFound { execution: arn.clone() });
                }
                collection.start_execution(Execution { arn: arn.clone(), ..Execution::default() });
            }
            // The ARN takes the pipeline's.
            ExecutionChoice::Named(_) => {}
        }
        Ok(collection)
    }

    fn call(&mut self, call: impl Future<Output = Answer> + Send + 'a) {
        self.calls.push(call.boxed());
    }

    pub(super) fn take(&mut self, answer: Answer) -> Result<(), CollectError> {
        let is_about_values = matches!(answer, Answer::Definition(_) | Answer::Parameters(_) | Answer::Steps(_));
        self.note(answer)?;
        if is_about_values {
            self.values_asked = self.values_asked.saturating_sub(1);
            // Now it is known which places the execution's values name.
            if self.values_asked == 0 {
                self.ask_buckets();
            }
        }
        Ok(())
    }

    fn note(&mut self, answer: Answer) -> Result<(), CollectError> {
        match answer {
            Answer::Pipeline(pipeline) => self.take_pipeline(pipeline?)?,
            Answer::Latest(Ok(executions)) => {
                if let Some(latest) = executions.into_iter().next() {
                    self.start_execution(from_summary(latest));
                }
            }
            Answer::Latest(Err(error)) => self.fail("latest", error),
            Answer::Execution(result) => self.take_execution(result),
            Answer::Definition(Ok(text)) => match PipelineDefinition::parse(&text) {
                Ok(definition) => self.ran = Observed::known(definition),
                Err(error) => {
                    let message = format!("the definition of the execution is not used: {error}");
                    self.failed.insert("definition", Diagnostic::new(Code::Malformed, message));
                }
            },
            Answer::Definition(Err(error)) => self.fail("definition", error),
            Answer::Parameters(result) => self.facts().parameters = observed(result),
            Answer::Steps(result) => {
                let steps = observed(result);
                steps.value().into_iter().flatten().for_each(|step| self.ask_step(step));
                self.facts().steps = steps;
            }
            Answer::Job(arn, result) => {
                let job = observed(result);
                if let Some(job) = job.value() {
                    self.ask_job_buckets(job);
                    self.ask_model_package(job.output_model_package_arn.as_deref());
                }
                self.facts().jobs.insert(arn, job);
            }
            Answer::ModelPackage(arn, result) => {
                self.facts().model_packages.insert(arn, observed(result));
            }
            Answer::Bucket(name, result) => {
                self.buckets.insert(name, observed(result));
            }
        }
        Ok(())
    }

    fn facts(&mut self) -> &mut ExecutionFacts {
        self.execution.get_or_insert_default()
    }

    fn fail(&mut self, call: &'static str, error: SourceError) {
        if let Some(diagnostic) = Observed::<()>::from(error).gap_diagnostic() {
            self.failed.insert(call, diagnostic);
        }
    }

    fn take_pipeline(&mut self, pipeline: Pipeline) -> Result<(), CollectError> {
        self.definition = Some(PipelineDefinition::parse(&pipeline.definition)?);
        self.ask_buckets();
        if let ExecutionChoice::Named(id) = &self.query.execution
            && self.execution.is_none()
        {
            let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !is_id {
                return Err(CollectError::ExecutionNotFound { execution: id.chars().take(80).collect() });
            }
            self.start_execution(Execution { arn: format!("{}/execution/{id}", pipeline.arn), ..Execution::default() });
        }
        self.pipeline = Some(pipeline);
        Ok(())
    }

    fn start_execution(&mut self, execution: Execution) {
        let (source, region, arn) = (self.source, &self.query.region, execution.arn.clone());
        self.facts().execution = execution;
        self.values_asked = 3;
        let (a, b, c, d) = (arn.clone(), arn.clone(), arn.clone(), arn);
        self.call(async move { Answer::Execution(source.execution(region, &a).await) });
        self.call(async move { Answer::Definition(source.definition(region, &b).await) });
        self.call(async move { Answer::Parameters(source.parameters(region, &c).await) });
        self.call(async move { Answer::Steps(source.steps(region, &d).await) });
    }

    fn take_execution(&mut self, result: Result<Execution, SourceError>) {
        match (result, &self.query.execution) {
            (Ok(execution), _) => self.facts().execution = execution,
            (Err(error), ExecutionChoice::Named(name)) if error.kind == SourceErrorKind::NotFound => {
                self.missing = Some(name.clone());
            }
            (Err(error), _) => self.fail("execution", error),
        }
    }

    fn ask_step(&mut self, step: &ExecutionStep) {
        let (source, region) = (self.source, &self.query.region);
        if let Some((kind, arn)) = step.job()
            && !self.facts().jobs.contains_key(arn)
        {
            let arn = arn.to_owned();
            self.facts().jobs.insert(arn.clone(), Observed::NotRead);
            self.call(async move {
                let job = source.job(region, kind, &arn).await;
                Answer::Job(arn, job)
            });
        }
        if let StepMetadata::RegisterModel { arn } = &step.metadata {
            self.ask_model_package(Some(arn));
        }
    }

    fn ask_model_package(&mut self, arn: Option<&str>) {
        let (source, region) = (self.source, &self.query.region);
        if let Some(arn) = arn
            && !self.facts().model_packages.contains_key(arn)
        {
            let arn = arn.to_owned();
            self.facts().model_packages.insert(arn.clone(), Observed::NotRead);
            self.call(async move {
                let package = source.model_package(region, &arn).await;
                Answer::ModelPackage(arn, package)
            });
        }
    }

    /// Asks about the buckets that are named by what is known so far, and were not asked about.
    fn ask_buckets(&mut self) {
        if !self.query.posture {
            return;
        }
        if let Some(graph) = self.graph() {
            graph.bucket_names().into_iter().for_each(|bucket| self.ask_bucket(bucket));
        }
    }

    /// All calls are answered: asks about what is known only now. Tells whether there was anything.
    pub(super) fn ask_rest(&mut self) -> bool {
        self.ask_buckets();
        !self.calls.is_empty()
    }

    /// The graph of what is known so far; none before the pipeline is.
    fn graph(&self) -> Option<LineageGraph> {
        let definition = self.ran.value().or(self.definition.as_ref())?;
        let graph = LineageGraph::build(definition.clone());
        Some(match &self.execution {
            Some(facts) => graph.apply_execution(facts),
            None => graph,
        })
    }

    fn ask_job_buckets(&mut self, job: &Job) {
        if self.query.posture {
            let uris = job.inputs.iter().chain(&job.outputs).map(|data| data.uri.as_str());
            let buckets: BTreeSet<_> = uris.filter_map(crate::graph::bucket_of).collect();
            buckets.into_iter().for_each(|bucket| self.ask_bucket(bucket));
        }
    }

    fn ask_bucket(&mut self, bucket: BucketName) {
        let (source, region) = (self.source, &self.query.region);
        if self.buckets.contains_key(&bucket) {
            return;
        }
        self.buckets.insert(bucket.clone(), Observed::NotRead);
        self.call(async move {
            let facts = source.bucket(region, &bucket).await;
            Answer::Bucket(bucket, facts)
        });
    }

    pub(super) fn finish(mut self, timed_out: bool) -> Result<LineageDocument, CollectError> {
        if let (Some(facts), Some(pipeline)) = (&mut self.execution, &self.pipeline) {
            facts.pipeline_name = Some(pipeline.name.clone());
            if facts.execution.status.is_empty() {
                facts.execution.status = "Unknown".to_owned();
            }
        }
        let (Some(mut graph), Some(pipeline)) = (self.graph(), self.pipeline) else {
            return Err(CollectError::Deadline);
        };
        if let Some(execution) = self.missing {
            return Err(CollectError::ExecutionNotFound { execution });
        }
        if self.query.posture {
            // What was named but not asked about in time is known to be so.
            let told = |name: BucketName| (name.clone(), self.buckets.get(&name).cloned().unwrap_or_default());
            let buckets = graph.bucket_names().into_iter().map(told).collect();
            graph = graph.apply_buckets(buckets);
        }
        graph.diagnostics.extend(self.failed.into_values());
        if timed_out {
            let message = format!("time ran out; calls not answered by then: {}", self.calls.len());
            graph.diagnostics.push(Diagnostic::new(Code::Deadline, message));
        }
        let reference = PipelineRef {
            name: Some(pipeline.name),
            arn: Some(pipeline.arn).filter(|arn| !arn.is_empty()),
            last_modified_time: pipeline.last_modified,
        };
        Ok(LineageDocument::new(&graph, reference, self.query.view, self.query.now))
    }
}

/// Whether an ARN is of an execution of the pipeline that was asked for: ARNs hold its name in lower case.
fn is_of_pipeline(arn: &str, query: &LineageQuery) -> bool {
    let mut fields = arn.splitn(6, ':');
    let (service, region) = (fields.nth(2), fields.next());
    let resource = fields.nth(1).unwrap_or_default();
    let expected = format!("pipeline/{}/execution/", query.pipeline.as_str().to_ascii_lowercase());
    let id = resource.to_ascii_lowercase().strip_prefix(&expected).map(str::to_owned);
    service == Some("sagemaker")
        && region == Some(query.region.as_str())
        && id.is_some_and(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}
