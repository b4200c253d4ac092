use std::collections::BTreeMap;

use super::location::{holders, normalised};
use crate::source::FeatureGroupStore;

/// How a place that is known by the name of its feature group alone begins.
const BY_NAME: &str = "feature-group://";

/// The feature group whose history an artifact is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureGroupRef {
    /// The name.
    pub name: String,
    /// The ARN; none when a step names the group and nothing else does.
    pub arn: Option<String>,
}

/// The feature groups of a region, by the places of their offline stores.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FeatureGroups {
    /// Some places are those of several groups.
    by_place: BTreeMap<String, Vec<FeatureGroupRef>>,
    /// Where each group's history lies.
    places: BTreeMap<String, String>,
}

impl FeatureGroups {
    /// Stores by their resolved places; the one that was asked for (`S3Uri`) is a base that many groups share.
    pub(super) fn new(stores: &[FeatureGroupStore]) -> Self {
        let mut groups = Self::default();
        for FeatureGroupStore { name, arn, offline_store } in stores {
            let Some(uri) = offline_store.resolved_s3_uri.as_ref().filter(|uri| !uri.is_empty()) else { continue };
            let place = normalised(uri);
            let folder = place.rsplit_once('/').map(|(folder, _)| folder).filter(|folder| is_folder_of(name, folder));
            for place in [Some(&*place), folder].into_iter().flatten() {
                let group = FeatureGroupRef { name: name.clone(), arn: Some(arn.clone()) };
                groups.by_place.entry(place.to_owned()).or_default().push(group);
            }
            groups.places.insert(name.clone(), uri.clone());
        }
        groups
    }

    /// The place of a feature group that is known by its name alone: its offline store, when that is known.
    pub(super) fn place(&self, uri: String) -> String {
        let name = uri.strip_prefix(BY_NAME).map(name_of);
        name.and_then(|name| self.places.get(name)).cloned().unwrap_or(uri)
    }

    /// The feature group whose offline store is at or above a place; none where it would be one of several.
    pub(super) fn at(&self, uri: &str) -> Option<FeatureGroupRef> {
        if let Some(named) = uri.strip_prefix(BY_NAME) {
            let arn = named.starts_with("arn:").then(|| named.to_owned());
            return Some(FeatureGroupRef { name: name_of(named).to_owned(), arn });
        }
        let place = normalised(uri);
        let mut at_or_above = std::iter::once(&*place).chain(holders(&place));
        match at_or_above.find_map(|place| self.by_place.get(place)).map(Vec::as_slice) {
            Some([group]) => Some(group.clone()),
            _ => None,
        }
    }
}

/// The name of a feature group that is named by its name or its ARN.
fn name_of(named: &str) -> &str {
    named.rsplit('/').next().unwrap_or(named)
}

/// Whether a folder is made for one feature group alone: it is called `<name>-<number>`, and `data` is in it.
fn is_folder_of(name: &str, folder: &str) -> bool {
    let number = name_of(folder).strip_prefix(name).and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
