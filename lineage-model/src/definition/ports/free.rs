//! Steps whose data stands in free text: arguments of programs, payloads of functions, types nobody knows.

use super::words::{names_an_output, snake};
use super::{Direction, Ports};
use crate::definition::queries::{may_be_sql, names_sql};
use crate::definition::{Deletion, Query, QueryEngine, Template, TemplatePart, cut};
use crate::graph::ArtifactKind;
use crate::json::{Tape, Value};

/// `--name value`, `--name=value`, `name=value` and bare values of a command line. What a flag names decides the
/// direction.
pub(super) fn arguments<'t>(ports: &mut Ports<'t>, holder: Value<'t>, key: &str) {
    let mut flag = None;
    for (index, argument) in ports.list(holder, key).enumerate() {
        let Some(template) = Template::read(argument) else {
            ports.unread(argument, || {
                format!("an entry of '{key}' is neither a text nor an expression; it was left out")
            });
            continue;
        };
        let head = match template.parts().first() {
            Some(TemplatePart::Text(head)) => head.clone(),
            _ => String::new(),
        };
        if ports.engine.is_none() && template.parts().len() == 1 {
            ports.engine = QueryEngine::of_program(&head);
        }
        if let Some(name) = pair(&head) {
            let value = template.without_head(head.find('=').map_or(0, |at| at + 1));
            ports.query(name, &value);
            ports.argument(name, argument, value);
            flag = None;
        } else if head.starts_with('-') && !is_comment(&head) {
            flag = Some(head.trim_start_matches('-').to_owned());
        } else {
            let name = flag.take().unwrap_or_else(|| format!("argument-{}", index + 1));
            ports.query(&name, &template);
            ports.argument(&name, argument, template);
        }
    }
}

/// The name in `--name=` and `name=`.
fn pair(head: &str) -> Option<&str> {
    let (name, _) = head.split_once('=')?;
    let flag = name.trim_start_matches('-');
    // An S3 key may hold such a sign too.
    let is_word = || flag.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    (name.starts_with('-') && !is_comment(name) || !flag.is_empty() && is_word()).then_some(flag)
}

/// Whether what looks like an option is the comment that a text begins with.
fn is_comment(head: &str) -> bool {
    head.starts_with("-- ") || head.contains('\n')
}

/// A user's payload: every text in it that turns out to be an S3 URI, named by its key.
pub(super) fn payload<'t>(ports: &mut Ports<'t>, value: Value<'t>) {
    any(ports, value, false);
}

/// A request whose shape is not known: every text in it that turns out to be an S3 URI, named as its channel, else by
/// the key that says what it is for.
pub(super) fn request<'t>(ports: &mut Ports<'t>, value: Value<'t>) {
    any(ports, value, true);
}

/// A value on the way to its texts.
#[derive(Clone, Copy)]
struct Open<'t> {
    value: Value<'t>,
    key: &'t str,
    name: &'t str,
    /// The name is one that a user gave.
    is_given: bool,
    is_output: bool,
}

fn any<'t>(ports: &mut Ports<'t>, value: Value<'t>, is_request: bool) {
    let mut open = vec![Open { value, key: "", name: "argument", is_given: !is_request, is_output: false }];
    while let Some(at) = open.pop() {
        let Open { value, name, is_given, .. } = at;
        let label = || if is_given { cut(name).to_owned() } else { snake(cut(name)) };
        match value.single_entry() {
            Some(("Std:JsonGet", _)) => {
                ports.label(value, &label());
                continue;
            }
            Some(("Get" | "Std:Join", _)) => {}
            _ if value.as_str().is_some() => {}
            _ => {
                let first = open.len();
                open.extend(value.items().map(|value| Open { value, key: "", ..at }));
                open.extend(value.entries().map(|(key, value)| at.child(key, value, is_request)));
                // The last one opened is read first; keys have no order of their own.
                let children = open.get_mut(first..).unwrap_or_default();
                children.reverse();
                children.sort_by(|a, b| b.key.cmp(a.key));
                let given = is_request.then(|| given_name(value)).flatten();
                for child in children.iter_mut().filter(|_| given.is_some()) {
                    child.name = given.unwrap_or(child.name);
                    child.is_given = true;
                }
                continue;
            }
        }
        let direction = if at.is_output { Direction::Output } else { Direction::Input };
        ports.tentative(direction, &label(), value, ArtifactKind::Dataset);
    }
}

impl<'t> Open<'t> {
    fn child(self, key: &'t str, value: Value<'t>, is_request: bool) -> Self {
        let says_more = !(is_request && (self.is_given || says_only_where(key) && self.name != "argument"));
        let name = if says_more { key } else { self.name };
        Self { value, key, name, is_output: self.is_output || names_an_output(key), ..self }
    }
}

/// The name of the channel, input or output that an object is about.
fn given_name(object: Value<'_>) -> Option<&str> {
    ["ChannelName", "InputName", "OutputName"].into_iter().find_map(|key| object.str(key))
}

