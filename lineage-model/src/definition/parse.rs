use std::collections::{HashMap, HashSet};
use std::iter::Enumerate;

use super::ports::{Ports, Unread};
use super::property_files::{mark_reports, property_files};
use super::references;
use super::unwrap::unwrap;
use super::{
    Branch, DefinitionError, DependsOn, MAX_DIAGNOSTICS, MAX_POINTER, Parent, PipelineDefinition, Step, StepType, cut,
};
use crate::json::{Items, Value};
use crate::{Code, Diagnostic};

/// SageMaker accepts 64. A step's name is copied into its ports and diagnostics.
const MAX_STEP_NAME: usize = 256;

/// A hundred times what SageMaker accepts in one pipeline: a text of empty steps must not cost hundreds of its size.
const MAX_STEPS: usize = 5000;

impl PipelineDefinition {
    /// The longest text that is read, in bytes: four times what the SageMaker API accepts, because
    /// wrapping a definition in a JSON string once or twice escapes each of its quotes.
    pub const MAX_BYTES: usize = 4 << 20;

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
pub(super) struct Parser<'t> {
    pub(super) definition: PipelineDefinition,
    /// The parameters that are declared, or were reported as not declared.
    pub(super) parameters: HashSet<&'t str>,
    ids: HashSet<String>,
    /// How many steps of each name that occurs twice were seen.
    same_names: HashMap<String, usize>,
    unreported: usize,
}

/// A list of steps that is being read, and what holds it.
struct OpenList<'t> {
    steps: Enumerate<Items<'t>>,
    parent: Option<Parent>,
    pointer: &'static str,
}

/// A list of steps within a step, and where it stands there.
struct Nested<'t> {
    branch: Branch,
    pointer: &'static str,
    list: Value<'t>,
}

impl<'t> Parser<'t> {
    pub(super) fn report(&mut self, code: Code, at: Value<'_>, message: impl FnOnce() -> String) {
        if self.definition.diagnostics.len() < MAX_DIAGNOSTICS {
            let diagnostic = Diagnostic::new(code, message());
            let pointer = Some(at.pointer()).filter(|pointer| pointer.len() <= MAX_POINTER);
            self.definition.diagnostics.push(match pointer {
                Some(pointer) => diagnostic.at(pointer),
                None => diagnostic,
            });
        } else {
            self.unreported += 1;
        }
    }

    fn finish(self, pipeline_name: Option<String>) -> PipelineDefinition {
        let mut definition = self.definition;
        definition.pipeline_name = pipeline_name;
        // It lives as long as the graph, and a step is large: what was grown for more of them is given back.
        definition.steps.shrink_to_fit();
        if self.unreported > 0 {
            let message = format!("{} more problems of this kind are not listed", self.unreported);
            definition.diagnostics.push(Diagnostic::new(Code::Malformed, message));
        }
        definition
    }

