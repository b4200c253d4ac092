use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::queries::QueryPart;
use crate::definition::{PipelineDefinition, Step, Template, TemplatePart};
use crate::redact;
use crate::source::JobData;

/// References in a text that has grown longer than this stay symbolic: an S3 URI has at most about 1,100 bytes.
const MAX_TEXT: usize = 8192;

/// All values together: a real definition needs a few kilobytes, and references to references could multiply.
const MAX_TOTAL: usize = 2 << 20;

/// References that lead through more steps than this stay symbolic.
const MAX_STEPS: usize = 64;

/// What is known about the values of references.
#[derive(Debug, Clone, Default)]
pub(super) struct Bindings {
    /// Parameters of the execution, over the definition's defaults.
    pub(super) parameters: BTreeMap<String, String>,
    /// `Execution.` properties, such as `PipelineExecutionId`.
    pub(super) execution: BTreeMap<&'static str, String>,
    /// Further properties of steps that the execution told, by step and property path.
    pub(super) properties: HashMap<(usize, String), String>,
    /// What jobs really read or wrote, by step.
    pub(super) observed: HashMap<(usize, Side), Vec<JobData>>,
}

impl Bindings {
    /// The places that were observed for the port of a step.
    pub(super) fn observed<'b>(&'b self, step: usize, side: Side, name: &'b str) -> impl Iterator<Item = &'b JobData> {
        let ports = self.observed.get(&(step, side)).map(Vec::as_slice).unwrap_or_default();
        ports.iter().filter(move |data| data.name == name)
    }
}

/// Which side of a step a port is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Input,
    Output,
}

enum Property<'d> {
    Observed(&'d str),
    Template(&'d Template),
    /// Its own value is being looked up: it refers to itself.
    Open,
    Resolved(String),
}

/// Puts values in place of references, as far as they are known.
pub(super) struct Resolver<'d> {
    parameters: HashMap<&'d str, Cow<'d, str>>,
    execution: &'d BTreeMap<&'static str, String>,
    properties: HashMap<(&'d str, &'d str), Property<'d>>,
    total: usize,
    /// Whether a limit kept something symbolic that could have been resolved.
    pub(super) limited: bool,
}

impl<'d> Resolver<'d> {
    pub(super) fn new(definition: &'d PipelineDefinition, bindings: &'d Bindings) -> Self {
        let defaults = definition.parameters.iter().filter_map(|p| Some((p.name.as_str(), p.default.as_deref()?)));
        let given = bindings.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        // What looks like a credential stays out of the graph, and so out of whatever is made of it.
        let parameters = defaults.chain(given).map(|(name, value)| (name, redact::parameter(name, value))).collect();
        let held = |step: &Step| step.properties.len() + step.inputs.len() + step.outputs.len();
        let mut properties = HashMap::with_capacity(definition.steps.iter().map(held).sum());
        // Of two steps with one name, references mean the first.
        for (index, step) in definition.steps.iter().enumerate().filter(|(_, step)| step.id == step.name) {
            for (path, template) in &step.properties {
                properties.insert((step.name.as_str(), path.as_str()), Property::Template(template));
            }
            for (side, ports) in [(Side::Input, &step.inputs), (Side::Output, &step.outputs)] {
                for port in ports {
                    let Some(path) = &port.property else { continue };
                    let mut observed = bindings.observed(index, side, &port.name);
                    // The children of a ForEach step have one place each: none of them is the step's.
                    let property = match (observed.next(), observed.next()) {
                        (Some(data), None) if !data.uri.is_empty() => Property::Observed(&data.uri),
                        _ => Property::Template(&port.location),
                    };
                    properties.insert((step.name.as_str(), path.as_str()), property);
                }
            }
        }
        for ((step, path), value) in &bindings.properties {
            let step = definition.steps.get(*step).filter(|step| step.id == step.name);
            if let Some(step) = step {
                properties.insert((step.name.as_str(), path.as_str()), Property::Observed(value));
            }
        }
        Self { parameters, execution: &bindings.execution, properties, total: 0, limited: false }
    }

    /// The text of a template; what is not known stays in braces.
    pub(super) fn resolve(&mut self, template: &'d Template) -> String {
        self.render(template, 0)
    }

    /// The pieces of a template. What is not known, or not told for it looks like a credential, is a symbol.
    pub(super) fn pieces(&mut self, template: &'d Template) -> Vec<QueryPart> {
        let mut pieces = Vec::new();
        for part in template.parts() {
            pieces.push(match part {
                TemplatePart::Text(text) => QueryPart::Text(text.clone()),
                TemplatePart::Slash => QueryPart::Text("/".to_owned()),
                TemplatePart::Unknown => QueryPart::Symbol("?".to_owned()),
                TemplatePart::JsonGet(symbol) => QueryPart::Symbol(symbol.clone()),
                TemplatePart::Get(path) => match self.value(path, 0).filter(|value| !value.contains(redact::MASK)) {
                    Some(value) if self.total + value.len() <= MAX_TOTAL => {
                        self.total += value.len();
                        QueryPart::Text(value)
                    }
                    _ => QueryPart::Symbol(path.clone()),
                },
            });
        }
        pieces
    }

    fn render(&mut self, template: &'d Template, depth: usize) -> String {
        let mut text = String::new();
        for part in template.parts() {
            match part {
                TemplatePart::Text(piece) => text.push_str(piece),
                TemplatePart::Slash if text.ends_with('/') => {}
                TemplatePart::Slash => text.push('/'),
                TemplatePart::Unknown => push_symbol(&mut text, "?"),
                TemplatePart::JsonGet(symbol) => push_symbol(&mut text, symbol),
                TemplatePart::Get(path) => match self.value(path, depth) {
                    Some(value) if text.len() + value.len() <= MAX_TEXT && self.total + value.len() <= MAX_TOTAL => {
                        self.total += value.len();
                        text.push_str(&value);
                    }
                    value => {
                        self.limited |= value.is_some();
                        push_symbol(&mut text, path);
                    }
                },
            }
        }
        text
    }

    fn value(&mut self, path: &'d str, depth: usize) -> Option<String> {
        if let Some(name) = path.strip_prefix("Parameters.") {
            return self.parameters.get(name).map(|value| value.clone().into_owned());
        }
        if let Some(name) = path.strip_prefix("Execution.") {
            return self.execution.get(name).cloned();
        }
        let rest = path.strip_prefix("Steps.")?;
        let end = rest.find(['.', '['])?;
        let step = rest.get(..end)?;
        let path = rest.get(end..)?.trim_start_matches('.');
        let property = self.properties.get_mut(&(step, path))?;
        let template = match std::mem::replace(property, Property::Open) {
            Property::Observed(uri) => {
                *property = Property::Observed(uri);
                return Some(uri.to_owned());
            }
            Property::Resolved(text) => {
                *property = Property::Resolved(text.clone());
                return Some(text);
            }
            Property::Open => {
                self.limited = true;
                return None;
            }
            Property::Template(template) if depth >= MAX_STEPS => {
                *property = Property::Template(template);
                self.limited = true;
                return None;
            }
            Property::Template(template) => template,
        };
        let text = self.render(template, depth + 1);
        self.properties.insert((step, path), Property::Resolved(text.clone()));
        Some(text)
    }
}

fn push_symbol(text: &mut String, symbol: &str) {
    text.push('{');
    text.push_str(symbol);
    text.push('}');
}
