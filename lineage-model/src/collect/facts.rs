use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, diagnostic, from_summary, observed};
use super::{CollectError, ExecutionChoice, LineageQuery};
use crate::definition::{DefinitionError, PipelineDefinition};
use crate::graph::{ExecutionFacts, LineageGraph, ReportFacts, named_buckets};
use crate::source::{
    Bucket, Domain, Endpoint, Execution, FeatureGroupStore, JobKind, Pipeline, ServedModel, SourceError,
    SourceErrorKind, StepMetadata,
};
use crate::{BucketName, Code, Diagnostic, Observed};

/// What the answers told so far. Everything is kept by key: the order of answers never shows.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) pipeline: Option<Pipeline>,
    /// The definition as it is now.
    definition: Option<PipelineDefinition>,
    /// Why there is none; told only to who may see the pipeline.
    pub(super) unreadable: Option<DefinitionError>,
    /// The definition as it was for the execution.
    ran: Option<PipelineDefinition>,
    /// The execution, once it is known which one.
    pub(super) execution: Option<ExecutionFacts>,
    /// The pipeline's tags, and the domains of its region: asked for only where they decide.
    pub(super) tags: Observed<BTreeMap<String, String>>,
    pub(super) domains: Observed<Vec<Domain>>,
    pub(super) buckets: BTreeMap<BucketName, Observed<Bucket>>,
    /// Where the feature groups of the region keep their histories.
    pub(super) stores: Observed<Vec<FeatureGroupStore>>,
    /// The endpoints of each model that the execution made.
    pub(super) endpoints: BTreeMap<ServedModel, Observed<Vec<Endpoint>>>,
    /// The evaluation reports, by the names of the execution's steps.
    pub(super) reports: BTreeMap<String, ReportFacts>,
    /// The steps whose reports need no more looking for.
    pub(super) found_reports: BTreeSet<String>,
    /// The scripts of SQL, by their URIs.
    pub(super) scripts: BTreeMap<String, Result<String, Diagnostic>>,
    /// Whether the execution that was asked for is known not to be there: told only when the pipeline itself is.
    pub(super) is_missing: bool,
    /// Whether the pipeline is known to have no execution.
    pub(super) never_ran: bool,
    /// What failed about finding the execution, in the order of the calls.
    pub(super) failed: BTreeMap<&'static str, Diagnostic>,
    /// How many calls the budget did not hold.
    pub(super) left_out: usize,
    /// The graph, once everything that it is derived from is known.
    graph: Option<LineageGraph>,
    /// Whether it has the places of feature groups.
    is_placed: bool,
}

impl Facts {
    pub(super) fn note(&mut self, answer: Answer, query: &LineageQuery) -> Result<(), CollectError> {
        match answer {
            Answer::Pipeline(pipeline) => {
                let pipeline = pipeline?;
                match PipelineDefinition::parse(&pipeline.definition) {
                    Ok(definition) => self.definition = Some(definition),
                    Err(error) if query.within.is_some() => self.unreadable = Some(error),
                    Err(error) => return Err(error.into()),
                }
                self.pipeline = Some(pipeline);
            }
            Answer::Latest(Ok(executions)) => match executions.into_iter().next() {
                Some(latest) => self.start_execution(from_summary(latest)),
                None => self.never_ran = true,
            },
            Answer::Latest(Err(error)) => self.fail("latest", error),
            Answer::Execution(Ok(execution)) => self.execution().execution = execution,
            Answer::Execution(Err(error)) => {
                let is_named = matches!(query.execution, ExecutionChoice::Named(_));
                if is_named && error.kind == SourceErrorKind::NotFound {
                    self.is_missing = true;
                } else {
                    self.fail("execution", error);
                }
            }
            Answer::Definition(Ok(text)) => match PipelineDefinition::parse(&text) {
                Ok(definition) => self.ran = Some(definition),
                Err(error) => {
                    let message = format!("the definition of the execution is not used: {error}");
                    self.failed.insert("definition", Diagnostic::new(Code::Malformed, message));
                }
            },
            Answer::Definition(Err(error)) => self.fail("definition", error),
            Answer::Parameters(result) => self.execution().parameters = observed(result),
            Answer::Steps(result) => self.execution().steps = observed(result),
            Answer::Job(arn, result) => drop(self.execution().jobs.insert(arn, observed(result))),
            Answer::Model(arn, result) => drop(self.execution().models.insert(arn, observed(result))),
            Answer::ModelPackage(arn, result) => {
                drop(self.execution().model_packages.insert(arn, observed(result)));
            }
            Answer::Tags(result) => self.tags = observed(result),
            Answer::Domains(result) => self.domains = observed(result),
            Answer::OfflineStores(result) => self.stores = observed(result),
            Answer::Endpoints(model, result) => drop(self.endpoints.insert(model, observed(result))),
            Answer::Report(step, look) => {
                if look.is_found {
                    self.found_reports.insert(step.clone());
                }
                look.add_to(self.reports.entry(step).or_default());
            }
            Answer::Script(uri, read) => drop(self.scripts.insert(uri, read)),
            Answer::Bucket(name, result) => drop(self.buckets.insert(name, observed(result))),
        }
        Ok(())
    }

