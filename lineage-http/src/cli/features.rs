use std::future::pending;

use clap::Args;
use lineage_http::feature_store::{FeatureGroupDocument, FeatureGroupsDocument};
use lineage_model::Region;

use super::failure::Failure;
use super::output;
use super::source::SourceArgs;
use super::table::{Column, ListFormat, list};

/// `features`: the feature groups of a region, or one of them.
#[derive(Debug, Args)]
pub(crate) struct Features {
    /// The feature group to show, instead of all
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Only feature groups whose names hold this text
    #[arg(long, value_name = "TEXT", conflicts_with = "name", default_value = "", hide_default_value = true)]
    name_contains: String,
    /// Add what somebody wrote about each feature, a call each
    #[arg(long, requires = "name")]
    include_descriptions: bool,
    /// The region to look into
    #[arg(long, env = "DEFAULT_REGION")]
    region: Option<Region>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Json)]
    format: ListFormat,
    #[command(flatten)]
    source: SourceArgs,
}

const GROUPS: [Column; 3] = [("FEATURE GROUP", &["/name"]), ("STATUS", &["/status"]), ("CREATED", &["/creationTime"])];

const FEATURES: [Column; 4] = [
    ("FEATURE", &["/name"]),
    ("TYPE", &["/type"]),
    ("COLLECTION", &["/collectionType"]),
    ("DESCRIPTION", &["/description"]),
];

impl Features {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let source = self.source.open(self.region.clone()).await?;
        let region = source.region()?;
        let failed = |error| Failure::new("cannot read the Feature Store", &error);
        let Some(name) = &self.name else {
            output::progress(&format!("reading the feature groups of {region}"));
            let groups = source.facts.feature_groups(region).await.map_err(failed)?;
            let document = FeatureGroupsDocument::new(groups, &self.name_contains);
            return self.format.write(&document, &document.warnings, &GROUPS, |document| list(document, "items"));
        };
        output::progress(&format!("reading feature group {name} in {region}"));
        let group = source.facts.feature_group(region, name).await.map_err(failed)?;
        let mut document = FeatureGroupDocument::from(group);
        if self.include_descriptions {
            document.describe(&*source.facts, region, pending()).await;
        }
        self.format.write(&document, &document.warnings, &FEATURES, |document| list(document, "features"))
    }
}
