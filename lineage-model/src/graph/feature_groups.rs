use std::collections::BTreeMap;

use super::location::{can_hold, holders, normalised};
use crate::source::FeatureGroupStore;

/// How a place that is known by the name of its feature group alone begins.
const BY_NAME: &str = "feature-group://";

/// The feature group whose history an artifact is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FeatureGroupRef {
    /// The name.
    pub name: String,
    /// The ARN; none when only a step names the group.
    pub arn: Option<String>,
}

/// The feature groups of a region, by the places of their offline stores.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct FeatureGroups {
    /// In order, so that all below one place are neighbours. Some places are those of several groups.
    by_place: BTreeMap<String, Vec<FeatureGroupRef>>,
    /// Where each group's history lies.
    places: BTreeMap<String, String>,
}

impl FeatureGroups {
    pub(super) fn new(stores: &[FeatureGroupStore]) -> Self {
        let mut groups = Self::default();
        for FeatureGroupStore { name, arn, offline_store } in stores {
            let uri = offline_store.resolved_s3_uri.as_ref().unwrap_or(&offline_store.s3_uri);
            if uri.is_empty() {
                continue;
            }
            let group = FeatureGroupRef { name: name.clone(), arn: Some(arn.clone()) };
            groups.by_place.entry(normalised(uri).into_owned()).or_default().push(group);
            groups.places.insert(name.clone(), uri.clone());
        }
        groups
    }

    /// The place of a feature group that is known by its name alone: its offline store, when that is known.
    pub(super) fn place(&self, uri: String) -> String {
        let name = uri.strip_prefix(BY_NAME).and_then(|name| name.rsplit('/').next());
        name.and_then(|name| self.places.get(name)).cloned().unwrap_or(uri)
    }

    /// The feature group whose offline store is at, above or below a place. Where it would be one of several, none: a
    /// place that holds the stores of many groups is no group's.
    pub(super) fn at(&self, uri: &str) -> Option<FeatureGroupRef> {
        if let Some(name) = uri.strip_prefix(BY_NAME) {
            return Some(FeatureGroupRef { name: name.to_owned(), arn: None });
        }
        let place = normalised(uri);
        let mut at_or_above = std::iter::once(&*place).chain(holders(&place));
        let mut found = match at_or_above.find_map(|place| self.by_place.get(place)) {
            Some(groups) => groups.iter().collect::<Vec<_>>().into_iter(),
            None if can_hold(&place) => self.below(&place).into_iter(),
            None => return None,
        };
        found.next().filter(|_| found.next().is_none()).cloned()
    }

    /// The first two groups below a place.
    fn below(&self, place: &str) -> Vec<&FeatureGroupRef> {
        let prefix = format!("{place}/");
        let below = self.by_place.range(prefix.clone()..).take_while(|(place, _)| place.starts_with(&prefix));
        below.flat_map(|(_, groups)| groups).take(2).collect()
    }
}
