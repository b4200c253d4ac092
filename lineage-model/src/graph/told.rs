use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::location::bucket_of;
use super::resolve::{Bindings, Resolver, Side};
use super::{ExecutionFacts, registered};
use crate::definition::PipelineDefinition;
use crate::source::{ExecutionStep, Job, JobData, JobKind, StepMetadata, job_ports};
use crate::{BucketName, redact};

/// The buckets that a definition names, with the values that are known of an execution so far: cheaper than the graph,
/// to ask about them early.
#[must_use]
pub fn named_buckets(definition: &PipelineDefinition, facts: Option<&ExecutionFacts>) -> BTreeSet<BucketName> {
    let bindings = known_bindings(definition, facts);
    let mut resolver = Resolver::new(definition, &bindings);
    let ports = definition.steps.iter().flat_map(|step| step.inputs.iter().chain(&step.outputs));
    ports.filter_map(|port| bucket_of(&resolver.resolve(&port.location))).collect()
}

/// What is known of an execution so far about the values of a definition.
pub(super) fn known_bindings(definition: &PipelineDefinition, facts: Option<&ExecutionFacts>) -> Bindings {
    facts.map(|facts| bindings(definition, facts, &place(definition, facts.steps_read()).0)).unwrap_or_default()
}

/// What an execution tells about the values of a definition.
pub(super) fn bindings(
    definition: &PipelineDefinition,
    facts: &ExecutionFacts,
    placed: &[(usize, &ExecutionStep)],
) -> Bindings {
    let mut bindings = Bindings { execution: execution_values(facts), ..Bindings::default() };
    bindings.parameters.extend(facts.parameters.value().into_iter().flatten().cloned());
    for (at, step) in placed {
        let job = facts.job_of(step);
        if let Some(job) = job {
            observe(&mut bindings, (*at, Side::Input), &job.inputs);
            observe(&mut bindings, (*at, Side::Output), &job.outputs);
        }
        if let Some(defined) = definition.steps.get(*at) {
            observe(&mut bindings, (*at, Side::Input), &registered::observed(facts, defined, step));
        }
        // The children of a ForEach step have properties of their own each.
        if step.iteration.is_none() {
            let told = properties(step, job).into_iter();
            bindings.properties.extend(told.map(|(path, value)| ((*at, path), value)));
        }
    }
    bindings
}

/// Finds the defined step of each step that ran; the children of a ForEach step belong to the body step that they repeat.
pub(super) fn place<'f>(
    definition: &PipelineDefinition,
    steps: &'f [ExecutionStep],
) -> (Vec<(usize, &'f ExecutionStep)>, Vec<&'f ExecutionStep>) {
    let defined = &definition.steps;
    let by_id: HashMap<&str, usize> = defined.iter().enumerate().map(|(at, step)| (step.id.as_str(), at)).collect();
    let is_in = |step: &usize, container: &str| {
        let parent = defined.get(*step).and_then(|step| defined.get(step.parent?.step));
        parent.is_some_and(|parent| parent.id == container)
    };
    let mut placed = Vec::new();
    let mut unknown = Vec::new();
    for step in steps {
        let body = step.iteration.as_ref().and_then(|iteration| {
            let body = step.name.strip_suffix(&format!("-{}", iteration.index))?;
            by_id.get(body).filter(|step| is_in(step, &iteration.parent_step))
        });
        match body.or_else(|| by_id.get(step.name.as_str())) {
            Some(at) => placed.push((*at, step)),
            None => unknown.push(step),
        }
    }
    // Children are listed as they started; what they made is told by the order of their items.
    placed.sort_by_key(|(at, step)| (*at, step.iteration.as_ref().map(|iteration| iteration.index)));
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
            let of_candidate = job.filter(|_| *kind == JobKind::AutoML).map(candidate).unwrap_or_default();
            told.into_iter().flatten().chain(of_candidate).collect()
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

/// What an AutoML job's best candidate left, by the paths that references name it with.
fn candidate(job: &Job) -> Vec<(String, String)> {
    let path = |name: &str| match name {
        job_ports::EXPLAINABILITY => Some("CandidateProperties.CandidateArtifactLocations.Explainability".to_owned()),
        job_ports::MODEL_INSIGHTS => Some("CandidateProperties.CandidateArtifactLocations.ModelInsights".to_owned()),
        job_ports::BACKTEST_RESULTS => {
            Some("CandidateProperties.CandidateArtifactLocations.BacktestResults".to_owned())
        }
        name => Some(format!("InferenceContainers[{}].ModelDataUrl", job_ports::candidate_container(name)?)),
    };
    let told = job.outputs.iter().filter_map(|data| Some((path(&data.name)?, data.uri.clone())));
    let name = job.best.clone().map(|name| ("CandidateName".to_owned(), name));
    told.chain(name).map(|(path, value)| (format!("BestCandidate.{path}"), value)).collect()
}

fn observe(bindings: &mut Bindings, port: (usize, Side), observed: &[JobData]) {
    if observed.is_empty() {
        return;
    }
    let ports = bindings.observed.entry(port).or_default();
    for data in observed {
        if !ports.contains(data) {
            ports.push(data.clone());
        }
    }
}
