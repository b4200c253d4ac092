//! What each type of step reads and writes: the S3 places of its arguments, named and ordered as the API has them.
//!
//! To add a step type: name it in `step_type.rs`, and say here which function reads its arguments.

mod free;
mod jobs;
mod processing;
mod serving;

use super::references::Labelled;
use super::{Deletion, Port, StepType, Template};
use crate::graph::ArtifactKind;
use crate::json::Value;

/// The ports of one step while they are read.
#[derive(Default)]
pub(super) struct Ports {
    pub(super) inputs: Vec<Port>,
    pub(super) outputs: Vec<Port>,
    pub(super) properties: Vec<(String, Template)>,
    pub(super) deletes: Vec<Deletion>,
    /// Which pieces of the text became ports.
    pub(super) labelled: Vec<Labelled>,
}

#[derive(Clone, Copy)]
enum Direction {
    Input,
    Output,
}

impl Ports {
    pub(super) fn read(name: &str, step_type: &StepType, step: Value<'_>, arguments: Value<'_>) -> Self {
        let mut ports = Self::default();
        let p = &mut ports;
        match step_type {
            StepType::Processing => processing::processing(p, arguments),
            StepType::QualityCheck | StepType::ClarifyCheck => processing::check(p, step, arguments),
            StepType::Training => jobs::training(p, name, arguments),
            StepType::Tuning => jobs::tuning(p, name, arguments),
            StepType::Transform => jobs::transform(p, arguments),
            StepType::AutoMl => jobs::auto_ml(p, arguments),
            StepType::Model => serving::model(p, arguments),
            StepType::RegisterModel => serving::model_package(p, arguments),
            StepType::EndpointConfig => serving::endpoint_config(p, arguments),
            StepType::Emr => free::emr(p, arguments),
            StepType::EmrServerless => free::emr_serverless(p, arguments),
            StepType::Lineage => free::lineage(p, arguments),
            StepType::Cleanup => free::cleanup(p, arguments),
            StepType::Job => free::job(p, arguments),
            StepType::Condition | StepType::ForEach | StepType::Fail => {}
            StepType::Lambda
            | StepType::Callback
            | StepType::Endpoint
            | StepType::InferenceComponent
            | StepType::BedrockCustomModel
            | StepType::BedrockCustomModelDeployment
            | StepType::BedrockModelImport
            | StepType::BedrockProvisionedModelThroughput
            | StepType::Athena
            | StepType::HubContent
            | StepType::Other(_) => free::any(p, arguments),
        }
        ports.labelled.sort_by_key(|piece| piece.start);
        ports
    }

    fn input(&mut self, name: &str, value: Option<Value<'_>>, kind: ArtifactKind) {
        self.add(Direction::Input, name, value, kind, None);
    }

    fn output(&mut self, name: &str, value: Option<Value<'_>>, kind: ArtifactKind) {
        self.add(Direction::Output, name, value, kind, None);
    }

    fn add(
        &mut self,
        direction: Direction,
        name: &str,
        value: Option<Value<'_>>,
        kind: ArtifactKind,
        property: Option<String>,
    ) {
        let Some((value, location)) = value.and_then(|value| Some((value, Template::read(value)?))) else { return };
        self.label(value, name);
        self.push(direction, Port { name: name.to_owned(), location, kind, property, tentative: false });
    }

    /// A text that is a port only if it turns out to be an S3 URI.
    fn tentative(&mut self, direction: Direction, name: &str, value: Value<'_>, kind: ArtifactKind) {
        let Some(location) = Template::read(value).filter(may_be_s3) else { return };
        self.label(value, name);
        self.push(direction, Port { name: name.to_owned(), location, kind, property: None, tentative: true });
    }

    fn push(&mut self, direction: Direction, port: Port) {
        match direction {
            Direction::Input => self.inputs.push(port),
            Direction::Output => self.outputs.push(port),
        }
    }

    fn label(&mut self, value: Value<'_>, name: &str) {
        self.labelled.push(Labelled { start: value.at(), end: value.end(), label: name.to_owned() });
    }

    fn property(&mut self, path: &str, value: Option<Value<'_>>) -> Option<Template> {
        let template = value.and_then(Template::read)?;
        self.properties.push((path.to_owned(), template.clone()));
        Some(template)
    }
}

/// Whether a template can still become an S3 URI: it begins with `s3:` or with a reference.
fn may_be_s3(template: &Template) -> bool {
    match template.parts().first() {
        Some(super::TemplatePart::Text(text)) => {
            text.starts_with(free::is_reference) || text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("s3:"))
        }
        Some(super::TemplatePart::Get(_)) => true,
        _ => false,
    }
}

/// Whether a flag or key names something that is written, judged by its words.
fn names_an_output(name: &str) -> bool {
    const WORDS: [&str; 11] =
        ["output", "outputs", "out", "dest", "destination", "target", "sink", "result", "results", "export", "write"];
    let mut words = Vec::new();
    let mut start = 0;
    for (at, c) in name.char_indices() {
        let breaks = !c.is_alphanumeric() || c.is_uppercase();
        if breaks {
            words.extend(name.get(start..at));
            start = if c.is_alphanumeric() { at } else { at + c.len_utf8() };
        }
    }
    words.extend(name.get(start..));
    words.iter().any(|word| WORDS.iter().any(|output| word.eq_ignore_ascii_case(output)))
}
