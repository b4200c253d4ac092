use std::collections::BTreeSet;
use std::future::pending;

use clap::Args;
use lineage_model::Region;
use lineage_model::collect::{self, CatalogQuery};
use serde_json::Value;

use super::failure::Failure;
use super::output;
use super::source::SourceArgs;
use super::table::{Column, ListFormat, list};

/// `catalog`: the pipelines of an account.
#[derive(Debug, Args)]
pub(crate) struct Catalog {
    /// The regions to look into, separated by commas
    #[arg(long, visible_alias = "region", env = "DEFAULT_REGION", value_name = "REGIONS", value_delimiter = ',')]
    regions: Vec<Region>,
    /// Only pipelines of the Studio domain of this name; d-… is its id
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Only pipelines whose names hold this text
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// Add how the latest execution of each went
    #[arg(long)]
    include_latest_exec: bool,
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Json)]
    format: ListFormat,
    #[command(flatten)]
    source: SourceArgs,
}

const COLUMNS: [Column; 6] = [
    ("REGION", &["/region"]),
    ("PIPELINE", &["/name"]),
    ("DOMAIN", &["/matchedDomain/DomainName", "/matchedDomain/DomainId"]),
    ("MODIFIED", &["/lastModifiedTime"]),
    ("LATEST EXECUTION", &["/latestExecution/startTime"]),
    ("STATUS", &["/latestExecution/status"]),
];

impl Catalog {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let source = self.source.open(self.regions.first().cloned()).await?;
        let regions = if self.regions.is_empty() { source.regions()? } else { self.regions };
        let regions: Vec<_> = BTreeSet::from_iter(regions).into_iter().collect();
        let names: Vec<_> = regions.iter().map(Region::as_str).collect();
        output::progress(&format!("reading the pipelines of {}", names.join(", ")));
        let mut query = CatalogQuery::new(regions);
        match self.domain {
            Some(id) if id.starts_with("d-") => query.domain_id = Some(id),
            name => query.domain_name = name,
        }
        query.name = self.name;
        query.latest_executions = self.include_latest_exec;
        let document = collect::pipelines(&*source.facts, &query, pending()).await;
        let columns = COLUMNS.get(..if self.include_latest_exec { 6 } else { 4 }).unwrap_or_default();
        self.format.write(&document, &document.warnings, columns, rows)?;
        if document.regions.iter().all(|region| region.error.is_some()) {
            return Err(Failure::plain("no region could be read"));
        }
        Ok(())
    }
}

/// A row a pipeline, which is told its region.
fn rows(document: &Value) -> Vec<Value> {
    let mut rows = Vec::new();
    for region in list(document, "regions") {
        for mut pipeline in list(&region, "pipelines") {
            if let (Some(row), Some(name)) = (pipeline.as_object_mut(), region.get("region")) {
                row.insert("region".to_owned(), name.clone());
            }
            rows.push(pipeline);
        }
    }
    rows
}
