use std::path::PathBuf;

use clap::Args;
use lineage_aws::{PipelineChoice, Progress, RecordError, RecordOptions, Recorder};
use lineage_model::{PipelineName, Region};

use super::failure::Failure;
use super::output;
use super::source::{Source, SourceArgs};

/// `record`: an account as a folder that `--snapshot` reads.
#[derive(Debug, Args)]
pub(crate) struct Record {
    /// The folder to record into; it must be empty or not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// A region to record; may be given more than once
    #[arg(long, env = "DEFAULT_REGION", value_name = "REGION")]
    region: Vec<Region>,
    /// A pipeline to record, instead of all; may be given more than once
    #[arg(long, value_name = "NAME", visible_alias = "pipeline-name")]
    pipeline: Vec<PipelineName>,
    /// The name or id of a Studio domain whose pipelines to record, instead of all
    #[arg(long, value_name = "DOMAIN", conflicts_with = "pipeline")]
    domain: Option<String>,
    /// How many executions of each pipeline to record, from the newest on
    #[arg(long, value_name = "N", default_value_t = 1)]
    executions: usize,
    /// Record the bytes of data too, not only listings and reports
    #[arg(long)]
    with_data: bool,
    #[command(flatten)]
    source: SourceArgs,
}

impl Record {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let source = self.source.open(self.region.first().cloned()).await?;
        let recorder = Recorder::new(&self.out, self.options(&source)?);
        let recorded = recorder.record(&*source.facts, &tell).await.map_err(failure)?;
        output::progress(&format!(
            "recorded {} pipelines, {} executions and {} objects ({} bytes) into {}; {} calls failed",
            recorded.pipelines,
            recorded.executions,
            recorded.objects,
            recorded.bytes,
            self.out.display(),
            recorded.gaps
        ));
        Ok(())
    }

    fn options(&self, source: &Source) -> Result<RecordOptions, Failure> {
        let regions = match self.region.as_slice() {
            [] => source.regions()?,
            regions => regions.to_vec(),
        };
        let now = source.clock.now().ok_or_else(|| Failure::plain("the clock of this machine stands before 1970"))?;
        let mut options = RecordOptions::new(regions, now);
        options.pipelines = match &self.domain {
            Some(domain) => PipelineChoice::Domain(domain.clone()),
            None if self.pipeline.is_empty() => PipelineChoice::All,
            None => PipelineChoice::Named(self.pipeline.iter().cloned().collect()),
        };
        options.executions = self.executions;
        options.with_data = self.with_data;
        Ok(options)
    }
}

fn tell(progress: Progress) {
    match progress {
        Progress::Pipelines { done, of } => output::progress(&format!("pipelines: {done} of {of}")),
        Progress::Objects { done, of } if done == of || done % 100 == 0 => {
            output::progress(&format!("objects: {done} of {of}"));
        }
        _ => {}
    }
}

fn failure(error: RecordError) -> Failure {
    let failure = Failure::new("nothing was recorded", &error);
    match error {
        RecordError::PipelineNotFound { .. } | RecordError::DomainNotFound { .. } => {
            failure.with_advice("check the name and --region")
        }
        _ => failure,
    }
}
