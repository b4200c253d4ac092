mod infer;
mod place;
mod versions;

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use lineage_http::Clock;
use lineage_schema::store::import_jsonl;

use super::failure::Failure;
use super::output;
use super::schema_store::SchemaStoreArgs;
use super::source::AwsArgs;
use super::table::Column;

/// `schema`: what a folder or prefix holds; its commands are about the versions that were kept of it.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Schema {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    infer: infer::Infer,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the versions that were kept of a dataset's schema, newest first, or show one
    Versions(versions::Versions),
    /// Show what changed from one version to another
    Diff(versions::Diff),
    /// Take over the versions of an earlier store: lines of JSON, one a version
    Import(Import),
}

/// `schema import`.
#[derive(Debug, Args)]
struct Import {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    store: SchemaStoreArgs,
    #[command(flatten)]
    aws: AwsArgs,
}

/// The columns of a dataset as a table.
const COLUMNS: [Column; 3] = [("NAME", &["/name"]), ("TYPE", &["/type"]), ("NULLABLE", &["/nullable"])];

impl Schema {
    pub(crate) async fn run(self) -> Result<(), Failure> {
        match self.command {
            None => self.infer.run().await,
            Some(Command::Versions(command)) => command.run().await,
            Some(Command::Diff(command)) => command.run().await,
            Some(Command::Import(command)) => command.run().await,
        }
    }
}

impl Import {
    async fn run(self) -> Result<(), Failure> {
        let name = self.file.display();
        let file = File::open(&self.file).map_err(|error| Failure::new(format!("cannot read '{name}'"), &error))?;
        let now = Clock::System.now().ok_or_else(|| Failure::plain("the machine's clock stands before 1970"))?;
        let store = self.store.open_for_saving(&self.aws).await?;
        let imported = import_jsonl(BufReader::new(file), &*store, now).await;
        let imported = imported.map_err(|error| Failure::new(format!("cannot import '{name}'"), &error))?;
        for bad in &imported.bad {
            output::warn(&format!("line {} was left out: {}", bad.line, bad.message));
        }
        let told = format!("{} versions were made, {} lines changed nothing\n", imported.versions, imported.unchanged);
        output::write(None, told.as_bytes())
    }
}
