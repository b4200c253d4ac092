//! The schema of a folder, kept as two versions in another folder, and what changed between them.
//!
//! `cargo run -p lineage-examples --example schema_history`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use lineage_schema::store::{ObjectStoreSchemas, SaveRequest, SchemaStore};
use lineage_schema::{DatasetId, InferOptions, LocalObjects, Policy, diff, infer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (data, kept) = (folder.path().join("orders"), folder.path().join("schemas"));
    std::fs::create_dir(&data)?;
    let store = ObjectStoreSchemas::open_folder(&kept)?;
    let dataset = "s3://lake/orders/".parse()?;

    std::fs::write(data.join("monday.csv"), "id,amount\n1,20\n2,35\n")?;
    save(&data, &store, &dataset).await?;
    std::fs::write(data.join("tuesday.csv"), "id,amount,city\n3,12.5,Seoul\n4,7,Busan\n")?;
    save(&data, &store, &dataset).await?;

    let page = store.versions(&dataset, 2, None).await?;
    let [new, old] = page.versions.as_slice() else { return Err("two versions were saved".into()) };
    let diff = diff(&old.columns, &new.columns);
    for change in &diff.changes {
        println!("{:?} {}: {:?} -> {:?}", change.kind, change.column, change.from, change.to);
    }
    println!("from version {} to {}: {:?}", old.version, new.version, diff.compatibility);
    Ok(())
}

async fn save(data: &Path, store: &dyn SchemaStore, dataset: &DatasetId) -> Result<(), Box<dyn Error>> {
    // What a new version has to promise; a change that breaks it is refused.
    let policy = Policy::parse(r#"{"compatibility": "backward"}"#)?;
    let found = infer(&LocalObjects::new(data)?, "", &InferOptions::from(&policy)).await?;
    let saved = store.save(dataset, SaveRequest::new(&found, policy, "2026-01-31T09:30:00Z".parse()?)).await?;
    println!("version {}, unchanged: {}", saved.version.version, saved.unchanged);
    Ok(())
}
