//! The lineage of a pipeline with its latest execution, from a recorded account: no AWS account, no network.
//!
//! `cargo run -p lineage-examples --example offline_lineage [-- PIPELINE [DIR]]`

#![allow(clippy::print_stdout)]

use std::error::Error;

use lineage_aws::Snapshot;
use lineage_model::PipelineName;
use lineage_model::collect::{ExecutionChoice, LineageQuery, lineage};
use lineage_model::source::PipelineSource;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let name = args.next();
    let account = match args.next() {
        Some(folder) => Snapshot::open(folder)?,
        None => lineage_aws::demo(),
    };
    let region = account.regions().first().ok_or("the account has no region")?.clone();
    let pipelines = account.pipelines(&region).await?;
    println!("pipelines in {region}:");
    for pipeline in &pipelines {
        println!("  {}", pipeline.name);
    }
    let name = name.or_else(|| pipelines.first().map(|first| first.name.clone())).ok_or("there is no pipeline")?;
    let mut query = LineageQuery::new(region, PipelineName::new(name)?).with_execution(ExecutionChoice::Latest);
    // A recorded account stands still: what was executing has run until it was recorded.
    query.now = Some(account.recorded_at());
    let document = lineage(&account, &query).await?;
    let name = document.pipeline.name.as_deref().unwrap_or_default();
    println!("{name}: {} {:?}", document.summary.overall_status, document.summary.node_status);
    for step in &document.graph.nodes {
        let run = step.run.as_ref();
        let seconds = run.and_then(|run| run.elapsed_sec).map_or(String::new(), |seconds| format!(" in {seconds} s"));
        println!("  {} {}{seconds}", step.id, run.map_or("NotStarted", |run| &run.status));
    }
    for artifact in &document.graph.artifacts {
        let posture = artifact.s3.as_ref().map_or("not read", |s3| &s3.encryption);
        println!("  {} (encryption: {posture})", artifact.uri);
    }
    Ok(())
}
