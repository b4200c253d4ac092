use std::collections::BTreeMap;

use super::build::Artifacts;
use super::resolve::Side;
use super::told::{bindings, place};
use super::{ArtifactKind, LineageGraph, Node, Run};
use crate::definition::StepType;
use crate::source::{Execution, ExecutionStep, Job, JobData, JobKind, Model, ModelPackage, StepMetadata};
use crate::{Code, Diagnostic, Observed};

/// What is known about one execution of a pipeline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExecutionFacts {
    /// The execution.
    pub execution: Execution,
    /// The pipeline's name in its own case, for `Execution.PipelineName`.
    pub pipeline_name: Option<String>,
    /// Its parameters.
    pub parameters: Observed<Vec<(String, String)>>,
    /// Its steps.
    pub steps: Observed<Vec<ExecutionStep>>,
    /// Their jobs, by ARN.
    pub jobs: BTreeMap<String, Observed<Job>>,
    /// The models they made, by ARN.
    pub models: BTreeMap<String, Observed<Model>>,
    /// What they registered, by ARN.
    pub model_packages: BTreeMap<String, Observed<ModelPackage>>,
}

impl ExecutionFacts {
    /// The steps, as far as they could be read.
    pub(super) fn steps_read(&self) -> &[ExecutionStep] {
        self.steps.value().map(Vec::as_slice).unwrap_or_default()
    }

    /// The job of a step, as far as it could be read.
    pub(super) fn job_of(&self, step: &ExecutionStep) -> Option<&Job> {
        self.jobs.get(step.job()?.1)?.value()
    }
}

impl LineageGraph {
    /// The same graph with the facts of an execution: how each step ran, what jobs really read and wrote, and the
    /// data edges that follow from it. Nothing of the definition's graph is lost.
    ///
    /// Build the graph from the definition as it was for that execution.
    #[must_use]
    pub fn apply_execution(self, facts: &ExecutionFacts) -> Self {
        let (placed, unknown) = place(&self.definition, facts.steps_read());
        let bindings = bindings(&self.definition, facts, &placed);
        let mut graph = Self::derive(self.definition, self.feature_groups, &bindings, self.data);
        for step in unknown {
            graph.push_unknown(step, facts);
        }
        for (node, step) in placed {
            let run = run_of(step, facts);
            let Some(node) = graph.nodes.get_mut(node) else { continue };
            if let Some(package) = package_of(&run, facts) {
                node.model_package = Some(package);
            }
            if step.iteration.is_some() || step.name != node.id {
                node.runs.push(run);
            } else {
                node.run = Some(run);
            }
        }
        graph.buckets = self.buckets;
        graph.report_gaps(facts);
        graph.parameters = facts.parameters.value().cloned().unwrap_or_default();
        graph.execution = Some(facts.execution.clone());
        graph.steps_known = facts.steps.value().is_some();
        graph
    }

    /// A step that the definition does not have still ran: it becomes a node without edges.
    fn push_unknown(&mut self, step: &ExecutionStep, facts: &ExecutionFacts) {
        let message = format!("the execution has the step '{}', which its definition has not", step.name);
        self.diagnostics.push(Diagnostic::new(Code::StepNotInDefinition, message));
        let run = run_of(step, facts);
        let mut artifacts = Artifacts::new(std::mem::take(&mut self.artifacts), &self.feature_groups);
        let mut ports = |side, data: &[JobData]| data.iter().map(|data| artifacts.observed(side, data)).collect();
        let job = run.job.value();
        let (inputs, outputs) = (
            job.map(|job| ports(Side::Input, &job.inputs)).unwrap_or_default(),
            job.map(|job| ports(Side::Output, &job.outputs)).unwrap_or_default(),
        );
        self.artifacts = artifacts.into_list();
        self.nodes.push(Node {
            id: step.name.clone(),
            step_type: step_type(&step.metadata),
            display_name: step.display_name.clone().unwrap_or_else(|| step.name.clone()),
            parent: None,
            inputs,
            outputs,
            model_package: package_of(&run, facts),
            run: Some(run),
            runs: Vec::new(),
            deployment: None,
        });
    }

