//! Callers who may see a part, known by their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use axum::Router;
use axum::http::header;
use axum::http::request::Parts;
use lineage_http::auth::{Auth, AuthError, Authenticate, Grants, Principal, Scope, SignInMethod};
use lineage_http::{AppState, router};

use crate::client::{Answer, region, request, send};

/// Whoever says a name of these is believed.
#[derive(Debug)]
struct Named(BTreeMap<String, Grants>);

#[async_trait]
impl Authenticate for Named {
    async fn authenticate(&self, request: &Parts) -> Result<Option<Principal>, AuthError> {
        let name = request.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let found = name.and_then(|name| Some((name, self.0.get(name)?)));
        Ok(found.map(|(name, grants)| Principal::new(name, grants.clone())))
    }

    fn sign_in_method(&self) -> Option<SignInMethod> {
        None
    }
}

pub(crate) fn app_for<'a>(state: AppState, callers: impl IntoIterator<Item = (&'a str, Grants)>) -> Router {
    let callers = callers.into_iter().map(|(name, grants)| (name.to_owned(), grants)).collect();
    router(state.with_auth(Auth::default().with(Arc::new(Named(callers)))))
}

pub(crate) async fn ask(app: &Router, caller: &str, method: &str, uri: &str) -> Answer {
    let mut request = request(method, uri);
    request.headers_mut().insert(header::AUTHORIZATION, caller.parse().unwrap());
    send(app.clone(), request).await
}

pub(crate) fn scopes(scopes: &[Scope]) -> Grants {
    Grants::new(scopes.iter().copied())
}

pub(crate) fn domains(names: &[&str]) -> Grants {
    let mut grants = Grants::all();
    grants.domains = Some(names.iter().map(|name| (*name).to_owned()).collect());
    grants
}

pub(crate) fn regions(names: &[&str]) -> Grants {
    let mut grants = Grants::all();
    grants.regions = Some(names.iter().map(|name| region(name)).collect());
    grants
}

pub(crate) fn accounts(names: &[&str]) -> Grants {
    let mut grants = Grants::all();
    grants.accounts = Some(names.iter().map(|name| (*name).to_owned()).collect());
    grants
}
