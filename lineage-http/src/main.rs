//! The command line of lineage: serve it over HTTP, print one pipeline's, record an account.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main(std::env::args_os())
}