    fn fail(&mut self, call: &'static str, error: SourceError) {
        if let Some(diagnostic) = diagnostic(error) {
            self.failed.insert(call, diagnostic);
        }
    }

    fn execution(&mut self) -> &mut ExecutionFacts {
        self.execution.get_or_insert_default()
    }

    pub(super) fn start_execution(&mut self, execution: Execution) {
        self.execution().execution = execution;
    }

    /// The ARN of the execution, once it is known which one.
    pub(super) fn execution_arn(&self) -> Option<&str> {
        self.execution.as_ref().map(|facts| facts.execution.arn.as_str())
    }

    /// The pipeline is known: its name is a value of the execution.
    pub(super) fn bind_pipeline(&mut self) {
        if let (Some(facts), Some(pipeline)) = (&mut self.execution, &self.pipeline) {
            facts.pipeline_name = Some(pipeline.name.clone());
        }
    }

    /// The jobs of the steps, each once, in the order of the steps.
    pub(super) fn jobs_to_ask(&mut self) -> Vec<(JobKind, String)> {
        let Some(facts) = &mut self.execution else { return Vec::new() };
        let named = facts.steps.value().into_iter().flatten().filter_map(|step| step.job());
        let asked = &mut facts.jobs;
        named.filter(|(_, arn)| is_new(asked, arn)).map(|(kind, arn)| (kind, arn.to_owned())).collect()
    }

    /// The models that steps made, each once.
    pub(super) fn models_to_ask(&mut self) -> Vec<String> {
        let Some(facts) = &mut self.execution else { return Vec::new() };
        let named = facts.steps.value().into_iter().flatten().filter_map(|step| match &step.metadata {
            StepMetadata::Model { arn } => Some(arn),
            _ => None,
        });
        let asked = &mut facts.models;
        named.filter(|arn| is_new(asked, arn)).cloned().collect()
    }

    /// The model packages that steps or their jobs registered and that were not asked for, each once.
    pub(super) fn model_packages_to_ask(&mut self) -> Vec<String> {
        let Some(facts) = &mut self.execution else { return Vec::new() };
        let by_step = facts.steps.value().into_iter().flatten().filter_map(|step| match &step.metadata {
            StepMetadata::RegisterModel { arn } => Some(arn),
            _ => None,
        });
        let jobs = facts.jobs.values().filter_map(Observed::value);
        let named = by_step.chain(jobs.filter_map(|job| job.output_model_package_arn.as_ref()));
        let asked = &mut facts.model_packages;
        named.filter(|arn| is_new(asked, arn)).cloned().collect()
    }

    /// The buckets that the definition names, with the values that are known so far.
    pub(super) fn named_buckets(&self) -> BTreeSet<BucketName> {
        let definition = self.ran.as_ref().or(self.definition.as_ref());
        definition.map(|definition| named_buckets(definition, self.execution.as_ref())).unwrap_or_default()
    }

    /// The graph, to be kept: see [`Facts::placed_graph`].
    pub(super) fn take_graph(&mut self) -> Option<LineageGraph> {
        self.placed_graph();
        self.graph.take()
    }

    /// The graph without the places of feature groups, derived once: what is noted later does not change it. None before
    /// the pipeline is known.
    pub(super) fn graph(&mut self) -> Option<&LineageGraph> {
        if self.graph.is_none() {
            let definition = self.ran.take().or_else(|| self.definition.take())?;
            self.graph = Some(self.derived(definition, &[]));
        }
        self.graph.as_ref()
    }

    /// The graph with the places of feature groups, as far as they were told: derived anew where the region has any.
    pub(super) fn placed_graph(&mut self) -> Option<&LineageGraph> {
        self.graph();
        let stores = self.stores.value().filter(|stores| !stores.is_empty() && !self.is_placed);
        if let Some(stores) = stores
            && let Some(graph) = self.graph.take()
        {
            self.graph = Some(self.derived(graph.into_definition(), stores));
            self.is_placed = true;
        }
        self.graph.as_ref()
    }

    fn derived(&self, definition: PipelineDefinition, stores: &[FeatureGroupStore]) -> LineageGraph {
        let graph = LineageGraph::with_offline_stores(definition, stores);
        match &self.execution {
            Some(facts) => graph.apply_execution(facts),
            None => graph,
        }
    }
}

/// Whether a fact was not asked for yet; it is from now on.
fn is_new<T>(asked: &mut BTreeMap<String, Observed<T>>, key: &str) -> bool {
    let is_new = !asked.contains_key(key);
    if is_new {
        asked.insert(key.to_owned(), Observed::NotRead);
    }
    is_new
}