/// `S3Uri`, `S3OutputPath`, `DataSource`: keys that say that there is a place, and not what it is for.
fn says_only_where(key: &str) -> bool {
    key.starts_with("S3") || key.starts_with("s3") || matches!(key, "Uri" | "Url" | "uri" | "url" | "DataSource")
}

/// A step of an EMR cluster.
pub(super) fn emr<'t>(ports: &mut Ports<'t>, args: Value<'t>) {
    if let Some(step) = args.path(["StepConfig", "HadoopJarStep"]) {
        if let Some(jar) = step.get("Jar") {
            ports.tentative(Direction::Input, "jar", jar, ArtifactKind::Code);
        }
        arguments(ports, step, "Args");
    }
    ports.output("log_uri", args.path(["ClusterConfig", "LogUri"]), ArtifactKind::Other);
}

/// An EMR Serverless job run; its keys are in camel case.
pub(super) fn emr_serverless<'t>(ports: &mut Ports<'t>, args: Value<'t>) {
    let Some(config) = args.get("JobConfig") else { return request(ports, args) };
    if let Some(submit) = config.path(["jobDriver", "sparkSubmit"]) {
        ports.engine = Some(QueryEngine::Spark);
        ports.input("entry_point", submit.get("entryPoint"), ArtifactKind::Code);
        arguments(ports, submit, "entryPointArguments");
    }
    if let Some(hive) = config.path(["jobDriver", "hive"]) {
        ports.engine = Some(QueryEngine::Hive);
        for (name, key) in [("init_query_file", "initQueryFile"), ("query", "query")] {
            let Some(query) = hive.get(key) else { continue };
            ports.tentative(Direction::Input, name, query, ArtifactKind::Code);
            if let Some(text) = Template::read(query) {
                ports.query(name, &text);
            }
        }
    }
    let monitoring = config.path(["configurationOverrides", "monitoringConfiguration", "s3MonitoringConfiguration"]);
    ports.output("log_uri", monitoring.and_then(|m| m.get("logUri")), ArtifactKind::Other);
}

/// Lineage entities: what they were made from.
pub(super) fn lineage<'t>(ports: &mut Ports<'t>, args: Value<'t>) {
    for (list, fallback) in [("Artifacts", "artifact"), ("Actions", "action"), ("Contexts", "context")] {
        for entity in ports.objects(args, list) {
            let names = ["ArtifactName", "ActionName", "ContextName", "Name"];
            let name = names.into_iter().find_map(|key| entity.str(key)).unwrap_or(fallback);
            if let Some(uri) = entity.path(["Source", "SourceUri"]) {
                ports.tentative(Direction::Input, name, uri, ArtifactKind::Dataset);
            }
        }
    }
}

/// What a Cleanup step deletes. Nothing of it is read or written.
pub(super) fn cleanup<'t>(ports: &mut Ports<'t>, args: Value<'t>) {
    let Some(resources) = args.get("Resources") else { return };
    for entry in ports.objects(resources, "S3").filter(|entry| entry.is_object()) {
        let mut locations = Vec::new();
        for uri in ports.list(entry, "S3Uris") {
            match ports.location("S3Uris", Some(uri)) {
                Some((_, location)) => locations.push(location),
                None => ports.unread(uri, || "an entry of 'S3Uris' is null; it was left out".to_owned()),
            }
        }
        ports.deletes.push(Deletion { step: entry.str("StepName").map(str::to_owned), locations });
    }
}

/// A job whose configuration is a JSON text, often joined from pieces of text and references.
pub(super) fn job<'t>(ports: &mut Ports<'t>, args: Value<'t>) {
    let Some(document) = args.get("JobConfigDocument").and_then(Template::read) else { return request(ports, args) };
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
    let Ok(tape) = Tape::parse(&text) else {
        let at = args.get("JobConfigDocument").unwrap_or(args);
        ports.unread(at, || "'JobConfigDocument' is not JSON; only its references were read".to_owned());
        return;
    };
    let mut inner = Ports::default();
    request(&mut inner, tape.root());
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
pub(super) fn quoted<'t>(ports: &mut Ports<'t>, name: &str, value: Value<'t>, kind: ArtifactKind) {
    match value.as_str().and_then(|text| text.strip_prefix('"')?.strip_suffix('"')) {
        Some(text) => ports.tentative_at(Direction::Input, name, value, Template::text(text), kind),
        None => ports.tentative(Direction::Input, name, value, kind),
    }
}

impl<'t> Ports<'t> {
    /// An argument that may be SQL, and its name.
    fn query(&mut self, name: &str, text: &Template) {
        let is_stated = names_sql(name);
        if may_be_sql(text, is_stated) {
            let (name, text, engine) = (cut(name).to_owned(), text.clone(), self.engine);
            self.queries.push(Query { name, text, engine, is_stated, catalog: None, database: None, output: None });
        }
    }

    /// A value of a command line, and its name there.
    fn argument(&mut self, name: &str, argument: Value<'t>, location: Template) {
        self.tentative_at(direction(name), name, argument, location, ArtifactKind::of_flag(name));
    }
}

fn direction(name: &str) -> Direction {
    if names_an_output(name) { Direction::Output } else { Direction::Input }
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
