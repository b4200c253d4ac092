use std::collections::BTreeSet;

use lineage_model::source::{SourceError, SourceErrorKind};
use lineage_model::{Code, Diagnostic, redact};

use super::error::InferError;
use super::listing::{Candidate, Listing};
use super::partitions::Partitions;
use super::read::{Failure, Reader};
use super::result::Dataset;
use super::sample::Sample;
use super::skipped::{SkipReason, Skipped, summary};
use super::table::TableFormat;
use crate::format::Content;
use crate::{FileSchema, Format, ReadErrorKind};

/// The schema of one object.
pub(super) fn object(reader: Reader<'_>, object: Candidate, schema: FileSchema) -> Result<Dataset, InferError> {
    let mut dataset = Dataset::new(object.key.clone(), schema.format, 1);
    dataset.fill(reader, vec![(object, schema)], &Partitions::default(), 1)?;
    Ok(dataset)
}

/// The schema of the objects below a prefix, out of what a listing and a sample of them told.
pub(super) fn prefix(
    reader: Reader<'_>,
    prefix: String,
    listing: Listing,
    sample: Sample,
) -> Result<Dataset, InferError> {
    let uri = reader.objects.uri(&prefix);
    let tried = sample.read.len() + sample.failed.len();
    let main = sample.format;
    let (read, others): (Vec<_>, Vec<_>) = sample.read.into_iter().partition(|(_, schema)| Some(schema.format) == main);
    let mut rest = Rest { skipped: listing.skipped, ..Rest::default() };
    rest.skipped.extend(others.into_iter().map(|(object, schema)| other_format(object.key, schema.format.as_str())));
    rest.add_unread(sample.unread, main);
    rest.add_failed(sample.failed, |key| reader.objects.uri(key));
    rest.skipped.sort_unstable_by(|a, b| a.key.cmp(&b.key));
    let Rest { skipped, mut keys, warnings, gap, error } = rest;
    let Some(format) = main else {
        if sample.is_late {
            return Err(InferError::Deadline);
        }
        let reasons = summary(&skipped, &prefix);
        return Err(error.map_or(InferError::Skipped { uri, reasons, skipped }, InferError::Source));
    };

    let mut dataset = Dataset::new(prefix, format, listing.objects);
    dataset.gap = gap;
    if sample.is_late {
        let message = "time ran out before all objects of the sample were read";
        let late = Diagnostic::new(Code::Deadline, message);
        dataset.gap = Some(late.clone());
        dataset.warnings.push(late);
    }
    if listing.truncated {
        let message = format!("'{uri}' holds more than the {} objects that were listed", listing.objects);
        dataset.warnings.push(Diagnostic::new(Code::Truncated, message));
    }
    dataset.warnings.extend(mixed(&skipped, format));
    dataset.warnings.extend(warnings);
    dataset.skipped = skipped;
    dataset.table_format = listing.table_format;
    let mut partitions = Partitions::default();
    // Iceberg's folders name what was made of columns, such as their months, and the columns are in the objects.
    if listing.table_format != Some(TableFormat::Iceberg) {
        keys.extend(read.iter().map(|(object, _)| object.key.clone()));
        keys.sort_unstable();
        keys.iter().filter_map(|key| key.strip_prefix(&dataset.location)).for_each(|key| partitions.add(key));
    }
    dataset.fill(reader, read, &partitions, tried)?;
    Ok(dataset)
}

/// The objects that the schema is not made of.
#[derive(Default)]
struct Rest {
    skipped: Vec<Skipped>,
    /// Those that are part of the dataset all the same, as far as is known: their paths tell partitions.
    keys: Vec<String>,
    warnings: Vec<Diagnostic>,
    /// The first of them that may pass.
    gap: Option<Diagnostic>,
    /// The first failure of the source, where nothing else failed.
    error: Option<SourceError>,
}

impl Rest {
    fn add_unread(&mut self, objects: Vec<Candidate>, main: Option<Format>) {
        for object in objects {
            match object.named {
                Some(Content::Known(format)) if Some(format) != main => {
                    self.skipped.push(other_format(object.key, format.as_str()));
                }
                Some(Content::Other(name)) => self.skipped.push(other_format(object.key, name)),
                _ => self.keys.push(object.key),
            }
        }
    }

    fn add_failed(&mut self, objects: Vec<(Candidate, Failure)>, uri: impl Fn(&str) -> String) {
        let source_alone = objects.iter().all(|(_, failure)| matches!(failure, Failure::Source(_)));
        for (Candidate { key, .. }, failure) in objects {
            match failure {
                Failure::Other(name) => self.skipped.push(other_format(key, name)),
                Failure::Read(error) if error.kind == ReadErrorKind::Empty => {
                    self.skipped.push(Skipped { key, reason: SkipReason::Empty, message: None });
                }
                Failure::Read(error) => {
                    let uri = uri(&key);
                    let mut warning = Diagnostic::new(Code::Unreadable, format!("'{uri}' could not be read: {error}"));
                    warning.resource = Some(uri);
                    self.warnings.push(warning);
                    self.add_unreadable(key, &error.message);
                }
                Failure::Source(error) => {
                    let code = match error.kind {
                        SourceErrorKind::AccessDenied => Code::AccessDenied,
                        SourceErrorKind::NotFound => Code::NotFound,
                        _ => Code::Unavailable,
                    };
                    let warning = Diagnostic::from_gap(code, &error.gap());
                    if may_pass(error.kind) {
                        self.gap.get_or_insert_with(|| warning.clone());
                    }
                    self.warnings.push(warning);
                    self.add_unreadable(key, &error.message);
                    if source_alone {
                        self.error.get_or_insert(error);
                    }
                }
            }
        }
    }

    fn add_unreadable(&mut self, key: String, message: &str) {
        self.keys.push(key.clone());
        let message = Some(redact::text(message).into_owned());
        self.skipped.push(Skipped { key, reason: SkipReason::Unreadable, message });
    }
}

/// Whether a later question may be answered, as one about what is gone or archived will not be.
fn may_pass(kind: SourceErrorKind) -> bool {
    !matches!(kind, SourceErrorKind::NotFound | SourceErrorKind::InvalidRequest | SourceErrorKind::Other)
}

fn other_format(key: String, name: &str) -> Skipped {
    Skipped { key, reason: SkipReason::OtherFormat, message: Some(name.to_owned()) }
}

/// That objects of other formats were left out.
fn mixed(skipped: &[Skipped], format: Format) -> Option<Diagnostic> {
    let others = skipped.iter().filter(|skipped| skipped.reason == SkipReason::OtherFormat);
    let others: BTreeSet<_> = others.filter_map(|skipped| skipped.message.as_deref()).collect();
    if others.is_empty() {
        return None;
    }
    let others = others.into_iter().collect::<Vec<_>>().join(", ");
    let message =
        format!("the dataset is taken as {}; objects of other formats were left out: {others}", format.as_str());
    Some(Diagnostic::new(Code::MixedFormats, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_an_object_was_skipped_tells_no_credential() {
        let mut rest = Rest::default();
        rest.add_unreadable("a.csv".into(), "refused to https://user:hunter2secret@host/?X-Amz-Signature=0123abcd");
        let message = rest.skipped.first().and_then(|skipped| skipped.message.as_deref()).unwrap_or_default();
        assert!(message.starts_with("refused") && !message.contains("hunter2"), "{message}");
    }
}
