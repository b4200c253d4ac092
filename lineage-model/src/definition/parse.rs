use std::collections::{HashMap, HashSet};

use super::ports::Ports;
use super::references::{self, Unknown};
use super::unwrap::unwrap;
use super::{Branch, DefinitionError, DependsOn, Parameter, Parent, PipelineDefinition, PropertyFile, Step, StepType};
use crate::graph::ArtifactKind;
use crate::json::{Items, Value};
use crate::{Code, Diagnostic};

/// More would say nothing that the first ones did not.
const MAX_DIAGNOSTICS: usize = 200;

/// A hundred times what SageMaker accepts in one pipeline: a text of empty steps must not cost hundreds of its size.
const MAX_STEPS: usize = 5000;

impl PipelineDefinition {
    /// The longest text that is read, in bytes: 16 times what the SageMaker API accepts.
    pub const MAX_BYTES: usize = 16 << 20;

    /// Parses a definition: the text of `DescribePipeline`, or one of the things people keep around it (an answer of
    /// `describe-pipeline`, the input of `create-pipeline`, a CloudFormation template with one pipeline).
    ///
    /// One bad step never spoils the rest: see [`PipelineDefinition::diagnostics`].
    ///
    /// # Errors
    /// When the text is no JSON, holds no pipeline definition, or is longer than [`Self::MAX_BYTES`].
    pub fn parse(text: &str) -> Result<Self, DefinitionError> {
        if text.len() > Self::MAX_BYTES {
            return Err(DefinitionError::TooLarge { bytes: text.len(), limit: Self::MAX_BYTES });
        }
        unwrap(text, |root, pipeline_name| {
            let mut parser = Parser::default();
            parser.parameters(root);
            parser.steps(root);
            parser.finish(pipeline_name)
        })
    }
}

#[derive(Default)]
struct Parser {
    definition: PipelineDefinition,
    ids: HashSet<String>,
    /// How many steps of each name that occurs twice were seen.
    same_names: HashMap<String, usize>,
    unreported: usize,
}

/// A list of steps that is being read, and what holds it.
struct OpenList<'t> {
    steps: Items<'t>,
    parent: Option<Parent>,
}

impl Parser {
    fn report(&mut self, code: Code, at: Value<'_>, message: impl FnOnce() -> String) {
        if self.definition.diagnostics.len() < MAX_DIAGNOSTICS {
            self.definition.diagnostics.push(Diagnostic::new(code, message()).at(at.pointer()));
        } else {
            self.unreported += 1;
        }
    }

    fn finish(self, pipeline_name: Option<String>) -> PipelineDefinition {
        let mut definition = self.definition;
        definition.pipeline_name = pipeline_name;
        if self.unreported > 0 {
            let message = format!("{} more problems of this kind are not listed", self.unreported);
            definition.diagnostics.push(Diagnostic::new(Code::Malformed, message));
        }
        definition
    }

    fn parameters(&mut self, root: Value<'_>) {
        let Some(list) = root.get("Parameters").filter(|list| !list.is_null()) else { return };
        if !list.is_array() {
            self.report(Code::Malformed, list, || "'Parameters' is not a list; it was left out".to_owned());
        }
        for parameter in list.items() {
            let Some(name) = parameter.str("Name") else {
                self.report(Code::Malformed, parameter, || "a parameter has no 'Name'; it was left out".to_owned());
                continue;
            };
            self.definition.parameters.push(Parameter {
                name: name.to_owned(),
                parameter_type: parameter.str("Type").map(str::to_owned),
                default: parameter.get("DefaultValue").and_then(Value::as_scalar).map(str::to_owned),
            });
        }
    }

    fn steps(&mut self, root: Value<'_>) {
        let mut open = Vec::new();
        self.open(root.get("Steps"), None, &mut open);
        while let Some(list) = open.last_mut() {
            let parent = list.parent;
            let Some(step) = list.steps.next() else {
                open.pop();
                continue;
            };
            if self.definition.steps.len() == MAX_STEPS {
                let message = || format!("there are more than {MAX_STEPS} steps; this one and the rest were left out");
                self.report(Code::Malformed, step, message);
                return;
            }
            if !step.is_object() {
                self.report(Code::Malformed, step, || "a step is not an object; it was left out".to_owned());
                continue;
            }
            let (index, nested) = self.step(step, parent);
            // The last list opened is read first.
            for (branch, list) in nested.into_iter().rev() {
                self.open(Some(list), Some(Parent { step: index, branch }), &mut open);
            }
        }
    }

