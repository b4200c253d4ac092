use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use lineage_http::auth::{Auth, Authenticate, GatewayIdentity, GatewayMethod, Grants, Nobody, Scope, UnknownScope};
use lineage_http::lambda;

use super::failure::Failure;
use super::serve::Serve;

/// `lambda`: the router behind API Gateway.
#[derive(Debug, Args)]
pub(crate) struct Lambda {
    /// How API Gateway knows who asks; without it, and without credentials of our own, every request is refused
    #[arg(long, env = "GATEWAY_AUTH", value_enum, value_name = "METHOD")]
    gateway_auth: Option<GatewayAuth>,
    /// What those may do whom API Gateway knows, separated by commas
    #[arg(
        long,
        env = "GATEWAY_SCOPES",
        value_name = "SCOPES",
        default_value = "catalog:read,lineage:read,schema:read"
    )]
    gateway_scopes: Scopes,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GatewayAuth {
    /// It checks the signature of an IAM principal
    Iam,
    /// It checks an API key of a usage plan
    #[value(name = "apiKey")]
    ApiKey,
    /// It lets everybody in, and so does the function
    None,
}

/// A list of scopes.
#[derive(Debug, Clone)]
struct Scopes(BTreeSet<Scope>);

impl FromStr for Scopes {
    type Err = UnknownScope;

    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        text.split(',').map(|scope| scope.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl Lambda {
    pub(crate) async fn run(mut self) -> Result<(), Failure> {
        let tracing = self.serve.log()?;
        // A start is waited for, and S3 is known to keep its word.
        self.serve.trusts_store = true;
        self.serve.is_behind_gateway = true;
        let auth = self.auth(self.serve.auth()?);
        let (router, _) = self.serve.router(auth).await?;
        let answered = lambda::run(router).await;
        tracing.end().await;
        answered.map_err(|error| Failure::new("cannot go on answering events", &*error))
    }

    /// Credentials of our own, and before them what API Gateway says: a key of a usage plan is none of ours.
    fn auth(&self, own: Auth) -> Auth {
        match self.gateway_auth {
            Some(GatewayAuth::Iam) => own.with_first(self.identity(GatewayMethod::Iam)),
            Some(GatewayAuth::ApiKey) => own.with_first(self.identity(GatewayMethod::ApiKey)),
            Some(GatewayAuth::None) => own,
            None if own.is_open() => {
                tracing::warn!("every request is refused: GATEWAY_AUTH does not say how callers are known");
                own.with(Arc::new(Nobody))
            }
            None => own,
        }
    }

    fn identity(&self, method: GatewayMethod) -> Arc<dyn Authenticate> {
        let grants = Grants::new(self.gateway_scopes.0.iter().copied());
        Arc::new(GatewayIdentity::new(method, grants))
    }
}
