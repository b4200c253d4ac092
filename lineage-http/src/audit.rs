//! The audit log: who read the posture of buckets or the schema of a dataset, or saved one, or tried to.
//!
//! One line a request, as an event of the target `audit`, whether the answer was collected for it or kept from before. It
//! names what was asked about and never says what was found.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::MethodRouter;

use crate::auth::Caller;
use crate::dataset_path::DatasetPath;
use crate::params::Params;
use crate::request_id::RequestId;
use crate::shown::shown;
use crate::state::AppState;

/// What is done that is worth a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Action {
    PostureRead,
    SchemaRead,
    SchemaWrite,
}

impl Action {
    fn as_str(self) -> &'static str {
        match self {
            Self::PostureRead => "posture.read",
            Self::SchemaRead => "schema.read",
            Self::SchemaWrite => "schema.write",
        }
    }
}

/// What one request asks about, as far as its route found out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail(Arc<Mutex<Entry>>);

#[derive(Debug, Default)]
struct Entry {
    actions: BTreeSet<Action>,
    /// The pipeline, domain or dataset.
    what: String,
    region: String,
    account: String,
}

impl Trail {
    /// What is done; nothing of it is worth a line when there is none.
    pub(crate) fn does(&self, actions: impl IntoIterator<Item = Action>) {
        self.change(|entry| entry.actions = actions.into_iter().collect());
    }

    pub(crate) fn in_region(&self, region: &str) {
        self.change(|entry| entry.region = shown(region));
    }

    pub(crate) fn in_account(&self, account: &str) {
        self.change(|entry| entry.account = shown(account));
    }

    fn change(&self, change: impl FnOnce(&mut Entry)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Where a request names what it asks about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names {
    /// A parameter of this name.
    Parameter(&'static str),
    /// The path, as that of a dataset.
    Dataset,
}

impl Names {
    /// What a request asks about, also one that is refused before anybody looks.
    fn of(self, uri: &Uri) -> String {
        let named = match self {
            Self::Parameter(name) => Params::new(uri.query()).text(name).ok().flatten(),
            Self::Dataset => DatasetPath::parse(uri.path()).ok().map(|path| path.location.id().to_string()),
        };
        named.unwrap_or_else(|| uri.path().to_owned())
    }
}

/// The same handlers, with a line for each request. `action` is what they do unless they find out that it is another.
pub(crate) fn audited(action: Action, names: Names, handlers: MethodRouter<AppState>) -> MethodRouter<AppState> {
    handlers.layer(middleware::from_fn_with_state((action, names), audit))
}

async fn audit(
    State((action, names)): State<(Action, Names)>,
    caller: Caller,
    request: Request,
    next: Next,
) -> Response {
    caller.trail.change(|entry| {
        entry.actions = [action].into();
        entry.what = shown(&names.of(request.uri()));
    });
    let mut line = Line { id: request.extensions().get().cloned(), caller, status: None };
    let response = next.run(request).await;
    line.status = Some(response.status());
    response
}

/// A line to be written. One without a status is of a request that was given up: it may have done something all the same.
struct Line {
    id: Option<RequestId>,
    caller: Caller,
    status: Option<StatusCode>,
}

impl Drop for Line {
    fn drop(&mut self) {
        let (caller, id) = (shown(&self.caller.name), self.id.as_ref().map(RequestId::as_str));
        let status = self.status.map(|status| status.as_u16());
        self.caller.trail.change(|Entry { actions, what, region, account }| {
            let action = actions.iter().map(|action| action.as_str()).collect::<Vec<_>>().join(",");
            if !action.is_empty() {
                tracing::info!(target: "audit", request_id = id, caller, action, what, region, account, status);
            }
        });
    }
}
