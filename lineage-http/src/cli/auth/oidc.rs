use std::sync::Arc;

use clap::Args;
use lineage_http::auth::{Algorithm, Auth, Oidc, OidcClient, OidcConfig, OidcError, OidcSignIn};

use crate::cli::failure::Failure;

/// Tokens of an identity provider (OpenID Connect), and browsers that sign in there.
#[derive(Debug, Args)]
pub(crate) struct OidcArgs {
    /// The issuer of tokens that callers bring, exactly as the tokens name it
    #[arg(long, env = "OIDC_ISSUER", value_name = "URL", requires = "oidc_audience")]
    oidc_issuer: Option<String>,
    /// Whom the tokens must be meant for, any of these, separated by commas
    #[arg(long, env = "OIDC_AUDIENCE", value_name = "NAMES", value_delimiter = ',', requires = "oidc_issuer")]
    oidc_audience: Vec<String>,
    /// The algorithms that tokens may be signed with, separated by commas
    #[arg(long, env = "OIDC_ALGORITHMS", value_name = "NAMES", value_delimiter = ',', default_value = "RS256,ES256")]
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
    #[command(flatten)]
    client: ClientArgs,
}

/// The client of the issuer that signs browsers in.
#[derive(Debug, Args)]
struct ClientArgs {
    /// What the issuer calls this server, so that browsers can sign in there
    #[arg(long, env = "OIDC_CLIENT_ID", value_name = "ID", requires_all = ["oidc_issuer", "oidc_redirect_url"])]
    oidc_client_id: Option<String>,
    /// What this server shows to the issuer; a public client has none
    #[arg(
        long,
        env = "OIDC_CLIENT_SECRET",
        value_name = "SECRET",
        hide_env_values = true,
        requires = "oidc_client_id"
    )]
    oidc_client_secret: Option<String>,
    /// The address of auth/callback as browsers and the issuer know it
    #[arg(long, env = "OIDC_REDIRECT_URL", value_name = "URL", requires = "oidc_client_id")]
    oidc_redirect_url: Option<String>,
    /// The scopes that are asked for when a browser signs in, separated by spaces
    #[arg(long, env = "OIDC_SCOPES", value_name = "SCOPES", default_value = "openid")]
    oidc_scopes: String,
}

impl OidcArgs {
    /// Takes the tokens of the issuer, if there is one, and signs browsers in there, if there is a client.
    pub(super) fn add_to(&self, auth: Auth) -> Result<Auth, Failure> {
        let Some(issuer) = &self.oidc_issuer else { return Ok(auth) };
        let mut config = OidcConfig::new(issuer, self.oidc_audience.clone());
        config.algorithms.clone_from(&self.oidc_algorithms);
        config.jwks_url.clone_from(&self.oidc_jwks_url);
        config.scope_claim.clone_from(&self.oidc_scope_claim);
        config.scope_prefix.clone_from(&self.oidc_scope_prefix);
        let oidc = Arc::new(Oidc::new(config).map_err(|error| refused(&error))?);
        let sign_in = self.client.given().map(|client| OidcSignIn::new(Arc::clone(&oidc), client)).transpose();
        let auth = auth.with(oidc);
        match sign_in.map_err(|error| refused(&error))? {
            Some(sign_in) => Ok(auth.with_sign_in(Arc::new(sign_in))),
            None => Ok(auth),
        }
    }
}

impl ClientArgs {
    fn given(&self) -> Option<OidcClient> {
        let mut client = OidcClient::new(self.oidc_client_id.as_ref()?, self.oidc_redirect_url.as_ref()?);
        client.secret.clone_from(&self.oidc_client_secret);
        client.scopes = self.oidc_scopes.split_whitespace().map(str::to_owned).collect();
        Some(client)
    }
}

fn refused(error: &OidcError) -> Failure {
    let setting = match error {
        OidcError::Certificates(_) => return Failure::new("cannot know the issuer of tokens", error),
        OidcError::JwksUrl(_) => "--oidc-jwks-url (OIDC_JWKS_URL)",
        OidcError::Audience => "--oidc-audience (OIDC_AUDIENCE)",
        OidcError::ClientId => "--oidc-client-id (OIDC_CLIENT_ID)",
        OidcError::ClientSecret => "--oidc-client-secret (OIDC_CLIENT_SECRET)",
        OidcError::RedirectUrl(_) => "--oidc-redirect-url (OIDC_REDIRECT_URL)",
        OidcError::Scopes => "--oidc-scopes (OIDC_SCOPES)",
        _ => "--oidc-issuer (OIDC_ISSUER)",
    };
    Failure::usage(format!("{setting}: {error}"))
}
