use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use lineage_http::auth::{ApiKeys, KEY_PREFIX, KeyHash, Scope};
use lineage_model::{Region, Timestamp};

use super::failure::Failure;
use super::output;
use super::text;

/// `api-key`: keys for `serve --api-keys`.
#[derive(Debug, Args)]
pub(crate) struct ApiKeyCommand {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make a key: it is shown once, on the standard error; the standard output has what to add to the file of keys
    New(New),
    /// Print the SHA-256 of the key on the standard input
    Hash,
}

/// What is left out is not restricted.
#[derive(Debug, Args)]
struct New {
    /// Whose key it is: letters, digits, hyphens and underscores
    #[arg(long)]
    name: String,
    /// What it may be used for, separated by commas: catalog:read, lineage:read, schema:read, schema:write, metrics:read
    #[arg(long, required = true, value_delimiter = ',')]
    scopes: Vec<Scope>,
    /// The regions that it may ask about, separated by commas
    #[arg(long, value_delimiter = ',')]
    regions: Vec<Region>,
    /// The accounts that it may ask about, separated by commas; own is that of the server itself
    #[arg(long, value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    accounts: Vec<String>,
    /// The Studio domains whose pipelines it may see, by ids or names, separated by commas
    #[arg(long, value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    domains: Vec<String>,
    /// From when on it is good no more, such as 2027-01-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    expires: Option<Timestamp>,
}

impl ApiKeyCommand {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.action {
            Action::New(new) => new.run(),
            Action::Hash => {
                // A key is short; whatever is piped in instead is not read to its end.
                let key = text::read(io::stdin(), 1024)
                    .map_err(|error| Failure::new("cannot read a key from the standard input", &error))?;
                output::write(None, format!("{}\n", hash(key.trim())?).as_bytes())
            }
        }
    }
}

impl New {
    fn run(self) -> Result<(), Failure> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| Failure::new("this machine has no random numbers", &error))?;
        let mut key = KEY_PREFIX.to_owned();
        for byte in random {
            // Writing to a text does not fail.
            let _ = write!(key, "{byte:02x}");
        }
        let block = self.block(&hash(&key)?)?;
        // What the server would refuse is told here, and not after the key was handed out.
        ApiKeys::from_toml(&block).map_err(|wrong| Failure::usage(wrong.what))?;
        output::write(None, block.as_bytes())?;
        writeln!(io::stderr().lock(), "the key of {}, shown this once: {key}", self.name)
            .map_err(|error| Failure::new("cannot show the key", &error))
    }

    /// What the file of keys holds of it.
    fn block(&self, hash: &KeyHash) -> Result<String, Failure> {
        let mut block = format!("[keys.{}]\nsha256 = \"{hash}\"\n", quoted(&self.name)?);
        let scopes = self.scopes.iter().map(|scope| scope.as_str()).collect();
        let regions = self.regions.iter().map(Region::as_str).collect();
        let accounts = self.accounts.iter().map(String::as_str).collect();
        let domains = self.domains.iter().map(String::as_str).collect();
        let lists: [(&str, BTreeSet<&str>); 4] =
            [("scopes", scopes), ("regions", regions), ("accounts", accounts), ("domains", domains)];
        for (name, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            let values = values.into_iter().map(quoted).collect::<Result<Vec<_>, _>>()?;
            let _ = writeln!(block, "{name} = [{}]", values.join(", "));
        }
        if let Some(expires) = self.expires {
            let _ = writeln!(block, "expires = \"{expires}\"");
        }
        Ok(block)
    }
}

/// TOML writes a text as JSON does.
fn quoted(text: &str) -> Result<String, Failure> {
    serde_json::to_string(text).map_err(|error| Failure::new("cannot write the key down", &error))
}

fn hash(key: &str) -> Result<KeyHash, Failure> {
    KeyHash::of(key).map_err(|error| Failure::usage(error.to_string()))
}