    fn report_gaps(&mut self, facts: &ExecutionFacts) {
        let gaps = [facts.steps.gap_diagnostic(), facts.parameters.gap_diagnostic()];
        let jobs = facts.jobs.values().filter_map(Observed::gap_diagnostic);
        let models = facts.models.values().filter_map(Observed::gap_diagnostic);
        let packages = facts.model_packages.values().filter_map(Observed::gap_diagnostic);
        self.diagnostics.extend(gaps.into_iter().flatten().chain(jobs).chain(models).chain(packages));
    }
}

impl ExecutionStep {
    /// The job that the step ran, and which API describes it.
    #[must_use]
    pub fn job(&self) -> Option<(JobKind, &str)> {
        match &self.metadata {
            StepMetadata::Job { job, arn } => Some((*job, arn)),
            StepMetadata::Check { job_arn: Some(arn), .. } => Some((JobKind::Processing, arn)),
            _ => None,
        }
    }
}

fn job_of(step: &ExecutionStep, facts: &ExecutionFacts) -> Observed<Job> {
    let job = step.job().and_then(|(_, arn)| facts.jobs.get(arn));
    job.cloned().unwrap_or_default()
}

fn run_of(step: &ExecutionStep, facts: &ExecutionFacts) -> Run {
    let model = match &step.metadata {
        StepMetadata::Model { arn } => facts.models.get(arn).and_then(Observed::value),
        _ => None,
    };
    Run {
        step: step.clone(),
        job: job_of(step, facts),
        model_name: model.map(|model| model.name.clone()).filter(|name| !name.is_empty()),
        report: None,
    }
}

fn package_of(run: &Run, facts: &ExecutionFacts) -> Option<Observed<ModelPackage>> {
    let by_job = || run.job.value()?.output_model_package_arn.as_deref();
    let arn = match &run.step.metadata {
        StepMetadata::RegisterModel { arn } => arn.as_str(),
        _ => by_job()?,
    };
    let known = facts.model_packages.get(arn).filter(|package| package.value().is_some()).cloned();
    // The ARN alone is a fact too: it names group and version.
    Some(known.unwrap_or_else(|| Observed::known(ModelPackage { arn: arn.to_owned(), ..ModelPackage::default() })))
}

fn step_type(metadata: &StepMetadata) -> StepType {
    match metadata {
        StepMetadata::Job { job, .. } => match job {
            JobKind::Processing => StepType::Processing,
            JobKind::Training => StepType::Training,
            JobKind::Transform => StepType::Transform,
            JobKind::Tuning => StepType::Tuning,
            JobKind::AutoML => StepType::AutoMl,
        },
        StepMetadata::Model { .. } => StepType::Model,
        StepMetadata::RegisterModel { .. } => StepType::RegisterModel,
        StepMetadata::Condition { .. } => StepType::Condition,
        StepMetadata::Callback { .. } => StepType::Callback,
        StepMetadata::Lambda { .. } => StepType::Lambda,
        StepMetadata::Check { step_type, .. } => StepType::from(step_type.as_str()),
        StepMetadata::Fail { .. } => StepType::Fail,
        StepMetadata::Other { name, .. } => StepType::from(name.as_str()),
        StepMetadata::None => StepType::Other("Unknown".to_owned()),
    }
}

impl JobData {
    /// Where the data is; a feature group without a place in S3 by its name.
    pub(super) fn location(&self) -> String {
        match &self.feature_group {
            Some(group) if self.uri.is_empty() => format!("feature-group://{group}"),
            _ => self.uri.clone(),
        }
    }

    pub(super) fn kind(&self, side: Side) -> ArtifactKind {
        match side {
            _ if self.feature_group.is_some() => ArtifactKind::FeatureGroup,
            Side::Input => ArtifactKind::of_input(&self.name, self.s3_data_type.as_deref()),
            Side::Output => ArtifactKind::of_output(&self.name),
        }
    }
}
