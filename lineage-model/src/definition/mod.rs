//! SageMaker pipeline definitions, parsed.
//!
//! [`PipelineDefinition::parse`] takes the text that `DescribePipeline` returns (or a file that wraps it) and never
//! fails as a whole for one bad step: what is not understood is a [`Diagnostic`] with a JSON pointer.

mod error;
mod parameters;
mod parse;
mod ports;
mod property_files;
mod queries;
mod references;
mod step_type;
mod template;
mod unwrap;

pub use error::DefinitionError;
pub(crate) use queries::is_sql_like;
pub use queries::{Query, QueryEngine};
pub use step_type::StepType;
pub use template::{Template, TemplatePart};

use crate::Diagnostic;
use crate::graph::ArtifactKind;

/// More would say nothing that the first ones did not.
const MAX_DIAGNOSTICS: usize = 200;

/// A longer pointer leads nowhere that people would follow, and every diagnostic has one.
const MAX_POINTER: usize = 16 << 10;

/// Names and labels are copied to wherever they are used, and no real one is near this length, in bytes.
const MAX_NAME: usize = 200;

/// A name or label that the text told, cut at [`MAX_NAME`].
fn cut(name: &str) -> &str {
    name.get(..name.floor_char_boundary(MAX_NAME)).unwrap_or_default()
}

/// A pipeline definition.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PipelineDefinition {
    /// The pipeline's name, where the text around the definition told one.
    pub pipeline_name: Option<String>,
    /// The parameters, in order.
    pub parameters: Vec<Parameter>,
    /// All steps, each container before the steps in it, otherwise in the order of the text.
    pub steps: Vec<Step>,
    /// What was not understood.
    pub diagnostics: Vec<Diagnostic>,
}

impl PipelineDefinition {
    /// Where a step stands, as an RFC 6901 JSON pointer; none where the pointer would be longer than any that people
    /// would follow, or where there is no such step.
    #[must_use]
    pub fn pointer(&self, step: usize) -> Option<String> {
        let mut pieces = Vec::new();
        let mut length = 0;
        let mut at = Some(step);
        while let Some(index) = at {
            let step = self.steps.get(index)?;
            length += step.pointer.len();
            if length > MAX_POINTER {
                return None;
            }
            pieces.push(step.pointer.as_str());
            // Containers stand before what they hold.
            at = step.parent.map(|parent| parent.step).filter(|parent| *parent < index);
        }
        Some(pieces.into_iter().rev().collect())
    }
}

/// A parameter of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// `String`, `Integer`, `Boolean`, `Float`, or whatever else the text says.
    pub parameter_type: Option<String>,
    /// The default as text; without one the value must come from the execution.
    pub default: Option<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The name, made unique: of two steps with one name the second is `name#2`.
    pub id: String,
    /// The name as written.
    pub name: String,
    /// The type.
    pub step_type: StepType,
    /// The name people see.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The Condition or ForEach step that holds this one.
    pub parent: Option<Parent>,
    /// Where it stands in the one that holds it, else in the definition, as a JSON pointer: `/Steps/0`.
    pub pointer: String,
    /// The steps that it was told to wait for.
    pub depends_on: Vec<DependsOn>,
    /// References to other steps, wherever they stand in this one.
    pub references: Vec<StepReference>,
    /// What it reads, in the API's order.
    pub inputs: Vec<Port>,
    /// What it writes, in the API's order.
    pub outputs: Vec<Port>,
    /// Further properties that other steps can refer to, by property path.
    pub properties: Vec<(String, Template)>,
    /// Files whose values other steps can refer to (`PropertyFiles`).
    pub property_files: Vec<PropertyFile>,
    /// What a Cleanup step deletes.
    pub deletes: Vec<Deletion>,
    /// Its texts that are SQL, or may be.
    pub queries: Vec<Query>,
    /// What runs the SQL in its arguments and scripts, as far as they say so.
    pub engine: Option<QueryEngine>,
}

/// Where a nested step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// The index of the containing step.
    pub step: usize,
    /// Which list of it.
    pub branch: Branch,
}

/// The lists that hold nested steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Branch {
    /// `IfSteps` of a Condition.
    If,
    /// `ElseSteps` of a Condition.
    Else,
    /// `ForEachBody` of a ForEach.
    Body,
}

/// An entry of `DependsOn`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependsOn {
    /// The step's name as written.
    pub step: String,
    /// `Failed`, `Stopped`, `Any`: how it must end; on completion where there is none.
    pub trigger: Option<String>,
}

/// A reference to a property of another step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepReference {
    /// The step's name as written.
    pub step: String,
    /// What the property is used for: the input's name, else the key that it stands under.
    pub label: Option<String>,
}

/// A place that a step reads or writes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Port {
    /// InputName, OutputName or ChannelName; a single field by its snake-case name.
    pub name: String,
    /// Where it is.
    pub location: Template,
    /// What it holds.
    pub kind: ArtifactKind,
    /// The property path by which other steps refer to it.
    pub property: Option<String>,
    /// Found in free text (arguments, a Lambda's payload): a port only if it turns out to be an S3 URI.
    pub tentative: bool,
}

/// A file whose values other steps can refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyFile {
    /// The name that references use.
    pub name: String,
    /// The output that holds it.
    pub output_name: String,
    /// Where it is below that output.
    pub path: String,
}

/// What a Cleanup step deletes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The step whose outputs it deletes.
    pub step: Option<String>,
    /// Which of them; all when empty.
    pub locations: Vec<Template>,
}
