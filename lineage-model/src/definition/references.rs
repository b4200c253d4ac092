use super::StepReference;
use crate::json::Value;

/// A piece of a step whose references carry the name of an input or output.
pub(super) struct Labelled {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) label: String,
}

/// A `Get` whose root is not one that the SageMaker documentation knows.
pub(super) struct Unknown<'t> {
    pub(super) path: &'t str,
    pub(super) at: Value<'t>,
}

/// Collects the references to steps in `value`, at any depth, except within `skip` (the lists of nested steps).
///
/// Only an object whose single key is `Get` counts; a plain string `Steps.a.b` does not. `labelled` is ordered and
/// does not overlap. The order of what is found says nothing.
pub(super) fn collect<'t>(
    value: Value<'t>,
    skip: &[Value<'t>],
    labelled: &[Labelled],
    found: &mut Vec<StepReference>,
    unknown: &mut Vec<Unknown<'t>>,
) {
    let mut open = vec![(value, None)];
    while let Some((value, key)) = open.pop() {
        if skip.iter().any(|nested| nested.at() == value.at()) {
            continue;
        }
        match value.single_entry() {
            Some(("Get", path)) if path.as_str().is_some() => {
                let path = path.as_str().unwrap_or_default();
                if let Some(step) = step_of(path) {
                    let label = label_of(value, labelled).or(key).or_else(|| leaf(path)).map(str::to_owned);
                    found.push(StepReference { step: step.to_owned(), label });
                } else if !is_known_root(path) {
                    unknown.push(Unknown { path, at: value });
                }
            }
            // What a condition compares is best told by the path within the property file.
            Some(("Std:JsonGet", arguments)) => {
                let path = arguments.get("Path").and_then(Value::as_str);
                open.extend(arguments.entries().map(|(_, child)| (child, path.or(key))));
            }
            _ => {
                open.extend(value.items().map(|item| (item, key)));
                open.extend(
                    value.entries().map(|(name, child)| (child, if is_plumbing(name) { key } else { Some(name) })),
                );
            }
        }
    }
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
    ["Parameters.", "Execution.", "PipelineExperimentConfig.", "ForEach.", "IterationOutput."]
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
