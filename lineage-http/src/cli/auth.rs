use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use lineage_http::auth::{ApiKeys, Auth};

use super::failure::Failure;

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
        if let Some(oidc) = self.oidc.open()? {
            auth = auth.with(Arc::new(oidc));
        }
        Ok(auth)
    }

    fn keys(&self) -> Result<Option<ApiKeys>, Failure> {
        let (text, place) = match (&self.api_keys, &self.api_keys_text) {
            (None, None) => return Ok(None),
            (Some(path), _) => {
                let cannot_read = |error| Failure::new(format!("cannot read the keys of '{}'", path.display()), &error);
                (fs::read_to_string(path).map_err(cannot_read)?, format!("'{}'", path.display()))
            }
            (None, Some(text)) => (text.clone(), "API_KEYS".to_owned()),
        };
        let keys = ApiKeys::from_toml(&text);
        keys.map(Some).map_err(|wrong| Failure::usage(format!("cannot use {place}, {wrong}")))
    }
}

#[cfg(feature = "oidc")]
mod oidc {
    use clap::Args;
    use lineage_http::auth::{Algorithm, Oidc, OidcConfig, OidcError};

    use crate::cli::failure::Failure;

    /// Tokens of an identity provider (OpenID Connect).
    #[derive(Debug, Args)]
    pub(crate) struct OidcArgs {
        /// The issuer of tokens that callers bring, exactly as the tokens name it
        #[arg(long, env = "OIDC_ISSUER", value_name = "URL", requires = "oidc_audience")]
        oidc_issuer: Option<String>,
        /// Whom the tokens must be meant for, any of these, separated by commas
        #[arg(long, env = "OIDC_AUDIENCE", value_name = "NAMES", value_delimiter = ',', requires = "oidc_issuer")]
        oidc_audience: Vec<String>,
        /// The algorithms that tokens may be signed with, separated by commas
        #[arg(
            long,
            env = "OIDC_ALGORITHMS",
            value_name = "NAMES",
            value_delimiter = ',',
            default_value = "RS256,ES256"
        )]
        oidc_algorithms: Vec<Algorithm>,
        /// Where the issuer's keys are; when left out, the issuer's discovery document tells
        #[arg(long, env = "OIDC_JWKS_URL", value_name = "URL", requires = "oidc_issuer")]
        oidc_jwks_url: Option<String>,
        /// The claim that holds scopes; when left out scope and scp
        #[arg(long, env = "OIDC_SCOPE_CLAIM", value_name = "NAME", requires = "oidc_issuer")]
        oidc_scope_claim: Option<String>,
        /// What stands before a scope in that claim, such as lineage/ for lineage/catalog:read
        #[arg(long, env = "OIDC_SCOPE_PREFIX", value_name = "TEXT", default_value = "", hide_default_value = true)]
        oidc_scope_prefix: String,
    }

    impl OidcArgs {
        pub(super) fn open(&self) -> Result<Option<Oidc>, Failure> {
            let Some(issuer) = &self.oidc_issuer else { return Ok(None) };
            let mut config = OidcConfig::new(issuer, self.oidc_audience.clone());
            config.algorithms.clone_from(&self.oidc_algorithms);
            config.jwks_url.clone_from(&self.oidc_jwks_url);
            config.scope_claim.clone_from(&self.oidc_scope_claim);
            config.scope_prefix.clone_from(&self.oidc_scope_prefix);
            Oidc::new(config).map(Some).map_err(|error| match error {
                OidcError::Certificates(_) => Failure::new("cannot know the issuer of tokens", &error),
                OidcError::JwksUrl(_) => Failure::usage(format!("--oidc-jwks-url (OIDC_JWKS_URL): {error}")),
                OidcError::Audience => Failure::usage(format!("--oidc-audience (OIDC_AUDIENCE): {error}")),
                _ => Failure::usage(format!("--oidc-issuer (OIDC_ISSUER): {error}")),
            })
        }
    }
}
