#[cfg(feature = "oidc")]
mod oidc;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use lineage_http::auth::{ApiKeys, Auth};

use crate::cli::failure::Failure;
use crate::cli::text;

/// Who may ask, and what they may see. Without any of these nobody has to sign in.
#[derive(Debug, Args)]
pub(crate) struct AuthArgs {
    /// The keys of callers: a TOML file, as `api-key new` writes it; it is read once, at start
    #[arg(long, env = "API_KEYS_FILE", value_name = "FILE")]
    api_keys: Option<PathBuf>,
    /// The keys of callers: the TOML itself
    #[arg(long, env = "API_KEYS", value_name = "TOML", hide_env_values = true, conflicts_with = "api_keys")]
    api_keys_text: Option<String>,
    #[cfg(feature = "oidc")]
    #[command(flatten)]
    oidc: oidc::OidcArgs,
}

impl AuthArgs {
    /// What knows the callers; asks nobody, so that a wrong setting is told at once.
    pub(crate) fn open(&self) -> Result<Auth, Failure> {
        let mut auth = Auth::default();
        if let Some(keys) = self.keys()? {
            auth = auth.with(Arc::new(keys));
        }
        #[cfg(feature = "oidc")]
        let auth = self.oidc.add_to(auth)?;
        Ok(auth)
    }

    fn keys(&self) -> Result<Option<ApiKeys>, Failure> {
        let (text, place) = match (&self.api_keys, &self.api_keys_text) {
            (None, None) => return Ok(None),
            (Some(path), _) => {
                let cannot_read = |error| Failure::new(format!("cannot read the keys of '{}'", path.display()), &error);
                (text::file(path).map_err(cannot_read)?, format!("'{}'", path.display()))
            }
            (None, Some(text)) => (text.clone(), "API_KEYS".to_owned()),
        };
        let keys = ApiKeys::from_toml(&text);
        let keys = keys.map_err(|wrong| Failure::usage(format!("cannot use {place}, {wrong}")))?;
        for name in keys.expired() {
            tracing::warn!("the API key '{name}' has expired and opens nothing");
        }
        Ok(Some(keys))
    }
}
