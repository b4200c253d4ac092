use super::ExecutionFacts;
use crate::definition::Step;
use crate::graph::ArtifactKind;
use crate::source::{ExecutionStep, JobData, StepMetadata};

/// What the model or model package that a step made says about the places that the step names.
pub(super) fn observed(facts: &ExecutionFacts, step: &Step, ran: &ExecutionStep) -> Vec<JobData> {
    match &ran.metadata {
        StepMetadata::Model { arn } => {
            let model = facts.models.get(arn).and_then(|model| model.value());
            model.map(|model| model_data(step, &model.model_data, &model.additional_model_data)).unwrap_or_default()
        }
        StepMetadata::RegisterModel { arn } => {
            let Some(package) = facts.model_packages.get(arn).and_then(|package| package.value()) else {
                return Vec::new();
            };
            let reports = package.reports.iter().filter_map(|(path, uri)| Some(data(report_port(step, path)?, uri)));
            let data = model_data(step, &package.model_data, &package.additional_model_data);
            data.into_iter().chain(reports).collect()
        }
        _ => Vec::new(),
    }
}

/// The model data of containers, in order, and further data by its channels. When there are more or fewer than the step
/// names, nobody tells which is whose: what it names stays.
fn model_data(step: &Step, uris: &[String], additional: &[JobData]) -> Vec<JobData> {
    let named = |name: &str| step.inputs.iter().filter(|port| port.name == name).count();
    let told = |name: &str| additional.iter().filter(|data| data.name == name).count();
    let additional = additional.iter().filter(|data| named(&data.name) == told(&data.name));
    containers(step, uris).into_iter().chain(additional.cloned()).collect()
}

fn containers(step: &Step, uris: &[String]) -> Vec<JobData> {
    let is_model_data = |name: &str| name == "model_data" || name.starts_with("model_data_");
    let named = step.inputs.iter().filter(|port| port.kind == ArtifactKind::Model && is_model_data(&port.name));
    let names: Vec<&str> = named.map(|port| port.name.as_str()).collect();
    if names.len() != uris.len() {
        return Vec::new();
    }
    names.into_iter().zip(uris).map(|(name, uri)| data(name, uri)).collect()
}

/// The input that is called `model_quality_statistics` is `ModelMetrics.ModelQuality.Statistics` of the package.
fn report_port<'s>(step: &'s Step, path: &str) -> Option<&'s str> {
    let path = path.strip_prefix("ModelMetrics.").map(str::to_owned).or_else(|| {
        let baseline = path.strip_prefix("DriftCheckBaselines.")?;
        Some(format!("DriftCheck.{baseline}"))
    })?;
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let wanted = letters(&path);
    let names = step.inputs.iter().map(|port| port.name.as_str());
    names.into_iter().find(|name| letters(name).eq_ignore_ascii_case(&wanted))
}

fn data(name: &str, uri: &str) -> JobData {
    JobData { name: name.to_owned(), uri: uri.to_owned(), ..JobData::default() }
}
