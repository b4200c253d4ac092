use std::vec;

use super::answer::diagnostic;
use super::shared::Shared;
use crate::graph::{Report, ReportFacts, ReportPlaces, object_of};
use crate::source::{ByteRange, ObjectBytes, SourceError, SourceErrorKind};
use crate::{Code, Diagnostic};

/// A report with more bytes than this is not read.
const MAX_REPORT: u64 = 5 << 20;

/// The places where the report of a step may still be: first those that are declared, then those by convention. The
/// first object that exists is the report.
pub(super) struct Search {
    pub(super) step: String,
    pub(super) places: vec::IntoIter<Place>,
}

/// Where a report may be.
pub(super) struct Place {
    uri: String,
    is_declared: bool,
}

impl From<ReportPlaces> for Search {
    fn from(places: ReportPlaces) -> Self {
        let declared = places.declared.into_iter().map(|uri| Place { uri, is_declared: true });
        let conventional = places.conventional.into_iter().map(|uri| Place { uri, is_declared: false });
        let all = declared.chain(conventional).collect::<Vec<_>>();
        Self { step: places.step, places: all.into_iter() }
    }
}

/// What a place told.
#[derive(Default)]
pub(super) struct Look {
    facts: ReportFacts,
    is_declared: bool,
    /// Whether there is an object, readable or not as a report: nothing after it counts.
    pub(super) is_found: bool,
}

impl Look {
    /// Adds what was told to what the places before told.
    ///
    /// A declared object that is not there is told, and so is whatever else fails. Of names that may be anything, one
    /// refusal says enough.
    pub(super) fn add_to(self, known: &mut ReportFacts) {
        if self.is_found || self.is_declared || known.diagnostics.is_empty() {
            known.diagnostics.extend(self.facts.diagnostics);
        }
        known.report = self.facts.report;
    }
}

/// Looks for a report in one place. Few are read at the same time, over all pipelines of an answer: objects are held in
/// memory until their numbers are taken.
pub(super) async fn look(shared: &Shared<'_>, place: Place) -> Look {
    let _turn = shared.turn().await;
    let mut look = Look { is_declared: place.is_declared, ..Look::default() };
    match object(shared, &place.uri).await {
        Ok(object) => {
            look.is_found = true;
            parse(&place.uri, &object, &mut look.facts);
        }
        // A name that is only a convention is allowed not to be there.
        Err(error) if error.kind == SourceErrorKind::NotFound && !place.is_declared => {}
        Err(error) => look.facts.diagnostics.extend(diagnostic(error)),
    }
    look
}

async fn object(shared: &Shared<'_>, uri: &str) -> Result<ObjectBytes, SourceError> {
    let Some((bucket, key)) = object_of(uri) else { return Err(SourceError::not_found("s3:GetObject", uri)) };
    shared.source.object(shared.region, &bucket, &key, ByteRange::First { length: MAX_REPORT + 1 }).await
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
