use std::collections::BTreeMap;

use super::build::Artifacts;
use super::resolve::{Bindings, Side};
use super::{ArtifactKind, LineageGraph, Node, Run};
use crate::definition::StepType;
use crate::source::{Execution, ExecutionStep, Job, JobData, JobKind, ModelPackage, StepMetadata};
use crate::{Code, Diagnostic, Observed, redact};

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
    /// What they registered, by ARN.
    pub model_packages: BTreeMap<String, Observed<ModelPackage>>,
}

impl LineageGraph {
    /// The same graph with the facts of an execution: how each step ran, what jobs really read and wrote, and the
    /// data edges that follow from it. Nothing of the definition's graph is lost.
    ///
    /// Build the graph from the definition as it was for that execution.
    #[must_use]
    pub fn apply_execution(self, facts: &ExecutionFacts) -> Self {
        let steps = facts.steps.value().map(Vec::as_slice).unwrap_or_default();
        let (placed, unknown) = place(&self, steps);
        let mut bindings = Bindings { execution: execution_values(facts), ..Bindings::default() };
        bindings.parameters.extend(facts.parameters.value().into_iter().flatten().cloned());
        for (node, step) in &placed {
            let job = job_of(step, facts);
            if let Some(job) = job.value() {
                observe(&mut bindings, *node, job);
            }
            if step.iteration.is_none() {
                let told = properties(step, job.value()).into_iter();
                bindings.properties.extend(told.map(|(path, value)| ((*node, path), value)));
            }
        }
        let mut graph = Self::derive(self.definition, &bindings, self.data);
        for step in unknown {
            graph.push_unknown(step, facts);
        }
        for (node, step) in placed {
            let run = Run { step: step.clone(), job: job_of(step, facts) };
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
        let run = Run { step: step.clone(), job: job_of(step, facts) };
        let mut artifacts = Artifacts::from(std::mem::take(&mut self.artifacts));
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
        });
    }

    fn report_gaps(&mut self, facts: &ExecutionFacts) {
        let gaps = [facts.steps.gap_diagnostic(), facts.parameters.gap_diagnostic()];
        let jobs = facts.jobs.values().filter_map(Observed::gap_diagnostic);
        let packages = facts.model_packages.values().filter_map(Observed::gap_diagnostic);
        self.diagnostics.extend(gaps.into_iter().flatten().chain(jobs).chain(packages));
    }
}

/// Finds the node of each step; the children of a ForEach step belong to the body step that they repeat.
fn place<'f>(
    graph: &LineageGraph,
    steps: &'f [ExecutionStep],
) -> (Vec<(usize, &'f ExecutionStep)>, Vec<&'f ExecutionStep>) {
    let by_id: BTreeMap<&str, usize> = graph.nodes.iter().enumerate().map(|(i, node)| (node.id.as_str(), i)).collect();
    let is_in = |node: &usize, container: &str| {
        let parent = graph.nodes.get(*node).and_then(|node| graph.nodes.get(node.parent?.step));
        parent.is_some_and(|parent| parent.id == container)
    };
    let mut placed = Vec::new();
    let mut unknown = Vec::new();
    for step in steps {
        let body = step.iteration.as_ref().and_then(|iteration| {
            let body = step.name.strip_suffix(&format!("-{}", iteration.index))?;
            by_id.get(body).filter(|node| is_in(node, &iteration.parent_step))
        });
        match body.or_else(|| by_id.get(step.name.as_str())) {
            Some(node) => placed.push((*node, step)),
            None => unknown.push(step),
        }
    }
    // Children are listed as they started; what they made is told by the order of their items.
    placed.sort_by_key(|(node, step)| (*node, step.iteration.as_ref().map(|iteration| iteration.index)));
    (placed, unknown)
}

fn execution_values(facts: &ExecutionFacts) -> BTreeMap<&'static str, String> {
    let arn = &facts.execution.arn;
    let id = arn.rsplit('/').next().filter(|id| !id.is_empty());
    let pipeline = arn.rsplit_once("/execution/").map(|(pipeline, _)| pipeline);
    let values = [
        ("PipelineExecutionArn", Some(arn.as_str())),
        ("PipelineExecutionId", id),
        ("PipelineArn", pipeline),
        ("PipelineName", facts.pipeline_name.as_deref()),
    ];
    values.into_iter().filter_map(|(name, value)| Some((name, value.filter(|v| !v.is_empty())?.to_owned()))).collect()
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

/// Properties of a step that references can name and that its run told: names of what it made, outputs of a function.
fn properties(step: &ExecutionStep, job: Option<&Job>) -> Vec<(String, String)> {
    let outputs = |parameters: &BTreeMap<String, String>| {
        let told = parameters.iter().map(|(name, value)| (name, redact::parameter(name, value).into_owned()));
        told.map(|(name, value)| (format!("OutputParameters['{name}']"), value)).collect()
    };
    let name = |arn: &str| arn.rsplit_once('/').map(|(_, name)| name.to_owned());
    match &step.metadata {
        StepMetadata::Job { job: kind, arn } => {
            let best = |path: &str| Some((path.to_owned(), job?.best.clone()?));
            let own = |path: &str| Some((path.to_owned(), name(arn)?));
            let told = match kind {
                JobKind::Training => [own("TrainingJobName"), None],
                JobKind::Processing => [own("ProcessingJobName"), None],
                JobKind::Transform => [own("TransformJobName"), None],
                // Summaries are ordered by the objective: the first is the best.
                JobKind::Tuning => {
                    [best("BestTrainingJob.TrainingJobName"), best("TrainingJobSummaries[0].TrainingJobName")]
                }
                JobKind::AutoML => [own("AutoMLJobName"), None],
            };
            told.into_iter().flatten().collect()
        }
        StepMetadata::Model { arn } => name(arn).map(|name| ("ModelName".to_owned(), name)).into_iter().collect(),
        StepMetadata::RegisterModel { arn } => vec![("ModelPackageArn".to_owned(), arn.clone())],
        StepMetadata::Callback { output_parameters, .. } | StepMetadata::Lambda { output_parameters, .. } => {
            outputs(output_parameters)
        }
        StepMetadata::Check { uris, .. } => uris.clone().into_iter().collect(),
        _ => Vec::new(),
    }
}

fn observe(bindings: &mut Bindings, node: usize, job: &Job) {
    for (side, data) in [(Side::Input, &job.inputs), (Side::Output, &job.outputs)] {
        let ports = bindings.observed.entry((node, side)).or_default();
        for data in data {
            if !ports.contains(data) {
                ports.push(data.clone());
            }
        }
    }
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
        StepMetadata::ForEach { .. } => StepType::ForEach,
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
