#[cfg(feature = "aws")]
mod accounts;
mod address;
mod answer;
mod api_key;
mod auth;
mod catalog;
mod config;
mod dump;
mod environment;
mod failure;
mod features;
mod healthcheck;
#[cfg(feature = "lambda")]
mod lambda;
mod limits;
#[cfg(feature = "aws")]
mod others;
#[cfg(feature = "otlp")]
mod otlp;
mod output;
mod record;
mod schema;
mod schema_store;
mod serve;
mod signal;
mod source;
mod sql;
mod table;
mod telemetry;
mod text;

use std::ffi::OsString;
use std::future::Future;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use failure::Failure;

/// The lineage of Amazon SageMaker pipelines: steps, runs and data as one graph.
#[derive(Debug, Parser)]
#[command(name = "sagemaker-lineage", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve lineage over HTTP
    Serve(Box<serve::Serve>),
    /// Show how the server is configured
    Config(Box<config::Config>),
    /// Answer the events of API Gateway, as an AWS Lambda function
    #[cfg(feature = "lambda")]
    Lambda(Box<lambda::Lambda>),
    /// Print the lineage of one pipeline, or of a stored definition
    Dump(Box<dump::Dump>),
    /// List pipelines with their domains and latest executions
    Catalog(Box<catalog::Catalog>),
    /// List feature groups, or show one with its features
    Features(Box<features::Features>),
    /// Show what a prefix of a bucket or a folder holds: columns and types, and their versions
    Schema(Box<schema::Schema>),
    /// Show which column comes from which in a script of SQL
    Sql(sql::Sql),
    /// Record an account into a folder, for --snapshot
    Record(Box<record::Record>),
    /// Make keys for callers of a server
    ApiKey(api_key::ApiKeyCommand),
    /// Ask a running server whether it answers (exit code 0) or not (1)
    Healthcheck(healthcheck::Healthcheck),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Runs a program to its end; its arguments begin with its name.
pub(crate) fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    match run(environment::parse(args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where stderr is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr().lock(), "sagemaker-lineage: {failure}");
            failure.exit_code()
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(command) => block_on(command.run()),
        Command::Config(command) => command.run(),
        #[cfg(feature = "lambda")]
        Command::Lambda(command) => block_on(command.run()),
        Command::Dump(command) => block_on(command.run()),
        Command::Catalog(command) => block_on(command.run()),
        Command::Features(command) => block_on(command.run()),
        Command::Schema(command) => block_on(command.run()),
        Command::Sql(command) => command.run(),
        Command::Record(command) => block_on(command.run()),
        Command::ApiKey(command) => command.run(),
        Command::Healthcheck(command) => command.run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "sagemaker-lineage", &mut script);
            output::write(None, &script)
        }
    }
}

fn block_on(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure::new("cannot start the runtime", &error))?;
    let result = runtime.block_on(work);
    // Whatever still computes for somebody who left cannot be stopped, and nobody waits for it.
    runtime.shutdown_background();
    result
}
