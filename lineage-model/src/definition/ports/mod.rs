//! What each type of step reads and writes: the S3 places of its arguments, named and ordered as the API has them.
//!
//! To add a step type: name it in `step_type.rs`, and say here which function reads its arguments.

mod free;
mod jobs;
mod processing;
mod serving;
mod words;

pub(super) use words::snake;

use super::references::Labelled;
use super::{Deletion, MAX_DIAGNOSTICS, Port, Query, QueryEngine, StepType, Template, TemplatePart, cut};
use crate::graph::ArtifactKind;
use crate::json::Value;

/// The ports of one step while they are read.
#[derive(Default)]
pub(super) struct Ports<'t> {
    /// The step's name, by which other steps refer to its properties.
    step: String,
    pub(super) inputs: Vec<Port>,
    pub(super) outputs: Vec<Port>,
    pub(super) properties: Vec<(String, Template)>,
    pub(super) deletes: Vec<Deletion>,
    pub(super) queries: Vec<Query>,
    pub(super) engine: Option<QueryEngine>,
    /// Which pieces of the text became ports.
    pub(super) labelled: Vec<Labelled>,
    /// What could not be read, as far as it is worth listing.
    pub(super) unread: Vec<Unread<'t>>,
    /// How much more could not be read.
    pub(super) unlisted: usize,
}

/// A value that could not be read.
pub(super) struct Unread<'t> {
    pub(super) what: String,
    pub(super) at: Value<'t>,
}

#[derive(Clone, Copy)]
enum Direction {
    Input,
    Output,
}

impl<'t> Ports<'t> {
    pub(super) fn read(name: &str, step_type: &StepType, step: Value<'t>, arguments: Option<Value<'t>>) -> Self {
        let mut ports = Self { step: name.to_owned(), ..Self::default() };
        let p = &mut ports;
        if matches!(step_type, StepType::QualityCheck | StepType::ClarifyCheck) {
            processing::check(p, step, arguments);
        } else if let Some(arguments) = arguments {
            p.arguments(step_type, arguments);
        }
        ports.labelled.sort_by_key(|piece| piece.start);
        ports
    }

    fn arguments(&mut self, step_type: &StepType, arguments: Value<'t>) {
        match step_type {
            StepType::Processing => processing::processing(self, arguments),
            StepType::Training => jobs::training(self, arguments),
            StepType::Tuning => jobs::tuning(self, arguments),
            StepType::Transform => jobs::transform(self, arguments),
            StepType::AutoMl => jobs::auto_ml(self, arguments),
            StepType::Model => serving::model(self, arguments),
            StepType::RegisterModel => serving::model_package(self, arguments),
            StepType::EndpointConfig => serving::endpoint_config(self, arguments),
            StepType::InferenceComponent => serving::inference_component(self, arguments),
            StepType::Emr => free::emr(self, arguments),
            StepType::EmrServerless => free::emr_serverless(self, arguments),
            StepType::Lineage => free::lineage(self, arguments),
            StepType::Cleanup => free::cleanup(self, arguments),
            StepType::Job => free::job(self, arguments),
            StepType::Lambda | StepType::Callback => free::payload(self, arguments),
            StepType::Condition
            | StepType::ForEach
            | StepType::Fail
            | StepType::QualityCheck
            | StepType::ClarifyCheck => {}
            StepType::Endpoint
            | StepType::BedrockCustomModel
            | StepType::BedrockCustomModelDeployment
            | StepType::BedrockModelImport
            | StepType::BedrockProvisionedModelThroughput
            | StepType::Athena
            | StepType::HubContent
            | StepType::Other(_) => free::request(self, arguments),
        }
    }

    fn input(&mut self, name: &str, value: Option<Value<'t>>, kind: ArtifactKind) {
        self.add(Direction::Input, name, value, kind, None);
    }

    fn output(&mut self, name: &str, value: Option<Value<'t>>, kind: ArtifactKind) {
        self.add(Direction::Output, name, value, kind, None);
    }

