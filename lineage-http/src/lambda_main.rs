//! The server as an AWS Lambda function: `sagemaker-lineage lambda`, whose settings come from the environment.

mod cli;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Lambda starts it without arguments; a test gives it a recorded account.
    let command = ["sagemaker-lineage", "lambda"].map(OsString::from);
    cli::main(command.into_iter().chain(env::args_os().skip(1)))
}
