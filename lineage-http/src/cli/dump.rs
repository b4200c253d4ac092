use std::fs::File;
use std::future::pending;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use lineage_model::collect::{self, ExecutionChoice, LineageQuery};
use lineage_model::definition::PipelineDefinition;
use lineage_model::document::{LineageDocument, View};
use lineage_model::{PipelineName, Region};
use lineage_schema::store::SchemaStore;
use lineage_schema::{add_schemas, kept_columns};
use lineage_sql::pipeline::PipelineSql;
use lineage_sql::{Catalog, TableColumns};

use super::answer::{AnswerArgs, Format, Layout};
use super::failure::Failure;
use super::output;
use super::schema_store::SchemaStoreArgs;
use super::source::SourceArgs;
use super::text;

/// `dump`: one document on the standard output.
#[derive(Debug, Args)]
pub(crate) struct Dump {
    /// The pipeline
    #[arg(long, value_name = "NAME", visible_alias = "pipeline", required_unless_present = "definition")]
    pipeline_name: Option<PipelineName>,
    /// The region it is in
    #[arg(long, env = "DEFAULT_REGION")]
    region: Option<Region>,
    /// The ARN or id of an execution, instead of the latest
    #[arg(long, value_name = "ARN")]
    execution: Option<String>,
    /// The name or id of the Studio domain that the pipeline must be in
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<String>,
    /// Add the endpoints that serve the execution's models
    #[arg(long)]
    include_deployments: bool,
    /// A stored definition instead of an account's pipeline; - reads the standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pipeline_name", "execution", "domain", "include_deployments", "recorded"])]
    definition: Option<PathBuf>,
    /// Which graphs to write
    #[arg(long, default_value = "both", value_parser = ["pipeline", "data", "both"])]
    view: String,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Add where nodes stand and edges go; also which way a picture goes
    #[arg(long, value_enum, value_name = "DIRECTION")]
    layout: Option<Layout>,
    /// Where to write it, instead of the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Add the latest schema that was kept of each place that data flows through
    #[arg(long)]
    include_schema: bool,
    /// Add what the SQL of the steps says about columns
    #[arg(long)]
    include_columns: bool,
    #[command(flatten)]
    schemas: SchemaStoreArgs,
    #[command(flatten)]
    answer: AnswerArgs,
    #[command(flatten)]
    source: SourceArgs,
}

impl Dump {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        let view = self.view.parse().map_err(|error| Failure::new("cannot read --view", &error))?;
        let mut document = match (&self.definition, &self.pipeline_name) {
            (Some(path), _) => stored(path, view)?,
            (None, Some(name)) => self.collected(name, view).await?,
            (None, None) => return Err(Failure::usage("give --pipeline-name or --definition")),
        };
        if self.include_schema {
            add_schemas(&mut document, &*self.kept().await?, |_| true, pending()).await;
        }
        if self.include_columns {
            self.add_columns(&mut document).await?;
        }
        // A drawing has no place for them.
        for warning in document.warnings.iter().filter(|_| self.format != Format::Json) {
            output::warn(&warning.message);
        }
        output::write(self.out.as_deref(), self.format.render(&mut document, self.layout)?.as_bytes())
    }

    async fn add_columns(&self, document: &mut LineageDocument) -> Result<(), Failure> {
        let sql = PipelineSql::take(document);
        let places = sql.places();
        let mut known = Catalog::new();
        if !places.is_empty() {
            let store = self.kept().await?;
            let (columns, gaps) = kept_columns(places, &*store, |_| true, pending()).await;
            known.extend(columns.into_iter().map(|(place, names)| (place, TableColumns::Names(names))));
            document.warnings.extend(gaps);
        }
        sql.columns(&known).add_to(document);
        Ok(())
    }

    /// The store of schemas.
    async fn kept(&self) -> Result<Arc<dyn SchemaStore>, Failure> {
        match self.schemas.of_source(&self.source).await? {
            Some(schemas) => Ok(schemas),
            None => self.schemas.open(&self.source.aws).await,
        }
    }

    async fn collected(&self, name: &PipelineName, view: View) -> Result<LineageDocument, Failure> {
        let source = self.source.open(self.region.clone()).await?;
        let region = source.region()?;
        let mut query = LineageQuery::new(region.clone(), name.clone());
        query.execution = match &self.execution {
            Some(execution) => ExecutionChoice::Named(execution.clone()),
            None if self.answer.include_latest_exec => ExecutionChoice::Latest,
            None => ExecutionChoice::None,
        };
        query.domain.clone_from(&self.domain);
        query.deployments = self.include_deployments;
        query.view = view;
        query.columns = self.include_columns;
        query.posture = self.answer.enable_s3_meta;
        query.now = source.clock.now();
        output::progress(&format!("reading pipeline {name} in {region}"));
        let lineage = collect::lineage(&*source.facts, &query).await;
        lineage.map_err(|error| Failure::new("cannot collect the lineage", &error))
    }
}

fn stored(path: &Path, view: View) -> Result<LineageDocument, Failure> {
    let most = PipelineDefinition::MAX_BYTES;
    let (name, text) = if path == Path::new("-") {
        ("the standard input".to_owned(), text::read(io::stdin().lock(), most))
    } else {
        (format!("'{}'", path.display()), File::open(path).and_then(|file| text::read(file, most)))
    };
    let text = text.map_err(|error| Failure::new(format!("cannot read {name}"), &error))?;
    LineageDocument::from_definition(&text, view)
        .map_err(|error| Failure::new(format!("cannot read {name} as a pipeline definition"), &error))
}
