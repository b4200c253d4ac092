use super::{StepReference, StepType, cut};
use crate::definition::ports::snake;
use crate::json::Value;

/// A piece of a step whose references carry the name of an input or output.
pub(super) struct Labelled {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) label: String,
}

/// What the `Get`s of a step refer to.
#[derive(Default)]
pub(super) struct Found<'t> {
    pub(super) steps: Vec<StepReference>,
    /// The names of parameters, and where each stands.
    pub(super) parameters: Vec<(&'t str, Value<'t>)>,
    /// Paths whose root is not one that the SageMaker documentation knows.
    pub(super) unknown: Vec<(&'t str, Value<'t>)>,
}

/// Collects the references in `value`, at any depth, except within `skip` (the lists of nested steps).
///
/// Only an object whose single key is `Get` counts; a plain string `Steps.a.b` does not. `labelled` is ordered and
/// does not overlap. What is found is ordered by the keys that lead there, not by where they stand in the text.
pub(super) fn collect<'t>(
    value: Value<'t>,
    step_type: &StepType,
    skip: &[Value<'t>],
    labelled: &[Labelled],
) -> Found<'t> {
    let mut found = Found::default();
    let has_payload = matches!(step_type, StepType::Lambda | StepType::Callback);
    let mut open = vec![Open { value, name: "", label: None, in_payload: false }];
    while let Some(Open { value, label, in_payload, .. }) = open.pop() {
        if skip.iter().any(|nested| nested.at() == value.at()) {
            continue;
        }
        match value.single_entry() {
            Some(("Get", path)) if path.as_str().is_some() => {
                let path = path.as_str().unwrap_or_default();
                if let Some(step) = step_of(path) {
                    let port = || label_of(value, labelled).map(str::to_owned);
                    let label = port().or_else(|| Some(label?.text())).or_else(|| leaf(path).map(str::to_owned));
                    let label = label.map(|label| cut(&label).to_owned());
                    found.steps.push(StepReference { step: step.to_owned(), label });
                } else if let Some(name) = path.strip_prefix("Parameters.") {
                    found.parameters.push((name, value));
                } else if !is_known_root(path) {
                    found.unknown.push((path, value));
                }
            }
            // What a condition compares is best told by the path within the property file.
            Some(("Std:JsonGet", arguments)) => {
                let label = arguments.get("Path").and_then(Value::as_str).map(Label::AsWritten).or(label);
                open.extend(arguments.entries().map(|(name, value)| Open { value, name, label, in_payload }));
            }
            _ => {
                let first = open.len();
                // Most values are texts, and those hold no references.
                let holds = |value: &Value<'_>| value.is_object() || value.is_array();
                let items = value.items().filter(holds);
                open.extend(items.map(|value| Open { value, name: "", label, in_payload }));
                let entries = value.entries().filter(|(_, value)| holds(value));
                open.extend(entries.map(|(name, value)| {
                    let own = if in_payload { Label::AsWritten(name) } else { Label::Field(name) };
                    let label = if is_plumbing(name) { label } else { Some(own) };
                    let opens_payload = is_payload(name) || has_payload && name == "Arguments";
                    Open { value, name, label, in_payload: in_payload || opens_payload }
                }));
                // The last one opened is read first.
                let children = open.get_mut(first..).unwrap_or_default();
                children.reverse();
                children.sort_by(|a, b| b.name.cmp(a.name));
            }
        }
    }
    found
}

/// A value that is to be read.
struct Open<'t> {
    value: Value<'t>,
    /// Its own key; empty in a list.
    name: &'t str,
    label: Option<Label<'t>>,
    in_payload: bool,
}

/// What a reference is used for, by the nearest key that says something.
#[derive(Clone, Copy)]
enum Label<'t> {
    /// A field of the API.
    Field(&'t str),
    /// A name that a user chose.
    AsWritten(&'t str),
}

impl Label<'_> {
    fn text(self) -> String {
        match self {
            Self::Field(name) => snake(cut(name)),
            Self::AsWritten(name) => cut(name).to_owned(),
        }
    }
}

/// Fields whose keys are the user's own.
fn is_payload(key: &str) -> bool {
    matches!(key, "HyperParameters" | "StaticHyperParameters" | "Environment")
}

/// The last piece of a property path: `x` of `Steps.A.OutputParameters['x']`.
fn leaf(path: &str) -> Option<&str> {
    let after_step = path.splitn(3, ['.', '[']).nth(2)?;
    let mut pieces = after_step.split(['.', '[', ']', '\'', '"']);
    // Neither what stands between two separators nor a position says anything.
    pieces.rfind(|piece| piece.bytes().any(|b| !b.is_ascii_digit()))
}

/// The step that a `Steps.<name>.<property path>` refers to.
pub(super) fn step_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("Steps.")?;
    rest.split(['.', '[']).next().filter(|name| !name.is_empty())
}

fn is_known_root(path: &str) -> bool {
    ["Execution.", "PipelineExperimentConfig.", "ForEach.", "IterationOutput."]
        .iter()
        .any(|root| path.starts_with(root))
}

/// Keys of expressions: they say how a value is made, not what it is for.
fn is_plumbing(key: &str) -> bool {
    matches!(
        key,
        "Std:Join"
            | "Values"
            | "On"
            | "Arguments"
            | "Conditions"
            | "Condition"
            | "Expression"
            | "LeftValue"
            | "RightValue"
            | "QueryValue"
    )
}

fn label_of<'l>(value: Value<'_>, labelled: &'l [Labelled]) -> Option<&'l str> {
    let after = labelled.partition_point(|piece| piece.start <= value.at());
    let piece = labelled.get(after.checked_sub(1)?)?;
    (value.at() < piece.end).then_some(piece.label.as_str())
}
