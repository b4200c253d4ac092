use std::collections::BTreeSet;

use lineage_model::source::{ObjectSummary, SourceError};

use super::skipped::{SkipReason, Skipped};
use super::table::{TableFormat, TableMark};
use crate::Objects;
use crate::format::{Content, file_name, no_data};

/// Pages may be empty without being the last: a listing of nothing but those ends as well.
const MAX_PAGES: usize = 100;

/// What a listing tells of a dataset.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The objects that may hold data, ordered by key.
    pub(super) candidates: Vec<Candidate>,
    /// The others.
    pub(super) skipped: Vec<Skipped>,
    /// Which format of tables the prefix holds.
    pub(super) table_format: Option<TableFormat>,
    /// How many objects were listed.
    pub(super) objects: usize,
    /// Whether there are more objects than were listed.
    pub(super) truncated: bool,
}

/// An object that may hold data.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) key: String,
    /// In bytes.
    pub(super) size: u64,
    /// What its name tells of its content.
    pub(super) named: Option<Content>,
}

impl Candidate {
    pub(super) fn new(key: String, size: u64) -> Self {
        Self { named: Content::of_name(&key), key, size }
    }
}

impl Listing {
    /// Lists at most `most` objects below `prefix`, which is empty or ends with a slash.
    pub(super) async fn read(objects: &dyn Objects, prefix: &str, most: usize) -> Result<Self, SourceError> {
        let (mut all, mut after) = (Vec::new(), None);
        for _ in 0..MAX_PAGES {
            let page = objects.list(prefix, after).await?;
            all.extend(page.objects);
            after = page.next;
            if after.is_none() || all.len() >= most {
                break;
            }
        }
        let truncated = after.is_some() || all.len() > most;
        all.truncate(most);
        // Directory buckets list in an order of their own.
        all.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        Ok(Self { truncated, ..Self::of(prefix, all) })
    }

    /// Tells apart what may hold data.
    fn of(prefix: &str, all: Vec<ObjectSummary>) -> Self {
        let below = |object: &ObjectSummary| object.key.strip_prefix(prefix).unwrap_or(&object.key).to_owned();
        let keys: Vec<_> = all.iter().map(below).collect();
        let tables: BTreeSet<_> = keys.iter().filter_map(|key| TableMark::of(key)).collect();
        let table_format = tables.iter().find(|mark| mark.root.is_empty()).map(|mark| mark.format);
        let mut listing = Self { table_format, objects: all.len(), ..Self::default() };
        for (object, key) in all.into_iter().zip(&keys) {
            let metadata = tables.iter().any(|mark| mark.owns(key));
            match if metadata { Some(SkipReason::TableMetadata) } else { reason(key, &object) } {
                Some(reason) => {
                    let message = no_data(key).filter(|_| reason == SkipReason::OtherFormat).map(str::to_owned);
                    listing.skipped.push(Skipped { key: object.key, reason, message });
                }
                None => listing.candidates.push(Candidate::new(object.key, object.size)),
            }
        }
        listing
    }
}

/// Why an object holds no data of the dataset, as far as its name and its facts tell.
fn reason(key: &str, object: &ObjectSummary) -> Option<SkipReason> {
    let name = file_name(key);
    Some(if name.is_empty() || name.ends_with("_$folder$") {
        SkipReason::FolderMarker
    } else if key.split('/').any(hidden) {
        SkipReason::Hidden
    } else if object.size == 0 {
        SkipReason::Empty
    } else if matches!(object.storage_class.as_deref(), Some("GLACIER" | "DEEP_ARCHIVE")) {
        SkipReason::Archived
    } else if manifest(name) {
        SkipReason::Manifest
    } else if no_data(name).is_some() {
        SkipReason::OtherFormat
    } else {
        return None;
    })
}

/// What Spark passes over: what begins with a dot, or with an underscore unless it is a partition's folder.
fn hidden(segment: &str) -> bool {
    segment.starts_with('.') || segment.starts_with('_') && !segment.contains('=')
}

/// Lists of objects, and what Athena writes beside a result.
fn manifest(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let stem = ["json", "csv", "checksum"].iter().find_map(|extension| name.strip_suffix(extension)?.strip_suffix('.'));
    let stem = stem.unwrap_or(&name);
    stem.strip_suffix("manifest").is_some_and(|rest| rest.is_empty() || rest.ends_with(['.', '-', '_']))
        || name.ends_with(".csv.metadata")
        || name.ends_with(".txt.metadata")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_data_is_known_by_its_name() {
        let check = |keys: &[&str], expected| {
            for key in keys {
                assert_eq!(reason(key, &ObjectSummary { size: 1, ..ObjectSummary::default() }), expected, "{key}");
            }
        };
        check(&["", "a/", "a_$folder$"], Some(SkipReason::FolderMarker));
        check(&["_SUCCESS", "_temporary/0/a.csv", ".a.csv.crc", "x/.part.crc", "_metadata"], Some(SkipReason::Hidden));
        check(
            &["manifest", "manifest.json", "unload_manifest", "a.manifest", "q-manifest.csv", "q.csv.metadata"],
            Some(SkipReason::Manifest),
        );
        let others =
            ["a.py", "a.LOG.gz", "a.tar.gz", "a.tgz", "a.whl", "a.png", "a.pt", "a.pem", "prod.env", "x=1/a.yaml"];
        check(&others, Some(SkipReason::OtherFormat));
        check(&["py", "a.txt", "a.orc", "a.avro", "a.csv.gz", "a.csv.out", "a.key.csv"], None);
        check(&["a.csv", "_dt=2024/a.csv", "a_b", "manifests/a.csv", "semanifest.csv", "part-00000", "a.b.c"], None);
    }

    #[test]
    fn what_cannot_be_read_is_known_by_its_facts() {
        let check = |size, class: &str, expected| {
            let object = ObjectSummary { size, storage_class: Some(class.to_owned()), ..ObjectSummary::default() };
            assert_eq!(reason("a.csv", &object), expected);
        };
        check(0, "STANDARD", Some(SkipReason::Empty));
        check(1, "GLACIER", Some(SkipReason::Archived));
        check(1, "DEEP_ARCHIVE", Some(SkipReason::Archived));
        check(1, "GLACIER_IR", None);
        check(1, "INTELLIGENT_TIERING", None);
    }
}
