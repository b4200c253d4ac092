use std::collections::BTreeMap;

use super::RunDocument;
use crate::redact;
use crate::source::StepMetadata;

impl RunDocument {
    /// The same run with what the service tells about a step beside its job, by the API's names of it. It is users' text:
    /// what looks like a credential is masked.
    pub(super) fn with_metadata(mut self, metadata: &StepMetadata) -> Self {
        let mut tell = |name: &str, value: Option<&str>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                self.metadata.insert(name.to_owned(), redact::parameter(name, value).into_owned());
            }
        };
        match metadata {
            StepMetadata::Condition { outcome } => self.outcome = Some(outcome.clone()),
            StepMetadata::Callback { queue_url, output_parameters } => {
                tell("SqsQueueUrl", queue_url.as_deref());
                self.output_parameters = masked(output_parameters);
            }
            StepMetadata::Lambda { arn: _, output_parameters } => self.output_parameters = masked(output_parameters),
            StepMetadata::Check {
                step_type: _,
                check_type,
                job_arn: _,
                violation_report,
                uris,
                model_package_group,
            } => {
                tell("CheckType", check_type.as_deref());
                tell("ViolationReport", violation_report.as_deref());
                tell("ModelPackageGroupName", model_package_group.as_deref());
                uris.iter().for_each(|(name, uri)| tell(name, Some(uri)));
            }
            StepMetadata::Other { name: _, fields } => {
                fields.iter().filter(|(name, _)| *name != "Arn").for_each(|(name, value)| tell(name, Some(value)));
            }
            // The job, the registry, and why it failed say all of it.
            StepMetadata::Job { .. }
            | StepMetadata::Model { .. }
            | StepMetadata::RegisterModel { .. }
            | StepMetadata::Fail { .. }
            | StepMetadata::None => {}
        }
        self
    }
}

fn masked(parameters: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let masked = |(name, value): (&String, &String)| (name.clone(), redact::parameter(name, value).into_owned());
    parameters.iter().map(masked).collect()
}