    fn open<'t>(&mut self, list: Option<Value<'t>>, parent: Option<Parent>, open: &mut Vec<OpenList<'t>>) {
        let Some(list) = list.filter(|list| !list.is_null()) else { return };
        if !list.is_array() {
            self.report(Code::Malformed, list, || "a list of steps is not a list; it was left out".to_owned());
        }
        open.push(OpenList { steps: list.items(), parent });
    }

    fn step<'t>(&mut self, step: Value<'t>, parent: Option<Parent>) -> (usize, Vec<(Branch, Value<'t>)>) {
        let index = self.definition.steps.len();
        let name = step.str("Name").filter(|name| !name.is_empty()).map_or_else(
            || {
                self.report(Code::Malformed, step, || format!("a step has no 'Name'; it is called step-{}", index + 1));
                format!("step-{}", index + 1)
            },
            str::to_owned,
        );
        let step_type = StepType::from(step.str("Type").unwrap_or("Unknown"));
        if let StepType::Other(other) = &step_type {
            let message =
                || format!("step '{name}' has the unknown type '{other}'; its references and S3 URIs were read");
            self.report(Code::UnknownStepType, step, message);
        }
        // A step without arguments is whole: Lambda and Condition steps occur without.
        let arguments = step.get("Arguments").unwrap_or(step);
        let nested = nested_lists(arguments);
        let mut ports = Ports::read(&name, &step_type, step, arguments);
        let property_files = property_files(step);
        mark_reports(&mut ports, &property_files);

        let mut references = Vec::new();
        let mut unknown = Vec::new();
        let skip: Vec<_> = nested.iter().map(|(_, list)| *list).collect();
        references::collect(step, &skip, &ports.labelled, &mut references, &mut unknown);
        for Unknown { path, at } in unknown {
            let message = || format!("step '{name}' refers to '{}', which is not known", excerpt(path));
            self.report(Code::UnknownReference, at, message);
        }
        let depends_on = self.depends_on(step);
        let id = self.unique_id(step, &name);
        self.definition.steps.push(Step {
            id,
            step_type,
            display_name: step.str("DisplayName").map(str::to_owned),
            description: step.str("Description").map(str::to_owned),
            parent,
            depends_on,
            references,
            inputs: ports.inputs,
            outputs: ports.outputs,
            properties: ports.properties,
            property_files,
            deletes: ports.deletes,
            name,
        });
        (index, nested)
    }

    fn unique_id(&mut self, step: Value<'_>, name: &str) -> String {
        if self.ids.insert(name.to_owned()) {
            return name.to_owned();
        }
        // Thousands of steps of one name must not cost a search each from 2 on.
        let used = self.same_names.entry(name.to_owned()).or_insert(1);
        let id = loop {
            *used += 1;
            let id = format!("{name}#{used}");
            if self.ids.insert(id.clone()) {
                break id;
            }
        };
        self.report(Code::DuplicateName, step, || {
            format!("'{name}' is another step's name or id; this one has the id '{id}'")
        });
        id
    }

    fn depends_on(&mut self, step: Value<'_>) -> Vec<DependsOn> {
        let Some(list) = step.get("DependsOn").filter(|list| !list.is_null()) else { return Vec::new() };
        let single = list.as_str().is_some().then_some(list);
        let mut depends_on = Vec::new();
        for item in single.into_iter().chain(list.items()) {
            match item.as_str().or_else(|| item.str("Step")) {
                Some(step) => depends_on.push(DependsOn {
                    step: step.to_owned(),
                    trigger: item.str("Trigger").filter(|trigger| *trigger != "Completed").map(str::to_owned),
                }),
                None => self.report(Code::Malformed, item, || {
                    "an entry of 'DependsOn' is neither a step's name nor an object with 'Step'".to_owned()
                }),
            }
        }
        depends_on
    }
}

fn nested_lists(arguments: Value<'_>) -> Vec<(Branch, Value<'_>)> {
    [(Branch::If, "IfSteps"), (Branch::Else, "ElseSteps"), (Branch::Body, "ForEachBody")]
        .into_iter()
        .filter_map(|(branch, key)| Some((branch, arguments.get(key)?)))
        .collect()
}

fn property_files(step: Value<'_>) -> Vec<PropertyFile> {
    let text = |file: Value<'_>, key: &str| file.str(key).unwrap_or_default().to_owned();
    let files = step.get("PropertyFiles").into_iter().flat_map(Value::items);
    files
        .map(|file| PropertyFile {
            name: text(file, "PropertyFileName"),
            output_name: text(file, "OutputName"),
            path: text(file, "FilePath"),
        })
        .collect()
}

/// An output that holds a property file is a report, and so is one that is called an evaluation.
fn mark_reports(ports: &mut Ports, property_files: &[PropertyFile]) {
    let names: HashSet<&str> = property_files.iter().map(|file| file.output_name.as_str()).collect();
    for output in ports.outputs.iter_mut().filter(|output| output.kind == ArtifactKind::Dataset) {
        if names.contains(output.name.as_str()) || output.name.to_ascii_lowercase().contains("evaluation") {
            output.kind = ArtifactKind::Report;
        }
    }
}

fn excerpt(text: &str) -> String {
    text.chars().take(120).collect()
}
