use std::collections::BTreeMap;
use std::fmt;

use super::resolve::Resolver;
use super::told::known_bindings;
use super::{ExecutionFacts, LineageGraph, Node, object_of};
use crate::definition::{QueryEngine, Step, is_sql_like};

/// The SQL of a pipeline's steps, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct StepQueries {
    /// The texts: at most 64, and a MiB.
    pub texts: Vec<StepQuery>,
    /// How many more there are.
    pub left_out: usize,
    bytes: usize,
}

/// SQL that a step runs, or a text that may be such.
///
/// Literals of it may hold secrets: nothing of it is serialised, and `Debug` leaves the text out.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StepQuery {
    /// The id of the step.
    pub step: String,
    /// Where it stands: the name of an input or argument, or the URI of a script.
    pub name: String,
    /// The text, with the values that are known.
    pub text: Vec<QueryPart>,
    /// What runs it, as far as that is known.
    pub engine: Option<QueryEngine>,
    /// Whether the step says that it is SQL; else it is an argument like any other.
    pub is_stated: bool,
    /// The catalogue of tables that are named without one.
    pub catalog: Option<String>,
    /// The database of tables that are named without one.
    pub database: Option<String>,
    /// Where the result is written.
    pub output: Option<String>,
}

/// A piece of a [`StepQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryPart {
    /// Text.
    Text(String),
    /// What a reference stands for that is not known, or that is kept secret: `Parameters.Since`.
    Symbol(String),
}

impl fmt::Debug for StepQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StepQuery").field("step", &self.step).field("name", &self.name).finish_non_exhaustive()
    }
}

/// A script of SQL that a step names as its code or as an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Script {
    /// The id of the step.
    pub step: String,
    /// The object.
    pub uri: String,
    /// What runs it, as far as the step says so.
    pub engine: Option<QueryEngine>,
}

impl Script {
    fn query(self, text: &str) -> StepQuery {
        StepQuery {
            step: self.step,
            name: self.uri,
            text: vec![QueryPart::Text(text.to_owned())],
            engine: self.engine,
            is_stated: true,
            catalog: None,
            database: None,
            output: None,
        }
    }
}

/// How many texts of SQL of one pipeline are taken.
const MAX_QUERIES: usize = 64;

/// How many bytes they may have together.
const MAX_SQL: usize = 1 << 20;

impl LineageGraph {
    /// The scripts of SQL that the steps read, in their order.
    pub fn scripts(&self) -> impl Iterator<Item = Script> {
        self.nodes.iter().zip(&self.definition.steps).flat_map(|(node, step)| scripts(node, step))
    }

    /// The SQL of the steps in their order: what the definition holds, with the values that are known of an execution,
    /// and the scripts that were `read`, by their URIs. What is more than is worth parsing is left out.
    #[must_use]
    pub fn queries(&self, facts: Option<&ExecutionFacts>, read: &BTreeMap<String, String>) -> StepQueries {
        if read.is_empty() && self.definition.steps.iter().all(|step| step.queries.is_empty()) {
            return StepQueries::default();
        }
        let bindings = known_bindings(&self.definition, facts);
        let mut resolver = Resolver::new(&self.definition, &bindings);
        let mut taken = StepQueries::default();
        for (node, step) in self.nodes.iter().zip(&self.definition.steps) {
            for query in &step.queries {
                let text = resolver.pieces(&query.text);
                // What came in place of references may be no SQL at all.
                let is_some =
                    |part: &QueryPart| matches!(part, QueryPart::Text(text) if is_sql_like(text, query.is_stated));
                if query.is_argument() && !text.iter().any(is_some) {
                    continue;
                }
                let length = text.iter().map(|(QueryPart::Text(text) | QueryPart::Symbol(text))| text.len()).sum();
                taken.add(length, || StepQuery {
                    step: step.id.clone(),
                    name: query.name.clone(),
                    text,
                    engine: query.engine,
                    is_stated: query.is_stated,
                    catalog: query.catalog.as_ref().map(|template| resolver.resolve(template)),
                    database: query.database.as_ref().map(|template| resolver.resolve(template)),
                    output: query.output.as_ref().map(|template| resolver.resolve(template)),
                });
            }
            for script in scripts(node, step) {
                if let Some(text) = read.get(&script.uri) {
                    taken.add(text.len(), || script.query(text));
                }
            }
        }
        taken
    }
}

impl StepQueries {
    fn add(&mut self, length: usize, query: impl FnOnce() -> StepQuery) {
        if self.texts.len() < MAX_QUERIES && self.bytes + length <= MAX_SQL {
            self.bytes += length;
            self.texts.push(query());
        } else {
            self.left_out += 1;
        }
    }
}

fn scripts(node: &Node, step: &Step) -> impl Iterator<Item = Script> {
    let uris = node.inputs.iter().map(|port| &port.uri).filter(|uri| is_script(uri));
    uris.map(|uri| Script { step: step.id.clone(), uri: uri.clone(), engine: step.engine })
}

fn is_script(uri: &str) -> bool {
    let extension = uri.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("sql" | "hql" | "ql")) && object_of(uri).is_some()
}
