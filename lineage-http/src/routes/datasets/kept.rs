use std::future::Future;
use std::ops::RangeInclusive;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use crate::asking::Asking;
use crate::dataset_path::DatasetPath;
use crate::datasets::{DiffDocument, VersionDocument, items};
use crate::problem::Problem;
use crate::reply::{Loaded, Reply};
use crate::state::AppState;

/// The numbers that a version can have: no more digits than a store writes.
const NUMBERS: RangeInclusive<u64> = 1..=9_999_999_999;

/// `GET …/schema/versions/{n}`: one version.
pub(super) async fn one(
    state: &AppState,
    path: &DatasetPath,
    number: u64,
    mut asking: Asking<'_>,
) -> Result<Reply, Problem> {
    asking.any_region()?;
    let unknown = asking.params.unknown();
    let store = &*state.schemas;
    let load = async {
        let version =
            in_time(state, async { Ok(store.version(path.location.kept(store).await?, number).await?) }).await?;
        let mut document = VersionDocument::from(&version.ok_or_else(Problem::no_dataset)?);
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer_once(load).await
}

/// `GET …/schema/diff`: what changed from one version to another.
pub(super) async fn compare(state: &AppState, path: &DatasetPath, mut asking: Asking<'_>) -> Result<Reply, Problem> {
    asking.any_region()?;
    let (from, to) = (asking.params.number("from", NUMBERS)?, asking.params.number("to", NUMBERS)?);
    let unknown = asking.params.unknown();
    let load = async {
        let pair = in_time(state, async { Ok(path.location.pair(&*state.schemas, from, to).await?) }).await?;
        let (from, to) = pair.ok_or_else(Problem::no_dataset)?;
        let mut document = DiffDocument::new(from.as_ref(), &to);
        document.warnings.extend(unknown);
        Loaded::json(&document, &document.warnings)
    };
    state.answer_once(load).await
}

/// `GET …/schema/versions`: what was saved, newest first.
pub(super) async fn list(state: &AppState, path: &DatasetPath, mut asking: Asking<'_>) -> Result<Response, Problem> {
    asking.any_region()?;
    let limit = asking.params.number("limit", 1..=1000)?.unwrap_or(100);
    let before = asking.params.number("cursor", NUMBERS)?;
    let mut next = None;
    let load = async {
        let store = &*state.schemas;
        let page = in_time(state, async { Ok(store.versions(path.location.kept(store).await?, limit, before).await?) })
            .await?;
        if before.is_none() && page.versions.is_empty() && page.corrupt.is_empty() {
            return Err(Problem::no_dataset());
        }
        next = page.next;
        Loaded::json(&items(&page), [])
    };
    let reply = state.answer_once(load).await?;
    Ok(match next {
        // Relative, as `Location`.
        Some(next) => {
            ([(header::LINK, format!("<?limit={limit}&cursor={next}>; rel=\"next\""))], reply).into_response()
        }
        None => reply.into_response(),
    })
}

/// What the store answers, if it does in time.
async fn in_time<T>(state: &AppState, work: impl Future<Output = Result<T, Problem>>) -> Result<T, Problem> {
    timeout(state.config.deadline, work).await.unwrap_or_else(|_| Err(Problem::store_too_late()))
}
