//! The command line of lineage: serve it over HTTP, print one pipeline's, record an account.

mod cli;

use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where stderr is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr().lock(), "sagemaker-lineage: {failure}");
            failure.exit_code()
        }
    }
}
