use futures_util::future::join_all;

use super::answer::diagnostic;
use crate::graph::{Report, ReportFacts, ReportPlaces, object_of};
use crate::source::{ByteRange, LineageSource, ObjectBytes, SourceError, SourceErrorKind};
use crate::{Code, Diagnostic, Region};

/// A report with more bytes than this is not read.
const MAX_REPORT: u64 = 5 << 20;

/// Looks for the report of a step: the places that are declared at once, then those by convention.
///
/// The first object that exists counts. A declared one that is not there is told, and so is whatever else fails; a name
/// that is only a convention is allowed not to be there.
pub(super) async fn read(source: &dyn LineageSource, region: &Region, places: &ReportPlaces) -> ReportFacts {
    let mut facts = ReportFacts::default();
    for (uris, is_declared) in [(&places.declared, true), (&places.conventional, false)] {
        let objects = join_all(uris.iter().map(|uri| object(source, region, uri))).await;
        for (uri, object) in uris.iter().zip(objects) {
            match object {
                Ok(object) => {
                    parse(uri, &object, &mut facts);
                    return facts;
                }
                Err(error) if error.kind == SourceErrorKind::NotFound && !is_declared => {}
                // Of names that may be anything, one refusal says enough.
                Err(error) if is_declared || facts.diagnostics.is_empty() => {
                    facts.diagnostics.extend(diagnostic(error));
                }
                Err(_) => {}
            }
        }
    }
    facts
}

async fn object(source: &dyn LineageSource, region: &Region, uri: &str) -> Result<ObjectBytes, SourceError> {
    let Some((bucket, key)) = object_of(uri) else { return Err(SourceError::not_found("s3:GetObject", uri)) };
    source.object(region, &bucket, &key, ByteRange::First { length: MAX_REPORT + 1 }).await
}

fn parse(uri: &str, object: &ObjectBytes, facts: &mut ReportFacts) {
    let mut tell =
        |code, what: &str| facts.diagnostics.push(Diagnostic::new(code, format!("the report '{uri}' {what}")));
    if object.bytes.len() as u64 > MAX_REPORT {
        return tell(Code::ReportTooLarge, "has more than 5 MiB; its numbers are not read");
    }
    match Report::parse(uri, &object.bytes) {
        Ok(report) => {
            if report.is_cut {
                tell(Code::ReportTooLarge, "has more numbers, or deeper ones, than are read; the rest is left out");
            }
            facts.report = Some(report);
        }
        Err(_) => tell(Code::Malformed, "is no JSON; its numbers are not read"),
    }
}
