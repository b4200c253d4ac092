//! The lineage of a pipeline of a real account, with its latest execution.
//!
//! `cargo run -p lineage-examples --features aws --example live_lineage -- PIPELINE [REGION]`

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use lineage_aws::{AwsOptions, AwsSettings, AwsSource};
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::{PipelineName, Region, Timestamp};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let pipeline = PipelineName::new(args.next().ok_or("give the name of a pipeline")?)?;
    let source = AwsSource::from_env(AwsOptions::default(), AwsSettings::default()).await;
    let region = match args.next() {
        Some(region) => Region::new(region)?,
        None => source.default_region().ok_or("give a region, or configure one for AWS")?,
    };
    let mut query = LineageQuery::new(region, pipeline).with_execution(ExecutionChoice::Latest);
    // The collector reads no clock: what is still executing has run until now.
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    query.now = Some(Timestamp::from_unix(now.try_into()?, 0)?);
    println!("{}", serde_json::to_string_pretty(&lineage(&source, &query).await?)?);
    Ok(())
}