    fn steps(&mut self, root: Value<'t>) {
        let mut open = Vec::new();
        self.open(root.get("Steps"), None, "/Steps", &mut open);
        while let Some(list) = open.last_mut() {
            let (parent, pointer) = (list.parent, list.pointer);
            let Some((position, step)) = list.steps.next() else {
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
            let (index, nested) = self.step(step, parent, format!("{pointer}/{position}"));
            // The last list opened is read first.
            for Nested { branch, pointer, list } in nested.into_iter().rev() {
                self.open(Some(list), Some(Parent { step: index, branch }), pointer, &mut open);
            }
        }
    }

    fn open(
        &mut self,
        list: Option<Value<'t>>,
        parent: Option<Parent>,
        pointer: &'static str,
        open: &mut Vec<OpenList<'t>>,
    ) {
        let Some(list) = list.filter(|list| !list.is_null()) else { return };
        if !list.is_array() {
            self.report(Code::Malformed, list, || "a list of steps is not a list; it was left out".to_owned());
        }
        open.push(OpenList { steps: list.items().enumerate(), parent, pointer });
    }

    fn step(&mut self, step: Value<'t>, parent: Option<Parent>, pointer: String) -> (usize, Vec<Nested<'t>>) {
        let index = self.definition.steps.len();
        let name = self.step_name(step, index);
        let step_type = StepType::from(step.str("Type").unwrap_or("Unknown"));
        if let StepType::Other(other) = &step_type {
            let message = || {
                format!("step '{name}' has the unknown type '{}'; its references and S3 URIs were read", excerpt(other))
            };
            self.report(Code::UnknownStepType, step, message);
        }
        let arguments = self.arguments(step, &name);
        let nested = nested_lists(&step_type, step, arguments);
        let mut ports = Ports::read(&name, &step_type, step, arguments);
        let property_files = property_files(&mut ports, step);
        mark_reports(&mut ports, &property_files);
        for Unread { what, at } in std::mem::take(&mut ports.unread) {
            self.report(Code::Malformed, at, || format!("step '{name}': {what}"));
        }
        self.unreported += ports.unlisted;

        let skip: Vec<_> = nested.iter().map(|nested| nested.list).collect();
        let references = references::collect(step, &step_type, &skip, &ports.labelled);
        for (path, at) in references.unknown {
            let message = || format!("step '{name}' refers to '{}', which is not known", excerpt(path));
            self.report(Code::UnknownReference, at, message);
        }
        for (parameter, at) in references.parameters {
            if self.parameters.insert(parameter) {
                let message = || format!("step '{name}' refers to the undeclared parameter '{}'", excerpt(parameter));
                self.report(Code::UndeclaredParameter, at, message);
            }
        }
        let depends_on = self.depends_on(step);
        let id = self.unique_id(step, &name);
        self.definition.steps.push(Step {
            id,
            step_type,
            display_name: step.str("DisplayName").map(str::to_owned),
            description: step.str("Description").map(str::to_owned),
            parent,
            pointer,
            depends_on,
            references: references.steps,
            inputs: ports.inputs,
            outputs: ports.outputs,
            properties: ports.properties,
            property_files,
            deletes: ports.deletes,
            queries: ports.queries,
            engine: ports.engine,
            name,
        });
        (index, nested)
    }

    fn step_name(&mut self, step: Value<'_>, index: usize) -> String {
        let called = format!("step-{}", index + 1);
        match step.str("Name") {
            Some(name) if name.len() > MAX_STEP_NAME => {
                self.report(Code::Malformed, step, || {
                    format!("the step's name has more than {MAX_STEP_NAME} bytes; it is called {called}")
                });
                called
            }
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => {
                self.report(Code::Malformed, step, || format!("a step has no 'Name'; it is called {called}"));
                called
            }
        }
    }

    /// None where there are none: Lambda and Condition steps occur without.
    fn arguments(&mut self, step: Value<'t>, name: &str) -> Option<Value<'t>> {
        let arguments = step.get("Arguments").filter(|arguments| !arguments.is_null())?;
        if !arguments.is_object() {
            self.report(Code::Malformed, arguments, || {
                format!("step '{name}': 'Arguments' is not an object; only references were read")
            });
            return None;
        }
        Some(arguments)
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
        let single = (!list.is_array()).then_some(list);
        let mut depends_on = Vec::new();
        for item in single.into_iter().chain(list.items()) {
            match item.as_str().or_else(|| item.str("Step")) {
                Some(step) => depends_on.push(DependsOn {
                    step: step.to_owned(),
                    trigger: item
                        .str("Trigger")
                        .filter(|trigger| *trigger != "Completed")
                        .map(|text| cut(text).to_owned()),
                }),
                None => self.report(Code::Malformed, item, || {
                    "an entry of 'DependsOn' is neither a step's name nor an object with 'Step'".to_owned()
                }),
            }
        }
        depends_on
    }
}

/// The lists of nested steps; of the steps that have them by their type, those beside the arguments too.
fn nested_lists<'t>(step_type: &StepType, step: Value<'t>, arguments: Option<Value<'t>>) -> Vec<Nested<'t>> {
    let envelope = Some(step).filter(|_| matches!(step_type, StepType::Condition | StepType::ForEach));
    [
        (Branch::If, "IfSteps", "/Arguments/IfSteps", "/IfSteps"),
        (Branch::Else, "ElseSteps", "/Arguments/ElseSteps", "/ElseSteps"),
        (Branch::Body, "ForEachBody", "/Arguments/ForEachBody", "/ForEachBody"),
    ]
    .into_iter()
    .filter_map(|(branch, key, within, beside)| {
        let found = |holder: Option<Value<'t>>, pointer| Some(Nested { branch, pointer, list: holder?.get(key)? });
        found(arguments, within).or_else(|| found(envelope, beside))
    })
    .collect()
}

pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(120).collect()
}
