use std::collections::{BTreeMap, BTreeSet};

use super::answer::diagnostic;
use super::facts::Facts;
use super::shared::Shared;
use crate::graph::{LineageGraph, StepQueries, object_of};
use crate::source::{ByteRange, SourceError};
use crate::{Code, Diagnostic};

/// How many scripts of a pipeline are read.
pub(super) const MAX_SCRIPTS: usize = 8;

/// A script with more bytes than this is not read.
const MAX_SCRIPT: u64 = 1 << 20;

/// Reads a script of SQL, or tells why it cannot be.
pub(super) async fn read(shared: &Shared<'_>, uri: &str) -> Result<String, Diagnostic> {
    let _turn = shared.turn().await;
    let failed = |code, what: &str| {
        let resource = Some(uri.to_owned());
        Err(Diagnostic { resource, ..Diagnostic::new(code, format!("the script '{uri}' {what}")) })
    };
    let object = match object_of(uri) {
        Some((bucket, key)) => {
            let range = ByteRange::First { length: MAX_SCRIPT + 1 };
            shared.source.object(shared.region, &bucket, &key, range).await
        }
        None => Err(SourceError::not_found("s3:GetObject", uri)),
    };
    match object {
        Ok(object) if object.bytes.len() as u64 > MAX_SCRIPT => {
            failed(Code::Truncated, "has more than 1 MiB; it was not read")
        }
        Ok(object) => String::from_utf8(object.bytes)
            .or_else(|_| failed(Code::Undecodable, "is no text in UTF-8; it was not read")),
        Err(error) => match diagnostic(error) {
            Some(diagnostic) => Err(diagnostic),
            None => failed(Code::Unavailable, "was not read"),
        },
    }
}

impl Facts {
    /// The SQL of the steps; the graph is told what of it was not read.
    pub(super) fn take_queries(&mut self, graph: &mut LineageGraph) -> StepQueries {
        let mut read = BTreeMap::new();
        for (uri, script) in std::mem::take(&mut self.scripts) {
            match script {
                Ok(text) => drop(read.insert(uri, text)),
                Err(diagnostic) => graph.diagnostics.push(diagnostic),
            }
        }
        let named: BTreeSet<_> = graph.scripts().map(|script| script.uri).collect();
        if named.len() > MAX_SCRIPTS {
            let message = format!("of {} scripts of SQL, the first {MAX_SCRIPTS} were read", named.len());
            graph.diagnostics.push(Diagnostic::new(Code::Truncated, message));
        }
        graph.queries(self.execution.as_ref(), &read)
    }
}
