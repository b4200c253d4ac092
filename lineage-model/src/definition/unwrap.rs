//! Finds the definition in what people keep around it: an answer of `describe-pipeline`, the input of
//! `create-pipeline`, a CloudFormation template, a JSON text within a JSON string.

use super::{DefinitionError, PipelineDefinition};
use crate::json::{SyntaxError, Tape, Value};

/// How many wrappings are taken off before the text counts as something else.
const MAX_WRAPPINGS: usize = 4;

enum Found {
    /// The definition is the text itself.
    Here,
    /// The definition is in a string of the text.
    Inside(String),
}

/// Gives `read` the definition in a text, and the name of the pipeline where the text around it tells one.
pub(super) fn unwrap<T>(text: &str, read: impl FnOnce(Value<'_>, Option<String>) -> T) -> Result<T, DefinitionError> {
    let mut name = None;
    let tape = parse(text)?;
    let mut inside = match find(tape.root(), &mut name)? {
        Found::Here => return Ok(read(tape.root(), name)),
        Found::Inside(inside) => inside,
    };
    for _ in 1..MAX_WRAPPINGS {
        let tape = parse(&inside)?;
        match find(tape.root(), &mut name)? {
            Found::Here => return Ok(read(tape.root(), name)),
            Found::Inside(further) => inside = further,
        }
    }
    Err(not_a_definition("it is wrapped in strings more often than any tool does"))
}

fn parse(text: &str) -> Result<Tape<'_>, DefinitionError> {
    Tape::parse(text).map_err(|SyntaxError { line, column, message }| DefinitionError::NotJson {
        line,
        column,
        message,
    })
}

fn find(root: Value<'_>, name: &mut Option<String>) -> Result<Found, DefinitionError> {
    if let Some(text) = root.as_str() {
        return Ok(Found::Inside(text.to_owned()));
    }
    if !root.is_object() {
        return Err(not_a_definition("expected a JSON object with 'Steps'"));
    }
    if root.get("Steps").is_some() {
        return Ok(Found::Here);
    }
    let holder = match root.get("Resources") {
        Some(resources) => cloud_formation(resources)?,
        None if root.str("Type") == Some("AWS::SageMaker::Pipeline") => root.get("Properties").unwrap_or(root),
        None => root,
    };
    if let Some(found) = holder.str("PipelineName") {
        *name = Some(found.to_owned());
    }
    let Some(body) = holder.get("PipelineDefinition") else {
        return Err(not_a_definition("it has no 'Steps', and no 'PipelineDefinition' that could hold them"));
    };
    let body = body.get("PipelineDefinitionBody").unwrap_or(body);
    // Fn::Sub takes a text, or a list of a text and its variables; what it would put in stays as written.
    if let Some(join) = body.get("Fn::Join") {
        return joined(join).map(Found::Inside);
    }
    let body = body.get("Fn::Sub").unwrap_or(body);
    let body = body.items().next().unwrap_or(body);
    match body.as_str() {
        Some(text) => Ok(Found::Inside(text.to_owned())),
        None if body.get("Steps").is_some() => Ok(Found::Inside(body.text())),
        None => {
            Err(not_a_definition("'PipelineDefinition' holds no text; a definition kept in S3 must be fetched first"))
        }
    }
}

/// The text of an `Fn::Join`: a separator and a list of texts and references. A reference becomes what `Fn::Sub` has
/// for it: `${Name}`.
fn joined(join: Value<'_>) -> Result<String, DefinitionError> {
    let malformed = || not_a_definition("'Fn::Join' is not a list of a separator and a list of texts and references");
    let (separator, parts) = match join.items().collect::<Vec<_>>().as_slice() {
        [separator, parts] if parts.is_array() => (separator.as_str().ok_or_else(malformed)?, parts.items()),
        _ => return Err(malformed()),
    };
    let mut text = String::new();
    for (index, part) in parts.enumerate() {
        if index > 0 {
            text.push_str(separator);
        }
        match part.single_entry() {
            Some(("Ref", name)) => push_reference(&mut text, name.as_str().ok_or_else(malformed)?),
            Some(("Fn::GetAtt", name)) => {
                let list: Vec<_> = name.as_str().into_iter().chain(name.items().filter_map(Value::as_str)).collect();
                push_reference(&mut text, &list.join("."));
            }
            Some(("Fn::Sub", inner)) => text.push_str(inner.as_str().ok_or_else(malformed)?),
            _ => text.push_str(part.as_scalar().ok_or_else(malformed)?),
        }
        let (bytes, limit) = (text.len(), PipelineDefinition::MAX_BYTES);
        if bytes > limit {
            return Err(DefinitionError::TooLarge { bytes, limit });
        }
    }
    Ok(text)
}

fn push_reference(text: &mut String, name: &str) {
    text.push_str("${");
    text.push_str(name);
    text.push('}');
}

fn cloud_formation(resources: Value<'_>) -> Result<Value<'_>, DefinitionError> {
    let mut pipelines = resources.entries().filter(|(_, r)| r.str("Type") == Some("AWS::SageMaker::Pipeline"));
    match (pipelines.next(), pipelines.next()) {
        (Some((_, pipeline)), None) => Ok(pipeline.get("Properties").unwrap_or(pipeline)),
        (None, _) => Err(not_a_definition("the template has no resource of type AWS::SageMaker::Pipeline")),
        (Some(_), Some(_)) => Err(not_a_definition("the template has several pipelines; give the definition of one")),
    }
}

fn not_a_definition(reason: &str) -> DefinitionError {
    DefinitionError::NotADefinition { reason: reason.to_owned() }
}
