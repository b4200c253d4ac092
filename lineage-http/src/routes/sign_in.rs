//! `auth/…`: browsers that sign in at an identity provider. Where nobody was configured for that, there is nothing here.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::auth::{ReturnTo, Returned, SESSION, SIGN_IN, SignIn, SignInError};
use crate::params::Params;
use crate::problem::Problem;
use crate::request_id::RequestId;
use crate::state::AppState;

/// How long somebody may take at the provider.
const AT_THE_PROVIDER: Duration = Duration::from_mins(10);

/// `GET /auth/login`: to the provider.
pub(super) async fn login(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let sign_in = configured(&state)?;
    let return_to = Params::new(query.as_deref()).text("returnTo")?;
    let return_to = ReturnTo::new(&return_to.unwrap_or_default());
    let begun = match sign_in.begin(return_to.clone()).await {
        Ok(begun) => begun,
        Err(error) => return Ok(refused(&error, &return_to, &id)),
    };
    let cookie = SIGN_IN.set(&begun.kept, AT_THE_PROVIDER);
    let cookie = cookie.ok_or_else(|| Problem::internal("what a sign-in keeps is no value of a cookie"))?;
    Ok(([(header::SET_COOKIE, cookie)], to(&begun.location)?).into_response())
}

/// `GET /auth/callback`: from the provider, with a code or an error.
pub(super) async fn callback(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let sign_in = configured(&state)?;
    let kept = SIGN_IN.of(&headers).ok().flatten();
    let mut response = match finish(&*sign_in, query.as_deref(), kept).await {
        Ok(response) => response,
        Err(error) => {
            let return_to = kept.map(|kept| sign_in.return_to(kept)).unwrap_or_default();
            refused(&error, &return_to, &id)
        }
    };
    // Good for one attempt, however it ends.
    SIGN_IN.delete(response.headers_mut());
    Ok(response)
}

/// `POST /auth/logout`: the browser forgets its session. The token itself stays good until it expires.
pub(super) async fn logout(State(state): State<AppState>) -> Result<Response, Problem> {
    configured(&state)?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    SESSION.delete(response.headers_mut());
    Ok(response)
}

fn configured(state: &AppState) -> Result<Arc<dyn SignIn>, Problem> {
    state.auth.sign_in().ok_or_else(|| Problem::from_status(StatusCode::NOT_FOUND))
}

async fn finish(sign_in: &dyn SignIn, query: Option<&str>, kept: Option<&str>) -> Result<Response, SignInError> {
    let kept = kept.ok_or(SignInError::Expired)?;
    let returned = returned(query).map_err(|_| SignInError::Failed("a parameter more than once".to_owned()))?;
    let signed_in = sign_in.finish(kept, returned).await?;
    let cookie = SESSION.set(&signed_in.token, signed_in.max_age);
    let cookie = cookie.ok_or_else(|| SignInError::Failed("a token that no cookie can hold".to_owned()))?;
    tracing::info!(target: "audit", caller = signed_in.principal.name, "signed in");
    let page = to(&format!("{PAGE}{}", signed_in.return_to.as_str()));
    let page = page.map_err(|_| SignInError::Failed("a part of the page that no header can hold".to_owned()))?;
    Ok(([(header::SET_COOKIE, cookie)], page).into_response())
}

fn returned(query: Option<&str>) -> Result<Returned, Problem> {
    let mut params = Params::new(query);
    let mut text = |name| params.text(name);
    Ok(Returned { code: text("code")?, state: text("state")?, error: text("error")?, issuer: text("iss")? })
}

/// To where the browser wanted to go, whose page says it to whoever tried; only the log says why.
fn refused(error: &SignInError, return_to: &ReturnTo, id: &RequestId) -> Response {
    tracing::warn!(target: "audit", cause = %error, "not signed in");
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("signInError", error.code()).append_pair("requestId", id.as_str());
    let place = return_to.as_str();
    let separator = if place.is_empty() { '?' } else { '&' };
    to(&format!("{PAGE}{place}{separator}{}", query.finish())).into_response()
}

/// Relative to all routes here, so that it holds wherever the router is nested.
const PAGE: &str = "../";

fn to(location: &str) -> Result<impl IntoResponse + use<>, Problem> {
    let location = HeaderValue::try_from(location).map_err(|error| Problem::internal(error.to_string()))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]))
}
