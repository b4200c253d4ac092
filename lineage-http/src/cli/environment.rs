//! The command line, and what the environment says where it says nothing.

use std::borrow::Cow;
use std::env;
use std::ffi::OsString;

use clap::builder::Resettable;
use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command, CommandFactory, Error, FromArgMatches};

use lineage_model::redact;

use super::Cli;

/// Reads a command line and the environment; ends the program where they ask for help or are wrong.
pub(crate) fn parse(args: impl Iterator<Item = OsString>) -> Cli {
    let mut command = Cli::command().mut_subcommands(without_idle_variables);
    command.build();
    let matches = command.clone().try_get_matches_from(args);
    let parsed =
        matches.and_then(|matches| Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command)));
    parsed.unwrap_or_else(|error| told(naming_the_variable(error, &command), &mut command).exit())
}

/// The same error without what looks like a credential in the value that is wrong.
fn told(error: Error, command: &mut Command) -> Error {
    if !error.use_stderr() {
        return error;
    }
    let text = error.render().to_string();
    match redact::text(&text) {
        Cow::Borrowed(_) => error,
        // What stands before the message is written again.
        Cow::Owned(masked) => command.error(error.kind(), masked.trim_start_matches("error: ")),
    }
}

fn without_idle_variables(command: Command) -> Command {
    command.mut_args(without_idle_variable).mut_subcommands(without_idle_variables)
}

/// A variable that is set but empty counts as not set: that is how containers and scripts leave a setting out. And
/// `dump --definition` asks nobody, so that no setting for asking can be wrong.
fn without_idle_variable(arg: Arg) -> Arg {
    let is_empty = arg.get_env().and_then(env::var_os).is_some_and(|value| value.is_empty());
    if is_empty || is_about_a_definition() { arg.env(Resettable::Reset) } else { arg }
}

fn is_about_a_definition() -> bool {
    let mut args = env::args_os().skip(2);
    args.any(|arg| arg == "--definition" || arg.as_encoded_bytes().starts_with(b"--definition="))
}

/// Says of a wrong value that it came from a variable: nobody sees that in the command that was typed.
fn naming_the_variable(mut error: Error, command: &Command) -> Error {
    if let Some(argument) = argument_of_variable(&error, command) {
        error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
    }
    error
}

fn argument_of_variable(error: &Error, command: &Command) -> Option<String> {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let (argument, value) = (text(ContextKind::InvalidArg)?, text(ContextKind::InvalidValue)?);
    let nested = command.get_subcommands().flat_map(Command::get_subcommands);
    let mut arguments = command.get_subcommands().chain(nested).flat_map(Command::get_arguments);
    let name = arguments.find(|arg| arg.to_string() == argument)?.get_env()?;
    (env::var_os(name)? == *value).then(|| format!("{argument} (from {})", name.display()))
}
