//! Steps whose data stands in free text: arguments of programs, payloads of functions, types nobody knows.

use super::{Direction, Ports, names_an_output};
use crate::definition::{Deletion, Template, TemplatePart};
use crate::graph::ArtifactKind;
use crate::json::{Tape, Value};

/// `--name value`, `--name=value` and bare values of a command line. What a flag names decides the direction.
pub(super) fn arguments(ports: &mut Ports, list: Value<'_>) {
    let mut flag = None;
    for (index, argument) in list.items().enumerate() {
        let text = argument.as_str().unwrap_or_default();
        if let Some(name) = text.strip_prefix('-') {
            let name = name.trim_start_matches('-');
            match name.split_once('=') {
                Some((name, value)) if is_s3(value) => ports.push_text(name, value),
                Some(_) => {}
                None => flag = Some(name),
            }
            continue;
        }
        let numbered = format!("argument-{}", index + 1);
        let name = flag.take().unwrap_or(&numbered);
        ports.tentative(direction(name), name, argument, ArtifactKind::Dataset);
    }
}

/// A payload of any shape: every text in it that turns out to be an S3 URI, named by its key.
pub(super) fn any(ports: &mut Ports, value: Value<'_>) {
    let mut open = vec![(value, "argument", false)];
    while let Some((value, key, within_output)) = open.pop() {
        if value.as_str().is_some() || matches!(value.single_entry(), Some(("Get" | "Std:Join", _))) {
            let direction = if within_output { Direction::Output } else { Direction::Input };
            ports.tentative(direction, key, value, ArtifactKind::Dataset);
            continue;
        }
        let mut children: Vec<_> =
            value.entries().map(|(key, child)| (child, key, within_output || names_an_output(key))).collect();
        // Keys have no order of their own.
        children.sort_by(|(_, a, _), (_, b, _)| b.cmp(a));
        open.extend(children);
        let first = open.len();
        open.extend(value.items().map(|item| (item, key, within_output)));
        if let Some(items) = open.get_mut(first..) {
            items.reverse();
        }
    }
}

/// A step of an EMR cluster.
pub(super) fn emr(ports: &mut Ports, args: Value<'_>) {
    if let Some(step) = args.path(["StepConfig", "HadoopJarStep"]) {
        if let Some(jar) = step.get("Jar") {
            ports.tentative(Direction::Input, "jar", jar, ArtifactKind::Code);
        }
        if let Some(list) = step.get("Args") {
            arguments(ports, list);
        }
    }
    ports.output("log_uri", args.path(["ClusterConfig", "LogUri"]), ArtifactKind::Other);
}

/// An EMR Serverless job run; its keys are in camel case.
pub(super) fn emr_serverless(ports: &mut Ports, args: Value<'_>) {
    let Some(config) = args.get("JobConfig") else { return any(ports, args) };
    if let Some(submit) = config.path(["jobDriver", "sparkSubmit"]) {
        ports.input("entry_point", submit.get("entryPoint"), ArtifactKind::Code);
        if let Some(list) = submit.get("entryPointArguments") {
            arguments(ports, list);
        }
    }
    let monitoring = config.path(["configurationOverrides", "monitoringConfiguration", "s3MonitoringConfiguration"]);
    ports.output("log_uri", monitoring.and_then(|m| m.get("logUri")), ArtifactKind::Other);
}

/// Lineage entities: what they were made from.
pub(super) fn lineage(ports: &mut Ports, args: Value<'_>) {
    for (list, fallback) in [("Artifacts", "artifact"), ("Actions", "action"), ("Contexts", "context")] {
        for entity in args.get(list).into_iter().flat_map(Value::items) {
            let name = entity.get("ArtifactName").or_else(|| entity.get("ActionName")).or_else(|| entity.get("Name"));
            let name = name.and_then(Value::as_str).unwrap_or(fallback);
            if let Some(uri) = entity.path(["Source", "SourceUri"]) {
                ports.tentative(Direction::Input, name, uri, ArtifactKind::Dataset);
            }
        }
    }
}

