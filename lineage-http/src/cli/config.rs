use clap::error::Error;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use lineage_model::redact;
use serde::Serialize;

use super::failure::Failure;
use super::serve::Serve;
use super::table::{Column, ListFormat, list};

/// `config`: what the server would be told.
#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Show the settings that `serve` would have with these flags and this environment, and where each comes from
    Show(Show),
}

#[derive(Debug, Args)]
struct Show {
    /// How to write it
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
    #[command(flatten)]
    settings: Settings,
}

const COLUMNS: [Column; 4] =
    [("FLAG", &["/flag"]), ("VARIABLE", &["/variable"]), ("VALUE", &["/value"]), ("FROM", &["/source"])];

impl Config {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let ConfigCommand::Show(show) = self.command;
        show.format.write(&show.settings, &[], &COLUMNS, |document| list(document, "settings"))
    }
}

/// All settings of `serve`, however it was told them: gathered from the flags that it has, so that none is forgotten.
#[derive(Debug, Serialize)]
struct Settings {
    settings: Vec<Setting>,
}

#[derive(Debug, Serialize)]
struct Setting {
    flag: String,
    variable: Option<String>,
    /// None where nothing is set.
    value: Option<String>,
    source: String,
}

impl Args for Settings {
    fn augment_args(command: Command) -> Command {
        Serve::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Serve::augment_args_for_update(command)
    }
}

impl FromArgMatches for Settings {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let command = Serve::augment_args(Command::new("serve"));
        let settings = command.get_arguments().map(|arg| Setting::of(arg, matches)).collect();
        // Refuses what `serve` would.
        Serve::from_arg_matches(matches)?;
        Ok(Self { settings })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Setting {
    fn of(arg: &Arg, matches: &ArgMatches) -> Self {
        let name = arg.get_id().as_str();
        let flag = format!("--{}", arg.get_long().unwrap_or(name));
        let variable = arg.get_env().map(|variable| variable.to_string_lossy().into_owned());
        let values = matches.get_raw(name).into_iter().flatten().map(|value| value.to_string_lossy());
        let value = values.collect::<Vec<_>>().join(",");
        let source = match (matches.value_source(name), &variable) {
            (Some(ValueSource::CommandLine), _) => "flag".to_owned(),
            (Some(ValueSource::EnvVariable), Some(variable)) => format!("environment variable {variable}"),
            _ => "default".to_owned(),
        };
        let value = Some(value).filter(|value| !value.is_empty()).map(|value| masked(arg, &value));
        Self { flag, variable, value, source }
    }
}

/// A value that may be shown to whoever reads a terminal or a log. The name of a file is not what is in it.
fn masked(arg: &Arg, value: &str) -> String {
    let value = redact::text(value);
    let is_file = arg.get_value_names().is_some_and(|names| names.iter().any(|name| name == "FILE"));
    match is_file {
        true => value.into_owned(),
        false if arg.is_hide_env_values_set() => "***".to_owned(),
        false => redact::parameter(arg.get_id().as_str(), &value).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// These have no variable: it would make a server answer from a recording, and nobody would notice.
    const WITHOUT_VARIABLE: [&str; 2] = ["demo", "snapshot"];

    #[test]
    fn every_setting_has_a_variable_and_is_shown() {
        let command = Settings::augment_args(Command::new("show"));
        let matches = command.clone().get_matches_from(["show"]);
        let settings = Settings::from_arg_matches(&matches).unwrap().settings;
        assert_eq!(settings.len(), command.get_arguments().count());
        let without: Vec<_> = settings.iter().filter(|setting| setting.variable.is_none()).collect();
        let without: Vec<_> = without.iter().map(|setting| setting.flag.trim_start_matches("--")).collect();
        assert!(without.iter().all(|flag| WITHOUT_VARIABLE.contains(flag)), "{without:?}");
    }

    #[test]
    fn secrets_are_masked() {
        let file = |name: &'static str| Arg::new(name).value_name("FILE");
        for (arg, value, expected) in [
            (Arg::new("callers").env("CALLERS").hide_env_values(true), "hunter2", "***"),
            (Arg::new("oidc_client_secret"), "hunter2", "***"),
            (file("api_keys"), "/etc/keys", "/etc/keys"),
            (Arg::new("default_region"), "eu-west-1", "eu-west-1"),
            (Arg::new("schema_store"), "s3://lake/schemas", "s3://lake/schemas"),
        ] {
            assert_eq!(masked(&arg, value), expected, "{arg}");
        }
        assert!(!masked(&Arg::new("oidc_issuer"), "https://me:hunter2@id.example.com").contains("hunter2"));
    }
}