    fn add(
        &mut self,
        direction: Direction,
        name: &str,
        value: Option<Value<'t>>,
        kind: ArtifactKind,
        property: Option<String>,
    ) {
        let Some((value, location)) = self.location(name, value) else { return };
        // Nobody knows whether two unknown places are one: no data flows through them.
        let kind = if location == Template::unknown() { ArtifactKind::Other } else { kind };
        self.label(value, name);
        self.push(direction, Port { name: cut(name).to_owned(), location, kind, property, tentative: false });
    }

    /// What a value says, where there is one; what it stands for is unknown if it is no text and no expression.
    fn location(&mut self, name: &str, value: Option<Value<'t>>) -> Option<(Value<'t>, Template)> {
        let value = value.filter(|value| !value.is_null())?;
        let location = Template::read(value).unwrap_or_else(|| {
            self.unread(value, || {
                format!("the value of '{}' is neither a text nor an expression; its place is unknown", cut(name))
            });
            Template::unknown()
        });
        Some((value, location))
    }

    /// The items of a list that the API has under a key.
    fn list(&mut self, holder: Value<'t>, key: &str) -> impl Iterator<Item = Value<'t>> + Clone + use<'t> {
        let list = holder.get(key);
        if let Some(at) = list.filter(|list| !list.is_array() && !list.is_null()) {
            self.unread(at, || format!("'{key}' is not a list; it was left out"));
        }
        list.into_iter().flat_map(Value::items)
    }

    /// The items of a list of objects; one that is none is told, and holds nothing.
    pub(super) fn objects(&mut self, holder: Value<'t>, key: &str) -> impl Iterator<Item = Value<'t>> + use<'t> {
        let items = self.list(holder, key);
        for at in items.clone().filter(|item| !item.is_object()) {
            self.unread(at, || format!("an entry of '{key}' is not an object; it was left out"));
        }
        items
    }

    fn unread(&mut self, at: Value<'t>, what: impl FnOnce() -> String) {
        if self.unread.len() < MAX_DIAGNOSTICS {
            self.unread.push(Unread { what: what(), at });
        } else {
            self.unlisted += 1;
        }
    }

    /// A text that is a port only if it turns out to be an S3 URI.
    fn tentative(&mut self, direction: Direction, name: &str, value: Value<'t>, kind: ArtifactKind) {
        if let Some(location) = Template::read(value) {
            self.tentative_at(direction, name, value, location, kind);
        }
    }

    fn tentative_at(
        &mut self,
        direction: Direction,
        name: &str,
        value: Value<'t>,
        location: Template,
        kind: ArtifactKind,
    ) {
        if may_be_s3(&location) {
            self.label(value, name);
            let name = cut(name).to_owned();
            self.push(direction, Port { name, location, kind, property: None, tentative: true });
        }
    }

    fn push(&mut self, direction: Direction, port: Port) {
        match direction {
            Direction::Input => self.inputs.push(port),
            Direction::Output => self.outputs.push(port),
        }
    }

    fn label(&mut self, value: Value<'_>, name: &str) {
        self.labelled.push(Labelled { start: value.at(), end: value.end(), label: cut(name).to_owned() });
    }

    /// Another path by which other steps refer to a property: the position in a list in place of a name.
    fn alias(&mut self, alias: String, property: &str) {
        let mut template = Template::default();
        template.push(TemplatePart::Get(format!("Steps.{}.{property}", self.step)));
        self.properties.push((alias, template));
    }
}

/// Whether a template can still become an S3 URI: it begins with `s3:` or with a reference.
fn may_be_s3(template: &Template) -> bool {
    match template.parts().first() {
        Some(TemplatePart::Text(text)) => {
            text.starts_with(free::is_reference) || text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("s3:"))
        }
        Some(TemplatePart::Get(_)) => true,
        _ => false,
    }
}