/// What a Cleanup step deletes. Nothing of it is read or written.
pub(super) fn cleanup(ports: &mut Ports, args: Value<'_>) {
    for entry in args.path(["Resources", "S3"]).into_iter().flat_map(Value::items) {
        let locations = entry.get("S3Uris").into_iter().flat_map(Value::items).filter_map(Template::read).collect();
        ports.deletes.push(Deletion { step: entry.str("StepName").map(str::to_owned), locations });
    }
}

/// A job whose configuration is a JSON text, often joined from pieces of text and references.
pub(super) fn job(ports: &mut Ports, args: Value<'_>) {
    let Some(document) = args.get("JobConfigDocument").and_then(Template::read) else { return any(ports, args) };
    // References become one character each that no definition holds, so that the pieces parse as one JSON text.
    let mut text = String::new();
    let mut references = Vec::new();
    let mut quoted = false;
    for part in document.parts() {
        match part {
            TemplatePart::Text(piece) => {
                quoted = ends_quoted(piece, quoted);
                text.push_str(piece);
            }
            TemplatePart::Slash => text.push('/'),
            reference => {
                let quote = if quoted { "" } else { "\"" };
                text.push_str(quote);
                text.extend(private_use(references.len()));
                text.push_str(quote);
                references.push(reference.clone());
            }
        }
    }
    let Ok(tape) = Tape::parse(&text) else { return };
    let mut inner = Ports::default();
    any(&mut inner, tape.root());
    // Labels point into the other text.
    let restore = |port: &mut super::Port| port.location = with_references(&port.location, &references);
    inner.inputs.iter_mut().chain(&mut inner.outputs).for_each(restore);
    ports.inputs.extend(inner.inputs);
    ports.outputs.extend(inner.outputs);
}

/// Whether a piece of JSON ends within a string, when it began within one or not.
fn ends_quoted(piece: &str, mut quoted: bool) -> bool {
    let mut escaped = false;
    for byte in piece.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ => {}
        }
    }
    quoted
}

/// A text that may stand in quotes of its own, as SDK hyperparameters do.
pub(super) fn quoted(ports: &mut Ports, name: &str, value: Value<'_>, kind: ArtifactKind) {
    match value.as_str().and_then(|text| text.strip_prefix('"')?.strip_suffix('"')) {
        Some(text) if is_s3(text) => ports.inputs.push(port(name, text, kind)),
        Some(_) => {}
        None => ports.tentative(Direction::Input, name, value, kind),
    }
}

impl Ports {
    fn push_text(&mut self, name: &str, text: &str) {
        self.push(direction(name), port(name, text, ArtifactKind::Dataset));
    }
}

fn port(name: &str, text: &str, kind: ArtifactKind) -> super::Port {
    super::Port { name: name.to_owned(), location: Template::text(text), kind, property: None, tentative: true }
}

fn direction(name: &str) -> Direction {
    if names_an_output(name) { Direction::Output } else { Direction::Input }
}

fn is_s3(text: &str) -> bool {
    text.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("s3://"))
}

const PRIVATE_USE: u32 = 0xF_0000;

fn private_use(index: usize) -> Option<char> {
    char::from_u32(PRIVATE_USE.checked_add(u32::try_from(index).ok()?)?)
}

/// Whether a character stands for a reference in the text of a `JobConfigDocument`.
pub(super) fn is_reference(c: char) -> bool {
    u32::from(c) >= PRIVATE_USE
}

fn with_references(location: &Template, references: &[TemplatePart]) -> Template {
    let mut restored = Template::default();
    let mut buffer = [0; 4];
    for part in location.parts() {
        let TemplatePart::Text(text) = part else {
            restored.push(part.clone());
            continue;
        };
        for c in text.chars() {
            let index = u32::from(c).checked_sub(PRIVATE_USE).and_then(|index| usize::try_from(index).ok());
            match index.and_then(|index| references.get(index)) {
                Some(reference) => restored.push(reference.clone()),
                None => restored.push_text(c.encode_utf8(&mut buffer)),
            }
        }
    }
    restored
}
